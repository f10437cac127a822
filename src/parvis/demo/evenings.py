"""What happened on the demonstration's square before it opened: visits, talk, reports and decisions, by the real verbs.

Everything is mild and made up. Two former moderators decided; they have left the team and no key of theirs exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from parvis import app
from parvis.access import staff
from parvis.access.age import methods
from parvis.access.means import Means
from parvis.chat import entry, messages, reporting, rooms
from parvis.chat.entry import Entered, EntryForm
from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.areas import Gazetteer
from parvis.core.casework import Case, Channel, Choice, Decision, Ground, Topic, Wish
from parvis.core.clock import DAY, HOUR, MINUTE, SystemClock
from parvis.core.config import Config
from parvis.core.ids import CaseId, ConversationId, RoomId, StaffId, VisitId, conversation_of, fresh_word
from parvis.core.people import Origin
from parvis.core.policy import HARMS, UNDO_MS, Harm, Measure, Reason
from parvis.core.staff import Role, Staff
from parvis.core.talk import Message, Outcome
from parvis.demo.past import Past
from parvis.moderation import actions, appeals, cases, flaggers, reports, statements
from parvis.moderation.flaggers import Registered
from parvis.moderation.places import AtService
from parvis.moderation.reports import Filed, Notice
from parvis.store import cases as stored
from parvis.store import staff as people
from parvis.store.database import Database
from parvis.store.keys import load_keys

ROLES = frozenset({Role.LEAD})


async def tell(config: Config, data: Path) -> None:
    """Let it all have happened, in a folder that nobody serves yet; nothing where it happened before."""
    past, keys = Past(SystemClock()), load_keys(data / app.KEYS_FOLDER)
    db = Database.open(data, past, keys)
    try:
        means = Means(config=config, db=db, keys=keys, clock=past, gazetteer=Gazetteer.load())
        if await db.read(lambda conn: stored.by_number(conn, 1)) is None:
            await _tell(means, past)
    finally:
        await db.close()


async def _tell(means: Means, past: Past) -> None:
    past.go(4 * DAY)
    square = app.build_square(means)
    await square.open()
    first, second = await _team(means)
    scene = Scene(square, past, first.id, second.id)
    await _three_days_ago(scene)
    await _last_night(scene)
    await _this_evening(scene)
    for one in (first, second):
        await staff.end_staff(means, None, one.id, despite=True)


async def _team(means: Means) -> tuple[Staff, Staff]:
    """Two moderators without a key: nobody can ever sign in as one of them."""
    now = means.clock.now()
    drawn = [
        Staff(
            id=StaffId(fresh_word(means.entropy)), number=0, name=name, roles=ROLES, languages=("fr", "en"), since=now
        )
        for name in ("Maud", "Ivan")
    ]  # fmt: skip
    first, second = await means.db.write(lambda tx: [people.add(tx, one) for one in drawn])
    return first, second


# ---------------------------------------------------------------- what happened


async def _three_days_ago(scene: Scene) -> None:
    """An insult that was answered with a removal, contested since; a flood; a report that led to nothing."""
    scene.past.go(3 * DAY)
    odette, marius = await scene.enter("Odette"), await scene.enter("Marius")
    await scene.say(odette, "accueil", "Bonsoir, je débarque. Vous parlez de quoi ?")
    await scene.say(marius, "accueil", "De rien qui te concerne.")
    bad = await scene.say(marius, "accueil", "Retourne d’où tu viens, personne ne t’a sonnée, vieille bique.")
    await scene.say(odette, "accueil", "Charmant. Bonne soirée aux autres.")
    case = await scene.report(odette, bad, Reason.HARASSMENT, "Je demandais juste de quoi ça parlait.")
    await scene.decide(scene.first, case, [Wish(measure=Measure.REMOVE)], {
        "fr": "Dans un salon, vous avez traité de « vieille bique » une personne qui venait de dire bonsoir.",
        "en": "In a room, you called somebody an old goat who had just said good evening.",
    })  # fmt: skip
    scene.past.pass_by(20 * MINUTE)
    ad = await scene.say(await scene.enter("PromoNuit"), "musique", "Billets moins chers, écrivez à Promo, vite vite")
    case = await scene.report(odette, ad, Reason.SPAM)
    await scene.decide(scene.second, case, [Wish(measure=Measure.MUTE, for_ms=DAY)], {
        "fr": "Vous avez fait de la publicité pour des billets, dans un salon où l’on parle de musique.",
        "en": "You advertised tickets in a room where people talk about music.",
    })  # fmt: skip
    scene.past.pass_by(30 * MINUTE)
    wren = await scene.enter("Wren", "en")
    fine = await scene.say(wren, "nuit", "I never liked that film, and I will not pretend I do.")
    case = await scene.report(await scene.enter("Basile"), fine, Reason.OTHER, "Il n’aime pas mon film.")
    await scene.decide(scene.second, case, [Wish(measure=Measure.NOTHING)], {})
    scene.past.go(2 * DAY)
    await scene.contest(marius, "C’était une plaisanterie entre habitués, et on me retire mon message sans m’écouter.")


async def _last_night(scene: Scene) -> None:
    """A matter that nobody took in time, and an exclusion that one proposed and nobody has seconded yet."""
    scene.past.go(14 * HOUR)
    lou, bastien = await scene.enter("Lou"), await scene.enter("Bastien")
    await scene.say(bastien, "ecrans", "Tu es là ? Réponds.")
    await scene.say(lou, "ecrans", "Non merci, je regarde le film.")
    again = await scene.say(bastien, "ecrans", "Réponds quand je te parle. Je vais rester jusqu’à ce que tu répondes.")
    await scene.report(lou, again, Reason.HARASSMENT, "J’ai dit non trois fois.")
    scene.past.go(5 * HOUR)
    viktor, ana = await scene.enter("Viktor"), await scene.enter("Ana", "en")
    asks = await scene.say(viktor, "accueil", "Je suis de l’équipe. Je garde votre place contre un petit service.")
    case = await scene.report(ana, asks, Reason.SCAM, "He says he is staff, and then he wants gift cards.")
    await scene.propose(scene.first, case, {
        "fr": "Vous avez dit faire partie de l’équipe et demandé un service pour « garder sa place ».",
        "en": "You claimed to be of the team and asked for a favour to “keep one’s place”.",
    }, "Troisième fois cette semaine avec la même phrase.")  # fmt: skip


async def _this_evening(scene: Scene) -> None:
    """A flagger's notice, a question about the square itself, what is open, what is held, what is immediate."""
    office = scene.square.office
    scene.past.go(2 * HOUR)
    flagger = await flaggers.add(office, "Observatoire des mots (fictif)", "bureau@observatoire.example", [Harm.HATE])
    assert isinstance(flagger, Registered)
    kim = await scene.enter("Kim")
    bad = await scene.say(kim, "ecrans", "Les gens de ce quartier, on devrait les mettre à la cave.")
    await scene.file(
        Notice(
            channel=Channel.FLAGGER, reason=Reason.HATE, lang="fr", flagger=flagger.flagger.id, good_faith=True,
            illegal=True, note="Propos visant les habitants d’un quartier.",
            locations=[f"{scene.origin}/square/ecrans#n{bad.n}"],
        )
    )  # fmt: skip
    scene.past.go(HOUR)
    await scene.file(
        Notice(
            channel=Channel.OUTSIDER, reason=Reason.SERVICE, lang="fr", good_faith=True, name="Une mère de famille",
            places=[AtService(topic=Topic.MINORS)], note="Comment vérifiez-vous que des mineurs n’entrent pas ?",
        )
    )  # fmt: skip
    scene.past.go(40 * MINUTE)
    noor, theo = await scene.enter("Noor"), await scene.enter("Theo", "en")
    await scene.say(noor, "accueil", "Bonsoir, quelqu’un a vu la lune rousse ?")
    insult = await scene.say(theo, "accueil", "Nobody asked you, airhead. Go and howl at another one.")
    await scene.say(noor, "accueil", "Je demandais, c’est tout.")
    await scene.report(noor, insult, Reason.HARASSMENT)
    await scene.report(await scene.enter("Josie", "en"), insult, Reason.HARASSMENT, "Twice tonight already.")
    scene.past.go(25 * MINUTE)
    case = await scene.report_room(noor, RoomId("nuit"), "Trop de nouveaux qui se disputent ici ce soir.")
    await scene.decide(
        scene.second, case, [Wish(measure=Measure.PREMODERATE, room=RoomId("nuit"), every_s=1)], {}
    )  # fmt: skip
    scene.past.go(10 * MINUTE)
    await scene.hold(await scene.enter("Petit-Duc"), "nuit", "Bonsoir. Quelqu’un ne dort pas non plus ?")
    scene.past.go(5 * MINUTE)
    ray = await scene.enter("Ray")
    threat = await scene.say(ray, "lyon", "Il sort du bus à 18 h 10. Demain il ne rira plus, on sera cinq.")
    await scene.report(noor, threat, Reason.DANGER, "Il parle de quelqu’un qui vient ici.")


# ---------------------------------------------------------------- how it is told


@dataclass
class Scene:
    """People come in, talk, report; two moderators decide. Time passes as each would take."""

    square: Square
    past: Past
    first: StaffId
    second: StaffId
    here: dict[VisitId, Live] = field(default_factory=dict)
    said: int = 0

    @property
    def origin(self) -> str:
        return self.square.means.config.square.origin

    async def enter(self, nickname: str, lang: str = "fr") -> Live:
        """Somebody with an age pass fills in the card."""
        means = self.square.means
        draft = methods.draw_pass(means)
        kept = await means.db.write(lambda tx: methods.keep_pass(tx, means, draft, "voucher", None))
        word = fresh_word(means.entropy)
        origin = Origin(device=means.keys.hash("device", word), network=means.keys.hash("network", word))
        form = EntryForm(nickname=nickname, age="34", gender="", gender_consent=False, postal_code="")
        entered = await entry.enter(means, self.square.guard, kept.age_pass, form, origin, lang)
        assert isinstance(entered, Entered), entered
        self.past.pass_by(MINUTE // 2)
        return await self.square.arrive(entered.visit, origin.network)

    async def say(self, live: Live, room: str, text: str) -> Message:
        """Say it in a room; it is delivered."""
        outcome = await self._send(live, room, text)
        assert outcome.message is not None, outcome
        return outcome.message

    async def hold(self, live: Live, room: str, text: str) -> None:
        """Say it where it waits for the desk."""
        outcome = await self._send(live, room, text)
        assert outcome.message is None, "it was to be held"

    async def _send(self, live: Live, room: str, text: str) -> Outcome:
        """Say it, and once more where the guard asks whether it is meant."""
        conv = conversation_of(RoomId(room))
        await rooms.join(self.square, live, conv)
        self.past.pass_by(MINUTE // 2)
        outcome = await self._attempt(live, conv, text)
        if isinstance(outcome, Refusal) and (conv, None) in live.nudged:
            outcome = await self._attempt(live, conv, text)
        assert isinstance(outcome, Outcome), outcome
        return outcome

    async def _attempt(self, live: Live, conv: ConversationId, text: str) -> Outcome | Refusal:
        self.said += 1
        return await messages.say(self.square, live, p.Send(id=0, conv=conv, cid=f"seed-{self.said}", text=text))

    async def report(self, live: Live, item: Message, reason: Reason, note: str = "") -> CaseId:
        """Report a message, as the menu beside it does."""
        command = p.ReportCommand(id=0, conv=item.conversation, n=item.n, reason=reason, note=note)
        return await self._point(live, command)

    async def report_room(self, live: Live, room: RoomId, note: str) -> CaseId:
        """Report a room."""
        return await self._point(
            live, p.ReportCommand(id=0, conv=conversation_of(room), reason=Reason.OTHER, note=note)
        )

    async def _point(self, live: Live, command: p.ReportCommand) -> CaseId:
        self.past.pass_by(MINUTE)
        place = reporting.place_of(command)
        assert place is not None
        who = await reporting.identity(self.square.office, live.visit)
        filed = await self.file(
            Notice(
                channel=Channel.VISITOR, reason=command.reason, lang=live.visit.lang, note=command.note,
                places=[place], reporter=who, network=live.network,
            )
        )  # fmt: skip
        return filed.cases[0]

    async def file(self, notice: Notice) -> Filed:
        """Hand in a notice."""
        filed = await reports.file(self.square.office, notice)
        assert isinstance(filed, Filed), filed
        return filed

    async def decide(self, who: StaffId, case: CaseId, wishes: list[Wish], facts: dict[str, str]) -> None:
        """Take the case, decide it, and let the minute go by."""
        await self._take(who, case, wishes, facts)
        self.past.pass_by(UNDO_MS + 1000)
        await actions.execute_due(self.square.office)

    async def propose(self, who: StaffId, case: CaseId, facts: dict[str, str], opinion: str) -> None:
        """Propose an exclusion; somebody else has to agree."""
        await self._take(who, case, [Wish(measure=Measure.BAN)], facts, opinion)

    async def _take(
        self, who: StaffId, case: CaseId, wishes: list[Wish], facts: dict[str, str], opinion: str = ""
    ) -> None:
        office = self.square.office
        self.past.pass_by(6 * MINUTE)
        taken = await cases.claim(office, who, case)
        assert isinstance(taken, Case), taken
        self.past.pass_by(3 * MINUTE)
        harm = taken.state.harm
        choice = Choice(
            case=case, wishes=wishes, harm=harm, ground=Ground.TERMS, rule=HARMS[harm].rule, facts=facts
        )  # fmt: skip
        decision = await actions.take(office, who, choice, opinion=opinion)
        assert isinstance(decision, Decision), decision

    async def contest(self, live: Live, words: str) -> None:
        """The person a decision hit contests it, with the code of its statement."""
        office = self.square.office
        found = await statements.of_identity(office, live.visit.pass_id, None)
        lodged = await appeals.lodge(office, statements.code_of(office, found[0].id), words, live.visit.lang)
        assert not hasattr(lodged, "text_key"), lodged

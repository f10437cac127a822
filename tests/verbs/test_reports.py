"""Reports and notices: taken from anybody, with their evidence; one case for a crowd; a receipt that tells the end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Table, func, insert, select

from caseload import ANNE, enrol
from cast import ACCUEIL, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import messages
from parvis.chat.square import Live, Square
from parvis.core.casework import NOTE_MAX, Case, Channel, Identity, SubjectKind, Topic, priority_of
from parvis.core.clock import DAY, FakeClock, Instant, later
from parvis.core.exhibit import ExhibitKind
from parvis.core.ids import CaseId, PassId, ReportId, RoomId, StaffId, VisitId, fresh_word
from parvis.core.policy import HARM_OF, HARMS, Feature, Harm, Measure, Reason
from parvis.core.reporting import WARN_FROM, Misuse
from parvis.core.settings_safety import Desk
from parvis.core.talk import Outcome
from parvis.moderation import codes, flaggers, places, reports, service
from parvis.moderation.office import Office
from parvis.moderation.places import AtMessage, AtRoom, AtService, AtVisit
from parvis.moderation.refusal import Refused
from parvis.moderation.reports import Filed, Notice, ReceiptView, Result, TooFast
from parvis.store import cases as stored_cases
from parvis.store import exhibits
from parvis.store import reports as stored
from parvis.store.schema_cases import action, case, decision, report, sanction
from parvis.store.writer import Tx

STAFF = StaffId("5" * 20)


@pytest.fixture
async def square(means: Means) -> Square:
    return await open_square(means)


@pytest.fixture
def office(square: Square) -> Office:
    return square.office


async def say(square: Square, live: Live, text: str) -> int:
    """Unhurried, so that the guard's flood check has nothing to say."""
    assert isinstance(square.means.clock, FakeClock)
    square.means.clock.advance(timedelta(seconds=3))
    outcome = await messages.say(square, live, send(text, fresh_word()))
    assert isinstance(outcome, Outcome) and outcome.message, outcome
    return outcome.message.n


def who(live: Live) -> Identity:
    return Identity(visit=live.visit.id, pass_id=live.visit.pass_id, device=f"device of {live.visit.id}", lang="fr")


def somebody(number: int) -> Identity:
    """A visitor that no store knows: reports need no row of theirs."""
    return Identity(visit=VisitId(f"v{number}"), pass_id=PassId(f"p{number}"), device=f"d{number}")


def inside(reporter: Identity, n: int, reason: Reason = Reason.HARASSMENT, note: str = "") -> Notice:
    return Notice(
        channel=Channel.VISITOR, reason=reason, lang="fr", reporter=reporter, network=f"net {reporter.visit}",
        places=[AtMessage(conversation=ACCUEIL, n=n)], note=note,
    )  # fmt: skip


def outside(*locations: str, reason: Reason = Reason.HATE, **more: Any) -> Notice:
    notice = Notice(
        channel=Channel.OUTSIDER, reason=reason, lang="fr", network="elsewhere", locations=list(locations),
        good_faith=True,
    )  # fmt: skip
    return replace(notice, **more)


async def filed(office: Office, notice: Notice) -> Filed:
    done = await reports.file(office, notice)
    assert isinstance(done, Filed), done
    return done


async def the_case(office: Office, case_id: CaseId) -> Case:
    found = await office.db.read(lambda conn: stored_cases.find(conn, case_id))
    assert found is not None
    return found


async def count(office: Office, table: Table = case) -> int:
    def work(conn: Connection) -> int:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()

    return await office.db.read(work)


async def rule(office: Office, case_id: CaseId, *measures: Measure, state: str = "executed") -> None:
    """A decision as `actions.take` leaves it, as far as reporters can see."""
    now = office.clock.now()
    choice = {"wishes": [{"measure": one.value} for one in measures]}

    def work(tx: Tx) -> None:
        tx.conn.execute(
            insert(decision).values(
                id=f"dec {case_id} {now} {state}", case=case_id, state=state, by=STAFF, at=now, execute_at=now,
                executed_at=now, harm="other", choice=msgspec.json.encode(choice).decode(), terms_version="x",
            )
        )  # fmt: skip
        reports.told_of(tx, case_id, measures, now)

    await office.db.write(work)


async def receipt(office: Office, code: str) -> ReceiptView:
    view = await reports.read(office, code, "home")
    assert isinstance(view, ReceiptView), view
    return view


# ---------------------------------------------------------------- from inside


async def test_a_reported_message_is_frozen_with_its_surroundings_and_opens_a_case(
    square: Square, office: Office
) -> None:
    alix, blaise = await in_room(square, "Alix"), await in_room(square, "Blaise")
    for at in range(5):
        await say(square, alix, f"avant {at}")
    n = await say(square, blaise, "quelque chose de blessant")
    for at in range(5):
        await say(square, alix, f"après {at}")
    done = await filed(office, inside(who(alix), n, note="  il insiste\u202e "))
    assert not done.repeated and done.due_at == later(office.clock.now(), HARMS[Harm.HARASSMENT].due_ms)
    opened = await the_case(office, done.cases[0])
    assert opened.subject.kind is SubjectKind.MESSAGE and opened.subject.n == n
    assert opened.author is not None and opened.author.visit == blaise.visit.id
    assert opened.author.pass_id == blaise.visit.pass_id and opened.author.nickname == "Blaise"
    assert (opened.state.harm, opened.state.reports) == (Harm.HARASSMENT, 1)
    kept = await office.db.read(lambda conn: exhibits.of_case(conn, opened.id))
    assert {one.kind for one in kept} == {ExhibitKind.MESSAGE, ExhibitKind.WINDOW}
    bodies = b"".join(one.body or b"" for one in kept)
    assert b"quelque chose de blessant" in bodies
    assert [f"avant {at}".encode() in bodies for at in range(5)] == [False, False, True, True, True]
    (stored_report,) = await office.db.read(lambda conn: stored.of_case(conn, opened.id))
    assert (
        stored_report.note == "il insiste" and stored_report.reporter and stored_report.reporter.visit == alix.visit.id
    )


async def test_evidence_outlives_what_the_author_does_next(square: Square, office: Office) -> None:
    alix, blaise = await in_room(square, "Alix"), await in_room(square, "Blaise")
    n = await say(square, blaise, "à effacer plus tard")
    done = await filed(office, inside(who(alix), n))
    await messages.delete(square, blaise, ACCUEIL, n)
    kept = await office.db.read(lambda conn: exhibits.of_case(conn, done.cases[0]))
    assert any("à effacer plus tard".encode() in (one.body or b"") for one in kept)


async def test_a_visit_a_nickname_and_a_room_are_matters_of_their_own(square: Square, office: Office) -> None:
    alix, blaise = await in_room(square, "Alix"), await in_room(square, "Blaise")
    pointed = [
        AtVisit(visit=blaise.visit.id),
        AtVisit(visit=blaise.visit.id, nickname=True),
        AtRoom(room=RoomId("nuit")),
    ]
    kinds = []
    for place in pointed:
        done = await filed(office, replace(inside(who(alix), 1), places=[place]))
        kinds.append((await the_case(office, done.cases[0])).subject.kind)
    assert kinds == [SubjectKind.VISIT, SubjectKind.NICKNAME, SubjectKind.ROOM]


async def test_what_is_not_there_is_told_and_opens_nothing(square: Square, office: Office) -> None:
    alix = await in_room(square, "Alix")
    gone = [
        AtMessage(conversation=ACCUEIL, n=99), AtVisit(visit=VisitId("f" * 20)), AtRoom(room=RoomId("nulle")),
    ]  # fmt: skip
    for place in gone:
        assert await reports.file(office, replace(inside(who(alix), 1), places=[place])) == reports.NOT_THERE
    assert await count(office) == 0


async def test_the_same_report_twice_is_one_and_gets_the_same_code(square: Square, office: Office) -> None:
    alix, blaise = await in_room(square, "Alix"), await in_room(square, "Blaise")
    n = await say(square, blaise, "bonsoir")
    notice = inside(who(alix), n)
    first, *others = await asyncio.gather(*(filed(office, notice) for _ in range(5)))
    again = await filed(office, notice)
    assert {one.code for one in (first, *others, again)} == {first.code}
    assert again.repeated
    assert await count(office, report) == 1
    graver = await filed(office, inside(who(alix), n, Reason.MINOR))
    assert graver.code != first.code, "another reason is another report"
    assert (await the_case(office, first.cases[0])).state.harm is Harm.MINOR_PRESENT


# ---------------------------------------------------------------- a crowd


async def test_fifty_people_reporting_one_innocent_are_one_case_of_normal_rank_and_nothing_happens(
    square: Square, office: Office
) -> None:
    camille = await in_room(square, "Camille")
    n = await say(square, camille, "j’aime bien les chats")
    alone = priority_of(Harm.HARASSMENT, Channel.VISITOR, 0, escalated=False)
    done = await asyncio.gather(*(filed(office, inside(somebody(number), n)) for number in range(50)))
    assert len({one.code for one in done}) == 50, "each has a receipt of their own"
    assert len({case_id for one in done for case_id in one.cases}) == 1
    only = await the_case(office, done[0].cases[0])
    assert (only.state.priority, only.state.reports) == (alone, 50)
    assert await count(office, decision) == await count(office, sanction) == 0
    assert await say(square, camille, "et les chiens aussi") == n + 1, "the innocent goes on talking"
    events = await office.db.read(lambda conn: stored_cases.events(conn, only.id))
    assert len(events) < 50, "those who came together joined together"


async def test_ten_thousand_reports_are_all_acknowledged_and_joined_in_few_transactions(
    square: Square, office: Office
) -> None:
    """Counted, not timed: every report is on the disk with its own receipt, the case grew by few events."""
    author = await in_room(square, "Camille")
    n = await say(square, author, "un message que tout le monde a vu")
    spread = [Reason.HARASSMENT, Reason.SPAM, Reason.OTHER]
    codes_given: set[str] = set()
    for start in range(0, 10_000, 2_500):
        done = await asyncio.gather(
            *(filed(office, inside(somebody(at), n, spread[at % 3])) for at in range(start, start + 2_500))
        )
        codes_given |= {one.code for one in done}
    assert len(codes_given) == 10_000
    assert await count(office, report) == 10_000
    assert await count(office) == 1
    ((case_id, number),) = await office.db.read(lambda conn: conn.execute(select(case.c.id, case.c.reports)).all())
    assert number == 10_000
    events = await office.db.read(lambda conn: stored_cases.events(conn, CaseId(case_id)))
    assert len(events) < 1_000
    for code in list(codes_given)[:3]:
        assert (await receipt(office, code)).reason in spread


async def test_a_flood_from_one_sender_or_one_network_is_told_when_to_come_back(
    square: Square, office: Office, clock: FakeClock
) -> None:
    camille = await in_room(square, "Camille")
    n = await say(square, camille, "bonsoir à tout le monde")
    one, limit = somebody(1), Desk().reports_per_visit_per_10min
    for at in range(limit):
        await filed(office, inside(one, n, note=f"encore {at}"))
    refused = await reports.file(office, inside(one, n, note="une de trop"))
    assert isinstance(refused, TooFast) and refused.retry_ms > 0
    await filed(office, inside(somebody(2), n))
    clock.advance(timedelta(milliseconds=refused.retry_ms))
    await filed(office, inside(one, n, note="une de trop"))
    crowd = Desk().reports_per_network_per_10min
    hall = [replace(inside(somebody(100 + at), n), network="one hall") for at in range(crowd)]
    for notice in hall:
        await filed(office, notice)
    assert isinstance(await reports.file(office, replace(inside(somebody(9999), n), network="one hall")), TooFast)


# ---------------------------------------------------------------- from outside


async def test_an_outsider_s_links_become_one_report_each_under_one_receipt(square: Square, office: Office) -> None:
    blaise = await in_room(square, "Blaise")
    first, second = await say(square, blaise, "une chose"), await say(square, blaise, "une autre")
    origin = office.config.square.origin
    notice = outside(
        f"{origin}/square/accueil#{first}", f"{origin}/square/accueil?n={second}", f"{origin}/square/nuit",
        f"/report?conv=r%3Aaccueil&n={first}", "https://ailleurs.example/x", "sur la place, hier, pseudo Bidule",
        name="Une association", email="contact@asso.example",
    )  # fmt: skip
    done = await filed(office, notice)
    kinds = [(await the_case(office, one)).subject.kind for one in done.cases]
    assert kinds == [SubjectKind.MESSAGE, SubjectKind.MESSAGE, SubjectKind.ROOM, SubjectKind.LINK, SubjectKind.LINK]
    assert len(done.reports) == 5, "the same message twice is one"
    view = await receipt(office, done.code)
    assert len(view.parts) == 5 and view.locations == notice.locations
    again = await filed(office, notice)
    assert again.code != done.code, "nothing tells two strangers apart, so neither reads the other's receipt"
    other = await filed(office, outside("https://AILLEURS.example/x"))
    assert other.cases == [done.cases[3]], "the same address is the same matter"


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"good_faith": False}, reports.NO_FAITH),
        ({"locations": []}, reports.NO_PLACE),
        ({"locations": ["  ", "\u200b" * 0]}, reports.NO_PLACE),
        ({"note": "x" * (NOTE_MAX + 1)}, reports.NOTE_LONG),
        ({"note": "x" * 1_000_000}, reports.NOTE_LONG),
        ({"name": "x" * 1_000}, reports.NAME_LONG),
        ({"email": "pas une adresse"}, reports.BAD_EMAIL),
        ({"email": "x" * 300 + "@y.fr"}, reports.BAD_EMAIL),
        ({"locations": [f"https://a.example/{at}" for at in range(places.LOCATIONS_MAX + 1)]}, reports.PLACES_MANY),
        ({"locations": ["https://a.example/" + "x" * 600]}, reports.PLACE_LONG),
        ({"reason": Reason.SERVICE, "places": [AtService(topic=Topic.MINORS)]}, reports.NO_WORDS),
    ],
)
async def test_what_a_notice_lacks_is_told_in_one_sentence(
    office: Office, change: dict[str, Any], refused: Refused
) -> None:
    assert await reports.file(office, replace(outside("https://a.example/"), **change)) == refused
    assert await count(office) == 0


async def test_name_and_address_are_offered_and_not_required(office: Office) -> None:
    for reason in Reason:
        places_ = [AtService(topic=Topic.OTHER)] if reason is Reason.SERVICE else []
        notice = outside(f"https://a.example/{reason}", reason=reason, note="des mots", places=places_)
        assert isinstance(await reports.file(office, notice), Filed), reason


async def test_hostile_text_is_kept_as_text(office: Office) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
    done = await filed(office, outside(nasty, note=nasty, name=nasty, email="a@b.c"))
    view = await receipt(office, done.code)
    assert (view.note, view.locations) == (nasty, [nasty])


def test_links_of_ours_are_recognised_however_they_are_written() -> None:
    origins = {"https://place.example", "http://localhost:8080"}
    message = AtMessage(conversation=ACCUEIL, n=12)
    for text in (
        "https://place.example/square/accueil#12", "https://place.example/square/accueil#n12",
        "https://PLACE.example/square/accueil?n=12", "http://localhost:8080/square/accueil?seen=1&n=12",
        "/square/accueil#12", "https://place.example/report?conv=r:accueil&n=12",
    ):  # fmt: skip
        assert places.read(text, origins) == message, text
    assert places.read("https://place.example/square/accueil", origins) == AtRoom(room=RoomId("accueil"))
    assert places.read("https://place.example/report?visit=abc", origins) == AtVisit(visit=VisitId("abc"))
    for text in (
        "https://place.example.evil/square/accueil#12", "https://place.example/", "place.example/square/accueil",
        "https://[broken", "javascript:alert(1)", "//place.example/square/accueil#1", "accueil", "",
        "https://place.example/square/accueil/../../x", "https://user@place.example/square/accueil",
    ):  # fmt: skip
        assert isinstance(places.read(text, origins), places.AtLink | AtRoom), text
        assert not isinstance(places.read(text, origins), AtMessage), text


# ---------------------------------------------------------------- about the square itself


async def test_a_report_about_the_square_gets_a_public_answer_and_a_clock(office: Office) -> None:
    notice = outside(
        reason=Reason.SERVICE, places=[AtService(topic=Topic.MINORS)], note="Votre place laisse entrer des mineurs."
    )
    done = await filed(office, notice)
    assert done.due_at == later(office.clock.now(), HARMS[Harm.SERVICE].due_ms)
    one = await the_case(office, done.cases[0])
    assert (one.subject.kind, one.subject.ref, one.author) == (SubjectKind.SERVICE, "minors", None)
    question, answer = {"fr": "Qui entre ?"}, {"fr": "Des adultes, par une carte remise à un guichet."}
    assert await service.answer(office, STAFF, one.id, question, {"fr": " \n"}) == service.NO_WORDS
    assert await service.answer(office, STAFF, one.id, question, {"fr": "x" * 6_000}) == service.TOO_LONG
    assert await service.answer(office, STAFF, CaseId("nothing"), question, answer) == service.NO_CASE
    link = await filed(office, outside("https://a.example"))
    assert await service.answer(office, STAFF, link.cases[0], question, answer) == service.NO_CASE
    said = await service.answer(office, STAFF, one.id, question, answer)
    assert not isinstance(said, Refused)
    assert [(shown.question, shown.answer) for shown in await service.published(office)] == [(question, answer)]
    view = await receipt(office, done.code)
    assert [shown.answer for shown in view.answers] == [answer]


# ---------------------------------------------------------------- the receipt


async def test_a_receipt_tells_the_clock_then_the_decision_and_how_to_contest(
    square: Square, office: Office, clock: FakeClock
) -> None:
    alix, blaise = await in_room(square, "Alix"), await in_room(square, "Blaise")
    n = await say(square, blaise, "encore une méchanceté")
    done = await filed(office, inside(who(alix), n))
    view = await receipt(office, done.code.lower().replace("-", " "))
    assert (view.code, view.decided, view.contest_until) == (done.code, False, None)
    clock.advance(timedelta(hours=2))
    await rule(office, done.cases[0], Measure.REMOVE, Measure.BAN)
    view = await receipt(office, done.code)
    assert view.decided and view.parts[0].results == [Result.REMOVED, Result.PERSON]
    assert view.contest_until is None, "whoever was heard has nothing to contest; the other side has"
    clock.advance(timedelta(hours=1))
    await rule(office, done.cases[0], Measure.NOTHING)
    view = await receipt(office, done.code)
    assert view.parts[0].results == [Result.NOTHING]
    assert view.contest_until == later(office.clock.now(), 183 * DAY)
    clock.advance(timedelta(days=184))
    assert (await receipt(office, done.code)).contest_until is None


async def test_a_code_of_nothing_opens_nothing_and_guessing_is_slowed(office: Office) -> None:
    done = await filed(office, outside("https://a.example"))
    assert await reports.read(office, codes.code_of(office.keys, "decision", done.reports[0]), "n") is None
    answers = [await reports.read(office, f"WRONG-{at}", "one network") for at in range(40)]
    assert answers[0] is None and isinstance(answers[-1], TooFast)
    assert isinstance(await reports.read(office, done.code, "another"), ReceiptView)


# ---------------------------------------------------------------- how right somebody was


async def test_who_was_often_right_is_heard_a_little_sooner_and_danger_is_never_weighed_down(
    square: Square, office: Office, clock: FakeClock
) -> None:
    camille = await in_room(square, "Camille")
    right, wrong = somebody(1), somebody(2)
    for at in range(12):
        n = await say(square, camille, f"message {at}")
        for reporter, measure in ((right, Measure.REMOVE), (wrong, Measure.NOTHING)):
            done = await filed(office, replace(inside(reporter, n), reason=Reason.SPAM, places=[], locations=[
                f"https://a.example/{reporter.visit}/{at}"], good_faith=True))  # fmt: skip
            await rule(office, done.cases[0], measure)
        clock.advance(timedelta(minutes=10))
    priorities = {}
    for name, reporter in (("right", right), ("wrong", wrong), ("new", somebody(3))):
        for reason in (Reason.HARASSMENT, Reason.DANGER):
            n = await say(square, camille, f"{name} {reason}")
            done = await filed(office, inside(reporter, n, reason))
            priorities[name, reason] = (await the_case(office, done.cases[0])).state.priority
    assert priorities["right", Reason.HARASSMENT] > priorities["new", Reason.HARASSMENT]
    assert priorities["wrong", Reason.HARASSMENT] < priorities["new", Reason.HARASSMENT]
    assert priorities["wrong", Reason.DANGER] == priorities["new", Reason.DANGER]
    assert priorities["right", Reason.HARASSMENT] < priorities["new", Reason.DANGER]


async def test_misuse_is_warned_of_and_limited_only_by_a_person_and_never_for_danger(
    square: Square, office: Office, clock: FakeClock
) -> None:
    await enrol(office)
    camille = await in_room(square, "Camille")
    grumbler = somebody(1)
    done = Filed(code="", reports=[], cases=[], due_at=Instant(0))
    for at in range(WARN_FROM):
        n = await say(square, camille, f"rien de mal {at}")
        done = await filed(office, inside(grumbler, n))
        assert done.misuse is Misuse.NONE
        await rule(office, done.cases[0], Measure.NOTHING)
        judged = await reports.judge(office, ANNE, done.reports[0], unfounded=True)
        assert not isinstance(judged, Refused) and judged.unfounded
        clock.advance(timedelta(minutes=2))
    assert (await receipt(office, done.code)).unfounded
    n = await say(square, camille, "toujours rien")
    warned = await filed(office, inside(grumbler, n))
    assert warned.misuse is Misuse.WARNED, "warned, and still heard"
    assert await reports.misuse(office, somebody(2)) is Misuse.NONE
    await limit(office, grumbler, later(office.clock.now(), 3 * DAY))
    refused = await reports.file(office, inside(grumbler, n, note="encore"))
    assert refused == Refused(text_key="refuse-report-limited", args={"days": 3})
    assert await reports.misuse(office, grumbler) is Misuse.LIMITED
    assert isinstance(await reports.file(office, inside(grumbler, n, Reason.DANGER)), Filed)
    clock.advance(timedelta(days=4))
    assert isinstance(await reports.file(office, inside(grumbler, n, note="encore")), Filed)
    assert await reports.judge(office, ANNE, ReportId("nothing"), unfounded=True) == reports.NO_REPORT
    await reports.judge(office, ANNE, done.reports[0], unfounded=False)
    assert not (await receipt(office, done.code)).unfounded


async def limit(office: Office, somebody_: Identity, until: Instant) -> None:
    def work(tx: Tx) -> None:
        first = tx.conn.execute(select(decision.c.id, decision.c.case)).first()
        assert first is not None
        now = office.clock.now()
        tx.conn.execute(
            insert(action).values(
                id="a1", decision=first.id, case=first.case, measure="limit", wish="{}", state="active", starts_at=now
            )
        )
        tx.conn.execute(insert(sanction).values(
            action="a1", class_kind="pass", class_key=somebody_.pass_id, measure=Measure.LIMIT.value,
            feature=Feature.REPORT.value, starts_at=now, ends_at=until))  # fmt: skip

    await office.db.write(work)


# ---------------------------------------------------------------- trusted flaggers


async def test_a_trusted_flagger_is_heard_first_and_measured(office: Office, clock: FakeClock) -> None:
    assert await flaggers.add(office, " ", "x") == flaggers.NO_NAME
    registered = await flaggers.add(office, "Une association", "contact@asso.example", [Harm.HATE])
    assert isinstance(registered, flaggers.Registered)
    one = registered.flagger
    assert await flaggers.recognise(office, registered.token, "n") == one
    assert await flaggers.recognise(office, registered.token[:-1] + "x", "n") is None
    notice = replace(outside("https://a.example/1"), channel=Channel.FLAGGER, flagger=one.id)
    done = await filed(office, notice)
    plain = await filed(office, outside("https://a.example/2"))
    jumped, waiting = await the_case(office, done.cases[0]), await the_case(office, plain.cases[0])
    assert jumped.state.priority == waiting.state.priority + 300
    assert (await filed(office, notice)).code == done.code
    before = await flaggers.standing(office, one.id)
    assert (before.notices, before.decided, before.accuracy, before.median_ms) == (1, 0, None, None)
    clock.advance(timedelta(minutes=30))
    await rule(office, done.cases[0], Measure.REMOVE)
    now = office.clock.now()
    await office.db.write(
        lambda tx: tx.conn.execute(case.update().where(case.c.id == done.cases[0]).values(first_decided_at=now))
    )
    after = await flaggers.standing(office, one.id)
    assert (after.decided, after.upheld, after.accuracy, after.median_ms) == (1, 1, 1.0, 30 * 60_000)
    renewed = await flaggers.renew(office, one.id)
    assert isinstance(renewed, flaggers.Registered)
    assert await flaggers.recognise(office, registered.token, "n") is None
    assert await flaggers.recognise(office, renewed.token, "n") == one
    ended = await flaggers.end(office, one.id)
    assert not isinstance(ended, Refused) and ended.ended_at == now
    assert await flaggers.recognise(office, renewed.token, "n") is None
    assert await flaggers.end(office, one.id) == await flaggers.renew(office, one.id) == flaggers.NO_FLAGGER


async def test_guessing_a_token_is_slowed(office: Office) -> None:
    tries = [await flaggers.recognise(office, f"guess {at}", "n") for at in range(30)]
    assert tries[0] is None and isinstance(tries[-1], TooFast)


def test_every_reason_and_measure_has_its_place() -> None:
    assert set(HARM_OF) == set(Reason) and set(reports.RESULT_OF) == set(Measure)

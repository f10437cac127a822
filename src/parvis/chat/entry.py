"""Entering: a nickname that was judged, an adult age of which the band stays, and what else somebody cares to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from parvis.access import sanctions, visits
from parvis.access.age import doubts
from parvis.access.means import Means
from parvis.access.sanctions import Barred
from parvis.access.visits import OnEnded
from parvis.chat.modes import Doorkeeper
from parvis.core.areas import Area, CodeFault
from parvis.core.casework import Subject, SubjectKind
from parvis.core.ids import VisitId
from parvis.core.people import ADULT_FROM, OLDEST, AgeBand, Gender, Origin, Profile, Visit, band_of
from parvis.core.text import tidy_nickname, whole_number
from parvis.core.verdict import Finding, Kind, Ruling, Verdict
from parvis.guard import subject
from parvis.guard.names import NICK_MAX, display_form
from parvis.guard.offers import numbered
from parvis.guard.pipeline import Pipeline
from parvis.moderation import automatic
from parvis.moderation.office import Office
from parvis.store import people
from parvis.store.people import AgePass
from parvis.store.writer import Tx

ALTERNATIVES = 5
"""How many numbered forms of a taken nickname are looked at before none is offered."""
OnJudged = Callable[[Verdict], None]
WRITES_FROM = 5
"""Who is younger fills in no card: a digit is missing, and nothing else is to be concluded from it."""
DOUBT = "refuse-nick-doubt"
WHOLE_FORM = "form"
"""Where a fault stands that belongs to no field."""


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    """The entry card as it was filled in; nothing has been understood yet."""

    nickname: str = ""
    age: str = ""
    gender: str = ""
    gender_consent: bool = False
    postal_code: str = ""
    meant: str = ""
    """The nickname somebody was asked about, sent once more as it is."""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is on the square."""

    visit: Visit
    token: str
    ended: VisitId | None
    """The visit of the same pass that this one replaced."""
    told: tuple[str, ...] = ()
    """Text keys of what is said to whoever came in, alone: help lines that a rule shows."""
    gender_left_out: bool = False
    """A gender was chosen without the consent to keep it, so it was not kept."""


class Underage(msgspec.Struct, frozen=True):
    """The age said is under 18, now or (``before``) lately with this pass or device: the door closes kindly.

    Of what was written nothing is kept, only that an adult must be shown anew (`access.age.doubts`).
    """

    before: bool = False


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the way, by field."""

    faults: dict[str, list[Finding]]
    told: tuple[str, ...] = ()
    """As for `Entered`: help is never withheld because something else stands in the way."""

    @property
    def is_question(self) -> bool:
        """Whether something about the nickname is only asked: sent once more as it is, it goes."""
        return any(one.ruling is Ruling.PROMPT for one in self.faults.get("nickname", ()))

    @property
    def retry_ms(self) -> int | None:
        """When trying again makes sense, if it was too fast."""
        return next((one.retry_ms for found in self.faults.values() for one in found if one.retry_ms), None)


async def enter(
    means: Means,
    guard: Pipeline,
    age_pass: AgePass,
    form: EntryForm,
    origin: Origin,
    lang: str,
    *,
    on_ended: OnEnded | None = None,
    doorkeeper: Doorkeeper | None = None,
    on_judged: OnJudged | None = None,
) -> Entered | Underage | Refused | Barred:
    """From the filled-in card to a visit. The stated age is never the age check: the pass is.

    What is asked of newcomers while the square is narrowed comes last, so that a fault in the card wastes no proof.
    ``on_judged`` hears what the guard said of the nickname.
    """
    barred = await sanctions.barring(means, age_pass.id, origin.device)
    if barred is not None:
        return barred
    age = await _adult_age(means, age_pass, form.age, origin, on_ended)
    if isinstance(age, Underage):
        return age
    verdict = await _judge_nickname(means, guard, form.nickname, origin)
    if on_judged is not None:
        on_judged(verdict)
    meant = [one for one in verdict.findings if one.ruling is Ruling.PROMPT]
    faults = _stopping(verdict) or _unanswered(form, meant)
    area = _area(means, form.postal_code)
    gender = _gender(means, form.gender)
    found = {"nickname": faults, "age": _only(age), "gender": _only(gender), "postal_code": _only(area)}
    faulty = {field: findings for field, findings in found.items() if findings}
    if faulty or isinstance(age, Finding) or isinstance(gender, Finding) or isinstance(area, Finding):
        return Refused(faults=faulty, told=_help(verdict))
    stopped = await doorkeeper.refused() if doorkeeper else None
    if stopped:
        return Refused(faults={WHOLE_FORM: [stopped]})
    slowed = await sanctions.is_slowed(means, origin.network)
    count = means.friction.try_slow_entry if slowed else means.friction.try_entry
    too_fast = count(origin.network, means.clock.tick())
    if too_fast:
        return Refused(faults={WHOLE_FORM: [too_fast]})
    profile = Profile(
        nickname=display_form(tidy_nickname(form.nickname)) or "",
        age_band=age,
        gender=gender if form.gender_consent else None,
        area=area.id if area else None,
    )
    began = await visits.begin(
        means, age_pass, profile, origin, lang, on_ended=on_ended, meant=[one.check for one in meant],
        on_begun=_follow(doorkeeper.square.office, verdict) if doorkeeper else None,
    )  # fmt: skip
    if isinstance(began, Barred):
        return began
    if isinstance(began, Finding):
        return Refused(faults={"nickname": [await _with_alternative(means, guard, age_pass, profile, origin, began)]})
    if doorkeeper:
        doorkeeper.note(profile.nickname)
    return Entered(
        visit=began.visit, token=began.token, ended=began.ended, told=_help(verdict),
        gender_left_out=gender is not None and profile.gender is None,
    )  # fmt: skip


async def _adult_age(
    means: Means, age_pass: AgePass, typed: str, origin: Origin, on_ended: OnEnded | None
) -> AgeBand | Underage | Finding:
    """The band of the age said; an age under 18 holds for this pass and device, whatever is said next."""
    age = _age(typed)
    if isinstance(age, Underage):
        await _doubt(means, age_pass, origin, on_ended)
        return age
    return Underage(before=True) if doubts.holds(means, age_pass.id, origin.device) else age


async def _doubt(means: Means, age_pass: AgePass, origin: Origin, on_ended: OnEnded | None) -> None:
    """The pass lets nobody in without a new proof; whoever is in with it goes out."""

    def work(tx: Tx) -> None:
        doubts.raise_now(tx, means, age_pass.id, origin)
        visits.end_of_pass(tx, age_pass.id, means.clock.now(), "doubted", on_ended)

    await means.db.write(work)


async def _judge_nickname(means: Means, guard: Pipeline, typed: str, origin: Origin) -> Verdict:
    return await guard.judge(
        subject.name(
            tidy_nickname(typed), Kind.NICKNAME, network=origin.network, now=means.clock.now(), tick=means.clock.tick()
        )
    )


def _stopping(verdict: Verdict) -> list[Finding]:
    """What no yes helps against. Nobody waits at the door until a name was read: what is in doubt is refused."""
    found = [one for one in verdict.findings if one.ruling >= Ruling.HOLD]
    return [msgspec.structs.replace(one, text_key=DOUBT, args={}) if _is_doubt(one) else one for one in found]


def _is_doubt(one: Finding) -> bool:
    return one.ruling is Ruling.HOLD or any(act.kind == "hold" for act in one.acts)


def _help(verdict: Verdict) -> tuple[str, ...]:
    """The help lines that rules show for this nickname."""
    acts = [act for one in verdict.findings for act in one.acts if act.kind == "help"]
    return tuple(dict.fromkeys(f"help-door-{act.topic}" for act in acts))


def _follow(office: Office, verdict: Verdict) -> visits.OnBegun | None:
    """What rules do besides about the nickname somebody comes in by, in the transaction that lets them in."""
    todo = tuple(one for one in verdict.findings if any(act.kind in automatic.ACTS for act in one.acts))
    if not todo:
        return None

    def work(tx: Tx, visit: VisitId) -> None:
        who = people.identity_of(tx.conn, visit)
        if who is not None:
            about = Subject(kind=SubjectKind.NICKNAME, ref=visit)
            automatic.follow(tx, office, automatic.Occasion(author=who, subject=about), todo)

    return work


def _unanswered(form: EntryForm, asked: list[Finding]) -> list[Finding]:
    """What was asked about this nickname and not answered by sending it once more; rules word it for messages."""
    if not asked or tidy_nickname(form.meant) == tidy_nickname(form.nickname):
        return []
    return [msgspec.structs.replace(asked[0], text_key="prompt-nickname", args={})]


async def _with_alternative(
    means: Means, guard: Pipeline, age_pass: AgePass, profile: Profile, origin: Origin, finding: Finding
) -> Finding:
    """For a taken nickname, the same with three digits behind it, when that may stand and is free."""
    if finding.text_key != "refuse-nick-taken":
        return finding
    for _ in range(ALTERNATIVES):
        name = numbered(profile.nickname[: NICK_MAX - 3], means.entropy)
        fits = not _stopping(await _judge_nickname(means, guard, name, origin))
        if fits and await visits.is_nickname_free(means, age_pass, name):
            return msgspec.structs.replace(finding, alternative=name)
    return finding


def _age(typed: str) -> AgeBand | Underage | Finding:
    if not typed.strip():
        return _refused("age-missing")
    age = whole_number(typed)
    if age is None or age > OLDEST or age < WRITES_FROM:
        return _refused("age-number")
    return Underage() if age < ADULT_FROM else band_of(age)


def _gender(means: Means, typed: str) -> Gender | Finding | None:
    """Required only to be answered: whether it is kept is the consent's business alone."""
    known: Mapping[str, Gender] = {one.value: one for one in Gender}
    gender = known.get(typed)
    if gender is None and (typed or "gender" in means.config.entry.required):
        return _refused("gender-missing")
    return gender


def _area(means: Means, typed: str) -> Area | Finding | None:
    found = means.gazetteer.find(typed)
    match found:
        case Area():
            return found
        case CodeFault.EMPTY:
            return _refused("postal-missing") if "postal_code" in means.config.entry.required else None
        case CodeFault.SHAPE:
            return _refused("postal-form")
        case CodeFault.UNKNOWN | CodeFault.MAYBE_CEDEX:
            return _refused("postal-unknown")


def _only(found: object) -> list[Finding]:
    return [found] if isinstance(found, Finding) else []


def _refused(what: str) -> Finding:
    return Finding(check="entry", ruling=Ruling.REFUSE, text_key=f"refuse-{what}")

"""Entering: a nickname that was judged, an adult age of which the band stays, and what else somebody cares to say."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from parvis.access import sanctions, visits
from parvis.access.means import Means
from parvis.access.sanctions import Barred
from parvis.access.visits import OnEnded
from parvis.core.areas import Area, CodeFault
from parvis.core.ids import VisitId
from parvis.core.people import ADULT_FROM, OLDEST, AgeBand, Gender, Origin, Profile, Visit, band_of
from parvis.core.text import tidy_nickname, whole_number
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard import subject
from parvis.guard.names import NICK_MAX, display_form
from parvis.guard.offers import numbered
from parvis.guard.pipeline import Pipeline
from parvis.store.people import AgePass

ALTERNATIVES = 5
"""How many numbered forms of a taken nickname are looked at before none is offered."""
WHOLE_FORM = "form"
"""Where a fault stands that belongs to no field."""


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    """The entry card as it was filled in; nothing has been understood yet."""

    nickname: str = ""
    age: str = ""
    gender: str = ""
    gender_consent: bool = False
    postal_code: str = ""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is on the square."""

    visit: Visit
    token: str
    ended: VisitId | None
    """The visit of the same pass that this one replaced."""
    gender_left_out: bool = False
    """A gender was chosen without the consent to keep it, so it was not kept."""


class Underage(msgspec.Struct, frozen=True):
    """The age said is under 18: the door closes kindly, and nothing of the attempt is kept or counted."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the way, by field."""

    faults: dict[str, list[Finding]]

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
) -> Entered | Underage | Refused | Barred:
    """From the filled-in card to a visit. The stated age is never the age check: the pass is."""
    barred = await sanctions.barring(means, age_pass.id, origin.device)
    if barred is not None:
        return barred
    age = _age(form.age)
    if isinstance(age, Underage):
        return age
    faults = await _judge_nickname(means, guard, form.nickname, origin)
    area = _area(means, form.postal_code)
    gender = _gender(means, form.gender)
    found = {"nickname": faults, "age": _only(age), "gender": _only(gender), "postal_code": _only(area)}
    faulty = {field: findings for field, findings in found.items() if findings}
    if faulty or isinstance(age, Finding) or isinstance(gender, Finding) or isinstance(area, Finding):
        return Refused(faults=faulty)
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
    began = await visits.begin(means, age_pass, profile, origin, lang, on_ended=on_ended)
    if isinstance(began, Barred):
        return began
    if isinstance(began, Finding):
        return Refused(faults={"nickname": [await _with_alternative(means, guard, age_pass, profile, origin, began)]})
    return Entered(
        visit=began.visit, token=began.token, ended=began.ended,
        gender_left_out=gender is not None and profile.gender is None,
    )  # fmt: skip


async def _judge_nickname(means: Means, guard: Pipeline, typed: str, origin: Origin) -> list[Finding]:
    verdict = await guard.judge(
        subject.name(
            tidy_nickname(typed), Kind.NICKNAME, network=origin.network, now=means.clock.now(), tick=means.clock.tick()
        )
    )
    return [one for one in verdict.findings if one.ruling >= Ruling.HOLD]


async def _with_alternative(
    means: Means, guard: Pipeline, age_pass: AgePass, profile: Profile, origin: Origin, finding: Finding
) -> Finding:
    """For a taken nickname, the same with three digits behind it, when that may stand and is free."""
    if finding.text_key != "refuse-nick-taken":
        return finding
    for _ in range(ALTERNATIVES):
        name = numbered(profile.nickname[: NICK_MAX - 3], means.entropy)
        if not await _judge_nickname(means, guard, name, origin) and await visits.is_nickname_free(
            means, age_pass, name
        ):
            return msgspec.structs.replace(finding, alternative=name)
    return finding


def _age(typed: str) -> AgeBand | Underage | Finding:
    if not typed.strip():
        return _refused("age-missing")
    age = whole_number(typed)
    if age is None or age > OLDEST:
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

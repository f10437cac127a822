"""Looking at private data: why, at what, and when a look is unusual enough that administrators must hear of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from parvis.core.clock import Instant
from parvis.core.ids import StaffId

WORDS_MAX = 500
"""Characters that may be added to a purpose."""


class Purpose(StrEnum):
    """Why somebody looks: a closed list, so that it can be counted and questioned."""

    DECIDE = "decide"
    """To decide a case."""
    APPEAL = "appeal"
    """To decide an appeal."""
    SECOND = "second"
    """To answer somebody's proposal."""
    SAFETY = "safety"
    """Somebody is in danger."""
    ORDER = "order"
    """An authority asked, by law."""
    REQUEST = "request"
    """The person concerned asked for what is theirs (GDPR Art. 15)."""
    QUALITY = "quality"
    """A blind second look at a sample."""
    SECURITY = "security"
    """Something is wrong with the house itself."""


class Sight(StrEnum):
    """What is looked at."""

    REPORT = "report"
    MESSAGE = "message"
    CONTEXT = "context"
    """Messages around the reported one."""
    EVIDENCE = "evidence"
    """What was frozen with a report."""
    EVIDENCE_BEYOND = "evidence_beyond"
    """What lies beyond the reported window."""
    VISIT = "visit"
    STATEMENT = "statement"
    APPEAL = "appeal"
    CONTACT = "contact"
    """The name and address that a reporter from outside left."""


class AlarmKind(StrEnum):
    """What made a look unusual, or a key suspicious."""

    VOLUME = "volume"
    """More looks within an hour than the team's limit."""
    OFF_HOURS = "off_hours"
    """At night, by somebody who is not on duty."""
    NO_CASE = "no_case"
    """Without a case that it belongs to."""
    CLONED_KEY = "cloned_key"
    """A passkey counted backwards: a copy of it exists, or did."""
    SHARED_DEVICE = "shared_device"
    """Two people of the team signed in from one browser within a day: they may be one person."""


CASELESS = frozenset({Purpose.QUALITY, Purpose.REQUEST, Purpose.SECURITY})
"""Purposes that belong to no case."""


class AccessEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One look at private data, noted before anything was shown."""

    id: str
    staff: StaffId
    at: Instant
    purpose: Purpose
    words: str
    what: Sight
    object: str
    """The id of what was looked at; a count or a short word where it is many things."""
    case: str | None
    on_duty: bool


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """Something administrators must look into, until one of them says that they have."""

    id: str
    kind: AlarmKind
    staff: StaffId
    at: Instant
    last_at: Instant
    times: int
    """How often it happened since; a second time within a day is the same alarm."""
    seen_by: StaffId | None = None
    seen_at: Instant | None = None
    words: str = ""
    """What the administrator found."""
    other: StaffId | None = None
    """The other person whom it is about, where there are two."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The thresholds, from the settings of the team."""

    per_hour: int
    caseless_per_day: int
    night_from: int
    """Hour of the day, in the square's time zone, at which the night begins."""
    night_to: int
    """Hour at which it ends; the same as its beginning: there is no night."""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a look, itself included."""

    within_hour: int
    """Looks of this person in the last hour."""
    caseless_today: int
    """Looks of this person in the last 24 hours that belong to no case though their purpose does."""
    local_hour: int
    on_duty: bool


def alarms(around: Circumstances, limits: Limits, *, caseless: bool) -> frozenset[AlarmKind]:
    """Everything unusual about a look."""
    found: set[AlarmKind] = set()
    if around.within_hour > limits.per_hour:
        found.add(AlarmKind.VOLUME)
    if not around.on_duty and is_night(around.local_hour, limits):
        found.add(AlarmKind.OFF_HOURS)
    if caseless and around.caseless_today > limits.caseless_per_day:
        found.add(AlarmKind.NO_CASE)
    return frozenset(found)


def is_night(hour: int, limits: Limits) -> bool:
    """Whether an hour (0 to 23) lies within the night, which may go over midnight."""
    start, end = limits.night_from, limits.night_to
    return start <= hour < end if start <= end else hour >= start or hour < end


def is_caseless(purpose: Purpose, case: str | None) -> bool:
    """Whether a case is missing where the purpose wants one."""
    return case is None and purpose not in CASELESS

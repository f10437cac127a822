"""The blind second look: some decisions again, and some delivered messages nobody reported, to know the misses."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from parvis.core.clock import Instant
from parvis.core.ids import StaffId

NOTE_MAX = 1_000


class SampleKind(StrEnum):
    """What was drawn."""

    DECISION = "decision"
    MESSAGE = "message"


class View(StrEnum):
    """What the second look finds."""

    AGREE = "agree"
    """The same would have been decided; for a message: rightly delivered."""
    DIFFER = "differ"
    """Another decision would have been right."""
    HARM = "harm"
    """A delivered message that should have been stopped."""


VIEWS: dict[SampleKind, tuple[View, ...]] = {
    SampleKind.DECISION: (View.AGREE, View.DIFFER),
    SampleKind.MESSAGE: (View.AGREE, View.HARM),
}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the reviewer sees: never who decided, nor who wrote."""

    harm: str = ""
    """For a decision: what the case was about."""
    text: str = ""
    """The words it is about."""
    around: list[str] = []
    """Messages before and after, as frozen with the report."""
    notes: list[str] = []
    """What reporters wrote."""
    room: str = ""
    lang: str = ""
    measures: list[str] = []
    """Shown only after the reviewer has said what they would do."""
    facts: dict[str, str] = {}


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One draw, and what came of it."""

    id: str
    kind: SampleKind
    ref: str
    shown: Shown
    drawn_at: Instant
    not_by: StaffId | None = None
    by: StaffId | None = None
    verdict: View | None = None
    note: str = ""
    at: Instant | None = None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What second looks found in the window: counts by kind, of drawn, of reviewed, of those that differed."""

    drawn: int
    reviewed: int
    differed: int


def falls_in(digest: str, percent: int) -> bool:
    """Whether something is in the sample: by a keyed hash that nobody at the desk can foresee, so without a memory."""
    return int(digest[:8], 16) % 100 < percent


def portion_of(per_day: int, luck: float) -> int:
    """How many of a day's draws fall to one hour; ``luck`` (0 to 1) settles the fraction."""
    whole, rest = divmod(per_day, 24)
    return whole + (luck < rest / 24)

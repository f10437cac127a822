"""Service modes: how open the square is right now; what somebody placed, what a raid brought about, and which holds.

Two things can narrow the square: a person (`Placed`: from the desk or the shell, with a reason and an end) and the
signals of a raid (`Raised`: by itself, step by step, each step with an end). The stricter one holds, except that a
person who says "normal" overrules the signals until the end they chose.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from parvis.core.clock import HOUR, MINUTE, Instant
from parvis.core.ids import StaffId

HOLD_MS = 10 * MINUTE
"""How long a step that came by itself stands at least, once its signals are over."""
HOLD_MAX_MS = HOUR
AGAIN_MS = HOUR
"""A step that is needed again so soon after it was left stands twice as long: a raid that waits gains nothing."""
STEP_MAX_MS = HOUR
"""However long its signals go on, a step that came by itself ends then; fresh ones must call for it anew."""
PLACED_MAX_MINUTES = 24 * 60
WHY_MAX = 300


class Mode(StrEnum):
    """From open to quiet; each does what those before it do, and more."""

    NORMAL = "normal"
    CAREFUL = "careful"
    """Newcomers show a proof of work at the door, and write more slowly."""
    NEWCOMERS_READ = "newcomers-read"
    """Newcomers read."""
    KNOWN_ONLY = "known-only"
    """The door lets in whoever was here before, by pass or device."""
    READ_ONLY = "read-only"
    """Nobody writes."""

    @property
    def rank(self) -> int:
        """0 for normal, 4 for read only."""
        return LADDER.index(self)

    def holds(self, at_least: Mode) -> bool:
        """Whether it is as strict as that one, or stricter."""
        return self.rank >= at_least.rank


LADDER: tuple[Mode, ...] = tuple(Mode)


class Way(StrEnum):
    """How it came about."""

    BY_ITSELF = "by-itself"
    STAFF = "staff"
    SHELL = "shell"


class Kind(StrEnum):
    """What a row of the table ``live_mode`` is about; the newest row of each kind holds."""

    PLACED = "placed"
    RAISED = "raised"


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose; from ``until`` on, nothing."""

    mode: Mode
    at: Instant
    until: Instant
    way: Way
    by: StaffId | None = None
    why: str = ""


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """The step that signals of a raid brought about."""

    mode: Mode = Mode.NORMAL
    at: Instant = Instant(0)
    """Since when it stands."""
    until: Instant = Instant(0)
    """When it is left if its signals are over."""
    hold_ms: int = HOLD_MS
    left_at: Instant = Instant(0)
    """When a step was last left."""
    raid: str = ""
    """The id of the raid: from the first step away from normal to the return."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What holds now, for everybody."""

    mode: Mode = Mode.NORMAL
    until: Instant | None = None
    """When it ends or is looked at again; None for normal by itself."""
    way: Way = Way.BY_ITSELF
    why: str = ""
    """A person's reason, for the team."""
    since: Instant = Instant(0)


def read_mode(stored: str) -> Mode:
    """A mode as it was stored; one that this version does not know is the strictest."""
    try:
        return Mode(stored)
    except ValueError:
        return Mode.READ_ONLY


def standing(placed: Placed | None, raised: Raised, now: Instant) -> Standing:
    """What holds: the stricter of both, unless somebody said "normal"."""
    chosen = placed if placed is not None and placed.until > now else None
    if chosen is not None and (chosen.mode is Mode.NORMAL or chosen.mode.holds(raised.mode)):
        return Standing(mode=chosen.mode, until=chosen.until, way=chosen.way, why=chosen.why, since=chosen.at)
    if raised.mode is Mode.NORMAL:
        return Standing()
    return Standing(mode=raised.mode, until=raised.until, since=raised.at)


def next_step(now_raised: Raised, wanted: Mode, kept: Mode, now: Instant) -> Raised:
    """The step after this look at the signals.

    ``wanted`` is what the signals call for, ``kept`` what they would still justify (lower thresholds: what brought a
    step about must have clearly ended before it is left). Up at once; down one step at a time, each after its hold.
    """
    one = now_raised
    if wanted.rank > one.mode.rank:
        again = one.left_at and now - one.left_at < AGAIN_MS
        hold = min(one.hold_ms * 2, HOLD_MAX_MS) if again else HOLD_MS
        return Raised(
            mode=wanted, at=now, until=Instant(now + hold), hold_ms=hold, left_at=one.left_at, raid=one.raid
        )  # fmt: skip
    if one.mode is Mode.NORMAL:
        return one
    if kept.holds(one.mode) and now - one.at < STEP_MAX_MS:
        return msgspec.structs.replace(one, until=Instant(min(now + one.hold_ms, one.at + STEP_MAX_MS + one.hold_ms)))
    if now < one.until and now - one.at < STEP_MAX_MS + one.hold_ms:
        return one
    below = LADDER[one.mode.rank - 1]
    return Raised(
        mode=below, at=now, until=Instant(now + one.hold_ms), hold_ms=one.hold_ms, left_at=now, raid=one.raid
    )  # fmt: skip


def after_a_start(stored: Raised, now: Instant) -> Raised:
    """A step that stood when the server ended goes on for one hold: its signals were forgotten, not over."""
    if stored.mode is Mode.NORMAL:
        return stored
    return msgspec.structs.replace(stored, at=now, until=Instant(max(stored.until, now + stored.hold_ms)))

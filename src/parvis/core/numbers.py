"""The desk in numbers: times and counts per harm, derived from cases, reports and appeals; never of one person."""

from __future__ import annotations

import msgspec

from parvis.core.clock import DAY, Instant
from parvis.core.policy import Harm, Queue

WINDOW_MS = 30 * DAY
"""How far back times are counted."""
PLOT_DAYS = 14
"""Days of the backlog's curve."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Times in milliseconds: how many there were, half of them within ``median``, 95 of 100 within ``p95``."""

    count: int = 0
    median: int = 0
    p95: int = 0


NONE = Spread()


class HarmNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk did about one harm in the window, and what waits now."""

    harm: Harm
    promised_ms: int
    """The clock that reporters are told."""
    acknowledged: Spread = NONE
    """From report to acknowledgement."""
    first: Spread = NONE
    """From opening to first decision."""
    waiting: int = 0
    """Open and without a first decision."""
    overdue: int = 0
    appeals: int = 0
    """Decided appeals in the window."""
    overturned: int = 0
    """Of those, reversed wholly or in part."""


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """The whole desk at an instant."""

    at: Instant
    harms: list[HarmNumbers]
    backlog: list[tuple[str, int]]
    """Open cases at the end of each of the last days: ``YYYY-MM-DD`` and how many; today's is now."""
    held: int
    """Cases about messages that the guard holds and nobody has decided yet."""
    appeals_waiting: int
    appeals_overdue: int


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """The three numbers somebody sees first, of the queues they may work."""

    overdue: int
    immediate: int
    mine: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Cases of one queue, harm and language that wait."""

    queue: Queue
    harm: Harm
    lang: str
    waiting: int
    due_at: Instant
    """The nearest clock among them."""
    opened_at: Instant
    """When the oldest of them came."""

"""Times at the desk as words: a clock that runs, a span that passed. Colour comes second and never alone."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.clock import DAY, HOUR, MINUTE, Instant

SOON = 0.25
"""The last quarter of a clock is called soon."""


@dataclass(frozen=True)
class Clock:
    """A text key, its number, and how pressing it is: late, soon or calm."""

    key: str
    n: int
    tone: str


def clock(due_at: Instant, now: Instant, whole_ms: int) -> Clock:
    """How long is left of a clock of ``whole_ms``, or how long it has been over."""
    left = due_at - now
    tone = "late" if left < 0 else "soon" if left < whole_ms * SOON else "calm"
    unit, n = _in_units(abs(left))
    return Clock(f"desk-late-{unit}" if left < 0 else f"desk-left-{unit}", n, tone)


@dataclass(frozen=True)
class Span:
    """A length of time: a text key and its number."""

    key: str
    n: int


def span(milliseconds: int) -> Span:
    """A length of time in its largest sensible unit."""
    unit, n = _in_units(milliseconds)
    return Span(f"desk-span-{unit}", n)


def _in_units(milliseconds: int) -> tuple[str, int]:
    if milliseconds < MINUTE:
        return "seconds", milliseconds // 1000
    if milliseconds < 2 * HOUR:
        return "minutes", milliseconds // MINUTE
    if milliseconds < 2 * DAY:
        return "hours", milliseconds // HOUR
    return "days", milliseconds // DAY

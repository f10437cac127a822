"""Time, handed in: verbs ask a `Clock`, so that a test can move a day forward in a line."""

from __future__ import annotations

import functools
import time
from datetime import UTC, datetime, timedelta
from typing import NewType, Protocol

Instant = NewType("Instant", int)
"""Milliseconds since 1970-01-01T00:00:00Z, as stored in every table and sent in every frame."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    """What a verb may ask about time."""

    def now(self) -> Instant:
        """Wall-clock time in UTC milliseconds."""
        ...

    def tick(self) -> float:
        """Seconds on a clock that never goes back, for windows and rates."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> Instant:
        return Instant(time.time_ns() // 1_000_000)

    def tick(self) -> float:
        return time.monotonic()


class FakeClock:
    """A clock that moves only when told, for tests."""

    def __init__(self, start: datetime = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)) -> None:
        self._now = int(start.timestamp() * 1000)
        self._tick = 1_000.0

    def now(self) -> Instant:
        return Instant(self._now)

    def tick(self) -> float:
        return self._tick

    def advance(self, by: timedelta) -> None:
        """Move both clocks forward by the same span."""
        self._now += int(by.total_seconds() * 1000)
        self._tick += by.total_seconds()


def day_of(at: Instant) -> str:
    """The UTC day of an instant, ``YYYY-MM-DD``: all that is kept where the hour is nobody's business."""
    return _day(at // DAY)


@functools.lru_cache(maxsize=64)
def _day(number: int) -> str:
    return moment_of(Instant(number * DAY)).strftime("%Y-%m-%d")


def moment_of(at: Instant) -> datetime:
    """The instant as an aware UTC datetime, for people and for formats."""
    return datetime.fromtimestamp(at / 1000, UTC)


def later(at: Instant, milliseconds: int) -> Instant:
    """The instant so many milliseconds after another."""
    return Instant(at + milliseconds)

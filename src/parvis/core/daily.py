"""A day of the square in counts of nobody: which are kept, where a day ends, and that none under five is ever told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from parvis.core.clock import HOUR, MINUTE, Instant, moment_of

LEAST = 5
"""What happened less often than that, and not never, is told as “fewer than 5”."""
PLOT_DAYS = (30, 90)
"""How many days a page may show."""
COUNT_DAYS = 92
"""How long a day's counts are kept: what the longest plot needs."""
SETTLED_MS = MINUTE
"""What is younger is not counted yet: it may still be on its way to the disk under the time at which it was said."""
KINDS = ("visits", "messages", "held", "refused", "reports", "appeals", "kept", "missed")
"""What is counted, by the name of its field; pages and sentences are called after it."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in a stretch of time, in counts; none of them is a part of another."""

    visits: int = 0
    """Stays that began."""
    messages: int = 0
    """That were delivered, at once or after the desk released them."""
    held: int = 0
    """That the guard had wait for the desk."""
    refused: int = 0
    """That the guard refused by itself."""
    reports: int = 0
    """From visitors, outsiders and flaggers."""
    appeals: int = 0
    kept: int = 0
    """First decisions and answers to appeals within their clock."""
    missed: int = 0
    """Clocks that ran out before."""
    staffed_ms: int = 0
    """Milliseconds in which somebody was on duty, however many they were."""


class Day(Tally, frozen=True, kw_only=True):
    """One day by the square's clock, ``YYYY-MM-DD``, counted up to an instant."""

    day: str
    until: Instant


class Sum(msgspec.Struct, frozen=True):
    """A total that tells nothing beyond what its days tell: what they show together, and how many show nothing."""

    shown: int
    hidden: int

    @property
    def least(self) -> int:
        """Not fewer than that: at least one on each hidden day."""
        return self.shown + self.hidden

    @property
    def most(self) -> int:
        """Not more than that."""
        return self.shown + self.hidden * (LEAST - 1)


def told(count: int) -> int | None:
    """A count as it may be told; None for “fewer than 5”."""
    return None if 0 < count < LEAST else count


def total(counts: Sequence[int]) -> Sum:
    """All of them together, made of what is told of each: an exact total would tell what one hidden day holds."""
    shown = [told(one) for one in counts]
    return Sum(sum(one or 0 for one in shown), shown.count(None))


def hours_of(day: Day) -> float:
    """Hours with somebody on duty, to half an hour: a length of time of the team, no count of people."""
    return round(day.staffed_ms / HOUR * 2) / 2


# ---------------------------------------------------------------- where a day ends


def local_day(at: Instant, zone: ZoneInfo) -> date:
    """The date of an instant by the square's clock."""
    return moment_of(at).astimezone(zone).date()


def begins(day: date, zone: ZoneInfo) -> Instant:
    """When a day begins by the square's clock; days are 23 or 25 hours long when it is changed."""
    return Instant(int(datetime.combine(day, time(), zone).timestamp() * 1000))


def stretches(since: Instant, until: Instant, zone: ZoneInfo) -> Iterator[tuple[str, Instant, Instant]]:
    """The time between two instants, cut at midnight: the day, and from when to when."""
    at = since
    while at < until:
        day = local_day(at, zone)
        end = min(begins(day + timedelta(days=1), zone), until)
        yield day.isoformat(), at, end
        at = end


def ended(days: Sequence[Day], now: Instant, zone: ZoneInfo, most: int) -> list[Day]:
    """The last ``most`` days that are over and counted to their end, the earliest first.

    A day that goes on is told nowhere: whoever looked twice would see a single person between two looks.
    """
    first = local_day(now, zone) - timedelta(days=most)
    return [
        one
        for one in days
        if one.day >= first.isoformat() and one.until >= begins(date.fromisoformat(one.day) + timedelta(days=1), zone)
    ]

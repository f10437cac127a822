"""When the square is said to be lively: a habit of four weeks, never one evening, never under five."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from parvis.core.clock import Instant
from parvis.core.lively import Lively, lively

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 17, 0, tzinfo=PARIS)


def hour(moment: datetime) -> int:
    return int(moment.timestamp()) // 3600


def fridays(weeks: int, most: dict[int, int]) -> dict[int, int]:
    """So many were here at these hours of the last Fridays."""
    last = datetime(2026, 11, 20, tzinfo=PARIS)
    return {
        hour((last - timedelta(weeks=week)).replace(hour=at)): count
        for week in range(weeks)
        for at, count in most.items()
    }


def told(counts: dict[int, int]) -> list[Lively]:
    return lively(counts, Instant(int(NOW.timestamp() * 1000)), PARIS)


def test_the_same_hours_of_four_weeks_are_told_as_one_span() -> None:
    counts = fridays(4, {19: 5, 20: 20, 21: 50, 22: 50, 23: 20})
    assert told(counts) == [Lively(4, 21, 23)], "less than half of the fullest hour is not lively"


def test_a_span_may_end_at_midnight() -> None:
    assert told(fridays(4, {22: 20, 23: 20})) == [Lively(4, 22, 24)]


def test_fewer_than_five_are_never_told() -> None:
    assert told(fridays(4, {21: 1})) == []
    assert told(fridays(1, {21: 10})) == [], "one evening is no habit: two and a half on average"


def test_what_is_older_than_four_weeks_counts_no_more() -> None:
    old = {key - 5 * 7 * 24: count for key, count in fridays(4, {21: 50}).items()}
    assert told(old) == []


def test_three_spans_at_most_the_liveliest_in_the_order_of_the_week() -> None:
    counts: dict[int, int] = {}
    for days, most in ((0, 20), (1, 50), (2, 20), (3, 50), (4, 50)):
        counts |= {key - 24 * days: most for key in fridays(4, {21: 0})}
    assert [one.weekday for one in told(counts)] == [0, 1, 3]

"""When the square is lively, from counts by the hour of the last four weeks; nothing under five is ever told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from parvis.core.clock import HOUR, Instant
from parvis.core.living import LIVELY_DAYS, LIVELY_LEAST

WEEKS = LIVELY_DAYS // 7
SPANS = 3
"""How many spans are told."""
SHARE = 0.5
"""An hour is lively when at least so much of the liveliest hour's people are there on average."""


class Lively(msgspec.Struct, frozen=True):
    """Hours of one day of the week (0 is Monday), by the square's clock; ``end`` is up to 24."""

    weekday: int
    start: int
    end: int


def lively(counts: Mapping[int, int], now: Instant, zone: ZoneInfo) -> list[Lively]:
    """The liveliest spans in the order of the week. ``counts``: the most at once, by hour since 1970 (UTC).

    An average over all four weeks, so that one full evening alone is no habit, and tells of nobody.
    """
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for hour, most in counts.items():
        if now // HOUR - LIVELY_DAYS * 24 <= hour < now // HOUR:
            local = datetime.fromtimestamp(hour * 3600, UTC).astimezone(zone)
            sums[local.weekday(), local.hour] += most
    peak = max(sums.values(), default=0)
    enough = max(LIVELY_LEAST * WEEKS, peak * SHARE)
    spans: list[tuple[int, Lively]] = []
    for weekday in range(7):
        start = None
        for hour in range(25):
            is_lively = hour < 24 and sums.get((weekday, hour), 0) >= enough
            if is_lively and start is None:
                start = hour
            elif not is_lively and start is not None:
                most = max(sums[weekday, one] for one in range(start, hour))
                spans.append((most, Lively(weekday, start, hour)))
                start = None
    best = sorted(spans, key=lambda one: -one[0])[:SPANS]
    return sorted((one for _, one in best), key=lambda one: one.weekday * 24 + one.start)

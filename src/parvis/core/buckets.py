"""Token buckets: how often something may happen, remembered in bounded memory and with the time handed in."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

KEYS_MAX = 50_000
"""Buckets of one kind kept at once; beyond that the one untouched longest is forgotten."""
_EPSILON = 1e-6
"""Whoever waited as long as told finds a token, whatever floating point makes of it."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` at once, and as many again over each ``seconds``."""

    count: int
    seconds: float


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Buckets:
    """One bucket per key, all of the same rate; a full bucket is the same as none and is forgotten."""

    def __init__(self, rate: Rate, keys_max: int = KEYS_MAX) -> None:
        self._size = float(rate.count)
        self._per_second = rate.count / rate.seconds
        self._seconds = rate.seconds
        self._keys_max = keys_max
        # Not a dict: the first key of one that others were taken out of is found by stepping over every hole before it.
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def wait(self, key: str, tick: float) -> int:
        """Milliseconds until a token is there for this key; 0 when one is there now. Takes nothing."""
        bucket = self._buckets.get(key)
        if bucket is None:
            return 0
        missing = 1.0 - self._level(bucket, tick)
        return 0 if missing <= _EPSILON else max(math.ceil((missing - _EPSILON) / self._per_second * 1000), 1)

    def take(self, key: str, tick: float) -> None:
        """Use one token, whether or not it was there (never more than one in debt)."""
        bucket = self._buckets.get(key)
        if bucket is None:
            self._forget_idle(tick)
            self._buckets[key] = _Bucket(self._size - 1.0, tick)
        else:
            bucket.tokens, bucket.at = max(self._level(bucket, tick) - 1.0, -1.0), tick
            self._buckets.move_to_end(key)

    def give_back(self, key: str, tick: float) -> None:
        """Undo one `take`: what it was for turned out not to count."""
        bucket = self._buckets.get(key)
        if bucket is not None:
            bucket.tokens, bucket.at = min(self._level(bucket, tick) + 1.0, self._size), tick

    def _level(self, bucket: _Bucket, tick: float) -> float:
        level = bucket.tokens + (tick - bucket.at) * self._per_second
        return level if level < self._size else self._size

    def _forget_idle(self, tick: float) -> None:
        """Two oldest at most for each that is new, so that memory follows traffic at no cost anybody notices."""
        for _ in (1, 2):
            if not self._buckets:
                return
            oldest = next(iter(self._buckets))
            idle = tick - self._buckets[oldest].at > 2 * self._seconds
            if not idle and len(self._buckets) < self._keys_max:
                return
            del self._buckets[oldest]

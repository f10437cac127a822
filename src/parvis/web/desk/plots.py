"""Small plots drawn on the server: thin lines, direct labels, no legend; what they say stands in words beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 72
MARGIN = 6


@dataclass(frozen=True)
class Curve:
    """A line from left to right: an SVG path, where its last point lies, and its greatest value's height."""

    path: str
    last: tuple[float, float]
    top: int
    value: int


def curve(values: Sequence[int]) -> Curve:
    """Counts by day as one line; the baseline is nought."""
    top = max([*values, 1])
    step = (WIDTH - 2 * MARGIN - 40) / max(len(values) - 1, 1)
    points = [(MARGIN + step * at, _height(value, top)) for at, value in enumerate(values)]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return Curve(path=path, last=points[-1], top=top, value=values[-1])


def _height(value: int, top: int) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN - 10) * value / top


@dataclass(frozen=True)
class Whisker:
    """One harm's times on a shared logarithmic scale: where half, 95 of 100 and the promised clock lie, in 0 to 100."""

    median: float
    p95: float
    promised: float


def whisker(median: int, p95: int, promised: int, longest: int) -> Whisker:
    """Places on a scale from ten seconds to ``longest`` milliseconds."""
    return Whisker(
        median=_place(median, longest), p95=_place(p95, longest), promised=_place(promised, longest)
    )  # fmt: skip


def _place(milliseconds: int, longest: int) -> float:
    shortest = 10_000
    span = math.log(max(longest, shortest * 10) / shortest)
    return round(min(max(math.log(max(milliseconds, shortest) / shortest) / span, 0.0), 1.0) * 100, 1)

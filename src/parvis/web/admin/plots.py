"""One thin line a day, drawn on the server: what may not be told is a hollow mark of one height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 104
LEFT, TOP, FLOOR = 4, 18, 82
"""Where the first line may stand, how high the highest reaches, and where all of them begin."""
MARK = 5.0
"""How high the mark of a day is that shows nothing."""
WIDEST = 5.0


@dataclass(frozen=True)
class Bar:
    """One day: its line's place and height; ``hidden`` where only a mark stands for it."""

    x: float
    y: float
    wide: float
    high: float
    hidden: bool


@dataclass(frozen=True)
class Peak:
    """The greatest value, said beside its line."""

    x: float
    y: float
    anchor: str
    """Of the words: ``start``, ``middle`` or ``end``, so that they stay within."""
    at: int
    """Which of the values it is."""


def bars(values: Sequence[float | None], hidden: Sequence[bool]) -> list[Bar]:
    """A line for each value above nought, and a mark where one is hidden; None is a day of which nothing is known."""
    step = (WIDTH - 2 * LEFT) / max(len(values), 1)
    wide, top = min(WIDEST, step * 0.6), max([1.0, *(one for one in values if one is not None)])
    found = []
    for at, value in enumerate(values):
        x = LEFT + step * at + (step - wide) / 2
        if hidden[at]:
            found.append(Bar(round(x, 1), FLOOR - MARK, round(wide, 1), MARK, hidden=True))
        elif value:
            high = max((FLOOR - TOP) * value / top, 1.0)
            found.append(Bar(round(x, 1), round(FLOOR - high, 1), round(wide, 1), round(high, 1), hidden=False))
    return found


def peak(values: Sequence[float | None]) -> Peak | None:
    """Where the greatest value stands, the latest of several; None when there is none above nought."""
    known = [(value, at) for at, value in enumerate(values) if value]
    if not known:
        return None
    _, at = max(known)
    share = (at + 0.5) / len(values)
    anchor = "start" if share < 0.15 else "end" if share > 0.85 else "middle"
    x = LEFT + (WIDTH - 2 * LEFT) * share
    return Peak(x=round(x, 1), y=TOP - 5, anchor=anchor, at=at)

"""Combining marks piled on one letter: found and cut in time that grows with the text and nothing else."""

from __future__ import annotations

import functools
import re
import unicodedata

SPANS = (range(0x0300, 0x20000), range(0xE0100, 0xE01F0))
"""Where Unicode has marks."""
_BEYOND = 0x10000
_FAR = "\U00010000-\U000e01ef"


def has_pile(text: str, most: int) -> bool:
    """Whether somewhere more than ``most`` marks stand in a row."""
    return _maybe(most).search(text) is not None and _surely(most).search(text) is not None


def cut_piles(text: str, most: int) -> str:
    """The text with at most ``most`` marks in a row."""
    return _surely(most).sub(lambda found: found[0][:most], text) if _maybe(most).search(text) else text


@functools.cache
def _maybe(most: int) -> re.Pattern[str]:
    """All marks of the first plane, which a table tells at once, and everything beyond it."""
    near = "".join(_span(one) for one in _marks() if one[0] < _BEYOND)
    return re.compile(f"[{near}{_FAR}]{{{most + 1}}}")


@functools.cache
def _surely(most: int) -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(_span, _marks()))}]{{{most + 1},}}")


@functools.cache
def _marks() -> list[tuple[int, int]]:
    """The stretches of code points that are marks, first and last."""
    stretches: list[tuple[int, int]] = []
    for point in (point for span in SPANS for point in span if _is_mark(chr(point))):
        if stretches and stretches[-1][1] == point - 1:
            stretches[-1] = (stretches[-1][0], point)
        else:
            stretches.append((point, point))
    return stretches


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _span(stretch: tuple[int, int]) -> str:
    return f"{chr(stretch[0])}-{chr(stretch[1])}"

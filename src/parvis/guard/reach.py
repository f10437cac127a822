"""How far apart words may stand that one match of a pattern holds, so that it is asked of a part of a long text."""

from __future__ import annotations

import functools
import re
from typing import Literal

from parvis.guard.needed import TOKEN

_SPACED = re.compile(r"^\^|[ \s]|\\[sWD]|\[:")
"""In a class: it may take a space, or all but what it names."""
_SIGNS = re.compile(r"(?:[^\^\\a-z0-9\[][^\\a-z0-9\[]*|\\s)+", re.IGNORECASE)
"""A class of signs alone, a space among them: however many there are, no word stands there."""
_BOUNDS = re.compile(r"\{(\d+)(,?)(\d*)\}")
_BEYOND = re.compile(r"\(\?[^:]|\\[pPxQEC0-9AzB]")
"""What is rare in packs, and would have to be understood in full."""
_EDGES = re.compile(r"\(\?:\^\|\[\^[^\]]*\]\)|\(\?:\$\|\[\^[^\]]*\]\)|\[\^[^\]]*\]|\\.")
"""``(?:^|[^a-z])``: the end of a text means no more here than a space; and what looks like such ends, and is none."""

Kind = Literal["signs", "any", "group"]
"""Signs between words; one sign of any kind, of which two in a row are not both spaces; what is repeated as a whole."""


@functools.lru_cache(8_192)
def reach(pattern: str) -> int | None:
    """Breaks between words that a match may hold at most; None where that cannot be told, or the text's ends matter.

    A word is what stands between single spaces and has a letter or a digit.
    """
    if _BEYOND.search(pattern) or not {"^", "$"}.isdisjoint(_EDGES.sub("", pattern)):
        return None
    walk = _Walk(pattern)
    found = walk.choice()
    return None if walk.left else found


class _Walk:
    """A pattern read once from its beginning to its end."""

    def __init__(self, pattern: str) -> None:
        self._items = TOKEN.findall(pattern)
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether something was not read: a bracket too many."""
        return self._at < len(self._items)

    def choice(self) -> int | None:
        """Alternatives, to the end of the group: the longest."""
        most = self._row()
        while self._next() == "|":
            self._at += 1
            other = self._row()
            most = None if most is None or other is None else max(most, other)
        return most

    def _row(self) -> int | None:
        total: int | None = 0
        while (item := self._next()) not in ("|", ")", ""):
            self._at += 1
            breaks = self._repeated(*self._piece(item))
            total = None if total is None or breaks is None else total + breaks
        return total

    def _piece(self, item: str) -> tuple[int | None, Kind]:
        if item in ("(", "(?:"):
            inside = self.choice()
            self._at += 1
            return inside, "group"
        if item in (r"\s", r"\W"):
            return 1, "signs"
        if item in (".", r"\D"):
            return 1, "any"
        if item.startswith("[") and len(item) > 1:
            breaks = int(_SPACED.search(item[1:-1]) is not None)
            return breaks, "signs" if _SIGNS.fullmatch(item[1:-1]) else "any"
        return item.count(" "), "signs" if item == " " else "group"

    def _repeated(self, breaks: int | None, kind: Kind) -> int | None:
        """What a quantifier makes of it."""
        most: float = 1
        while self._next() and self._next()[0] in "?*+{":
            item = self._next()
            self._at += 1
            bounds = _BOUNDS.fullmatch(item)
            if item in ("*", "+"):
                most = float("inf")
            elif bounds:
                low, comma, high = bounds.groups()
                most *= int(high) if high else float("inf") if comma else int(low)
        if not breaks or most == 1 or kind == "signs":
            return breaks
        if most == float("inf"):
            return None
        return (int(most) + 1) // 2 if kind == "any" else int(most) * breaks

    def _next(self) -> str:
        return self._items[self._at] if self._at < len(self._items) else ""

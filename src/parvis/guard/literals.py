"""The words a regular expression is made of, as far as they are written out: what a disguise of them may be read as."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 64
"""Ways to write one word that are followed; a pattern with more gives up that word."""
SMALL = 6
"""Letters in a class that are tried one by one."""
_BREAKS = (" ", "'", "-", "^", "$", r"\b", r"\s")
"""Where a word ends, even if what stands there may be left out."""
_PARTING = re.compile(r"[ .,;!']|^-|-$|\\s")
"""In a class: signs that end a word."""
_TOKEN = re.compile(r"[a-z]+(?![?*+{])|\\.|\(\?(?:P?<\w+>|[imsU-]*:)|\[\^?\]?(?:\\.|[^\]])*\]|\{[\d,]*\}|.", re.DOTALL)


def words_in(pattern: str) -> frozenset[str]:
    """Every whole word of small letters that stands in it: ``(?:ly|col)ee?s?`` has eight."""
    return frozenset(_Reading(pattern).found)


class _Reading:
    """A walk through a pattern, with all the words begun so far; None among them is one that cannot be told."""

    def __init__(self, pattern: str) -> None:
        self._items = _TOKEN.findall(pattern)
        self._at = 0
        self.found: set[str] = set()
        self._end(self._ways({""}))

    def _end(self, begun: set[str | None]) -> None:
        self.found.update(word for word in begun if word)

    def _ways(self, begun: Iterable[str | None]) -> set[str | None]:
        """To the end of this group; what has been begun at any of its alternatives' ends."""
        outset = set(begun)
        now, ends = set(outset), set[str | None]()
        while self._at < len(self._items):
            item = self._items[self._at]
            self._at += 1
            if item == ")":
                break
            if item == "|":
                ends |= now
                now = set(outset)
            else:
                after = self._piece(item, now)
                now = self._repeated(after if item in _BREAKS else now, after)
        ends |= now
        return ends if len(ends) <= MOST else {None}

    def _piece(self, item: str, begun: set[str | None]) -> set[str | None]:
        if item.startswith("("):
            return self._ways(begun)
        if item.isalpha():
            return {None if one is None else one + item for one in begun}
        letters = item[1:-1] if item.startswith("[") else ""
        if letters.isalpha() and len(letters) <= SMALL and len(begun) * len(letters) <= MOST:
            return {None if one is None else one + letter for one in begun for letter in letters}
        if item in _BREAKS:
            self._end(begun)
            return {""}
        return {"", None} if _PARTING.search(letters) else {None}

    def _repeated(self, before: set[str | None], after: set[str | None]) -> set[str | None]:
        """What a quantifier makes of a piece: with it, and without."""
        item = self._items[self._at] if self._at < len(self._items) else ""
        if item not in ("?", "*", "+") and not item.startswith("{"):
            return after
        self._at += 1
        if self._at < len(self._items) and self._items[self._at] == "?":
            self._at += 1
        optional = item in ("?", "*") or item.startswith(("{0", "{,"))
        ways = after | before if optional else after
        return ways if len(ways) <= MOST else {None}

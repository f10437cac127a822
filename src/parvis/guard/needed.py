"""Pieces of text without one of which a regular expression cannot match, so that most are never asked.

RE2 has such a filter, too, but gives up where a pattern has many ways, which is where ours are; this one follows more
ways, and of several pieces takes those that everyday talk holds least. It may ask in vain; it may not miss.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from typing import NamedTuple

from parvis.guard.clauses import (
    APART,
    EDGE,
    MOST,
    NEVER_TOLD,
    NOTHING,
    Clause,
    Piece,
    Ways,
    after,
    both,
    cut,
    fewer,
    told,
)

WAYS = 64
"""Ways to write a stretch of a pattern that are multiplied out."""
TOKEN = re.compile(
    r"[a-z0-9 ',/-]+(?![?*+{])|\\.|\(\?:|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|.", re.DOTALL
)
_BEYOND = re.compile(r"\(\?[^:]|\\[pPxQEC0-9]|\{,")
"""What is rare in packs, and would have to be understood in full: such a pattern is always asked."""
_PLACES = {
    "^": APART,
    "$": APART,
    r"\A": APART,
    r"\z": APART,
    r"\s": APART,
    r"\W": APART,
    r"\b": EDGE,
    r"\B": "",
}
_QUANTIFIERS = frozenset("?*+{")
_SMALL = 10
"""Characters of a class that are told one by one."""
_RANGE = re.compile(r"(\d)-(\d)|(.)", re.DOTALL)


class Part(NamedTuple):
    """What is known of a stretch: all ways to write it, or else clauses, one of which is met."""

    exact: Ways | None = None
    needed: tuple[Clause, ...] = NEVER_TOLD

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """One of them is met by whatever it matches."""
        return self.needed if self.exact is None else cut(self.exact)


ANYTHING = Part()


@functools.lru_cache(8_192)
def needed_by(pattern: str) -> tuple[tuple[frozenset[Piece], ...], ...]:
    """Clauses, of which one is met by every text the pattern matches; none where nothing can be told.

    A clause is sets of pieces, at most `SETS`: of each, one piece at least stands in the text.
    """
    if _BEYOND.search(pattern):
        return ()
    walk = _Walk(pattern)
    if not walk.is_closed:
        return ()
    clauses = walk.choice().clauses
    if walk.left or not all(clauses):
        return ()
    return tuple(tuple(frozenset(map(told, ways)) for ways in clause) for clause in clauses)


class _Walk:
    """A pattern read once from its beginning to its end."""

    def __init__(self, pattern: str) -> None:
        self._items = TOKEN.findall(pattern)
        self._at = 0
        self._ends: dict[int, int] = {}
        """Where the group ends that begins here."""
        begun: list[int] = []
        for at, item in enumerate(self._items):
            if item in ("(", "(?:"):
                begun.append(at)
            elif item == ")" and begun:
                self._ends[begun.pop()] = at

    @property
    def is_closed(self) -> bool:
        """Whether every bracket that opens closes, too."""
        return len(self._ends) == sum(item in ("(", "(?:") for item in self._items)

    @property
    def left(self) -> bool:
        """Whether something was not read: a bracket too many."""
        return self._at < len(self._items)

    def choice(self) -> Part:
        """Alternatives, to the end of the group."""
        parts = [self._row()]
        while self._next() == "|":
            self._at += 1
            parts.append(self._row())
        if len(parts) == 1:
            return parts[0]
        exact = _union(one.exact for one in parts)
        if exact is not None and len(exact) <= MOST:
            return Part(exact)
        return Part(None, fewer(itertools.chain(*(one.clauses for one in parts))))

    def _row(self) -> Part:
        """Pieces one after the other; what can be written out is multiplied, as far as that goes."""
        run: Ways = NOTHING
        whole, met = True, NEVER_TOLD
        while (item := self._next()) not in ("|", ")", ""):
            self._at += 1
            part = self._piece(item)
            if self._next()[:1] in _QUANTIFIERS:
                part = self._repeated(part)
            if part.exact is not None and len(run) * len(part.exact) <= max(WAYS, len(part.exact), len(run)):
                run = frozenset(one + other for one in run for other in part.exact)
                continue
            whole = False
            met = both(met, cut(run))
            if part.exact is None:
                met, run = both(met, part.needed), NOTHING
            else:
                run = after(run, part.exact)
        return Part(run) if whole else Part(None, both(met, cut(run)))

    def _piece(self, item: str) -> Part:
        if item[0].isalnum() or item[0] == " ":
            return Part(frozenset({item}))
        if item in ("(", "(?:"):
            start, self._at = self._at, self._ends[self._at - 1] + 1
            return _group("".join(self._items[start : self._at - 1]))
        if item in _PLACES:
            return Part(frozenset({_PLACES[item]}))
        if item.startswith("[") and len(item) > 1:
            return _of_class(item[1:-1])
        if item.startswith("\\"):
            return ANYTHING if item[1:].isalnum() else Part(frozenset({item[1:]}))
        return ANYTHING if item == "." else Part(frozenset({item}))

    def _repeated(self, part: Part) -> Part:
        """What a quantifier makes of a piece."""
        item = self._next()
        if item == "{":
            return part
        self._at += 1
        if self._next() == "?":
            self._at += 1
        if item == "?" or item in ("{0,1}",):
            return Part(part.exact | NOTHING) if part.exact is not None else ANYTHING
        if item == "*" or item.startswith("{0"):
            return ANYTHING
        return part if item in ("{1}", "{1,1}") else Part(None, part.clauses)

    def _next(self) -> str:
        return self._items[self._at] if self._at < len(self._items) else ""


@functools.lru_cache(4_096)
def _group(inside: str) -> Part:
    """What stands in brackets; parts that patterns share are read once."""
    return _Walk(inside).choice()


def _of_class(letters: str) -> Part:
    """One of several characters."""
    if letters.startswith("^"):
        return Part(frozenset({APART})) if "a-z" in letters else ANYTHING
    if "\\" in letters or "[:" in letters:
        return ANYTHING
    signs = set[str]()
    for first, last, single in _RANGE.findall(letters):
        signs.update(single or map(str, range(int(first), int(last) + 1)))
    if "-" in letters[1:-1] and "-" in signs:
        return ANYTHING
    if not any(one.isalpha() for one in signs) and (" " in signs or len(signs) > _SMALL):
        return Part(frozenset({APART}))
    return Part(frozenset(signs)) if len(signs) <= _SMALL else ANYTHING


def _union(sets: Iterable[Ways | None]) -> Ways | None:
    made: set[str] = set()
    for one in sets:
        if one is None:
            return None
        made |= one
    return frozenset(made)

"""What must stand in a text for a pattern to match: clauses, which are sets of pieces, those first that are rare.

A way to write something has marks in it, `EDGE` and `APART`, which become part of its pieces.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from typing import NamedTuple

from parvis.guard.vocabulary import frequent

LONGEST = 10
"""Letters of a piece; more tell little more."""
MOST = 1_500
"""Pieces of one pattern."""
EVERYDAY = 1_000
"""Words of everyday talk that pieces are weighed by."""
SMALL_TALK = "a , . ? ! - ' / : i y j'ai c'est l' d' j' t' qu'il d'un n'est t'es i'm it's don't you're that's s c j t"
"""What people write that stands in no list of words."""
WITHIN = 0.3
"""The part of everyday talk that words of the list are, all the same how frequent."""
SETS = 3
"""Sets of pieces of one clause that are looked for."""
CLAUSES = 6
"""Clauses of one pattern."""
EDGE, APART = "\x01", "\x02"
"""Marks in a way to write something: the edge of a word; and a sign that is no letter, or the end of the text."""
_GAPS = re.compile(rf"[\s{APART}]+")
_INSIDE = re.compile(rf"(?<=[^{APART}]){EDGE}+(?=[^{APART}])")
Ways = frozenset[str]
NOTHING: Ways = frozenset({""})


Clause = tuple[Ways, ...]
"""Sets of pieces: of each, one stands in the text."""
NEVER_TOLD: tuple[Clause, ...] = ((),)


class Piece(NamedTuple):
    """Signs without a space that stand somewhere, and whether what is next to them must be no letter of a to z."""

    text: str
    begins: bool = False
    ends: bool = False


@functools.lru_cache(32_768)
def told(way: str) -> Piece:
    """A piece without its marks, and no longer than need be."""
    text = way.strip(EDGE + APART)
    begins = way[0] == APART or (way[0] == EDGE and text[0].isalnum())
    ends = way[-1] == APART or (way[-1] == EDGE and text[-1].isalnum())
    if len(text) <= LONGEST:
        return Piece(text, begins, ends)
    return min((Piece(text[-LONGEST:], False, ends), Piece(text[:LONGEST], begins)), key=_weight)  # noqa: FBT003


@functools.lru_cache(16_384)
def _pieces(way: str) -> tuple[str, ...]:
    """What stands between the spaces, and other signs that are no letters, of a way to write something."""
    cut = _GAPS.split(way)
    last = len(cut) - 1
    marked = (APART * (at > 0) + one + APART * (at < last) for at, one in enumerate(cut) if one.strip(EDGE))
    return tuple(_INSIDE.sub("", one) for one in marked)


@functools.lru_cache(8_192)
def cut(ways: Ways) -> tuple[Clause, ...]:
    """Clauses for ways to write something, by the number of their pieces; in each the rarest piece comes first."""
    by_count: dict[int, list[list[str]]] = {}
    for way in ways:
        cut = sorted(_pieces(way), key=_ranked)
        by_count.setdefault(len(cut), []).append(cut[:SETS])
    if 0 in by_count:
        return NEVER_TOLD
    return tuple(tuple(map(frozenset, zip(*by_count[count], strict=True))) for count in sorted(by_count))


def after(ways: Ways, others: Ways) -> Ways:
    """The others, with the mark that the end of all ways before them leaves."""
    last = {way[-1:] for way in ways}
    mark = APART if last <= {" ", APART} else EDGE if last <= {" ", APART, EDGE} else ""
    return frozenset(mark + one for one in others)


def best(sets: Iterable[Ways]) -> Clause:
    """Those that everyday talk holds least, as many as are looked for."""
    few = {ways for ways in sets if len(ways) <= MOST}
    return tuple(sorted(few, key=lambda ways: (_commonness(ways), min(ways)))[:SETS])


def fewer(clauses: Iterable[Clause], most: int = CLAUSES) -> tuple[Clause, ...]:
    """At most so many, where there are too many those of one length as one, and then all."""
    all_of_them = tuple(dict.fromkeys(clauses))
    if not all(all_of_them):
        return NEVER_TOLD
    if len(all_of_them) <= most:
        return all_of_them
    by_length: dict[int, list[Clause]] = {}
    for clause in all_of_them:
        by_length.setdefault(len(clause), []).append(clause)
    merged = tuple(_merged(some) for some in by_length.values())
    return merged if len(merged) <= most else (_merged(all_of_them),)


def _merged(clauses: Iterable[Clause]) -> Clause:
    """One clause that is met wherever one of these is."""
    return tuple(frozenset(itertools.chain(*sets)) for sets in zip(*clauses, strict=False))


def both(some: tuple[Clause, ...], others: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Clauses that are met where one of the first and one of the others are."""
    if len(some) * len(others) > CLAUSES:
        most = max(1, CLAUSES // len(others))
        some = fewer(some, most) if len(some) > most else some
        others = fewer(others, max(1, CLAUSES // len(some)))
    return tuple(dict.fromkeys(best(one + other) for one in some for other in others))


@functools.lru_cache(4_096)
def _commonness(ways: Ways) -> tuple[float, int, int]:
    """How much everyday talk holds them: the most frequent words weigh most."""
    ranked = list(map(_ranked, ways))
    return sum(weight for weight, _ in ranked), -min(len(told(one).text) for one in ways), len(ways)


@functools.lru_cache(32_768)
def _ranked(piece: str) -> tuple[float, str]:
    """What it is sorted by: how much everyday talk holds it."""
    return _weight(told(piece)), piece


def rarity(word: str) -> tuple[float, int]:
    """Least for the word that everyday talk holds least."""
    return _weight(Piece(word, begins=True, ends=True)), -len(word)


@functools.cache
def _talk() -> str:
    """Everyday talk: what is no word of the list, and is everywhere, then the most frequent words."""
    return f" {SMALL_TALK} {' '.join('0123456789')} {frequent(EVERYDAY)}"


@functools.cache
def _weight(piece: Piece) -> float:
    looked = " " * piece.begins + piece.text + " " * piece.ends
    place = _talk().find(looked)
    return 0.0 if place < 0 else 1.0 / (20 + place) + WITHIN * _talk().count(looked) / EVERYDAY

"""Thousands of terms and hundreds of patterns asked of a text at once, in time that grows with its length alone.

One automaton finds all terms, and all pieces without which no pattern can match (`parvis.guard.needed`), in the tokens
of a text; what a token holds is remembered, for people use the same words. Only the few patterns of which all pieces
are there are then asked, each by its own small automaton. One set of all patterns would be a single pass, but once
patterns are long its automaton has more states than memory holds: 500 took 3 ms.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import re2

from parvis.guard.clauses import SETS
from parvis.guard.held import Held, Tokens, TooMuch
from parvis.guard.patterns import known

PULSE = "parvis-pulse"
"""Asked of each pattern once, when it is ready: one that does not find it would find nothing in any text."""
ASKED = 5
"""One pattern in so many may be asked of one part of a text: a message asks one in a hundred, dense talk one in ten."""
ASKED_LEAST = 64
PATTERN_BYTES = 2 << 20
"""Memory one pattern may take; its automaton is built as texts come, and started anew when that is full."""
STRETCH = 32
"""Words of half a part; a text that is longer than one is looked at part by part."""


class BadPattern(ValueError):
    """A pattern that cannot be matched in linear time, or not at all; the text says which."""


class Matcher:
    """Terms and patterns made ready once, never changed: to renew them, put another matcher in its place."""

    def __init__(self, terms: Sequence[str] = (), patterns: Sequence[str] = ()) -> None:
        self._terms = tuple(terms)
        self._count = len(terms)
        self._patterns = tuple(patterns)
        self._asks = tuple(_ask(pattern) for pattern in patterns)
        self._asked_max = max(ASKED_LEAST, len(patterns) // ASKED)
        told = [known(pattern) for pattern in patterns]
        needs = [one.needs or ((),) for one in told]
        self._clauses = tuple(at for at, clauses in enumerate(needs) for _ in clauses)
        """Of each clause its pattern."""
        self._tokens = Tokens(self._terms, list(itertools.chain(*needs)))
        near = [one.within is not None and one.within < STRETCH for one in told]
        self._every = (1 << len(self._clauses)) - 1
        self._near = sum(1 << at for at, pattern in enumerate(self._clauses) if near[pattern])
        """All clauses, and those of patterns of which a match is no longer than a stretch, as bits."""
        self._cited: dict[int, re2._Regexp] = {}

    def found(self, text: str, known: dict[str, set[int]] | None = None) -> set[int]:
        """Which stand in the text, by their place: terms from 0, then patterns. A term is found as whole words only.

        ``known`` is what was found in parts of another view of the same text, and is added to. TooMuch when it was
        written so as to have everything looked at.
        """
        places, terms = set[int](), self._terms
        tokens = text.split()
        held = self._tokens.hold(tokens)
        met = self._tokens.outset
        for token in tokens:
            bits, alone, begun = held[token]
            met |= bits
            if alone:
                places.update(alone)
            for at in begun:
                if terms[at] in text and any(_standing_alone(terms[at], text)):
                    places.add(at)
        left = self._left(met)
        if len(tokens) <= 2 * STRETCH or not left & self._near:
            return places | self._matching(left, text)
        places |= self._matching(left & ~self._near, text)
        known = {} if known is None else known
        for part, bits in self._stretches(tokens, held):
            if part not in known:
                known[part] = self._matching(self._left(self._tokens.outset | bits) & self._near, part)
            places |= known[part]
        return places

    def _left(self, met: int) -> int:
        """The clauses that were met in all their sets."""
        left, width = self._every, len(self._clauses)
        for _ in range(SETS):
            left &= met
            met >>= width
        return left

    def _stretches(self, tokens: list[str], held: Mapping[str, Held]) -> Iterator[tuple[str, int]]:
        """A long text in parts of which each has half of the one before, with the pieces that are met in them."""
        starts, words = [0], 0
        for at, token in enumerate(tokens):
            if not _SIGNS.fullmatch(token):
                if words == STRETCH:
                    starts.append(at)
                    words = 0
                words += 1
        for start, end in zip(starts[:-1] or starts, [*starts[2:], len(tokens)], strict=True):
            part = tokens[start:end]
            bits = 0
            for token in part:
                bits |= held[token][0]
            yield f"{' ' * (start > 0)}{' '.join(part)}{' ' * (end < len(tokens))}", bits

    def _matching(self, left: int, text: str) -> set[int]:
        """Of the patterns of these clauses those that match, by their place."""
        asked, clauses = set[int](), self._clauses
        while left:
            last = left.bit_length() - 1
            asked.add(clauses[last])
            left ^= 1 << last
        if len(asked) > self._asked_max:
            raise TooMuch("Too many patterns have pieces in it.")
        data, asks = text.encode() if asked else b"", self._asks
        return {self._count + at for at in asked if 0 in asks[at](data)}

    def spans(self, text: str, places: set[int], most: int) -> list[tuple[int, int]]:
        """Where these stand in the text that holds them, as offsets of characters; at most so many, in no order."""
        found: list[tuple[int, int]] = []
        for place in places:
            if place < self._count:
                found += itertools.islice(_standing_alone(self._terms[place], text), most)
            else:
                found += [one.span() for one in itertools.islice(self._pattern(place).finditer(text), most)]
        return found[:most]

    def _pattern(self, place: int) -> re2._Regexp:
        """A pattern that can say where it matches, made when first wanted."""
        if place not in self._cited:
            self._cited[place] = re2.compile(self._patterns[place - self._count], _options())
        return self._cited[place]


_SIGNS = re.compile(r"[\W_]+")


def _standing_alone(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a term stands in a text and no letter or digit touches it."""
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            yield start, end
        start = text.find(term, start + 1)


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = PATTERN_BYTES
    options.log_errors = False
    return options


def _ask(pattern: str) -> Callable[[bytes], list[int]]:
    """Asks whether a pattern matches and nothing else, the quickest way there is: 0 is in the answer if it does."""
    made = re2.Set.SearchSet(_options())
    try:
        made.Add(pattern)
        made.Add(PULSE)
        made.Compile()
    except re2.error as fault:
        raise BadPattern(f"RE2 does not take the pattern {pattern!r}, or it wants too much memory.") from fault
    ask: Callable[[bytes], list[int]] = made._set.Match  # what it is wrapped in costs a third of an answer
    if 1 not in ask(PULSE.encode()):
        raise BadPattern(f"The pattern {pattern!r} wants too much memory.")
    return ask

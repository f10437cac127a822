"""Thousands of terms and hundreds of patterns asked of a text at once, in time that grows with its length alone.

One automaton finds the terms. Another finds the words without which no pattern can match; only the few patterns whose
words are all there are then asked, each by its own small automaton. One set of all patterns would be a single pass,
but once patterns are long its automaton has more states than memory holds: 500 of them took 3 ms a message, not 7 µs.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2
from ahocorasick_rs import BytesAhoCorasick, Implementation

PULSE = "parvis-pulse"
"""A pattern asked once, when all are ready: a filter that does not find it would find nothing in any text."""
PATTERN_BYTES = 2 << 20
"""Memory one pattern may take; its automaton is built as texts come, and started anew when that is full."""


class BadPattern(ValueError):
    """A pattern that cannot be matched in linear time, or not at all; the text says which."""


class Matcher:
    """Terms and patterns made ready once, never changed: to renew them, put another matcher in its place."""

    def __init__(self, terms: Sequence[str] = (), patterns: Sequence[str] = ()) -> None:
        # The automaton for text lets go of the interpreter's lock at every call, to whichever thread waits for it; this
        # one does not, and a pass takes less time than handing the lock over and back.
        words = [term.encode() for term in terms]
        self._terms = BytesAhoCorasick(words, implementation=Implementation.DFA) if words else None
        self._count = len(terms)
        self._patterns = _compiled(patterns)

    def found(self, text: str) -> set[int]:
        """Which stand in the text, by their place: terms from 0, then patterns. A term is found as whole words only."""
        data = text.encode()
        places = self._terms_in(data) if self._terms else set()
        seen = self._patterns.Match(data)
        if seen:
            places.update(self._count + place for place in seen)
        return places

    def _terms_in(self, data: bytes) -> set[int]:
        assert self._terms is not None
        places: set[int] = set()
        for place, start, end in self._terms.find_matches_as_indexes(data, overlapping=True):
            if place not in places and _stands_alone(data, start, end):
                places.add(place)
        return places


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether no letter or digit touches it; a character of UTF-8 has four bytes at most."""
    before = data[max(start - 4, 0) : start].decode(errors="ignore")
    after = data[end : end + 4].decode(errors="ignore")
    return not before[-1:].isalnum() and not after[:1].isalnum()


def _compiled(patterns: Sequence[str]) -> re2.Filter:
    options = re2.Options()
    options.max_mem = PATTERN_BYTES
    options.log_errors = False
    made = re2.Filter()
    for pattern in (*patterns, PULSE):
        try:
            made.Add(pattern, options)
        except re2.error as fault:
            raise BadPattern(f"RE2 does not take the pattern {pattern!r}, or it wants too much memory.") from fault
    made.Compile()
    if len(patterns) not in (made.Match(PULSE) or ()):
        raise BadPattern("The patterns together cannot be matched.")
    return made

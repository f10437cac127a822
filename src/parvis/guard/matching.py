"""Thousands of terms and hundreds of patterns asked of a text at once: one automaton for all terms, one set for all
patterns, each passing over the text a single time, in time that grows with its length and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2
from ahocorasick_rs import BytesAhoCorasick, Implementation

PULSE = ""
"""A pattern that is found in every text: a set that misses it has not looked (when RE2 gives up it finds nothing)."""
SET_BYTES = 64 << 20
"""Memory the set may take; RE2 builds its automaton as texts come and starts it anew when that is full."""


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
        self._pulse = len(patterns)
        self._patterns = _compiled(patterns)

    def found(self, text: str) -> set[int]:
        """Which stand in the text, by their place: terms from 0, then patterns. A term is found as whole words only."""
        data = text.encode()
        places = self._terms_in(data) if self._terms else set()
        seen = self._patterns.Match(data)
        if not seen or self._pulse not in seen:
            raise RuntimeError("The patterns could not be matched.")
        if len(seen) > 1:
            places.update(self._count + place for place in seen if place != self._pulse)
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


def _compiled(patterns: Sequence[str]) -> re2.Set:
    options = re2.Options()
    options.max_mem = SET_BYTES
    options.log_errors = False
    made = re2.Set.SearchSet(options)
    for pattern in patterns:
        try:
            made.Add(pattern)
        except re2.error as fault:
            raise BadPattern(f"RE2 does not take the pattern {pattern!r}.") from fault
    made.Add(PULSE)
    try:
        made.Compile()
    except re2.error as fault:
        raise BadPattern(f"The patterns together want more than {SET_BYTES >> 20} MB.") from fault
    return made

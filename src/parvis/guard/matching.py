"""Thousands of terms and hundreds of patterns asked of a text at once: one automaton for all terms, one set for all
patterns, each passing over the text a single time, in time that grows with its length and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2
from ahocorasick_rs import AhoCorasick, Implementation

PULSE = ""
"""A pattern that is found in every text: a set that misses it has not looked (when RE2 gives up it finds nothing)."""
SET_BYTES = 64 << 20
"""Memory the set may take; RE2 builds its automaton as texts come and starts it anew when that is full."""


class BadPattern(ValueError):
    """A pattern that cannot be matched in linear time, or not at all; the text says which."""


class Matcher:
    """Terms and patterns made ready once, never changed: to renew them, put another matcher in its place."""

    def __init__(self, terms: Sequence[str] = (), patterns: Sequence[str] = ()) -> None:
        self._terms = AhoCorasick(terms, implementation=Implementation.DFA) if terms else None
        self._count = len(terms)
        self._pulse = len(patterns)
        self._patterns = _compiled(patterns)

    def found(self, text: str) -> set[int]:
        """Which stand in the text, by their place: terms from 0, then patterns. A term is found as whole words only."""
        places = self._terms_in(text) if self._terms else set()
        seen = self._patterns.Match(text.encode())
        if not seen or self._pulse not in seen:
            raise RuntimeError("The patterns could not be matched.")
        if len(seen) > 1:
            places.update(self._count + place for place in seen if place != self._pulse)
        return places

    def _terms_in(self, text: str) -> set[int]:
        assert self._terms is not None
        places: set[int] = set()
        for place, start, end in self._terms.find_matches_as_indexes(text, overlapping=True):
            if place not in places and _stands_alone(text, start, end):
                places.add(place)
        return places


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()


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

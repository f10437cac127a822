"""What a token, that is what stands between spaces, holds of all that is looked for: worked out once and remembered."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

from parvis.guard.clauses import SETS, Piece, rarity

MATCHES_MAX = 6_000
"""Of terms and pieces in one text, within words and within one another; the longest talk has some hundreds."""
REMEMBERED = 8_192
"""Tokens of which it is remembered what they hold, in some 2 kB each."""
TOKEN_MAX = 40
"""Characters of a token that is remembered."""

Seen = tuple[int, int, int]
"""The number of what was found, and where it stands: first byte, and past the last."""
Held = tuple[int, tuple[int, ...], tuple[int, ...]]
"""Bits of the pieces in a token; the terms that it holds whole; those of which it holds a part."""


class TooMuch(ValueError):
    """A text in which so much is to be looked at that it is made to be: whoever asks has not been answered."""


class Tokens:
    """Pieces of patterns, in clauses (`parvis.guard.needed`), and terms; never changed, but for what it remembers."""

    def __init__(self, terms: Sequence[str], clauses: Sequence[Sequence[frozenset[Piece]]]) -> None:
        self._terms = terms
        self.outset = 0
        """For each set of pieces a number with a bit for each clause, one after the other: those met before all."""
        by_text: dict[str, dict[tuple[bool, bool], set[int]]] = {}
        width = len(clauses)
        for at, clause in enumerate(clauses):
            for place in range(len(clause), SETS):
                self.outset |= 1 << (at + place * width)
            for place, pieces in enumerate(clause):
                for text, *touched in pieces:
                    by_text.setdefault(text, {}).setdefault((touched[0], touched[1]), set()).add(at + place * width)
        keys: dict[str, list[int]] = {}
        for at, term in enumerate(terms):
            keys.setdefault(min(term.split() or [term], key=rarity), []).append(at)
        texts = list(by_text.keys() | keys.keys())
        self._pieces = [
            tuple((*touched, _as_bits(places)) for touched, places in by_text.get(text, {}).items()) for text in texts
        ]
        self._keys = {number: tuple(keys[text]) for number, text in enumerate(texts) if text in keys}
        """Terms by the word of each that everyday talk holds least."""
        # The automaton for text lets go of the interpreter's lock at every call, to whichever thread waits for it; this
        # one does not, and a pass takes less time than handing the lock over and back.
        words = [text.encode() for text in texts]
        self._words = BytesAhoCorasick(words, implementation=Implementation.DFA) if words else None
        self._held: dict[str, Held] = {}
        """What tokens hold; forgotten when full, so that nobody can fill the memory."""

    def hold(self, tokens: Sequence[str]) -> Mapping[str, Held]:
        """What each of them holds; TooMuch when it is too much."""
        held = self._held
        new = {token for token in tokens if token not in held}
        return {token: held[token] for token in tokens if token not in new} | self._look_into(new) if new else held

    def _look_into(self, tokens: Iterable[str]) -> dict[str, Held]:
        """What these tokens hold: of patterns the pieces, of terms those that are whole, and those that begin so."""
        looked = sorted(tokens)
        data = f" {' '.join(looked)} ".encode()
        seen = self._words.find_matches_as_indexes(data, overlapping=True) if self._words else ()
        if len(seen) > MATCHES_MAX:
            raise TooMuch("Too much of what is looked for stands in it.")
        ends = list(itertools.accumulate((len(token.encode()) + 1 for token in looked), initial=1))[1:]
        bits, terms = self._bits(data, seen, ends), self._terms_in(data, seen, ends)
        fresh = {
            token: (bits[at], tuple(terms.get((at, True), ())), tuple(terms.get((at, False), ())))
            for at, token in enumerate(looked)
        }
        if len(self._held) > REMEMBERED:
            self._held = {}
        self._held.update((token, held) for token, held in fresh.items() if len(token) <= TOKEN_MAX)
        return fresh

    def _bits(self, data: bytes, seen: Iterable[Seen], ends: list[int]) -> list[int]:
        """Of each token the bits of the pieces that stand in it."""
        met = [0] * len(ends)
        at, settled = 0, set[int]()
        for number, start, end in seen:
            while start >= ends[at]:
                at, settled = at + 1, set()
            if number not in settled:
                fits = True
                for begins, ends_there, bits in self._pieces[number]:
                    if (begins and data[start - 1] in _LETTERS) or (ends_there and data[end] in _LETTERS):
                        fits = False
                    else:
                        met[at] |= bits
                if fits:
                    settled.add(number)
        return met

    def _terms_in(self, data: bytes, seen: Iterable[Seen], ends: list[int]) -> dict[tuple[int, bool], set[int]]:
        """Of each token the terms that it holds whole, and those of which it holds the part they are looked for by."""
        found: dict[tuple[int, bool], set[int]] = {}
        at, keys = 0, self._keys
        for number, start, end in seen:
            if number in keys and _BESIDE[data[start - 1]] != _TOUCHES and _BESIDE[data[end]] != _TOUCHES:
                while start >= ends[at]:
                    at += 1
                if _stands_alone(data, start, end):
                    for term in keys[number]:
                        found.setdefault((at, " " not in self._terms[term]), set()).add(term)
        return found


_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_APART, _TOUCHES, _PERHAPS = 0, 1, 2
_BESIDE = bytes(_PERHAPS if byte > 0x7F else _TOUCHES if chr(byte).isalnum() else _APART for byte in range(256))
"""What a byte next to a term says; of a character of several bytes, nothing yet."""


def _as_bits(places: set[int]) -> int:
    """A number with these bits set, made at once: it may be two thousand bytes long."""
    bits = bytearray((max(places) >> 3) + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether no letter or digit touches it; there are signs on both sides."""
    before, after = _BESIDE[data[start - 1]], _BESIDE[data[end]]
    if before == _TOUCHES or after == _TOUCHES:
        return False
    return before == after == _APART or _stands_alone_among_others(data, start, end)


def _stands_alone_among_others(data: bytes, start: int, end: int) -> bool:
    """The same beside what is not ASCII; a character of UTF-8 has four bytes at most."""
    before = data[max(start - 4, 0) : start].decode(errors="ignore")
    after = data[end : end + 4].decode(errors="ignore")
    return not before[-1:].isalnum() and not after[:1].isalnum()

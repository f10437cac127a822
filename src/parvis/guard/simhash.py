"""Whether two texts say nearly the same: 64 bits made of a text's words, of which close texts share almost all.

After M. Charikar, "Similarity Estimation Techniques from Rounding Algorithms" (STOC 2002): every word has 64 fixed
bits of its own and votes with them, longer words more; a bit of the text is what most votes say. The share of bits in
which two texts differ follows the angle between them. Only bits are kept, and no text can be read out of them.
"""

from __future__ import annotations

from hashlib import blake2b

from parvis.core.clock import MINUTE, Instant

BITS = 64
NEAR = 3
"""Bits in which the texts of two people may differ and still be one: a word of fifty, or only signs and order."""
OWN_NEAR = 12
"""The same for texts of one person, who writes few: a name, an hour or a greeting in a sentence of ten words."""
WORDS_MIN = 5
LETTERS_MIN = 24
WORDS_MAX = 42
"""A text's beginning speaks for it: none costs more than another, and the votes for one bit fit into its lane."""
SHORT, MIDDLE = 3, 5
"""Words up to so many letters vote once, and twice; longer ones three times."""
CACHE_MAX = 20_000
NONE = 0
"""The print of a text that is too short to have one: half of all talk says the same."""

_LANE = 8
_ONES = int.from_bytes(bytes([1]) * BITS, "big")
_VOTES = (1 << BITS * _LANE) - 1
_MAJORITY = tuple(_ONES * (127 - votes // 2) for votes in range(3 * WORDS_MAX + 1))
"""Added to the lanes, it sets a lane's highest bit exactly where more than half of the votes are for it."""
_BIT = bytes(48 + (byte >> 7) for byte in range(256))
_LANES = bytes([0] * 48 + [0, 1] + [0] * 206)


class _Words(dict[str, int]):
    """The votes of words, worked out once: a lane for each bit, and above them how often the word votes."""

    def __missing__(self, word: str) -> int:
        if len(self) >= CACHE_MAX:
            self.clear()
        votes = self[word] = _votes(word)
        return votes


_words = _Words()


def simhash(text: str) -> int:
    """The print of a text in small plain letters (`Views.gist`); `NONE` when it is too short for one."""
    words = text.split()
    if len(words) < WORDS_MIN or len(text) < LETTERS_MIN:
        return NONE
    votes = sum(map(_words.__getitem__, words[:WORDS_MAX]))
    lanes = (votes & _VOTES) + _MAJORITY[votes >> BITS * _LANE]
    return int(lanes.to_bytes(BITS, "big").translate(_BIT), 2)


def differ(one: int, other: int) -> int:
    """In how many bits two prints differ; unrelated texts in about 32."""
    return (one ^ other).bit_count()


def _votes(word: str) -> int:
    letters = "".join([char for char in word if char.isalnum()])
    if not letters:
        return 0
    bits = format(int.from_bytes(blake2b(letters.encode(), digest_size=8).digest(), "big"), f"0{BITS}b")
    weight = 1 if len(letters) <= SHORT or letters.isdigit() else 2 if len(letters) <= MIDDLE else 3
    return int.from_bytes(bits.encode().translate(_LANES), "big") * weight | weight << BITS * _LANE


CROWD_MAX = 64
"""So many people who say the same are counted."""
_Crowd = dict[str, Instant]
_Entry = tuple[Instant, int, str, _Crowd | None]
"""When, what, who; and all who said nearly this, when last, if they are several."""


class Alike:
    """Who said what lately, found again by how near it is.

    Of each band of bits the newest print is kept, for one window and the one before it; a text that is near another
    joins its crowd. So a look costs eight questions to a table, and forgetting nothing.
    """

    def __init__(self, keep_ms: int = 10 * MINUTE, most: int = 40_000) -> None:
        self._keep_ms, self._most = keep_ms, most
        self._bands: dict[int, _Entry] = {}
        self._before: dict[int, _Entry] = {}
        self._began = Instant(0)

    def __len__(self) -> int:
        return len(self._bands) + len(self._before)

    def others(self, print_: int, who: str, now: Instant) -> int:
        """How many other people said nearly this within the time; `CROWD_MAX` stands for more."""
        found = self._nearest(_keys(print_), print_, now)
        if found is None:
            return 0
        since, crowd = now - self._keep_ms, found[3] or {found[2]: found[0]}
        return sum(at >= since and one != who for one, at in crowd.items())

    def add(self, print_: int, who: str, at: Instant) -> bool:
        """Remember that it was said; whether somebody else had said nearly this."""
        keys = _keys(print_)
        near = self._nearest(keys, print_, at)
        crowd = self._joined(near, who, at) if near is not None else None
        entry = (at, print_, who, crowd)
        if at - self._began > self._keep_ms or len(self._bands) > 4 * self._most:
            self._before, self._bands, self._began = self._bands, {}, at
        bands = self._bands
        for key in keys:
            bands[key] = entry
        return crowd is not None

    def _joined(self, near: _Entry, who: str, at: Instant) -> _Crowd | None:
        """The crowd of somebody who says what was said; None while only they do."""
        crowd = near[3] or ({near[2]: near[0]} if near[2] != who else None)
        if crowd is not None:
            if len(crowd) >= CROWD_MAX:
                crowd = {one: when for one, when in crowd.items() if at - when <= self._keep_ms}
            if len(crowd) < CROWD_MAX:
                crowd[who] = at
        return crowd

    def _nearest(self, keys: tuple[int, int, int, int], print_: int, now: Instant) -> _Entry | None:
        """The first that is near enough, one that others said, too, before one that nobody else did."""
        found = None
        for bands in (self._bands, self._before):
            for key in keys:
                entry = bands.get(key)
                if entry and (entry[1] ^ print_).bit_count() <= NEAR and now - entry[0] <= self._keep_ms:
                    if entry[3]:
                        return entry
                    found = found or entry
        return found


def _keys(print_: int) -> tuple[int, int, int, int]:
    """Four bands of sixteen bits: two prints that differ in at most `NEAR` bits are equal in one of them."""
    return (
        print_ & 0xFFFF, 0x10000 | print_ >> 16 & 0xFFFF, 0x20000 | print_ >> 32 & 0xFFFF, 0x30000 | print_ >> 48,
    )  # fmt: skip

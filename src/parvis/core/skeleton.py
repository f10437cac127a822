"""Skeletons: texts that look alike become the same text, so that nobody can borrow a nickname with look-alike letters.

Three strengths, each built on the one before: `skeleton` is UTS #39 to the letter; `nickname_key` decides whether two
nicknames are the same one; `loose_skeleton` also reads digits as letters, for word lists, never for uniqueness.
None of them is text to show to anybody.
"""

from __future__ import annotations

import functools
import importlib.resources
import unicodedata
from collections.abc import Callable, Mapping

UNICODE = "17.0"
"""The version of Unicode whose look-alikes are shipped (UTS #39, confusables.txt), as the table's first line has it."""
BMP_END = 0x10000
"""Only characters below are remembered: a table then holds 65,536 entries at the very most."""

DEFAULT_IGNORABLE = (
    *(range(0x00AD, 0x00AE), range(0x034F, 0x0350), range(0x061C, 0x061D), range(0x115F, 0x1161)),
    *(range(0x17B4, 0x17B6), range(0x180B, 0x1810), range(0x200B, 0x2010), range(0x202A, 0x202F)),
    *(range(0x2060, 0x2070), range(0x3164, 0x3165), range(0xFE00, 0xFE10), range(0xFEFF, 0xFF00)),
    *(range(0xFFA0, 0xFFA1), range(0xFFF0, 0xFFF9), range(0x1BCA0, 0x1BCA4), range(0x1D173, 0x1D17B)),
    range(0xE0000, 0xE1000),
)
"""Characters that show nothing (Unicode 17, DerivedCoreProperties.txt; unchanged since Unicode 14)."""

ACCENTS = (
    *(range(0x0300, 0x0370), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100)),
    range(0xFE20, 0xFE30),
)
"""Combining marks put on Latin, Greek and Cyrillic letters; vowel signs of Indic or Arabic script are no accents."""

LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g"}) | (
    str.maketrans({"@": "a", "$": "s", "€": "e", "£": "l", "!": "i", "¡": "i", "+": "t", "(": "c"})
)
"""Digits and signs written for letters, read as the letter they stand for most often."""

SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL "

TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
"""Scripts that belong in one word (UTS #39 section 5.2, "highly restrictive")."""


class LookAlikes(dict[int, str | int | None]):
    """A table for `str.translate` that works out what it does not hold, and remembers it below `BMP_END`.

    A plain dict makes `translate` raise and catch a LookupError for every character without an entry.
    """

    def __init__(self, known: Mapping[int, str | int | None], work_out: Callable[[int], str | int]) -> None:
        super().__init__(known)
        self._work_out = work_out

    def __missing__(self, point: int) -> str | int:
        result = self._work_out(point)
        if point < BMP_END:
            self[point] = result
        return result


def skeleton(text: str) -> str:
    """The skeleton of UTS #39 section 4 (without its bidirectional variant): equal for texts that look alike.

    Case and accents count: ``paypaI`` with a capital i has the skeleton of ``paypal``; ``Inès`` not that of ``Ines``.
    """
    return _nfd(_nfd(text).translate(_prototypes()))


def nickname_key(text: str) -> str:
    """What two nicknames share when they are too alike for one square; empty only for an invisible text.

    NFKC, then for each letter the skeleton of both its cases (so that capitals and small letters of any script agree),
    without accents, then without spaces, punctuation and symbols unless nothing else is left. ``i`` and ``l`` are one
    letter, since ``I`` looks like the one and is the other. Known limit: a word all in Greek capitals with Ν or Υ.
    """
    shape = _nfd(_nfd(unicodedata.normalize("NFKC", text)).translate(_cases()))
    bare = "".join(char for char in shape if not _is_accent(char)).replace("i", "l")
    return "".join(char for char in bare if unicodedata.category(char)[0] not in "PSZC") or bare.strip()


def loose_skeleton(text: str) -> str:
    """`nickname_key` after reading signs as letters (``4dm1n`` = ``admin``), for both sides of a word list."""
    return nickname_key(unicodedata.normalize("NFKC", text).translate(LEET))


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of a text's letters, as Unicode names begin: ``LATIN``, ``CYRILLIC``, ``GREEK``, ``CJK``…"""
    plain = unicodedata.normalize("NFKC", text)
    letters = {char for char in plain if unicodedata.category(char) in ("Ll", "Lu", "Lo", "Lt")}
    return frozenset(unicodedata.name(char, "UNNAMED").split(" ", 1)[0] for char in letters)


def mixes_scripts(text: str) -> bool:
    """Whether letters of scripts that do not belong together stand in one text, such as Latin with Cyrillic."""
    scripts = scripts_of(text)
    return len(scripts) > 1 and not any(scripts <= group for group in TOGETHER)


@functools.cache
def _prototypes() -> LookAlikes:
    """The table of UTS #39 with default-ignorable characters, which are dropped; anything else stands for itself."""
    known: dict[int, str | int | None] = dict(read_confusables())
    known.update((point, None) for points in DEFAULT_IGNORABLE for point in points)
    return LookAlikes(known, _itself)


def read_confusables() -> dict[int, str]:
    """The shipped table: code point of a look-alike → its prototype."""
    source = importlib.resources.files("parvis.core") / "data" / "confusables.tsv"
    lines = (line for line in source.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    pairs = (line.split("\t") for line in lines)
    return {int(char, 16): "".join(chr(int(p, 16)) for p in prototype.split()) for char, prototype in pairs}


@functools.cache
def _cases() -> LookAlikes:
    return LookAlikes({}, _both_cases)


def _both_cases(point: int) -> str:
    """The look of a letter whatever its case, once more for what that look is made of."""
    return "".join(_letter(part) for part in _letter(chr(point)))


def _letter(char: str) -> str:
    """A letter as a Latin word if either of its cases looks like one, its small letter first."""
    looks = [_look(case) for case in (char.lower(), char.upper())]
    return next((look for look in looks if look.isascii() and look.isalpha()), looks[0])


def _look(char: str) -> str:
    """A letter's skeleton in small letters, without accents; a small capital is its letter."""
    shape, before = char, ""
    while shape != before:
        before, shape = shape, unicodedata.normalize("NFKC", skeleton(shape).casefold())
    bare = "".join(c for c in _nfd(shape) if not _is_accent(c)) or shape
    name = unicodedata.name(bare, "") if len(bare) == 1 else ""
    letter = name.removeprefix(SMALL_CAPITAL)
    return letter.lower() if name.startswith(SMALL_CAPITAL) and len(letter) == 1 else bare


def _itself(point: int) -> int:
    return point


def _is_accent(char: str) -> bool:
    return any(ord(char) in accents for accents in ACCENTS)


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)

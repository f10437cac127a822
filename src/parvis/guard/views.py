"""A text as the guard reads it: the same words behind capitals, accents, look-alike letters, leet and separators.

Matching always runs on views; what is stored, shown and cited is the original text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from parvis.core.skeleton import skeleton

_SPACES = re.compile(r"\s+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_CHUNK = re.compile(r"[^\s._'’-]+")
_LEET = str.maketrans("013456789@$€!|", "oieasgtbgaseii")
_LONG_RUN = re.compile(r"(.)\1{2,}")


class Views:
    """One text and its views, each made when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        """Compatibility forms, capitals and spacing made equal: for asking whether two texts say the same."""
        if self.text.isascii():
            return " ".join(self.text.lower().split())
        return _SPACES.sub(" ", unicodedata.normalize("NFKC", self.text).casefold()).strip()

    @cached_property
    def cased(self) -> str:
        """Look-alike letters as Latin ones, no accents, nothing invisible; capitals, digits and separators stay."""
        if self.text.isascii():
            return self.text
        return "".join([_latin(char) for char in unicodedata.normalize("NFKD", self.text)])

    @cached_property
    def plain(self) -> str:
        """`cased` in lower case."""
        return self.cased.lower()

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Runs of letters and runs of digits, cut at humps (``MarieParis``); letters set apart one by one joined."""
        return joined(_PIECE.findall(_HUMP.sub(" ", self.cased).lower()))

    @cached_property
    def compact(self) -> str:
        """All pieces without anything between them."""
        return "".join(self.pieces)

    @cached_property
    def chunks(self) -> tuple[str, ...]:
        """What stands between separators with leet read as letters (``lyc33n``), then `loose`."""
        return tuple(loose(read_leet(chunk)) for chunk in _CHUNK.findall(self.plain))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every way to see a single word in it, `loose`: pieces, and chunks with and without digits at their ends."""
        found = {loose(piece) for piece in self.pieces}
        for chunk in _CHUNK.findall(self.plain):
            for end in range(len(chunk), len(chunk.rstrip("0123456789")) - 1, -1):
                if not chunk[:end].isdigit():
                    found.add(loose(read_leet(chunk[:end])))
        return frozenset(found)


def loose(word: str) -> str:
    """A lower-case word for comparing: l and i are one letter, a letter leaned on (``adooo``) counts once."""
    return _LONG_RUN.sub(r"\1", word.replace("l", "i"))


def loose_words(text: str) -> frozenset[str]:
    """Words set apart by spaces, each `loose`, for a list to compare `Views.words` with."""
    return frozenset(map(loose, text.split()))


def read_leet(text: str) -> str:
    """Digits and signs as the letters they stand for in ``l33t``."""
    return text.translate(_LEET)


def joined(pieces: list[str]) -> tuple[str, ...]:
    """Neighbouring single letters, and neighbouring single digits, as one piece: ``l y c é e n``, ``1.5``."""
    made: list[str] = []
    open_run = ""
    for piece in pieces:
        kind = ("d" if piece.isdigit() else "l") if len(piece) == 1 else ""
        if kind and kind == open_run:
            made[-1] += piece
        else:
            made.append(piece)
        open_run = kind
    return tuple(made)


def _latin(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.category(char) in ("Cf", "Cc") or unicodedata.combining(char):
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if not char.isalpha():
        return char
    seen = unicodedata.normalize("NFKD", skeleton(char))
    return "".join([one for one in seen if not unicodedata.combining(one)])

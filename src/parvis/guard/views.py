"""A text as the guard reads it: the same words behind capitals, accents, look-alike letters, leet and separators.

Matching always runs on views; what is stored, shown and cited is the original text.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from functools import cached_property

from parvis.core.skeleton import DEFAULT_IGNORABLE, read_confusables, skeleton
from parvis.guard.citing import Sign, View, bare_map, folded_map, origin
from parvis.guard.restore import Rewritten, mirrored, restored
from parvis.guard.vocabulary import Vocabulary, everyday

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_CHUNK = re.compile(r"(?:[^\W_]|[@$€!|])+")
"""Letters, digits, and the signs that stand for letters."""
_LEET = str.maketrans("013456789@$€!|", "oieasgtbgaseii")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_TYPEWRITTEN = {"'": "‘’ʼ′´`", "-": "‐‑‒–—−", '"': "“”„«»"}
_TYPED = {ord(sign): plain for plain, signs in _TYPEWRITTEN.items() for sign in signs}
_TAGS = re.compile("[\U000e0000-\U000e0fff]")
"""Invisible, and beyond the table."""
_FRENCH = re.compile("[ -~àâäçéèêëîïñôöùûüÿœæ]*")
"""What words are written with here; other accents are ornaments or disguises."""
_GAP = re.compile(r"\s+")
TABLE_END = 0x20000
"""Where letters that look Latin end; `str.translate` leaves what a list does not hold as it is, at no cost."""


class Views:
    """One text and its views, each made when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.vocabulary: Vocabulary | None = None
        """Words that disguises are read as; None: the common ones alone. Set before `restored` is asked for."""
        self._folded: str | None = None
        self._bare: str | None = None
        self._restored: Rewritten | None = None
        self._mirrored: Rewritten | None = None
        self._tried = self._turned = False

    @property
    def folded(self) -> str:
        """Compatibility forms, capitals and spacing made equal."""
        if self._folded is None:  # by hand: in Python 3.11 a cached property takes a lock, and every message comes here
            if self.text.isascii():
                self._folded = " ".join(self.text.lower().split())
            else:
                self._folded = " ".join(unicodedata.normalize("NFKC", self.text).casefold().split())
        return self._folded

    @property
    def bare(self) -> str:
        """`folded` in plain letters, by one table in one pass: no accents, look-alikes as Latin, nothing invisible.

        Digits, signs and spaces stay; curly apostrophes and long dashes become the typewriter's.
        """
        if self._bare is None:
            if self.text.isascii():
                self._bare = self.folded.replace("`", "'")
            else:
                bare = " ".join(self.text.translate(_bare_letters()).split())
                self._bare = bare if bare.isascii() else _TAGS.sub("", bare)
        return self._bare

    @property
    def restored(self) -> str:
        """`bare` with disguises undone and words kept apart; `bare` itself, the same object, where there are none."""
        made = self._restoring()
        return made.text if made else self.bare

    @property
    def mirrored(self) -> str:
        """Read from its end, or each word from its own, and restored; `bare` itself unless that reads better."""
        made = self._mirroring()
        return made.text if made else self.bare

    @property
    def readable(self) -> str:
        """What a person would read, in small letters: accents stay where they are accents, disguises are undone."""
        folded, bare = self.folded.translate(_TYPED).split(" "), self.bare.split(" ")
        if len(folded) != len(bare):
            return self.restored
        read = [one if _FRENCH.fullmatch(one) else other for one, other in zip(folded, bare, strict=True)]
        if made := self._restoring():
            read = [read[at] if at == last and put == bare[at] else put for put, at, last in made.pieces]
        return " ".join(read)

    def cite(self, view: View, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that a stretch of a view stands for."""
        if view == "text":
            return start, end
        made = self._restoring() if view == "restored" else self._mirroring() if view == "mirrored" else None
        if made and start < end:
            start, end = made.origin(start, end)
        if self.text.isascii() and len(self.text) == len(self.folded):
            return start, end
        return origin(self._folded_signs if view == "folded" else self._bare_signs, start, end, len(self.text))

    @cached_property
    def _folded_signs(self) -> list[Sign]:
        return folded_map(self.text)

    @cached_property
    def _bare_signs(self) -> list[Sign]:
        return bare_map(self.text, _bare_letters())

    def _restoring(self) -> Rewritten | None:
        if not self._tried:
            self._tried = True
            known = self.vocabulary or everyday()
            self._restored = restored(self.bare, self._wide, known)
        return self._restored

    def _mirroring(self) -> Rewritten | None:
        if not self._turned:
            self._turned = True
            known = self.vocabulary or everyday()
            self._mirrored = mirrored(self.bare, self.restored, known)
        return self._mirrored

    def _wide(self) -> frozenset[int]:
        """After which tokens of `bare` more than one space stands; none where tokens of the text leave no trace."""
        gaps = _GAP.findall(self.text.strip())
        if len(gaps) != self.bare.count(" "):
            return frozenset()
        return frozenset(at for at, gap in enumerate(gaps) if len(gap) > 1)

    @property
    def gist(self) -> str:
        """For asking whether two texts say the same: `bare` where it is all Latin, else `folded`.

        Where other scripts keep their vowels in marks, `bare` would make different words one.
        """
        return self.bare if self.bare.isascii() else self.folded

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


SCRIPTS = (range(0x3400), range(0xA000, 0xAC00), range(0xD7B0, 0x17000), range(0x19000, TABLE_END))
"""All but Chinese characters, Korean syllables and Tangut, sixty thousand of which none looks like anything else."""


@functools.cache
def _bare_letters() -> list[str | int | None]:
    """The table of `Views.bare` by code point: a list, because no text can make a list work something out."""
    table: list[str | int | None] = list(range(TABLE_END))
    look_alikes = read_confusables()
    for point in itertools.chain(*SCRIPTS):
        kind = unicodedata.category(chr(point))
        if kind[0] == "M" or kind in ("Cf", "Cc"):
            table[point] = " " if chr(point).isspace() else None
        elif kind != "Cn":
            table[point] = _bare(chr(point), look_alikes)
    for point, plain in _TYPED.items():
        table[point] = plain
    for point in (point for points in DEFAULT_IGNORABLE for point in points if point < TABLE_END):
        table[point] = None
    for point, made in enumerate(table):
        if isinstance(made, str):  # what stands for several signs ends where each of them does: ﷲ, ‴, և
            table[point] = made.translate(table)
    return table


def _bare(char: str, look_alikes: dict[int, str]) -> str:
    """A character as plain ones, in small letters; itself, but small and without marks, if it looks like none.

    A capital is what it looks like itself, which its small letter often does not: Н, Η, М and Ν are H, H, M and N.
    """
    capital = look_alikes.get(ord(char), "") if char > "\x7f" and char.isupper() else ""
    if len(capital) == 1 and capital.isascii() and capital.isupper():
        return capital.casefold()
    small = _unmarked(unicodedata.normalize("NFKC", char).casefold())
    parts = [look_alikes.get(ord(one), one) if one > "\x7f" and one.isalpha() else one for one in _decomposed(small)]
    bare = _unmarked(_decomposed("".join(parts)).casefold())
    return bare if bare.isascii() else small


def _unmarked(text: str) -> str:
    return "".join([one for one in text if unicodedata.category(one)[0] != "M"])


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


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

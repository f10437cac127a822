"""Words of one meaning: they share a row, so that one is understood by what was learned of the others.

As the shipped packs group them, and as `meanings.txt` does across the two languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from parvis.guard.rules import Pack

MEANINGS = Path(__file__).with_name("meanings.txt")
_WORD = re.compile(r"[a-z]{3,}")
_OPTIONAL = re.compile(r"(.)\?")


def kin_of(packs: Iterable[Pack]) -> dict[str, tuple[str, ...]]:
    """For each word the groups it is in: of `meanings.txt`, alternatives of a pack's parts, and terms of its lists."""
    groups: dict[str, set[str]] = {}
    for line in MEANINGS.read_text("utf-8").splitlines():
        name, _, words = line.partition(": ")
        for word in words.split() if not line.startswith("#") else ():
            groups.setdefault(word, set()).add(f"@@{name}")
    for pack in packs:
        short = pack.pack.removeprefix("parvis.")
        for name, pattern in pack.parts.items():
            for word in _words(pattern):
                groups.setdefault(word, set()).add(f"@{short}.{name}")
        for one in pack.lists:
            for term in filter(_WORD.fullmatch, one.terms):
                groups.setdefault(term, set()).add(f"@{short}.{one.id}")
    return {word: tuple(sorted(names)) for word, names in sorted(groups.items())}


def _words(pattern: str) -> Iterator[str]:
    """Alternatives of a pattern that are single words, with and without a letter that may be left out."""
    for piece in _alternatives(pattern):
        bare = piece.replace("(?:", "").strip("() ")
        for word in {bare.replace("?", ""), _OPTIONAL.sub("", bare)}:
            if _WORD.fullmatch(word):
                yield word


def _alternatives(pattern: str) -> Iterator[str]:
    depth, piece = 0, ""
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth <= 1:
            yield piece
            piece = ""
        else:
            piece += sign
    yield piece

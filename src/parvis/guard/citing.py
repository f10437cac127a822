"""Where in the original text a stretch of a view comes from; worked out only when somebody cites."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

View = Literal["text", "folded", "bare", "restored", "mirrored"]
"""The views in which something may be found."""
Sign = tuple[str, int, int]
"""A character of a view, and the stretch of the text it was made of."""

_TAGS = range(0xE0000, 0xE1000)


def origin(signs: Sequence[Sign], start: int, end: int, length: int) -> tuple[int, int]:
    """The stretch of a text of ``length`` that the view's characters ``start`` to ``end`` were made of."""
    cited = signs[start:end]
    if not cited:
        at = signs[start][1] if start < len(signs) else length
        return at, at
    return min(one[1] for one in cited), max(one[2] for one in cited)


def bare_map(text: str, table: Sequence[str | int | None]) -> list[Sign]:
    """`Views.bare` by characters."""
    if text.isascii():
        return _spaced((char, at, at + 1) for at, char in enumerate(text.lower().replace("`", "'")))
    spaced = _spaced((sign, at, end) for at, end, char in _clusters(text) for sign in _translated(char, table))
    return [one for one in spaced if ord(one[0]) not in _TAGS]


def folded_map(text: str) -> list[Sign]:
    """`Views.folded` by characters; letters that melt into one with their marks stand for all of it."""
    return _spaced(
        (sign, at, end) for at, end, char in _clusters(text) for sign in unicodedata.normalize("NFKC", char).casefold()
    )


def _translated(cluster: str, table: Sequence[str | int | None]) -> Iterator[str]:
    for char in cluster:
        put = table[ord(char)] if ord(char) < len(table) else ord(char)
        if put is not None:
            yield from chr(put) if isinstance(put, int) else put


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each character with the marks on it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or unicodedata.category(text[at])[0] != "M":
            if start < at:
                yield start, at, text[start:at]
            start = at


def _spaced(signs: Iterable[Sign]) -> list[Sign]:
    """Spaces made one, and none at the ends, as `str.split` and a join do."""
    made: list[Sign] = []
    for sign, start, end in signs:
        if not sign.isspace():
            made.append((sign, start, end))
        elif made and made[-1][0] != " ":
            made.append((" ", start, end))
        elif made:
            made[-1] = (" ", made[-1][1], end)
    if made and made[-1][0] == " ":
        made.pop()
    return made

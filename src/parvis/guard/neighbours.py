"""What only the tokens beside it tell of a token: a word in pieces, ``g 15 an``, ``l5 ans``, ``j' aime``."""

from __future__ import annotations

import re
from collections.abc import Container

from parvis.guard.vocabulary import Vocabulary

JOINED_MIN = 4
"""Letters of a word whose pieces are put together."""
SHORT_MAX = 3
Piece = tuple[str, int, int]
"""Text of the restored form, and the first and last token of the plain form that it stands for."""
JOIN_MAX = 4
"""Tokens that may be pieces of one word."""
AGE_UNITS = frozenset({"an", "ans", "anos", "years", "year", "yo", "y/o", "yrs", "piges", "balais"})
NUMBER_WORDS = frozenset({
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
    "quinze", "seize", "dix-sept", "dix-huit", "vingt",
})  # fmt: skip
_AGE_DIGITS = str.maketrans("oilsz", "01152")
_TOLD = frozenset({"an", "g", "ge", "je", "j", "c", "t"})
_LOOKS_NUMBER = re.compile(r"(?=.*\d)[\doil]{2}")
ENDS = ".,;!?"


def ends_of(token: str) -> str | None:
    """The signs behind a single letter or digit; None when it is something else."""
    return token[1:] if len(token) > 1 and token[0].isalnum() and not token.rstrip(ENDS)[1:] else None


def clipped(pieces: list[Piece]) -> list[Piece]:
    """``j' aime`` as one again."""
    made: list[Piece] = []
    for put, first, last in pieces:
        if made and put[:1].isalpha() and made[-1][0].endswith("'") and made[-1][0][:1].isalpha():
            made[-1] = (made[-1][0] + put, made[-1][1], last)
        else:
            made.append((put, first, last))
    return made


def joined_with(
    tokens: list[str], readings: dict[int, str], at: int, runs: Container[int], vocabulary: Vocabulary
) -> tuple[int, str] | None:
    """How many tokens from here on are one word together, and which; none of them unless one is no word."""
    if len(tokens[at]) < 2 or not tokens[at].isalpha():
        return None
    letters, strange = tokens[at], readings.get(at) == tokens[at]
    for place in range(at + 1, min(at + JOIN_MAX, len(tokens))):
        core = tokens[place].rstrip(ENDS)
        if place in runs or not core.isalpha():
            return None
        letters += core
        strange = strange or readings.get(place) == tokens[place]
        if strange and len(letters) >= JOINED_MIN and letters in vocabulary.own:
            return place - at + 1, letters + tokens[place][len(core) :]
        if core != tokens[place]:
            return None
    return None


def beside(pieces: list[Piece]) -> list[Piece]:
    """Short tokens as their neighbours have them."""
    return [one if len(one[0]) > SHORT_MAX else (_beside(pieces, at), *one[1:]) for at, one in enumerate(pieces)]


def _beside(pieces: list[Piece], at: int) -> str:
    put = pieces[at][0]
    core = put.rstrip(ENDS)
    if core not in _TOLD and not put[:1].isdigit() and not put[-1:].isdigit():
        return put
    before = pieces[at - 1][0] if at else ""
    after = pieces[at + 1][0].rstrip(ENDS) if at + 1 < len(pieces) else ""
    counted = before.isdigit() or before in NUMBER_WORDS
    if core == "an" and counted:
        return put.replace("an", "ans")
    if _LOOKS_NUMBER.fullmatch(put) and after in AGE_UNITS:
        return put.translate(_AGE_DIGITS)
    return _letter(before, put, after, counted=counted)


def _letter(before: str, put: str, after: str, *, counted: bool) -> str:
    """The short words that are one letter or two."""
    if put in ("g", "ge", "je") and (after.isdigit() or after in NUMBER_WORDS) and not counted:
        return "j'ai"
    if put == "g" and after.isalpha() and not counted:
        return "j'ai"
    if put == "j" and after.isalpha():
        return "je"
    if put == "c" and after in ("you", "u"):
        return "see"
    if put == "c" and after.isalpha() and before not in ("vitamine", "plan", "langage", "en"):
        return "c'est"
    return "tu es" if put == "t" and after.isalpha() else put

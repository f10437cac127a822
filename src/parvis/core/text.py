"""What arrives as text, made tidy before anything judges or keeps it: one form, no hidden controls."""

from __future__ import annotations

import re
import unicodedata

from parvis.core.marks import cut_piles

_PLAIN = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
"""Most messages: one line of ASCII with nothing at its ends, which is tidy already."""
_NEWLINE = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Controls, the marks that turn the direction of text around (UAX 9: LRE to PDF, LRI to PDI), BOM, lone surrogates."""
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
"""What leaves no ink: a text of only these is blank (Default_Ignorable_Code_Point, and the empty Braille cell)."""
MARKS_MAX = 32
"""Combining marks in a row that are left for the guard to judge; UAX 15, stream-safe text, stops at 30."""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""
_CROCKFORD = str.maketrans("OIL", "011")
_NOT_CODE = re.compile(r"[^0-9A-Z]")


def tidy_message(raw: str) -> str:
    """The text as it will be judged, stored and shown: NFC, one kind of line end, no hidden controls or end spaces."""
    if _PLAIN.fullmatch(raw):
        return raw
    if raw.isprintable():  # then it is one line without controls
        return unicodedata.normalize("NFC", cut_piles(raw, MARKS_MAX)).strip()
    text = _UNSEEN.sub("", _NEWLINE.sub("\n", raw))
    # Cut first: normalising sorts a tower of marks in quadratic time.
    text = unicodedata.normalize("NFC", cut_piles(text, MARKS_MAX))
    return "\n".join([line.rstrip() for line in text.split("\n")]).strip()


def tidy_nickname(raw: str) -> str:
    """A nickname or room name as typed: one line, NFC, single spaces, no hidden controls; not yet judged."""
    return " ".join(tidy_message(raw).split())


def tidy_code(raw: str) -> str:
    """A code read aloud or copied from paper, as printed: upper case, no spaces or dashes, O as 0, I and L as 1."""
    wide = unicodedata.normalize("NFKC", raw).upper()
    return _NOT_CODE.sub("", wide).translate(_CROCKFORD)


def crockford(number: int, signs: int) -> str:
    """A number as so many signs of Crockford's base 32, five bits each."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(signs)))


def whole_number(raw: str) -> int | None:
    """The number somebody typed in any script's digits, or None; at most six digits."""
    text = raw.strip()
    return int(text) if text.isdecimal() and len(text) <= 6 else None


def is_blank(text: str) -> bool:
    """Whether nothing of it would leave ink on the page."""
    return not text or _INVISIBLE.fullmatch(text) is not None


def length(text: str) -> int:
    """Characters as people are told: Unicode code points of the tidy text."""
    return len(text)

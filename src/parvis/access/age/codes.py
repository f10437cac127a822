"""Voucher codes as letters and digits: how they are drawn, printed, and understood however they are typed.

The link form carries 128 random bits in 26 signs. The short form carries 55 in 11 signs and a twelfth that catches
every wrong sign and every two swapped ones: a check digit over the field GF(32), Horner's rule at the generator.
Both use Crockford's base 32, which has no I, L, O or U.
"""

from __future__ import annotations

import re
from enum import Enum
from urllib.parse import unquote

import msgspec

from parvis.core.ids import Entropy
from parvis.core.text import ALPHABET, crockford, tidy_code

LINK_SIGNS, SHORT_SIGNS = 26, 12
_FIELD = 0b100101
"""x^5 + x^2 + 1, primitive over GF(2): the powers of x run through all 31 non-zero elements."""
_FRAGMENT = re.compile(r"[#&?]v=([^&\s]+)", re.IGNORECASE)


class Form(Enum):
    """The two ways a voucher can be shown."""

    LINK = "link"
    SHORT = "short"


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A well-formed code, without its printed dashes."""

    form: Form
    text: str


class Unreadable(Enum):
    """Why what was typed is no code."""

    EMPTY = "empty"
    TYPO = "typo"
    """As long as a short code, but its check sign does not fit."""
    SHAPE = "shape"


def draw_link(entropy: Entropy) -> str:
    """A fresh link form: 26 signs."""
    return crockford(int.from_bytes(entropy(16), "big"), LINK_SIGNS)


def draw_short(entropy: Entropy) -> str:
    """A fresh short form: 11 random signs and a check sign, no dashes."""
    body = crockford(int.from_bytes(entropy(7), "big") >> 1, SHORT_SIGNS - 1)
    return body + ALPHABET[_double(_fold(body))]


def printed(short: str) -> str:
    """The short form as it stands on a card: ``XXXX-XXXX-XXXX``."""
    return "-".join(short[at : at + 4] for at in range(0, SHORT_SIGNS, 4))


def read_code(typed: str) -> Code | Unreadable:
    """What somebody typed, pasted or scanned: the short form, the link form, or the whole link."""
    pasted = _FRAGMENT.search(typed)
    text = tidy_code(unquote(pasted[1]) if pasted else typed)
    if not text:
        return Unreadable.EMPTY
    known = all(sign in ALPHABET for sign in text)
    if len(text) == LINK_SIGNS and known:
        return Code(form=Form.LINK, text=text)
    if len(text) != SHORT_SIGNS:
        return Unreadable.SHAPE
    return Code(form=Form.SHORT, text=text) if known and _fold(text) == 0 else Unreadable.TYPO


def _fold(signs: str) -> int:
    """The signs as a polynomial over GF(32), at x; zero for a body followed by its check sign."""
    total = 0
    for sign in signs:
        total = _double(total) ^ ALPHABET.index(sign)
    return total


def _double(element: int) -> int:
    """Times x in GF(32)."""
    element <<= 1
    return element ^ _FIELD if element >= len(ALPHABET) else element

"""Telephone numbers: in digits however they are set apart, in words, in pairs as they are spoken."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

Span = tuple[int, int]

DIGITS_MIN, DIGITS_MAX = 8, 15
"""Of a number that can be called from elsewhere (ITU E.164: at most 15)."""
LOOKED_AT = 8
"""Numbers looked at in one text."""
REGIONS = ("FR", "BE", "CH", "GB")
"""Whose numbers are known without their country's code, where they begin with a nought; Luxembourg's mobiles beside."""
FREE = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
"""Lines of help and of firms: nobody's own."""
_DIGITS = re.compile(r"(?<![\w+])(?:\+|00)?(?:\(0\))?[\do](?:[^\w,;:]{0,3}[\doil]){7,14}(?![\w])")
_OLD_CODES = re.compile(r"^(?:0[67]\d{8}|07\d{9}|(?:\+|00)(?:33|44)0?7?[67]\d{8}|(?:\+|00)447\d{9})$")
"""Mobiles by their shape, given out or not: also those that ARCEP and Ofcom keep for films and tests."""
_LUXEMBOURG = re.compile(r"^6[2-9]1\d{6}$")
_AS_DIGITS = str.maketrans("oil", "011")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?: .*)?")

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
WORDS = frozenset(_UNITS) | frozenset(_TENS) | {"et", "double", "o"}
"""Words that a number is spoken with."""
SPOKEN_MIN = 5
_TOKEN = re.compile(r"[a-z]+|\d+|\+")


def numbers(text: str) -> Iterator[Span]:
    """Where telephone numbers stand in a plain text."""
    for found in itertools.islice(_DIGITS.finditer(text), LOOKED_AT):
        if is_number(found[0]):
            yield found.span()


def is_number(written: str) -> bool:
    """Whether these digits and signs are a number that somebody can be called at."""
    digits = "".join([char for char in written.translate(_AS_DIGITS) if char.isdigit()])
    plus = "+" if written.startswith("+") else ""
    if not DIGITS_MIN <= len(digits) <= DIGITS_MAX or _DATE.fullmatch(written):
        return False
    if _OLD_CODES.match(plus + digits):
        return True
    if plus or digits.startswith("00"):
        return _kind(f"+{digits if plus else digits.removeprefix('00')}", None) not in (None, *FREE)
    if not digits.startswith("0"):
        return bool(_LUXEMBOURG.match(digits))
    kinds = [_kind(digits, region) for region in REGIONS]
    return any(kind is not None for kind in kinds) and FREE.isdisjoint(kinds)


def _kind(digits: str, region: str | None) -> int | None:
    """What kind of number it is there; None where it is none."""
    try:
        number = phonenumbers.parse(digits, region)
    except NumberParseException:
        return None
    return phonenumbers.number_type(number) if phonenumbers.is_valid_number(number) else None


def spoken(text: str) -> Iterator[Span]:
    """Where a number is spelled out: ``zero six trente-neuf…``, in words or half in digits."""
    run: list[re.Match[str]] = []
    for token in itertools.chain(_TOKEN.finditer(text), [None]):
        if token is not None and (token[0] in WORDS or token[0].isdigit()):
            run.append(token)
            continue
        if len(run) >= SPOKEN_MIN and any(one[0].isalpha() for one in run):
            said = digits_of([one[0] for one in run])
            if _OLD_CODES.match(said) or (said.startswith("0") and is_number(said)):
                yield run[0].start(), run[-1].end()
        run = []


def digits_of(words: list[str]) -> str:
    """Words as digits, two by two where tens are spoken: "quatre vingt dix huit" is 98."""
    said, at = "", 0
    while at < len(words):
        number, count = _next(words, at)
        said += number
        at += count
    return said


def _next(words: list[str], at: int) -> tuple[str, int]:
    """The number that begins here, and how many words it has."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word.isdigit():
        return word, 1
    if word == "double" and after in _UNITS:
        return str(_UNITS[after]) * 2, 2
    if word == "quatre" and after in ("vingt", "vingts"):
        return _tens(80, words, at + 2, 2)
    if word in _TENS:
        return _tens(_TENS[word], words, at + 1, 1)
    if word == "dix" and after in ("sept", "huit", "neuf"):
        return str(10 + _UNITS[after]), 2
    return ("0" if word == "o" else str(_UNITS[word]) if word in _UNITS else ""), 1


def _tens(tens: int, words: list[str], at: int, taken: int) -> tuple[str, int]:
    """Tens with what is added to them; up to nineteen after sixty and eighty."""
    if at < len(words) and words[at] == "et":
        at, taken = at + 1, taken + 1
    most = 20 if tens in (60, 80) else 10
    if at < len(words) and words[at] in _UNITS:
        number, count = _next(words, at)
        if 0 < int(number) < most:
            return str(tens + int(number)), taken + count
    return str(tens), taken

"""One token, that is what stands between two spaces, read by itself: leet, signs between letters, boxed letters."""

from __future__ import annotations

import re

from parvis.guard.sms import SHORT
from parvis.guard.vocabulary import SHORTEST, Vocabulary

PARTS = re.compile(r"[^\W_]+")
"""Letters and digits between signs."""
REMEMBERED = 32_768
"""Tokens whose reading is kept; then all are forgotten, so that nobody can fill the memory."""
TOKEN_MAX = 400
"""Characters of a token that is looked into as a whole."""
_BEFORE = "\"'.,;:?!()[]{}<>«»“”„…-–—_/\\~&%^=#"
_AFTER = _BEFORE.replace("'", "") + "|"
_CLIP = re.compile(r"(?<=[^\W\d_])'")
_LATIN = re.compile(r"[a-z0-9]")
_ADDRESS = re.compile(r"://|^www\.|^[\w.+-]+@[\w.-]+\.\w|\.(?:com|fr|net|org|io|be|ch|eu|me|gg|uk|example)(?:$|[/:?])")
_COUNTED = re.compile(r"[+-]?\d+(?:[.,:/h-]\d+)*(?:[^\W\d_]+|[%°€$£+]+)?")
"""A number with what it counts: ``15ans``, ``20h30``, ``12.50€``; nothing is read into it."""
_HALF_DIGITS = re.compile(r"^\d[oil]$|^\d+[a-z]+\d|^\d+[a-z]*([a-z])\1\1$|^\d[bcdfghjklmnpqrstvwxz]{2,}")
"""Perhaps a number, or a word that begins with a digit; what stands beside or behind it tells."""
_LONG_UNIT = re.compile(r"^(\d+[a-z]*?)([a-z])\2{2,}$")
_LETTERS = {
    **{chr(0x1F1E6 + at): chr(97 + at) for at in range(26)},
    **{chr(start + at): chr(97 + at) for start in (0x1F130, 0x1F150, 0x1F170) for at in range(26)},
    "⭕": "o", "❌": "x", "✖": "x", "❎": "x", "❗": "!", "❕": "!", "➕": "+", "💲": "$", "💯": "100", "🔟": "10",
    "🆎": "ab", "🆑": "cl", "🆒": "cool", "🆓": "free", "🆔": "id", "🆕": "new", "🆖": "ng", "🆗": "ok", "🆘": "sos",
    "🆙": "up", "🆚": "vs", "©": "c", "®": "r", "™": "tm", "ℹ": "i", "Ⓜ": "m", "♾": "oo",
}  # fmt: skip
"""Emoji that are letters in boxes, or look like one."""
_EMOJI = str.maketrans(_LETTERS)
_HYPHENS = frozenset("-/'")
_OF_CODE = frozenset("()[]{}<>=\\")
_MANY = 4
"""Words set apart by hyphens alone are a way to write without spaces when there are so many: not in "peut-être"."""


def read(token: str, vocabulary: Vocabulary) -> str | None:
    """What it stands for, or itself; None when there is nothing strange about it."""
    found = vocabulary.memory.get(token, "")
    if found == "":
        found = _read(token, vocabulary)
        if len(vocabulary.memory) >= REMEMBERED:
            vocabulary.memory.clear()
        vocabulary.memory[token] = found
    return found


def _read(token: str, vocabulary: Vocabulary) -> str | None:
    plain = token if token.isascii() else token.translate(_EMOJI)
    core = plain.lstrip(_BEFORE).rstrip(_AFTER)
    if not _LATIN.search(core) or len(core) > TOKEN_MAX or core in vocabulary.known or _is_counted(core):
        return None if plain == token else plain
    if _ADDRESS.search(core):
        return None
    start = plain.index(core)
    meant, rest = _read_core(core, vocabulary), plain[start + len(core) :]
    if meant == core and rest.startswith("!") and core not in vocabulary.known:
        meant = _read_core(f"{core}!", vocabulary)
        meant, rest = (core, rest) if meant == f"{core}!" else (meant, rest[1:])
    made = plain[:start] + meant + rest
    return None if made == token and _is_ordinary(core, vocabulary) else made


def _is_counted(core: str) -> bool:
    return core not in SHORT and bool(_COUNTED.fullmatch(core)) and not _HALF_DIGITS.search(core)


def _is_ordinary(core: str, vocabulary: Vocabulary) -> bool:
    """Whether all its parts are words; ``l'``, ``d'`` and the like are."""
    parts = PARTS.findall(core)
    clipped = len(parts) > 1
    return all(
        part in vocabulary.known or part.isdigit() or (clipped and f"{part}'" in vocabulary.known) for part in parts
    )


def _read_core(core: str, vocabulary: Vocabulary) -> str:
    clip = _CLIP.search(core)
    if clip and f"{core[: clip.start()]}'" in vocabulary.known:
        rest = core[clip.end() :]
        return core[: clip.end()] + (vocabulary.after_clip(rest) if rest.isalnum() else _read_core(rest, vocabulary))
    if core in vocabulary.known or not core:
        return core
    parts = PARTS.findall(core)
    if parts and parts[0] != core:
        return _read_parts(core, parts, vocabulary)
    return _LONG_UNIT.sub(r"\1\2", core) if core[0].isdigit() and _LONG_UNIT.search(core) else vocabulary.word_for(core)


def _read_parts(core: str, parts: list[str], vocabulary: Vocabulary) -> str:
    """Parts that are a word together, or one each; else what signs stand for letters."""
    letters = "".join(parts)
    if letters.isdigit():
        return core
    whole = vocabulary.word_for(letters) if len(letters) >= SHORTEST else letters
    known = [part in vocabulary.known and (len(part) > 1 or len(parts) == 1) for part in parts]
    if all(known) and len(parts) > 1 and not (whole == letters and letters in vocabulary.known):
        return _parted(core, parts)
    meant = vocabulary.word_for(core)
    if meant != core:
        return meant
    if (whole != letters or whole in vocabulary.known) and len(parts) > 1:
        return whole
    if len(parts) >= SHORTEST and all(len(part) == 1 for part in parts):
        words = vocabulary.split(letters)
        return " ".join([vocabulary.word_for(word) for word in words]) if words else letters
    if len(parts) >= _MANY and sum(known) * 2 >= len(parts):
        return _parted(PARTS.sub(lambda one: vocabulary.word_for(one[0]), core), parts)
    return PARTS.sub(lambda one: vocabulary.word_for(one[0]), core)


def _parted(core: str, parts: list[str]) -> str:
    """Words that stand without a space between them, with one; two with a hyphen or a full stop stay as they are."""
    signs = {sign for sign in core if not sign.isalnum()}
    if signs & _OF_CODE:
        return core
    if signs <= _HYPHENS and len(parts) < _MANY:
        return core
    if len(parts) < SHORTEST and (any(map(str.isdigit, parts)) or any(sign in ".,:;!?" for sign in signs)):
        return core
    return " ".join("".join([one if one.isalnum() or one in "',!?" else " " for one in core]).split())

"""The twelve ways people write so that a machine does not read it and a person still does; each is told by its seed."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from evaluation.phonetic import by_ear

Disguise = Callable[[str, str, random.Random], str]
"""Text, language and chance to the text as somebody would disguise it."""

KEPT = re.compile(r"\S*(?:://|www\.|\.(?:example|gg|me)\b|@|#)\S*")
"""What has to be copied letter by letter: links, addresses, handles. Digits stay digits, in their order, everywhere."""
_WORD = re.compile(r"[^\W\d_]+")
LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7"}
CYRILLIC = {
    "a": "а", "c": "с", "e": "е", "h": "һ", "i": "і", "j": "ј", "o": "о", "p": "р", "s": "ѕ", "x": "х", "y": "у",
    "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "K": "К", "M": "М", "O": "О", "P": "Р", "T": "Т", "X": "Х",
}  # fmt: skip
FONTS = (0x1D400, 0x1D5D4, 0x1D608, 0xFF21)
"""Where the capital A stands in bold, sans bold, sans italic and full width; small letters follow 26 (32) later."""
UNSEEN = "\u200b\u200c\u200d\u2060\u00ad"
MARKS = {"a": "àáâäãå", "e": "èéêëē", "i": "ìíîï", "o": "òóôöõ", "u": "ùúûü", "c": "ç", "n": "ñ", "y": "ýÿ"}
BOXED = {"a": "🅰️", "b": "🅱️", "o": "🅾️", "p": "🅿️", "m": "Ⓜ️", "i": "ℹ️", "x": "❌"}
FACES = "😂🔥😈👀🙈✨😏💥"
SIGNS = ".-_*/"


def leet(text: str, _lang: str, chance: random.Random) -> str:
    """Digits and signs for letters: at least one in every word of four letters, each other with a chance of 0.6."""

    def write(word: str) -> str:
        able = [at for at, one in enumerate(word) if _plain(one) in LEET]
        if len(word) < 4 or not able:
            return word
        sure = chance.choice(able)
        return "".join(
            chance.choice(LEET[_plain(one)]) if at == sure or (at in able and chance.random() < 0.6) else one
            for at, one in enumerate(word)
        )

    return in_words(text, write)


def spacing(text: str, _lang: str, chance: random.Random) -> str:
    """Letters set apart by spaces in about half of the longer words; two spaces where such a word ends."""
    spaced = in_some_words(text, lambda word: f" {' '.join(word)} ", chance).strip()
    return re.sub(r" +(?=[,.'’])", "", spaced)


def homoglyphs(text: str, _lang: str, chance: random.Random) -> str:
    """Cyrillic letters that look the same for half of those that have one; one text in four in a fancy font instead."""
    if chance.random() < 0.25:
        first = chance.choice(FONTS)
        return in_words(text, lambda word: "".join(_in_font(one, first) for one in word))
    return in_words(
        text, lambda word: "".join(CYRILLIC.get(one, one) if chance.random() < 0.5 else one for one in word)
    )


def zero_width(text: str, _lang: str, chance: random.Random) -> str:
    """One or two invisible characters inside every word of three letters."""

    def write(word: str) -> str:
        for _ in range(chance.randint(1, 2) if len(word) > 2 else 0):
            at = chance.randrange(1, len(word))
            word = word[:at] + chance.choice(UNSEEN) + word[at:]
        return word

    return in_words(text, write)


def diacritics(text: str, _lang: str, chance: random.Random) -> str:
    """Accents that do not belong there, on two of three letters that can carry one."""
    return in_words(
        text,
        lambda word: "".join(
            chance.choice(MARKS[_plain(one)]) if _plain(one) in MARKS and chance.random() < 0.67 else one
            for one in word
        ),
    )


def emoji(text: str, _lang: str, chance: random.Random) -> str:
    """Boxed letters for some letters, or an emoji between the letters of some words, or one between all words."""
    manner = chance.randrange(3)
    if manner == 0:
        return in_words(
            text, lambda word: "".join(BOXED.get(one, one) if chance.random() < 0.6 else one for one in word)
        )
    face = chance.choice(FACES)
    if manner == 1:
        return in_some_words(text, face.join, chance)
    return face.join(text.split())


def repeats(text: str, _lang: str, chance: random.Random) -> str:
    """A vowel or the last letter of every word of three letters stretched to three to five."""

    def write(word: str) -> str:
        able = [at for at, one in enumerate(word) if _plain(one) in "aeiouy"] + [len(word) - 1]
        at = chance.choice(able)
        return word[:at] + word[at] * chance.randint(3, 5) + word[at + 1 :] if len(word) > 2 else word

    return in_words(text, write)


def case(text: str, _lang: str, chance: random.Random) -> str:
    """All capitals, or capitals every other letter, or by chance."""
    manner = chance.randrange(3)
    if manner == 0:
        return in_words(text, str.upper)
    big = (lambda at: at % 2 == 1) if manner == 1 else (lambda _at: chance.random() < 0.5)
    return in_words(text, lambda word: "".join(c.upper() if big(at) else c.lower() for at, c in enumerate(word)))


def punctuation(text: str, _lang: str, chance: random.Random) -> str:
    """A sign between the letters of some words, or one inside every word of four letters, or between all words."""
    manner, sign = chance.randrange(3), chance.choice(SIGNS)
    if manner == 0:
        return in_some_words(text, sign.join, chance)
    if manner == 2:
        return sign.join(text.split())

    def write(word: str) -> str:
        at = chance.randrange(1, len(word)) if len(word) > 3 else 0
        return word[:at] + sign + word[at:] if at else word

    return in_words(text, write)


def phonetic(text: str, lang: str, chance: random.Random) -> str:
    """Written as it sounds, as in text messages: `evaluation.phonetic`."""
    return " ".join(token if KEPT.fullmatch(token) else by_ear(token, lang, chance) for token in text.split(" "))


def mirrored(text: str, _lang: str, chance: random.Random) -> str:
    """The whole text backwards; in one of four, each word backwards in its place."""
    if chance.random() < 0.25:
        return in_words(text, lambda word: word[::-1])
    return text[::-1]


def mixed(text: str, lang: str, chance: random.Random) -> str:
    """Two others at once, one that changes letters and one that sets them apart or dresses them."""
    first = chance.choice((leet, phonetic, repeats, diacritics))
    second = chance.choice((case, zero_width, homoglyphs, punctuation, emoji, spacing))
    return second(first(text, lang, chance), lang, chance)


DISGUISES: dict[str, Disguise] = {
    "leet": leet, "spacing": spacing, "homoglyphs": homoglyphs, "zero-width": zero_width, "diacritics": diacritics,
    "emoji": emoji, "repeats": repeats, "case": case, "punctuation": punctuation, "phonetic": phonetic,
    "mirrored": mirrored, "mixed": mixed,
}  # fmt: skip


def disguised(name: str, text: str, lang: str, seed: int = 0) -> str:
    """The text under one disguise; the same every time for the same seed."""
    return DISGUISES[name](text, lang, random.Random(f"{seed} {name} {text}"))


def in_words(text: str, write: Callable[[str], str]) -> str:
    """Every run of letters written anew, outside what has to stay as it is."""
    kept_until, parts = 0, []
    for kept in KEPT.finditer(text):
        parts += [_WORD.sub(lambda found: write(found[0]), text[kept_until : kept.start()]), kept[0]]
        kept_until = kept.end()
    return "".join([*parts, _WORD.sub(lambda found: write(found[0]), text[kept_until:])])


def in_some_words(text: str, write: Callable[[str], str], chance: random.Random) -> str:
    """The longest word, and every other one of four letters with a chance of 0.5."""
    longest = ""

    def look(word: str) -> str:
        nonlocal longest
        longest = max(longest, word, key=len)
        return word

    in_words(text, look)
    return in_words(
        text, lambda word: write(word) if word == longest or (len(word) > 3 and chance.random() < 0.5) else word
    )


def _plain(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0].lower()


def _in_font(char: str, first: int) -> str:
    plain = unicodedata.normalize("NFD", char)[0]
    if not ("A" <= plain <= "Z" or "a" <= plain <= "z"):
        return char
    step = 32 if first == 0xFF21 else 26
    return chr(first + ord(plain) - ord("A")) if plain <= "Z" else chr(first + step + ord(plain) - ord("a"))

"""The words the guard knows, and which of them a token in disguise stands for."""

from __future__ import annotations

import functools
import importlib.resources
import itertools
import re
from collections.abc import Iterable

from parvis.guard.sms import SHORT
from parvis.guard.sounds import sound

SOURCE = "words-{}.txt"
HEARD_OF = 16_000
"""So many of the most frequent French words are looked for by their sound."""
RARE = 50_000
"""The rank of a word that is in no list of common ones."""
PAIRS = 1_500
"""Words of two letters are words when they are as frequent as that; rarer ones are bits of others."""
SHORTEST = 3
"""Letters a word has that somebody may have disguised."""
SPLIT_MAX = 20
"""Letters of the longest word that letters without gaps are parted into."""
NEVER = 1e9
WORTH = 2
"""Letters that words have on average where letters without gaps are words at all."""
HEARD, HEARD_MAX = 4, 16
"""Letters of a token that may be taken for a word by its sound alone."""
BACKWARDS = 5
"""Letters of a word that is looked for in a token read from its end."""
TOKEN_MAX = 40
"""Characters a token has that may be a word in disguise."""

_FIRST = str.maketrans("013456789@$€£!|+(¡", "oieasgtbgaseliitci")
_SECOND = str.maketrans("013456789@$€£!|+(¡2", "oieasbtbgaseeiitciz")
"""What signs stand for, as most people write, and as some do."""
_RUN = re.compile(r"(.)\1+")
_LONG = re.compile(r"(.)\1{2,}")
_SEX_AND_AGE = re.compile(r"[fhm]\d\d")
"""``f16`` is no fig."""
_MASK = "*"
_MASKED_MAX = 2
_VOWELS = "aeiouy"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Vocabulary:
    """Common words, and those of lists; never changed, but for what it remembers of tokens it has seen."""

    def __init__(self, of_lists: Iterable[str] = ()) -> None:
        common = _common()
        self.own = BASE | {word for word in of_lists if word.isalpha() and len(word) >= SHORTEST}
        self.known = (common.known | self.own) - SHORT.keys()
        """What is a word already; nothing of it is ever rewritten."""
        self._ranks = common.ranks
        shapes, sounds = dict(common.shapes), dict(common.sounds)
        for word in sorted(self.own - common.ranks.keys()):
            shape, heard = shape_of(word), sound(word)
            shapes[shape] = (*shapes.get(shape, ()), word)
            sounds[heard] = (*sounds.get(heard, ()), word)
        self._shapes, self._sounds = shapes, sounds
        rare = (*(self.own - common.ranks.keys()), *SHORT)
        self._begun = frozenset(word[:end] for word in rare for end in range(1, len(word) + 1))
        self.memory: dict[str, str | None] = {}
        """Readings of tokens (`parvis.guard.tokens`)."""

    def word_for(self, token: str) -> str:
        """The word a token stands for; the token itself when it is a word, or stands for none."""
        return token if token in self.known else self._find(token)

    def after_clip(self, token: str) -> str:
        """What stands after ``j'`` or ``t'``, where two letters are a word."""
        letters = token.translate(_FIRST)
        return letters if len(token) < SHORTEST and letters in self.known else self.word_for(token)

    def split(self, letters: str) -> list[str] | None:
        """Letters without gaps as words, as few and as frequent as can be; None when they are none.

        Every start is followed only as long as some word begins so: time grows with the text alone.
        """
        count = len(letters)
        best, back = [0.0] + [NEVER] * count, [0] * (count + 1)
        for start in range(count):
            before = best[start]
            if before < NEVER:
                for end, price in self._steps(letters, start):
                    if before + price < best[end]:
                        best[end], back[end] = before + price, start
        words, end = list[str](), count
        while end:
            words.append(letters[back[end] : end])
            end = back[end]
        return words[::-1] if best[-1] < NEVER and len(words) * WORTH <= count else None

    def _steps(self, letters: str, start: int) -> list[tuple[int, float]]:
        """Where a word, a number or, dearly, a single letter that begins here ends."""
        if letters[start].isdigit():
            end = start + 1
            while end < len(letters) and letters[end].isdigit():
                end += 1
            return [(end, 1.0)]
        steps = [(start + 1, 1.6 if letters[start] in "ay" else 4.0)]
        own, ranks, begun, begun_own = self.own, self._ranks, _common().beginnings, self._begun
        for end in range(start + 2, min(len(letters), start + SPLIT_MAX) + 1):
            piece = letters[start:end]
            if piece in ranks or piece in own or piece in SHORT:
                steps.append((end, 1.0 + ranks.get(piece, 2_000) / 20_000))
            if piece not in begun and piece not in begun_own:
                break
        return steps

    def _find(self, token: str) -> str:
        if token in SHORT:
            return SHORT[token]
        if len(token) < SHORTEST or len(token) > TOKEN_MAX or token.isdigit():
            return token
        if _MASK in token:
            return self._unmasked(token)
        if not token.isalpha():
            return self._of_signs(token, _FIRST) or self._of_signs(token, _SECOND) or token
        return (
            self._stretched(token)
            or self._doubled(token)
            or self._backwards(token)
            or self._after_j(token)
            or self._by_sound(token)
            or self._best(token, self._shapes.get(shape_of(token), ()))
            or token
        )

    def _of_signs(self, token: str, leet: dict[int, int]) -> str:
        """A word that has the token's letters when signs are read as letters."""
        letters = token.translate(leet)
        if not letters.isalpha() or _SEX_AND_AGE.fullmatch(token):
            return ""
        if letters in self.known:
            return letters
        return (
            SHORT.get(letters)
            or self._stretched(letters)
            or self._best(letters, self._shapes.get(shape_of(letters), ()))
        )

    def _stretched(self, letters: str) -> str:
        """A word of which a letter was held: three or more of it are one, or two."""
        if not _LONG.search(letters):
            return ""
        for put in (r"\1", r"\1\1"):
            shorter = _LONG.sub(put, letters)
            if shorter in self.known:
                return shorter
        once = _RUN.sub(r"\1", letters)
        return SHORT.get(once, "")

    def _best(self, letters: str, words: Iterable[str]) -> str:
        """The nearest of them, own ones and frequent ones first."""
        ranked = ((distance(letters, one), one not in self.own, self._ranks.get(one, RARE), one) for one in words)
        return min(ranked, default=(0, False, 0, ""))[3]

    def _doubled(self, token: str) -> str:
        """A word that differs in letters written twice, or once."""
        once = _RUN.sub(r"\1", token)
        words = (one for one in self._shapes.get(shape_of(token), ()) if _RUN.sub(r"\1", one) == once)
        return self._best(token, words) or SHORT.get(once, "")

    def _backwards(self, token: str) -> str:
        turned = token[::-1]
        return turned if len(token) >= BACKWARDS and turned in self.own else ""

    def _after_j(self, token: str) -> str:
        """``jcherche`` as "je cherche"."""
        rest = token[1:]
        common = self._ranks.get(rest, RARE) < HEARD_OF
        return f"je {rest}" if token[0] == "j" and len(rest) > SHORTEST and common else ""

    def _by_sound(self, token: str) -> str:
        if len(token) > HEARD_MAX:
            return ""
        heard = sound(token)
        words = self._sounds.get(heard, ())
        if len(token) < HEARD:
            words = tuple(one for one in words if one in self.own and len(one) <= HEARD)
        found = self._best(token, words)
        most = len(token) * 2 // 3 if len(heard) >= HEARD else 1
        return found if found and distance(token, found) <= most else ""

    def _unmasked(self, token: str) -> str:
        """``p*te``: own words only, whichever letters the stars hide."""
        hidden = token.count(_MASK)
        if hidden > _MASKED_MAX or len(token) - hidden < 2:
            return token
        pieces = token.split(_MASK)
        for letters in itertools.product(_LETTERS if hidden == 1 else _VOWELS, repeat=hidden):
            word = "".join(itertools.chain.from_iterable(itertools.zip_longest(pieces, letters, fillvalue="")))
            if word in self.own:
                return word
        return token


class _Common:
    """The shipped words, made ready once."""

    def __init__(self) -> None:
        french, english = _words("fr"), _words("en")
        self.ranks = {word: rank for rank, word in enumerate(english)}
        for rank, word in enumerate(french):
            self.ranks[word] = min(rank, self.ranks.get(word, rank))
        numbers = {str(number) for number in (*range(1_000), *range(1_900, 2_101))} | {f"0{one}" for one in range(10)}
        words = (word for word, rank in self.ranks.items() if len(word) >= SHORTEST or rank < PAIRS)
        self.known = frozenset(words) | numbers | CLIPPED
        self.shapes: dict[str, tuple[str, ...]] = {}
        for word in self.ranks:
            if len(word) >= SHORTEST and word not in SHORT:
                shape = shape_of(word)
                self.shapes[shape] = (*self.shapes.get(shape, ()), word)
        self.sounds: dict[str, tuple[str, ...]] = {}
        for word in french[:HEARD_OF]:
            if len(word) >= SHORTEST and word not in SHORT:
                heard = sound(word)
                self.sounds[heard] = (*self.sounds.get(heard, ()), word)
        self.beginnings = frozenset(word[:end] for word in self.ranks for end in range(1, len(word) + 1))


def _words(language: str) -> list[str]:
    source = importlib.resources.files("parvis.guard") / "data" / SOURCE.format(language)
    return [one for one in source.read_text(encoding="utf-8").splitlines() if not one.startswith("#")]


BASE = frozenset({
    "collegien", "collegienne", "lyceen", "lyceenne", "ecolier", "ecoliere", "mineur", "mineure", "majeur", "majeure",
    "terminale", "seconde", "premiere", "troisieme", "quatrieme", "cinquieme", "sixieme", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "snap", "snapchat", "insta", "instagram", "telegram", "whatsapp", "discord",
})  # fmt: skip
"""Words that are read as extractors read them, whatever the lists."""
CLIPPED = frozenset(
    (
        "a",
        "y",
        "i",
        *(f"{one}'" for one in ("c", "d", "j", "l", "m", "n", "s", "t", "jm", "jt", "jl")),
        "qu'",
        "jusqu'",
        "lorsqu'",
        "puisqu'",
        "quelqu'",
    )
)
"""What stands before an apostrophe, and the words of one letter."""


@functools.cache
def _common() -> _Common:
    return _Common()


@functools.cache
def frequent(count: int) -> str:
    """So many of the most frequent words, the most frequent first, as one text."""
    ranks = _common().ranks
    return f" {' '.join(itertools.islice(sorted(ranks, key=ranks.__getitem__), count))} "


@functools.cache
def everyday() -> Vocabulary:
    """The common words alone, where no lists are at hand."""
    return Vocabulary()


def of_lists(terms: Iterable[str], words_of_patterns: Iterable[frozenset[str]]) -> Vocabulary:
    """With the words of terms, and those patterns are made of."""
    words = {word for term in terms for word in term.replace("-", " ").replace("'", " ").split()}
    return Vocabulary(words.union(*words_of_patterns))


def shape_of(letters: str) -> str:
    """What words share that differ in doubled letters, or in l for i."""
    return _RUN.sub(r"\1", letters).replace("l", "i")


def distance(one: str, other: str) -> int:
    """How many letters to put in, take out or change (Levenshtein); both are short."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, row[0] = row[0], at
        for place, against in enumerate(other, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (letter != against))
    return row[-1]

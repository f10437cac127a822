"""Disguises undone, words kept apart: what a reader sees at once in ``s.a l u t``, ``b0njour`` or ``kinze an``.

Words are never touched, only tokens that are none; they become words the guard knows or stay what they are. So an
ordinary text is its own restored form, and finding that out is nearly all it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from parvis.guard.neighbours import JOIN_MAX, Piece, beside, clipped, ends_of, joined_with
from parvis.guard.tokens import PARTS, read
from parvis.guard.vocabulary import SHORTEST, Vocabulary

Gaps = Callable[[], frozenset[int]]
"""Tells after which tokens the text has more than one space; asked only when letters stand alone."""

STRANGE_MAX = 96
"""Tokens looked into for one text: whoever writes more that are no words does not talk to anybody."""
TURNED_MAX = 32
"""The same for a text read from its end."""
LETTERS_MAX = 240
"""Letters set apart that are put together into words in one text."""
DIGITS_MAX = 4
"""Digits set apart that are one number; more are a telephone's, which has a reader of its own."""
BETWEEN = " | "
"""Between the two ways of reading a text from its end."""
LOOKED_AT = 300
"""Characters by which it is told whether a text can be read."""
LEGIBLE, BETTER = 0.65, 0.3
"""A text is not turned around when so much of it is words; and when it is turned, so much more must be."""


@dataclass(frozen=True)
class Rewritten:
    """A text and where each piece of it comes from, in the order of the text."""

    text: str
    pieces: tuple[Piece, ...]
    source: str
    """What it was made from; tokens are what stands between its spaces."""
    turned: bool = False
    """Whether letters stand in the opposite order in the source."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that ``start`` to ``end`` stands for; whole tokens where letters were changed."""
        touched: list[int] = []
        at = 0
        for put, first, last in self.pieces:
            if at < end and at + len(put) > start:
                begins, ends = self._places[first][0], self._places[last][1]
                if not self.turned and put == self.source[begins:ends]:
                    begins, ends = begins + max(start - at, 0), begins + min(end - at, len(put))
                touched += [begins, ends]
            elif at < end and start <= at + len(put) < end:  # the space behind it
                touched += [self._places[last][1], self._places[last][1] + 1]
            at += len(put) + 1
        low, high = min(touched), min(max(touched), len(self.source))
        return min(low, high - 1), high

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        made, at = [], 0
        for token in self.source.split(" "):
            made.append((at, at + len(token)))
            at += len(token) + 1
        return made


def restored(bare: str, gaps: Gaps, vocabulary: Vocabulary, most: int = STRANGE_MAX) -> Rewritten | None:
    """The restored form; None where there is nothing to restore, as in most texts."""
    tokens = bare.split(" ")
    known, memory = vocabulary.known, vocabulary.memory
    strange = {at for at, token in enumerate(tokens) if token not in known and memory.get(token, "") is not None}
    if not strange:
        return None
    readings: dict[int, str] = {}
    for at in sorted(strange)[:most]:
        reading = read(tokens[at], vocabulary)
        if reading is not None:
            readings[at] = reading
    if not readings:
        return None
    pieces = _pieces(tokens, readings, gaps, vocabulary)
    text = " ".join([put for put, _, _ in pieces])
    return Rewritten(text, tuple(pieces), bare) if text != bare else None


def mirrored(bare: str, plain: str, vocabulary: Vocabulary) -> Rewritten | None:
    """The text from its end, and each word from its own, restored; None unless it reads better so than ``plain``.

    Where both can be read, they stand one after the other, for nobody can tell which was meant.
    """
    known = vocabulary.known
    strange = [token for token in bare.split(" ") if token not in known and not token.isdigit()]
    if len("".join(strange)) < (1 - LEGIBLE) * len(bare) or not is_latin(bare):
        return None
    score = _legible(bare, vocabulary)
    if score < LEGIBLE and _legible(bare[::-1], vocabulary) < score + BETTER:
        score = _legible(plain, vocabulary)
    if score >= LEGIBLE:
        return None
    last, text, pieces = bare.count(" "), "", list[Piece]()
    for turn, whole in ((_from_end, True), (_word_by_word, False)):
        if (
            len(bare) > LOOKED_AT
            and _legible(_turned(turn(bare)[:LOOKED_AT], vocabulary)[0], vocabulary) < score + BETTER
        ):
            continue
        said, of = _turned(turn(bare), vocabulary)
        if _legible(said, vocabulary) >= score + BETTER:
            pieces += [("|", 0, last)] if text else []
            pieces += [(put, last - end, last - start) for put, start, end in of] if whole else of
            text = f"{text}{BETWEEN}{said}" if text else said
    return Rewritten(text, tuple(pieces), bare, turned=True) if text else None


def _from_end(text: str) -> str:
    return text[::-1]


def _word_by_word(text: str) -> str:
    return PARTS.sub(lambda one: one[0][::-1], text)


def _turned(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Piece, ...]]:
    made = restored(text, frozenset, vocabulary, TURNED_MAX)
    if made:
        return made.text, made.pieces
    return text, tuple((token, at, at) for at, token in enumerate(text.split(" ")))


def is_latin(text: str) -> bool:
    """Whether nearly all of it is ASCII, as what is written in Latin letters is in its plain form."""
    return text.isascii() or len(text.encode()) < len(text) * 1.25


def _legible(text: str, vocabulary: Vocabulary) -> float:
    """The share of its first letters that stand in words, 0 to 1; short words, which chance makes, count half."""
    known, told, all_of_it = vocabulary.known, 0.0, 0.0
    for word in PARTS.findall(text[:LOOKED_AT]):
        weight = len(word) if len(word) >= SHORTEST else len(word) / 2
        if not word.isdigit():
            all_of_it += weight
            if word in known:
                told += weight
    return told / (all_of_it or 1)


def _pieces(tokens: list[str], readings: dict[int, str], gaps: Gaps, vocabulary: Vocabulary) -> list[Piece]:
    """All tokens as they are read, strange ones in the light of their neighbours."""
    runs = _runs(tokens, readings, gaps)
    made: list[Piece] = []
    done, letters = 0, 0
    for at in sorted(readings.keys() | runs.keys()):
        if at < done:
            continue
        if letters >= LETTERS_MAX:
            break
        made += [(tokens[one], one, one) for one in range(done, max(done, at - JOIN_MAX))]
        done = max(done, at - JOIN_MAX)
        while done <= at:
            if done in runs and letters < LETTERS_MAX:
                letters += runs[done] - done
                made += _closed_up(tokens, done, runs[done], vocabulary)
                done = runs[done]
            else:
                count, put = joined_with(tokens, readings, done, runs, vocabulary) or (
                    1,
                    readings.get(done, tokens[done]),
                )
                made.append((put, done, done + count - 1))
                done += count
    made += [(tokens[one], one, one) for one in range(done, len(tokens))]
    return clipped(beside(made)) if any(token.endswith("'") for token in tokens) else beside(made)


def _runs(tokens: list[str], readings: dict[int, str], gaps: Gaps) -> dict[int, int]:
    """Where single signs stand in a row, first and past the last: apart where the text's gap is wide."""
    if not any(len(tokens[at]) == 1 for at in readings):
        return {}
    found, wide, at = dict[int, int](), gaps(), 0
    while at < len(tokens):
        if len(tokens[at]) > 1:
            at += 1
            continue
        stop = at
        while stop < len(tokens) and len(tokens[stop]) == 1 and (stop == at or stop - 1 not in wide):
            stop += 1
        ended = stop < len(tokens) and stop > at and stop - 1 not in wide and ends_of(tokens[stop]) is not None
        stop += ended
        run = [token[0] for token in tokens[at:stop]]
        if _is_run(run, bounded=_is_bounded(at, stop, wide, len(tokens))):
            found[at] = stop
        at = max(stop, at + 1)
    return found


def _is_bounded(start: int, stop: int, wide: frozenset[int], count: int) -> bool:
    """Whether wide gaps, or the ends of the text, are on both sides."""
    return bool(wide) and (start == 0 or start - 1 in wide) and (stop == count or stop - 1 in wide)


def _is_run(run: list[str], *, bounded: bool) -> bool:
    """Whether single signs are a word in pieces: three with a letter; between wide gaps two, or a few digits."""
    count = sum(map(str.isalnum, run))
    if any(map(str.isalpha, run)):
        return count >= SHORTEST - bounded
    return bounded and 1 < count <= DIGITS_MAX


def _closed_up(tokens: list[str], start: int, stop: int, vocabulary: Vocabulary) -> list[Piece]:
    """A run of single signs as words: one, or what they can be parted into."""
    signs = [at for at in range(start, stop) if tokens[at][0].isalnum() or tokens[at] in "@$€*!"]
    letters = "".join([tokens[at][0] for at in signs])
    rest = tokens[stop - 1][1:]
    apart = [(tokens[at], at, at) for at in range(start, stop)]
    if letters.isdigit():
        return [(letters + rest, start, stop - 1)]
    whole = vocabulary.word_for(letters)
    if whole != letters or letters in vocabulary.known:
        return [(whole + rest, start, stop - 1)]
    words = vocabulary.split(letters[:LETTERS_MAX])
    if not words:
        return [(letters + rest, start, stop - 1)] if len(letters) < LETTERS_MAX else apart
    made, at = list[Piece](), 0
    for word in words:
        made.append((vocabulary.word_for(word), signs[at], signs[at + len(word) - 1]))
        at += len(word)
    if rest:
        made[-1] = (made[-1][0] + rest, *made[-1][1:])
    return made + [(tokens[one], one, one) for one in range(made[-1][2] + 1, stop)]

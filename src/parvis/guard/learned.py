"""The learned check: how likely a text is each harm, by a small model that learned it from lines of our own.

A score is a whole number from 0 to 100, an attribute like any other (``learned.threat``); only rules make something of
it, and none may stop a text by scores alone (`parvis.guard.alone`). How it is made: docs/reference/learned.md.

A text's words, their beginnings and neighbours each have a row of small whole numbers; rows add up, a layer keeps what
is above nought, and softmax says the shares. All numbers of a row are lanes of one long integer, so that adding a row
is one addition: Python alone is quick enough (docs/decisions/0031).
"""

from __future__ import annotations

import copy
import functools
import importlib.resources
import itertools
import math
import operator
import struct
import time
from collections.abc import Mapping, Sequence

import structlog

from parvis.core.verdict import Value
from parvis.guard import stretches, wording
from parvis.guard.meaning import SLOT, Allowance, Meaning, load_encoder
from parvis.guard.modelfile import BadModel, Stored, read_model
from parvis.guard.stretches import Stretch
from parvis.guard.views import Views

FILE = "learned.model"
BUDGET_SECONDS = 0.02
"""Processor time that scoring one text may take; beyond that its scores are as if there was no model."""
FEW, LESS = 4, 10
"""Of a stretch of fewer words about something found, the harm counts for so much less: they say little."""
STRETCHES_ABOUT = 2_000
"""Such stretches that are looked at; where there are more, what was found counts as harmful."""
CERTAIN = 100
SURE = 30.0
"""What numbers alone say for being harmless, and against every harm, before softmax: lists and extractors read them."""
DOUBT = 0.15
"""Where words alone say so much of any harm, the meaning is looked at too (`parvis.guard.meaning`)."""
LIKE_TALK = 0.75
"""Of a text that can be read in several ways: how many known neighbours a way must have, to those of the best."""
REMEMBERED = 32_768
"""Words whose rows are kept; then all are forgotten, so that nobody can fill the memory."""
_LANE, _LANE_OUT = 4, 8
"""Bytes of a lane of a sum of rows, and of a sum of what the layer says."""
_HALF, _HALF_OUT = 1 << 31, 1 << 62
"""Added to each lane, so that none is below nought while lanes are taken apart."""
_FINE, _FINE_OUT = 1 << 12, 1 << 10
"""Steps of one, in the layer and in what leads out of it."""
_FINEST = 1.0 / (_FINE * _FINE_OUT)


class Scores:
    """What the model says of one text, from 0 to 100; made of the shares of its classes, harmless last."""

    __slots__ = ("_classes", "_shares", "harm")

    def __init__(self, classes: tuple[str, ...], shares: Sequence[float]) -> None:
        self._classes, self._shares = classes, shares
        self.harm = round(100 * (1.0 - shares[-1]))
        """Any harm at all."""

    @property
    def by_class(self) -> dict[str, int]:
        """Each class by its name."""
        return {name: round(100 * share) for name, share in zip(self._classes, self._shares, strict=False)}

    @property
    def top(self) -> str:
        """The likeliest class."""
        return max(zip(self._shares, self._classes, strict=False))[1]


class Learned:
    """A model ready to score; never changed but for what it remembers of words, and its counts."""

    def __init__(self, stored: Stored) -> None:
        numbers, self.label, self.digest = stored.numbers, stored.label, stored.digest
        self.version = f"{stored.label.name}@{stored.label.version}"
        self.counts = dict.fromkeys(("scored", "late", "failed"), 0)
        """How many texts were ``scored``, took too long (``late``) or could not be scored (``failed``)."""
        self.looks = dict.fromkeys(("taken", "unaffordable", "failed"), 0)
        """How many second looks were ``taken``, how many left out for want of time, and how many ``failed``."""
        self._answers = len(stored.label.classes) + 1
        self._mute = [*[-SURE] * (self._answers - 1), SURE]
        self._lanes = numbers.hidden + self._answers
        self._hidden, self._unit = numbers.hidden, numbers.unit
        self._bias_fine = [one * _FINE for one in numbers.bias[: numbers.hidden]]
        self._bias_own = numbers.bias[numbers.hidden :]
        self._rows = memoryview(numbers.rows).cast("b")
        self._places = {key: at for at, key in enumerate(numbers.keys)}
        self._made: dict[str, int] = {}
        """Rows that were asked for, as integers: at most all of them."""
        self._kin = numbers.kin
        self._out = [_laid([round(one * _FINE_OUT) for one in row], _LANE_OUT) for row in numbers.out]
        self._offset = _laid([_HALF] * self._lanes, _LANE)
        self._offset_out = _laid([_HALF_OUT] * self._answers, _LANE_OUT)
        self._taken_apart = struct.Struct(f"<{self._lanes}I").unpack
        self._said_apart = struct.Struct(f"<{self._answers}Q").unpack
        self._memory: dict[str, int] = {}
        self._layer, self._mix, self._unlooked = numbers.meaning, numbers.mix, numbers.unlooked
        self._meaning: Meaning | None = None
        self._allowance: Allowance | None = None

    def twice(self, share: float | None = None) -> Learned:
        """The same, ready to take second looks, of at most that share of a processor; itself without its encoder.

        The encoder is loaded here (a second), so that no text waits for it.
        """
        encoder = load_encoder() if self._layer else None
        if self._layer is None or encoder is None or encoder.name != self._layer.encoder:
            return self
        other = copy.copy(self)
        other._meaning = Meaning(self._layer, encoder)
        other._allowance = None if share is None else Allowance(share)
        return other

    @property
    def looks_twice(self) -> bool:
        """Whether second looks are taken."""
        return self._meaning is not None

    def score(self, views: Views, found: Mapping[str, Value]) -> Scores | None:
        """The scores of a text in which ``found`` was found; None where it took too long or failed, which is counted.

        Of two readings of a text, forwards and from its end, and of the stretches of a long one, the worst counts.
        Numbers and plain signs alone are harmless here: what they mean, only what was said before can tell.
        """
        try:
            worst = self._worst(views, wording.signs(found) if found else ())
            shares = self._weighed(views, *worst) if worst else None
        except Exception as fault:  # noqa: BLE001 - a second opinion: without it rules decide as they would
            self._count_lost("failed", type(fault).__name__)
            return None
        if shares is None:
            self._count_lost("late", "took too long")
            return None
        self.counts["scored"] += 1
        return Scores(self.label.classes, shares)

    def worst(self, found: Sequence[tuple[str, Sequence[tuple[int, int]]]], signs: Mapping[str, Value]) -> int:
        """The highest harm, 0 to 100, of any stretch of words with something ``found`` in it: views, and where in each.

        Words put before or behind a text leave all its stretches as they are, so that they cannot lower it. What cannot
        be worked out in time counts as harmful: this is asked only where a low score would silence a rule.
        """
        try:
            harm = self._worst_about(found, wording.signs(signs))
        except Exception as fault:  # noqa: BLE001 - a second opinion: without it rules decide as they would
            self._count_lost("failed", type(fault).__name__)
            return CERTAIN
        return CERTAIN if harm is None else max(round(harm), 0)

    def _worst_about(
        self, found: Sequence[tuple[str, Sequence[tuple[int, int]]]], signs: Sequence[str]
    ) -> float | None:
        """The harm of the most harmful; None when there are none, too many, or time is up."""
        until = time.thread_time() + BUDGET_SECONDS
        beside = sum([self._row(key) for key in signs], self._offset)
        most: float | None = None
        for text, places in found:
            said = wording.words(text)
            around = stretches.about(text, len(said), places)
            if len(around) > STRETCHES_ABOUT:
                return None
            words, pairs, apart = self._summed(said)
            for start, end in around:
                total = beside + words[end] - words[start]
                total += pairs[max(end - 1, start)] - pairs[start] + apart[max(end - 2, start)] - apart[start]
                lanes = self._taken_apart(total.to_bytes(self._lanes * _LANE, "little"))
                harm = 100 * (1.0 - self._answer(lanes, end - start)[-1]) - (LESS if end - start < FEW else 0)
                most = harm if most is None else max(most, harm)
                if time.thread_time() > until:
                    return None
        return most

    def _summed(self, said: Sequence[str]) -> tuple[list[int], ...]:
        """Rows of words, of neighbours and of those with one between, each summed up to every place."""
        memory = self._memory
        rows = [self._learn(word) if (row := memory.get(word)) is None else row for word in said]
        pairs = [self._row(f"{one} {other}") for one, other in itertools.pairwise(said)]
        apart = [self._row(f"{one} * {other}") for one, other in zip(said, said[2:], strict=False)]
        return tuple([0, *itertools.accumulate(each), *[0] * (len(rows) - len(each))] for each in (rows, pairs, apart))

    def _count_lost(self, how: str, why: str) -> None:
        if not self.counts[how]:
            structlog.get_logger("parvis.guard").error("learned_check_down", how=how, why=why, model=self.version)
        self.counts[how] += 1

    def _weighed(self, views: Views, by_words: list[float], stretch: Stretch) -> list[float]:
        """Shares of the classes, harmless last: by words alone, or with a second look where they leave a doubt.

        Where they do and there is no such look, they count for less: words alone are wrong more often.
        """
        shares = _softmax(by_words)
        if 1.0 - shares[-1] < DOUBT:
            return shares
        told = self._looked(views, stretch)
        if told is None:
            return _softmax([*by_words[:-1], by_words[-1] + self._unlooked])
        self.looks["taken"] += 1
        first, second, lift = self._mix
        mixed = [first * one + second * other for one, other in zip(by_words, told, strict=True)]
        mixed[-1] += lift
        return _softmax(mixed)

    def _looked(self, views: Views, stretch: Stretch) -> list[float] | None:
        """What a second look says before softmax; None where none is taken, or it failed, which is counted."""
        if self._meaning is None:
            return None
        if self._allowance and not self._allowance.is_left():
            self.looks["unaffordable"] += 1
            return None
        with SLOT.look() as look:
            told = self._told(self._meaning, views, stretch)
        if self._allowance:
            self._allowance.spend(look.seconds)
        return told

    def _told(self, meaning: Meaning, views: Views, stretch: Stretch) -> list[float] | None:
        """What the second look says; None where it failed, which is counted: then the words decide."""
        try:
            start, end, turned = stretch
            return meaning.logits(wording.meant(views, start, end, turned=turned))
        except Exception as fault:  # noqa: BLE001 - as for the score itself
            if not self.looks["failed"]:
                structlog.get_logger("parvis.guard").error("second_look_down", why=type(fault).__name__)
            self.looks["failed"] += 1
            return None

    def _worst(self, views: Views, signs: Sequence[str]) -> tuple[list[float], Stretch] | None:
        """The least harmless stretch by its words: what they say before softmax, and it; None when time is up."""
        said = wording.words(views.restored)
        if wording.is_mute(said):
            return self._mute, (0, 0, False)
        if len(said) <= stretches.WINDOW and views.mirrored is views.bare:
            return self._by_words(said, signs), (0, len(said), False)
        until = time.thread_time() + BUDGET_SECONDS
        best: tuple[list[float], Stretch] | None = None
        least = 2.0
        for words, backwards, (first, past) in self._readings(views, said):
            for start, end in stretches.overlapping(first, past):
                logits = self._by_words(words[start:end], signs)
                harmless = _softmax(logits)[-1]
                if harmless < least:
                    best, least = (logits, (start, end, backwards)), harmless
                if time.thread_time() > until:
                    return None
        return best

    def _readings(self, views: Views, said: Sequence[str]) -> list[tuple[Sequence[str], bool, tuple[int, int]]]:
        """How a text may be read, and where among those words: forwards, and from its end in up to two ways.

        Of several those that read like talk, by how many of their neighbours were learned: in the wrong order, or from
        the wrong end, a text says nothing, and nobody is asked about what chance makes of it.
        """
        forwards = (said, False, (0, len(said)))
        if views.mirrored is views.bare:
            return [forwards]
        turned = wording.words(views.mirrored)
        ways = stretches.ways(views.mirrored) if "|" not in views.bare else [(0, len(turned))]
        found = [forwards, *((turned, True, way) for way in ways)]
        known = [self._known_neighbours(words[start:end]) for words, _, (start, end) in found]
        return [one for one, count in zip(found, known, strict=True) if count >= LIKE_TALK * max(known)]

    def _known_neighbours(self, said: Sequence[str]) -> int:
        return sum([key in self._places for key in wording.neighbours(said)])

    def _by_words(self, said: Sequence[str], signs: Sequence[str]) -> list[float]:
        places, memory = self._places, self._memory
        total = self._offset
        for word in said:
            row = memory.get(word)
            total += self._learn(word) if row is None else row
        for key in wording.neighbours(said):
            if key in places:
                total += self._row(key)
        for key in signs:
            total += self._row(key)
        return self._logits(self._taken_apart(total.to_bytes(self._lanes * _LANE, "little")), len(said))

    def _answer(self, lanes: Sequence[int], count: int) -> list[float]:
        """Shares of the classes by a sum of rows alone."""
        return _softmax(self._logits(lanes, count))

    def _logits(self, lanes: Sequence[int], count: int) -> list[float]:
        """What a sum of rows says of each class, with what the layer adds, before softmax."""
        step = self._unit / math.sqrt(count or 1)
        fine = step * _FINE
        raised = [(lane - _HALF) * fine + more for lane, more in zip(lanes, self._bias_fine, strict=False)]
        layer = [int(one) if one > 0.0 else 0 for one in raised]
        total = sum(map(operator.mul, layer, self._out), self._offset_out)
        added = self._said_apart(total.to_bytes(self._answers * _LANE_OUT, "little"))
        own = zip(lanes[self._hidden :], self._bias_own, added, strict=True)
        return [(lane - _HALF) * step + more + (said - _HALF_OUT) * _FINEST for lane, more, said in own]

    def _row(self, key: str) -> int:
        """The row of a feature as one integer; nought for one that was not learned."""
        row = self._made.get(key)
        if row is None:
            place = self._places.get(key)
            if place is None:
                return 0
            row = self._made[key] = _packed(self._rows[place * self._lanes : (place + 1) * self._lanes])
        return row

    def _learn(self, word: str) -> int:
        """A word's own row, its beginning's, and those of its kin, as one; remembered."""
        row = sum([self._row(key) for key in (*wording.pieces(word), *self._kin.get(word, ()))])
        if len(self._memory) >= REMEMBERED:
            self._memory.clear()
        self._memory[word] = row
        return row


def _softmax(logits: Sequence[float]) -> list[float]:
    most = max(logits)
    raised = [math.exp(one - most) for one in logits]
    total = sum(raised)
    return [one / total for one in raised]


def _packed(row: memoryview[int]) -> int:
    """A row's small numbers as lanes of one integer."""
    return _laid(list(row), _LANE)


def _laid(numbers: Sequence[int], size: int) -> int:
    """Whole numbers as lanes of ``size`` bytes of one integer; those below nought take from the lane above."""
    return sum(one << (8 * size * at) for at, one in enumerate(numbers))


def load() -> Learned:
    """The model that comes with Parvis; BadModel when its file is damaged or missing."""
    source = importlib.resources.files("parvis.guard") / "data" / FILE
    try:
        return Learned(read_model(source.read_bytes()))
    except OSError as fault:
        raise BadModel(f"The learned check's model cannot be read: {fault}.") from fault


@functools.cache
def shipped() -> Learned | None:
    """The same, made ready once for all who score; None, with an entry in the log, where it cannot be had."""
    try:
        return load()
    except BadModel as fault:
        structlog.get_logger("parvis.guard").error("learned_check_down", how="damaged", why=str(fault))
        return None


@functools.cache
def shipped_twice() -> Learned | None:
    """The same with second looks, as many as there are, for trials; without them where the extra is not installed."""
    one = shipped()
    return one.twice() if one else None

"""Training with held-out lines: how well the network does on lines it was not shown, and what its scores mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from learning import layer
from learning.encoding import Encoded
from learning.features import DEAF, Kin, Space, space
from learning.layer import Course, Layer
from learning.lines import HARMLESS, answer, fold
from learning.network import Floats, Network, Plan, join, softmax, train
from learning.reading import Read
from parvis.guard.learned import FAINT
from parvis.guard.trial import Row

FOLDS = 6
"""One line in so many is held out to be tried."""
KEPT_BACK = 0
"""Which: its lines are shown to the encoder in no training, and to the others only in the last."""
PLAIN_COUNTS = 2.0
"""A text as it stands counts as much as two of its disguises."""

FEATURES_MAX = 128_000
"""Features that are kept, those that say most in most texts: of a quarter of a million. Chosen by the size of their row
alone, and 48,000, they had lost what many small ones say together, and with it one harm in ten."""
ASKED = 0.45
"""The share of harm from which on most rules ask somebody about a text."""
EVERYDAY = {"everyday": 4.0, "hard": 2.0, "filler": 1.0}
"""How much more lines of such a topic count: nearly all that is said is harmless, and of that our lines are few."""


@dataclass(frozen=True)
class Pair:
    """Both networks, learned from the same texts."""

    room: Space
    words: Network
    encoded: Encoded
    meaning: Layer

    def logits(self, reads: Sequence[Read]) -> tuple[Floats, Floats]:
        """What each says of these texts, before softmax."""
        return self.words.logits(self.room.matrix(reads)), self.meaning.logits(self.encoded.rows(reads))


def fitted(
    reads: Sequence[Read], rows: Sequence[Row], kin: Kin, encoded: Encoded, plans: Sequence[Plan],
    courses: Sequence[Course],
) -> Pair:  # fmt: skip
    """Learned from these texts: networks of words, joined into one and thinned, and layers on the encoder, joined.

    What is tried on held-out texts is therefore what would be shipped.
    """
    room = space(reads, kin)
    texts = room.matrix(reads, DEAF)
    wanted, weights = answers(reads, rows), counted(reads, rows)
    words = join([train(texts, wanted, weights, plan) for plan in plans])
    stand = np.bincount(texts.indices, minlength=len(room.places))
    made = encoded.rows(reads)
    meaning = layer.join([layer.train(made, wanted, weights, course) for course in courses])
    return Pair(room, thinned(words, stand), encoded, meaning)


def thinned(words: Network, stand: Floats) -> Network:
    """With `FEATURES_MAX` features at most; ``stand``: in how many texts each does."""
    said = np.linalg.norm(words.rows, axis=1) * np.sqrt(stand)
    if len(said) <= FEATURES_MAX:
        return words
    least = np.sort(said)[-FEATURES_MAX]
    return replace(words, rows=np.where((said >= least)[:, None], words.rows, np.float32(0.0)))


def held_out(
    reads: Sequence[Read], rows: Sequence[Row], kin: Kin, encoded: Encoded, plans: Sequence[Plan],
    courses: Sequence[Course],
) -> tuple[list[Read], Floats, Floats]:  # fmt: skip
    """Texts of lines that were held out, and what is said of them by networks that were shown none of their kind.

    They are those that the encoder was not tuned by; disguises go with their line.
    """
    parts = folds_of(reads, rows)
    shown = [read for read, mine in zip(reads, parts, strict=True) if mine != KEPT_BACK]
    kept_back = [read for read, mine in zip(reads, parts, strict=True) if mine == KEPT_BACK]
    return kept_back, *fitted(shown, rows, kin, encoded, plans, courses).logits(kept_back)


def folds_of(reads: Sequence[Read], rows: Sequence[Row]) -> list[int]:
    """In which part each text's line is."""
    return [fold(rows[read.line], FOLDS) for read in reads]


def answers(reads: Sequence[Read], rows: Sequence[Row]) -> Floats:
    """One for the wanted answer of each text, nought for the others."""
    return np.eye(HARMLESS + 1, dtype=np.float32)[[answer(rows[read.line]) for read in reads]]


def counted(reads: Sequence[Read], rows: Sequence[Row]) -> Floats:
    """How much each text counts: all texts of one line together as much as those of another, everyday talk more."""
    of_line = Counter(read.line for read in reads)
    worth = [PLAIN_COUNTS if one.disguise == "plain" else 1.0 for one in reads]
    of_topic = [EVERYDAY.get(rows[one.line].topic, 1.0) for one in reads]
    shares = [mine * more / of_line[one.line] for mine, more, one in zip(worth, of_topic, reads, strict=True)]
    return np.array(shares, np.float32)


@dataclass(frozen=True)
class Calibration:
    """The numbers that make shares right on held-out texts, as Platt (1999) did for two answers.

    What words say is stretched, and harmless raised; where that leaves a doubt, both networks are weighed together.
    """

    stretch: float
    lift: float
    mix: tuple[float, float, float]
    unlooked: float = 0.0
    """Added to harmless where words leave a doubt and nobody looks twice."""

    def by_words(self, words: Floats) -> Floats:
        """What words alone say, before softmax."""
        return _lifted(words * self.stretch, self.lift)

    def shares(self, words: Floats, meaning: Floats) -> Floats:
        """Shares of the answers, as the guard works them out."""
        first, second, lift = self.mix
        alone = self.by_words(words)
        shares = softmax(alone)
        mixed = softmax(_lifted(first * alone + second * meaning, lift))
        return np.where((1.0 - shares[:, HARMLESS] < FAINT)[:, None], shares, mixed)


def calibration(words: Floats, meaning: Floats, wanted: Floats, weights: Floats) -> Calibration:
    """The likeliest numbers, by what was wanted of held-out texts."""
    stretch, lift = _likeliest(lambda one: _lifted(words * one[0], one[1]), (0.7, 0.0), wanted, weights)
    alone = _lifted(words * stretch, lift)
    doubted = 1.0 - softmax(alone)[:, HARMLESS] >= FAINT
    mix = _likeliest(
        lambda one: _lifted(one[0] * alone[doubted] + one[1] * meaning[doubted], one[2]), (0.6, 0.4, 0.0),
        wanted[doubted], weights[doubted],
    )  # fmt: skip
    return Calibration(stretch, lift, (mix[0], mix[1], mix[2]))


def cautious(found: Calibration, words: Floats, meaning: Floats, everyday: Floats) -> Calibration:
    """With what is added to harmless where nobody looks twice, so that no more ``everyday`` texts reach `ASKED`."""
    looked = (1.0 - found.shares(words, meaning)[everyday, HARMLESS] >= ASKED).mean()
    alone = found.by_words(words)[everyday]
    low, high = 0.0, 5.0
    for _ in range(40):
        middle = (low + high) / 2
        many = (1.0 - softmax(_lifted(alone, middle))[:, HARMLESS] >= ASKED).mean() > looked
        low, high = (middle, high) if many else (low, middle)
    return replace(found, unlooked=high)


def _likeliest(
    logits_by: Callable[[Floats], Floats], first: Sequence[float], wanted: Floats, weights: Floats
) -> tuple[float, ...]:
    places = wanted.argmax(1)

    def wrong(numbers: Floats) -> float:
        shares = softmax(logits_by(numbers))[np.arange(len(places)), places]
        return float(-(weights * np.log(shares + 1e-9)).sum() / weights.sum())

    found = minimize(wrong, np.array(first), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6})
    return tuple(map(float, found.x))


def _lifted(logits: Floats, lift: float) -> Floats:
    raised = np.array(logits)
    raised[:, HARMLESS] += lift
    return raised

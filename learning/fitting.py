"""Training with held-out lines: how well the network does on lines it was not shown, and what its scores mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from learning.features import DEAF, Kin, Space, space
from learning.lines import HARMLESS, answer, fold
from learning.network import Floats, Network, Plan, join, softmax, train
from learning.reading import Read
from parvis.guard.trial import Row

FOLDS = 6
"""One line in so many is held out to be tried."""
PLAIN_COUNTS = 2.0
"""A text as it stands counts as much as two of its disguises."""

EVERYDAY = {"everyday": 4.0, "hard": 2.0, "filler": 1.0}
"""How much more lines of such a topic count: nearly all that is said is harmless, and of that our lines are few."""


def fitted(reads: Sequence[Read], rows: Sequence[Row], kin: Kin, plans: Sequence[Plan]) -> tuple[Space, Network]:
    """The network learned from these texts: several, each by its own plan, joined into one."""
    room = space(reads, kin)
    texts = room.matrix(reads, DEAF)
    wanted, weights = answers(reads, rows), counted(reads, rows)
    return room, join([train(texts, wanted, weights, plan) for plan in plans])


def held_out(
    reads: Sequence[Read], rows: Sequence[Row], kin: Kin, plans: Sequence[Plan], folds: int = FOLDS, tried: int = 1
) -> tuple[list[Read], Floats]:
    """Texts of lines that were held out, and what is said of them by networks that were shown none of their kind.

    Of so many ``folds``, ``tried`` are held out in turn; disguises go with their line.
    """
    parts = [fold(rows[read.line], folds) for read in reads]
    texts: list[Read] = []
    said: list[Floats] = []
    for part in range(tried):
        shown = [read for read, mine in zip(reads, parts, strict=True) if mine != part]
        kept_back = [read for read, mine in zip(reads, parts, strict=True) if mine == part]
        room, network = fitted(shown, rows, kin, plans)
        texts += kept_back
        said.append(network.logits(room.matrix(kept_back)))
    return texts, np.concatenate(said)


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


def calibration(said: Floats, wanted: Floats, weights: Floats) -> tuple[float, float]:
    """By how much all answers are stretched, and harmless is raised, so that shares are right on held-out texts.

    As Platt (1999) did for two answers: the two numbers that make what was wanted the likeliest.
    """
    places = wanted.argmax(1)

    def wrong(numbers: Floats) -> float:
        logits = said * numbers[0]
        logits[:, HARMLESS] += numbers[1]
        shares = softmax(logits)[np.arange(len(places)), places]
        return float(-(weights * np.log(shares + 1e-9)).sum() / weights.sum())

    found = minimize(wrong, np.array([0.7, 0.0]), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6})
    return float(found.x[0]), float(found.x[1])


def calibrated(said: Floats, stretch: float, lift: float) -> Floats:
    """Shares of the answers, calibrated."""
    logits = said * stretch
    logits[:, HARMLESS] += lift
    return softmax(logits)

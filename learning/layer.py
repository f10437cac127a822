"""The layer on the encoder: what the meaning of a text says, learned from what the encoder makes of our lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning.network import Adam, Floats, softmax
from parvis.guard.meaning import SIDES

LEAST = np.float32(1e-4)
"""Added to how far the encoder's numbers are spread, by which they are divided."""


@dataclass(frozen=True)
class Course:
    """How it is trained; shares of the encoder's numbers and of the layer are left out at each look."""

    hidden: int = 384
    epochs: int = 8
    batch: int = 256
    rate: float = 2e-3
    decay: float = 1e-5
    sides_out: float = 0.1
    out: float = 0.3
    seed: int = 3


@dataclass
class Layer:
    """Its numbers; ``into`` takes what the encoder makes, as it is."""

    into: Floats
    into_bias: Floats
    out: Floats
    bias: Floats

    def logits(self, rows: Floats) -> Floats:
        """What it says of each text, by what the encoder makes of it, before softmax."""
        return np.asarray(np.maximum(rows @ self.into + self.into_bias, 0.0) @ self.out + self.bias)


def join(layers: Sequence[Layer]) -> Layer:
    """Several as one that says their mean: side by side, answers averaged."""
    share = np.float32(1.0 / len(layers))
    return Layer(
        np.hstack([one.into for one in layers]), np.concatenate([one.into_bias for one in layers]),
        np.vstack([one.out for one in layers]) * share, sum(one.bias for one in layers) * share,
    )  # fmt: skip


def train(made: Floats, wanted: Floats, weights: Floats, course: Course) -> Layer:
    """Adam on the cross entropy, by what the encoder ``made`` of texts.

    ``wanted`` are shares of answers, ``weights`` what a text counts.
    """
    chance = np.random.default_rng(course.seed)
    middle, spread = made.mean(0), made.std(0) + LEAST
    rows = (made - middle) / spread
    answers = wanted.shape[1]
    into = chance.normal(0, (2 / SIDES) ** 0.5, (SIDES, course.hidden)).astype(np.float32)
    out = chance.normal(0, 0.05, (course.hidden, answers)).astype(np.float32)
    into_bias: Floats = np.zeros(course.hidden, np.float32)
    bias: Floats = np.zeros(answers, np.float32)
    moved = [Adam(array) for array in (into, into_bias, out, bias)]
    step, steps = 0, course.epochs * -(-len(rows) // course.batch)
    for _ in range(course.epochs):
        order = chance.permutation(len(rows))
        for start in range(0, len(rows), course.batch):
            chosen = order[start : start + course.batch]
            seen = rows[chosen] * _left_in(chance, (len(chosen), SIDES), course.sides_out)
            raised = seen @ into + into_bias
            kept = (raised > 0) * _left_in(chance, raised.shape, course.out)
            layer = raised * kept
            mine = weights[chosen]
            wrong = (softmax(layer @ out + bias) - wanted[chosen]) * (mine / mine.sum())[:, None]
            back = (wrong @ out.T) * kept
            slopes = (
                seen.T @ back + course.decay * into, back.sum(0), layer.T @ wrong + course.decay * out, wrong.sum(0),
            )  # fmt: skip
            for one, slope in zip(moved, slopes, strict=True):
                one.move(slope, course.rate * (1 - step / steps))
            step += 1
    return Layer(into / spread[:, None], into_bias - (middle / spread) @ into, out, bias)


def _left_in(chance: np.random.Generator, shape: tuple[int, ...], share: float) -> Floats:
    return (chance.random(shape, np.float32) >= share) / np.float32(1 - share)

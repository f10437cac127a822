"""The network: words add up to a few numbers, one small layer reads them, and says how likely each answer is.

Written out in numpy, because it is small: a row of numbers for each word, beginning or pair, their sum over the text, a
layer that keeps what is above nought (ReLU), and beside it the sum's own say of each answer; softmax over the answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

Floats: TypeAlias = Any
"""Arrays of small floats; without a type, because numpy is not there where types are looked at."""


@dataclass(frozen=True)
class Plan:
    """How one network is trained; ``dropout`` is the share of features that each look at a text leaves out."""

    hidden: int = 16
    epochs: int = 8
    batch: int = 256
    rate: float = 0.01
    decay: float = 1e-5
    dropout: float = 0.5
    seed: int = 7


@dataclass
class Network:
    """Weights. ``rows`` holds, for each feature, the numbers of the layer and then those of the answers."""

    rows: Floats
    bias: Floats
    out: Floats

    @property
    def hidden(self) -> int:
        """How wide the layer is."""
        return len(self.out)

    def logits(self, texts: sparse.csr_matrix) -> Floats:
        """What it says of each text, before softmax."""
        return self.said(np.asarray(texts @ self.rows) + self.bias)[1]

    def said(self, summed: Floats) -> tuple[Floats, Floats]:
        """The layer and the answers, of sums of rows."""
        layer = np.maximum(summed[:, : self.hidden], 0.0)
        return layer, np.asarray(summed[:, self.hidden :] + layer @ self.out, dtype=np.float32)


def join(networks: Sequence[Network]) -> Network:
    """Several as one that says their mean: layers side by side, answers averaged."""
    share = 1.0 / len(networks)
    layers = [one.rows[:, : one.hidden] for one in networks]
    own = sum(one.rows[:, one.hidden :] for one in networks) * share
    bias = np.concatenate(
        [*(one.bias[: one.hidden] for one in networks), sum(one.bias[one.hidden :] for one in networks) * share]
    )
    return Network(np.hstack([*layers, own]), bias, np.vstack([one.out for one in networks]) * share)


def train(texts: sparse.csr_matrix, wanted: Floats, weights: Floats, plan: Plan) -> Network:
    """Adam on the cross entropy; ``wanted`` are shares of the answers, ``weights`` how much each text counts."""
    return _Training(plan, texts.shape[1], wanted.shape[1]).run(texts, wanted, weights)


class _Training:
    def __init__(self, plan: Plan, features: int, answers: int) -> None:
        self.plan, self.chance = plan, np.random.default_rng(plan.seed)
        rows: Floats = np.zeros((features, plan.hidden + answers), np.float32)
        rows[:, : plan.hidden] = self.chance.normal(0, 0.08, (features, plan.hidden))
        out = self.chance.normal(0, 0.2, (plan.hidden, answers)).astype(np.float32)
        self.network = Network(rows, np.zeros(plan.hidden + answers, np.float32), out)
        self.rows, self.bias, self.out = Adam(rows), Adam(self.network.bias), Adam(out)

    def run(self, texts: sparse.csr_matrix, wanted: Floats, weights: Floats) -> Network:
        """All rounds, each in another order; steps grow smaller towards the end."""
        count, batch = texts.shape[0], self.plan.batch
        steps = self.plan.epochs * -(-count // batch)
        step = 0
        for _ in range(self.plan.epochs):
            order = self.chance.permutation(count)
            for start in range(0, count, batch):
                chosen = order[start : start + batch]
                self.step(texts[chosen], wanted[chosen], weights[chosen], self.plan.rate * (1 - step / steps))
                step += 1
        return self.network

    def step(self, texts: sparse.csr_matrix, wanted: Floats, weights: Floats, rate: float) -> None:
        """One step down, by some texts with features left out by chance."""
        network, kept = self.network, 1.0 - self.plan.dropout
        texts.data = (texts.data * (self.chance.random(len(texts.data)) < kept) / kept).astype(np.float32)
        layer, logits = network.said(np.asarray(texts @ network.rows) + network.bias)
        wrong = (softmax(logits) - wanted) * (weights / weights.sum())[:, None]
        back = np.concatenate([(wrong @ network.out.T) * (layer > 0), wrong], axis=1).astype(np.float32)
        self.out.move(layer.T @ wrong, rate)
        self.bias.move(back.sum(0), rate)
        self.rows.move_rows(texts, back, rate, self.plan.decay)


class Adam:
    """Adam (Kingma and Ba, 2015) for one array."""

    def __init__(self, array: Floats) -> None:
        self.array = array
        self.mean = np.zeros_like(array)
        self.square = np.zeros_like(array)
        self.steps = 0

    def move(self, slope: Floats, rate: float) -> None:
        """One step down."""
        self.steps += 1
        self.mean += 0.1 * (slope - self.mean)
        self.square += 0.001 * (slope * slope - self.square)
        self.array -= self._way(self.mean, self.square, rate)

    def move_rows(self, texts: sparse.csr_matrix, back: Floats, rate: float, decay: float) -> None:
        """The same for those rows alone that a batch holds."""
        self.steps += 1
        seen, places = np.unique(texts.indices, return_inverse=True)
        small = sparse.csr_matrix((texts.data, places.ravel(), texts.indptr), shape=(texts.shape[0], len(seen)))
        slope = np.asarray(small.T @ back) + decay * self.array[seen]
        mean = self.mean[seen] = 0.9 * self.mean[seen] + 0.1 * slope
        square = self.square[seen] = 0.999 * self.square[seen] + 0.001 * slope * slope
        self.array[seen] -= self._way(mean, square, rate)

    def _way(self, mean: Floats, square: Floats, rate: float) -> Floats:
        fresh = mean / (1 - 0.9**self.steps)
        return rate * fresh / (np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8)


def softmax(logits: Floats) -> Floats:
    """Shares that add up to one."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), dtype=np.float32)

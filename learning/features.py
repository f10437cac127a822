"""Texts as rows of a sparse matrix: which words, beginnings, pairs, groups and signs each holds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from learning.reading import Read
from parvis.guard import wording

Kin = Mapping[str, tuple[str, ...]]
FEWEST = 2
"""In so many lines a word or a pair of words must stand to be learned."""
DEAF = 0.4
"""The share of texts that are learned without what lists found: the lists know too little of what people say."""


@dataclass(frozen=True)
class Space:
    """The features that are learned, each with its place."""

    places: dict[str, int]
    kin: Kin

    def matrix(self, reads: Sequence[Read], deaf: float = 0.0) -> sparse.csr_matrix:
        """A row for each text, as the guard adds them up; ``deaf``: of so large a share, no list's findings."""
        indices, values, ends = list[int](), list[float](), [0]
        for number, read in enumerate(reads):
            lost = random.Random(number).random() < deaf
            held = Counter(self.places[one] for one in features(read, self.kin) if one in self.places)
            signs = [one for one in read.signs if not (one.startswith("#hit.") and lost)]
            held.update(self.places[one] for one in signs if one in self.places)
            scale = len(read.words or " ") ** -0.5
            indices += held
            values += [count * scale for count in held.values()]
            ends.append(len(indices))
        shape = (len(reads), len(self.places))
        return sparse.csr_matrix(
            (np.array(values, np.float32), np.array(indices, np.int32), np.array(ends)), shape=shape
        )


def features(read: Read, kin: Kin) -> list[str]:
    """All that is read of a text but what was found."""
    found = [one for word in read.words for one in (*wording.pieces(word), *kin.get(word, ()))]
    return found + wording.neighbours(read.words)


def space(reads: Iterable[Read], kin: Kin) -> Space:
    """The features that stand in lines enough, in a fixed order."""
    lines: dict[str, set[int]] = {}
    for read in reads:
        for one in {*features(read, kin), *read.signs}:
            seen = lines.setdefault(one, set())
            if len(seen) < FEWEST:
                seen.add(read.line)
    kept = sorted(one for one, seen in lines.items() if len(seen) >= FEWEST)
    return Space({one: at for at, one in enumerate(kept)}, kin)

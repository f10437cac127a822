"""What the encoder of sentences says of the lines, kept on disk so that a second training asks nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from learning.network import Floats
from learning.reading import CACHE, Read
from parvis.guard.meaning import load_encoder

AT_ONCE = 512


class Encoded:
    """What the encoder, ``tuned`` by these numbers, makes of texts."""

    def __init__(self, tuned: bytes) -> None:
        encoder = load_encoder()
        if encoder is None:
            raise RuntimeError("The encoder is not installed: ./dev learn installs it.")
        self.tuned = tuned
        self._encoder = encoder.tuned(tuned)
        self._file = CACHE / f"{hashlib.sha256(encoder.name.encode() + tuned).hexdigest()[:16]}.npz"
        self._known: dict[str, Floats] = {}
        if self._file.exists():
            with np.load(self._file) as stored:
                self._known = dict(zip(stored["texts"].tolist(), stored["rows"], strict=True))

    def rows(self, reads: Sequence[Read]) -> Floats:
        """A row of numbers for each, as the guard asks about them."""
        texts = [read.meant for read in reads]
        fresh = sorted(set(texts) - self._known.keys(), key=len)
        for start in range(0, len(fresh), AT_ONCE):
            some = fresh[start : start + AT_ONCE]
            self._known |= dict(zip(some, self._encoder.encode(some).astype(np.float16), strict=True))
        if fresh:
            CACHE.mkdir(parents=True, exist_ok=True)
            fresh_file = self._file.with_suffix(".new.npz")
            np.savez(fresh_file, texts=np.array(list(self._known)), rows=np.array(list(self._known.values())))
            fresh_file.replace(self._file)  # whole or not at all, whoever reads it meanwhile
        return np.array([self._known[text] for text in texts], np.float32)

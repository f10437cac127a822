"""A network as the file that the guard loads: whole numbers of one byte, calibrated, what says nothing left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from learning.fitting import Calibration, Pair
from learning.layer import Layer
from learning.lines import HARMLESS
from learning.network import Floats
from parvis.guard.attributes import CLASSES
from parvis.guard.meaning import ENCODER, LayerNumbers
from parvis.guard.modelfile import FORMAT, Label, Numbers, written

FILE = Path(__file__).parents[1] / "src" / "parvis" / "guard" / "data" / "learned.model"
NAME = "parvis-talk"
FILE_MAX = 15_000_000
"""Bytes of the file."""


def numbers_of(pair: Pair, found: Calibration) -> Numbers:
    """What the guard reckons with: all rows in the same small steps, calibrated."""
    room, network = pair.room, pair.words
    rows, bias, out = network.rows.copy(), network.bias.copy(), network.out * found.stretch
    rows[:, network.hidden :] *= found.stretch
    bias[network.hidden :] *= found.stretch
    bias[network.hidden + HARMLESS] += found.lift
    unit = float(np.abs(rows).max()) / 127
    whole = np.rint(rows / unit).astype(np.int8)
    kept = [(name, at) for name, at in room.places.items() if whole[at].any()]
    names = {name for name, _ in kept}
    kin = {word: tuple(one for one in groups if one in names) for word, groups in room.kin.items()}
    return Numbers(
        hidden=network.hidden, keys=tuple(name for name, _ in kept),
        kin={word: groups for word, groups in kin.items() if groups},
        rows=b"".join(whole[at].tobytes() for _, at in kept), unit=unit, bias=tuple(map(float, bias)),
        out=tuple(tuple(map(float, row)) for row in out), meaning=layer_of(pair.meaning, pair.encoded.tuned),
        mix=found.mix, unlooked=found.unlooked,
    )  # fmt: skip


def layer_of(layer: Layer, tuned: bytes) -> LayerNumbers:
    """What the guard puts on the encoder, as it was learned."""
    return LayerNumbers(
        encoder=ENCODER, tuned=tuned, hidden=len(layer.into_bias), answers=len(layer.bias),
        into=_packed(layer.into, "<f2"), into_bias=_packed(layer.into_bias),
        out=_packed(layer.out), bias=_packed(layer.bias),
    )  # fmt: skip


def _packed(numbers: Floats, form: str = "<f4") -> bytes:
    return np.ascontiguousarray(numbers, form).tobytes()


def write(numbers: Numbers, *, version: str, trained: date, corpus: str, lines: int, file: Path = FILE) -> int:
    """Writes the file and says how many bytes it has; ValueError when it became too large."""
    label = Label(
        format=FORMAT, name=NAME, version=version, trained=trained, corpus=corpus, lines=lines, classes=CLASSES
    )
    data = written(label, numbers)
    if len(data) > FILE_MAX:
        raise ValueError(f"The model has {len(data)} bytes, and may have {FILE_MAX}: learn fewer features.")
    file.write_bytes(data)
    return len(data)

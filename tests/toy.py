"""A learned check of a few words, for tests: what it says of them can be reckoned by hand."""

from __future__ import annotations

from datetime import date

from parvis.guard.attributes import CLASSES
from parvis.guard.learned import Learned
from parvis.guard.modelfile import FORMAT, Label, Numbers, read_model, written

LABEL = Label(
    format=FORMAT, name="toy", version="1", trained=date(2026, 11, 26), corpus="none", lines=2, classes=CLASSES
)  # fmt: skip
THREAT = CLASSES.index("threat")
LANES = 1 + len(CLASSES) + 1


def row(**lanes: int) -> bytes:
    """A row of a toy model: ``layer``, ``threat`` and ``harmless`` are lanes that can be named."""
    made = [0] * LANES
    for name, value in lanes.items():
        made[{"layer": 0, "threat": 1 + THREAT, "harmless": LANES - 1}[name]] = value
    return bytes(one % 256 for one in made)


def numbers(**rows: bytes) -> Numbers:
    out = [0.0] * (len(CLASSES) + 1)
    out[THREAT] = 2.0
    bias = [0.0] * LANES
    bias[-1] = 4.0
    return Numbers(
        hidden=1, keys=tuple(rows), kin={"poignard": ("arme",)}, rows=b"".join(rows.values()), unit=0.05,
        bias=tuple(bias), out=(tuple(out),),
    )  # fmt: skip


TOY = numbers(
    saigner=row(threat=120), merci=row(harmless=100), arme=row(layer=40), tranquille=row(layer=-90),
    **{"vas saigner": row(threat=60)},
)  # fmt: skip


def model(toy: Numbers = TOY) -> Learned:
    return Learned(read_model(written(LABEL, toy)))

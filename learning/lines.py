"""The lines the model learns from, and which answer each of them wants."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from evaluation.corpus import FOLDER
from learning.filler import filler
from parvis.guard.attributes import CLASSES
from parvis.guard.trial import Row, read_rows

TRAINING = FOLDER / "training"
HARMLESS = len(CLASSES)
"""The answer after the last class."""


def taught() -> list[Row]:
    """All of `corpus/training`, and common words in no order; of the corpus that measures, nothing."""
    files = sorted(TRAINING.glob("*.jsonl"))
    return [*(row for file in files for row in _read(file)), *filler()]


def answer(row: Row) -> int:
    """The place of its class; `HARMLESS` for a line that nothing is to be done about."""
    return CLASSES.index(row.topic) if row.expect == "act" else HARMLESS


def fold(row: Row, count: int) -> int:
    """In which of so many parts a line is tried while the others are learned: the same every time."""
    return hashlib.sha256(row.text.encode()).digest()[0] % count


def digest(lines: Sequence[Row]) -> str:
    """A name for exactly these lines."""
    total = hashlib.sha256()
    for row in lines:
        total.update(f"{row.lang} {row.topic} {row.expect} {row.text}\n".encode())
    return total.hexdigest()[:16]


def _read(file: Path) -> list[Row]:
    return read_rows(file.read_text(encoding="utf-8").splitlines(), file.name)

"""Lines as the guard reads them, plain and disguised, kept on disk so that a second training reads nothing twice."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.disguises import DISGUISES, disguised
from learning.filler import TOPIC as FILLER
from parvis.guard import wording
from parvis.guard.edition import Edition
from parvis.guard.rules import Pack
from parvis.guard.stretches import WINDOW
from parvis.guard.trial import Row, Trial

Kept = tuple[list[str], list[str], str]
"""Words, signs, and what the encoder is asked."""
CACHE = Path(__file__).parents[1] / ".cache" / "learning"


@dataclass(frozen=True)
class Read:
    """One text as words and signs; ``line`` is the number of the row it was made of, ``plain`` unless disguised.

    ``meant`` is what the encoder of sentences is asked.
    """

    line: int
    disguise: str
    words: tuple[str, ...]
    signs: tuple[str, ...]
    meant: str


class Reader:
    """Reads with the lists of one edition; what it read is kept under the digest of their packs."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._trial = Trial(packs, unlearned=True)
        self._file = CACHE / f"{_digest(self._trial.edition)}.jsonl"
        self._kept: dict[str, Kept] = {}
        if self._file.exists():
            for line in self._file.read_text("utf-8").splitlines():
                text, found = json.loads(line)
                self._kept[text] = found
        CACHE.mkdir(parents=True, exist_ok=True)

    def read(self, rows: Sequence[Row], chosen: Sequence[str], share: float = 1.0) -> list[Read]:
        """Every row as it stands and under the chosen disguises, of which each meets a ``share`` of the rows."""
        made = []
        with self._file.open("a", encoding="utf-8") as kept:
            for number, row in enumerate(rows):
                chance = random.Random(row.text)
                for name in ("plain", *(chosen if row.topic != FILLER else ())):
                    if name != "plain" and (chance.random() >= share or name in UNREAD):
                        continue
                    text = row.text if name == "plain" else disguised(name, row.text, row.lang)
                    if name == "plain" or text != row.text:
                        key = f"{row.kind.value} {text}"
                        if key not in self._kept:
                            self._kept[key] = self._look(row, text)
                            kept.write(json.dumps([key, self._kept[key]], ensure_ascii=False) + "\n")
                        words, signs, meant = self._kept[key]
                        made.append(Read(number, name, tuple(words), tuple(signs), meant))
        return made

    def _look(self, row: Row, text: str) -> Kept:
        said = self._trial.subject(row.kind, text)
        reading = self._trial.edition.read(said)
        views = said.views
        turned = views.mirrored is not views.bare
        view = views.mirrored if turned else views.restored
        meant = wording.meant(views, 0, WINDOW, turned=turned)
        return wording.words(view), wording.signs(reading.features), meant


def _digest(edition: Edition) -> str:
    total = hashlib.sha256()
    for pack in edition.packs:
        total.update(repr(pack.lists).encode())
    return total.hexdigest()[:16]


ALL = tuple(DISGUISES)
UNREAD = frozenset({"mirrored"})
"""Not learned from: the guard reads such a text both ways and scores each by itself, as if it stood there plainly."""

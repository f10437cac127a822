"""`./dev learn`: trains the learned check on our own lines and writes its model; the same lines make the same model."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date

import numpy as np

from learning import fitting, writing
from learning.encoding import Encoded
from learning.kin import kin_of
from learning.layer import Course
from learning.lines import HARMLESS, digest, taught
from learning.network import Floats, Plan
from learning.reading import ALL, Read, Reader
from parvis.guard.attributes import CLASSES
from parvis.guard.edition import shipped
from parvis.guard.modelfile import read_model
from parvis.guard.trial import Row

PACK = "parvis.learned"
PLANS = tuple(Plan(hidden=12, dropout=0.6, batch=512, rate=0.014, seed=seed) for seed in (7, 11, 13))
"""Three small networks, whose mean is steadier than one larger."""
COURSES = tuple(Course(seed=seed) for seed in (3, 5, 17))
"""Three layers on the encoder, likewise."""
SHARE = 0.15
"""Of the twelve disguises, how many each line is shown under."""
THRESHOLDS = (30, 50, 60, 70, 80, 90, 95)


def main() -> int:
    """Train, say how held-out lines did, write; ``--look`` writes nothing."""
    chosen = _options()
    began = time.monotonic()
    packs = [pack for pack in shipped() if pack.pack != PACK]
    rows, kin = taught(), kin_of(packs)
    reads = Reader(packs).read(rows, ALL, SHARE)
    _say(f"{len(rows)} lines, {len(reads)} texts, read in {time.monotonic() - began:.0f} s")
    encoded = Encoded(_tuned(reads, rows) if chosen.tune else _shipped())
    tried, words, meaning = fitting.held_out(reads, rows, kin, encoded, PLANS, COURSES)
    wanted, weights = fitting.answers(tried, rows), fitting.counted(tried, rows)
    everyday = np.array([one.disguise == "plain" and rows[one.line].topic == "everyday" for one in tried])
    found = fitting.calibration(words, meaning, wanted, weights)
    found = fitting.cautious(found, words, meaning, everyday)
    _say(f"{found}")
    print(table(found.shares(words, meaning), tried, rows))
    if chosen.look:
        return 0
    pair = fitting.fitted(reads, rows, kin, encoded, PLANS, COURSES)
    numbers = writing.numbers_of(pair, found)
    trained = date.fromisoformat(chosen.date)
    size = writing.write(
        numbers, version=chosen.version, trained=trained, corpus=digest(rows), lines=len(rows)
    )  # fmt: skip
    kept = f"{len(numbers.keys)} of {len(pair.room.places)} features"
    _say(f"{kept}, {size} bytes, {time.monotonic() - began:.0f} s in all")
    return 0


def _tuned(reads: list[Read], rows: list[Row]) -> bytes:
    """What of the encoder is learned along: half an hour."""
    from learning import tuning  # JAX, which nothing else needs

    wanted, weights = fitting.answers(reads, rows), fitting.counted(reads, rows)
    return tuning.tuned(reads, wanted, weights, fitting.folds_of(reads, rows), tuning.Course())


def _shipped() -> bytes:
    numbers = read_model(writing.FILE.read_bytes()).numbers.meaning
    if numbers is None:
        raise RuntimeError("The shipped model has no encoder of its own: ./dev learn --tune.")
    return numbers.tuned


def table(shares: Floats, reads: list[Read], rows: list[Row]) -> str:
    """Of held-out texts, at each score of any harm: recall, precision, and how many of 1,000 harmless ones reach it.

    Recall and precision are of lines of the classes; everyday talk and what only sounds like harm are counted apart.
    """
    harm = 1.0 - shares[:, HARMLESS]
    of = [rows[read.line] for read in reads]
    harmful = np.array([row.expect == "act" for row in of])
    plain = np.array([read.disguise == "plain" for read in reads])
    classes = np.array([row.topic in CLASSES for row in of])
    lines = ["| score | recall | precision | disguised | look-alikes | everyday | hard |", "|--|--|--|--|--|--|--|"]
    for least in THRESHOLDS:
        met = harm >= least / 100
        cells = []
        for mine in (plain & classes, ~plain & classes):
            caught = (met & harmful & mine).sum()
            cells += [f"{caught / (harmful & mine).sum():.2f}", f"{caught / max((met & mine).sum(), 1):.2f}"]
        for mine in (classes, *(np.array([row.topic == topic for row in of]) for topic in ("everyday", "hard"))):
            innocent = plain & ~harmful & mine
            cells.append(f"{1000 * (met & innocent).sum() / max(innocent.sum(), 1):.1f}")
        lines.append(f"| {least} | {cells[0]} | {cells[1]} | {cells[2]} / {cells[3]} | {' | '.join(cells[4:])} |")
    return "\n".join(lines)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev learn", description=__doc__)
    add = parser.add_argument
    add("--look", action="store_true", help="say how held-out lines do, and write nothing")
    add("--tune", action="store_true", help="tune the encoder first; otherwise it stays as the shipped model has it")
    add("--version", default="2026.11.4", help="what the model is called beside every score")
    add("--date", default="2026-11-27", metavar="YYYY-MM-DD", help="the day it says it was trained")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

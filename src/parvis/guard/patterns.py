"""What is known of a pattern before any text comes: its clauses, its reach, the words in it.

Working this out takes a millisecond or two for each of the shipped packs' patterns, and every process would do it anew;
so a build leaves it in a file. What is not in that file, or was made from other code, is worked out here and now.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import json
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from parvis.guard.clauses import Piece
from parvis.guard.literals import words_in
from parvis.guard.needed import needed_by
from parvis.guard.reach import reach

FILE = "patterns.json"
SOURCES = (
    "clauses.py", "literals.py", "needed.py", "patterns.py", "reach.py", "sms.py", "sounds.py", "vocabulary.py",
    "data/short.txt", "data/words-en.txt", "data/words-fr.txt",
)  # fmt: skip
"""Of this package, all that what is known comes from; another digest of them, and the file says nothing."""

Needs = tuple[tuple[frozenset[Piece], ...], ...]


class Known(NamedTuple):
    """What `needed_by`, `reach` and `words_in` say of one pattern."""

    needs: Needs
    within: int | None
    words: frozenset[str]


@functools.lru_cache(8_192)
def known(pattern: str) -> Known:
    """All of it; it is the same wherever it comes from."""
    return _kept().get(pattern) or worked_out(pattern)


def worked_out(pattern: str) -> Known:
    """The same, by looking at the pattern."""
    return Known(needed_by(pattern), reach(pattern), words_in(pattern))


def filled(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with ``<name>`` replaced by the part of that name."""
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part)
    return pattern


def filled_parts(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts of a pack, those before put into those after."""
    made: dict[str, str] = {}
    for name, part in parts.items():
        made[name] = filled(part, made)
    return made


def digest() -> str:
    """SHA-256 of `SOURCES`, in hexadecimal digits."""
    total = hashlib.sha256()
    for name in SOURCES:
        total.update(hashlib.sha256(_package().joinpath(name).read_bytes()).digest())
    return total.hexdigest()


def write(patterns: Iterable[str], target: Path) -> None:
    """Leave what is known of these patterns in a file: pieces once, sets of pieces once, and patterns by number."""
    pieces: dict[Piece, int] = {}
    sets: dict[tuple[int, ...], int] = {}
    rows: dict[str, Any] = {}
    for pattern in dict.fromkeys(patterns):
        needs, within, words = worked_out(pattern)
        clauses = [
            [
                sets.setdefault(tuple(sorted(pieces.setdefault(piece, len(pieces)) for piece in ways)), len(sets))
                for ways in clause
            ]
            for clause in needs
        ]
        rows[pattern] = [clauses, within, sorted(words)]
    made = {"digest": digest(), "pieces": list(pieces), "sets": list(sets), "patterns": rows}
    target.write_text(json.dumps(made, separators=(",", ":")), encoding="utf-8")


def _package() -> Traversable:
    return importlib.resources.files("parvis.guard")


@functools.cache
def _kept() -> dict[str, Known]:
    """What the file says; nothing where there is none, or it is of other code."""
    try:
        made = json.loads(_package().joinpath("data", FILE).read_text(encoding="utf-8"))
        if made["digest"] != digest():
            return {}
        pieces = [Piece(*piece) for piece in made["pieces"]]
        sets = [frozenset([pieces[at] for at in ways]) for ways in made["sets"]]
        return {
            pattern: Known(tuple(tuple(sets[at] for at in clause) for clause in clauses), within, frozenset(words))
            for pattern, (clauses, within, words) in made["patterns"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}  # missing or damaged: nothing is lost but time

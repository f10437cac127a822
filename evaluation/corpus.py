"""The labelled lines in corpus/, and each of them under the disguises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from evaluation.disguises import DISGUISES, disguised
from parvis.core.verdict import Kind
from parvis.guard.names import NICK_MAX, ROOM_MAX
from parvis.guard.trial import Row, read_rows

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "corpus"
PARTS = ("seen", "unseen")
"""What whoever writes rules may read, and what they may not."""
LANGUAGES = ("fr", "en")
PLAIN = "plain"
CLASSES = (
    "minor_age", "seeks_minor", "solicitation", "procuring", "drugs", "sextortion", "doxxing", "threat", "incitement",
    "hate", "homophobia", "scam", "off_platform", "self_harm", "sexual_harassment",
)  # fmt: skip
LGBTQ = "lgbtq"
_LONGEST = {Kind.NICKNAME: NICK_MAX, Kind.ROOM_NAME: ROOM_MAX}


def rows(part: str) -> list[Row]:
    """All rows of one part, French first; `parvis.guard.trial.BadRow` if a line is none."""
    files = [FOLDER / f"{part}-{lang}.jsonl" for lang in LANGUAGES]
    return [row for file in files for row in read_rows(file.read_text(encoding="utf-8").splitlines(), file.name)]


def under(name: str, plain: Iterable[Row]) -> Iterator[Row]:
    """The rows under one disguise; those that it leaves as they are, and names it makes too long, are left out."""
    for row in plain:
        text = disguised(name, row.text, row.lang)
        if text != row.text and len(text) <= _LONGEST.get(row.kind, len(text)):
            yield msgspec.structs.replace(row, text=text)


def all_of(part: str, *, short: bool = False) -> Iterator[tuple[str, Row]]:
    """Every row as it stands, then under every disguise; ``short``: each row under one of them, in turn."""
    plain = rows(part)
    for row in plain:
        yield PLAIN, row
    for number, name in enumerate(DISGUISES):
        for row in under(name, plain[number :: len(DISGUISES)] if short else plain):
            yield name, row

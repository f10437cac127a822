"""Every setting is explained where an operator looks: in the file, on the page, and within its limits."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from parvis.core.config import Config, parse
from parvis.core.manual import description_of, meaning_of, template

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")


def sections() -> list[tuple[str, type[Struct], bool]]:
    """Name, struct, and whether it is a list of many."""
    found = []
    for part in fields(Config):
        many = get_args(part.type)
        found.append((part.encode_name, many[0] if many else part.type, bool(many)))
    return found


SETTINGS = [(name, many, one) for name, kind, many in sections() for one in fields(kind)]


@pytest.mark.parametrize(("section", "many", "one"), SETTINGS, ids=[f"{name}.{one.name}" for name, _, one in SETTINGS])
def test_a_setting_is_explained_in_a_sentence_and_stands_on_the_page(section: str, many: bool, one: FieldInfo) -> None:
    meaning = description_of(one)
    assert len(meaning.split()) >= 3 and meaning[-1] in ".?", "a sentence, not a name said twice"
    head = f"## `[[{section}]]`" if many else f"## `[{section}]`"
    assert head in PAGE
    under = PAGE.split(head)[1].split("\n## ")[0]
    row = next((line for line in under.splitlines() if line.startswith(f"| `{one.encode_name}` |")), None)
    assert row is not None and " ".join(meaning.split()) in row


def test_every_section_says_what_it_is_for() -> None:
    missing = [name for name, kind, _ in sections() if name != "room" and not meaning_of(kind).strip()]
    assert missing == []


def test_the_written_file_names_every_setting_and_reads_back_as_it_was() -> None:
    written = template(Config())
    assert parse(written, "parvis.toml") == Config()
    named = (f"{one.encode_name} = " in written or f"#   {one.encode_name}: " in written for _, _, one in SETTINGS)
    assert all(named)
    tomllib.loads(written)


def test_the_page_names_no_setting_that_is_gone() -> None:
    known = {one.encode_name for _, _, one in SETTINGS}
    rows = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    assert sorted(set(rows) - known) == []

"""What a build leaves of the shipped patterns is what looking at them says; any other file is not believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from parvis.guard import patterns
from parvis.guard.edition import shipped
from parvis.guard.patterns import FILE, SOURCES, known, worked_out, write

SHIPPED = tuple(pattern for pack in shipped() for one in pack.lists for pattern in one.patterns)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The guard's folder, with nothing in it but what patterns are worked out by."""
    for name in SOURCES:
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(patterns._package().joinpath(name).read_bytes())
    monkeypatch.setattr(patterns, "_package", lambda: tmp_path)
    patterns._kept.cache_clear()
    known.cache_clear()
    yield tmp_path
    patterns._kept.cache_clear()
    known.cache_clear()


def test_the_build_left_every_shipped_pattern() -> None:
    assert set(patterns._kept()) == set(SHIPPED), "run ./dev setup"


def test_what_was_left_is_what_looking_says() -> None:
    assert [one for one in SHIPPED[::16] if patterns._kept()[one] != worked_out(one)] == []


def test_what_is_not_in_the_file_is_worked_out() -> None:
    pattern = r"\bvers la (?:lune|mer) du nord\b"
    assert pattern not in patterns._kept()
    assert known(pattern) == worked_out(pattern)


def test_a_file_of_other_code_is_not_believed(package: Path) -> None:
    file = package / "data" / FILE
    write(SHIPPED[:3], file)
    assert set(patterns._kept()) == set(SHIPPED[:3])
    patterns._kept.cache_clear()
    with (package / "needed.py").open("a") as code:
        code.write("# changed\n")
    assert patterns._kept() == {}


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"digest": 1}', "null", "\x00"])
def test_a_damaged_file_costs_time_alone(package: Path, spoilt: str) -> None:
    (package / "data" / FILE).write_text(spoilt, encoding="utf-8")
    assert patterns._kept() == {}
    assert known(SHIPPED[0]) == worked_out(SHIPPED[0])


def test_a_file_with_numbers_that_lead_nowhere_is_not_believed(package: Path) -> None:
    file = package / "data" / FILE
    write(SHIPPED[:3], file)
    made = json.loads(file.read_text())
    file.write_text(json.dumps({**made, "pieces": made["pieces"][:1]}))
    assert patterns._kept() == {}

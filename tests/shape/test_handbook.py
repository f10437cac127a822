"""The handbook: whole, in both languages where that is owed, every link leads somewhere, nothing is from elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook import HandbookError, build, pages_of
from parvis.web.chapters import SECTIONS, Chapter
from parvis.web.routes import NEEDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OWED = ("visit", "start", "operate", "moderate", "law")
"""The parts whose readers are owed both languages; reference, building and decisions are in English."""
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def pages() -> list[Chapter]:
    return [Chapter(**page) for page in pages_of(ROOT)]


def sources(section: str) -> Iterator[Path]:
    yield from (page for page in sorted((DOCS / section).glob("*.md")) if not page.name.endswith(".fr.md"))


def shape(page: Path) -> tuple[list[int], list[list[str]]]:
    """How deep each heading is, and what is to be typed: both are the same in every language."""
    text = page.read_text("utf-8")
    typed = [[line.partition("#")[0].strip() for line in block.splitlines()] for block in FENCE.findall(text)]
    plain = FENCE.sub("", text)
    return [len(mark) for mark in re.findall(r"^(#+) ", plain, re.MULTILINE)], typed


def test_every_page_stands_in_it_once_and_all_sections_have_a_first_page(pages: list[Chapter]) -> None:
    written = set(DOCS.rglob("*.md"))
    assert len(pages) == len(written) + 1, "and ARCHITECTURE.md"
    assert len({(one.name, one.lang) for one in pages}) == len(pages)
    assert {one.section for one in pages} == {"", *SECTIONS}
    assert set(SECTIONS) <= {one.name for one in pages if one.lang == "en"}


@pytest.mark.parametrize("section", ["", *OWED])
def test_who_visits_moderates_or_operates_reads_it_in_french_too(section: str) -> None:
    missing = {
        page.relative_to(DOCS).with_suffix("").as_posix()
        for page in sources(section)
        if not page.with_suffix(".fr.md").exists()
    }
    assert missing == set()


@pytest.mark.parametrize("french", sorted(DOCS.rglob("*.fr.md")), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_a_french_page_has_the_same_parts_and_the_same_commands(french: Path) -> None:
    assert shape(french) == shape(french.with_name(french.name.replace(".fr.md", ".md")))


@pytest.mark.parametrize("french", sorted(DOCS.rglob("*.fr.md")), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_french_signs_do_not_fall_to_the_next_line(french: Path) -> None:
    prose = re.sub(r"`[^`]*`", "", FENCE.sub("", french.read_text("utf-8")))
    assert re.findall(r"[^\n]{0,30}(?: [:;?!»](?= |$)|« )", prose, re.MULTILINE) == []


def test_every_link_leads_to_a_page_of_this_server(pages: list[Chapter]) -> None:
    there = {f"/help/{one.name}".rstrip("/") for one in pages} | set(NEEDS)
    led = {
        (one.name, link.partition("#")[0])
        for one in pages
        for link in re.findall(r'href="([^"#][^"]*)"', one.body)
        if not re.match(r"https?:|mailto:", link)
    }
    assert len(led) > 50
    assert sorted((name, link) for name, link in led if link not in there) == []


def test_each_cell_of_a_table_with_many_columns_says_what_it_is(pages: list[Chapter]) -> None:
    """On a narrow screen such a row is laid out as a list; the roles keep it a table for who has it read out."""
    for lang, label in (("en", "takes effect"), ("fr", "prend effet")):
        [one] = [one for one in pages if (one.name, one.lang) == ("moderate/measures", lang)]
        [table] = re.findall(r'<table class="labelled" role="table">.*?</table>', one.body, re.DOTALL)
        rows = len(re.findall("<tr ", table)) - 1
        assert rows >= 15 and table.count(f'data-label="{label}"') == rows
        assert table.count('<td role="cell" data-label=') == rows * 6 and table.count('<td role="cell">') == rows
        assert table.count('role="columnheader" scope="col"') == 7
        assert table.count('role="row"') == rows + 1 and table.count('role="rowgroup"') == 2
    tables = [table for one in pages for table in re.findall(r"<table>.*?</table>", one.body, re.DOTALL)]
    assert len(tables) > 10
    assert max(table.count("<th ") for table in tables) == 2, "two columns find room anywhere"


def test_nothing_is_loaded_from_anywhere_and_the_policy_forbids_nothing_in_it(pages: list[Chapter]) -> None:
    for one in pages:
        assert re.findall(r"<(?:script|style|link|img|iframe|object)\b|\s(?:style|src|on\w+)=", one.body) == [], (
            one.name
        )


def test_a_link_that_leads_nowhere_stops_the_build(tmp_path: Path) -> None:
    shutil.copytree(DOCS / "visit", tmp_path / "docs" / "visit")
    (tmp_path / "docs" / "build").mkdir()
    shutil.copy(ROOT / "ARCHITECTURE.md", tmp_path)
    front = tmp_path / "docs" / "README.md"
    front.write_text("# Help\n\n[Visit](visit/README.md)\n", "utf-8")
    build(tmp_path, tmp_path / "pages.json")
    front.write_text("# Help\n\n[Visit](visit/nowhere.md)\n", "utf-8")
    with pytest.raises(HandbookError, match=r"docs/README\.md:3: .*nowhere\.md"):
        build(tmp_path, tmp_path / "pages.json")


def test_the_tutorial_names_a_file_for_every_step_and_all_of_them_exist() -> None:
    """That every name in backquotes exists is held for all pages by test_architecture.py."""
    text = (DOCS / "build" / "README.md").read_text("utf-8")
    for walk in text.split("\n## ")[1:]:
        steps = re.split(r"\n\d\. ", walk)[1:]
        assert len(steps) == 7 or walk.startswith("A check")
        named = [step for step in steps if re.search(r"`(?:src|tests|frontend|docs|CHANGELOG)[\w/.-]*`", step)]
        assert named == steps, walk.splitlines()[0]
    paths = re.findall(r"`((?:src|tests|frontend|docs)/[\w/.-]+)`", text)
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []

"""The page about the protocol says everything that the protocol can say, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from parvis.chat.commands import COMMANDS
from parvis.chat.session import INBOX_MAX
from parvis.core import protocol as p
from parvis.web.i18n import LANGUAGES, Texts

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "protocol.md").read_text("utf-8")


def part(title: str, level: str = "##") -> str:
    """The text under one heading."""
    found = re.search(rf"^{level} {re.escape(title)}$(.*?)(?=^#{{2,{len(level)}}} |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"no part called {title}"
    return found[1]


def headings(of: str) -> list[str]:
    return re.findall(r"^### `(\w+)`$", part(of), re.MULTILINE)


def section(of: str, tag: str) -> str:
    found = re.search(rf"^### `{tag}`$(.*?)(?=^### |\Z)", part(of), re.MULTILINE | re.DOTALL)
    assert found, tag
    return found[1]


def tag_of(kind: type) -> str:
    return str(kind.__struct_config__.tag)  # type: ignore[attr-defined]  # every frame is a tagged struct


FRAMES = [("From the client", kind) for kind in get_args(p.Command)]
FRAMES += [("To the client", kind) for kind in get_args(p.ServerFrame)]


@pytest.mark.parametrize(("direction", "kinds"), [("From the client", p.Command), ("To the client", p.ServerFrame)])
def test_every_frame_has_its_section_and_no_section_is_left_over(direction: str, kinds: object) -> None:
    assert sorted(headings(direction)) == sorted(tag_of(kind) for kind in get_args(kinds))


@pytest.mark.parametrize(("direction", "kind"), FRAMES, ids=[f"{kind.__name__}" for _, kind in FRAMES])
def test_every_field_of_a_frame_is_named_in_its_section(direction: str, kind: type[msgspec.Struct]) -> None:
    said = section(direction, tag_of(kind))
    fields = [one.encode_name for one in msgspec.structs.fields(kind)]
    assert [name for name in fields if f"`{name}`" not in said] == []


def test_what_stands_within_a_frame_is_named_too() -> None:
    parts: list[tuple[str, type[msgspec.Struct]]] = [
        ("welcome", p.Me),
        ("welcome", p.Limits),
        ("state", p.RoomState),
        ("state", p.Pending),
        ("msg", p.Author),
    ]
    parts.append(("people", p.Person))
    missing = [
        (tag, one.encode_name)
        for tag, kind in parts
        for one in msgspec.structs.fields(kind)
        if f"`{one.encode_name}`" not in section("To the client", tag)
    ]
    assert missing == []


def rows(title: str) -> list[list[str]]:
    """The cells of the first table of a part, without its head."""
    lines = [line for line in part(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_refusal_code_is_explained() -> None:
    assert [row[0].strip("`") for row in rows("Why a command was not done")] == [code.value for code in p.ErrCode]


def test_every_reason_to_close_is_explained_with_its_number() -> None:
    said = [(row[0].strip("`"), int(row[1]), row[2]) for row in rows("Why the server closes")]
    assert sorted(said) == sorted(
        (code.value, p.CLOSE_CODES[code], "yes" if code in p.RESUMABLE else "no") for code in p.ByeCode
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_to_close_has_a_sentence(lang: str) -> None:
    texts = Texts(strict=True)
    assert all(texts.text(lang, f"bye-{code.value}") for code in p.ByeCode)


def test_the_paces_on_the_page_are_those_of_the_command_table() -> None:
    said = {
        tag: (int(row[1]), float(row[2]))
        for row in rows("How fast is too fast")
        for tag in re.findall(r"`(\w+)`", row[0])
    }
    assert said == {
        tag_of(kind): (rule.pace.value.count, rule.pace.value.seconds) for kind, rule in COMMANDS.items() if rule.pace
    }


def test_the_numbers_on_the_page_are_those_of_the_code() -> None:
    assert f"more than {INBOX_MAX} commands" in PAGE.lower()
    assert f"more than {p.CATCH_UP_MAX} changes" in PAGE
    assert re.search(rf"at\s+least every {p.BEAT_SECONDS} s", PAGE) and re.search(r"at most\s+16 KiB", PAGE)
    assert p.FRAME_MAX == 16 * 1024 and p.HELLO_SECONDS == 5 and p.TABS_MAX == 5
    assert "Five tabs" in PAGE and "within five seconds" in PAGE


def test_the_examples_are_of_the_protocol() -> None:
    examples = re.findall(r"^→ (\{.*\})$", PAGE, re.MULTILINE)
    assert len(examples) >= 4
    for example in examples:
        p.decode(example.encode())

"""The settings explained: the commented configuration file, the reference page, the list that `parvis check` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from typing import get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from parvis.core.config import Config
from parvis.core.reading import toml, words_for
from parvis.core.renewing import needs_restart
from parvis.core.settings import ROOM_MEANINGS, Counter, Door
from parvis.core.talk import Room

WIDTH = 100
HEAD = """\
The configuration of a Parvis, and its manual: every setting stands here with its explanation.
A line that is left out counts as its default. Look at the result with: parvis check
After a change: parvis check, then have the running server read it again (SIGHUP; systemctl reload parvis).
What is built into what runs says here that it needs a restart."""
OPEN_HEAD = """
Settings that stand as comments can be set on /admin too. Whatever is written here wins, and the page says so."""
ROOM_INTRO = "A room. Write one [[room]] for each, in the order of the lobby; parvis serve makes what is new."
COUNTER_EXAMPLE = Counter(
    name="Maison des associations",
    address="3 place de la Mairie, 69001 Lyon",
    hours={"fr": "mardi et jeudi, 18 h à 20 h", "en": "Tuesday and Thursday, 6 to 8 pm"},
)
DOOR_EXAMPLE = Door(
    next_evening={"fr": "vendredi 4 décembre, à partir de 20 h", "en": "Friday 4 December, from 8 pm"},
    busy_hours={"fr": "de 20 h à 23 h", "en": "from 8 to 11 pm"},
)


def template(config: Config, left_open: Collection[str] = ()) -> str:
    """The commented ``parvis.toml`` that says just what ``config`` says.

    ``left_open``: settings that stand as comments where they are at their defaults, so that pages can set them.
    """
    lines = [*comment(HEAD + OPEN_HEAD if left_open else HEAD), ""]
    usual = Config()
    for part in fields(Config):
        value = getattr(config, part.name)
        kinds = get_args(part.type)
        if not kinds:
            lines += _section(part.encode_name, value, left_open)
        elif part.encode_name in left_open and value and value == getattr(usual, part.name):
            lines += [line if line.startswith("#") else f"# {line}".rstrip() for line in
                      _list_of(part.encode_name, kinds[0], value)]  # fmt: skip
            lines.append("")
        else:
            lines += _list_of(part.encode_name, kinds[0], value)
    return "\n".join(lines)


def _section(name: str, section: Struct, left_open: Collection[str]) -> Iterator[str]:
    yield from (*comment(meaning_of(type(section))), f"[{name}]")
    usual = type(section)()
    for one in fields(section):
        value = getattr(section, one.name)
        yield from comment(f"{description_of(one)}{limits_of(one)}{restart_of(name, one)}")
        if isinstance(section, Door) and not value:
            yield f"# {one.name} = {toml(getattr(DOOR_EXAMPLE, one.name))}"
        elif f"{name}.{one.name}" in left_open and value == getattr(usual, one.name):
            yield f"# {one.name} = {toml(value)}"
        else:
            yield f"{one.name} = {toml(value)}"
    yield ""


def _list_of(name: str, kind: type[Struct], values: list[Struct]) -> Iterator[str]:
    yield from comment(ROOM_INTRO if kind is Room else meaning_of(kind))
    for one in fields(kind):
        yield from comment(f"  {one.name}: {description_of(one)}", "    ")
    if not values:
        yield from ("# " + line for line in _item(name, COUNTER_EXAMPLE))
    for value in values:
        yield from _item(name, value)
        yield ""
    if not values:
        yield ""


def _item(name: str, value: Struct) -> Iterator[str]:
    yield f"[[{name}]]"
    yield from (f"{key} = {toml(said)}" for key, said in _said(value).items())


def _said(value: Struct) -> dict[str, object]:
    """A room or a counter without what it leaves at the default."""
    pairs = ((one, getattr(value, one.name)) for one in fields(value))
    return {one.encode_name: said for one, said in pairs if one.required or said != one.default}


def comment(text: str, indent: str = "") -> list[str]:
    """A text as TOML comments, wrapped; line breaks in it stay."""
    wrap = textwrap.TextWrapper(WIDTH, initial_indent="# ", subsequent_indent="# " + indent, break_on_hyphens=False)
    return [line for part in text.splitlines() for line in wrap.wrap(part)]


def meaning_of(kind: type[Struct]) -> str:
    """What a section is for: the first sentence of its struct."""
    return (kind.__doc__ or "").strip()


def description_of(one: FieldInfo) -> str:
    """What a setting does, as written beside its type."""
    found = msgspec.inspect.type_info(one.type)
    said = (found.extra_json_schema or {}).get("description") if isinstance(found, msgspec.inspect.Metadata) else None
    return str(said or ROOM_MEANINGS[one.name])


def limits_of(one: FieldInfo) -> str:
    """For a number, what it may be."""
    words = words_for(one.type)
    return f" From {words.removeprefix('a whole number from ')}." if words.startswith("a whole number") else ""


def restart_of(section: str, one: FieldInfo) -> str:
    """Whether a running server takes on a change of it."""
    return " Needs a restart." if needs_restart(section, one.encode_name) else ""


def listing(config: Config) -> list[tuple[str, str, bool]]:
    """Every setting in force: its place, its value as TOML, and whether that is the default."""
    standard, rows = Config(), list[tuple[str, str, bool]]()
    for part in fields(Config):
        value, usual = getattr(config, part.name), getattr(standard, part.name)
        if isinstance(value, list):
            rows += [(part.encode_name, toml(_said(one)), one in usual) for one in value]
        else:
            for one in fields(value):
                said = getattr(value, one.name)
                rows.append((f"{part.encode_name}.{one.name}", toml(said), said == getattr(usual, one.name)))
    return rows


def manual_markdown() -> str:
    """The reference page of all settings, for ``docs/reference/settings.md``."""
    lines = [
        "# Settings", "",
        "One file, `parvis.toml`, holds everything the operator decides. `parvis init` writes it with these",
        "explanations, and `parvis check` reads it back in words. An unknown setting is refused, so that a typing",
        "error cannot pass unseen. This page is made by `scripts/generate.py`.", "",
    ]  # fmt: skip
    for part in fields(Config):
        kinds = get_args(part.type)
        kind: type[Struct] = kinds[0] if kinds else part.type
        name = f"[[{part.encode_name}]]" if kinds else f"[{part.encode_name}]"
        lines += [f"## `{name}`", "", ROOM_INTRO if kind is Room else meaning_of(kind), ""]
        lines += [
            "| setting | default | meaning |",
            "|--|--|--|",
            *(_row(part.encode_name, one) for one in fields(kind)),
            "",
        ]
        if kind is Counter:
            lines += ["```toml", *_item(part.encode_name, COUNTER_EXAMPLE), "```", ""]
        if kind is Room:
            lines += ["The rooms of a fresh square:", "", "```toml"]
            rooms = [line for one in Config().rooms for line in (*_item("room", one), "")]
            lines += [*rooms[:-1], "```", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(section: str, one: FieldInfo) -> str:
    return f"| `{one.name}` | {_default_of(one)} | {description_of(one)}{limits_of(one)}{restart_of(section, one)} |"


def _default_of(one: FieldInfo) -> str:
    if one.required:
        return "must be given"
    made = one.default_factory() if one.default_factory is not msgspec.NODEFAULT else one.default
    return f"`{toml(made)}`"

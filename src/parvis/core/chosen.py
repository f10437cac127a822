"""What administrators set by pages, laid over what the file says; where the file says something, it wins."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields, replace

from parvis.core.config import Config, Fault, faults_of, parse
from parvis.core.errors import ConfigError
from parvis.core.reading import lines_of, toml, words_for

GROUPS: dict[str, tuple[str, ...]] = {
    "square": ("square.name", "square.languages", "square.timezone"),
    "legal": (
        "legal.operator", "legal.contact_email", "legal.postal_address", "legal.phone", "legal.publication_director",
        "legal.host",
    ),
    "house-rules": ("square.house_rules",),
    "door": ("door.next_evening", "door.busy_hours"),
    "hours": ("hours.weekly", "hours.dates", "desk.unattended_closes"),
    "age": ("age.methods", "age.pass_days", "age.voucher_days", "age.short_code_days", "age.nicknames_per_day"),
    "retention": (
        "retention.room_history_hours", "retention.visit_hours", "retention.nickname_hold_minutes",
        "retention.idle_visit_hours", "retention.case_days", "retention.staff_days",
    ),
}  # fmt: skip
"""Settings that stand on one page together, by the page's name."""
LISTS = {"room": "rooms", "counter": "counters"}
"""Lists that are set whole, each from a page of its own, and where `Config` has them."""
SETTABLE = frozenset({"square.default_room", *LISTS, *(name for group in GROUPS.values() for name in group)})
"""All that pages can set. The file can set each of them too."""


class Written(Struct, frozen=True, kw_only=True):
    """A configuration as its file says it, and where each setting stands there."""

    config: Config
    file: str = ""
    lines: dict[str, int] = {}
    """By setting, such as ``square.name`` or ``room``; what is left out of the file is left out here."""


def read(text: str, source: str) -> Written:
    """The configuration in ``text``, with its lines. ConfigError as `parse`."""
    config, found = parse(text, source), dict(lines_of(text))
    lines: dict[str, int] = {}
    for section, held in tomllib.loads(text).items():
        names = [section] if isinstance(held, list) else [f"{section}.{one}" for one in held]
        lines |= {name: found.get(name) or found.get(f"{name}[1]") or found.get(section, 1) for name in names}
    return Written(config=config, file=source, lines=lines)


def overlaid(written: Written, stored: Mapping[str, object]) -> Config:
    """The file's configuration, with what was set by pages where the file says nothing. ConfigError when that fails."""
    config = written.config
    for name, value in stored.items():
        if name in SETTABLE and name not in written.lines:
            try:
                config = put(config, name, value)
            except msgspec.ValidationError:
                raise ConfigError(
                    [f"{name}, set on /admin, must be {wanted(config, name)}; it is {toml(value)}."]
                ) from None
    found = [f"{where} (set on /admin, or beside what is set there) {what}" for where, what in faults_of(config)]
    if found and stored:
        raise ConfigError(found)
    return config


def put(config: Config, name: str, value: object) -> Config:
    """The configuration with one setting changed; msgspec.ValidationError when the value is of another kind."""
    if name in LISTS:
        kind = next(one.type for one in fields(Config) if one.name == LISTS[name])
        return replace(config, **{LISTS[name]: msgspec.convert(value, kind)})
    section, _, key = name.partition(".")
    before = getattr(config, section)
    return replace(config, **{section: replace(before, **{key: msgspec.convert(value, field_of(name).type)})})


def said(config: Config, name: str) -> object:
    """A setting's value as JSON has it."""
    section, _, key = name.partition(".")
    held = getattr(config, LISTS[name]) if name in LISTS else getattr(getattr(config, section), key)
    found: object = msgspec.to_builtins(held)
    return found


def plain(found: Sequence[Struct]) -> object:
    """A list as JSON has it."""
    said: object = msgspec.to_builtins(found)
    return said


def field_of(name: str) -> FieldInfo:
    """A setting's place among those of its section."""
    section, _, key = name.partition(".")
    return next(one for one in fields(getattr(Config(), section)) if one.name == key)


def wanted(config: Config, name: str) -> str:
    """What kind of value a setting takes, in words."""
    return words_for(type(getattr(config, LISTS[name]))) if name in LISTS else words_for(field_of(name).type)


def place_of(fault: Fault) -> str:
    """Which setting a fault is about: ``room`` for ``room[2].name``."""
    where = fault[0]
    return where.partition("[")[0] if "[" in where else where

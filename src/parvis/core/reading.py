"""From a TOML file to a struct of sections; every fault is a sentence that says where it stands and what would fit."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from typing import TypeVar, cast, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from parvis.core.errors import ConfigError

S = TypeVar("S", bound=Struct)


class Reader:
    """One file being read; ``faults`` grows by a sentence for each value that does not fit."""

    def __init__(self, text: str, source: str) -> None:
        self.faults: list[str] = []
        self._source = source
        self._lines = dict(lines_of(text))
        try:
            self._raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            raise ConfigError([f"{source} is not TOML: {str(fault).rstrip('.')}."]) from fault

    def blame(self, where: str, what: str) -> None:
        """Note a fault: the setting's place, such as ``room[2].id``, and the rest of the sentence about it."""
        line = self._lines.get(where) or self._lines.get(where.rpartition(".")[0])
        self.faults.append(f"{self._source}{f', line {line}' if line else ''}: {where} {what}")

    def read(self, kind: type[S]) -> S | None:
        """The whole file as ``kind``, whose fields are sections or lists of them; None when there were faults."""
        values: dict[str, object] = {}
        known = {one.encode_name: one for one in fields(kind)}
        for name in self._known(self._raw, list(known), ""):
            values[known[name].name] = self._part(known[name], self._raw[name])
        return None if self.faults else kind(**values)

    def _part(self, one: FieldInfo, value: object) -> object:
        name = one.encode_name
        if inner := get_args(one.type):
            if not isinstance(value, list):
                self.blame(name, f"must be written as [[{name}]], once for each.")
                return None
            return [self._section(inner[0], item, f"{name}[{place}]") for place, item in enumerate(value, 1)]
        return self._section(one.type, value, name)

    def _section(self, kind: type[Struct], value: object, where: str) -> Struct | None:
        if not isinstance(value, dict):
            self.blame(where, f"must be a section: write [{where}] on a line of its own.")
            return None
        before = len(self.faults)
        known = {one.encode_name: one for one in fields(kind)}
        for name in self._known(value, list(known), where + "."):
            self._judge(f"{where}.{name}", value[name], known[name].type)
        for name in [one.encode_name for one in known.values() if one.required and one.encode_name not in value]:
            self.blame(f"{where}.{name}", "is missing.")
        return msgspec.convert(value, kind) if len(self.faults) == before else None

    def _judge(self, where: str, value: object, kind: object) -> None:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError:
            self.blame(where, f"must be {words_for(kind)}, and is {toml(value)}.")

    def _known(self, raw: dict[str, object], known: list[str], prefix: str) -> list[str]:
        for name in raw:
            if name not in known:
                near = nearest(name, known)
                hint = f"did you mean {prefix}{near}?" if near else f"known here: {', '.join(known)}."
                self.blame(f"{prefix}{name}", f"is not a setting; {hint}")
        return [name for name in raw if name in known]


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str | None:
    """The known word somebody probably meant."""
    return next(iter(difflib.get_close_matches(word, known, 1, 0.6)), None)


def lines_of(text: str) -> Iterator[tuple[str, int]]:
    """Where each setting stands, as ``server.port`` or ``room[2].id``, and its line from 1; near enough to point at."""
    section, counts = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", line):
            section = header[2]
            if header[1] == "[[":
                counts[section] = counts.get(section, 0) + 1
                section = f"{section}[{counts[section]}]"
            yield section, number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            yield f"{section}.{key[1]}" if section else key[1], number


def words_for(kind: object) -> str:
    """What a value of this type is, in words for a person."""
    found = msgspec.inspect.type_info(kind)
    match found.type if isinstance(found, msgspec.inspect.Metadata) else found:
        case msgspec.inspect.IntType(ge=low, le=high) if low is not None and high is not None:
            return f"a whole number from {low:,} to {high:,}"
        case msgspec.inspect.StrType(max_length=longest) if longest is not None:
            return f"a text of 1 to {longest} characters"
        case msgspec.inspect.StrType(min_length=shortest):
            return "a text in quotes that is not empty" if shortest else "a text in quotes"
        case msgspec.inspect.BoolType():
            return "true or false"
        case msgspec.inspect.EnumType(cls=cls):
            return "one of " + ", ".join(toml(one.value) for one in cls)
        case msgspec.inspect.ListType(min_length=shortest):
            return 'a list of texts, such as ["one", "two"]' + (" with at least one" if shortest else "")
        case msgspec.inspect.DictType():
            return 'texts by language, such as { fr = "…", en = "…" }'
    return "something else"


def toml(value: object) -> str:
    """A value as it would stand in a TOML file."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return msgspec.json.encode(str(value)).decode().replace("\x7f", "\\u007f")
        case list():
            return "[" + ", ".join(toml(item) for item in value) + "]"
        case dict():
            pairs = cast(dict[str, object], value).items()
            return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in pairs) + " }" if value else "{}"
    return str(value)

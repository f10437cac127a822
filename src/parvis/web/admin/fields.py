"""A setting as a field of a form: what it shows, what was typed into it, and whether the file has the last word."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

import msgspec
from starlette.datastructures import FormData

from parvis.core import chosen
from parvis.core.chosen import Written
from parvis.core.config import AGE_METHODS, LANGUAGES, Config
from parvis.core.night import Closes

TICKED = {"square.languages": LANGUAGES, "age.methods": AGE_METHODS, "desk.unattended_closes": tuple(Closes)}
LONG = frozenset({"square.house_rules", "legal.postal_address", "legal.host"})
FAULTS = {
    "square.name": "admin-fault-name",
    "square.languages": "admin-fault-languages",
    "square.timezone": "admin-fault-timezone",
    "legal.contact_email": "admin-fault-email",
    "age.short_code_days": "admin-fault-short-code",
    "hours.weekly": "admin-fault-weekly",
    "hours.dates": "admin-fault-dates",
}
TYPED_MAX = 4_000


@dataclass(frozen=True)
class Field:
    """One setting on its page."""

    name: str
    kind: str
    """``text``, ``long``, ``number``, ``lines``, ``ticks``, ``spoken`` (a text by language) or ``spoken-long``."""
    value: object
    line: int | None
    """Where the file says it; None where it does not, and the page may."""
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    fault: str = ""

    @property
    def id(self) -> str:
        """A name that HTML and texts can bear."""
        return self.name.replace(".", "-")


def field(config: Config, written: Written, name: str, *, is_wrong: bool = False, typed: object = None) -> Field:
    """A setting as it stands, or as it was typed."""
    value = chosen.said(config, name) if typed is None else typed
    low, high = limits(name)
    return Field(
        name=name, kind=kind_of(name), value=value, line=written.lines.get(name), choices=TICKED.get(name, ()),
        low=low, high=high, fault=fault_of(name) if is_wrong else "",
    )  # fmt: skip


def fault_of(name: str) -> str:
    """The one sentence about a value that does not fit, as a text key; arguments are ``low`` and ``high``."""
    usual = {"number": "admin-fault-number", "spoken": "admin-fault-spoken", "spoken-long": "admin-fault-spoken"}
    return FAULTS.get(name) or usual.get(kind_of(name), "admin-fault-text")


def kind_of(name: str) -> str:
    """What kind of field a setting needs."""
    if name in TICKED:
        return "ticks"
    match _plain(name):
        case msgspec.inspect.IntType():
            return "number"
        case msgspec.inspect.ListType():
            return "lines"
        case msgspec.inspect.DictType():
            return "spoken-long" if name in LONG else "spoken"
    return "long" if name in LONG else "text"


def limits(name: str) -> tuple[int, int]:
    """The least and the most a number may be; 0 and 0 for what is none."""
    found = _plain(name)
    return (found.ge or 0, found.le or 0) if isinstance(found, msgspec.inspect.IntType) else (0, 0)


def _plain(name: str) -> msgspec.inspect.Type:
    found = msgspec.inspect.type_info(chosen.field_of(name).type)
    return found.type if isinstance(found, msgspec.inspect.Metadata) else found


def typed(form: FormData, name: str) -> object:
    """What a form says of a setting, as JSON would have it; a number that is none stays text, and will not fit."""
    id_ = name.replace(".", "-")
    match kind_of(name):
        case "ticks":
            return [one for one in form.getlist(id_) if isinstance(one, str)]
        case "number":
            text = text_of(form, id_)
            return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else text
        case "lines":
            return [line for one in text_of(form, id_).split("\n") if (line := one.strip())]
        case "spoken" | "spoken-long":
            return by_language(form, id_)
    return text_of(form, id_)


def by_language(form: FormData, id_: str) -> dict[str, str]:
    """A text in each language that one was typed in."""
    found = {lang: text_of(form, f"{id_}-{lang}") for lang in LANGUAGES}
    return {lang: text for lang, text in found.items() if text}


def text_of(form: FormData, id_: str) -> str:
    """A text as typed, its line ends made plain."""
    value = form.get(id_)
    return value.replace("\r\n", "\n").strip()[:TYPED_MAX] if isinstance(value, str) else ""


ZONES = sorted(one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "posix/", "right/")))
"""Time zones, to be offered while one types."""

"""A statement as somebody reads it: the sentences of `parvis.moderation.wording` filled in, for a page or a file."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from parvis.core.clock import Instant, moment_of
from parvis.core.config import Config
from parvis.core.ids import RoomId
from parvis.core.talk import Room
from parvis.moderation.wording import Day, Filling, Letter, Line, Part, Place, Quote, Text, When
from parvis.web.i18n import Argument, Texts
from parvis.web.render import BABEL_LOCALES

WIDTH = 72
"""Columns of a letter saved as text."""
_ISOLATES = str.maketrans("", "", "\u2068\u2069")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``quoted`` are words that are not ours, ``lang`` their language where it is another one."""

    text: str
    quoted: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Shown:
    """A letter in words."""

    title: str
    lede: str
    dated: str
    sections: tuple[tuple[str, str, tuple[Paragraph, ...]], ...]
    """Key, heading and paragraphs of each."""


class Writer:
    """Fills sentences in for one language; dates stand on the square's clock."""

    def __init__(self, texts: Texts, config: Config, lang: str, rooms: Mapping[RoomId, Room]) -> None:
        self._texts, self._rooms, self.lang = texts, rooms, lang
        self._zone = ZoneInfo(config.square.timezone)

    def line(self, one: Line) -> str:
        """A sentence in words."""
        return self.text(one.key, **dict(one.args))

    def text(self, key: str, /, **args: Filling) -> str:
        """A sentence by its key."""
        return self._texts.text(self.lang, key, **{name: self._filled(value) for name, value in args.items()})

    def moment(self, at: Instant) -> str:
        """A day and a time in words."""
        local = moment_of(at).astimezone(self._zone)
        return self._texts.text(
            self.lang, "statement-moment", day=self.day(at),
            time=format_time(local, "HH:mm", locale=BABEL_LOCALES[self.lang]),
        )  # fmt: skip

    def day(self, at: Instant) -> str:
        """A day in words."""
        return format_date(moment_of(at).astimezone(self._zone).date(), "long", locale=BABEL_LOCALES[self.lang])

    def letter(self, one: Letter) -> Shown:
        """A whole letter in words."""
        return Shown(
            title=self.text(one.title), lede=self.line(one.lede), dated=self.moment(one.issued_at),
            sections=tuple(
                (section.title, self.text(section.title), tuple(self._paragraph(part) for part in section.parts))
                for section in one.sections
            ),
        )  # fmt: skip

    def _paragraph(self, part: Part) -> Paragraph:
        match part:
            case Line():
                return Paragraph(self.line(part))
            case Quote():
                return Paragraph(part.text, quoted=True, lang="" if part.lang == self.lang else part.lang)

    def _filled(self, value: Filling) -> Argument:
        match value:
            case When():
                return self.moment(value.at)
            case Day():
                return self.day(value.at)
            case Place():
                room = self._rooms.get(value.room)
                return value.room if room is None else room.name.get(self.lang) or next(iter(room.name.values()), "")
            case Text():
                return self._texts.text(self.lang, value.key)
            case _:
                return value


def as_text(shown: Shown, *before: str, after: Sequence[str] = ()) -> str:
    """A letter as plain text, with a few lines before and after it; for a file that every device opens."""
    blocks = [*before, shown.dated, shown.title.upper(), shown.lede]
    for _, heading, paragraphs in shown.sections:
        blocks += [heading.upper(), *[_wrapped(one) for one in paragraphs]]
    blocks += after
    return in_columns(blocks)


def in_columns(blocks: Sequence[str]) -> str:
    """Paragraphs of a letter saved as text."""
    return plain("\n\n".join(block if "\n" in block else textwrap.fill(block, WIDTH) for block in blocks) + "\n")


def quoted(text: str) -> str:
    """Words that are not ours, set apart in a file."""
    lines = [textwrap.fill(line, WIDTH - 2) for line in text.split("\n")]
    return textwrap.indent("\n".join(lines), "> ", lambda _line: True)


def plain(text: str) -> str:
    """Without the marks that keep directions apart in HTML, which a text file would show as boxes."""
    return text.translate(_ISOLATES)


def _wrapped(one: Paragraph) -> str:
    return quoted(one.text) if one.quoted else textwrap.fill(one.text, WIDTH)

"""What stands in a room besides what is said there: welcome, rules, evenings, the board; also for the live square."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parvis.chat import board, frames, living
from parvis.chat.square import Square
from parvis.core import hours
from parvis.core.bodies import RoomAround, RoomLine
from parvis.core.clock import DAY
from parvis.core.ids import RoomId
from parvis.core.living import Evening
from parvis.web.house import House
from parvis.web.i18n import Argument

SHOWN = 5
"""Evenings listed at the door and in the list of rooms."""
NEWEST = 3
"""Lines of the board that stand in a room and above the list of rooms."""


@dataclass(frozen=True)
class BoardLine:
    """A line that somebody left; ``when`` fills the sentence that says its day and hour."""

    nick: str
    text: str
    when: dict[str, str | int]


@dataclass(frozen=True)
class EveningView:
    """An evening as pages show it; texts by language, hours as sentences are filled."""

    title: dict[str, str]
    words: dict[str, str]
    host: str
    room: dict[str, str]
    room_id: str
    is_on: bool
    starts: dict[str, str | int]
    ends: dict[str, str | int]


def told(house: House, room: RoomId, lang: str) -> RoomAround:
    """What stands in a room, in one language, and whether somebody of the team is here."""
    lit = house.pages.lantern_lit()
    return RoomAround(
        lit=lit, duty=house.texts.text(lang, duty_key(lit)), lines=lines_of(house, room, lang), board=way(house, lang)
    )


def way(house: House, lang: str) -> str:
    """The words that lead to the board while few are here; nothing otherwise."""
    is_offered = house.square.board is not None and board.is_quiet(house.square)
    return house.texts.text(lang, "board-way") if is_offered else ""


def duty_key(lit: bool) -> str:
    """The words beside the lantern."""
    return "square-lantern-lit" if lit else "square-lantern-unlit"


def lines_of(house: House, room: RoomId, lang: str) -> list[RoomLine]:
    """Welcome, the evening that is on or next within a day, pinned rules: each with its kind, heading and words."""
    square, found = house.square, list[RoomLine]()
    plan = square.plans.get(room)
    soon = square.means.clock.now() + DAY

    def add(kind: Literal["welcome", "evening", "pinned", "lively", "line"], heading: str, words: str) -> None:
        found.append(RoomLine(kind=kind, heading=heading, words=words))

    if plan and plan.welcome:
        add("welcome", "", frames.in_language(plan.welcome, lang))
    for one in living.coming(square, room)[:1]:
        if one.starts_at < soon:
            add("evening", _heading(house, one, lang), frames.in_language(one.words, lang))
    if plan and plan.pinned:
        add("pinned", _plain(house, lang, "around-pinned"), frames.in_language(plan.pinned, lang))
    if board.is_quiet(square):
        spans = "; ".join(_plain(house, lang, "lively-span", **one) for one in lively_of(square))
        if spans:
            add("lively", "", f"{_plain(house, lang, 'lively-empty')} {spans}")
        for line in lines_on_board(square):
            add("line", _plain(house, lang, "board-said", nick=line.nick, **line.when), line.text)
    return found


def lines_on_board(square: Square) -> list[BoardLine]:
    """The newest lines of the board."""
    now, zone = square.means.clock.now(), square.hours.zone
    return [
        BoardLine(nick=one.nickname, text=one.text or "", when=hours.spoken(one.at, now, zone))
        for one in board.newest(square, NEWEST)
    ]


def evenings_of(square: Square) -> list[EveningView]:
    """The next evenings, for the door and the list of rooms."""
    now, zone = square.means.clock.now(), square.hours.zone
    return [
        EveningView(
            title=one.title, words=one.words, host=one.host, room=square.rooms[one.room].name, room_id=one.room,
            is_on=one.is_on(now), starts=hours.spoken(one.starts_at, now, zone),
            ends=hours.spoken(one.ends_at, now, zone),
        )
        for one in living.coming(square)[:SHOWN]
        if one.room in square.rooms
    ]  # fmt: skip


def _heading(house: House, one: Evening, lang: str) -> str:
    square = house.square
    now, zone = square.means.clock.now(), square.hours.zone
    at = one.ends_at if one.is_on(now) else one.starts_at
    title = frames.in_language(one.title, lang)
    when = _plain(house, lang, "evening-on" if one.is_on(now) else "evening-at", **hours.spoken(at, now, zone))
    host = _plain(house, lang, "evening-host", host=one.host) if one.host else _plain(house, lang, "evening-host-team")
    return f"{title} · {when} · {host}"


def _plain(house: House, lang: str, key: str, **args: Argument) -> str:
    return house.texts.text(lang, key, **args)


def lively_of(square: Square) -> list[dict[str, str | int]]:
    """What fills the sentences about when it is usually lively; nothing where no habit is known."""
    return [{"day": hours.DAYS[one.weekday], "start": one.start, "end": one.end} for one in square.lively]

"""A line on the board: who may leave one, what stands there, and taking it back; said and judged as any message is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from parvis.chat.refusal import Refusal
from parvis.core import protocol as p
from parvis.core.clock import HOUR, Instant
from parvis.core.config import line_hours
from parvis.core.living import BOARD_TALK, LINE_MAX, LIVELY_LEAST
from parvis.core.talk import Message
from parvis.core.text import length, tidy_nickname
from parvis.store import board as stored
from parvis.store.database import Reading

if TYPE_CHECKING:
    from parvis.chat.square import Live, Square

LIVELY = Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-line-lively")
LONG = Refusal(code=p.ErrCode.BAD, text_key="refuse-line-long", args={"max": LINE_MAX})
STAYS = Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-line-edit")
"""A line is not changed: whoever comes next has read it, and nobody sees it change."""


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the board, the newest first, as one visit sees it."""

    items: list[Message]
    own: frozenset[int]
    """Which of them this person left, by ``n``."""
    waiting: int
    """How many of this visit wait for the desk."""


def is_quiet(square: Square) -> bool:
    """Whether so few are here that a line can be left, and it is said when it is lively."""
    return square.here() < LIVELY_LEAST


def as_line(command: p.Send) -> p.Send:
    """One line, which answers none."""
    return msgspec.structs.replace(command, text=tidy_nickname(command.text), re=None)


async def may_leave(square: Square, live: Live, text: str) -> Refusal | None:
    """Why no line can be left now, beyond what keeps anybody from writing; asked before the guard is."""
    if not is_quiet(square):
        return LIVELY
    if length(text) > LINE_MAX:
        return LONG
    most, since = square.means.config.board.lines_each, _since(square)
    left = await square.means.db.read(lambda conn: stored.left_by(conn, live.visit.id, since))
    if left < most:
        return None
    args: dict[str, str | int] = {"most": most, "hours": line_hours(square.means.config)}
    return Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-line-many", args=args)


async def standing(square: Square, live: Live) -> Lines:
    """What can be read on the board now; nothing where there is none."""
    if square.board is None:
        return Lines(items=[], own=frozenset(), waiting=0)
    since = _since(square)

    def look(conn: Reading) -> Lines:
        items, mine = stored.lines(conn, since), stored.visits_of(conn, live.visit.id)
        own = frozenset(one.n for one in items if one.sender in mine)
        return Lines(items=items, own=own, waiting=stored.waiting(conn, live.visit.id))

    return await square.means.db.read(look)


def newest(square: Square, most: int) -> list[Message]:
    """The newest lines, for what stands beside a room while few are here."""
    since = _since(square)
    return square.means.db.glance(lambda conn: stored.lines(conn, since))[:most] if square.board else []


def is_own(conn: Reading, live: Live, line: Message) -> bool:
    """Whether the same person left it, also on an earlier visit with the same age pass."""
    return line.conversation == BOARD_TALK and line.sender in stored.visits_of(conn, live.visit.id)


def _since(square: Square) -> Instant:
    return Instant(square.means.clock.now() - line_hours(square.means.config) * HOUR)

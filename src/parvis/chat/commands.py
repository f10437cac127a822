"""The command table: for each frame a client may send, the verb it calls and how often it may come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from parvis.chat import frames, messages, reporting, rooms
from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Pace, Square
from parvis.core import protocol as p
from parvis.core.ids import ConversationId
from parvis.live.bus import Drop

Answer = p.ServerFrame | Refusal | None
Verb = Callable[[Square, Live, Any], Awaitable[Answer]]


@dataclass(frozen=True)
class Rule:
    """One row of the command table. Membership is asked by the verb, where the room is loaded."""

    verb: Verb
    pace: Pace | None
    """None where the guard's own flood check counts, and explains itself."""


async def _say(square: Square, live: Live, command: p.Send) -> Answer:
    outcome = await messages.say(square, live, command)
    return outcome if isinstance(outcome, Refusal) else frames.answer(command.id, outcome, live.stream.pos)


async def _edit(square: Square, live: Live, command: p.EditCommand) -> Answer:
    changed = await messages.edit(square, live, command)
    if isinstance(changed, Refusal):
        return changed
    told = list(changed.notes.told) if changed.notes else []
    return p.Ok(re=command.id, conv=command.conv, n=changed.n, told=told or None)


async def _delete(square: Square, live: Live, command: p.DeleteCommand) -> Answer:
    gone = await messages.delete(square, live, ConversationId(command.conv), command.n)
    return gone if isinstance(gone, Refusal) else p.Ok(re=command.id, conv=command.conv, n=gone.n)


async def _hist(square: Square, live: Live, command: p.Hist) -> Answer:
    page = await messages.history(square, live, command)
    return page if isinstance(page, Refusal) else frames.page(page, square.mark_of, re=command.id)


async def _join(square: Square, live: Live, command: p.Join) -> Answer:
    page = await rooms.join(square, live, ConversationId(command.conv))
    return page if isinstance(page, Refusal) else frames.page(page, square.mark_of, re=command.id)


async def _leave(square: Square, live: Live, command: p.Leave) -> Answer:
    await rooms.leave(square, live, ConversationId(command.conv))
    return p.Ok(re=command.id, conv=command.conv)


async def _people(square: Square, live: Live, command: p.People) -> Answer:
    found = rooms.people_in(square, live, ConversationId(command.conv))
    if isinstance(found, Refusal):
        return found
    here = square.presence.here(ConversationId(command.conv))
    return p.PeoplePage(re=command.id, conv=command.conv, people=found, here=here)


async def _report(square: Square, live: Live, command: p.ReportCommand) -> Answer:
    return await reporting.report(square, live, command)


async def _mark(square: Square, live: Live, command: p.MarkRead) -> Answer:
    await rooms.mark_read(square, live, ConversationId(command.conv), command.n)
    return None


async def _typing(square: Square, live: Live, command: p.TypingCommand) -> Answer:
    conv = ConversationId(command.conv)
    if conv in live.joined:
        frame = p.Typing(conv=conv, id=live.visit.id, nick=live.visit.profile.nickname)
        square.tell_room(conv, frame, Drop.FIRST)
    return None


async def _ack(_square: Square, _live: Live, _command: p.Ack) -> Answer:
    return None


COMMANDS: dict[type, Rule] = {
    p.Send: Rule(_say, None),
    p.EditCommand: Rule(_edit, Pace.CHANGE),
    p.DeleteCommand: Rule(_delete, Pace.CHANGE),
    p.Hist: Rule(_hist, Pace.ASK),
    p.Join: Rule(_join, Pace.ASK),
    p.Leave: Rule(_leave, Pace.ASK),
    p.People: Rule(_people, Pace.ASK),
    p.ReportCommand: Rule(_report, Pace.CHANGE),
    p.MarkRead: Rule(_mark, Pace.SIGN),
    p.TypingCommand: Rule(_typing, Pace.SIGN),
    p.Ack: Rule(_ack, Pace.SIGN),
}
"""Every command but `hello`; all of them need a living visit."""

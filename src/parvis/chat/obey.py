"""What the desk decided reaches the living square: open connections obey at once; whoever is absent, at the door."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import assert_never

from parvis.chat import counting, frames, living, modes, standing
from parvis.chat.square import Square
from parvis.core.ids import conversation_of
from parvis.core.policy import Measure
from parvis.core.protocol import ByeCode
from parvis.live.effects import (
    Addressed,
    DeskMoved,
    Effect,
    Freed,
    MessageChanged,
    ModeChanged,
    Owes,
    Refused,
    Released,
    Restricted,
    RoomChanged,
    RoomListed,
    SquareKept,
    WordsBack,
)


def attend(square: Square) -> None:  # noqa: C901 - one branch for each effect
    """Listen from now on; called once for each square."""
    asides: set[asyncio.Task[None]] = set()

    def aside(work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        asides.add(task)
        task.add_done_callback(asides.discard)

    def hear(effect: Effect) -> None:
        match effect:
            case Restricted() | Owes():
                _restrict(square, effect)
            case Freed():
                square.changes += 1
                aside(square.look_again(effect.visit))
            case MessageChanged() | WordsBack():
                _show(square, effect)
            case Released() | Refused():
                _settle(square, effect)
            case RoomChanged():
                aside(_change_room(square, effect))
            case RoomListed():
                square.load_rooms()
            case SquareKept():
                aside(_keep(square, effect))
            case ModeChanged(standing=now):
                modes.tell(square, now)
            case Addressed() | DeskMoved():
                return
            case _:
                assert_never(effect)

    square.office.effects.listen(hear)


def _show(square: Square, effect: MessageChanged | WordsBack) -> None:
    item = effect.message
    is_text = isinstance(effect, WordsBack)
    frame = frames.edit(item) if is_text else frames.message(item, square.mark_of(item.sender))
    square.tell_room_now(item.conversation, frame)


def _restrict(square: Square, effect: Restricted | Owes) -> None:
    square.changes += 1
    live = square.live.get(effect.visit)
    if isinstance(effect, Owes):
        if live is not None:
            live.owes = effect.checks
        return
    if live is not None:
        live.restrictions = [*live.restrictions, effect]
    if effect.measure in standing.SHUT_OUT:
        square.end(effect.visit, ByeCode.RESTRICTED)


def _settle(square: Square, effect: Released | Refused) -> None:
    """What was held has its answer: the room hears the message, its author what became of it, on all connections."""
    outcome, live = effect.outcome, square.live.get(effect.author)
    if outcome.message is not None:
        square.tell_message(outcome.message)
    if live is not None:
        counting.note(square.signals, live.who, outcome, square.means.clock.now())
        square.tell_everywhere(live, lambda pos: frames.status(pos, outcome))


async def _change_room(square: Square, effect: RoomChanged) -> None:
    await square.load_rules()
    room = square.places.get(effect.room)
    if room is not None:
        now = square.means.clock.now()
        rules = square.rules_of(room.id)
        square.tell_room_now(
            conversation_of(room.id),
            frames.room_change(room, square.mode_of(room), rules, effect.measure, now, by_rule=effect.by_rule),
        )


async def _keep(square: Square, effect: SquareKept) -> None:
    await living.load(square)
    living.tend(square)
    if effect.room is not None:
        await _change_room(square, RoomChanged(room=effect.room, measure=Measure.SLOW_ROOM))

"""What the desk has to say to a visitor: at once to whoever is here, at the next hello to whoever was away."""

from __future__ import annotations

from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import Statement, StatementKind
from parvis.core.ids import StatementId
from parvis.core.people import Visit
from parvis.live.bus import Packet, visit_topic
from parvis.live.effects import Addressed, Effect
from parvis.moderation import statements
from parvis.store import statements as stored


def listen(square: Square) -> None:
    """Hear of every statement from now on; called once for each square."""

    def hear(effect: Effect) -> None:
        if isinstance(effect, Addressed) and effect.kind is not StatementKind.REFUSAL:
            for live in _addressed(square, effect):
                _tell(square, live, effect)

    square.office.effects.listen(hear)


async def letters_for(square: Square, visit: Visit) -> list[Statement]:
    """What was never shown to this visit, or to its pass under another nickname; the oldest first."""
    now = square.means.clock.now()
    return told_apart(await square.means.db.read(lambda conn: stored.unread_of(conn, visit.id, visit.pass_id, now)))


def told_apart(found: list[Statement]) -> list[Statement]:
    """Without refusals explained on request: those were shown when they were asked for."""
    return [one for one in found if one.kind is not StatementKind.REFUSAL]


def again(square: Square, found: list[Statement], pos: int) -> list[p.DecisionFrame]:
    """The frames for a hello."""
    return [_frame(square, one.id, one.kind, pos) for one in told_apart(found)]


def _addressed(square: Square, effect: Addressed) -> list[Live]:
    """The visit itself, or one under another nickname with the same pass."""
    own = square.live.get(effect.visit)
    if own is not None or effect.pass_id is None:
        return [own] if own else []
    return [live for live in square.live.values() if live.visit.pass_id == effect.pass_id]


def _tell(square: Square, live: Live, effect: Addressed) -> None:
    """A numbered personal frame for every connection of a visit, kept for a line that is broken right now."""
    pos = live.stream.next_pos()
    data = p.encode(_frame(square, effect.statement, effect.kind, pos))
    live.stream.keep(pos, square.means.clock.now(), data)
    square.bus.publish(visit_topic(live.visit.id), Packet(data))


def _frame(square: Square, statement: StatementId, kind: StatementKind, pos: int) -> p.DecisionFrame:
    return p.DecisionFrame(pos=pos, kind=kind.value, code=statements.code_of(square.office, statement))

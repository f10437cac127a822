"""The operator's rooms as stored, and the conversation each of them holds."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, RowMapping, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from parvis.core.clock import Instant
from parvis.core.ids import ProposalId, RoomId, conversation_of
from parvis.core.talk import Room, RoomKind, RoomMode
from parvis.store.schema import conversation, room
from parvis.store.writer import Tx

PROPOSED_FROM = 10_000
"""Where rooms that visitors proposed stand in the list: behind all of the operator's."""


def keep(tx: Tx, rooms: list[Room], at: Instant) -> list[RoomId]:
    """Make the operator's stored rooms what their list says, in its order; returns the rooms that are new.

    Rooms that visitors proposed are none of the list's business.
    """
    before = {one.id for one in listed(tx.conn)}
    own = room.c.proposal.is_(None), room.c.closed_at.is_(None)
    gone = update(room).where(room.c.id.not_in([one.id for one in rooms]), *own)
    tx.conn.execute(gone.values(closed_at=at))
    for position, one in enumerate(rooms):
        values = _row(one, position)
        tx.conn.execute(upsert(room).values(values).on_conflict_do_update(index_elements=["id"], set_=values))
        tx.conn.execute(upsert(conversation).values(id=conversation_of(one.id)).on_conflict_do_nothing())
    fresh = [one.id for one in rooms if one.id not in before]
    for name in fresh:
        tx.record("room.opened", {"room": name})
    return fresh


def open_proposed(tx: Tx, one: Room, proposal: ProposalId, at: Instant) -> None:
    """A room that somebody proposed opens, behind all that there are."""
    last = tx.conn.execute(select(func.max(room.c.position))).scalar() or 0
    values = _row(one, max(last, PROPOSED_FROM) + 1) | {"proposal": proposal, "said_at": at}
    tx.conn.execute(upsert(room).values(values).on_conflict_do_update(index_elements=["id"], set_=values))
    tx.conn.execute(upsert(conversation).values(id=conversation_of(one.id)).on_conflict_do_nothing())
    tx.record("room.opened", {"room": one.id, "proposal": proposal})


def end_proposed(tx: Tx, name: RoomId, at: Instant) -> bool:
    """A room that somebody proposed ends for good; False for the operator's own, and for one that has ended."""
    own = room.c.id == name, room.c.proposal.is_not(None), room.c.closed_at.is_(None)
    if not tx.conn.execute(update(room).where(*own).values(closed_at=at)).rowcount:
        return False
    tx.record("room.ended", {"room": name})
    return True


def find_any(conn: Connection, name: RoomId) -> Room | None:
    """A room by its id, also one that has ended."""
    row = conn.execute(select(room).where(room.c.id == name)).mappings().first()
    return _room(row) if row else None


def listed(conn: Connection) -> list[Room]:
    """All rooms that are open: the operator's in their order, then those that visitors proposed, the oldest first."""
    rows = conn.execute(select(room).where(room.c.closed_at.is_(None)).order_by(room.c.position)).mappings()
    return [_room(row) for row in rows]


def _room(row: RowMapping) -> Room:
    return Room(
        id=RoomId(row["id"]), name=_texts(row["name"]), topic=_texts(row["topic"]), kind=RoomKind(row["kind"]),
        mode=RoomMode(row["mode"]), sensitive=bool(row["sensitive"]),
    )  # fmt: skip


def _row(one: Room, position: int) -> dict[str, object]:
    return {
        "id": one.id, "name": msgspec.json.encode(one.name).decode(), "topic": msgspec.json.encode(one.topic).decode(),
        "kind": one.kind.value, "mode": one.mode.value, "sensitive": int(one.sensitive), "position": position,
        "closed_at": None,
    }  # fmt: skip


def _texts(stored: str) -> dict[str, str]:
    return msgspec.json.decode(stored, type=dict[str, str])


def exists(conn: Connection, name: RoomId) -> bool:
    """Whether there is such a room, and it is open."""
    return conn.execute(select(room.c.id).where(room.c.id == name, room.c.closed_at.is_(None))).first() is not None

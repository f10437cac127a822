"""The operator's rooms as stored, and the conversation each of them holds."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from parvis.core.clock import Instant
from parvis.core.ids import RoomId, conversation_of
from parvis.core.talk import Room, RoomKind, RoomMode
from parvis.store.schema import conversation, room
from parvis.store.writer import Tx


def keep(tx: Tx, rooms: list[Room], at: Instant) -> list[RoomId]:
    """Make the stored rooms what the operator's list says, in its order; returns the rooms that are new."""
    before = {one.id for one in listed(tx.conn)}
    gone = update(room).where(room.c.id.not_in([one.id for one in rooms]), room.c.closed_at.is_(None))
    tx.conn.execute(gone.values(closed_at=at))
    for position, one in enumerate(rooms):
        values = _row(one, position)
        tx.conn.execute(upsert(room).values(values).on_conflict_do_update(index_elements=["id"], set_=values))
        tx.conn.execute(upsert(conversation).values(id=conversation_of(one.id)).on_conflict_do_nothing())
    fresh = [one.id for one in rooms if one.id not in before]
    for name in fresh:
        tx.record("room.opened", {"room": name})
    return fresh


def listed(conn: Connection) -> list[Room]:
    """The rooms that are open, in the operator's order."""
    rows = conn.execute(select(room).where(room.c.closed_at.is_(None)).order_by(room.c.position)).mappings()
    return [
        Room(
            id=RoomId(row["id"]), name=_texts(row["name"]), topic=_texts(row["topic"]), kind=RoomKind(row["kind"]),
            mode=RoomMode(row["mode"]), sensitive=bool(row["sensitive"]),
        )
        for row in rows
    ]  # fmt: skip


def _row(one: Room, position: int) -> dict[str, object]:
    return {
        "id": one.id, "name": msgspec.json.encode(one.name).decode(), "topic": msgspec.json.encode(one.topic).decode(),
        "kind": one.kind.value, "mode": one.mode.value, "sensitive": int(one.sensitive), "position": position,
        "closed_at": None,
    }  # fmt: skip


def _texts(stored: str) -> dict[str, str]:
    return msgspec.json.decode(stored, type=dict[str, str])


def exists(conn: Connection, name: RoomId) -> bool:
    """Whether there is such a room in the operator's list."""
    return conn.execute(select(room.c.id).where(room.c.id == name, room.c.closed_at.is_(None))).first() is not None

"""Restrictions as the door and the square ask for them: by identity class, and by room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from parvis.core.casework import Action, ActionState, ClassKind, Sanction
from parvis.core.clock import Instant
from parvis.core.ids import ActionId, PassId, RoomId, StatementId, VisitId
from parvis.core.policy import Feature, Measure
from parvis.store.prepared import Prepared
from parvis.store.schema import visit
from parvis.store.schema_cases import action, room_measure, sanction
from parvis.store.writer import Tx

Class = tuple[ClassKind, str]
"""One thing a restriction holds on to."""


def against() -> Select[Any]:
    """All that holds against the ``visit`` ``now``: parameters of the statement it becomes a part of."""
    return (
        select(sanction)
        .join(
            visit,
            or_(
                and_(sanction.c.class_kind == ClassKind.PASS.value, sanction.c.class_key == visit.c.pass_id),
                and_(sanction.c.class_kind == ClassKind.DEVICE.value, sanction.c.class_key == visit.c.device),
            ),
        )
        .where(
            visit.c.id == bindparam("visit"),
            sanction.c.lifted_at.is_(None),
            or_(sanction.c.ends_at.is_(None), sanction.c.ends_at > bindparam("now")),
        )
    )


_AGAINST = Prepared(against().order_by(sanction.c.ends_at.is_not(None), sanction.c.ends_at.desc(), sanction.c.action))


def place(tx: Tx, one: Action, classes: Sequence[Class], statement: StatementId | None, until: Instant | None) -> None:
    """Hold a measure against identity classes from now on; ``until`` None is without end."""
    rows = [
        {
            "action": one.id, "class_kind": kind.value, "class_key": key, "measure": one.wish.measure.value,
            "feature": one.wish.feature, "room": one.wish.room, "statement": statement, "starts_at": one.starts_at,
            "ends_at": until, "lifted_at": None,
        }
        for kind, key in classes
    ]  # fmt: skip
    if rows:
        tx.conn.execute(insert(sanction), rows)


def lift(tx: Tx, of: ActionId, at: Instant) -> None:
    """End what a measure holds against anybody, before its time."""
    standing = update(sanction).where(sanction.c.action == of, sanction.c.lifted_at.is_(None))
    tx.conn.execute(standing.values(lifted_at=at))


def standing(conn: Connection, classes: Sequence[Class], now: Instant) -> list[Sanction]:
    """All that holds against any of these classes now, the longest first; one row for each class it is met by."""
    if not classes:
        return []
    mine = or_(*(and_(sanction.c.class_key == key, sanction.c.class_kind == kind.value) for kind, key in classes))
    holds = sanction.c.lifted_at.is_(None), or_(sanction.c.ends_at.is_(None), sanction.c.ends_at > now)
    found = [_sanction(row) for row in conn.execute(select(sanction).where(mine, *holds)).mappings()]
    return sorted(found, key=lambda one: (one.ends_at is not None, -(one.ends_at or 0), one.action))


def standing_on(conn: Connection, visit_id: VisitId, now: Instant) -> list[Sanction]:
    """All that holds against a visit's identity class now, in one look: asked whenever somebody comes."""
    return [_sanction(row._asdict()) for row in _AGAINST.all(conn, visit=visit_id, now=now)]


def running_on(conn: Connection, classes: Sequence[Class], now: Instant) -> list[ActionId]:
    """The measures behind what holds against these classes, each once."""
    return list(dict.fromkeys(one.action for one in standing(conn, classes, now)))


def classes_of(conn: Connection, of: ActionId) -> list[Class]:
    """Whom a measure holds against."""
    query = select(sanction.c.class_kind, sanction.c.class_key).where(sanction.c.action == of)
    return [(ClassKind(row.class_kind), row.class_key) for row in conn.execute(query)]


def visits_of(conn: Connection, classes: Sequence[Class]) -> list[VisitId]:
    """The visits that go on and belong to one of these identity classes."""
    passes = [key for kind, key in classes if kind is ClassKind.PASS]
    devices = [key for kind, key in classes if kind is ClassKind.DEVICE]
    mine: list[ColumnElement[bool]] = []
    if passes:
        mine.append(visit.c.pass_id.in_(passes))
    if devices:
        mine.append(visit.c.device.in_(devices))
    if not mine:
        return []
    query = select(visit.c.id).where(visit.c.left_at.is_(None), or_(*mine))
    return sorted(VisitId(one) for one in conn.execute(query).scalars())


def identity_classes(conn: Connection, visit_id: VisitId) -> list[Class]:
    """The identity class of a visit: its pass and its device, never its network."""
    row = conn.execute(select(visit.c.pass_id, visit.c.device).where(visit.c.id == visit_id)).one_or_none()
    return [] if row is None else classes_of_pass(PassId(row.pass_id), row.device)


def classes_of_pass(pass_id: PassId | None, device: str | None) -> list[Class]:
    """An identity class from what a door knows."""
    found = [(ClassKind.PASS, pass_id), (ClassKind.DEVICE, device)]
    return [(kind, key) for kind, key in found if key]


def _sanction(row: RowMapping | dict[str, Any]) -> Sanction:
    statement, room = row["statement"], row["room"]
    return Sanction(
        action=ActionId(row["action"]), statement=None if statement is None else StatementId(statement),
        measure=Measure(row["measure"]), kind=ClassKind(row["class_kind"]), key=row["class_key"],
        starts_at=Instant(row["starts_at"]), ends_at=None if row["ends_at"] is None else Instant(row["ends_at"]),
        feature=Feature(row["feature"]) if row["feature"] else None, room=None if room is None else RoomId(room),
    )  # fmt: skip


# ---------------------------------------------------------------- rooms


class RoomMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk did to a room, as long as it stands."""

    room: RoomId
    measure: Measure
    action: ActionId
    amount: int | None
    at: Instant
    ends_at: Instant | None


def set_room(tx: Tx, one: Action, room: RoomId) -> None:
    """Put a measure on a room; it replaces an earlier one of the same kind, which is thereby lifted."""
    free_room(tx, room, one.wish.measure)
    tx.conn.execute(
        insert(room_measure).values(
            room=room, measure=one.wish.measure.value, action=one.id, amount=one.wish.every_s, at=one.starts_at,
            ends_at=one.ends_at,
        )
    )  # fmt: skip


def free_room(tx: Tx, room: RoomId, *measures: Measure) -> list[Measure]:
    """Take measures off a room; which of them stood there."""
    names = [one.value for one in measures]
    on_it = (room_measure.c.room == room, room_measure.c.measure.in_(names))
    rows = tx.conn.execute(select(room_measure).where(*on_it)).mappings().all()
    tx.conn.execute(delete(room_measure).where(*on_it))
    ids = [row["action"] for row in rows]
    ran = action.c.id.in_(ids), action.c.state == ActionState.ACTIVE.value
    tx.conn.execute(update(action).where(*ran).values(state=ActionState.LIFTED.value))
    for row in rows:
        tx.record("room.freed", {"room": room, "measure": row["measure"], "action": row["action"]})
    return [Measure(row["measure"]) for row in rows]


def free_room_of(tx: Tx, of: ActionId) -> list[RoomId]:
    """Take one measure off its room, if it still stands there; the room."""
    rows = tx.conn.execute(select(room_measure.c.room).where(room_measure.c.action == of)).scalars().all()
    tx.conn.execute(delete(room_measure).where(room_measure.c.action == of))
    return [RoomId(one) for one in rows]


def room_measures(conn: Connection, now: Instant) -> list[RoomMeasure]:
    """Everything that stands on rooms now."""
    standing = or_(room_measure.c.ends_at.is_(None), room_measure.c.ends_at > now)
    return [
        RoomMeasure(
            room=RoomId(row["room"]), measure=Measure(row["measure"]), action=ActionId(row["action"]),
            amount=row["amount"], at=Instant(row["at"]), ends_at=row["ends_at"],
        )
        for row in conn.execute(select(room_measure).where(standing)).mappings()
    ]  # fmt: skip

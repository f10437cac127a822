"""Proposed rooms as stored: who asked for what, what became of it, and when a room was last spoken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, or_, select, update

from parvis.core.casework import ClassKind, Identity
from parvis.core.clock import Instant
from parvis.core.ids import PassId, ProposalId, RoomId, StaffId, StatementId, VisitId, conversation_of
from parvis.core.rooms import Proposal, ProposalState
from parvis.store.sanctions import Class
from parvis.store.schema import message, room
from parvis.store.schema_rooms import room_proposal
from parvis.store.writer import Tx

LIVING = (ProposalState.WAITING.value, ProposalState.APPROVED.value)
"""Proposals of which something is still to come."""


def add(tx: Tx, one: Proposal) -> None:
    """Keep a proposal that was judged."""
    who = one.who
    tx.conn.execute(
        insert(room_proposal).values(
            id=one.id, visit=who.visit if who else None, pass_id=who.pass_id if who else None,
            device=who.device if who else None, nickname=one.nickname, lang=one.lang, name=_kept(one.name),
            topic=_kept(one.topic), at=one.at, state=one.state,
        )
    )  # fmt: skip
    tx.record("room.proposed", {"proposal": one.id})


def move(tx: Tx, one: Proposal, state: ProposalState, by: StaffId | None, at: Instant, **changes: Any) -> Proposal:
    """Bring a proposal to another state, with what changes besides (``room``, ``reasons``, ``statement``)."""
    kept = {name: _kept(value) if isinstance(value, dict) else value for name, value in changes.items()}
    tx.conn.execute(
        update(room_proposal)
        .where(room_proposal.c.id == one.id)
        .values(state=state, decided_by=by, decided_at=at, **kept)
    )
    tx.record(f"room.proposal.{state.value}", {"proposal": one.id, "by": by})
    return msgspec.structs.replace(one, state=state, decided_by=by, decided_at=at, **changes)


def find(conn: Connection, proposal: ProposalId) -> Proposal | None:
    """One proposal, or None."""
    return _first(conn, room_proposal.c.id == proposal)


def of_room(conn: Connection, name: RoomId) -> Proposal | None:
    """The proposal behind a room; None for the operator's own."""
    return _first(conn, room_proposal.c.room == name)


def of_statement(conn: Connection, statement: StatementId) -> Proposal | None:
    """The proposal that a letter is about, while it is its last."""
    return _first(conn, room_proposal.c.statement == statement)


def in_state(conn: Connection, state: ProposalState, *, limit: int = 200) -> list[Proposal]:
    """All that stand so, the oldest first."""
    query = select(room_proposal).where(room_proposal.c.state == state.value).order_by(room_proposal.c.at)
    return [_proposal(row) for row in conn.execute(query.limit(limit)).mappings()]


def of_classes(conn: Connection, classes: Sequence[Class], since: Instant) -> list[Proposal]:
    """What an identity class proposed since then, and what still waits or is open, the newest first."""
    columns = {ClassKind.PASS: room_proposal.c.pass_id, ClassKind.DEVICE: room_proposal.c.device}
    mine = [columns[kind] == key for kind, key in classes if kind in columns]
    if not mine:
        return []
    living = or_(room_proposal.c.at >= since, room_proposal.c.state.in_(LIVING))
    query = select(room_proposal).where(or_(*mine), living).order_by(room_proposal.c.at.desc())
    return [_proposal(row) for row in conn.execute(query).mappings()]


def count_since(conn: Connection, since: Instant) -> int:
    """How many rooms were proposed by anybody since then."""
    return conn.execute(select(func.count()).select_from(room_proposal).where(room_proposal.c.at >= since)).scalar_one()


def quiet_since(conn: Connection, before: Instant) -> list[Proposal]:
    """Open rooms that visitors proposed, and in which nobody has spoken since then."""
    rooms = select(room.c.id).where(room.c.proposal.is_not(None), room.c.closed_at.is_(None), room.c.said_at < before)
    return [found for name in conn.execute(rooms).scalars() if (found := of_room(conn, RoomId(name)))]


def note_talk(tx: Tx) -> None:
    """Note when each of these rooms was last spoken in, before its history is erased."""
    open_ones = select(room.c.id).where(room.c.proposal.is_not(None), room.c.closed_at.is_(None))
    for name in tx.conn.execute(open_ones).scalars().all():
        newest = select(func.max(message.c.at)).where(message.c.conversation == conversation_of(RoomId(name)))
        at = tx.conn.execute(newest).scalar()
        if at is not None:
            tx.conn.execute(update(room).where(room.c.id == name, room.c.said_at < at).values(said_at=at))


def purge(tx: Tx, before: Instant) -> int:
    """Forget proposals that came to an end before that instant; rooms that are open keep theirs."""
    over = room_proposal.c.state.not_in(LIVING), room_proposal.c.decided_at < before
    return tx.erases(tx.conn.execute(delete(room_proposal).where(*over)).rowcount)


def _first(conn: Connection, where: ColumnElement[bool]) -> Proposal | None:
    row = conn.execute(select(room_proposal).where(where)).mappings().first()
    return _proposal(row) if row else None


def _proposal(row: RowMapping) -> Proposal:
    who = None
    if row["visit"] is not None:
        who = Identity(
            visit=VisitId(row["visit"]), pass_id=None if row["pass_id"] is None else PassId(row["pass_id"]),
            device=row["device"], nickname=row["nickname"], lang=row["lang"],
        )  # fmt: skip
    decided, by = row["decided_at"], row["decided_by"]
    return Proposal(
        id=ProposalId(row["id"]), who=who, nickname=row["nickname"], lang=row["lang"], name=_texts(row["name"]),
        topic=_texts(row["topic"]), at=Instant(row["at"]), state=ProposalState(row["state"]),
        decided_by=None if by is None else StaffId(by), decided_at=None if decided is None else Instant(decided),
        reasons=_texts(row["reasons"] or "{}"), room=None if row["room"] is None else RoomId(row["room"]),
        statement=None if row["statement"] is None else StatementId(row["statement"]),
    )  # fmt: skip


def _kept(texts: dict[str, str]) -> str:
    return msgspec.json.encode(texts).decode()


def _texts(kept: str) -> dict[str, str]:
    return msgspec.json.decode(kept, type=dict[str, str])

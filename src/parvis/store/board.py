"""Lines on the board as stored: messages of a room in no list, so all that holds for messages holds for them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, select, update

from parvis.core.clock import Instant
from parvis.core.ids import VisitId
from parvis.core.living import BOARD_TALK
from parvis.core.talk import Message, Status
from parvis.store import people, talk
from parvis.store.schema import conversation, message, visit
from parvis.store.writer import Tx

SHOWN = 30
"""Lines that are read at most, the newest."""
ON_BOARD = message.c.conversation == BOARD_TALK


def lines(conn: Connection, since: Instant) -> list[Message]:
    """What stands on the board, the newest first."""
    found = talk.last_said(conn, SHOWN, conversation=BOARD_TALK)
    return [one for one in reversed(found) if one.text is not None and one.at >= since]


def waiting(conn: Connection, writer: VisitId) -> int:
    """How many lines of a visit wait for the desk."""
    mine = ON_BOARD, message.c.sender == writer, message.c.status == Status.HELD.value
    return conn.execute(select(func.count()).select_from(message).where(*mine)).scalar_one()


def left_by(conn: Connection, writer: VisitId, since: Instant) -> int:
    """How many lines a person left since then: waiting, standing, or taken away again; refused ones do not count."""
    mine = ON_BOARD, message.c.sender.in_(visits_of(conn, writer)), message.c.at >= since
    counted = select(func.count()).select_from(message).where(*mine, message.c.status != Status.REFUSED.value)
    return conn.execute(counted).scalar_one()


def visits_of(conn: Connection, one: VisitId) -> Collection[VisitId]:
    """The visits that are kept of the same age pass, this one among them."""
    known = people.identity_of(conn, one)
    if known is None or known.pass_id is None:
        return [one]
    same = select(visit.c.id).where(visit.c.pass_id == known.pass_id)
    return [VisitId(each) for each in conn.execute(same).scalars()]


def purge(tx: Tx, before: Instant) -> int:
    """Erase lines older than that, with what became of them; those that wait for the desk stay; how many went."""
    old = ON_BOARD, message.c.at < before, message.c.status != Status.HELD.value
    last = tx.conn.execute(select(func.max(message.c.n)).where(*old)).scalar()
    if last is not None:
        tx.conn.execute(update(conversation).where(conversation.c.id == BOARD_TALK).values(floor_n=last + 1))
    return tx.erases(tx.conn.execute(delete(message).where(*old)).rowcount)

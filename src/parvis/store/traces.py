"""Whether somebody who comes has left any trace here: nearly nobody has, and then nothing else need be asked."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, exists, or_, select

from parvis.core.clock import Instant
from parvis.core.ids import PassId, VisitId
from parvis.store.prepared import Prepared
from parvis.store.sanctions import against
from parvis.store.schema import membership, message, visit
from parvis.store.schema_cases import statement, step_up

_LEFT = Prepared(
    select(
        or_(
            exists().where(membership.c.visit == bindparam("visit")),
            exists().where(message.c.sender == bindparam("visit")),
            exists().where(statement.c.visit == bindparam("visit")),
            exists().where(statement.c.pass_id == bindparam("pass_id")),
            exists(against()),
            exists().where(
                step_up.c.done_at.is_(None),
                or_(step_up.c.pass_id == visit.c.pass_id, step_up.c.device == visit.c.device),
                visit.c.id == bindparam("visit"),
            ),
        ).label("any")
    )
)


def has_left(conn: Connection, visit_id: VisitId, pass_id: PassId, now: Instant) -> bool:
    """Whether this visit is in a room, said something, was told a decision, or is held to one; its pass included."""
    row = _LEFT.first(conn, visit=visit_id, pass_id=pass_id, now=now)
    return bool(row and row.any)

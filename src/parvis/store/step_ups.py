"""What somebody must show before they write again, or come in: asked for their pass and their device, shown once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, or_, select, update

from parvis.core.casework import ClassKind, Identity
from parvis.core.clock import Instant
from parvis.core.ids import VisitId
from parvis.store.prepared import Prepared
from parvis.store.sanctions import Class
from parvis.store.schema import visit
from parvis.store.schema_cases import step_up
from parvis.store.writer import Tx

POW, AGE = "pow", "age"
"""What can be asked for: a proof of work, the adult proof."""
DOOR = "door"
"""Who asked, where it was no rule: an age under 18 was said at the door."""

_OWED = Prepared(
    select(step_up.c.kind)
    .join(visit, or_(step_up.c.pass_id == visit.c.pass_id, step_up.c.device == visit.c.device))
    .where(visit.c.id == bindparam("visit"), step_up.c.done_at.is_(None))
)


def ask(tx: Tx, one: str, who: Identity, kind: str, rule: str, at: Instant) -> bool:
    """Ask somebody to show something under that id; False when the same was asked before and not yet shown.

    What the door asks is asked beside what a rule did: only that keeps somebody out.
    """
    asked = _open(tx.conn, who.classes())
    if (kind, rule) in asked or (rule != DOOR and any(kind == other for other, _ in asked)):
        return False
    tx.conn.execute(
        insert(step_up).values(
            id=one, visit=who.visit, pass_id=who.pass_id, device=who.device, kind=kind, rule=rule, at=at
        )
    )
    tx.record("step_up.asked", {"visit": who.visit, "kind": kind, "rule": rule})
    return True


def show(tx: Tx, who: Identity, kind: str, at: Instant) -> bool:
    """They showed it: asked of this pass or device, it is asked no more. False when it was not."""
    mine = _mine(who.classes())
    if mine is None:
        return False
    waiting = update(step_up).where(mine, step_up.c.kind == kind, step_up.c.done_at.is_(None))
    if not tx.conn.execute(waiting.values(done_at=at)).rowcount:
        return False
    tx.record("step_up.shown", {"visit": who.visit, "kind": kind})
    return True


def owed_by(conn: Connection, visit_id: VisitId) -> frozenset[str]:
    """What a visit must show before it writes again."""
    return frozenset(row.kind for row in _OWED.all(conn, visit=visit_id))


def is_owed(conn: Connection, classes: Sequence[Class], kind: str, rule: str) -> bool:
    """Whether this was asked by that rule, of one of these, and is not shown yet."""
    return (kind, rule) in _open(conn, classes)


def purge(tx: Tx, before: Instant) -> int:
    """Forget what was asked before that instant, shown or not."""
    return tx.conn.execute(delete(step_up).where(step_up.c.at < before)).rowcount


def _open(conn: Connection, classes: Sequence[Class]) -> frozenset[tuple[str, str]]:
    mine = _mine(classes)
    if mine is None:
        return frozenset()
    query = select(step_up.c.kind, step_up.c.rule).where(mine, step_up.c.done_at.is_(None))
    return frozenset((row.kind, row.rule) for row in conn.execute(query))


def _mine(classes: Sequence[Class]) -> ColumnElement[bool] | None:
    columns = {ClassKind.PASS: step_up.c.pass_id, ClassKind.DEVICE: step_up.c.device}
    found = [columns[kind] == key for kind, key in classes if kind in columns]
    return or_(*found) if found else None

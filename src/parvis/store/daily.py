"""A day's counts as stored, and how a stretch of time is counted from what is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from parvis.core.casework import Channel
from parvis.core.clock import Instant, day_of
from parvis.core.daily import KINDS, Day, Tally
from parvis.core.talk import Status
from parvis.store.schema import message, visit
from parvis.store.schema_cases import appeal, case, refusal, report
from parvis.store.schema_daily import day_count
from parvis.store.schema_staff import staff_session, staff_shift
from parvis.store.writer import Tx

# ---------------------------------------------------------------- counting


def tally(conn: Connection, since: Instant, until: Instant, idle_ms: int) -> Tally:
    """What happened from ``since`` on and before ``until``; who gave no sign of life for ``idle_ms`` is off duty."""

    def within(column: ColumnElement[Any]) -> ColumnElement[bool]:
        return and_(column >= since, column < until)

    def ran_out(due: ColumnElement[Any], done: ColumnElement[Any]) -> ColumnElement[bool]:
        return and_(within(due), or_(done.is_(None), done > due))

    decided, closed = case.c.first_decided_at, case.c.closed_at
    answered = appeal.c.decided_at
    return Tally(
        visits=_count(conn, within(visit.c.entered_at)),
        messages=_count(conn, within(message.c.at), message.c.status == Status.DELIVERED.value),
        held=_count(conn, within(case.c.opened_at), case.c.channel == Channel.GUARD.value),
        refused=_count(conn, within(refusal.c.at)),
        reports=_count(conn, within(report.c.at)),
        appeals=_count(conn, within(appeal.c.lodged_at)),
        kept=_count(conn, within(decided), decided <= case.c.due_at)
        + _count(conn, within(answered), answered <= appeal.c.due_at),
        missed=_count(conn, ran_out(case.c.due_at, decided), or_(closed.is_(None), closed > case.c.due_at))
        + _count(conn, ran_out(appeal.c.due_at, answered)),
        staffed_ms=_together(_shifts(conn, since, until, idle_ms)),
    )


def _count(conn: Connection, *where: ColumnElement[bool]) -> int:
    return int(conn.execute(select(func.count()).where(*where)).scalar_one())


def _shifts(conn: Connection, since: Instant, until: Instant, idle_ms: int) -> list[tuple[int, int]]:
    """From when to when somebody was on duty, within that time; a shift that nobody ended ends with its last sign."""
    over = func.coalesce(staff_shift.c.ended_at, until)
    seen = (
        select(func.max(staff_session.c.seen_at) + idle_ms)
        .where(staff_session.c.staff == staff_shift.c.staff, staff_session.c.begun_at <= over)
        .scalar_subquery()
    )
    query = select(staff_shift.c.begun_at, func.min(over, func.coalesce(seen, over))).where(
        staff_shift.c.begun_at < until, over > since
    )
    return [(max(begun, since), min(end, until)) for begun, end in conn.execute(query)]


def _together(spans: Iterable[tuple[int, int]]) -> int:
    """How long at least one of them went on."""
    whole, reached = 0, 0
    for begun, end in sorted(spans):
        whole += max(0, end - max(begun, reached))
        reached = max(reached, end)
    return whole


# ---------------------------------------------------------------- keeping


def counted_until(conn: Connection) -> Instant | None:
    """Up to where everything was counted; None before the first time."""
    found: int | None = conn.execute(select(func.max(day_count.c.until))).scalar_one()
    return None if found is None else Instant(found)


def add(tx: Tx, day: str, since: Instant, until: Instant, found: Tally) -> bool:
    """Add to a day's counts; False, and nothing is added, when somebody else has counted on from ``since``."""
    before = counted_until(tx.conn)
    if before is not None and before != since:
        return False
    counts = msgspec.structs.asdict(found)
    grown: dict[str, Any] = {name: day_count.c[name] + counts[name] for name in counts}
    one = upsert(day_count).values(day=day, until=until, **counts)
    tx.conn.execute(one.on_conflict_do_update(index_elements=["day"], set_={**grown, "until": until}))
    return True


def days(conn: Connection) -> list[Day]:
    """All that are kept, the earliest first."""
    rows = conn.execute(select(day_count).order_by(day_count.c.day)).mappings()
    return [
        Day(
            day=row["day"], until=Instant(row["until"]), staffed_ms=row["staffed_ms"],
            **{name: row[name] for name in KINDS},
        )
        for row in rows
    ]  # fmt: skip


def purge(tx: Tx, before: Instant) -> int:
    """Forget the days before that of an instant; how many."""
    return tx.erases(tx.conn.execute(delete(day_count).where(day_count.c.day < day_of(before))).rowcount)

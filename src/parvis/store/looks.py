"""The log of looks at private data, and the alarms that unusual ones raised."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.core.looking import CASELESS, AccessEvent, Alarm, AlarmKind, Purpose, Sight
from parvis.store.schema_staff import access_alarm, access_event
from parvis.store.writer import Tx


def add(tx: Tx, event: AccessEvent) -> None:
    """Keep one look."""
    tx.conn.execute(insert(access_event).values(msgspec.structs.asdict(event) | {"on_duty": int(event.on_duty)}))


def count_since(conn: Connection, staff_id: StaffId, since: Instant) -> int:
    """Somebody's looks since an instant."""
    mine = (access_event.c.staff == staff_id, access_event.c.at > since)
    return conn.execute(select(func.count()).select_from(access_event).where(*mine)).scalar_one()


def count_caseless_since(conn: Connection, staff_id: StaffId, since: Instant) -> int:
    """Somebody's looks since an instant that belong to no case, though their purpose wants one."""
    mine = (
        access_event.c.staff == staff_id, access_event.c.at > since, access_event.c.case.is_(None),
        access_event.c.purpose.not_in(CASELESS),
    )  # fmt: skip
    return conn.execute(select(func.count()).select_from(access_event).where(*mine)).scalar_one()


def latest(
    conn: Connection, limit: int, *, staff_id: StaffId | None = None, case: str | None = None,
    before: Instant | None = None,
) -> list[AccessEvent]:  # fmt: skip
    """The newest looks first: all, of one person, into one case, before an instant."""
    query = select(access_event).order_by(access_event.c.at.desc(), access_event.c.id).limit(limit)
    if staff_id is not None:
        query = query.where(access_event.c.staff == staff_id)
    if case is not None:
        query = query.where(access_event.c.case == case)
    if before is not None:
        query = query.where(access_event.c.at < before)
    return [_event(row) for row in conn.execute(query)]


def raise_alarm(tx: Tx, fresh: Alarm, since: Instant) -> Alarm | None:
    """Keep an alarm, or count it to an open one of the same kind and person since then; the fresh one, if it is."""
    same = (
        access_alarm.c.staff == fresh.staff, access_alarm.c.kind == fresh.kind, access_alarm.c.at > since,
        access_alarm.c.seen_at.is_(None), access_alarm.c.other.is_not_distinct_from(fresh.other),
    )  # fmt: skip
    again = tx.conn.execute(
        update(access_alarm).where(*same).values(times=access_alarm.c.times + 1, last_at=fresh.last_at)
    )
    if again.rowcount:
        return None
    tx.conn.execute(insert(access_alarm).values(msgspec.structs.asdict(fresh)))
    return fresh


def open_alarms(conn: Connection) -> list[Alarm]:
    """Alarms that no administrator has looked into, newest first."""
    query = select(access_alarm).where(access_alarm.c.seen_at.is_(None)).order_by(access_alarm.c.last_at.desc())
    return [_alarm(row) for row in conn.execute(query)]


def seen_alarms(conn: Connection, limit: int) -> list[Alarm]:
    """Alarms that were looked into, newest first."""
    query = select(access_alarm).where(access_alarm.c.seen_at.is_not(None))
    return [_alarm(row) for row in conn.execute(query.order_by(access_alarm.c.seen_at.desc()).limit(limit))]


def find_alarm(conn: Connection, alarm_id: str) -> Alarm | None:
    """One alarm."""
    row = conn.execute(select(access_alarm).where(access_alarm.c.id == alarm_id)).one_or_none()
    return _alarm(row) if row else None


def see_alarm(tx: Tx, alarm_id: str, by: StaffId, words: str, now: Instant) -> bool:
    """Note that an administrator looked into it; False when somebody had."""
    unseen = update(access_alarm).where(access_alarm.c.id == alarm_id, access_alarm.c.seen_at.is_(None))
    return tx.conn.execute(unseen.values(seen_by=by, seen_at=now, words=words)).rowcount == 1


def purge_events(tx: Tx, before: Instant) -> int:
    """Forget looks before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(access_event).where(access_event.c.at < before)).rowcount)


def purge_alarms(tx: Tx, before: Instant) -> int:
    """Forget alarms before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(access_alarm).where(access_alarm.c.last_at < before)).rowcount)


def _event(row: Row[tuple[object, ...]]) -> AccessEvent:
    return AccessEvent(
        id=row.id, staff=StaffId(row.staff), at=Instant(row.at), purpose=Purpose(row.purpose), words=row.words,
        what=Sight(row.what), object=row.object, case=row.case, on_duty=bool(row.on_duty),
    )  # fmt: skip


def _alarm(row: Row[tuple[object, ...]]) -> Alarm:
    return Alarm(
        id=row.id, kind=AlarmKind(row.kind), staff=StaffId(row.staff), at=Instant(row.at),
        last_at=Instant(row.last_at), times=row.times, seen_by=row.seen_by, seen_at=row.seen_at, words=row.words,
        other=row.other,
    )  # fmt: skip

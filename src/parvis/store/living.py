"""How rooms are kept, evenings, announcements, and counts by the hour, as stored."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, RowMapping, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from parvis.core.clock import HOUR, Instant
from parvis.core.ids import RoomId, StaffId
from parvis.core.living import Evening, Notice, RoomPlan
from parvis.store.schema_living import evening, lively_hour, notice, room_plan
from parvis.store.writer import Tx

# ---------------------------------------------------------------- rooms


def plans(conn: Connection) -> list[RoomPlan]:
    """How rooms are kept; those that nobody touched are left out."""
    return [_plan(row) for row in conn.execute(select(room_plan)).mappings()]


def keep_plan(tx: Tx, one: RoomPlan) -> None:
    """Keep a room like this from now on."""
    values = {
        "room": one.room, "weekly": _list(one.weekly), "dates": _list(one.dates), "every_s": one.every_s,
        "welcome": _texts(one.welcome), "pinned": _texts(one.pinned), "at": one.at, "by": one.by,
    }  # fmt: skip
    tx.conn.execute(upsert(room_plan).values(values).on_conflict_do_update(index_elements=["room"], set_=values))
    tx.record("room.kept", {"room": one.room, "by": one.by, "every_s": one.every_s or 0, "hours": len(one.weekly)})


# ---------------------------------------------------------------- evenings


def evenings(conn: Connection, now: Instant) -> list[Evening]:
    """Those that are to come or go on, the next first."""
    rows = conn.execute(select(evening).where(evening.c.ends_at > now).order_by(evening.c.starts_at)).mappings()
    return [_evening(row) for row in rows]


def announce(tx: Tx, one: Evening) -> None:
    """Keep an evening."""
    values = {name: getattr(one, name) for name in ("id", "room", "host", "starts_at", "ends_at", "at", "by")}
    tx.conn.execute(insert(evening).values(**values, title=_texts(one.title), words=_texts(one.words)))
    tx.record("evening.announced", {"evening": one.id, "room": one.room, "by": one.by})


def call_off(tx: Tx, name: str, by: StaffId) -> bool:
    """Take an evening away; False when there is none."""
    gone = bool(tx.erases(tx.conn.execute(delete(evening).where(evening.c.id == name)).rowcount))
    if gone:
        tx.record("evening.called_off", {"evening": name, "by": by})
    return gone


def purge_evenings(tx: Tx, before: Instant) -> int:
    """Forget evenings that ended before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(evening).where(evening.c.ends_at <= before)).rowcount)


# ---------------------------------------------------------------- announcements


def notices(conn: Connection, now: Instant) -> list[Notice]:
    """What stands on the board, the newest first."""
    rows = conn.execute(select(notice).where(notice.c.until > now).order_by(notice.c.at.desc())).mappings()
    return [
        Notice(
            id=row["id"], words=_read(row["words"]), at=Instant(row["at"]), until=Instant(row["until"]),
            by=StaffId(row["by"]),
        )
        for row in rows
    ]  # fmt: skip


def pin_notice(tx: Tx, one: Notice) -> None:
    """Put an announcement on the board."""
    tx.conn.execute(insert(notice).values(id=one.id, words=_texts(one.words), at=one.at, until=one.until, by=one.by))
    tx.record("notice.written", {"notice": one.id, "by": one.by})


def take_notice(tx: Tx, name: str, by: StaffId) -> bool:
    """Take an announcement off the board; False when there is none."""
    gone = bool(tx.erases(tx.conn.execute(delete(notice).where(notice.c.id == name)).rowcount))
    if gone:
        tx.record("notice.taken", {"notice": name, "by": by})
    return gone


def purge_notices(tx: Tx, before: Instant) -> int:
    """Forget announcements that left the board; how many."""
    return tx.erases(tx.conn.execute(delete(notice).where(notice.c.until <= before)).rowcount)


# ---------------------------------------------------------------- counts by the hour


def count_hour(tx: Tx, now: Instant, here: int) -> None:
    """So many were here; the most of each hour stays."""
    values = {"hour": now // HOUR, "most": here}
    grown = {"most": func.max(lively_hour.c.most, here)}
    tx.conn.execute(upsert(lively_hour).values(values).on_conflict_do_update(index_elements=["hour"], set_=grown))


def hours(conn: Connection, since: Instant) -> dict[int, int]:
    """The most who were here at once, by hour since 1970."""
    rows = conn.execute(select(lively_hour).where(lively_hour.c.hour >= since // HOUR))
    return {row.hour: row.most for row in rows}


def purge_hours(tx: Tx, before: Instant) -> int:
    """Forget counts of hours before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(lively_hour).where(lively_hour.c.hour < before // HOUR)).rowcount)


def _plan(row: RowMapping) -> RoomPlan:
    return RoomPlan(
        room=RoomId(row["room"]), weekly=_lines(row["weekly"]), dates=_lines(row["dates"]), every_s=row["every_s"],
        welcome=_read(row["welcome"]), pinned=_read(row["pinned"]), at=Instant(row["at"]), by=StaffId(row["by"]),
    )  # fmt: skip


def _evening(row: RowMapping) -> Evening:
    return Evening(
        id=row["id"], room=RoomId(row["room"]), host=row["host"], title=_read(row["title"]), words=_read(row["words"]),
        starts_at=Instant(row["starts_at"]), ends_at=Instant(row["ends_at"]), at=Instant(row["at"]),
        by=StaffId(row["by"]),
    )  # fmt: skip


def _list(lines: tuple[str, ...]) -> str:
    return msgspec.json.encode(lines).decode()


def _lines(stored: str) -> tuple[str, ...]:
    return msgspec.json.decode(stored, type=tuple[str, ...])


def _texts(texts: dict[str, str]) -> str:
    return msgspec.json.encode(texts).decode()


def _read(stored: str) -> dict[str, str]:
    return msgspec.json.decode(stored, type=dict[str, str])

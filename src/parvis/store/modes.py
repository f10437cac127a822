"""Service modes as stored: the newest row of each kind holds; the others are how it went."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select

from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.core.mode import Kind, Mode, Placed, Raised, Way, read_mode
from parvis.core.raid import Signals
from parvis.store.schema_modes import live_mode
from parvis.store.schema_staff import staff
from parvis.store.writer import Tx


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change, for the desk."""

    kind: Kind
    mode: Mode
    at: Instant
    until: Instant
    way: str
    by: StaffId | None
    number: int | None
    """Of whom of the team, as the desk calls them."""
    why: str
    raid: str | None
    signals: Signals


def place(tx: Tx, one: Placed) -> None:
    """Keep what a person chose."""
    tx.conn.execute(
        insert(live_mode).values(
            kind=Kind.PLACED, mode=one.mode, at=one.at, until=one.until, way=one.way, by=one.by, why=one.why,
            raid=None, hold_ms=0, left_at=0, signals="{}",
        )
    )  # fmt: skip
    tx.record("mode.placed", {"mode": one.mode, "until": one.until, "way": one.way, "staff": one.by})


def rise(tx: Tx, one: Raised, signals: Signals) -> None:
    """Keep a step that signals brought about, with the signals."""
    tx.conn.execute(
        insert(live_mode).values(
            kind=Kind.RAISED, mode=one.mode, at=one.at, until=one.until, way=Way.BY_ITSELF, by=None, why="",
            raid=one.raid, hold_ms=one.hold_ms, left_at=one.left_at, signals=msgspec.json.encode(signals).decode(),
        )
    )  # fmt: skip
    tx.record("mode.raised", {"mode": one.mode, "raid": one.raid})


def in_force(conn: Connection) -> tuple[Placed | None, Raised]:
    """What a person placed last, whether or not it has ended, and the newest step of raids."""
    placed, raised = _newest(conn, Kind.PLACED), _newest(conn, Kind.RAISED)
    return (
        Placed(
            mode=read_mode(placed.mode), at=Instant(placed.at), until=Instant(placed.until), way=Way(placed.way),
            by=placed.by, why=placed.why,
        ) if placed else None,
        Raised(
            mode=read_mode(raised.mode), at=Instant(raised.at), until=Instant(raised.until), hold_ms=raised.hold_ms,
            left_at=Instant(raised.left_at), raid=raised.raid or "",
        ) if raised else Raised(),
    )  # fmt: skip


def latest(conn: Connection, limit: int) -> list[Change]:
    """The newest changes first."""
    numbered = select(live_mode, staff.c.number).join(staff, staff.c.id == live_mode.c.by, isouter=True)
    rows = conn.execute(numbered.order_by(live_mode.c.seq.desc()).limit(limit))
    return [
        Change(
            kind=Kind(row.kind), mode=read_mode(row.mode), at=Instant(row.at), until=Instant(row.until), way=row.way,
            by=StaffId(row.by) if row.by else None, number=row.number, why=row.why, raid=row.raid,
            signals=msgspec.json.decode(row.signals, type=Signals),
        )
        for row in rows
        if row.kind in tuple(Kind)
    ]  # fmt: skip


def purge(tx: Tx, before: Instant) -> int:
    """Forget changes that were over before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(live_mode).where(live_mode.c.until < before)).rowcount)


def _newest(conn: Connection, kind: Kind) -> Row[tuple[object, ...]] | None:
    found = select(live_mode).where(live_mode.c.kind == kind).order_by(live_mode.c.seq.desc()).limit(1)
    return conn.execute(found).one_or_none()

"""Closings of the whole square as stored: one stands at most; the others are how it went."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from parvis.core.clock import Instant
from parvis.core.closing import REVIEW_MS, Kind, Notice
from parvis.core.ids import StaffId
from parvis.store import ledger
from parvis.store.database import Reading
from parvis.store.ledger import Head
from parvis.store.schema import metadata
from parvis.store.schema_closing import closing
from parvis.store.writer import Tx


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A closing as it is kept."""

    notice: Notice
    review_at: Instant | None
    """When somebody must look whether what is held still must be; None where nothing is held."""
    head: Head | None
    """The signed last head of the ledger, once it was signed."""
    ended_at: Instant | None = None
    ended_by: StaffId | None = None
    ended_with: StaffId | None = None
    why: str = ""


def add(tx: Tx, notice: Notice) -> None:
    """Keep a closing; one that stands ends with it, for the new one takes its place."""
    end(tx, notice.at, None, None, "replaced")
    tx.conn.execute(
        insert(closing).values(
            id=notice.id, kind=notice.kind, notice=msgspec.json.encode(notice), at=notice.at, by=notice.by,
            seconded_by=notice.seconded_by, basis=notice.basis,
            review_at=notice.at + REVIEW_MS if notice.kind.holds else None, head=None, head_at=None, ended_at=None,
            ended_by=None, ended_with=None, why="",
        )
    )  # fmt: skip
    tx.record("closing.placed", {
        "closing": notice.id, "kind": notice.kind, "by": notice.by or "shell", "second": notice.seconded_by,
    })  # fmt: skip


def end(tx: Tx, now: Instant, by: StaffId | None, second: StaffId | None, why: str) -> bool:
    """End the one that stands; whether there was one."""
    one = standing(tx.conn)
    if one is None:
        return False
    values = {"ended_at": now, "ended_by": by, "ended_with": second, "why": why}
    tx.conn.execute(update(closing).where(closing.c.id == one.notice.id).values(values))
    tx.record("closing.ended", {"closing": one.notice.id, "by": by, "second": second})
    return True


def rows(conn: Reading) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: conn.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in sorted(metadata.tables.items())
    }


def sign_head(tx: Tx, closing_id: str, key: Ed25519PrivateKey) -> Head:
    """Sign the ledger's last entry before this transaction into the closing's row."""
    now = tx.now()
    head = ledger.signed(ledger.tail(tx.conn), now, key)
    values = {"head": msgspec.json.encode(head).decode(), "head_at": now}
    tx.conn.execute(update(closing).where(closing.c.id == closing_id).values(values))
    return head


def standing(conn: Connection) -> Kept | None:
    """The closing that has not ended."""
    found = select(closing).where(closing.c.ended_at.is_(None)).order_by(closing.c.at.desc()).limit(1)
    row = conn.execute(found).one_or_none()
    return _kept(row) if row else None


def find(conn: Connection, closing_id: str) -> Kept | None:
    """One by its id."""
    row = conn.execute(select(closing).where(closing.c.id == closing_id)).one_or_none()
    return _kept(row) if row else None


def latest(conn: Connection, limit: int) -> list[Kept]:
    """The newest first."""
    rows = conn.execute(select(closing).order_by(closing.c.at.desc()).limit(limit))
    return [_kept(row) for row in rows]


def holds(conn: Connection) -> bool:
    """Whether nothing may be erased now, because a closing that stands holds what is kept."""
    one = standing(conn)
    return one is not None and one.notice.kind.holds


def purge(tx: Tx, before: Instant) -> int:
    """Forget closings that ended before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(closing).where(closing.c.ended_at < before)).rowcount)


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    notice = msgspec.json.decode(row.notice, type=Notice)
    return Kept(
        notice=msgspec.structs.replace(notice, kind=Kind(row.kind)), review_at=row.review_at,
        head=msgspec.json.decode(row.head, type=Head) if row.head else None, ended_at=row.ended_at,
        ended_by=row.ended_by, ended_with=row.ended_with, why=row.why,
    )  # fmt: skip

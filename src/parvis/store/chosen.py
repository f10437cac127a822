"""What administrators set by pages, as stored: rows are added, and the newest of each setting holds."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.store.schema_chosen import setting_change
from parvis.store.writer import Tx

_NEWEST = (
    "SELECT name, value FROM setting_change WHERE seq IN (SELECT max(seq) FROM setting_change GROUP BY name)"
    " AND value IS NOT NULL ORDER BY seq"
)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One setting, from what to what, by whom; values as JSON has them."""

    name: str
    was: object
    value: object
    at: Instant
    by: StaffId | None


def in_force(conn: Connection) -> dict[str, object]:
    """What holds, by setting."""
    return {name: msgspec.json.decode(value) for name, value in conn.exec_driver_sql(_NEWEST)}


def peek(folder: Path, file: str) -> dict[str, object]:
    """The same from the file of a square nobody need have opened; nothing where there is none, or an older one."""
    path = folder / file
    if not path.is_file():
        return {}
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as conn,
    ):
        return {name: msgspec.json.decode(value) for name, value in conn.execute(_NEWEST)}
    return {}


def add(tx: Tx, one: Change) -> None:
    """Keep a change. The ledger has who, when, which setting and the values' hashes; the words stay here."""
    was, value = msgspec.json.encode(one.was), msgspec.json.encode(one.value)
    row = {"name": one.name, "was": was.decode(), "value": value.decode(), "at": one.at, "by": one.by}
    tx.conn.execute(insert(setting_change).values(row))
    tx.record("setting.changed", {
        "setting": one.name, "by": one.by, "was": hashlib.sha256(was).hexdigest(),
        "value": hashlib.sha256(value).hexdigest(),
    })  # fmt: skip


def latest(conn: Connection, most: int) -> list[Change]:
    """The last changes, the newest first."""
    rows = conn.execute(select(setting_change).order_by(setting_change.c.seq.desc()).limit(most)).mappings()
    return [
        Change(
            name=row["name"], was=msgspec.json.decode(row["was"]), value=msgspec.json.decode(row["value"] or "null"),
            at=Instant(row["at"]), by=None if row["by"] is None else StaffId(row["by"]),
        )
        for row in rows
    ]  # fmt: skip


def purge(tx: Tx, before: Instant) -> int:
    """Forget older changes that others have overtaken, and who made those that still hold."""
    newest = select(func.max(setting_change.c.seq)).group_by(setting_change.c.name)
    old = setting_change.c.at < before
    gone = tx.conn.execute(delete(setting_change).where(old, setting_change.c.seq.not_in(newest))).rowcount
    nameless = update(setting_change).where(old, setting_change.c.by.is_not(None)).values(by=None)
    return int(gone) + int(tx.conn.execute(nameless).rowcount)

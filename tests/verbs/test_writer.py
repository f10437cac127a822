"""Writing: acknowledged is on the disk, neighbours do not spoil each other, a disk that refuses is told."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from parvis.access.means import Means
from parvis.core.errors import StoreUnavailable
from parvis.store.database import FILE, Database
from parvis.store.schema import conversation, voucher_batch
from parvis.store.writer import Tx


def keep(tx: Tx, name: str) -> str:
    tx.conn.execute(insert(conversation).values(id=name))
    tx.record("test", {"conv": name})
    return name


async def names(means: Means) -> set[str]:
    return set(await means.db.read(lambda conn: conn.execute(select(conversation.c.id)).scalars().all()))


async def test_what_was_acknowledged_is_read_by_another_process(means: Means) -> None:
    await means.db.write(lambda tx: keep(tx, "r:one"))
    with sqlite3.connect(means.db.folder / FILE) as other:
        assert other.execute("SELECT id FROM conversation").fetchall() == [("r:one",)]


async def test_one_failing_work_leaves_its_neighbours_alone(means: Means) -> None:
    def fail(tx: Tx) -> None:
        keep(tx, "r:lost")
        raise ValueError("on purpose")

    results = await asyncio.gather(
        *[means.db.write(lambda tx, n=n: keep(tx, f"r:{n}")) for n in range(5)],  # type: ignore[misc]
        means.db.write(fail),
        means.db.write(lambda tx: keep(tx, "r:2")),
        return_exceptions=True,
    )
    assert [type(one) for one in results[5:]] == [ValueError, IntegrityError]
    assert await names(means) == {f"r:{n}" for n in range(5)}


async def test_others_hear_of_it_after_the_one_who_asked(means: Means) -> None:
    heard: list[str] = []

    def work(tx: Tx) -> None:
        keep(tx, "r:one")
        tx.after_commit(heard.append, "others")

    await means.db.write(work)
    heard.append("asked")
    await asyncio.sleep(0)
    assert heard == ["asked", "others"]


async def test_nobody_hears_of_what_was_undone(means: Means) -> None:
    heard: list[str] = []

    def work(tx: Tx) -> None:
        tx.after_commit(heard.append, "never")
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        await means.db.write(work)
    await asyncio.sleep(0)
    assert heard == []


def fill(tx: Tx, name: str) -> None:
    values = {"id": name, "label": "x" * 200_000, "issued_at": 1, "count": 1, "expires_at": 1}
    tx.conn.execute(insert(voucher_batch).values(values))


async def test_a_full_disk_refuses_clearly_and_recovers_without_a_restart(means: Means) -> None:
    """SQLite's own page limit gives the very error of a full disk (SQLITE_FULL)."""
    limit = await means.db.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()) + 20
    await means.db.write(lambda tx: tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {limit}").scalar_one())
    with pytest.raises(StoreUnavailable, match="full"):
        await means.db.write(lambda tx: fill(tx, "too-much"))
    await means.db.write(lambda tx: keep(tx, "r:after"))
    assert await names(means) == {"r:after"}


async def test_a_read_only_file_refuses_clearly_and_recovers(means: Means) -> None:
    await means.db.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(StoreUnavailable, match="readonly"):
        await means.db.write(lambda tx: keep(tx, "r:refused"))
    assert await means.db.write(lambda tx: keep(tx, "r:after")) == "r:after"


async def test_an_unusable_folder_says_so_in_a_sentence(tmp_path: Path, means: Means) -> None:
    (tmp_path / "blocked").write_text("a file, not a folder")
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        Database.open(tmp_path / "blocked", means.clock, means.keys)

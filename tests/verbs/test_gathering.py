"""Writes that wait for one another: one at a time, everybody with their own answer, a fault with its owner alone."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from parvis.access.means import Means
from parvis.core.errors import StoreUnavailable
from parvis.store.gathering import TOGETHER, Gathering
from parvis.store.writer import Tx


async def test_what_comes_together_is_written_together_and_one_write_at_a_time(means: Means) -> None:
    sizes: list[int] = []

    def work(tx: Tx, items: list[int]) -> list[int]:
        sizes.append(len(items))
        tx.conn.execute(text("SELECT 1"))
        return [item * 2 for item in items]

    line = Gathering(means.db, work)
    assert await line.put(21) == 42
    assert sizes == [1], "alone, nothing is waited for"
    sizes.clear()
    assert await asyncio.gather(*(line.put(item) for item in range(1_000))) == [item * 2 for item in range(1_000)]
    assert sum(sizes) == 1_000
    assert max(sizes) <= TOGETHER and len(sizes) <= 1_000 // TOGETHER + 2


async def test_a_fault_is_heard_by_its_owner_alone(means: Means) -> None:
    def work(_tx: Tx, items: list[int]) -> list[int]:
        if 3 in items:
            raise ValueError("three")
        return items

    line = Gathering(means.db, work)
    done = await asyncio.gather(*(line.put(item) for item in range(6)), return_exceptions=True)
    assert [item for item in done if isinstance(item, int)] == [0, 1, 2, 4, 5]
    assert isinstance(done[3], ValueError)


async def test_a_disk_that_refuses_is_told_to_everybody_who_waits(
    means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_work: object) -> object:
        raise StoreUnavailable("full")

    line: Gathering[int, int] = Gathering(means.db, lambda _tx, items: items)
    monkeypatch.setattr(means.db, "write", refuse)
    done = await asyncio.gather(*(line.put(item) for item in range(4)), return_exceptions=True)
    assert [type(one) for one in done] == [StoreUnavailable] * 4
    monkeypatch.undo()
    assert await line.put(7) == 7, "and afterwards it works again"

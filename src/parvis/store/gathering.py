"""Writes that can wait for one another: at most one is on its way, and what came meanwhile goes together in the next.

`Database.write_grouped` joins what happens to stand beside each other in one commit. A storm of reports would still
stand between all that people say; gathered here it is one piece of work in each commit, however many they are.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from parvis.core.errors import StoreUnavailable
from parvis.store.database import Database
from parvis.store.writer import Tx

Item = TypeVar("Item")
T = TypeVar("T")

TOGETHER = 256
"""Items in one write at most: nobody else waits for longer than that takes."""
PAUSE_SECONDS = 0.05
"""How long more may gather when several came at once; alone, an item waits for nothing."""


class Gathering(Generic[Item, T]):
    """One line of items of one kind; ``work`` may run twice, as with `Database.write`."""

    def __init__(self, db: Database, work: Callable[[Tx, list[Item]], list[T]]) -> None:
        self._db, self._work = db, work
        self._waiting: deque[tuple[Item, asyncio.Future[T]]] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> T:
        """Write it with its neighbours; returns after the commit, or raises what its own part of the work raised."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await future

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                some = [self._waiting.popleft() for _ in range(min(len(self._waiting), TOGETHER))]
                await self._write(some)
                if 1 < len(self._waiting) < TOGETHER:
                    await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self._writing = None

    async def _write(self, some: list[tuple[Item, asyncio.Future[T]]]) -> None:
        items = [item for item, _ in some]
        try:
            results = await self._db.write(lambda tx: self._work(tx, items))
        except Exception as fault:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            if len(some) == 1 or isinstance(fault, StoreUnavailable):
                for _, future in some:
                    _fail(future, fault)
            else:  # somebody's part failed: each alone, so that only its owner hears of it
                for one in some:
                    await self._write([one])
            return
        for (_, future), result in zip(some, results, strict=True):
            if not future.done():
                future.set_result(result)


def _fail(future: asyncio.Future[T], fault: Exception) -> None:
    if not future.done():
        future.set_exception(fault)

"""The one writer: a thread that takes what many verbs want written, commits it together, and only then tells them.

While a commit is being synced, the next group gathers; what comes soon after another waits half a millisecond for
company, because people who answer one message come together. Alone on a quiet server, a write waits for nothing.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from parvis.core.clock import Clock, Instant
from parvis.core.errors import StoreUnavailable
from parvis.store import ledger
from parvis.store.keys import Keys
from parvis.store.prepared import driver, transaction

WINDOW_SECONDS = 0.0005
"""How long a write waits for others when something was written within the last `COMPANY_SECONDS`."""
COMPANY_SECONDS = 0.050
GROUP_MAX = 512
HEAD_SECONDS = 1.0
EMPTY_SECONDS = 1.0
EMPTY_BUSY_MS = 200
"""How long writing may wait for readers so that the log can be emptied; then it is tried again a second later."""
log = structlog.get_logger()
T = TypeVar("T")
Item = TypeVar("Item")


class Tx:
    """One transaction, as work sees it."""

    def __init__(self, conn: Connection, clock: Clock) -> None:
        self.conn = conn
        self._clock = clock
        self._entries: list[ledger.Entry] = []
        self._after: list[Callable[[], None]] = []
        self._erases = False
        self.kept: dict[Any, Any] = {}
        """What grouped work may remember from one group to the next; forgotten as soon as anything else is written."""

    def now(self) -> Instant:
        """The time, for what this transaction keeps."""
        return self._clock.now()

    def record(self, kind: str, body: dict[str, object]) -> None:
        """Add an entry to the ledger in this transaction; ``body`` holds ids and counts, never what people wrote."""
        self._entries.append(ledger.Entry(self._clock.now(), kind, msgspec.json.encode(body, order="sorted")))

    def after_commit(self, call: Callable[..., None], *args: object) -> None:
        """Call this on the event loop once everything is on the disk, after the waiting verb has gone on."""
        self._after.append(lambda: call(*args))

    def erases(self, count: int) -> int:
        """Say how many rows were erased for good (GDPR Art. 17), so that their text leaves the write-ahead log too."""
        self._erases = self._erases or count > 0
        return count


@dataclass
class _Job:
    """One piece of work waiting for its turn."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    alone: Callable[[Tx], Any]
    together: Callable[[Tx, list[Any]], list[Any]] | None = None
    item: Any = None
    result: Any = None
    fault: BaseException | None = None
    after: list[Callable[[], None]] = field(default_factory=list)


class Writer:
    """Owns the writing connection; `submit` may be called from any event loop."""

    def __init__(self, engine: Engine, folder: Path, clock: Clock, keys: Keys) -> None:
        self._engine, self._folder, self._clock, self._keys = engine, folder, clock, keys
        # Not queue.SimpleQueue: in CPython 3.11 its get() with a timeout can block for ever (a deadline that has passed
        # becomes an endless wait when an earlier put left the lock free), seen here as a write that nobody answered.
        self._waiting: deque[_Job] = deque()
        self._wake = threading.Event()
        self._conn: Connection | None = None
        self._seen_version = -1
        self._tail = ledger.Tail(0, ledger.GENESIS)
        self._kept: dict[Any, Any] = {}
        self._company_until = 0.0
        self._head_due: float | None = None
        self._empty_due: float | None = None
        self.refusing = False
        """Whether the last attempt to write was refused by the disk."""
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="parvis-write", daemon=True)
        self._thread.start()

    async def submit(self, work: Callable[[Tx], T]) -> T:
        """Queue ``work``; returns after its group was committed."""
        return cast("T", await self._put(work, None, None))

    async def submit_grouped(self, work: Callable[[Tx, list[Item]], list[T]], item: Item) -> T:
        """Queue ``item`` for ``work``, which gets all neighbouring items of the group in one call."""
        return cast("T", await self._put(lambda tx: work(tx, [item])[0], work, item))

    async def _put(self, alone: Callable[[Tx], Any], together: Callable[..., Any] | None, item: object) -> object:
        if self._closing:
            raise StoreUnavailable("The server is stopping.")
        loop = asyncio.get_running_loop()
        job = _Job(loop, loop.create_future(), alone, together, item)
        self._waiting.append(job)
        if not self._wake.is_set():  # setting costs a lock; what is set has not been cleared, so the job will be seen
            self._wake.set()
        return await job.future

    def close(self) -> None:
        """Commit what was submitted, write the head, end the thread. Blocks."""
        self._closing = True
        self._wake.set()
        self._thread.join()

    # ------------------------------------------------------------ on the writer thread

    def _run(self) -> None:
        while True:
            jobs, last = self._gather()
            if jobs:
                self._commit_group(jobs)
                self._company_until = time.monotonic() + COMPANY_SECONDS
                self._empty_log_when_due()
                _tell(jobs)
            else:
                self._empty_log_when_due()
            self._write_head_when_due(now=last)
            if last:
                break
        if self._conn is not None:
            self._conn.close()
        self._engine.dispose()

    def _gather(self) -> tuple[list[_Job], bool]:
        """The next group of jobs, and whether there will be no more."""
        due = min((at for at in (self._head_due, self._empty_due) if at is not None), default=None)
        self._wake.wait(None if due is None else max(due - time.monotonic(), 0.001))
        if time.monotonic() < self._company_until and not self._closing:
            time.sleep(WINDOW_SECONDS)
        self._wake.clear()
        closing = self._closing
        jobs: list[_Job] = []
        while self._waiting and len(jobs) < GROUP_MAX:
            jobs.append(self._waiting.popleft())
        if self._waiting:
            self._wake.set()
            closing = False
        return jobs, closing

    def _commit_group(self, jobs: list[_Job]) -> None:
        try:
            self._attempt(jobs, one_by_one=False)
        except Exception as fault:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            if _is_disk(fault):
                self._refuse_all(jobs, fault)
            else:  # somebody's work failed: run each alone, so that only its owner hears of it
                self._commit_each(jobs)

    def _commit_each(self, jobs: list[_Job]) -> None:
        try:
            self._attempt(jobs, one_by_one=True)
        except Exception as fault:  # noqa: BLE001 - as above
            self._refuse_all(jobs, fault)

    def _attempt(self, jobs: list[_Job], *, one_by_one: bool) -> None:
        conn = self._connection()
        for job in jobs:
            job.result, job.fault, job.after = None, None, []
        kept, self._kept = self._kept, {}
        with transaction(conn, "BEGIN IMMEDIATE"):
            tx = Tx(conn, self._clock)
            alone = one_by_one or any(job.together is None for job in jobs)
            if not self._refresh_tail(conn) and not alone:
                tx.kept = kept
            if one_by_one:
                for job in jobs:
                    _run_guarded(tx, job)
            else:
                _run_together(tx, jobs)
            tail = ledger.append(conn, self._tail, tx._entries)
        self.refusing = False
        if not alone:
            self._kept = tx.kept
        if tx._erases:
            self._empty_due = time.monotonic()
        if tail != self._tail:
            self._tail = tail
            self._head_due = self._head_due or time.monotonic() + HEAD_SECONDS

    def _refuse_all(self, jobs: list[_Job], fault: Exception) -> None:
        """Nothing of the group was written; forget the connection, so that the next group starts from a fresh one."""
        self.refusing = True
        words = fault.orig if isinstance(fault, DBAPIError) else fault
        for job in jobs:
            job.result, job.after = None, []
            job.fault = StoreUnavailable(f"Nothing could be written: {words}.")
            job.fault.__cause__ = fault
        if self._conn is not None:
            self._conn.invalidate()
            self._conn.close()
            self._conn = None

    def _connection(self) -> Connection:
        if self._conn is None:
            self._conn = self._engine.connect()
            self._seen_version = -1
        return self._conn

    def _refresh_tail(self, conn: Connection) -> bool:
        """Another process (the command line) may have written: SQLite's data_version tells. Whether it has."""
        (version,) = driver(conn).execute("PRAGMA data_version").fetchone()
        if version == self._seen_version:
            return False
        self._tail = ledger.tail(conn)
        self._seen_version = version
        return True

    def _write_head_when_due(self, *, now: bool) -> None:
        if self._head_due is None or not (now or time.monotonic() >= self._head_due):
            return
        try:
            ledger.write_head(self._folder, self._tail, self._clock.now(), self._keys.ledger)
            self._head_due = None
        except OSError:
            self._head_due = time.monotonic() + HEAD_SECONDS

    def _empty_log_when_due(self) -> None:
        """Bring everything into the database file and cut the log to nothing: it still holds what was erased."""
        if self._empty_due is None or time.monotonic() < self._empty_due:
            return
        self._empty_due = time.monotonic() + EMPTY_SECONDS
        try:
            cursor = self._connection().connection.cursor()
            usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {EMPTY_BUSY_MS}")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
            cursor.close()
        except (DBAPIError, sqlite3.Error):  # the disk refuses: tried again, as when a reader is in the way
            return
        if not busy:
            self._empty_due = None


def _is_disk(fault: Exception) -> bool:
    """Whether the store itself refuses (full, read-only, damaged), rather than one work's own statement."""
    if isinstance(fault, sqlite3.Error):
        return not isinstance(fault, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.DataError)
    return isinstance(fault, DBAPIError) and not isinstance(fault, IntegrityError | ProgrammingError | DataError)


def _run_together(tx: Tx, jobs: list[_Job]) -> None:
    """Run all jobs; neighbours with the same grouped work share one call."""
    for work, run in groupby(jobs, key=lambda job: job.together):
        group = list(run)
        if work is None:
            for job in group:
                job.result = job.alone(tx)
                job.after, tx._after = tx._after, []
            tx.kept = {}
        else:
            for job, result in zip(group, work(tx, [job.item for job in group]), strict=True):
                job.result = result
            group[-1].after, tx._after = tx._after, []


def _run_guarded(tx: Tx, job: _Job) -> None:
    """Run one job in a savepoint, so that its failure undoes only itself."""
    kept = len(tx._entries)
    tx._after, tx.kept = [], {}
    try:
        with tx.conn.begin_nested():
            job.result = job.alone(tx)
        job.after, tx._after = tx._after, []
    except Exception as fault:
        if _is_disk(fault):
            raise
        del tx._entries[kept:]
        job.fault = fault


def _tell(jobs: list[_Job]) -> None:
    """Wake the verbs first, then run what waits for the commit: an answer leaves before the room's frame."""
    for loop, run in groupby(jobs, key=lambda job: job.loop):
        group = list(run)
        try:
            loop.call_soon_threadsafe(_settle, loop, group)
        except RuntimeError:  # the loop was closed while we wrote: the data is safe, nobody is left to be told
            continue


def _settle(loop: asyncio.AbstractEventLoop, jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.cancelled():
            continue
        if job.fault is not None:
            job.future.set_exception(job.fault)
        else:
            job.future.set_result(job.result)
    after = [call for job in jobs for call in job.after]
    if after:
        loop.call_soon(_call_all, after)


def _call_all(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        try:
            call()
        except Exception:
            log.exception("after_commit_failed")  # one that fails keeps nobody else from hearing

"""The database: one file in WAL mode, many readers, one writer; nothing is told to anybody before it is on the disk."""

from __future__ import annotations

import asyncio
import importlib.resources
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from parvis.core.clock import Clock
from parvis.core.errors import ConfigError, StoreUnavailable
from parvis.store import (  # noqa: F401 - whoever opens the database knows all of its tables
    locks,
    schema_cases,
    schema_chosen,
    schema_closing,
    schema_daily,
    schema_living,
    schema_modes,
    schema_rooms,
    schema_rulebook,
    schema_signals,
    schema_staff,
)
from parvis.store.keys import Keys
from parvis.store.prepared import driver, transaction
from parvis.store.revision import HEAD, Revision
from parvis.store.writer import Tx, Writer

FILE = "parvis.db"
READERS = 4
WRITER_CACHE_KB = 32 * 1024
"""With SQLite's own two megabytes, every group of a busy evening reads the indexes' pages again."""
LOG_PAGES = 8_000
"""Pages in the write-ahead log before they are brought into the file: 32 MB, where SQLite's own choice is 4."""
Reading = Connection
"""What a reading function is handed; its type for rooms that know no SQL."""
T = TypeVar("T")
Item = TypeVar("Item")


class Database:
    """Reads and writes as awaitable calls of plain functions; see `parvis.store.writer` for how writes are grouped."""

    def __init__(self, folder: Path, clock: Clock, keys: Keys) -> None:
        self.folder = folder
        self._use = locks.share(folder)
        self._readers = _engine(folder / FILE, Use.READ)
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="parvis-read")
        self._mine = threading.local()
        self._reading: list[Connection] = []
        self._glancing: Connection | None = None
        """The event loop's own connection; ``_seen`` while a snapshot is open on it."""
        self._seen: Connection | None = None
        self._writer = Writer(_engine(folder / FILE, Use.WRITE), folder, clock, keys)

    @classmethod
    def open(cls, folder: Path, clock: Clock, keys: Keys) -> Database:
        """Open or create the database in ``folder``.

        StoreUnavailable when the folder or file cannot be written; ConfigError when its tables are another Parvis's.
        """
        try:
            _prepare(folder)
            return cls(folder, clock, keys)
        except (DBAPIError, OSError, sqlite3.Error) as fault:
            raise StoreUnavailable(f"The database in {folder} cannot be opened: {reason(fault)}.") from fault

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run ``work`` in a transaction and return its result after the commit is synced.

        ``work`` may run twice (once grouped with others, once alone), so it changes nothing but the transaction.
        Raises StoreUnavailable when the disk refuses, and whatever ``work`` raises, with its changes undone.
        """
        return await self._writer.submit(work)

    async def write_grouped(self, work: Callable[[Tx, list[Item]], list[T]], item: Item) -> T:
        """Like `write`, for work that takes many items at once: neighbours in a group share one call."""
        return await self._writer.submit_grouped(work, item)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on a consistent snapshot, off the event loop; StoreUnavailable when the file cannot be read."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, work)

    def glance(self, work: Callable[[Connection], T]) -> T:
        """Like `read`, at once and on the event loop: for a few rows found by their keys, and nothing else.

        Handing such a read to another thread and back takes five times as long as reading (docs/decisions/0023). All
        glances of one turn of the loop see one snapshot, because SQLite forgets the pages it has read with each new
        one; nothing that was committed later has been told to anybody by the end of that turn.
        """
        try:
            return work(self._snapshot())
        except (DBAPIError, sqlite3.Error) as fault:
            self._drop_snapshot()
            raise StoreUnavailable(f"The database cannot be read: {reason(fault)}.") from fault

    def _snapshot(self) -> Connection:
        if self._seen is None:
            asyncio.get_running_loop().call_soon(self._end_snapshot)
            conn = self._glancing = self._glancing or self._readers.connect()
            driver(conn).execute("BEGIN")
            self._seen = conn
        return self._seen

    def _end_snapshot(self) -> None:
        """The turn is over. SQLAlchemy keeps account of the statements it ran itself, and hands the end on."""
        conn, self._seen = self._seen, None
        if conn is not None:
            conn.commit() if conn.in_transaction() else driver(conn).commit()

    def _drop_snapshot(self) -> None:
        conn, self._seen, self._glancing = self._glancing, None, None
        if conn is not None:
            conn.invalidate()
            conn.close()

    @property
    def is_refusing(self) -> bool:
        """Whether the disk refused the last write."""
        return self._writer.refusing

    async def check(self) -> None:
        """StoreUnavailable when the database cannot be read, or refused the last write and still refuses one."""
        await self.read(lambda conn: conn.exec_driver_sql("SELECT 1").scalar_one())
        if self._writer.refusing:
            await self.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA user_version = 0"))

    def _read(self, work: Callable[[Connection], T]) -> T:
        try:
            conn = self._reader()
            with transaction(conn, "BEGIN"):
                return work(conn)
        except (DBAPIError, sqlite3.Error) as fault:
            self._forget_reader()
            raise StoreUnavailable(f"The database cannot be read: {reason(fault)}.") from fault

    def _reader(self) -> Connection:
        """The connection of this thread alone, open from its first read on."""
        conn: Connection | None = getattr(self._mine, "conn", None)
        if conn is None:
            conn = self._mine.conn = self._readers.connect()
            self._reading.append(conn)
        return conn

    def _forget_reader(self) -> None:
        conn: Connection | None = getattr(self._mine, "conn", None)
        if conn is not None:
            self._mine.conn = None
            self._reading.remove(conn)
            conn.invalidate()
            conn.close()

    async def close(self) -> None:
        """Finish what was submitted, write the ledger's head, close every connection."""
        await asyncio.to_thread(self._writer.close)
        self._pool.shutdown()
        self._end_snapshot()
        for conn in [*self._reading, *([self._glancing] if self._glancing else [])]:
            conn.close()
        self._readers.dispose()
        self._use.close()


def _prepare(folder: Path) -> None:
    """Make the tables where there are none. Those of an earlier Parvis wait for `parvis upgrade`, which can go back."""
    there = (folder / FILE).exists()
    revision = Revision.of_file(folder / FILE) if there else Revision("")
    if revision.is_newer:
        raise ConfigError([f"The database in {folder} was made by a newer Parvis ({revision.name}); install that one."])
    if not revision.name:
        migrate(folder)
    elif not revision.is_current:
        raise ConfigError([
            f"The database in {folder} is of an earlier Parvis ({revision.name}; this one needs {HEAD}). "
            f"Run: parvis upgrade --data {folder}"
        ])  # fmt: skip


def reason(fault: Exception) -> str:
    """The driver's own words, without the statement and its parameters (they may hold what people wrote)."""
    return str(fault.orig) if isinstance(fault, DBAPIError) else str(fault)


def migrate(folder: Path) -> None:
    """Create or upgrade the tables."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = _engine(folder / FILE, Use.MIGRATE)
    config = AlembicConfig()
    config.set_main_option("script_location", str(importlib.resources.files("parvis.store") / "migrations"))
    try:
        with engine.connect() as conn:
            config.attributes["connection"] = conn
            command.upgrade(config, "head")
    finally:
        engine.dispose()


class Use(Enum):
    """What connections are for."""

    READ = "read"
    WRITE = "write"
    MIGRATE = "migrate"
    """As writing, but transactions are SQLAlchemy's to begin; elsewhere they are `prepared.transaction`'s."""


def _engine(path: Path, use: Use) -> Engine:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA foreign_keys = ON")
        if use is Use.READ:
            connection.execute("PRAGMA query_only = ON")
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten; Debian's default, not SQLite's

    if use is Use.MIGRATE:

        @event.listens_for(engine, "begin")
        def begin(conn: Connection) -> None:
            conn.exec_driver_sql("BEGIN IMMEDIATE")

    return engine

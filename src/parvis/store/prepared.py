"""Statements of the hot path: written with SQLAlchemy's tables like all others, compiled once, run by the driver.

Between a prepared statement and `Connection.execute` lie about a hundred microseconds: more than SQLite takes itself.
Parameters are the driver's own types (text, whole numbers, bytes, None); faults are `sqlite3.Error`.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import Executable

Row = Any
"""A named tuple: columns by their names."""
_DIALECT = sqlite.dialect(paramstyle="named")


def driver(conn: Connection) -> sqlite3.Connection:
    """The driver's connection under this one."""
    return cast("sqlite3.Connection", conn.connection.driver_connection)


@contextlib.contextmanager
def transaction(conn: Connection, begin: str) -> Iterator[None]:
    """One transaction for prepared statements and others alike; SQLAlchemy must not begin one of its own."""
    raw = driver(conn)
    raw.execute(begin)
    try:
        yield
        _end(conn, raw.commit, conn.commit)
    except BaseException:
        _end(conn, raw.rollback, conn.rollback)
        raise


def _end(conn: Connection, by_driver: Callable[[], None], by_sqlalchemy: Callable[[], None]) -> None:
    """SQLAlchemy keeps account of the statements it ran, and hands the end on to the driver itself."""
    (by_sqlalchemy if conn.in_transaction() else by_driver)()


class Prepared:
    """One statement; its parameters are `bindparam`s, or the columns of an ``insert``."""

    def __init__(self, statement: Executable, columns: Iterable[str] | None = None) -> None:
        compiled = statement.compile(dialect=_DIALECT, column_keys=None if columns is None else list(columns))  # type: ignore[attr-defined]
        self.sql = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if isinstance(value, int | str | bytes)}
        self._made: Callable[[Iterable[object]], Row] = tuple
        if compiled.isinsert or compiled.isupdate or compiled.isdelete:
            return
        names = [str(column.key) for column in compiled.statement.selected_columns]
        self._made = cast("Any", namedtuple)("Row", names)._make

    def all(self, conn: Connection, **values: object) -> list[Row]:
        """Every row."""
        return [self._made(row) for row in driver(conn).execute(self.sql, self._fixed | values)]

    def first(self, conn: Connection, **values: object) -> Row | None:
        """The first row, or None."""
        row = driver(conn).execute(self.sql, self._fixed | values).fetchone()
        return None if row is None else self._made(row)

    def run(self, conn: Connection, **values: object) -> int:
        """Do it; how many rows it touched."""
        return driver(conn).execute(self.sql, self._fixed | values).rowcount


class Bulk:
    """One statement for many rows at a time: ``VALUES`` in its text stands for the rows.

    The driver lets go of the interpreter's lock at every step of SQLite, and has to wait for it each time, up to five
    milliseconds while the loop is busy; so sixty-four rows are one step.
    """

    PORTIONS = (64, 8, 1)

    def __init__(self, text: str, columns: int, made: Callable[[Iterable[object]], Row] = tuple) -> None:
        row = f"({', '.join('?' * columns)})"
        self._texts = {count: text.replace("VALUES", f"VALUES {', '.join([row] * count)}") for count in self.PORTIONS}
        self._made = made

    def run(self, conn: Connection, rows: Sequence[Sequence[object]]) -> list[Row]:
        """Do it for every row, in order; returns what the statement returns."""
        found: list[Row] = []
        at = 0
        for count in self.PORTIONS:
            while len(rows) - at >= count:
                values = list(itertools.chain.from_iterable(rows[at : at + count]))
                found += map(self._made, driver(conn).execute(self._texts[count], values).fetchall())
                at += count
        return found


def bulk_insert(table: Table, columns: Sequence[str]) -> Bulk:
    """Rows are tuples in the order of ``columns``."""
    return Bulk(f"INSERT INTO {table.name} ({', '.join(table.c[name].name for name in columns)}) VALUES", len(columns))

"""Is a database whole: SQLite's own checks, foreign keys, and the ledger with everything that it vouches for.

Of files that nobody writes meanwhile: a copy, or one that is held alone. They are read without touching anything.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from parvis.store import custody, ledger, proof
from parvis.store.revision import HEAD, Revision

SHOWN = 3


def faults(file: Path, head_folder: Path, public: Ed25519PublicKey, copies: list[Path]) -> list[str]:
    """A sentence for each thing in a database file that is not as it should be; empty when it is whole.

    ``head_folder`` holds the signed head of its ledger, ``copies`` are heads that were kept elsewhere.
    """
    engine = create_engine(f"sqlite:///file:{file.resolve()}?immutable=1&uri=true", poolclass=NullPool)
    try:
        with engine.connect() as conn:
            broken = _of_the_file(conn)
            return broken or _of_the_ledger(conn, head_folder, public, copies)
    except (DBAPIError, sqlite3.Error) as fault:
        return [f"It cannot be read: {fault.orig if isinstance(fault, DBAPIError) else fault}."]
    finally:
        engine.dispose()


def rows(file: Path) -> dict[str, int]:
    """How many rows each table has."""
    conn = sqlite3.connect(f"file:{file.resolve()}?immutable=1", uri=True)
    try:
        names = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}  # noqa: S608 - a table's own name
    finally:
        conn.close()


def _of_the_file(conn: Connection) -> list[str]:
    """What SQLite itself finds; pages and indexes first, then rows that point nowhere."""
    found = [str(row[0]) for row in conn.exec_driver_sql(f"PRAGMA integrity_check({SHOWN})")]
    if found != ["ok"]:
        return [f"SQLite finds: {'; '.join(found)}."]
    dangling = conn.exec_driver_sql("PRAGMA foreign_key_check").all()
    tables = sorted({str(row[0]) for row in dangling})
    return [f"{len(dangling)} rows point to something that is not there ({', '.join(tables)})."] if dangling else []


def _of_the_ledger(conn: Connection, head_folder: Path, public: Ed25519PublicKey, copies: list[Path]) -> list[str]:
    report = ledger.verify(conn, head_folder, public, copies)
    found = list(report.faults)
    if Revision.of(conn) != Revision(HEAD):
        return found  # what an earlier Parvis kept beside the ledger, it checked itself
    found += custody.faults(conn)
    altered = proof.first_altered(conn) if report.ok else None
    if altered:
        found.append(f"Message {altered[1]} of {altered[0]} does not have the text that the ledger vouches for.")
    return found

"""Which shape the tables have: the one this Parvis needs, and the one that a database file has."""

from __future__ import annotations

import importlib.resources
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_DOWN = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


def _history() -> tuple[str, ...]:
    """Every revision from the first to the newest, as the migrations say; alembic itself takes longer to say it."""
    folder = importlib.resources.files("parvis.store") / "migrations" / "versions"
    before: dict[str, str] = {}
    for file in folder.iterdir():
        text = file.read_text("utf-8") if file.name.endswith(".py") else ""
        if mine := _REVISION.search(text):
            down = _DOWN.search(text)
            before[down[1] if down else ""] = mine[1]
    line, at = [], ""
    while at in before:
        at = before[at]
        line.append(at)
    return tuple(line)


HISTORY = _history()
HEAD = HISTORY[-1]


@dataclass(frozen=True)
class Revision:
    """The shape of one database; empty for one without tables."""

    name: str

    @classmethod
    def of(cls, conn: Connection) -> Revision:
        """The shape of an open database."""
        there = conn.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
        row = conn.exec_driver_sql("SELECT version_num FROM alembic_version").first() if there else None
        return cls(str(row[0]) if row else "")

    @classmethod
    def of_file(cls, file: Path) -> Revision:
        """The shape of a database file; sqlite3.Error when it is none."""
        conn = sqlite3.connect(f"file:{file.resolve()}?mode=ro", uri=True)
        try:
            there = conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            row = conn.execute("SELECT version_num FROM alembic_version").fetchone() if there else None
            return cls(str(row[0]) if row else "")
        finally:
            conn.close()

    @classmethod
    def of_readable(cls, file: Path) -> Revision | None:
        """The same; None where it cannot be read as a database."""
        try:
            return cls.of_file(file)
        except sqlite3.Error:
            return None

    @property
    def is_current(self) -> bool:
        """Whether this Parvis can work with it as it is."""
        return self.name == HEAD

    @property
    def is_newer(self) -> bool:
        """Whether a later Parvis made it: this one does not know it."""
        return bool(self.name) and self.name not in HISTORY

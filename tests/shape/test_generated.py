"""What is made from one source is fresh: types, schema, manual, and the tables that the migrations build."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, create_engine, text

from parvis.store.database import FILE, migrate
from parvis.store.schema import metadata

ROOT = Path(__file__).parents[2]


def test_generated_files_are_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, ""), "run ./dev generate"


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Connection]:
    migrate(tmp_path)
    engine = create_engine(f"sqlite:///{tmp_path / FILE}")
    with engine.connect() as conn:
        yield conn
    engine.dispose()


def test_the_migrations_build_exactly_the_tables_of_the_schema(migrated: Connection) -> None:
    context = MigrationContext.configure(migrated, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, metadata) == []


def test_the_migrations_build_the_checks_too(migrated: Connection) -> None:
    """Alembic's comparison does not look at them."""
    rows = migrated.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    built = {row.name: row.sql for row in rows}
    wanted = {
        (table.name, str(check.name))
        for table in metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert wanted, "there is at least one"
    assert {(table, name) for table, name in wanted if name not in built[table]} == set()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    def tables() -> list[tuple[object, ...]]:
        migrate(tmp_path)
        engine = create_engine(f"sqlite:///{tmp_path / FILE}")
        with engine.connect() as conn:
            found = [
                tuple(row) for row in conn.execute(text("SELECT type, name, sql FROM sqlite_master ORDER BY name"))
            ]
        engine.dispose()
        return found

    assert tables() == tables()

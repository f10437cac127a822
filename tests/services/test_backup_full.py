"""A backup that runs out of disk: one sentence, nothing left behind, and the square as it was."""

from __future__ import annotations

import contextlib
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import small_disk

LARGE = 24
"""Megabytes of the database; random bytes, which no compression makes smaller."""
RUN = """
cp -a "$1/." "$2/"
"$3" -m parvis backup --data "$2" --to "$2/to"; echo "status $?"
find "$2" "$2/to" -name "*.age*" -o -name ".backup-*"
"$3" -c 'import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check").fetchone())' \\
  "$2/parvis.db"
"""


def parvis(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "parvis", *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One with much in it."""
    place = tmp_path_factory.mktemp("square") / "data"
    parvis("init", "--data", str(place))
    parvis("keys", "init", "--name", "Camille", "--out", str(place.parent / "key.txt"), "--data", str(place))
    with contextlib.closing(sqlite3.connect(place / "parvis.db")) as conn, conn:
        conn.execute("CREATE TABLE ballast (bytes BLOB)")
        conn.executemany("INSERT INTO ballast VALUES (?)", [(os.urandom(1_000_000),) for _ in range(LARGE)])
    return place


def without_room() -> None:
    """Where nobody may mount: no file may grow beyond a part of the database."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGE * 900_000, resource.RLIM_INFINITY))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("free", "where"),
    [(LARGE + 8, "beforehand"), (LARGE * 2 - 4, "while the copy is packed"), (LARGE * 3 - 10, "while it is sealed")],
)
def test_a_backup_without_room_says_so_and_leaves_nothing_behind(
    square: Path, tmp_path: Path, free: int, where: str
) -> None:
    """The database and its copies lie on one small disk, of which so many megabytes are free."""
    within = small_disk.within(tmp_path, LARGE + 1 + free)
    done = subprocess.run(
        [*within, "sh", "-c", RUN, "sh", str(square), str(tmp_path), sys.executable], capture_output=True, text=True,
        timeout=300, preexec_fn=None if within else without_room,
    )  # fmt: skip
    assert done.stdout.split("\n") == ["status 2", "ok", ""], (where, done.stdout, done.stderr)
    assert done.stderr.startswith("parvis: ") and done.stderr.count("\n") == 1, done.stderr
    if within:
        said = "There is no room for a backup" if where == "beforehand" else "No space left on device"
        assert said in done.stderr
    parvis("backup", "--data", str(square), "--to", str(tmp_path / f"roomy-{free}"))

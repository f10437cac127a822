"""An upgrade that is killed at any step leaves a whole database: the old one or the new one, nothing between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from landings import LANDINGS, unpack
from parvis.store import integrity, revision, upgrade
from parvis.store.keys import load_keys

STEPS: dict[str, Callable[[Path], bool]] = {
    "begun": lambda folder: any(folder.glob(upgrade.TEMPORARY + "*")),
    "migrating": lambda folder: any(folder.glob(upgrade.TEMPORARY + "*/parvis.db-wal")),
    "kept": lambda folder: (folder / upgrade.BEFORE / "parvis.db").exists(),
}
"""What is seen in the folder when it is killed."""


@pytest.mark.parametrize("step", STEPS)
def test_killed_it_is_old_or_new_and_the_next_one_finishes(step: str, tmp_path: Path) -> None:
    folder = unpack(LANDINGS[0], tmp_path / "data")
    words = [sys.executable, "-m", "parvis", "upgrade", "--data", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while process.poll() is None and not STEPS[step](folder):
            time.sleep(0.0005)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
    finally:
        process.communicate(timeout=60)
    public = load_keys(folder / "keys").ledger.public_key()
    standing = revision.Revision.of_file(folder / "parvis.db").name
    assert standing in ("0001", revision.HEAD)
    assert [one for one in integrity.faults(folder / "parvis.db", folder, public, []) if "SQLite" in one] == []
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert revision.Revision.of_file(folder / "parvis.db").is_current
    assert integrity.rows(folder / "parvis.db")["message"] == 6
    assert not [one for one in folder.iterdir() if one.name.startswith(upgrade.TEMPORARY)]

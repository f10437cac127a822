"""The data folder: made for its owner only, checked before it is opened, served by one process at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from parvis.core.errors import ConfigError
from parvis.store.database import FILE

LOCK_FILE = "serve.lock"
OWNER_ONLY = 0o700


def make(folder: Path) -> None:
    """Make the folder, or close an existing one to everybody else; ConfigError when that cannot be done."""
    try:
        folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        folder.chmod(OWNER_ONLY)
    except OSError as fault:
        raise ConfigError([f"The folder {folder} cannot be made: {words(fault)}."]) from fault


def check(folder: Path) -> None:
    """ConfigError unless the folder holds a square and this process may write there."""
    if not is_made(folder):
        raise ConfigError([f"The folder {folder} holds no square. Make one with: parvis init"])
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK) or not os.access(folder / FILE, os.R_OK | os.W_OK):
        raise ConfigError([f"The folder {folder} cannot be written by this account."])


def is_made(folder: Path) -> bool:
    """Whether a square's database lies there."""
    try:
        return (folder / FILE).is_file()
    except OSError:
        return False


def is_open_to_others(folder: Path) -> bool:
    """Whether other accounts of the machine may look inside."""
    return bool(folder.stat().st_mode & 0o077)


@contextlib.contextmanager
def served_alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one server: two would each tell only their own visitors what is said."""
    try:
        lock = (folder / LOCK_FILE).open("w")
    except OSError as fault:
        raise ConfigError([f"The folder {folder} cannot be written: {words(fault)}."]) from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConfigError([f"Another parvis serves {folder} already; stop it first."]) from None
        yield


def is_served(folder: Path) -> bool:
    """Whether a server holds the folder now."""
    try:
        with (folder / LOCK_FILE).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def words(fault: OSError) -> str:
    """The system's own words, such as "Permission denied"."""
    return fault.strerror or str(fault)

"""Who has a data folder open: everybody at once, or one alone that puts another database in the place of this one."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from parvis.core.errors import ConfigError, StoreUnavailable

USE_FILE = "use.lock"


def share(folder: Path) -> TextIO:
    """Say that this process has the database open, until the file is closed; ConfigError while somebody is alone."""
    try:
        lock = (folder / USE_FILE).open("a")
    except OSError as fault:
        raise StoreUnavailable(f"The folder {folder} cannot be written: {fault.strerror or fault}.") from fault
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise ConfigError([f"{folder} is being upgraded; wait until that is done."]) from None
    return lock


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else has the database open, nor opens it meanwhile; ConfigError when somebody has."""
    with (folder / USE_FILE).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConfigError(
                [f"A parvis server or command has {folder} open: stop it, or wait for it, then upgrade."]
            ) from None
        yield

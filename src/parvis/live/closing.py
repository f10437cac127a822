"""Whether the whole square is closed, in this process, by a file in the data folder that another process can write.

The file alone closes, at once and without the store: a database that is locked or broken keeps nobody from closing. It
does not open alone: when it goes, the rows are asked first (`parvis.legal.closing.settle`), for a file can be lost.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from parvis.core.clock import Clock
from parvis.core.closing import Kind, Notice, unreadable

FILE = "closed.json"
LOOK_SECONDS = 0.2
"""How often the file is looked for: one `stat`, and nothing else while it stays as it is."""
Heard = Callable[[Notice | None], None]
log = structlog.get_logger()


def write(folder: Path, notice: Notice) -> None:
    """Close: put the notice into the folder, whole or not at all, and synced. OSError when that cannot be done."""
    fresh = folder / f"{FILE}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(notice))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FILE)
    _sync(folder)


def remove(folder: Path) -> None:
    """Take the notice out of the folder; harmless when there is none."""
    (folder / FILE).unlink(missing_ok=True)
    _sync(folder)


def read(folder: Path) -> Notice | None:
    """The notice in the folder, None when there is none; ValueError when there is one that cannot be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Notice)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as fault:
        raise ValueError(f"{folder / FILE} cannot be read") from fault


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Closed:
    """What holds in this process. ``listen`` to hear of each change, in the order of listening."""

    def __init__(self, folder: Path, clock: Clock, origin: str) -> None:
        self._folder, self._clock, self._origin = folder, clock, origin
        self._seen: tuple[int, int] | None = None
        self._heard: list[Heard] = []
        self.notice: Notice | None = None
        self.is_lost = False
        """Whether the file went while the square was closed: the store must say what that means."""

    @property
    def kind(self) -> Kind | None:
        """The kind of closing, None while the square is open."""
        return self.notice.kind if self.notice else None

    def listen(self, heard: Heard) -> None:
        """Call this whenever the square closes, opens, or is closed in another way."""
        self._heard.append(heard)

    def look(self) -> bool:
        """Look at the file; True when the square closed just now, or otherwise than before."""
        seen = self._stamp()
        if seen == self._seen:
            return False
        self._seen = seen
        if seen is None:
            self.is_lost = self.notice is not None
            return False
        self.is_lost = False
        try:
            found = read(self._folder)
        except ValueError:
            log.warning("closing_unreadable")
            found = unreadable(self._clock.now(), self._origin)
        return found is not None and self.close(found)

    def close(self, notice: Notice) -> bool:
        """From now on nothing but this notice is answered; whether that is news."""
        if notice == self.notice:
            return False
        self.notice = notice
        self._tell()
        return True

    def open(self) -> None:
        """The square is open again; `parvis.legal.closing` has made sure that it may be."""
        self.is_lost = False
        if self.notice is not None:
            self.notice = None
            self._tell()

    def _tell(self) -> None:
        for heard in self._heard:
            heard(self.notice)

    def _stamp(self) -> tuple[int, int] | None:
        with contextlib.suppress(FileNotFoundError):
            found = (self._folder / FILE).stat()
            return found.st_mtime_ns, found.st_ino
        return None

"""From the tables of an earlier Parvis to those of this one: in a copy, proved, then put in place in one step.

Until that step the old database stands untouched, whatever happens; after it, the old one is kept for a day to go back.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from parvis.__about__ import __version__
from parvis.core.clock import HOUR, Instant
from parvis.core.errors import ConfigError, Damaged, ParvisError, StoreUnavailable
from parvis.store import backup, integrity, ledger, locks
from parvis.store.database import FILE, migrate
from parvis.store.keys import Keys
from parvis.store.ledger import HEAD_FILE, Entry
from parvis.store.revision import HEAD, Revision

TEMPORARY = ".upgrade-"
BEFORE, AFTER = "before-upgrade", "after-upgrade"
"""Folders with the database that was, and with the one that was left when somebody went back."""
KEPT_MS = 24 * HOUR
"""How long they are kept: what is erased meanwhile still stands in them."""
UPGRADED = "square.upgraded"
GROWN = frozenset({"ledger", "alembic_version"})
"""Tables in which an upgrade itself leaves a row."""
LOGS = ("-wal", "-shm")


@dataclass(frozen=True)
class Upgraded:
    """What was done: from which tables to which, and how many rows came along."""

    old: str
    new: str
    rows: int


def pending(folder: Path) -> Revision | None:
    """The tables that wait for an upgrade; None when they are this Parvis's own. ConfigError for a newer one's."""
    try:
        revision = Revision.of_file(folder / FILE)
    except sqlite3.Error as fault:
        raise StoreUnavailable(f"The database in {folder} cannot be read: {fault}.") from fault
    if revision.is_newer:
        raise ConfigError([f"The database in {folder} was made by a newer Parvis ({revision.name}); install that one."])
    return None if revision.is_current else revision


def upgrade(folder: Path, keys: Keys, at: Instant) -> Upgraded | None:
    """Bring a folder up to date; None when it is. Blocks.

    ConfigError while a server or command has it open; StoreUnavailable without room; Damaged when a step fails or does
    not prove itself. In each case the old database stands as it was.
    """
    with locks.alone(folder):
        clear(folder)
        revision = pending(folder)
        if revision is None:
            return None
        _bring_in(folder / FILE)
        _check_room(folder)
        place = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder))
        try:
            done = _made(folder, place, keys, at, revision)
            _keep(folder, at, revision)
            _swap(place, folder)
        except (OSError, sqlite3.Error, SQLAlchemyError, ParvisError) as fault:
            raise Damaged(
                f"The upgrade from {revision.name} to {HEAD} failed, and the old database stands as it was: "
                f"{_words(fault)}"
            ) from fault
        finally:
            backup.shred(place)
        return done


def clear(folder: Path) -> None:
    """Remove what an upgrade that was killed left lying; only while none is under way."""
    for left in folder.glob(TEMPORARY + "*"):
        backup.shred(left)


def _words(fault: Exception) -> str:
    """One line, without a statement and its parameters (they may hold what people wrote)."""
    found = str(getattr(fault, "orig", None) or fault).strip().splitlines() or [type(fault).__name__]
    return found[0].rstrip(".") + "."


def _bring_in(file: Path) -> None:
    """Everything that is in the log goes into the file, so that the file alone is the database."""
    try:
        conn = sqlite3.connect(file)
        try:
            conn.execute("PRAGMA busy_timeout = 5000")
            busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            conn.close()
    except sqlite3.Error as fault:
        raise StoreUnavailable(f"{file} cannot be written: {fault}.") from fault
    left = [one for one in _logs(file) if one.exists() and one.stat().st_size]
    if busy or left:
        raise ConfigError([f"Some other program has {file} open: end it, then upgrade."])
    for one in _logs(file):
        one.unlink(missing_ok=True)


def _logs(file: Path) -> list[Path]:
    return [file.with_name(file.name + suffix) for suffix in LOGS]


def _check_room(folder: Path) -> None:
    needed = 2 * (folder / FILE).stat().st_size + backup.MARGIN
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreUnavailable(
            f"There is no room for an upgrade in {folder}: it takes about {needed / 1e6:,.0f} MB, and "
            f"{free / 1e6:,.0f} MB are free."
        )


def _made(folder: Path, place: Path, keys: Keys, at: Instant, revision: Revision) -> Upgraded:
    """The new database, in a place of its own; Damaged when it has faults that the old one had not."""
    public = keys.ledger.public_key()
    known = integrity.faults(folder / FILE, folder, public, [])
    before = integrity.rows(folder / FILE)
    shutil.copyfile(folder / FILE, place / FILE)
    (place / FILE).chmod(0o600)
    migrate(place)
    _tell(place, keys, at, revision)
    _bring_in(place / FILE)
    after = integrity.rows(place / FILE)
    lost = [name for name, count in before.items() if name in after and name not in GROWN and after[name] != count]
    if lost:
        raise Damaged(f"Rows went missing in {', '.join(lost)}.")
    fresh = [one for one in integrity.faults(place / FILE, place, public, []) if one not in known]
    if fresh:
        raise Damaged(f"The new database is not whole: {fresh[0]}")
    return Upgraded(revision.name, HEAD, sum(after.values()))


def _tell(place: Path, keys: Keys, at: Instant, revision: Revision) -> None:
    """The ledger says that it was upgraded, and its head is signed anew."""
    engine = create_engine(f"sqlite:///{place / FILE}", poolclass=NullPool)
    body = msgspec.json.encode({"from": revision.name, "to": HEAD, "version": __version__})
    try:
        with engine.begin() as conn:
            tail = ledger.append(conn, ledger.tail(conn), [Entry(at, UPGRADED, body)])
    finally:
        engine.dispose()
    ledger.write_head(place, tail, at, keys.ledger)


# ---------------------------------------------------------------- putting in place, and going back


class Note(msgspec.Struct, frozen=True):
    """What lies in a folder that is kept: since when, and which tables."""

    at: Instant
    revision: str


NOTE_FILE = "upgrade.json"


def _keep(folder: Path, at: Instant, revision: Revision) -> None:
    """The old database gets a second name in a folder of its own: nothing is copied, nothing is gone."""
    aside = _aside(folder, BEFORE, Note(at, revision.name))
    os.link(folder / FILE, aside / FILE)
    if (folder / HEAD_FILE).exists():
        shutil.copyfile(folder / HEAD_FILE, aside / HEAD_FILE)


def _aside(folder: Path, name: str, note: Note) -> Path:
    aside = folder / name
    _forget(folder, name)
    aside.mkdir(mode=0o700)
    (aside / NOTE_FILE).write_bytes(msgspec.json.encode(note))
    return aside


def _swap(source: Path, folder: Path) -> None:
    """One rename: before it everything is old, after it everything is new. The head may follow a moment later."""
    (source / FILE).replace(folder / FILE)
    if (source / HEAD_FILE).exists():
        (source / HEAD_FILE).replace(folder / HEAD_FILE)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def kept(folder: Path, name: str = BEFORE) -> Note | None:
    """What is kept to go back to; None when nothing is."""
    try:
        return msgspec.json.decode((folder / name / NOTE_FILE).read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError):
        return None


def came_since(folder: Path) -> int:
    """How many entries of the ledger going back would leave behind; ask while nobody writes."""
    _bring_in(folder / FILE)
    return max(0, _count(folder / FILE) - _count(folder / BEFORE / FILE) - 1)


def _count(file: Path) -> int:
    conn = sqlite3.connect(f"file:{file.resolve()}?immutable=1", uri=True)
    try:
        return int(conn.execute("SELECT count(*) FROM ledger").fetchone()[0])
    finally:
        conn.close()


def back(folder: Path, at: Instant) -> Note:
    """Put the old database back in its place; the new one is kept aside for a day. ConfigError when there is none."""
    with locks.alone(folder):
        note = kept(folder)
        old = folder / BEFORE / FILE
        if note is None or not old.is_file() or old.samefile(folder / FILE):
            raise ConfigError([f"There is nothing to go back to: no database of before an upgrade lies in {folder}."])
        _bring_in(folder / FILE)
        aside = _aside(folder, AFTER, Note(at, HEAD))
        os.link(folder / FILE, aside / FILE)
        _swap(folder / BEFORE, folder)
        shutil.rmtree(folder / BEFORE)
        return note


def forget(folder: Path, now: Instant) -> list[str]:
    """Let go of what was kept to go back, once its day is over; which folders went."""
    over = [name for name in (BEFORE, AFTER) if (note := kept(folder, name)) and now >= note.at + KEPT_MS]
    for name in over:
        _forget(folder, name)
    return over


def _forget(folder: Path, name: str) -> None:
    """Overwritten, unless it is still the database itself under a second name."""
    aside = folder / name
    if (aside / FILE).is_file() and (aside / FILE).samefile(folder / FILE):
        (aside / FILE).unlink()
    backup.shred(aside)

"""Backups as the house keeps them: what goes in by policy, when the next one is due, how the last one went.

How it went stands in a small file of the data folder, not in the database: the database may be what is missing.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from parvis.core.clock import DAY, HOUR, MINUTE, Instant, moment_of
from parvis.core.config import Config
from parvis.core.errors import ParvisError
from parvis.store import backup
from parvis.store.backup import Made, What
from parvis.store.database import Database
from parvis.store.keys import Keys

NOTE_FILE = "backup.json"
AGAIN_MS = HOUR
"""After one that failed, the next is tried so much later, if the usual one is not due before."""
LATE = 1.5
"""So many times `backup.every_hours` without one is worth an alarm."""
KIND = "backup_failed"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """How it went the last time that one was tried; ``made_at`` and ``bytes`` are those of the last that was made."""

    tried_at: Instant
    fault: str = ""
    made_at: Instant | None = None
    bytes: int = 0


def what_of(config: Config, folder: Path, settings: Path | None, to: Path | None = None) -> What:
    """What a backup of this square holds, and where it goes; ``to`` instead of the setting."""
    wanted = config.backup
    summary = config.summary
    secrets = backup.secrets_of(
        config.on_call.secret_file, config.model.key_file, summary.secret_file, summary.smtp_password_file
    )
    return What(
        folder=folder, settings=settings, keys=secrets if wanted.with_keys else (),
        to=to or folder / wanted.to, keep=wanted.keep, days=wanted.days,
    )  # fmt: skip


def make(what: What, keys: Keys, at: Instant) -> Made:
    """Make one and note how it went; raises what `parvis.store.backup.make` does."""
    try:
        made = backup.make(what, keys, at)
    except ParvisError as fault:
        before = read_note(what.folder) or Note(tried_at=at)
        write_note(what.folder, msgspec.structs.replace(before, tried_at=at, fault=str(fault)))
        raise
    write_note(what.folder, Note(tried_at=at, made_at=at, bytes=made.size))
    return made


async def record(db: Database, made: Made) -> None:
    """That a copy of everything was taken stands in the ledger: which file (by digest), its size, up to where."""
    told: dict[str, object] = {"sha256": made.sha256, "bytes": made.size, "entries": made.manifest.entries}
    await db.write(lambda tx: tx.record(backup.MADE, told))


# ---------------------------------------------------------------- how it went


def read_note(folder: Path) -> Note | None:
    """How it went the last time; None when none was ever tried here, or the file is not one of ours."""
    try:
        return msgspec.json.decode((folder / NOTE_FILE).read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError):
        return None


def write_note(folder: Path, note: Note) -> None:
    """Keep it, whole or not at all; a disk that is full keeps the older one."""
    fresh = folder / (NOTE_FILE + ".new")
    try:
        fresh.write_bytes(msgspec.json.encode(note))
        fresh.replace(folder / NOTE_FILE)
    except OSError:
        fresh.unlink(missing_ok=True)


def is_due(config: Config, note: Note | None, now: Instant) -> bool:
    """Whether the running server should have one made now."""
    every_ms = config.backup.every_hours * HOUR
    if not every_ms:
        return False
    if note is None:
        return True
    if note.fault:
        return now >= note.tried_at + min(AGAIN_MS, every_ms)
    return now >= (note.made_at or 0) + every_ms


def is_late(config: Config, note: Note | None, now: Instant) -> bool:
    """Whether one is missing that the settings promise."""
    if not config.backup.every_hours or note is None:
        return False
    return now > (note.made_at or note.tried_at) + config.backup.every_hours * HOUR * LATE + MINUTE


def prune(config: Config, folder: Path, now: Instant) -> int:
    """Remove what is past its time, whether or not new ones are made; how many."""
    wanted = config.backup
    return len(backup.prune(folder / wanted.to, wanted.keep, wanted.days, now))


def sentences(config: Config, folder: Path, now: Instant) -> list[str]:
    """What `parvis check` says of backups."""
    wanted, note = config.backup, read_note(folder)
    there = backup.kept(folder / wanted.to)
    every = wanted.every_hours
    said = [f"One is made every {every} hours, into {folder / wanted.to}." if every else
            "None is made by itself: backup.every_hours is 0. Make one with: parvis backup"]  # fmt: skip
    if there:
        at, file = there[-1]
        said.append(f"{len(there)} kept, the newest of {moment_of(at):%Y-%m-%d %H:%M} UTC ({file.name}).")
    if note and note.fault:
        said.append(f"THE LAST ONE FAILED, on {moment_of(note.tried_at):%Y-%m-%d %H:%M} UTC: {note.fault}")
    if is_late(config, note, now):
        said.append("OVERDUE: the newest one is older than the settings promise.")
    old = [file for at, file in there if at < now - (wanted.days + 1) * DAY]
    if old:
        said.append(f"{len(old)} are older than backup.days: what was erased still stands in them.")
    return said

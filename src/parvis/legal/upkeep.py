"""The house looks after itself: it measures its disk, has backups made when due, and calls when either goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from parvis.access.means import Means
from parvis.core.clock import Instant
from parvis.core.config import Config
from parvis.core.disk import Level, Space, level_of
from parvis.core.errors import StoreUnavailable
from parvis.legal import backups, sending
from parvis.live.metrics import Metrics
from parvis.live.upkeep import Upkeep, measure
from parvis.moderation.office import Office
from parvis.store import notify, upgrade
from parvis.store.writer import Tx

DISK = "disk_filling"
Make = Callable[[], Awaitable[str]]
"""Makes a backup; empty when that went well, else why not."""
log = structlog.get_logger()


async def look_at_disk(office: Office, upkeep: Upkeep, metrics: Metrics) -> Level:
    """Measure, and from then on do what that level says; the person on call hears of each step upwards."""
    space = await asyncio.to_thread(measure, office.db.folder)
    before, upkeep.level, upkeep.percent = upkeep.level, level_of(space, office.config.disk), space.percent
    metrics.disk_used.set(space.percent / 100)
    metrics.disk_level.set(upkeep.level)
    if upkeep.level != before:
        log.warning("disk", percent=space.percent, step=upkeep.level.name.lower())
    if upkeep.level > before:
        await _call(office, DISK, {"percent": space.percent, "step": upkeep.level.name.lower()})
    return upkeep.level


async def tend_backups(office: Office, upkeep: Upkeep, metrics: Metrics, make: Make) -> None:
    """Have one made when it is due, and tell how it went; the first of several failures calls."""
    folder, before = office.db.folder, backups.read_note(office.db.folder)
    if backups.is_due(office.config, before, office.clock.now()):
        fault = await make()
        note = backups.read_note(folder)
        if fault and (note is None or note == before):  # it died before it could say so itself
            last = before or backups.Note(tried_at=office.clock.now())
            note = backups.Note(
                tried_at=office.clock.now(), fault=fault, made_at=last.made_at, bytes=last.bytes,
            )  # fmt: skip
            backups.write_note(folder, note)
        if fault:
            log.error("backup_failed", fault=fault)
        if fault and not (before and before.fault):
            await _call(office, backups.KIND, {"hours": office.config.backup.every_hours})
    _show(office, upkeep, metrics)


def _show(office: Office, upkeep: Upkeep, metrics: Metrics) -> None:
    note, now = backups.read_note(office.db.folder), office.clock.now()
    upkeep.backup_failed = bool(note and note.fault) or backups.is_late(office.config, note, now)
    metrics.backup_failed.set(int(upkeep.backup_failed))
    made = note.made_at if note else None
    metrics.backup_age.set(-1 if made is None else (now - made) / 1000)


async def tend_summary(means: Means, metrics: Metrics, send: Make) -> None:
    """Have the daily summary sent when it is due by any way, and tell whether the last one got through."""
    folder, by = means.db.folder, await sending.due(means)
    if by:
        before = sending.read_note(folder)
        fault = await send()
        silent = [way for way in by if fault and sending.read_note(folder).get(way) == before.get(way)]
        sending.note_silence(means, silent, fault)
        for way, why in sending.faults(means.config, folder).items():
            log.warning("summary_failed", way=way, fault=why)
    metrics.summary_failed.set(len(sending.faults(means.config, folder)))


async def let_go(office: Office) -> None:
    """What backups and upgrades kept beyond its time is gone: retention holds for copies too."""
    now = office.clock.now()
    await asyncio.to_thread(backups.prune, office.config, office.db.folder, now)
    await asyncio.to_thread(upgrade.forget, office.db.folder, now)


async def _call(office: Office, kind: str, body: dict[str, object]) -> None:
    """On a full disk nothing more can be kept, not even this; the log, the metrics and the desk have it."""

    def work(tx: Tx) -> None:
        notify.enqueue(tx, kind, body)

    try:
        await office.db.write(work)
    except StoreUnavailable as fault:
        log.warning("call_not_kept", kind=kind, fault=str(fault))


def sentences(config: Config, folder: Path, now: Instant) -> list[str]:
    """What `parvis check` says of the disk, and of what an upgrade keeps."""
    space = measure(folder if folder.is_dir() else Path())
    said = [_said(space, level_of(space, config.disk))]
    note = upgrade.kept(folder)
    if note:
        hours = max(0, -(-(note.at + upgrade.KEPT_MS - now) // 3_600_000))
        said.append(f"The database of before the upgrade ({note.revision}) is kept for {hours} hours more.")
    return said


def _said(space: Space, level: Level) -> str:
    room = f"{space.percent} % full, {space.free / 1e6:,.0f} MB free"
    match level:
        case Level.FINE:
            return f"The disk is {room}."
        case Level.FILLING:
            return f"THE DISK IS FILLING: {room}."
        case Level.SCARCE:
            return f"THE DISK IS NEARLY FULL: {room}. Nobody new comes in, and no room is proposed."
        case Level.FULL:
            return f"THE DISK IS FULL: {room}. Nobody can write."

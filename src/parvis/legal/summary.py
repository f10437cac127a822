"""What the daily summary says: the day before and how things stand, read from the store and the data folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from parvis.__about__ import __version__
from parvis.access import opening, staff
from parvis.access.means import Means
from parvis.core import daily
from parvis.core.clock import HOUR, Instant
from parvis.core.config import Config
from parvis.core.daily import KINDS, Day
from parvis.core.disk import level_of
from parvis.core.policy import Harm
from parvis.core.summary import Missing, Summary
from parvis.legal import backups
from parvis.live import closing
from parvis.live.upkeep import measure
from parvis.store import backup, desk_numbers
from parvis.store import daily as stored


async def read(means: Means, due_ms: Callable[[Harm], int]) -> Summary:
    """How the day before went and how things stand; ``due_ms`` is the promised clock of a harm."""
    config, now, folder = means.config, means.clock.now(), means.db.folder
    day = await day_before(means)
    desk = await means.db.read(lambda conn: desk_numbers.read(conn, now, due_ms))
    late = sum(one.overdue for one in desk.harms) + desk.appeals_overdue
    note, made = backups.read_note(folder), backup.kept(folder / config.backup.to)
    space = measure(folder)
    missing = opening.reasons_closed(config, await staff.count(means))
    return Summary(
        square=config.square.name, day=yesterday(config, now),
        counts=None if day is None else {kind: daily.told(getattr(day, kind)) for kind in KINDS},
        hours_staffed=None if day is None else daily.hours_of(day),
        waiting=daily.told(sum(one.waiting for one in desk.harms)), overdue=daily.told(late),
        backup_hours=(now - made[-1][0]) // HOUR if made else None,
        backup_late=bool(note and note.fault) or backups.is_late(config, note, now),
        disk_percent=space.percent, disk_level=level_of(space, config.disk), closed=_closed(folder),
        missing=[Missing(text_key=one.text_key, args=one.args) for one in missing], version=__version__,
    )  # fmt: skip


def _closed(folder: Path) -> str:
    """An order that cannot be read closes all the same; a pause is the least it may be."""
    try:
        found = closing.read(folder)
    except ValueError:
        return "pause"
    return found.kind.value if found else ""


async def day_before(means: Means) -> Day | None:
    """The day before in counts; None while it is not counted to its end."""
    zone = ZoneInfo(means.config.square.timezone)
    found = daily.ended(await means.db.read(stored.days), means.clock.now(), zone, 1)
    return found[-1] if found else None


def yesterday(config: Config, now: Instant) -> str:
    """The day before, ``YYYY-MM-DD`` by the square's clock."""
    return (daily.local_day(now, ZoneInfo(config.square.timezone)) - timedelta(days=1)).isoformat()

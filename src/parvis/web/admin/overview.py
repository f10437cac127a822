"""The first page of the administration: what still keeps the door shut and why, what is advised, health and storage."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.__about__ import __version__
from parvis.access import looks, opening, staff
from parvis.core.clock import Instant
from parvis.core.config import Config
from parvis.core.errors import SealingUnavailable
from parvis.legal import backups, sending
from parvis.store.database import FILE
from parvis.web.admin import frame
from parvis.web.house import House, house_of

MENDED_AT = {"legal": "/admin/settings/legal", "age": "/admin/settings/age", "staff": "/staff/team"}
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Advice:
    """Something the door opens without, and that a square should not be without."""

    name: str
    done: bool


@dataclass(frozen=True)
class Storage:
    """The data folder: sizes in megabytes, rounded up; how full its disk is in percent."""

    database: int
    free: int
    used_percent: int
    backup_at: Instant | None
    backup_fault: str


@dataclass(frozen=True)
class Sent:
    """How the daily summary went: when one last got through, and why not, by way."""

    at: Instant | None
    faults: dict[str, str]


async def overview(request: Request) -> Response:
    """How the house is, and what is left to do."""
    house = house_of(request)
    means = house.means
    return frame.page(
        request, "admin_overview.html", steps=opening.steps(means.config, await staff.count(means)),
        mended_at=MENDED_AT, advice=advice_for(means.config, seals=_seals(house)), storage=storage_of(means.db.folder),
        version=__version__, on_duty=len(house.on_duty), alarms=len(await looks.open_alarms(means)),
        broken=sorted(house.guard.failures), people=house.square.here(), refusing=means.db.is_refusing,
        open=not house.opening, summary=sent(means.config, means.db.folder),
    )  # fmt: skip


routes = [Route("/admin", overview)]


def advice_for(config: Config, *, seals: bool) -> list[Advice]:
    """What is advised beyond what the door asks; ``seals``: whether evidence can be sealed."""
    legal = config.legal
    imprint = (legal.postal_address, legal.phone, legal.publication_director, legal.host)
    return [
        Advice("imprint", all(one.strip() for one in imprint)),
        Advice("counters", bool(config.counters) or "voucher" not in config.age.methods),
        Advice("seal", seals),
        Advice("on-call", bool(config.on_call.url)),
        Advice("backup", bool(config.backup.every_hours)),
    ]


def storage_of(folder: Path) -> Storage:
    """What lies in the data folder, and what room is left."""
    disk, note = shutil.disk_usage(folder), backups.read_note(folder)
    files = [folder / (FILE + end) for end in ("", "-wal")]
    size = sum(one.stat().st_size for one in files if one.exists())
    return Storage(
        database=-(-size // MEGABYTE), free=disk.free // MEGABYTE, used_percent=round(100 * disk.used / disk.total),
        backup_at=note.made_at if note else None, backup_fault=note.fault if note else "",
    )  # fmt: skip


def sent(config: Config, folder: Path) -> Sent:
    """How the daily summary went, where one is wanted."""
    return Sent(sending.last_sent(config, folder), sending.faults(config, folder))


def _seals(house: House) -> bool:
    try:
        return bool(house.means.keys.sealer.current())
    except SealingUnavailable:
        return False

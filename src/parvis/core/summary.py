"""The daily summary as a value: the day before and how things stand, in counts that may be told."""

from __future__ import annotations

import msgspec


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that keeps the door shut, as a text key and what fills it."""

    text_key: str
    args: dict[str, str | int] = {}


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent. None in the place of a count is “fewer than 5”."""

    square: str
    day: str
    """The day it is about, ``YYYY-MM-DD`` by the square's clock."""
    counts: dict[str, int | None] | None
    """By `core.daily.KINDS`; None when that day was not counted to its end."""
    hours_staffed: float | None
    """With somebody on duty; None as for ``counts``."""
    waiting: int | None
    """Cases without a first decision, now."""
    overdue: int | None
    """Clocks of cases and appeals that have run out, now."""
    backup_hours: int | None
    """Since the newest backup; None when there is none."""
    backup_late: bool
    """It failed, or is older than the settings promise."""
    disk_percent: int
    disk_level: int
    """`core.disk.Level`."""
    closed: str
    """`core.closing.Kind` while the whole square is closed; empty otherwise."""
    missing: list[Missing]
    """What keeps the door shut."""
    version: str

"""Each day is counted from what is kept anyway, before it is erased; no message and no visit waits for it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from parvis.core.clock import MINUTE, Instant
from parvis.core.daily import SETTLED_MS, begins, local_day, stretches
from parvis.moderation.office import Office
from parvis.store import daily


async def count(office: Office) -> int:
    """Count on from where it was left off, also while the server was off; in how many stretches.

    Each stretch is read off the event loop and added in one small write. The first time begins with the day.
    """
    zone, now = ZoneInfo(office.config.square.timezone), office.clock.now()
    until, idle_ms = Instant(now - SETTLED_MS), office.config.team.idle_minutes * MINUTE
    since = await office.db.read(daily.counted_until)
    if since is None:
        since = begins(local_day(now, zone), zone)
    done = 0
    for day, start, end in stretches(since, until, zone):
        found = await office.db.read(lambda conn, start=start, end=end: daily.tally(conn, start, end, idle_ms))  # type: ignore[misc]
        if not await office.db.write(
            lambda tx, day=day, start=start, end=end, found=found: daily.add(tx, day, start, end, found)  # type: ignore[misc]
        ):
            break
        done += 1
    return done

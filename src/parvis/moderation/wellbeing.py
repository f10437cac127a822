"""Taking care of those who work at the desk: time with grave cases is counted for them alone, and has a daily cap.

Nothing here is a measure of work: no speeds, no ranks. The count is shown to the person it is about.
"""

from __future__ import annotations

from parvis.core.clock import day_of
from parvis.core.ids import StaffId
from parvis.core.policy import Harm
from parvis.core.wellbeing import GAP_SECONDS, Meter, is_grave, meter_of
from parvis.moderation.office import Office
from parvis.store import exposure


class Watches:
    """Who has which kind of case open right now. In memory: what a restart forgets is two minutes at most."""

    def __init__(self) -> None:
        self._open: dict[StaffId, tuple[Harm, float]] = {}

    def turn(self, staff: StaffId, harm: Harm | None, tick: float) -> tuple[Harm, int]:
        """They now have a case of this harm before them, or none; what they had until now, and for how many seconds.

        ``tick`` is a clock that never goes back, in seconds.
        """
        before, since = self._open.pop(staff, (Harm.OTHER, tick))
        if harm is not None:
            self._open[staff] = (harm, tick)
        return before, round(min(tick - since, GAP_SECONDS))


async def look_at(office: Office, watches: Watches, staff: StaffId, harm: Harm | None) -> None:
    """Somebody opens a case of this harm, still has it open, or (None) has turned to something else."""
    before, seconds = watches.turn(staff, harm, office.clock.tick())
    if seconds and is_grave(before):
        day = day_of(office.clock.now())
        await office.db.write(lambda tx: exposure.add(tx, staff, day, before, seconds=seconds, items=0))


async def revealed(office: Office, staff: StaffId, harm: Harm) -> None:
    """Somebody revealed a piece of sensitive evidence."""
    day = day_of(office.clock.now())
    await office.db.write(lambda tx: exposure.add(tx, staff, day, harm, seconds=0, items=1))


async def meter(office: Office, staff: StaffId) -> Meter:
    """Somebody's day so far."""
    day = day_of(office.clock.now())
    seen = await office.db.read(lambda conn: exposure.of_day(conn, staff, day))
    return meter_of(seen, office.config.desk.exposure_cap_minutes)

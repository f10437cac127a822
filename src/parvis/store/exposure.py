"""How much of what somebody of the team had before their eyes, a row for each person, day and harm."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from parvis.core.ids import StaffId
from parvis.core.policy import Harm
from parvis.core.wellbeing import Exposure
from parvis.store.schema_cases import exposure
from parvis.store.writer import Tx


def add(tx: Tx, staff: StaffId, day: str, harm: Harm, *, seconds: int, items: int) -> None:
    """Add to somebody's day (``YYYY-MM-DD``)."""
    fresh = upsert(exposure).values(staff=staff, day=day, harm=harm.value, seconds=seconds, items=items)
    key = [exposure.c.staff, exposure.c.day, exposure.c.harm]
    more = {"seconds": exposure.c["seconds"] + seconds, "items": exposure.c["items"] + items}
    tx.conn.execute(fresh.on_conflict_do_update(index_elements=key, set_=more))


def of_day(conn: Connection, staff: StaffId, day: str) -> list[Exposure]:
    """Somebody's day, the longest first."""
    query = select(exposure).where(exposure.c.staff == staff, exposure.c.day == day).order_by(exposure.c.seconds.desc())
    return [Exposure(harm=Harm(row.harm), seconds=row.seconds, items=row.items) for row in conn.execute(query)]

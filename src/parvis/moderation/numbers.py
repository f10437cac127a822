"""The desk's numbers as they are now, counted from cases, reports and appeals whenever they are asked for."""

from __future__ import annotations

from parvis.core.numbers import Numbers
from parvis.moderation.office import Office
from parvis.store import desk_numbers


async def now(office: Office) -> Numbers:
    """Everything the numbers page and the metrics tell."""
    at = office.clock.now()
    return await office.db.read(lambda conn: desk_numbers.read(conn, at, office.due_ms))

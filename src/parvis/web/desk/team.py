"""The team as the desk names it: a number each, for colleagues too; a name stands on nobody's decision."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.access.means import Means
from parvis.core.ids import StaffId
from parvis.store import staff


async def numbers(means: Means) -> Mapping[StaffId, int]:
    """Everybody's number, also of those who have left and are remembered."""
    return {one.id: one.number for one in await means.db.read(staff.everybody)}

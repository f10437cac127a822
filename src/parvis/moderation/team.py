"""What the desk must know of the team: the number by which people outside, and colleagues in a hurry, know somebody."""

from __future__ import annotations

from parvis.core.ids import StaffId
from parvis.store import staff
from parvis.store.writer import Tx


def number_of(tx: Tx, who: StaffId) -> int:
    """Somebody's number, also after they left; 0 for the house itself."""
    found = staff.find(tx.conn, who)
    return found.number if found else 0

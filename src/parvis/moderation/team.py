"""What the desk must know of the team: the number by which people outside, and colleagues in a hurry, know somebody."""

from __future__ import annotations

from parvis.core.ids import StaffId
from parvis.store.writer import Tx


def number_of(_tx: Tx, _who: StaffId) -> int:
    """Somebody's number; 0 for the house itself."""
    return 0

"""When nobody of the team is on duty: which features the operator closes, and whether they are closed now."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Closes(StrEnum):
    """What can close while nobody is on duty; the door and the composer say so in words."""

    ENTRY = "entry"
    """Nobody new comes in; whoever is in stays."""
    NEWCOMERS = "writing-newcomers"
    """Visits that are marked as new read, and write once somebody is there."""


def closed_now(wanted: Iterable[str], *, is_attended: bool) -> frozenset[Closes]:
    """What is closed at this moment."""
    return frozenset() if is_attended else frozenset(Closes(one) for one in wanted)

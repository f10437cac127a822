"""How full the disk is, in four steps, and what each of them means for the square."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct

from parvis.core.settings_server import Disk


class Level(IntEnum):
    """From plenty to none; each step does what the ones before it do."""

    FINE = 0
    FILLING = 1
    """The person on call and the desk hear of it."""
    SCARCE = 2
    """What can wait is refused: nobody new comes in, no room is proposed, nothing is drawn for a second look."""
    FULL = 3
    """Nobody writes; what is left of the room is for reports, decisions and the end of what was begun."""


class Space(Struct, frozen=True):
    """A disk as it was measured: bytes in use, and bytes that this account may still use."""

    used: int
    free: int

    @property
    def percent(self) -> int:
        """How full it is, as `df` says it: of what this account can use, rounded up."""
        return -(-self.used * 100 // max(self.used + self.free, 1))


def level_of(space: Space, limits: Disk) -> Level:
    """Which step that is."""
    if not space.free or space.percent >= limits.full_percent:
        return Level.FULL
    if space.percent >= limits.scarce_percent:
        return Level.SCARCE
    return Level.FILLING if space.percent >= limits.warn_percent else Level.FINE

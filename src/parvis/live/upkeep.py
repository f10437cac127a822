"""How the house itself is, in memory: how full the disk is, how the last backup went; asked at every door."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from parvis.core.disk import Level, Space


def measure(folder: Path) -> Space:
    """The disk that a folder lies on."""
    found = shutil.disk_usage(folder)
    return Space(found.used, found.free)


@dataclass(slots=True)
class Upkeep:
    """As last looked at by `parvis.jobs`."""

    level: Level = Level.FINE
    percent: int = 0
    backup_failed: bool = False

    @property
    def is_scarce(self) -> bool:
        """Whether what can wait is refused."""
        return self.level >= Level.SCARCE

    @property
    def is_full(self) -> bool:
        """Whether nobody writes."""
        return self.level >= Level.FULL

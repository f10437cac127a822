"""What open desk pages share in memory: that something moved, who has what before them, which context was opened."""

from __future__ import annotations

from parvis.core.casework import LEASE_MS
from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.live.effects import DeskMoved, Effect
from parvis.moderation.wellbeing import Watches


class DeskNow:
    """Listens to what decisions and reports do; forgets everything at a restart, and so asks again."""

    def __init__(self) -> None:
        self.moves = 0
        """Grows with everything that happens at the desk: pages that know another number look again."""
        self.watches = Watches()
        self._opened: dict[tuple[StaffId, str], tuple[int, Instant]] = {}

    def heard(self, effect: Effect) -> None:
        """A listener of `parvis.live.effects`."""
        if isinstance(effect, DeskMoved):
            self.moves += 1

    def open(self, who: StaffId, what: str, step: int, now: Instant) -> None:
        """Somebody said why they look at this, and it was noted: shown to them for as long as a lease lasts."""
        self._opened = {key: kept for key, kept in self._opened.items() if kept[1] > now}
        before = self.step(who, what, now)
        self._opened[who, what] = (max(step, before), Instant(now + LEASE_MS))

    def step(self, who: StaffId, what: str, now: Instant) -> int:
        """How far somebody has opened this; 0: not at all."""
        step, until = self._opened.get((who, what), (0, now))
        return step if until > now else 0

"""A clock for what happened before the demonstration was opened: it begins in the past and moves only when told."""

from __future__ import annotations

from parvis.core.clock import SECOND, Clock, Instant


class Past:
    """Time as the seeds tell it, up to the moment at which the demonstration opens."""

    def __init__(self, clock: Clock) -> None:
        self.opens = clock.now()
        self._now = int(self.opens)
        self._start = self._now

    def now(self) -> Instant:
        return Instant(self._now)

    def tick(self) -> float:
        return (self._now - self._start) / SECOND

    def go(self, before_opening: int) -> None:
        """To so many milliseconds before the demonstration opens; seeds tell in order."""
        wanted = self.opens - before_opening
        if wanted < self._now and self._now != self.opens:
            raise ValueError("the seeds tell what happened in order")
        self._start = min(self._start, wanted)
        self._now = wanted

    def pass_by(self, milliseconds: int) -> None:
        """Let so much time go by."""
        self._now = min(self._now + milliseconds, int(self.opens))

"""Who has fallen silent: one timer for all sockets, which asks those that say nothing and lets go of the dead."""

from __future__ import annotations

import asyncio
from typing import Protocol

from parvis.core.closing import Kind, Notice

EVERY_SECONDS = 5.0
PING_AFTER, GONE_AFTER = 5, 9
"""Rounds of silence: after 25 seconds a line is asked, after 45 it is dead."""


class Watched(Protocol):
    """A line that counts its rounds of silence, and forgets them whenever it hears anything."""

    silent: int

    def ask(self) -> None:
        """Send a ping: whoever lives answers it (RFC 6455 section 5.5.2)."""
        ...

    def abandon(self) -> None:
        """Nobody is there any more."""
        ...

    def shut(self, kind: Kind) -> None:
        """The whole square is closed: say so, and close."""
        ...


class Watch:
    """All open lines. A task and a timer for each, as libraries make them, would be an eighth of what a line weighs."""

    def __init__(self) -> None:
        self._lines: set[Watched] = set()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, line: Watched) -> None:
        """Watch one more."""
        self._lines.add(line)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY_SECONDS, self._round)

    def discard(self, line: Watched) -> None:
        """It is closed; harmless when it was not watched."""
        self._lines.discard(line)
        if not self._lines and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _round(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(EVERY_SECONDS, self._round)
        self.count()

    def shut(self, notice: Notice | None) -> None:
        """Let everybody go, those too who have not said hello yet; the handlers at the doors let nobody else in."""
        if notice is not None:
            for line in tuple(self._lines):
                line.shut(notice.kind)

    def count(self) -> None:
        """One round more of silence for each."""
        for line in tuple(self._lines):
            line.silent += 1
            if line.silent == PING_AFTER:
                line.ask()
            elif line.silent >= GONE_AFTER:
                line.abandon()

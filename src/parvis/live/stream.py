"""Personal frames of one visit, numbered by ``pos``, with a short memory for a line that broke for a moment.

The memory is a convenience: after a restart, or on another node, the client is brought up to date from the store.
"""

from __future__ import annotations

from collections import deque

from parvis.core.clock import MINUTE, Instant

RING_MAX = 500
RING_MS = 10 * MINUTE


class Stream:
    """The ring behind ``pos``. A fresh stream starts at the current time, so that an old ``pos`` never fits by luck."""

    def __init__(self, now: Instant) -> None:
        self.pos = int(now)
        self._ring: deque[tuple[int, Instant, bytes]] = deque(maxlen=RING_MAX)
        self._start = self.pos

    def next_pos(self) -> int:
        """The number for the next personal frame."""
        self.pos += 1
        return self.pos

    def keep(self, pos: int, now: Instant, data: bytes) -> None:
        """Remember an encoded frame."""
        self._ring.append((pos, now, data))

    def since(self, pos: int, now: Instant) -> list[bytes] | None:
        """Frames after ``pos``, or None when it cannot be proved that none is missing."""
        while self._ring and now - self._ring[0][1] > RING_MS:
            self._start = self._ring.popleft()[0]
        if len(self._ring) == RING_MAX:
            self._start = max(self._start, self._ring[0][0] - 1)
        if not self._start <= pos <= self.pos:
            return None
        return [data for at, _, data in self._ring if at > pos]

"""A connection's bounded queue: writes at once while the line takes it, keeps the precious while it does not."""

from __future__ import annotations

from collections import deque
from typing import Protocol

from parvis.live.bus import Drop, Joined, Packet

FRAMES_MAX = 256
BYTES_MAX = 256 * 1024


class Line(Protocol):
    """The seam to whatever carries frames: a WebSocket today, an event stream or another library tomorrow."""

    def write(self, data: bytes) -> None:
        """Send one text frame with this payload; never blocks."""
        ...

    def write_frames(self, wire: bytes) -> None:
        """Send ready-made RFC 6455 frames in one write; never blocks."""
        ...

    def close(self, code: int) -> None:
        """Close with a WebSocket close code, after what was written."""
        ...


class Outbox:
    """What still has to leave on one connection, in order. ``overrun`` once a precious frame found no place."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting: deque[Packet] = deque()
        self._ahead: deque[bytes] = deque()
        """A snapshot that met a full line: it still leaves before what is held back for it."""
        self._bytes = 0
        self._holding = False
        self._blocked = False
        self.overrun = False

    def hold(self) -> None:
        """Keep everything back until `release`: a joining client gets its snapshot first."""
        self._holding = True

    def release(self) -> None:
        """Let what was held go out, after the snapshot."""
        self._holding = False
        self._flush()

    def pause(self) -> None:
        """The line's buffer is full."""
        self._blocked = True

    def resume(self) -> None:
        """The line takes more."""
        self._blocked = False
        self._flush()

    def now(self, data: bytes) -> None:
        """An answer or a snapshot: leaves ahead of what is held, in order with what waits for the line."""
        if self._blocked and self._holding:
            self._ahead.append(data)
        elif self._blocked:
            self._queue(Packet(data))
        else:
            self._line.write(data)

    def put(self, packet: Packet) -> None:
        """Send, or queue by its drop class."""
        if self._holding or self._blocked or self._waiting:
            self._queue(packet)
        else:
            self._line.write(packet.data)

    def put_joined(self, joined: Joined) -> None:
        """Send several in one write, or queue each by its own drop class."""
        if self._holding or self._blocked or self._waiting:
            for packet in joined.packets:
                self._queue(packet)
        else:
            self._line.write_frames(joined.wire)

    def _queue(self, packet: Packet) -> None:
        if packet.drop is Drop.FIRST and self._fill() > 0.5:
            return
        if packet.drop is Drop.COALESCE:
            self._replace(packet)
        if self._fill() >= 1.0 or self._bytes + len(packet.data) > BYTES_MAX:
            self._shed()
            if packet.drop is not Drop.NEVER:
                return
            if self._fill() >= 1.0 or self._bytes + len(packet.data) > BYTES_MAX:
                self.overrun = True
                return
        self._waiting.append(packet)
        self._bytes += len(packet.data)

    def _replace(self, packet: Packet) -> None:
        """Take out the earlier packet that this one makes pointless."""
        for old in self._waiting:
            if old.drop is Drop.COALESCE and old.key == packet.key:
                self._waiting.remove(old)
                self._bytes -= len(old.data)
                return

    def _shed(self) -> None:
        """Keep only what must never be dropped."""
        self._waiting = deque(packet for packet in self._waiting if packet.drop is Drop.NEVER)
        self._bytes = sum(len(packet.data) for packet in self._waiting)

    def _fill(self) -> float:
        return max(len(self._waiting) / FRAMES_MAX, self._bytes / BYTES_MAX)

    def _flush(self) -> None:
        while self._ahead and not self._blocked:
            self._line.write(self._ahead.popleft())
        while self._waiting and not self._blocked and not self._holding:
            packet = self._waiting.popleft()
            self._bytes -= len(packet.data)
            self._line.write(packet.data)

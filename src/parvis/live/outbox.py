"""A connection's bounded queue: writes at once while the line takes it, keeps the precious while it does not."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from parvis.live.bus import Drop, Joined, Packet
from parvis.live.wire import text_frame

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
    """What still has to leave on one connection, in order. ``overrun`` once a precious frame found no place.

    It is the connection's `Tap`: ``direct`` is open as long as nothing waits here and nothing is held back.
    """

    __slots__ = ("_ahead", "_blocked", "_bytes", "_holding", "_line", "_waiting", "direct", "overrun")

    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting: deque[Packet] | None = None
        self._ahead: deque[bytes] | None = None
        """A snapshot that met a full line: it still leaves before what is held back for it."""
        self._bytes = 0
        self._holding = False
        self._blocked = False
        self.overrun = False
        self.direct: Callable[[bytes], object] | None = line.write_frames

    def hold(self) -> None:
        """Keep everything back until `release`: a joining client gets its snapshot first."""
        self._holding, self.direct = True, None

    def release(self) -> None:
        """Let what was held go out, after the snapshot."""
        self._holding = False
        self._flush()

    def pause(self) -> None:
        """The line's buffer is full."""
        self._blocked, self.direct = True, None

    def resume(self) -> None:
        """The line takes more."""
        self._blocked = False
        self._flush()

    def now(self, *frames: bytes) -> None:
        """An answer or a snapshot, in one write: ahead of what is held, in order with what waits for the line."""
        if not self._blocked:
            if len(frames) == 1:
                self._line.write(frames[0])
            else:
                self._line.write_frames(b"".join(map(text_frame, frames)))
        elif self._holding:
            if self._ahead is None:
                self._ahead = deque()
            self._ahead.extend(frames)
        else:
            for data in frames:
                self._queue(Packet(data))

    def put(self, packet: Packet) -> None:
        """Send, or queue by its drop class."""
        if self.direct is None:
            self._queue(packet)
        else:
            self._line.write(packet.data)

    def put_joined(self, joined: Joined) -> None:
        """Send several in one write, or queue each by its own drop class."""
        if self.direct is None:
            for packet in joined.packets:
                self._queue(packet)
        else:
            self.direct(joined.wire)

    def _queue(self, packet: Packet) -> None:
        waiting = self._waiting = self._waiting or deque()
        if packet.drop is Drop.FIRST and self._fill(waiting) > 0.5:
            return
        if packet.drop is Drop.COALESCE:
            self._replace(waiting, packet)
        if self._is_full_for(waiting, packet):
            waiting = self._shed(waiting)
            if packet.drop is not Drop.NEVER:
                return
            if self._is_full_for(waiting, packet):
                self.overrun = True
                return
        waiting.append(packet)
        self._bytes += len(packet.data)

    def _replace(self, waiting: deque[Packet], packet: Packet) -> None:
        """Take out the earlier packet that this one makes pointless."""
        for old in waiting:
            if old.drop is Drop.COALESCE and old.key == packet.key:
                waiting.remove(old)
                self._bytes -= len(old.data)
                return

    def _shed(self, waiting: deque[Packet]) -> deque[Packet]:
        """Keep only what must never be dropped."""
        kept = self._waiting = deque(packet for packet in waiting if packet.drop is Drop.NEVER)
        self._bytes = sum(len(packet.data) for packet in kept)
        return kept

    def _is_full_for(self, waiting: deque[Packet], packet: Packet) -> bool:
        return self._fill(waiting) >= 1.0 or self._bytes + len(packet.data) > BYTES_MAX

    def _fill(self, waiting: deque[Packet]) -> float:
        return max(len(waiting) / FRAMES_MAX, self._bytes / BYTES_MAX)

    def _flush(self) -> None:
        while self._ahead and not self._blocked:
            self._line.write(self._ahead.popleft())
        while self._waiting and not self._blocked and not self._holding:
            packet = self._waiting.popleft()
            self._bytes -= len(packet.data)
            self._line.write(packet.data)
        if not (self._blocked or self._holding):
            self._ahead = self._waiting = None  # an empty queue is half a kilobyte, and most are never needed again
            self.direct = self._line.write_frames

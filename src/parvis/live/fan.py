"""The bus within one process: one fan of receivers per topic, and the short wait that joins a busy room's frames."""

from __future__ import annotations

import asyncio
import math

import structlog

from parvis.live.bus import Closing, Joined, Notice, Packet, Receiver, Tap
from parvis.live.wire import text_frame

CROWD = 20
"""Below so many receivers nothing waits longer than one turn of the loop: there is little to win."""
WINDOWS = ((2_000.0, 0.0), (5_000.0, 0.020), (15_000.0, 0.050), (math.inf, 0.100))
"""Up to so many frames a second for all receivers together, wait so many seconds (docs/decisions/0009)."""
FULL = 8
"""So many frames leave at the next turn of the loop: joining more would make each hardly cheaper."""
log = structlog.get_logger()


class _Closed:
    """The tap of a receiver that has none."""

    direct = None


_CLOSED = _Closed()


class Fan:
    """The receivers of one topic, what waits for them, and how busy it is there."""

    __slots__ = ("_last", "_members", "_rate", "_timer", "_waiting", "receivers")

    def __init__(self) -> None:
        self.receivers: dict[Receiver, Tap] = {}
        self._members: tuple[tuple[Tap, ...], tuple[Receiver, ...]] | None = None
        self._waiting: list[Packet] | None = None
        self._timer: asyncio.Handle | None = None
        self._rate = 0.0
        self._last = 0.0

    def join(self, receiver: Receiver, tap: Tap | None) -> None:
        """One receiver more, after what was said before."""
        self.flush()
        self.receivers[receiver] = tap or _CLOSED
        self._members = None

    def leave(self, receiver: Receiver) -> None:
        """One receiver fewer, after what was said until now."""
        self.flush()
        self.receivers.pop(receiver, None)
        self._members = None

    def add(self, packet: Packet) -> None:
        """Let the packet wait for its neighbours; the first one decides how long, the eighth that it was enough."""
        loop = asyncio.get_running_loop()
        self._count(loop.time())
        if self._waiting is None:
            self._waiting = []
        self._waiting.append(packet)
        if self._timer is None:
            wait = self._window()
            self._timer = loop.call_later(wait, self.flush) if wait else loop.call_soon(self.flush)
        elif len(self._waiting) == FULL:
            self._timer.cancel()
            self._timer = loop.call_soon(self.flush)

    def flush(self) -> None:
        """Hand on what waits, now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, None
        if len(waiting) == 1:
            self.hand(waiting[0])
        else:
            self.hand(Joined(tuple(waiting), b"".join([text_frame(one.data) for one in waiting])))

    def hand(self, notice: Notice) -> None:
        """Give it to everybody: straight onto the line where nothing else waits, else to the receiver to queue."""
        if self._members is None:
            self._members = tuple(self.receivers.values()), tuple(self.receivers)
        taps, receivers = self._members
        wire = _wire(notice)
        for at, tap in enumerate(taps):
            direct = tap.direct
            try:
                if direct is None or wire is None:
                    receivers[at](notice)
                else:
                    direct(wire)
            except Exception:
                log.exception("receiver_failed")  # one broken line keeps nobody else from hearing

    def _count(self, now: float) -> None:
        """Frames a second, forgetting exponentially over one second."""
        self._rate = self._rate * math.exp(self._last - now) + 1.0
        self._last = now

    def _window(self) -> float:
        crowd = len(self.receivers)
        if crowd < CROWD:
            return 0.0
        return next(wait for upto, wait in WINDOWS if self._rate * crowd <= upto)


def _wire(notice: Notice) -> bytes | None:
    """The notice as ready-made frames, when it is nothing but frames."""
    match notice:
        case Joined():
            return notice.wire
        case Packet():
            return text_frame(notice.data)
        case Closing():
            return None


class LocalBus:
    """A `Bus` within one process: receivers are called in the order they came."""

    def __init__(self) -> None:
        self._fans: dict[str, Fan] = {}

    def publish(self, topic: str, notice: Notice) -> None:
        fan = self._fans.get(topic)
        if fan is not None:
            fan.flush()
            fan.hand(notice)

    def spread(self, topic: str, packet: Packet) -> None:
        fan = self._fans.get(topic)
        if fan is not None:
            fan.add(packet)

    def subscribe(self, topic: str, receiver: Receiver, tap: Tap | None = None) -> None:
        self._fans.setdefault(topic, Fan()).join(receiver, tap)

    def unsubscribe(self, topic: str, receiver: Receiver) -> None:
        fan = self._fans.get(topic)
        if fan is None:
            return
        fan.leave(receiver)
        if not fan.receivers:
            del self._fans[topic]

"""The bus within one process: one fan of receivers per topic, and the short wait that joins a busy room's frames."""

from __future__ import annotations

import asyncio
import math

from parvis.live.bus import Joined, Notice, Packet, Receiver
from parvis.live.wire import text_frame

CROWD = 20
"""Below so many receivers nothing waits longer than one turn of the loop: there is little to win."""
WINDOWS = ((10.0, 0.0), (30.0, 0.020), (100.0, 0.050), (math.inf, 0.100))
"""Up to so many frames a second, wait so many seconds. Nobody reads faster than this delays (docs/decisions/0009)."""


class Fan:
    """The receivers of one topic, what waits for them, and how busy it is there."""

    def __init__(self) -> None:
        self.receivers: dict[Receiver, None] = {}
        self._waiting: list[Packet] = []
        self._timer: asyncio.Handle | None = None
        self._rate = 0.0
        self._last = 0.0

    def add(self, packet: Packet) -> None:
        """Let the packet wait for its neighbours; the first one decides how long."""
        loop = asyncio.get_running_loop()
        self._count(loop.time())
        self._waiting.append(packet)
        if self._timer is None:
            wait = self._window()
            self._timer = loop.call_later(wait, self.flush) if wait else loop.call_soon(self.flush)

    def flush(self) -> None:
        """Hand on what waits, now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        if len(waiting) == 1:
            self.hand(waiting[0])
        else:
            self.hand(Joined(tuple(waiting), b"".join([text_frame(one.data) for one in waiting])))

    def hand(self, notice: Notice) -> None:
        """Call every receiver."""
        for receiver in tuple(self.receivers):
            receiver(notice)

    def _count(self, now: float) -> None:
        """Frames a second, forgetting exponentially over one second."""
        self._rate = self._rate * math.exp(self._last - now) + 1.0
        self._last = now

    def _window(self) -> float:
        if len(self.receivers) < CROWD:
            return 0.0
        return next(wait for upto, wait in WINDOWS if self._rate <= upto)


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

    def subscribe(self, topic: str, receiver: Receiver) -> None:
        fan = self._fans.setdefault(topic, Fan())
        fan.flush()
        fan.receivers[receiver] = None

    def unsubscribe(self, topic: str, receiver: Receiver) -> None:
        fan = self._fans.get(topic)
        if fan is None:
            return
        fan.flush()
        fan.receivers.pop(receiver, None)
        if not fan.receivers:
            del self._fans[topic]

"""Who hears what: packets published to a topic reach every receiver of that topic, in order, in this process.

A packet is encoded once and handed to all. Delivery here is at most once: what must not be lost is in the store, and a
gap in ``n`` or ``rev`` sends the client there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from parvis.core.ids import ConversationId, VisitId
from parvis.core.protocol import ByeCode


class Drop(IntEnum):
    """What may be left out when a reader is slow, most precious first."""

    NEVER = 0
    """Messages, statuses, answers, safety."""
    COALESCE = 1
    """Presence and counts: only the latest matters."""
    FIRST = 2
    """Typing."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One encoded frame and how precious it is; ``key`` names what a later packet of the same key replaces."""

    data: bytes
    drop: Drop = Drop.NEVER
    key: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """An order to close the connection, with its reason."""

    code: ByeCode


Notice = Packet | Closing
Receiver = Callable[[Notice], None]


def room_topic(conversation: ConversationId) -> str:
    """Frames for everybody in a conversation."""
    return f"room:{conversation}"


def visit_topic(visit: VisitId) -> str:
    """Frames and orders for every connection of one visit."""
    return f"visit:{visit}"


EVERYBODY = "everybody"
"""Beats, crowd counts and service notices."""


class Bus(Protocol):
    """What carries notices between verbs and sockets; in one process here, over NATS later."""

    def publish(self, topic: str, notice: Notice) -> None:
        """Hand the notice to every receiver of the topic."""
        ...

    def subscribe(self, topic: str, receiver: Receiver) -> None:
        """Add a receiver; adding it twice changes nothing."""
        ...

    def unsubscribe(self, topic: str, receiver: Receiver) -> None:
        """Take a receiver away; harmless when it is not there."""
        ...


class LocalBus:
    """A `Bus` within one process: publishing calls the receivers, in the order they came."""

    def __init__(self) -> None:
        self._receivers: dict[str, dict[Receiver, None]] = {}

    def publish(self, topic: str, notice: Notice) -> None:
        for receiver in tuple(self._receivers.get(topic, ())):
            receiver(notice)

    def subscribe(self, topic: str, receiver: Receiver) -> None:
        self._receivers.setdefault(topic, {})[receiver] = None

    def unsubscribe(self, topic: str, receiver: Receiver) -> None:
        receivers = self._receivers.get(topic)
        if receivers is None:
            return
        receivers.pop(receiver, None)
        if not receivers:
            del self._receivers[topic]

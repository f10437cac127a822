"""Who hears what: packets published to a topic reach every receiver of that topic, in order, in this process.

A packet is encoded once and handed to all. What is said in a room may wait a moment for its neighbours (`spread`), so
that each member gets one write for many frames: only fewer writes make a busy room cheap. Delivery here is at most
once: what must not be lost is in the store, and a gap in ``n`` or ``rev`` sends the client there.
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


@dataclass(frozen=True, slots=True)
class Joined:
    """Several frames of one room that leave in one write: joined once, written once per member."""

    packets: tuple[Packet, ...]
    wire: bytes
    """All of them as RFC 6455 frames, one after the other: the same bytes for every member."""


Notice = Packet | Joined | Closing
Receiver = Callable[[Notice], None]


class Tap(Protocol):
    """The way past a receiver: thousands of calls through Python for one frame would cost half as much as the sends."""

    @property
    def direct(self) -> Callable[[bytes], object] | None:
        """What puts ready-made frames on the line, while nothing else waits there; None while the receiver must ask."""
        ...


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
        """Hand the notice to every receiver of the topic at once, after whatever was still waiting for it."""
        ...

    def spread(self, topic: str, packet: Packet) -> None:
        """Hand the packet on, joined with its neighbours: at the next turn of the loop, or a little later when busy."""
        ...

    def subscribe(self, topic: str, receiver: Receiver, tap: Tap | None = None) -> None:
        """Add a receiver; adding it twice changes nothing. It hears nothing that was said before.

        Frames go by its ``tap`` while that is open, everything else to the receiver.
        """
        ...

    def unsubscribe(self, topic: str, receiver: Receiver) -> None:
        """Take a receiver away, after what was said while it was there; harmless when it is not there."""
        ...

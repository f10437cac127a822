"""Rooms and messages as values: what is said, where it stands, and what became of it."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum

import msgspec

from parvis.core.clock import MINUTE, SECOND, Instant
from parvis.core.ids import CommandId, ConversationId, MessageId, RoomId, VisitId

TEXT_MAX = 2_000
"""Characters (Unicode code points after NFC) in one message."""
EDIT_MS = 2 * MINUTE
"""How long the author may change a message."""
PAGE_MAX = 100
"""Messages in one page of history at most."""
LANDING = 20
"""Messages shown on arrival in a room."""
PRESENCE_GRACE_MS = 90 * SECOND
"""How long somebody whose connection dropped is still shown as present."""

CROWD_STEPS = (0, 1, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)


def crowd(count: int) -> int:
    """A head count rounded down to a coarse step, so that a list of rooms tells no single arrival."""
    return CROWD_STEPS[bisect_right(CROWD_STEPS, max(count, 0)) - 1]


class RoomKind(StrEnum):
    """How the lobby groups rooms."""

    TOPIC = "topic"
    AREA = "area"


class RoomMode(StrEnum):
    """Whether a room can be written in."""

    OPEN = "open"
    READ_ONLY = "read_only"


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room made by the operator; texts by language code."""

    id: RoomId
    name: dict[str, str]
    topic: dict[str, str]
    kind: RoomKind = RoomKind.TOPIC
    mode: RoomMode = RoomMode.OPEN
    sensitive: bool = False
    """Entering says something about orientation, health or beliefs: asks a consent of its own (GDPR Art. 9(2)(a))."""


class Status(StrEnum):
    """What became of a send; a held message will wait for the desk."""

    DELIVERED = "delivered"
    HELD = "held"
    REFUSED = "refused"


class GoneBy(StrEnum):
    """Who took a message away; its ``n`` stays."""

    AUTHOR = "author"
    MODERATION = "moderation"
    RETENTION = "retention"


class Notes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What rules of the guard added to a message; nothing for nearly all."""

    told: tuple[str, ...] = ()
    """Text keys of what its author alone is shown: help lines, or that a part was left out."""
    card: str = ""
    """Text key of the neutral card beside it, for those who read it."""
    meant: tuple[str, ...] = ()
    """Rules that asked its author about it, and whose question was answered by sending it once more."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to say, before it is judged: text already normalised to NFC."""

    sender: VisitId
    nickname: str
    conversation: ConversationId
    cid: CommandId
    mid: MessageId
    text: str
    at: Instant
    re: int | None = None
    """``n`` of the message it answers, in the same conversation."""
    notes: Notes | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A released message as readers see it; ``text`` is None once it is gone."""

    conversation: ConversationId
    n: int
    """Place in the conversation, gapless from 1, given in the transaction that releases the message."""
    rev: int
    """Gapless count of everything that happened in the conversation (release, edit, removal) at its last change."""
    mid: MessageId
    sender: VisitId
    nickname: str
    text: str | None
    at: Instant
    re: int | None = None
    edited_at: Instant | None = None
    gone_by: GoneBy | None = None
    notes: Notes | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Where a send stands; the same answer for every repeat of the same ``cid``."""

    cid: CommandId
    conversation: ConversationId
    status: Status
    message: Message | None = None
    reason: str | None = None
    """For a refusal: the text key that tells why, filled with ``args``."""
    args: dict[str, str | int] = {}
    repeated: bool = False
    """True when this ``cid`` had been decided before: nothing new was published."""
    notes: Notes | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation's counters, as one visit sees them."""

    conversation: ConversationId
    last_n: int
    rev: int
    floor_n: int
    """Nothing below this ``n`` is kept any more."""
    read_n: int = 0
    joined: bool = False


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of history in ascending ``n``."""

    standing: Standing
    items: list[Message]
    end: bool
    """Nothing older (for ``before``) or newer (for ``after``) is kept beyond these items."""

"""The names of things: one type per kind of identifier, and where fresh ones come from."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from typing import NewType

VisitId = NewType("VisitId", str)
"""Public id of one stay: 20 random hexadecimal digits (80 bits), shown to the people in the same room."""
PassId = NewType("PassId", str)
"""Internal id of an age pass; never leaves the server."""
BatchId = NewType("BatchId", str)
"""One print run of vouchers, such as ``2026-11-24-k7q``."""
RoomId = NewType("RoomId", str)
"""A room's short name in addresses and configuration, such as ``accueil``."""
ConversationId = NewType("ConversationId", str)
"""Where messages get their ``n``: ``r:<room>`` for a room; private conversations will be ``c:<id>``."""
MessageId = NewType("MessageId", str)
"""20 random hexadecimal digits; carries no time and no order (``n`` does)."""
ExhibitId = NewType("ExhibitId", str)
"""One piece of evidence: 20 random hexadecimal digits."""
AreaId = NewType("AreaId", str)
"""A fixed zone made from postal codes, such as ``fr-epci-200046977``; see `parvis.core.areas`."""
CommandId = NewType("CommandId", str)
"""``cid``: the idempotency key a client gives to what it sends, 1 to 64 characters of ``A-Za-z0-9_-``."""

StaffId = NewType("StaffId", str)
"""Somebody of the team; people outside only ever see a number."""
InviteId = NewType("InviteId", str)
"""An invitation into the team, to speak about it; the token that opens it is another thing, and a secret."""
KeyId = NewType("KeyId", str)
"""One passkey of somebody of the team."""
ApprovalId = NewType("ApprovalId", str)
"""One thing that two people must agree to."""
CaseId = NewType("CaseId", str)
"""One matter at the desk; 20 random hexadecimal digits, as for all ids below."""
ReportId = NewType("ReportId", str)
DecisionId = NewType("DecisionId", str)
ActionId = NewType("ActionId", str)
"""One measure that a decision took."""
StatementId = NewType("StatementId", str)
"""One statement of reasons; the code that opens it is another thing, and a secret."""
AppealId = NewType("AppealId", str)
FlaggerId = NewType("FlaggerId", str)
AnswerId = NewType("AnswerId", str)
ProposalId = NewType("ProposalId", str)
"""A public answer to reports about the square itself."""

Entropy = Callable[[int], bytes]
"""A source of random bytes: ``secrets.token_bytes`` in service, something repeatable in a test."""

ROOM_PREFIX = "r:"


class Pool:
    """Random bytes drawn in larger portions: one system call for hundreds of ids. Not for secrets, which stay apart."""

    def __init__(self, source: Entropy = secrets.token_bytes, portion: int = 4096) -> None:
        self._source, self._portion = source, portion
        self._left, self._at = b"", 0

    def __call__(self, count: int) -> bytes:
        if self._at + count > len(self._left):
            self._left, self._at = self._source(max(self._portion, count)), 0
        self._at += count
        return self._left[self._at - count : self._at]


def conversation_of(room: RoomId) -> ConversationId:
    """The conversation in which a room's messages are numbered."""
    return ConversationId(ROOM_PREFIX + room)


def room_of(conversation: ConversationId) -> RoomId | None:
    """The room behind a conversation id, or None when it is no room."""
    return RoomId(conversation[len(ROOM_PREFIX) :]) if conversation.startswith(ROOM_PREFIX) else None


def fresh_word(entropy: Entropy = secrets.token_bytes) -> str:
    """20 hexadecimal digits (80 random bits): long enough for an id, short enough for a log line."""
    return entropy(10).hex()


def fresh_token(entropy: Entropy = secrets.token_bytes) -> str:
    """A secret for a cookie: 32 random bytes as 43 base64url characters."""
    return base64.urlsafe_b64encode(entropy(32)).decode("ascii").rstrip("=")

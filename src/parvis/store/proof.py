"""What the ledger says of a message: a digest of its text, so that a text changed behind our back is found.

The digest covers the message's random id too; once the id and the entry's body are erased, nothing left can be compared
with a guess at the text.
"""

from __future__ import annotations

import hashlib

import msgspec
from sqlalchemy import Connection, LargeBinary, cast, select, update

from parvis.core.clock import Instant
from parvis.core.ids import MessageId
from parvis.core.talk import Message
from parvis.store.schema import ledger, message

RELEASED, EDITED, REMOVED = "message.released", "message.edited", "message.removed"
RESTORED, HELD, REFUSED = "message.restored", "message.held", "message.refused"
ERASABLE = frozenset({RELEASED, EDITED, REMOVED, RESTORED, HELD, REFUSED})
"""Kinds of entries whose body goes with what it speaks of; that any other has lost its body is a fault."""


class _Entry(msgspec.Struct, frozen=True):
    """The body of a release or an edit."""

    mid: str
    digest: str


def digest(mid: MessageId, text: str) -> str:
    """SHA-256 over id and text, 64 hex characters."""
    return _digest(mid, text.encode())


def _digest(mid: str, text: bytes) -> str:
    return hashlib.sha256(f"{mid}\0".encode() + text).hexdigest()


def of_message(item: Message, text: str) -> dict[str, object]:
    """The body of a ledger entry for a message with this text."""
    return {"conv": item.conversation, "n": item.n, "mid": item.mid, "digest": digest(item.mid, text)}


def first_altered(conn: Connection) -> tuple[str, int] | None:
    """Conversation and ``n`` of the first stored message whose text is not the one in the ledger, or None."""
    told: dict[str, str] = {}
    said = select(ledger.c.body).where(ledger.c.kind.in_([RELEASED, EDITED, RESTORED]), ledger.c.body.is_not(None))
    for body in conn.execute(said.order_by(ledger.c.seq)).scalars():
        entry = msgspec.json.decode(body, type=_Entry)
        told[entry.mid] = entry.digest
    text = cast(message.c.text, LargeBinary)  # whoever tampers may leave there what cannot be read as text
    stored = select(message.c.mid, message.c.conversation, message.c.n, text.label("text"))
    kept = stored.where(message.c.text.is_not(None), message.c.n.is_not(None))
    for row in conn.execute(kept.order_by(message.c.conversation, message.c.n)):
        if told.get(row.mid) != _digest(row.mid, row.text):
            return row.conversation, row.n
    return None


def erase(conn: Connection, before: Instant) -> None:
    """Erase what older entries say of messages; their hashes stay, and the chain holds."""
    old = (ledger.c.kind.in_(ERASABLE), ledger.c.at < before, ledger.c.body.is_not(None))
    conn.execute(update(ledger).where(*old).values(body=None))

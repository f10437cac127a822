"""A piece of evidence as a value: a record that explains itself, fixed when it is captured, known by its SHA-256.

The record is what gets kept, in clear or sealed, so that ``sha256sum`` of it (after ``age -d``, when it was sealed) is
the digest in the ledger. It holds a random salt: nobody who has only the digest can find out by trying what was said.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

import msgspec

from parvis.core.clock import Instant
from parvis.core.ids import CaseId, Entropy, ExhibitId, fresh_word

FORMAT = "parvis.exhibit.v1"
SALT_BYTES = 16


class ExhibitKind(StrEnum):
    """What an exhibit shows."""

    MESSAGE = "message"
    """The reported message alone."""
    WINDOW = "window"
    """What stood around it, as the person who reported it saw it."""
    BEYOND = "beyond"
    """What lies further away: kept sealed or not at all."""
    PROFILE = "profile"
    ROOM = "room"
    NOTE = "note"


ALWAYS_SEALED = frozenset({ExhibitKind.BEYOND})
"""Kinds that nobody on the team may read without the operator's offline key."""


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants kept; ``case`` is None while no case asks for it (a refusal that may still be contested)."""

    kind: ExhibitKind
    case: CaseId | None
    content: dict[str, object]
    at: Instant
    by: str
    """An id or a word for a part of Parvis, such as ``report``; never a name."""
    expires_at: Instant
    sealed: bool = False
    """Ask for sealing where the kind alone would not."""

    @property
    def must_be_sealed(self) -> bool:
        return self.sealed or self.kind in ALWAYS_SEALED


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A legal hold: nothing is destroyed while it lasts. It has an owner and a basis, and should have an end."""

    owner: str
    basis: str
    until: Instant | None


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of evidence as stored: its record in ``body`` or ``sealed``, in neither once it is destroyed."""

    id: ExhibitId
    case: CaseId | None
    kind: ExhibitKind
    digest: str
    """SHA-256 of the record in clear, 64 hex characters."""
    body: bytes | None
    sealed: bytes | None
    """The record as an age file."""
    captured_at: Instant
    captured_by: str
    expires_at: Instant
    hold: Hold | None = None
    destroyed_at: Instant | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of an exhibit, read back: what was shown, and when and by what it was captured."""

    format: str
    id: ExhibitId
    kind: ExhibitKind
    case: CaseId | None
    captured_at: Instant
    captured_by: str
    salt: str
    content: dict[str, object]


def draw(what: Capture, entropy: Entropy) -> Exhibit:
    """An exhibit in clear, with an id and a salt of its own."""
    record = Record(
        format=FORMAT, id=ExhibitId(fresh_word(entropy)), kind=what.kind, case=what.case, captured_at=what.at,
        captured_by=what.by, salt=entropy(SALT_BYTES).hex(), content=what.content,
    )  # fmt: skip
    body = msgspec.json.encode(record)
    return Exhibit(
        id=record.id, case=what.case, kind=what.kind, digest=hashlib.sha256(body).hexdigest(), body=body, sealed=None,
        captured_at=what.at, captured_by=what.by, expires_at=what.expires_at,
    )  # fmt: skip


def read_record(body: bytes) -> Record:
    """The record in these bytes; ValueError when they are none."""
    try:
        record = msgspec.json.decode(body, type=Record)
    except msgspec.MsgspecError as fault:
        raise ValueError("not an exhibit's record") from fault
    if record.format != FORMAT:
        raise ValueError(f"a record of another format: {record.format}")
    return record

"""The table of closings of the whole square."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table, Text

from parvis.store.schema import metadata

closing = Table(
    "closing",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False, comment="core.closing.Kind."),
    Column("notice", LargeBinary, nullable=False, comment="JSON of core.closing.Notice: what everybody is answered."),
    Column("at", BigInteger, nullable=False),
    Column("by", String, comment="Staff id of who proposed it; null for the shell."),
    Column("seconded_by", String, comment="Staff id of who agreed."),
    Column("basis", Text, nullable=False, comment="Of the closing, and of what is held meanwhile."),
    Column("review_at", BigInteger, comment="When somebody must look whether the hold is still needed; null: no hold."),
    Column("head", Text, comment="JSON of store.ledger.Head: the signed last head of the ledger."),
    Column("head_at", BigInteger, comment="When that was signed."),
    Column("ended_at", BigInteger, comment="When the square opened again, or was closed otherwise."),
    Column("ended_by", String, comment="Staff id of the first of two, null for none."),
    Column("ended_with", String, comment="Staff id of the second of two."),
    Column("why", Text, nullable=False, comment="Why it ended, in the words of who ended it."),
    Index(None, "ended_at"),
    comment="Each closing of the whole square: by whom, on what basis, and how it ended.",
)

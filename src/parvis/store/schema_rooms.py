"""The table of rooms that visitors proposed, and what became of each proposal."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from parvis.store.schema import metadata

room_proposal = Table(
    "room_proposal",
    metadata,
    Column("id", String, primary_key=True),
    Column("visit", String, comment="Who proposed it; null once nobody need be told any more."),
    Column("pass_id", String),
    Column("device", String, comment="HMAC of the proposer's device cookie."),
    Column("nickname", String, nullable=False),
    Column("lang", String, nullable=False, comment="The proposer's."),
    Column("name", Text, nullable=False, comment="JSON: text by language."),
    Column("topic", Text, nullable=False, comment="JSON: text by language."),
    Column("at", BigInteger, nullable=False),
    Column("state", String, nullable=False, comment="core.rooms.ProposalState."),
    Column("decided_by", String, comment="Staff id; null while it waits, and where the clock ended it."),
    Column("decided_at", BigInteger),
    Column("reasons", Text, comment="JSON by language: why it was declined, or the room closed again."),
    Column("room", String, comment="The room it became."),
    Column("statement", String, comment="The last letter about it."),
    Index(None, "state", "at"),
    Index(None, "pass_id"),
    Index(None, "device"),
    Index(None, "room"),
    comment="Rooms that visitors proposed, and what became of it.",
)

"""The table of what narrows or closes the whole square."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from parvis.store.schema import metadata

live_mode = Table(
    "live_mode",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column(
        "kind", String, nullable=False,
        comment="core.mode.Kind: placed by a person, or raised by a raid. The newest row of each holds.",
    ),
    Column("mode", String, nullable=False, comment="core.mode.Mode; one that is unknown counts as read-only."),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False, comment="When it ends, or is looked at again."),
    Column("way", String, nullable=False, comment="core.mode.Way."),
    Column("by", String, comment="Staff id; null for the shell and for what came by itself."),
    Column("why", Text, nullable=False, comment="A person's reason."),
    Column("raid", String, comment="All steps of one raid have the same."),
    Column("hold_ms", Integer, nullable=False, comment="How long such a step stands, at least."),
    Column("left_at", BigInteger, nullable=False, comment="When a step of raids was last left."),
    Column("signals", Text, nullable=False, comment="JSON of core.raid.Signals: counts, nobody's name or text."),
    Index(None, "kind", "seq"),
    Index(None, "at"),
    comment="How open the square was, and why: each change of the service mode.",
)  # fmt: skip

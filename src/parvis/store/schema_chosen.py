"""The table of what administrators set by pages."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from parvis.store.schema import metadata

setting_change = Table(
    "setting_change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("name", String, nullable=False, comment="The setting, as in the file: square.name, room."),
    Column("value", Text, comment="JSON; null: as the file or the default says again."),
    Column("was", Text, nullable=False, comment="JSON of what held before."),
    Column("at", BigInteger, nullable=False),
    Column("by", String, comment="Staff id; null once who it was is no longer kept."),
    Index(None, "name", "seq"),
    comment="Each change of a setting by a page; the newest row of a setting holds, where the file says nothing.",
    sqlite_autoincrement=True,
)

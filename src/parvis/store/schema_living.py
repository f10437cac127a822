"""The tables of a living square: how rooms are kept, evenings, announcements, and how many were here by the hour."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from parvis.store.schema import metadata

room_plan = Table(
    "room_plan",
    metadata,
    Column("room", String, primary_key=True, comment="The room's id."),
    Column("weekly", Text, nullable=False, comment="JSON: lines of core.hours; none: as the square."),
    Column("dates", Text, nullable=False, comment="JSON: lines of core.hours for exceptional dates."),
    Column("every_s", Integer, comment="Seconds between two messages of one visit; null where it is not slowed."),
    Column("welcome", Text, nullable=False, comment="JSON by language: a line for whoever comes in."),
    Column("pinned", Text, nullable=False, comment="JSON by language: rules that stay in sight."),
    Column("at", BigInteger, nullable=False),
    Column("by", String, nullable=False, comment="Staff id."),
    comment="How the team keeps a room: hours, pace, welcome, rules.",
)

evening = Table(
    "evening",
    metadata,
    Column("id", String, primary_key=True),
    Column("room", String, nullable=False, comment="The room's id."),
    Column("host", String, nullable=False, comment="Under which nickname somebody welcomes people."),
    Column("title", Text, nullable=False, comment="JSON: text by language."),
    Column("words", Text, nullable=False, comment="JSON by language: what it is about."),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String, nullable=False, comment="Staff id."),
    Index(None, "ends_at"),
    comment="Evenings that the team announces; whoever takes one away takes the row away.",
)

notice = Table(
    "notice",
    metadata,
    Column("id", String, primary_key=True),
    Column("words", Text, nullable=False, comment="JSON: text by language."),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False, comment="When it leaves the board."),
    Column("by", String, nullable=False, comment="Staff id."),
    Index(None, "until"),
    comment="The team's announcements on the board.",
)

lively_hour = Table(
    "lively_hour",
    metadata,
    Column("hour", BigInteger, primary_key=True, autoincrement=False, comment="Hours since 1970, UTC."),
    Column("most", Integer, nullable=False, comment="A coarse step: the most who were here at once in that hour."),
    comment="How many were here, by the hour; names nobody.",
)

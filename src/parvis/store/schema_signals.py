"""The one table of what the guard counts about people: everything else is counted again from messages and cases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from parvis.store.schema import metadata

reputation = Table(
    "reputation",
    metadata,
    Column("class_kind", String, primary_key=True, comment="pass or device."),
    Column("class_key", String, primary_key=True, comment="The pass' id or the HMAC of the device cookie."),
    Column("points", Integer, nullable=False, comment="Thousandths, as of `at`; they fade from then on."),
    Column("at", BigInteger, nullable=False),
    Column("day", Integer, nullable=False, comment="Days since 1970 on which `today` was counted."),
    Column("today", Integer, nullable=False, comment="Points of that day."),
    Column(
        "taken", Text, nullable=False, server_default="{}",
        comment="JSON: thousandths that decisions took, by their ids, should one fall; the earliest first.",
    ),
    Index(None, "at"),
    comment="Standing earned by talk that was answered, of identity classes; with whom is not kept.",
)  # fmt: skip

"""The table of a day's counts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table

from parvis.store.schema import metadata

day_count = Table(
    "day_count",
    metadata,
    Column("day", String, primary_key=True, comment="YYYY-MM-DD by the square's clock."),
    Column("until", BigInteger, nullable=False, comment="Counted up to here; the newest says where to go on."),
    Column("visits", Integer, nullable=False, comment="Stays that began."),
    Column("messages", Integer, nullable=False, comment="That were delivered."),
    Column("held", Integer, nullable=False, comment="That the guard had wait for the desk."),
    Column("refused", Integer, nullable=False, comment="That the guard refused by itself."),
    Column("reports", Integer, nullable=False, comment="From visitors, outsiders and flaggers."),
    Column("appeals", Integer, nullable=False, comment="That were lodged."),
    Column("kept", Integer, nullable=False, comment="First decisions and answers to appeals within their clock."),
    Column("missed", Integer, nullable=False, comment="Clocks that ran out before."),
    Column("staffed_ms", BigInteger, nullable=False, comment="With somebody on duty."),
    comment="How much happened on a day; names nobody.",
)

"""What the desk keeps beside its cases, and how it goes: refused texts, samples, exposure, old statements."""

from __future__ import annotations

from sqlalchemy import delete, exists, or_

from parvis.core.clock import Instant, day_of
from parvis.store.schema_cases import appeal, case, exposure, quality_sample, refusal, statement
from parvis.store.writer import Tx


def purge_statements(tx: Tx, before: Instant) -> int:
    """Erase statements that can no longer be read, once their case has gone; how many."""
    kept = exists().where(case.c.id == statement.c.case)
    contested = exists().where(appeal.c.statement == statement.c.id, appeal.c.decided_at.is_(None))
    alone = or_(statement.c.case.is_(None), ~kept)
    return tx.erases(
        tx.conn.execute(delete(statement).where(statement.c.expires_at < before, alone, ~contested)).rowcount
    )


def purge_refusals(tx: Tx, before: Instant) -> int:
    """Erase what the guard refused by itself before that instant; how many texts."""
    return tx.erases(tx.conn.execute(delete(refusal).where(refusal.c.at < before)).rowcount)


def purge_samples(tx: Tx, before: Instant) -> int:
    """Erase what was drawn for a second look before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(quality_sample).where(quality_sample.c.drawn_at < before)).rowcount)


def purge_exposure(tx: Tx, before: Instant) -> int:
    """Erase counts of what people of the team looked at before that instant's day; how many rows."""
    return tx.erases(tx.conn.execute(delete(exposure).where(exposure.c.day < day_of(before))).rowcount)

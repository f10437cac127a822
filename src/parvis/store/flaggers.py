"""Trusted flaggers as stored; their tokens only as keyed hashes."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from parvis.core.casework import Flagger
from parvis.core.clock import Instant
from parvis.core.ids import FlaggerId
from parvis.core.policy import Harm
from parvis.store.schema_cases import flagger
from parvis.store.writer import Tx


def add(tx: Tx, one: Flagger, token_hash: str) -> None:
    """Register one."""
    tx.conn.execute(
        insert(flagger).values(
            id=one.id, name=one.name, contact=one.contact, since=one.since, token_hash=token_hash,
            harms=msgspec.json.encode(one.harms).decode(),
        )
    )  # fmt: skip
    tx.record("flagger.added", {"flagger": one.id})


def renew(tx: Tx, one: FlaggerId, token_hash: str) -> bool:
    """Another token in place of the old one; False when there is no such flagger, or no more."""
    living = update(flagger).where(flagger.c.id == one, flagger.c.ended_at.is_(None))
    done = tx.conn.execute(living.values(token_hash=token_hash)).rowcount == 1
    if done:
        tx.record("flagger.renewed", {"flagger": one})
    return done


def end(tx: Tx, one: FlaggerId, at: Instant) -> bool:
    """No longer trusted; False when it was not."""
    living = update(flagger).where(flagger.c.id == one, flagger.c.ended_at.is_(None))
    done = tx.conn.execute(living.values(ended_at=at)).rowcount == 1
    if done:
        tx.record("flagger.ended", {"flagger": one})
    return done


def by_token(conn: Connection, token_hash: str) -> Flagger | None:
    """Whose token it is, unless they have ended."""
    query = select(flagger).where(flagger.c.token_hash == token_hash, flagger.c.ended_at.is_(None))
    row = conn.execute(query).one_or_none()
    return None if row is None else _flagger(row)


def find(conn: Connection, one: FlaggerId) -> Flagger | None:
    """One flagger, also one that has ended."""
    row = conn.execute(select(flagger).where(flagger.c.id == one)).one_or_none()
    return None if row is None else _flagger(row)


def listed(conn: Connection) -> list[Flagger]:
    """All that ever were, the newest first."""
    return [_flagger(row) for row in conn.execute(select(flagger).order_by(flagger.c.since.desc()))]


def _flagger(row: Row[tuple[object, ...]]) -> Flagger:
    return Flagger(
        id=FlaggerId(row.id), name=row.name, contact=row.contact, since=Instant(row.since),
        harms=msgspec.json.decode(row.harms, type=list[Harm]),
        ended_at=None if row.ended_at is None else Instant(row.ended_at),
    )  # fmt: skip

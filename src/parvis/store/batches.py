"""The print runs of vouchers as an operator sees them: when, how many, how many used; never a code, never by whom."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, func, select

from parvis.core.clock import Instant
from parvis.core.ids import BatchId
from parvis.store.schema import voucher, voucher_batch


class BatchUse(msgspec.Struct, frozen=True, kw_only=True):
    """One print run and how much of it is used."""

    id: BatchId
    label: str
    issued_at: Instant
    count: int
    redeemed: int
    expires_at: Instant


def listed(conn: Connection) -> list[BatchUse]:
    """All print runs still kept, the oldest first."""
    used = func.count(voucher.c.redeemed_day).label("redeemed")
    both = voucher_batch.outerjoin(voucher, voucher.c.batch == voucher_batch.c.id)
    query = select(voucher_batch, used).select_from(both).group_by(voucher_batch.c.id)
    rows = conn.execute(query.order_by(voucher_batch.c.issued_at, voucher_batch.c.id))
    return [
        BatchUse(
            id=BatchId(row.id), label=row.label, issued_at=Instant(row.issued_at), count=row.count,
            redeemed=row.redeemed, expires_at=Instant(row.expires_at),
        )
        for row in rows.mappings().all()
    ]  # fmt: skip

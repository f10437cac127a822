"""Templates as stored: versions are added, never changed."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, RowMapping, and_, func, insert, select, update

from parvis.core.clock import Instant
from parvis.core.drafting import DraftText
from parvis.core.ids import StaffId
from parvis.core.policy import Harm
from parvis.store.schema_cases import draft_text
from parvis.store.writer import Tx


def latest(conn: Connection) -> list[DraftText]:
    """The newest version of each template, also of retired ones."""
    newest = (
        select(draft_text.c.id, func.max(draft_text.c.version).label("version")).group_by(draft_text.c.id).subquery()
    )
    same = and_(draft_text.c.id == newest.c.id, draft_text.c.version == newest.c.version)
    rows = conn.execute(select(draft_text).join(newest, same).order_by(draft_text.c.harm, draft_text.c.id)).mappings()
    return [_text(row) for row in rows]


def add(tx: Tx, one: DraftText) -> None:
    """Add a version."""
    tx.conn.execute(
        insert(draft_text).values(
            id=one.id, version=one.version, harm=one.harm.value, facts=msgspec.json.encode(one.facts).decode(),
            by=one.by, at=one.at, retired_at=one.retired_at,
        )
    )  # fmt: skip
    tx.record("text.kept", {"text": one.id, "version": one.version, "by": one.by})


def retire(tx: Tx, name: str, at: Instant, by: StaffId) -> None:
    """Offer it no more; what was decided with it stays."""
    tx.conn.execute(update(draft_text).where(draft_text.c.id == name).values(retired_at=at))
    tx.record("text.retired", {"text": name, "by": by})


def _text(row: RowMapping) -> DraftText:
    return DraftText(
        id=row["id"], version=row["version"], harm=Harm(row["harm"]), at=Instant(row["at"]),
        facts=msgspec.json.decode(row["facts"], type=dict[str, str]),
        by=None if row["by"] is None else StaffId(row["by"]),
        retired_at=None if row["retired_at"] is None else Instant(row["retired_at"]),
    )  # fmt: skip

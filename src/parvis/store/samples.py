"""Samples for a blind second look, as stored."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, RowMapping, exists, func, insert, select, update
from sqlalchemy.sql.expression import cast

from parvis.core.casework import Choice, DecisionState
from parvis.core.clock import Instant
from parvis.core.ids import CaseId, ConversationId, DecisionId, MessageId, StaffId
from parvis.core.sample import Sample, SampleKind, Shown, Tally, View
from parvis.core.talk import Status
from parvis.store.schema import message
from parvis.store.schema_cases import case, decision, quality_sample, report
from parvis.store.writer import Tx


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A delivered message that might be drawn."""

    mid: MessageId
    conversation: ConversationId
    text: str


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that might be drawn."""

    id: DecisionId
    case: CaseId
    by: StaffId
    choice: Choice


def keep(tx: Tx, one: Sample) -> None:
    """Keep a draw; what was drawn before is left alone."""
    if tx.conn.execute(select(exists().where(quality_sample.c.ref == one.ref))).scalar_one():
        return
    tx.conn.execute(
        insert(quality_sample).values(
            id=one.id, kind=one.kind.value, ref=one.ref, shown=msgspec.json.encode(one.shown).decode(),
            drawn_at=one.drawn_at, not_by=one.not_by,
        )
    )  # fmt: skip
    tx.record("quality.drawn", {"sample": one.id, "kind": one.kind, "ref": one.ref})


def find(conn: Connection, sample_id: str) -> Sample | None:
    """One sample, or None."""
    row = conn.execute(select(quality_sample).where(quality_sample.c.id == sample_id)).mappings().first()
    return _sample(row) if row else None


def waiting(conn: Connection, staff: StaffId, limit: int = 50) -> list[Sample]:
    """What this person may look at again: nothing they decided themselves; the oldest first."""
    query = (
        select(quality_sample)
        .where(quality_sample.c.at.is_(None), quality_sample.c.not_by.is_distinct_from(staff))
        .order_by(quality_sample.c.drawn_at, quality_sample.c.id)
        .limit(limit)
    )
    return [_sample(row) for row in conn.execute(query).mappings()]


def review(tx: Tx, sample_id: str, by: StaffId, verdict: View, note: str, at: Instant) -> bool:
    """Keep what the second look found; False when somebody else was first."""
    free = update(quality_sample).where(quality_sample.c.id == sample_id, quality_sample.c.at.is_(None))
    if not tx.conn.execute(free.values(by=by, verdict=verdict.value, note=note, at=at)).rowcount:
        return False
    tx.record("quality.reviewed", {"sample": sample_id, "by": by, "verdict": verdict})
    return True


def tally(conn: Connection) -> dict[SampleKind, Tally]:
    """What second looks found, of all that is kept."""
    differs = cast(quality_sample.c.verdict.in_((View.DIFFER.value, View.HARM.value)), Integer)
    done = cast(quality_sample.c.at.is_not(None), Integer)
    query = select(
        quality_sample.c.kind, func.count(), func.sum(done), func.coalesce(func.sum(differs), 0)
    ).group_by(quality_sample.c.kind)  # fmt: skip
    return {
        SampleKind(kind): Tally(drawn=count, reviewed=reviewed, differed=differed)
        for kind, count, reviewed, differed in conn.execute(query)
    }


# ---------------------------------------------------------------- what may be drawn


def decisions_since(conn: Connection, since: Instant) -> list[Decided]:
    """Decisions that took effect since then and were not drawn yet."""
    drawn = exists().where(quality_sample.c.ref == decision.c.id)
    query = select(decision).where(
        decision.c.state == DecisionState.EXECUTED.value, decision.c.executed_at >= since, ~drawn
    )
    return [
        Decided(
            id=DecisionId(row["id"]), case=CaseId(row["case"]), by=StaffId(row["by"]),
            choice=msgspec.json.decode(row["choice"], type=Choice),
        )
        for row in conn.execute(query).mappings()
    ]  # fmt: skip


def notes_of(conn: Connection, of: CaseId) -> list[str]:
    """What reporters wrote about a case, in order."""
    query = select(report.c.note).where(report.c.case == of, report.c.note != "").order_by(report.c.at, report.c.id)
    return list(conn.execute(query).scalars())


def messages_since(conn: Connection, since: Instant, limit: int, luck: bytes) -> list[Said]:
    """Delivered messages of rooms since then that nobody reported, in an order that ``luck`` decides."""
    reported = exists().where(case.c.subject_ref == message.c.mid)
    drawn = exists().where(quality_sample.c.ref == message.c.mid)
    where = (
        message.c.status == Status.DELIVERED, message.c.at >= since, message.c.text.is_not(None),
        message.c.conversation.like("r:%"), ~reported, ~drawn,
    )  # fmt: skip
    mids: list[Any] = list(conn.execute(select(message.c.mid).where(*where).order_by(message.c.mid)).scalars())
    picked = [mids.pop(int.from_bytes(luck[at : at + 4], "big") % len(mids)) for at in range(0, 4 * limit, 4) if mids]
    rows = conn.execute(select(message).where(message.c.mid.in_(picked))).mappings()
    return [
        Said(mid=MessageId(row["mid"]), conversation=ConversationId(row["conversation"]), text=row["text"])
        for row in rows
    ]


def _sample(row: RowMapping) -> Sample:
    return Sample(
        id=row["id"], kind=SampleKind(row["kind"]), ref=row["ref"], drawn_at=Instant(row["drawn_at"]),
        shown=msgspec.json.decode(row["shown"], type=Shown), note=row["note"] or "",
        not_by=None if row["not_by"] is None else StaffId(row["not_by"]),
        by=None if row["by"] is None else StaffId(row["by"]),
        verdict=None if row["verdict"] is None else View(row["verdict"]),
        at=None if row["at"] is None else Instant(row["at"]),
    )  # fmt: skip

"""Proposals and answers of the two-person rule, each step one call within the caller's transaction.

These are verbs as well as rows: access, moderation and legal need them, and those may not import each other. They
decide by `parvis.core.approval` alone, and write the ledger. The caller has loaded the staff and asked for the touch
of the passkey.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from parvis.core import approval as rules
from parvis.core.approval import OPINION_MAX, PAIRS_MS, Approval, Kind, Objection, State, digest_of
from parvis.core.clock import HOUR, Instant
from parvis.core.ids import ApprovalId, StaffId
from parvis.core.staff import Staff
from parvis.store import staff as people
from parvis.store.schema_staff import approval, approval_look
from parvis.store.writer import Tx


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody proposes, before it is kept; drawn outside of the transaction, which may run twice."""

    id: ApprovalId
    kind: Kind
    subject: str
    payload: bytes
    opinion: str
    hours: int
    """How long it waits for a second person (setting ``team.approval_hours``)."""
    emergency: bool = False
    """The proposer protects at once, alone, for a day at most."""


def propose(tx: Tx, draft: Draft, by: Staff, now: Instant) -> Approval | Objection:
    """Keep a proposal, unless its proposer may not make it."""
    digest = digest_of(draft.payload)
    refused = rules.objection_to_propose(
        draft.kind, draft.subject, digest, by, now, of_subject(tx.conn, draft.kind, draft.subject),
        emergency=draft.emergency,
    )  # fmt: skip
    if refused:
        return refused
    one = Approval(
        id=draft.id, kind=draft.kind, subject=draft.subject, payload=draft.payload, digest=digest, proposed_by=by.id,
        proposed_at=now, expires_at=Instant(now + draft.hours * HOUR), opinion=draft.opinion[:OPINION_MAX],
        emergency_until=rules.emergency_end(now) if draft.emergency else None,
    )  # fmt: skip
    row = {name: value for name, value in msgspec.structs.asdict(one).items() if name != "looks"}
    tx.conn.execute(insert(approval).values(row))
    tx.record("approval.proposed", {
        "approval": one.id, "kind": one.kind, "subject": one.subject, "digest": digest, "by": by.id,
        "emergency_until": one.emergency_until,
    })  # fmt: skip
    return one


def look(tx: Tx, approval_id: ApprovalId, by: Staff, now: Instant) -> Approval | Objection:
    """Record that somebody looks at the matter in order to answer; from then on they may read the opinion."""
    one = find(tx.conn, approval_id)
    refused = rules.objection_to_look(one, by, now) if one else Objection.NOT_OPEN
    if one is None or refused:
        return refused or Objection.NOT_OPEN
    if by.id in one.looks:
        return one
    tx.conn.execute(insert(approval_look).values(approval=one.id, staff=by.id, at=now))
    tx.record("approval.looked", {"approval": one.id, "by": by.id})
    return msgspec.structs.replace(one, looks=one.looks | {by.id: now})


def second(tx: Tx, approval_id: ApprovalId, by: Staff, answer: str, now: Instant, quota: int) -> Approval | Objection:
    """Agree; ``quota`` is how often in a row the same two may (setting ``team.pair_quota``)."""
    one = find(tx.conn, approval_id)
    if one is None:
        return Objection.NOT_OPEN
    others = rules.others_than(one, by.id, people.everybody(tx.conn))
    refused = rules.objection_to_second(
        one, by, now, pairs=pairs_since(tx.conn, one.kind, Instant(now - PAIRS_MS)), quota=quota, others=others
    )
    return refused or _answered(tx, one, by, State.APPROVED, answer, now, linked=others.linked)


def reject(tx: Tx, approval_id: ApprovalId, by: Staff, answer: str, now: Instant) -> Approval | Objection:
    """Do not agree: it will not be done. What was protected in an emergency is for the caller to lift, now."""
    one = find(tx.conn, approval_id)
    refused = rules.objection_to_answer(one, by, now) if one else Objection.NOT_OPEN
    if one is None or refused:
        return refused or Objection.NOT_OPEN
    return _answered(tx, one, by, State.REJECTED, answer, now)


def withdraw(tx: Tx, approval_id: ApprovalId, by: Staff, now: Instant) -> Approval | Objection:
    """The proposer takes it back."""
    one = find(tx.conn, approval_id)
    if one is None or one.state_at(now) is not State.OPEN:
        return Objection.NOT_OPEN
    if one.proposed_by != by.id:
        return Objection.NO_RIGHT
    return _answered(tx, one, by, State.WITHDRAWN, "", now)


def lapse(tx: Tx, left: StaffId, now: Instant) -> int:
    """Somebody leaves: what they proposed, or agreed to, and is not done yet comes to nothing; how many.

    Whoever comes in again under another number finds nothing of their own to agree to. What was protected meanwhile
    is lifted by the desk's clock, as after any proposal that nobody agreed to.
    """
    theirs = or_(approval.c.proposed_by == left, approval.c.decided_by == left)
    rows = tx.conn.execute(select(approval).where(theirs, approval.c.state.in_((State.OPEN, State.APPROVED))))
    over = [one for row in rows if (one := _approval(tx.conn, row)).state_at(now) is not State.EXPIRED]
    for one in over:
        tx.conn.execute(update(approval).where(approval.c.id == one.id).values(state=State.EXPIRED))
        tx.record("approval.expired", {"approval": one.id, "kind": one.kind, "why": "left", "staff": left})
    return len(over)


def use(
    tx: Tx, approval_id: ApprovalId, kind: Kind, subject: str, payload: bytes, now: Instant
) -> Approval | Objection:
    """Spend an agreement in the transaction that does what was agreed to; Objection when it is not exactly that."""
    one = find(tx.conn, approval_id)
    refused = rules.objection_to_use(one, kind, subject, digest_of(payload), now) if one else Objection.NOT_OPEN
    if one is None or refused:
        return refused or Objection.NOT_OPEN
    tx.conn.execute(update(approval).where(approval.c.id == one.id).values(state=State.USED))
    tx.record("approval.used", {"approval": one.id, "kind": kind})
    return msgspec.structs.replace(one, state=State.USED)


# ---------------------------------------------------------------- reading


def find(conn: Connection, approval_id: ApprovalId) -> Approval | None:
    """One proposal."""
    row = conn.execute(select(approval).where(approval.c.id == approval_id)).one_or_none()
    return _approval(conn, row) if row else None


def of_subject(conn: Connection, kind: Kind, subject: str) -> list[Approval]:
    """All proposals of a kind about one subject, newest first."""
    asked = (approval.c.kind == kind, approval.c.subject == subject)
    rows = conn.execute(select(approval).where(*asked).order_by(approval.c.proposed_at.desc(), approval.c.id))
    return [_approval(conn, row) for row in rows]


def waiting(conn: Connection, now: Instant, *kinds: Kind) -> list[Approval]:
    """Proposals that wait for a second, of these kinds (none named: all), the most urgent first."""
    asked = [approval.c.state == State.OPEN, approval.c.expires_at > now]
    if kinds:
        asked.append(approval.c.kind.in_(kinds))
    rows = conn.execute(select(approval).where(*asked).order_by(approval.c.expires_at, approval.c.id))
    return [_approval(conn, row) for row in rows]


def pairs_since(conn: Connection, kind: Kind, since: Instant) -> list[frozenset[StaffId]]:
    """Who agreed with whom on that kind since an instant, newest first."""
    agreed = (approval.c.kind == kind, approval.c.state.in_((State.APPROVED, State.USED)))
    rows = conn.execute(
        select(approval.c.proposed_by, approval.c.decided_by)
        .where(*agreed, approval.c.decided_at >= since)
        .order_by(approval.c.decided_at.desc(), approval.c.id)
    )
    return [frozenset({StaffId(row.proposed_by), StaffId(row.decided_by)}) for row in rows]


def agreed_since(conn: Connection, since: Instant) -> list[Approval]:
    """What two agreed to since an instant, newest first."""
    agreed = (approval.c.state.in_((State.APPROVED, State.USED)), approval.c.decided_at >= since)
    query = select(approval).where(*agreed).order_by(approval.c.decided_at.desc(), approval.c.id)
    return [_approval(conn, row) for row in conn.execute(query)]


def purge(tx: Tx, before: Instant) -> int:
    """Forget proposals whose time was over before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(approval).where(approval.c.expires_at < before)).rowcount)


def _answered(
    tx: Tx, one: Approval, by: Staff, state: State, answer: str, now: Instant, *, linked: bool = False
) -> Approval:
    said = {"state": state, "decided_by": by.id, "decided_at": now, "answer": answer[:OPINION_MAX]}
    tx.conn.execute(update(approval).where(approval.c.id == one.id).values(said))
    exception = {"linked": True} if linked else {}
    tx.record(f"approval.{state}", {"approval": one.id, "kind": one.kind, "by": by.id, **exception})
    return msgspec.structs.replace(one, state=state, decided_by=by.id, decided_at=now, answer=answer[:OPINION_MAX])


def _approval(conn: Connection, row: Row[tuple[object, ...]]) -> Approval:
    looked = conn.execute(select(approval_look).where(approval_look.c.approval == row.id))
    return Approval(
        id=ApprovalId(row.id), kind=Kind(row.kind), subject=row.subject, payload=row.payload, digest=row.digest,
        proposed_by=StaffId(row.proposed_by), proposed_at=Instant(row.proposed_at), expires_at=Instant(row.expires_at),
        opinion=row.opinion, state=State(row.state), emergency_until=row.emergency_until,
        looks={StaffId(one.staff): Instant(one.at) for one in looked}, decided_by=row.decided_by,
        decided_at=row.decided_at, answer=row.answer,
    )  # fmt: skip

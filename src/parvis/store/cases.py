"""Cases as stored: events are appended, the columns beside them repeat what they amount to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, delete, exists, func, insert, select, update

from parvis.core.casefold import after
from parvis.core.casework import (
    ActionState,
    Case,
    Channel,
    Event,
    Happened,
    Identity,
    State,
    Status,
    Subject,
    SubjectKind,
    rank_of,
)
from parvis.core.clock import Instant
from parvis.core.ids import CaseId, ConversationId, StaffId
from parvis.core.policy import Harm, Queue
from parvis.store.schema_cases import action, appeal, case, case_event, decision, statement
from parvis.store.writer import Tx

PORTION = 400
"""Keys in one statement; SQLite has a limit on the number of variables."""
OPEN = case.c.closed_at.is_(None)
IN_LINE = [Status.OPEN.value, Status.CLAIMED.value, Status.REOPENED.value]


# ---------------------------------------------------------------- writing


def add(
    tx: Tx, case_id: CaseId, subject: Subject, author: Identity | None, lang: str, channel: Channel, first: Event
) -> Case:
    """Open a case with its first event; IntegrityError when one about the same subject is open."""
    number = tx.conn.execute(select(func.coalesce(func.max(case.c.number), 0) + 1)).scalar_one()
    state = after(State(), first)
    one = Case(
        id=case_id, number=number, subject=subject, author=author, lang=lang, channel=channel, opened_at=first.at,
        state=state,
    )  # fmt: skip
    tx.conn.execute(
        insert(case).values(
            id=one.id, number=number, subject=subject.key, subject_kind=subject.kind, subject_ref=subject.ref,
            conversation=subject.conversation, n=subject.n, lang=lang, channel=channel, opened_at=first.at,
            author=None if author is None else msgspec.json.encode(author).decode(), **_columns(state),
        )
    )  # fmt: skip
    _keep_event(tx, case_id, first)
    return one


def append(tx: Tx, one: Case, kind: Happened, at: Instant, by: StaffId | None = None, **body: object) -> Case:
    """Add the next event to a case that was read in this transaction, and bring its columns up to date."""
    event = Event(seq=one.state.last_seq + 1, at=at, kind=kind, by=by, body=body)
    _keep_event(tx, one.id, event)
    state = after(one.state, event)
    tx.conn.execute(update(case).where(case.c.id == one.id).values(**_columns(state)))
    return msgspec.structs.replace(one, state=state)


def append_each(tx: Tx, steps: Sequence[tuple[Case, Happened, dict[str, object]]], at: Instant) -> None:
    """The next events of many cases that were read in this transaction, in two statements however many they are."""
    latest: dict[CaseId, Case] = {}
    rows: list[dict[str, Any]] = []
    for one, kind, body in steps:
        now = latest.get(one.id, one)
        event = Event(seq=now.state.last_seq + 1, at=at, kind=kind, body=body)
        rows.append(_event_row(one.id, event))
        tx.record(f"case.{kind}", {"case": one.id, "seq": event.seq, "by": None})
        latest[one.id] = msgspec.structs.replace(now, state=after(now.state, event))
    if rows:
        tx.conn.execute(insert(case_event), rows)
        changed = [{"of": one.id, **_columns(one.state)} for one in latest.values()]
        tx.conn.execute(update(case).where(case.c.id == bindparam("of")), changed)


def open_on_all(conn: Connection, keys: Collection[str]) -> dict[str, Case]:
    """The open cases about these subjects, by their keys."""
    rest, found = list(keys), {}
    for start in range(0, len(rest), PORTION):
        query = select(case).where(case.c.subject.in_(rest[start : start + PORTION]), OPEN)
        for row in conn.execute(query).mappings():
            found[row["subject"]] = _case(row)
    return found


def _keep_event(tx: Tx, case_id: CaseId, event: Event) -> None:
    tx.conn.execute(insert(case_event).values(_event_row(case_id, event)))
    tx.record(f"case.{event.kind}", {"case": case_id, "seq": event.seq, "by": event.by})


def _event_row(case_id: CaseId, event: Event) -> dict[str, Any]:
    body = msgspec.json.encode(event.body, order="sorted").decode()
    return {"case": case_id, "seq": event.seq, "at": event.at, "kind": event.kind.value, "by": event.by, "body": body}


def _columns(state: State) -> dict[str, Any]:
    return {
        "status": state.status.value, "harm": state.harm.value, "queue": state.queue.value,
        "severity": state.severity, "priority": state.priority, "rank": rank_of(state), "due_at": state.due_at,
        "lease_by": state.lease_by,
        "lease_until": state.lease_until, "hold_until": state.hold_until, "reports": state.reports,
        "skips": state.skips, "escalated": int(state.escalated), "first_decided_at": state.first_decided_at,
        "decision": state.decision, "proposal": state.proposal, "closed_at": state.closed_at,
        "last_seq": state.last_seq,
    }  # fmt: skip


# ---------------------------------------------------------------- reading


def find(conn: Connection, case_id: CaseId) -> Case | None:
    """One case, or None."""
    row = conn.execute(select(case).where(case.c.id == case_id)).mappings().first()
    return _case(row) if row else None


def some(conn: Connection, ids: Collection[CaseId]) -> dict[CaseId, Case]:
    """These cases, those that are kept, for a list of a few hundred."""
    rows = conn.execute(select(case).where(case.c.id.in_(ids))).mappings()
    return {CaseId(row["id"]): _case(row) for row in rows}


def by_number(conn: Connection, number: int) -> Case | None:
    """A case by what people call it, or None."""
    row = conn.execute(select(case).where(case.c.number == number)).mappings().first()
    return _case(row) if row else None


def open_on(conn: Connection, subject: Subject) -> Case | None:
    """The one open case about a subject, or None."""
    row = conn.execute(select(case).where(case.c.subject == subject.key, OPEN)).mappings().first()
    return _case(row) if row else None


def of_subject(conn: Connection, subject: Subject) -> list[Case]:
    """All cases about a subject, the newest first."""
    query = select(case).where(case.c.subject == subject.key).order_by(case.c.number.desc())
    return [_case(row) for row in conn.execute(query).mappings()]


def events(conn: Connection, case_id: CaseId) -> list[Event]:
    """What happened to a case, in order."""
    query = select(case_event).where(case_event.c.case == case_id).order_by(case_event.c.seq)
    return [
        Event(
            seq=row.seq, at=Instant(row.at), kind=Happened(row.kind), by=None if row.by is None else StaffId(row.by),
            body=msgspec.json.decode(row.body),
        )
        for row in conn.execute(query)
    ]  # fmt: skip


def in_line(
    conn: Connection,
    queues: list[Queue],
    now: Instant,
    *,
    limit: int,
    langs: list[str] | None = None,
    not_for: StaffId | None = None,
) -> list[Case]:
    """Cases that wait for somebody, in the order they should be taken.

    Left out are claimed ones, those that rest and those that wait for an appeal; with ``not_for`` also those which that
    person passed on or decided before. Each queue is read in the order of its index.
    """
    where = [case.c.lease_until <= now, case.c.status.in_(IN_LINE), ~_contested()]
    if langs:
        where.append(case.c.lang.in_(langs))
    if not_for is not None:
        where.append(~_turned_down_by(not_for))
    found = [one for queue in queues for one in _sorted(conn, [OPEN, case.c.queue == queue.value, *where], limit)]
    found.sort(key=lambda one: rank_of(one.state))
    return found[:limit]


def _contested() -> ColumnElement[bool]:
    return exists().where(appeal.c.case == case.c.id, appeal.c.decided_at.is_(None))


def _turned_down_by(who: StaffId) -> ColumnElement[bool]:
    kinds = (Happened.SKIPPED.value, Happened.PROPOSED.value, Happened.DECIDED.value, Happened.DECLINED.value)
    return exists().where(case_event.c.case == case.c.id, case_event.c.by == who, case_event.c.kind.in_(kinds))


def is_contested(conn: Connection, case_id: CaseId) -> bool:
    """Whether an appeal on this case waits for its decision."""
    query = select(appeal.c.id).where(appeal.c.case == case_id, appeal.c.decided_at.is_(None)).limit(1)
    return conn.execute(query).first() is not None


def rested(conn: Connection, now: Instant) -> list[Case]:
    """Cases on hold whose rest is over."""
    where = [OPEN, case.c.status == Status.ON_HOLD.value, case.c.hold_until <= now]
    return _sorted(conn, where, 100)


def overdue(conn: Connection, now: Instant, *, limit: int) -> list[Case]:
    """Open cases past their clock without a first decision, the longest overdue first."""
    where = [OPEN, case.c.first_decided_at.is_(None), case.c.due_at < now]
    query = select(case).where(*where).order_by(case.c.due_at).limit(limit)
    return [_case(row) for row in conn.execute(query).mappings()]


def count_overdue(conn: Connection, now: Instant) -> dict[Harm, int]:
    """How many open cases are past their clock without a first decision, by harm."""
    late = (OPEN, case.c.first_decided_at.is_(None), case.c.due_at < now)
    query = select(case.c.harm, func.count()).where(*late).group_by(case.c.harm)
    return {Harm(harm): count for harm, count in conn.execute(query)}


def leased_to(conn: Connection, staff: StaffId, now: Instant) -> list[Case]:
    """What somebody works on right now."""
    return _sorted(conn, [OPEN, case.c.lease_by == staff, case.c.lease_until > now], 100)


def with_status(conn: Connection, status: Status, *, limit: int) -> list[Case]:
    """Open cases that stand somewhere, the most urgent first."""
    return _sorted(conn, [OPEN, case.c.status == status.value], limit)


def _sorted(conn: Connection, where: list[ColumnElement[bool]], limit: int) -> list[Case]:
    query = select(case).where(*where).order_by(case.c.rank).limit(limit)
    return [_case(row) for row in conn.execute(query).mappings()]


def _case(row: RowMapping) -> Case:
    state = State(
        status=Status(row["status"]), harm=Harm(row["harm"]), queue=Queue(row["queue"]), severity=row["severity"],
        priority=row["priority"], due_at=row["due_at"], lease_by=row["lease_by"], lease_until=row["lease_until"],
        hold_until=row["hold_until"], reports=row["reports"], skips=row["skips"], escalated=bool(row["escalated"]),
        first_decided_at=row["first_decided_at"], decision=row["decision"], proposal=row["proposal"],
        closed_at=row["closed_at"], last_seq=row["last_seq"],
    )  # fmt: skip
    conversation = row["conversation"]
    return Case(
        id=CaseId(row["id"]), number=row["number"], lang=row["lang"], channel=Channel(row["channel"]),
        opened_at=Instant(row["opened_at"]), state=state,
        subject=Subject(
            kind=SubjectKind(row["subject_kind"]), ref=row["subject_ref"], n=row["n"],
            conversation=None if conversation is None else ConversationId(conversation),
        ),
        author=msgspec.json.decode(row["author"], type=Identity) if row["author"] else None,
    )  # fmt: skip


# ---------------------------------------------------------------- ending


def purge(tx: Tx, before: Instant) -> int:
    """Erase cases closed before that instant, with all that hangs on them; how many.

    One with a restriction that still holds, or an appeal that waits, stays as long as that does; and one whose
    decision somebody was told of late, as long after that: their months for contesting it began then (Art. 20(2)).
    """
    running = exists().where(action.c.case == case.c.id, action.c.state == ActionState.ACTIVE.value)
    contested = exists().where(appeal.c.case == case.c.id, appeal.c.decided_at.is_(None))
    told_late = exists().where(
        decision.c.case == case.c.id, statement.c.decision == decision.c.id, statement.c.delivered_at >= before
    )
    old = select(case.c.id).where(case.c.closed_at < before, ~running, ~contested, ~told_late)
    gone = list(tx.conn.execute(old).scalars())
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        tx.conn.execute(delete(appeal).where(appeal.c.case.in_(some)))
        tx.conn.execute(delete(case).where(case.c.id.in_(some)))
    return tx.erases(len(gone))

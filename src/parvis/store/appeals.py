"""Appeals as stored: one for each statement, one for each report that led to nothing."""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from parvis.core.casework import Appeal, Appellant, Choice, DecisionState, Outcome
from parvis.core.clock import Instant
from parvis.core.ids import AppealId, CaseId, DecisionId, ReportId, StaffId, StatementId
from parvis.store.schema_cases import appeal, decision, report
from parvis.store.writer import Tx


def add(tx: Tx, one: Appeal) -> None:
    """Keep an appeal; IntegrityError when its statement or report has one."""
    tx.conn.execute(
        insert(appeal).values(
            id=one.id, case=one.case, statement=one.statement, report=one.report, appellant=one.appellant,
            text=one.text, lang=one.lang, lodged_at=one.lodged_at, due_at=one.due_at,
            first_decider=one.first_decider, second_decider=one.second_decider,
        )
    )  # fmt: skip


def decide(tx: Tx, one: Appeal) -> bool:
    """Keep outcome and answer; False when somebody answered a moment ago."""
    waiting = update(appeal).where(appeal.c.id == one.id, appeal.c.decided_at.is_(None))
    values = {
        "outcome": one.outcome, "answer": msgspec.json.encode(one.answer).decode(), "decided_by": one.decided_by,
        "decided_at": one.decided_at,
    }  # fmt: skip
    return tx.conn.execute(waiting.values(values)).rowcount == 1


def find(conn: Connection, appeal_id: AppealId) -> Appeal | None:
    """One appeal, or None."""
    return _one(conn, appeal.c.id == appeal_id)


def of_statement(conn: Connection, statement: StatementId) -> Appeal | None:
    """The appeal against what a statement explains."""
    return _one(conn, appeal.c.statement == statement)


def of_report(conn: Connection, report: ReportId) -> Appeal | None:
    """The appeal of somebody whose report led to nothing."""
    return _one(conn, appeal.c.report == report)


def of_case(conn: Connection, case: CaseId) -> list[Appeal]:
    """All appeals on a case, in order."""
    return _many(conn, appeal.c.case == case)


def waiting(conn: Connection, *, limit: int = 200) -> list[Appeal]:
    """Appeals without an answer, the one that is due first at the front."""
    return _many(conn, appeal.c.decided_at.is_(None), limit=limit)


def answered_since(conn: Connection, since: Instant) -> list[Appeal]:
    """Appeals that were answered since an instant."""
    return _many(conn, appeal.c.decided_at >= since, limit=1_000)


def _one(conn: Connection, *where: ColumnElement[bool]) -> Appeal | None:
    return next(iter(_many(conn, *where)), None)


def _many(conn: Connection, *where: ColumnElement[bool], limit: int = 200) -> list[Appeal]:
    query = select(appeal).where(*where).order_by(appeal.c.due_at, appeal.c.id).limit(limit)
    return [_appeal(row) for row in conn.execute(query).mappings()]


def _appeal(row: RowMapping) -> Appeal:
    return Appeal(
        id=AppealId(row["id"]), case=CaseId(row["case"]), appellant=Appellant(row["appellant"]), text=row["text"],
        lang=row["lang"], lodged_at=Instant(row["lodged_at"]), due_at=Instant(row["due_at"]),
        statement=None if row["statement"] is None else StatementId(row["statement"]),
        report=None if row["report"] is None else ReportId(row["report"]),
        first_decider=None if row["first_decider"] is None else StaffId(row["first_decider"]),
        second_decider=None if row["second_decider"] is None else StaffId(row["second_decider"]),
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        decided_by=None if row["decided_by"] is None else StaffId(row["decided_by"]),
        decided_at=None if row["decided_at"] is None else Instant(row["decided_at"]),
        answer=msgspec.json.decode(row["answer"], type=dict[str, str]) if row["answer"] else {},
    )  # fmt: skip


# ---------------------------------------------------------------- what is contested


class Hands(msgspec.Struct, frozen=True):
    """Who took a decision, and what it chose."""

    first: StaffId
    second: StaffId | None
    choice: Choice
    state: DecisionState


def hands_of(conn: Connection, decision_id: DecisionId) -> Hands | None:
    """Who decided, and who seconded: neither may decide an appeal against it."""
    query = select(decision).where(decision.c.id == decision_id)
    row = conn.execute(query).first()
    if row is None:
        return None
    second = None if row.seconded_by is None else StaffId(row.seconded_by)
    return Hands(StaffId(row.by), second, msgspec.json.decode(row.choice, type=Choice), DecisionState(row.state))


class Contested(msgspec.Struct, frozen=True):
    """A report as an appeal needs it."""

    report: ReportId
    case: CaseId
    decided_at: Instant | None


def reports_by_hash(conn: Connection, code_hash: str) -> list[Contested]:
    """What a receipt code opens: one report for each thing that its notice named."""
    query = select(report.c.id, report.c.case, report.c.decided_at).where(report.c.code_hash == code_hash)
    return [
        Contested(ReportId(row.id), CaseId(row.case), None if row.decided_at is None else Instant(row.decided_at))
        for row in conn.execute(query.order_by(report.c.at, report.c.id))
    ]  # fmt: skip

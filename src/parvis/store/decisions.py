"""Decisions and the measures they took, as stored: what is on its way, what stands, and how it ended."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from parvis.core.casework import Action, ActionState, Choice, Decision, DecisionState, Outcome, Wish
from parvis.core.clock import Instant
from parvis.core.ids import ActionId, CaseId, DecisionId, StaffId
from parvis.core.policy import Harm
from parvis.store.prepared import Prepared
from parvis.store.schema_cases import action, appeal, decision
from parvis.store.writer import Tx

_choices = msgspec.json.Decoder(Choice)
_wishes = msgspec.json.Decoder(Wish)


class Precedent(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier decision on the same harm, and how an appeal against it ended, when there was one."""

    decision: Decision
    outcome: Outcome | None = None


# ---------------------------------------------------------------- decisions


def add(tx: Tx, one: Decision) -> None:
    """Keep a decision; the ledger says who decided what on which case, by ids and codes alone."""
    tx.conn.execute(
        insert(decision).values(
            id=one.id, case=one.choice.case, state=one.state, by=one.by, seconded_by=one.seconded_by, at=one.at,
            execute_at=one.execute_at, executed_at=one.executed_at, harm=one.choice.harm,
            choice=msgspec.json.encode(one.choice).decode(), terms_version=one.terms_version,
            supersedes=one.supersedes,
        )
    )  # fmt: skip
    tx.record("decision.taken", {
        "decision": one.id, "case": one.choice.case, "by": one.by, "state": one.state,
        "measures": [wish.measure for wish in one.choice.wishes], "harm": one.choice.harm,
    })  # fmt: skip


def move(tx: Tx, one: Decision, state: DecisionState, by: StaffId | None = None, **changes: Any) -> Decision:
    """Bring a decision to another state, with what changes besides (``executed_at``, ``seconded_by``, …)."""
    tx.conn.execute(update(decision).where(decision.c.id == one.id).values(state=state, **changes))
    tx.record(f"decision.{state.value}", {"decision": one.id, "case": one.choice.case, "by": by})
    return msgspec.structs.replace(one, state=state, **changes)


def find(conn: Connection, decision_id: DecisionId) -> Decision | None:
    """One decision, or None."""
    row = conn.execute(select(decision).where(decision.c.id == decision_id)).mappings().first()
    return _decision(row) if row else None


def of_case(conn: Connection, case_id: CaseId) -> list[Decision]:
    """All decisions on a case, the first one first."""
    query = select(decision).where(decision.c.case == case_id).order_by(decision.c.at, decision.c.id)
    return [_decision(row) for row in conn.execute(query).mappings()]


_DUE = Prepared(
    select(decision.c.id)
    .where(decision.c.state == DecisionState.PENDING.value, decision.c.execute_at <= bindparam("now"))
    .order_by(decision.c.execute_at)
    .limit(bindparam("limit"))
)


def due(conn: Connection, now: Instant, *, limit: int = 100) -> list[DecisionId]:
    """Decisions whose minute is over, the first due first."""
    return [DecisionId(row.id) for row in _DUE.all(conn, now=now, limit=limit)]


def proposed(conn: Connection, *, limit: int = 100) -> list[Decision]:
    """Decisions that wait for a second person, the oldest first."""
    query = select(decision).where(decision.c.state == DecisionState.PROPOSED.value)
    return [_decision(row) for row in conn.execute(query.order_by(decision.c.execute_at).limit(limit)).mappings()]


def similar(conn: Connection, harm: Harm, besides: CaseId, *, limit: int = 5) -> list[Precedent]:
    """The newest decisions on the same harm that took effect, with their outcome on appeal."""
    stood = (DecisionState.EXECUTED.value, DecisionState.REVERSED.value)
    query = select(decision).where(decision.c.harm == harm.value, decision.c.state.in_(stood))
    rows = conn.execute(
        query.where(decision.c.case != besides).order_by(decision.c.at.desc()).limit(limit)
    ).mappings()  # fmt: skip
    found = [_decision(row) for row in rows]
    answered = select(appeal.c.case, appeal.c.outcome).where(
        appeal.c.case.in_([one.choice.case for one in found]), appeal.c.outcome.is_not(None)
    )
    outcomes = {row.case: Outcome(row.outcome) for row in conn.execute(answered.order_by(appeal.c.decided_at))}
    return [Precedent(decision=one, outcome=outcomes.get(one.choice.case)) for one in found]


def _decision(row: RowMapping) -> Decision:
    executed, seconded, supersedes = row["executed_at"], row["seconded_by"], row["supersedes"]
    return Decision(
        id=DecisionId(row["id"]), choice=_choices.decode(row["choice"]), state=DecisionState(row["state"]),
        by=StaffId(row["by"]), at=Instant(row["at"]), execute_at=Instant(row["execute_at"]),
        executed_at=None if executed is None else Instant(executed),
        seconded_by=None if seconded is None else StaffId(seconded), terms_version=row["terms_version"],
        supersedes=None if supersedes is None else DecisionId(supersedes),
    )  # fmt: skip


# ---------------------------------------------------------------- measures


def add_action(tx: Tx, one: Action) -> None:
    """Keep a measure that was taken."""
    tx.conn.execute(
        insert(action).values(
            id=one.id, decision=one.decision, case=one.case, measure=one.wish.measure,
            wish=msgspec.json.encode(one.wish).decode(), state=one.state, starts_at=one.starts_at, ends_at=one.ends_at,
        )
    )  # fmt: skip
    tx.record("action.taken", {
        "action": one.id, "decision": one.decision, "case": one.case, "measure": one.wish.measure,
        "ends_at": one.ends_at,
    })  # fmt: skip


def end_action(tx: Tx, one: Action, state: ActionState) -> Action:
    """A measure expired, was lifted or reversed."""
    tx.conn.execute(update(action).where(action.c.id == one.id).values(state=state))
    tx.record(f"action.{state.value}", {"action": one.id, "case": one.case, "measure": one.wish.measure})
    return msgspec.structs.replace(one, state=state)


def find_action(conn: Connection, action_id: ActionId) -> Action | None:
    """One measure, or None."""
    row = conn.execute(select(action).where(action.c.id == action_id)).mappings().first()
    return _action(row) if row else None


def actions_of(conn: Connection, decision_id: DecisionId) -> list[Action]:
    """What a decision did so far."""
    query = select(action).where(action.c.decision == decision_id).order_by(action.c.starts_at, action.c.id)
    return [_action(row) for row in conn.execute(query).mappings()]


def actions_of_case(conn: Connection, case_id: CaseId) -> list[Action]:
    """All measures taken on a case."""
    query = select(action).where(action.c.case == case_id).order_by(action.c.starts_at, action.c.id)
    return [_action(row) for row in conn.execute(query).mappings()]


def ended(conn: Connection, now: Instant, *, limit: int = 200) -> list[Action]:
    """Measures whose time is over and that still count as running."""
    over = action.c.state == ActionState.ACTIVE.value, action.c.ends_at <= now
    return [_action(row) for row in conn.execute(select(action).where(*over).limit(limit)).mappings()]


def _action(row: RowMapping) -> Action:
    return Action(
        id=ActionId(row["id"]), decision=DecisionId(row["decision"]), case=CaseId(row["case"]),
        wish=_wishes.decode(row["wish"]), state=ActionState(row["state"]), starts_at=Instant(row["starts_at"]),
        ends_at=None if row["ends_at"] is None else Instant(row["ends_at"]),
    )  # fmt: skip

"""One step of a decision carried out, or taken back: everything that belongs to it, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.core.casework import (
    BY_RULE,
    Action,
    ActionState,
    Automated,
    Case,
    Decision,
    DecisionState,
    Happened,
    StatementKind,
)
from parvis.core.clock import Instant, later
from parvis.core.ids import ActionId, CaseId, DecisionId, StaffId, StatementId, fresh_word
from parvis.core.policy import MEASURES
from parvis.moderation import evidence, reports, statements, team
from parvis.moderation.execution import InStore, perform
from parvis.moderation.measures import Consequence
from parvis.moderation.office import Office
from parvis.store import cases as stored
from parvis.store import decisions
from parvis.store.writer import Tx


def told(decision: Decision) -> dict[str, object]:
    """What an event says of a decision."""
    return {"decision": decision.id, "measures": [wish.measure.value for wish in decision.choice.wishes]}


def carry_out(
    tx: Tx, office: Office, one: Case, decision: Decision, consequences: Sequence[Consequence]
) -> list[Action]:
    """Do these measures, and give the person they hit the reasons: the heart of the house, in one transaction."""
    if not consequences:
        return []
    now = office.clock.now()
    evidence.freeze(tx, office, one, one.subject, by=decision.id)
    taken = [action_of(office, one.id, decision.id, each, now) for each in consequences]
    statement = issue(tx, office, one, decision, taken)
    executor = InStore(tx, office, one, statement, by_rule=decision.by == BY_RULE)
    for action, each in zip(taken, consequences, strict=True):
        decisions.add_action(tx, action)
        perform(executor, action, each.classes)
    return taken


def action_of(office: Office, case: CaseId, decision: DecisionId, one: Consequence, at: Instant) -> Action:
    """The measure as it is taken at that instant."""
    return Action(
        id=ActionId(fresh_word(office.entropy)), decision=decision, case=case, wish=one.wish,
        state=ActionState.ACTIVE if one.lasts else ActionState.DONE, starts_at=at,
        ends_at=None if one.wish.for_ms is None else later(at, one.wish.for_ms),
    )  # fmt: skip


def issue(
    tx: Tx, office: Office, one: Case, decision: Decision, taken: list[Action], kind: StatementKind | None = None
) -> StatementId | None:
    """Issue the statement for those measures that need one."""
    stated = [action for action in taken if MEASURES[action.wish.measure].statement]
    if not stated or one.author is None:
        return None
    quoted, said_at = evidence.quoted(tx, one)
    by_rule = decision.by == BY_RULE and kind is None
    return statements.issue(
        tx, office, case=one, decision=decision, choice=decision.choice, actions=stated, addressee=one.author,
        quoted=quoted, content_at=said_at, kind=kind,
        decided_by_number=None if decision.by == BY_RULE else team.number_of(tx, decision.by),
        automated=Automated.FULLY if by_rule else Automated.NOT,
    ).id  # fmt: skip


def close(tx: Tx, office: Office, one: Case, decision: Decision, by: StaffId | None) -> Case:
    """All of it was done: the case is decided, and whoever reported reads how."""
    now = office.clock.now()
    reports.told_of(tx, one.id, [wish.measure for wish in decision.choice.wishes], now)
    return stored.append(tx, one, Happened.EXECUTED, now, by, **told(decision))


def take_back(
    tx: Tx, office: Office, one: Case, decision: Decision, state: DecisionState, by: StaffId | None
) -> Decision:
    """Give back whatever a decision did so far, and say so to the person it hit."""
    moved = decisions.move(tx, decision, state, by)
    back = reverse_measures(tx, office, one, decision)
    issue(tx, office, one, moved, back, StatementKind.REVERSAL)
    return moved


def reverse_measures(tx: Tx, office: Office, one: Case, decision: Decision) -> list[Action]:
    """Undo each measure of a decision as far as it can be undone; which."""
    executor = InStore(tx, office, one)
    found = [executor.take_back(each) for each in decisions.actions_of(tx.conn, decision.id)]
    return [each for each in found if each is not None]

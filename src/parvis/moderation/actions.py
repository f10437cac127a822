"""Deciding: taken, undone within its minute, seconded or declined, executed in one transaction, ended by the clock.

A decision is taken by whoever holds the case's lease. What is urgent in it happens in that very transaction; the rest
waits for a minute, or for a second person and then a minute. Each step is one transaction: evidence frozen, measures
recorded, the ledger written, the statement issued, reporters told. A process that dies leaves a step done or not begun;
what was due is done by the next one, once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from parvis.core import approval as pairs
from parvis.core.casework import (
    LEASE_MS,
    Action,
    ActionState,
    Case,
    Choice,
    Decision,
    DecisionState,
    Event,
    Ground,
    Happened,
    StatementKind,
    Status,
    Wish,
)
from parvis.core.clock import Instant, later
from parvis.core.ids import CaseId, DecisionId, MessageId, StaffId, fresh_word
from parvis.core.policy import EMERGENCY_MS, HARMS, MEASURES, TERMS_VERSION, UNDO_MS, Measure
from parvis.moderation import carrying, cases, measures, pairing, team
from parvis.moderation.cases import NO_CASE, NOT_NOW
from parvis.moderation.execution import Deed, InStore, OnPaper, perform
from parvis.moderation.measures import Consequence, Phase, World
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import approvals, decisions, sanctions, talk
from parvis.store import cases as stored
from parvis.store import rooms as stored_rooms
from parvis.store.database import Reading
from parvis.store.writer import Tx

NO_DECISION = Refused(text_key="refuse-decision-unknown")
TOO_LATE = Refused(text_key="refuse-decision-too-late")
NOT_YOURS = Refused(text_key="refuse-decision-not-yours")
MOVED = Refused(text_key="refuse-case-moved")
CONTESTED = Refused(text_key="refuse-case-contested")
OWN_REPORT = Refused(text_key="refuse-case-own-report")
OVERTURNED = Refused(text_key="refuse-case-overturned")
DELIVERED = Refused(text_key="refuse-decision-delivered")
PROTECTED_BEFORE = Refused(text_key="refuse-pair-emergency-again")
ON_ITS_WAY = (DecisionState.PROPOSED, DecisionState.PENDING)
"""Taken, and not yet done."""

EMERGENCY_FACTS = {
    "fr": "Mesure de protection prise d’urgence par une seule personne de l’équipe, pour un jour au plus. Une "
    "seconde personne examine le dossier.",
    "en": "A protective measure, taken in an emergency by one person of the team, for a day at most. A second person "
    "is looking at the case.",
}
"""The facts of an emergency measure, unless whoever takes it writes better ones."""


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """What a choice would do, and what it would touch; nothing was written."""

    plan: list[Consequence]
    deeds: list[Deed]


# ---------------------------------------------------------------- taking one


async def take(
    office: Office, who: StaffId, choice: Choice, *, seen: int | None = None, opinion: str = ""
) -> Decision | Refused:
    """Decide a case under one's lease.

    ``seen`` is the case's ``last_seq`` on the page the decision was made from: a page that missed something is refused.
    ``opinion`` is for the second person, who reads it after having looked for themselves.
    """

    def work(tx: Tx) -> Decision | Refused:
        now, one = office.clock.now(), stored.find(tx.conn, choice.case)
        if one is None:
            return NO_CASE
        refused = _objection(tx, one, who, now, seen) or measures.objection(one, choice, _world(tx.conn, office, one))
        return refused or _taken(tx, office, one, who, choice, opinion)

    return await office.db.write(work)


def _objection(tx: Tx, one: Case, who: StaffId, now: Instant, seen: int | None) -> Refused | None:
    if one.state.closed_at is not None:
        return NOT_NOW
    if stored.is_contested(tx.conn, one.id):
        return CONTESTED
    refused = cases.objection(tx, one, who, now)
    if refused:
        return refused
    events = stored.events(tx.conn, one.id)
    if any(event.by == who and event.kind in (Happened.OPENED, Happened.REPORTED) for event in events):
        return OWN_REPORT
    if who in cases.hands_off(tx.conn, events):
        return OVERTURNED
    return MOVED if seen is not None and any(_matters(event, who) for event in events if event.seq > seen) else None


_HARMLESS = frozenset({Happened.REPORTED, Happened.WATCHED, Happened.CLAIMED})


def _matters(event: Event, who: StaffId) -> bool:
    """Whether an event changes what a page showed: another report does not, a colleague's note does."""
    return event.kind not in _HARMLESS and event.by != who


def _world(conn: Reading, office: Office, one: Case) -> World:
    """What the store says about a case's subject and author."""
    classes = one.author.classes() if one.author else []
    now = office.clock.now()
    running = [decisions.find_action(conn, each) for each in sanctions.running_on(conn, classes, now)]
    ran = [each for each in [*running, *decisions.actions_of_case(conn, one.id)] if each is not None]
    mid = MessageId(one.subject.ref)
    return World(
        rooms=frozenset(room.id for room in stored_rooms.listed(conn)), message=talk.sent(conn, mid),
        restorable=talk.can_restore(conn, mid), running={each.id: each for each in ran},
    )  # fmt: skip


def _taken(tx: Tx, office: Office, one: Case, who: StaffId, choice: Choice, opinion: str) -> Decision | Refused:
    now = office.clock.now()
    two, plan = measures.needs_two(choice), measures.plan(one, choice, now)
    waits = any(each.phase is not Phase.NOW for each in plan)
    state = DecisionState.PROPOSED if two else DecisionState.PENDING if waits else DecisionState.EXECUTED
    decision = Decision(
        id=DecisionId(fresh_word(office.entropy)), choice=choice, state=state, by=who, at=now,
        execute_at=later(now, UNDO_MS) if waits else now, executed_at=None if waits else now,
        terms_version=TERMS_VERSION, supersedes=one.state.decision,
    )  # fmt: skip
    if two:
        refused = pairing.propose(tx, office, decision, opinion)
        if refused:
            return refused
    decisions.add(tx, decision)
    if choice.harm is not one.state.harm:
        due = later(one.opened_at, office.due_ms(choice.harm))
        one = stored.append(
            tx, one, Happened.CLASSIFIED, now, who, harm=choice.harm.value, channel=one.channel.value, due_at=due
        )
    kind = Happened.PROPOSED if two else Happened.DECIDED
    one = stored.append(tx, one, kind, now, who, **carrying.told(decision))
    carrying.carry_out(tx, office, one, decision, [each for each in plan if each.phase is Phase.NOW])
    if not waits:
        one = _closed(tx, office, one, decision, who)
    cases.tell(tx, office, one)
    return decision


async def simulate(office: Office, choice: Choice) -> Simulation | Refused:
    """The same plan through an executor that writes nothing: for previews, training and tests."""

    def look(conn: Reading) -> Simulation | Refused:
        one, now = stored.find(conn, choice.case), office.clock.now()
        if one is None:
            return NO_CASE
        refused = measures.objection(one, choice, _world(conn, office, one))
        if refused:
            return refused
        plan, paper = measures.plan(one, choice, now), OnPaper(conn, one)
        for each in plan:
            perform(paper, carrying.action_of(office, one.id, DecisionId(""), each, each.starts_at), each.classes)
        return Simulation(plan=plan, deeds=paper.deeds)

    return await office.db.read(look)


# ---------------------------------------------------------------- carrying out


async def execute_due(office: Office) -> int:
    """Do what has waited its minute; how many decisions. Called each second, and after a start.

    Each is a transaction of its own, which looks again whether it is still to be done.
    """
    now = office.clock.now()
    found = office.db.glance(lambda conn: decisions.due(conn, now))
    return sum([await office.db.write(partial(_execute, office, one)) for one in found])


def _execute(office: Office, decision_id: DecisionId, tx: Tx) -> bool:
    now, decision = office.clock.now(), decisions.find(tx.conn, decision_id)
    if decision is None or decision.state is not DecisionState.PENDING or decision.execute_at > now:
        return False
    one = stored.find(tx.conn, decision.choice.case)
    if one is None:
        return False
    if measures.needs_two(decision.choice) and not pairing.spend(tx, office, decision):
        cases.tell(tx, office, pairing.drop(tx, office, one, decision, None, Happened.DECLINED))
        return False
    decision = decisions.move(tx, decision, DecisionState.EXECUTED, executed_at=now)
    carrying.carry_out(tx, office, one, decision, _rest(one, decision.choice, now))
    cases.tell(tx, office, _closed(tx, office, one, decision, None))
    return True


def _closed(tx: Tx, office: Office, one: Case, decision: Decision, by: StaffId | None) -> Case:
    """The case is decided. What one person did alone meanwhile ends with it, unless it was decided to shut out."""
    if not measures.shuts_out(decision.choice):
        for protection in pairing.protections(tx.conn, one.id):
            back = _unprotect(tx, office, one, protection)
            carrying.issue(tx, office, one, protection, back, StatementKind.REVERSAL)
    return carrying.close(tx, office, one, decision, by)


def _rest(one: Case, choice: Choice, now: Instant) -> list[Consequence]:
    return [each for each in measures.plan(one, choice, now) if each.phase is not Phase.NOW]


# ---------------------------------------------------------------- undoing


async def undo(office: Office, who: StaffId, decision_id: DecisionId) -> Decision | Refused:
    """Take one's own decision back within its minute, as if it had not been: what it did at once is given back too.

    A proposal can be taken back until somebody has agreed. The case is one's own again.
    """

    def work(tx: Tx) -> Decision | Refused:
        now, decision = office.clock.now(), decisions.find(tx.conn, decision_id)
        one = stored.find(tx.conn, decision.choice.case) if decision else None
        if decision is None or one is None:
            return NO_DECISION
        if who not in (decision.by, decision.seconded_by):
            return NOT_YOURS
        refused = _too_late(tx, decision, now)
        if refused:
            return refused
        if decision.state is DecisionState.PROPOSED:
            pairing.withdraw(tx, decision, who, now)
        undone = carrying.take_back(tx, office, one, decision, DecisionState.UNDONE, who)
        if one.state.closed_at is None or stored.open_on(tx.conn, one.subject) is None:
            one = stored.append(tx, one, Happened.UNDONE, now, who, decision=decision.id)
            one = stored.append(tx, one, Happened.CLAIMED, now, who, until=later(now, LEASE_MS))
        cases.tell(tx, office, one)
        return undone

    return await office.db.write(work)


def _too_late(tx: Tx, decision: Decision, now: Instant) -> Refused | None:
    done = decisions.actions_of(tx.conn, decision.id)
    if any(one.wish.measure is Measure.RELEASE for one in done):
        return DELIVERED
    match decision.state:
        case DecisionState.PROPOSED:
            return None
        case DecisionState.PENDING:
            return None if now < decision.execute_at else TOO_LATE
        case DecisionState.EXECUTED:
            at_once = all(MEASURES[wish.measure].urgent for wish in decision.choice.wishes)
            return None if at_once and now < decision.at + UNDO_MS else TOO_LATE
        case _:
            return TOO_LATE


def reverse(tx: Tx, office: Office, decision: Decision, by: StaffId) -> list[Action]:
    """Take a decision back for good, as an appeal may, with all that followed from it; which measures.

    A ban or suspension ends, with what protected until it came; a removed message comes back while it is kept, a room
    is as it was. The caller tells the person and writes the case's event. One that has not taken effect yet will not:
    its case is in line again, to be decided by somebody.
    """
    one = stored.find(tx.conn, decision.choice.case)
    if one is None or decision.state in (DecisionState.REVERSED, DecisionState.UNDONE):
        return []
    decisions.move(tx, decision, DecisionState.REVERSED, by)
    back = carrying.reverse_measures(tx, office, one, decision)
    if measures.shuts_out(decision.choice):
        back += [each for taken in pairing.protections(tx.conn, one.id) for each in _unprotect(tx, office, one, taken)]
    if decision.id in (one.state.decision, one.state.proposal) and decision.state in ON_ITS_WAY:
        stored.append(tx, one, Happened.UNDONE, office.clock.now(), by, decision=decision.id)
    return back


def _unprotect(tx: Tx, office: Office, one: Case, protection: Decision) -> list[Action]:
    """End an emergency measure that still holds; nothing when it has ended."""
    runs = any(each.state is ActionState.ACTIVE for each in decisions.actions_of(tx.conn, protection.id))
    return carrying.reverse_measures(tx, office, one, protection) if runs else []


# ---------------------------------------------------------------- two people

_Second = Callable[[Tx, Case, Decision, pairs.Approval], Decision | Refused]


async def look(office: Office, who: StaffId, decision_id: DecisionId) -> Decision | Refused:
    """Record that somebody looks at the case in order to answer; from then on they may read the first one's opinion."""

    def step(tx: Tx, _one: Case, decision: Decision, asked: pairs.Approval) -> Decision | Refused:
        by = team.member(tx, who)
        if by is None:
            return team.NO_RIGHT
        return pairing.answered(approvals.look(tx, asked.id, by, office.clock.now())) or decision

    return await _as_second(office, who, decision_id, step)


async def second(office: Office, who: StaffId, decision_id: DecisionId, answer: str = "") -> Decision | Refused:
    """Agree, after having looked. A minute later it takes effect; until then either of the two can undo it."""

    def step(tx: Tx, one: Case, decision: Decision, asked: pairs.Approval) -> Decision | Refused:
        now, by = office.clock.now(), team.member(tx, who)
        if by is None:
            return team.NO_RIGHT
        refused = pairing.answered(approvals.second(tx, asked.id, by, answer, now, office.config.team.pair_quota))
        if refused:
            return refused
        agreed = decisions.move(
            tx, decision, DecisionState.PENDING, who, seconded_by=who, execute_at=later(now, UNDO_MS)
        )
        stored.append(tx, one, Happened.DECIDED, now, who, **carrying.told(decision))
        return agreed

    return await _as_second(office, who, decision_id, step)


async def decline(office: Office, who: StaffId, decision_id: DecisionId, answer: str) -> Decision | Refused:
    """Do not agree: it will not be done, and what protected meanwhile ends. The case goes back to the line."""

    def step(tx: Tx, one: Case, decision: Decision, asked: pairs.Approval) -> Decision | Refused:
        by = team.member(tx, who)
        if by is None:
            return team.NO_RIGHT
        refused = pairing.answered(approvals.reject(tx, asked.id, by, answer, office.clock.now()))
        if refused:
            return refused
        pairing.drop(tx, office, one, decision, who, Happened.DECLINED)
        return msgspec.structs.replace(decision, state=DecisionState.DECLINED)

    return await _as_second(office, who, decision_id, step)


async def _as_second(office: Office, who: StaffId, decision_id: DecisionId, step: _Second) -> Decision | Refused:
    def work(tx: Tx) -> Decision | Refused:
        decision = decisions.find(tx.conn, decision_id)
        one = stored.find(tx.conn, decision.choice.case) if decision else None
        asked = pairing.approval_of(tx.conn, decision) if decision else None
        if decision is None or one is None or asked is None:
            return NO_DECISION
        refused = team.objection(tx, who, one.state.queue)
        if refused:
            return refused
        if decision.state is not DecisionState.PROPOSED:
            return TOO_LATE
        done = step(tx, one, decision, asked)
        cases.tell(tx, office, one)
        return done

    return await office.db.write(work)


# ---------------------------------------------------------------- protecting alone


async def protect(
    office: Office, who: StaffId, case_id: CaseId, facts: dict[str, str] | None = None
) -> Decision | Refused:
    """Suspend the author at once, alone, for a day at most, while the case goes on and a second person is asked.

    Once for each case, unless a second person has agreed since: an emergency does not renew itself.
    """

    def work(tx: Tx) -> Decision | Refused:
        now, one = office.clock.now(), stored.find(tx.conn, case_id)
        if one is None:
            return NO_CASE
        refused = _objection_to_protect(tx, one, who, now)
        if refused:
            return refused
        choice = Choice(
            case=one.id, wishes=[Wish(measure=Measure.SUSPEND, for_ms=EMERGENCY_MS)], harm=one.state.harm,
            ground=Ground.TERMS, rule=HARMS[one.state.harm].rule, facts=facts or EMERGENCY_FACTS,
        )  # fmt: skip
        decision = Decision(
            id=DecisionId(fresh_word(office.entropy)), choice=choice, state=DecisionState.EXECUTED, by=who, at=now,
            execute_at=now, executed_at=now, terms_version=TERMS_VERSION,
        )  # fmt: skip
        decisions.add(tx, decision)
        taken = carrying.carry_out(tx, office, one, decision, measures.plan(one, choice, now))
        one = stored.append(tx, one, Happened.PROTECTED, now, who, decision=decision.id, ends_at=taken[0].ends_at)
        cases.tell(tx, office, one)
        return decision

    return await office.db.write(work)


def _objection_to_protect(tx: Tx, one: Case, who: StaffId, now: Instant) -> Refused | None:
    if one.state.closed_at is not None:
        return NOT_NOW
    if one.author is None:
        return Refused(text_key="refuse-choice-nobody")
    waiting = one.state.status is Status.AWAITING_SECOND
    refused = team.objection(tx, who, one.state.queue) if waiting else cases.objection(tx, one, who, now)
    return refused or (PROTECTED_BEFORE if pairing.protections(tx.conn, one.id, Happened.PROTECTED) else None)


# ---------------------------------------------------------------- by the clock


async def expire(office: Office) -> int:
    """End measures whose time is over, and proposals nobody agreed to; how many. Whoever was kept out may come in."""
    now = office.clock.now()
    over = await office.db.read(lambda conn: decisions.ended(conn, now))
    count = sum([await office.db.write(partial(_expire, office, one)) for one in over])
    stale = await office.db.read(lambda conn: [one.id for one in decisions.proposed(conn) if _is_stale(conn, one, now)])
    return count + sum([await office.db.write(partial(_expire_proposal, office, each)) for each in stale])


def _expire(office: Office, one: Action, tx: Tx) -> int:
    now, found = office.clock.now(), decisions.find_action(tx.conn, one.id)
    if found is None or found.state is not ActionState.ACTIVE or found.ends_at is None or found.ends_at > now:
        return 0
    case = stored.find(tx.conn, found.case)
    if case is None:
        return 0
    InStore(tx, office, case).end(found, ActionState.EXPIRED)
    cases.tell(tx, office, case)
    return 1


def _is_stale(conn: Reading, decision: Decision, now: Instant) -> bool:
    asked = pairing.approval_of(conn, decision)
    return asked is None or asked.state_at(now) is not pairs.State.OPEN


def _expire_proposal(office: Office, decision_id: DecisionId, tx: Tx) -> int:
    decision = decisions.find(tx.conn, decision_id)
    one = stored.find(tx.conn, decision.choice.case) if decision else None
    if decision is None or one is None or decision.state is not DecisionState.PROPOSED:
        return 0
    cases.tell(tx, office, pairing.drop(tx, office, one, decision, None, Happened.DECLINED))
    return 1

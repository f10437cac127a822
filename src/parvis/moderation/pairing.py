"""The two-person rule at the desk: a decision that waits for a second person, and what becomes of it."""

from __future__ import annotations

import msgspec

from parvis.core import approval as pairs
from parvis.core.approval import Kind
from parvis.core.casework import Case, Decision, DecisionState, Happened, StatementKind
from parvis.core.clock import Instant
from parvis.core.ids import ApprovalId, CaseId, DecisionId, StaffId, fresh_word
from parvis.moderation import carrying, team
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import approvals, decisions
from parvis.store import cases as stored
from parvis.store.database import Reading
from parvis.store.writer import Tx


def _payload(decision: Decision) -> bytes:
    """What the second agrees to, by ids and codes; the facts stand in the decision, under the same id."""
    return msgspec.json.encode(
        {"case": decision.choice.case, "decision": decision.id, "wishes": decision.choice.wishes}
    )


def propose(tx: Tx, office: Office, decision: Decision, opinion: str) -> Refused | None:
    """Ask for a second person; why that cannot be, or None."""
    by = team.member(tx, decision.by)
    if by is None:
        return team.NO_RIGHT
    draft = approvals.Draft(
        id=ApprovalId(fresh_word(office.entropy)), kind=Kind.PERMANENT_RESTRICTION, subject=decision.choice.case,
        payload=_payload(decision), opinion=opinion, hours=office.config.team.approval_hours,
    )  # fmt: skip
    return answered(approvals.propose(tx, draft, by, office.clock.now()))


def answered(given: pairs.Approval | pairs.Objection) -> Refused | None:
    """Why a step of the pair was not taken, or None."""
    return Refused(text_key=f"refuse-pair-{given.value}") if isinstance(given, pairs.Objection) else None


def approval_of(conn: Reading, decision: Decision) -> pairs.Approval | None:
    """The proposal that a decision waits for, or waited for."""
    payload = pairs.digest_of(_payload(decision))
    found = approvals.of_subject(conn, Kind.PERMANENT_RESTRICTION, decision.choice.case)
    return next((one for one in found if one.digest == payload), None)


def spend(tx: Tx, office: Office, decision: Decision) -> bool:
    """Spend the second person's agreement, which must be for exactly this."""
    asked = approval_of(tx.conn, decision)
    if asked is None:
        return False
    case, now = decision.choice.case, office.clock.now()
    used = approvals.use(tx, asked.id, Kind.PERMANENT_RESTRICTION, case, _payload(decision), now)
    return isinstance(used, pairs.Approval)


def withdraw(tx: Tx, decision: Decision, who: StaffId, now: Instant) -> None:
    """The proposer takes it back."""
    asked, by = approval_of(tx.conn, decision), team.member(tx, who)
    if asked is not None and by is not None:
        approvals.withdraw(tx, asked.id, by, now)


def drop(tx: Tx, office: Office, one: Case, decision: Decision, by: StaffId | None, kind: Happened) -> Case:
    """A proposal comes to nothing: what protected meanwhile ends; what was urgent stands on its own."""
    decisions.move(tx, decision, DecisionState.DECLINED, by)
    for each in protections(tx.conn, one.id):
        back = carrying.reverse_measures(tx, office, one, each)
        carrying.issue(tx, office, one, each, back, StatementKind.REVERSAL)
    return stored.append(tx, one, kind, office.clock.now(), by, decision=decision.id)


def protections(conn: Reading, case_id: CaseId, *kinds: Happened) -> list[Decision]:
    """What was done on a case before anybody decided it: in an emergency by one person, or by a rule by itself."""
    events = stored.events(conn, case_id)
    wanted = kinds or (Happened.PROTECTED, Happened.LIMITED)
    ids = [str(event.body["decision"]) for event in events if event.kind in wanted]
    return [found for one in ids if (found := decisions.find(conn, DecisionId(one)))]

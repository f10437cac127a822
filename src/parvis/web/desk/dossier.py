"""Everything a page about a case needs, read in one consistent look."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.casework import Action, ActionState, Case, Decision, DecisionState, Event, Report
from parvis.core.clock import Instant
from parvis.core.ids import ActionId, CaseId, MessageId, StaffId
from parvis.core.policy import MEASURES, UNDO_MS, Measure
from parvis.core.showing import Evidence, evidence_in
from parvis.core.talk import Status as MessageStatus
from parvis.moderation.office import Office
from parvis.store import cases, decisions, exhibits, reports, talk
from parvis.store.database import Reading
from parvis.store.decisions import Precedent


@dataclass(frozen=True)
class Dossier:
    """A case with all that hangs on it; what may be shown of it is the page's business."""

    case: Case
    events: list[Event]
    reports: list[Report]
    evidence: Evidence
    decisions: list[Decision]
    actions: list[Action]
    similar: list[Precedent]
    is_held: bool
    is_removed: bool

    @property
    def running(self) -> list[ActionId]:
        """Measures of this case that still hold."""
        return [one.id for one in self.actions if one.state is ActionState.ACTIVE]

    @property
    def proposal(self) -> Decision | None:
        """What waits for a second person."""
        return next((one for one in self.decisions if one.state is DecisionState.PROPOSED), None)

    def undoable(self, who: StaffId, now: Instant) -> Decision | None:
        """A decision of theirs that can still be undone."""
        return next((one for one in reversed(self.decisions) if _can_undo(one, who, now)), None)


def undo_until(one: Decision) -> Instant:
    """Until when a decision can be undone."""
    return one.execute_at if one.state is DecisionState.PENDING else Instant(one.at + UNDO_MS)


def _can_undo(one: Decision, who: StaffId, now: Instant) -> bool:
    if who not in (one.by, one.seconded_by) or now >= undo_until(one):
        return False
    measures = [wish.measure for wish in one.choice.wishes]
    at_once = all(MEASURES[measure].urgent for measure in measures) and Measure.RELEASE not in measures
    return one.state is DecisionState.PENDING or (one.state is DecisionState.EXECUTED and at_once)


async def load(office: Office, case_id: CaseId) -> Dossier | None:
    """The dossier of a case, or None."""

    def look(conn: Reading) -> Dossier | None:
        case = cases.find(conn, case_id)
        if case is None:
            return None
        mid = MessageId(case.subject.ref)
        sent = talk.sent(conn, mid)
        return Dossier(
            case=case, events=cases.events(conn, case_id), reports=reports.of_case(conn, case_id),
            evidence=evidence_in(exhibits.of_case(conn, case_id)), decisions=decisions.of_case(conn, case_id),
            actions=decisions.actions_of_case(conn, case_id), similar=decisions.similar(conn, case.state.harm, case_id),
            is_held=sent is not None and sent.status is MessageStatus.HELD, is_removed=talk.can_restore(conn, mid),
        )  # fmt: skip

    return await office.db.read(look)

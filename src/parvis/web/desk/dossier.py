"""Everything a page about a case needs: `moderation.cases.view`, its evidence as words, what its message is now."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.casework import Case, Decision, DecisionState, Event, Report
from parvis.core.clock import Instant
from parvis.core.ids import ActionId, CaseId, MessageId, StaffId
from parvis.core.policy import MEASURES, UNDO_MS, Measure
from parvis.core.showing import Evidence, evidence_in
from parvis.core.talk import Status as MessageStatus
from parvis.moderation import cases
from parvis.moderation.cases import CaseView
from parvis.moderation.office import Office
from parvis.store import rule_hits, talk
from parvis.store.decisions import Precedent
from parvis.store.rule_hits import Hit


@dataclass(frozen=True)
class Dossier:
    """A case with all that hangs on it; what may be shown of it is the page's business."""

    view: CaseView
    evidence: Evidence
    is_held: bool
    is_removed: bool
    hits: list[Hit]
    """The rules that acted on it, for as long as that is kept."""

    @property
    def case(self) -> Case:
        """What it is about, and where it stands."""
        return self.view.case

    @property
    def events(self) -> list[Event]:
        """What happened, in order."""
        return self.view.events

    @property
    def reports(self) -> list[Report]:
        """What reporters said."""
        return self.view.reports

    @property
    def decisions(self) -> list[Decision]:
        """Decisions so far, also undone ones."""
        return self.view.decisions

    @property
    def similar(self) -> list[Precedent]:
        """Earlier decisions on the same harm."""
        return self.view.similar

    @property
    def earlier(self) -> list[Case]:
        """Closed cases about the same subject."""
        return self.view.earlier

    @property
    def running(self) -> list[ActionId]:
        """Measures that hold against the author now, from this case or an earlier one."""
        return [one.id for one in self.view.running]

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
    view = await cases.view(office, case_id)
    if view is None:
        return None
    mid = MessageId(view.case.subject.ref)
    sent, is_removed = await office.db.read(lambda conn: (talk.sent(conn, mid), talk.can_restore(conn, mid)))
    hits = await office.db.read(lambda conn: rule_hits.acted_on(conn, mid, sent.at)) if sent else []
    return Dossier(
        view=view, evidence=evidence_in(view.exhibits), is_removed=is_removed, hits=hits,
        is_held=sent is not None and sent.status is MessageStatus.HELD,
    )  # fmt: skip

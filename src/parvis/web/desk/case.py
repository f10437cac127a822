"""One case: left what was reported, in the middle what happened, right the decision; every act is a plain form."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.access import looks
from parvis.core.casework import Case, DecisionState, Status
from parvis.core.clock import HOUR, later
from parvis.core.ids import CaseId, DecisionId
from parvis.core.looking import Purpose, Sight
from parvis.core.policy import HARMS, Harm
from parvis.core.showing import evidence_in
from parvis.core.staff import Act, may
from parvis.core.wellbeing import asks_for_a_pause, is_grave
from parvis.moderation import actions, context, texts, wellbeing
from parvis.moderation import cases as casework
from parvis.moderation.cases import CaseView
from parvis.moderation.context import Step
from parvis.moderation.refusal import Refused
from parvis.web.desk import deciding, frame, home, previews, seeing, team
from parvis.web.desk.deciding import Draft
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.desk.previews import Preview
from parvis.web.house import House, house_of

GONE = Refused(text_key="refuse-case-unknown")
STALE = Refused(text_key="desk-stale")
NO_PURPOSE = Refused(text_key="refuse-desk-purpose")
LEAD_ONLY = Refused(text_key="refuse-desk-lead")
PURPOSES = (Purpose.DECIDE, Purpose.SECOND, Purpose.APPEAL, Purpose.SAFETY, Purpose.QUALITY)
"""Why somebody may look at a case from here."""
SIGHTS = {Step.REPORTED: Sight.REPORT, Step.WINDOW: Sight.EVIDENCE, Step.SOME: Sight.CONTEXT, Step.ALL: Sight.CONTEXT}
RESTS = (("1h", HOUR), ("4h", 4 * HOUR), ("24h", 24 * HOUR), ("72h", 72 * HOUR))


# ---------------------------------------------------------------- looking


async def case_page(request: Request) -> Response:
    """The whole case, as far as its reader has said why they look."""
    case_id = CaseId(request.path_params["case"])
    return await shown(request, case_id)


async def shown(
    request: Request, case_id: CaseId, *, problem: Refused | None = None, status: int = 200,
    draft: Draft | None = None, preview: Preview | None = None,
) -> Response:  # fmt: skip
    """The page of a case; ``draft`` is what somebody typed, so that nothing is lost when something is missing."""
    house, staff, now = house_of(request), staff_of(request), now_of(request)
    view = await casework.view(house.office, case_id)
    if view is None or not seeing.may_see(staff, view.case):
        return frame.refused(request, GONE, 404)
    case = view.case
    own = case.state.leased_to(now) == staff.id
    step = Step(house.desk.step(staff.id, case_id, now))
    if own and step is Step.NOTHING:
        step = await _look(request, case, Purpose.DECIDE, Step.REPORTED)
    await wellbeing.look_at(house.office, house.desk.watches, staff.id, case.state.harm if step else None)
    evidence = evidence_in(view.exhibits)
    pending = _pending(view, staff.id)
    draft = draft or await _draft(request, case)
    return frame.page(
        request, "desk_case.html", status, case=case, view=view, step=int(step), own=own, evidence=evidence,
        around=await context.around(house.office, case, step), names=await team.numbers(house.means),
        holder=case.state.leased_to(now), whole=house.office.due_ms(case.state.harm), veil=is_grave(case.state.harm),
        is_lead=may(staff, Act.SEE_EVIDENCE_BEYOND), purposes=PURPOSES, rests=RESTS, harms=_harms(staff), draft=draft,
        fits=previews.fitting(view, evidence), templates=await texts.offered(house.office, case.state.harm),
        preview=preview, problem=problem, pending=pending, meter=await wellbeing.meter(house.office, staff.id),
        languages=house.means.config.square.languages, lengths=deciding.LENGTHS, slow=deciding.SLOW,
        first=deciding.FIRST, grounds=HARMS[draft.harm].grounds, undo_at=pending.execute_at if pending else None,
        may_decide=own and case.state.status in (Status.CLAIMED, Status.OPEN, Status.REOPENED),
    )  # fmt: skip

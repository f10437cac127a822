"""What waits for a second person: first the case, then the proposal and its reasons, then yes or no."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core import approval as pairs
from parvis.core.approval import Approval
from parvis.core.casework import Case, Decision, DecisionState
from parvis.core.ids import DecisionId
from parvis.core.looking import Purpose
from parvis.core.policy import RULES
from parvis.core.wellbeing import is_grave
from parvis.moderation import actions, pairing, wellbeing
from parvis.moderation import cases as casework
from parvis.moderation.context import Step
from parvis.moderation.refusal import Refused
from parvis.store import cases, decisions
from parvis.store.database import Reading
from parvis.web.desk import case as pages
from parvis.web.desk import dossier, frame, rules, sealed, seeing, team
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.house import house_of

GONE = Refused(text_key="refuse-decision-unknown")


async def listed(request: Request) -> Response:
    """Proposals on cases this person may see."""
    house, staff = house_of(request), staff_of(request)

    def look(conn: Reading) -> list[tuple[Decision, Case]]:
        found = decisions.proposed(conn)
        known = cases.some(conn, {one.choice.case for one in found})
        return [(one, known[one.choice.case]) for one in found if one.choice.case in known]

    rows = [(one, case) for one, case in await house.means.db.read(look) if seeing.may_see(staff, case)]
    return frame.page(
        request, "desk_pairs.html", rows=rows, names=await team.numbers(house.means), whole=house.office.due_ms,
        sealed=await sealed.requests(request), rule_changes=await rules.waiting(request),
    )  # fmt: skip


async def one(request: Request) -> Response:
    """The case as its second sees it; the opinion only once they have said that they looked."""
    return await shown(request)


async def shown(request: Request, problem: Refused | None = None, status: int = 200) -> Response:
    """The page of a proposal."""
    house, staff, now = house_of(request), staff_of(request), now_of(request)
    decision_id = DecisionId(request.path_params["decision"])

    def look(conn: Reading) -> tuple[Decision | None, Approval | None]:
        found = decisions.find(conn, decision_id)
        return found, pairing.approval_of(conn, found) if found else None

    decision, asked = await house.means.db.read(look)
    found = await dossier.load(house.office, decision.choice.case) if decision else None
    if decision is None or found is None or not seeing.may_see(staff, found.case):
        return frame.refused(request, GONE, 404)
    case, is_own = found.case, decision.by == staff.id
    step = Step(house.desk.step(staff.id, case.id, now))
    if step < Step.WINDOW:
        step = await pages.look(request, case, Purpose.SECOND, Step.WINDOW)
    await wellbeing.look_at(house.office, house.desk.watches, staff.id, case.state.harm)
    opinion = pairs.opinion_for(asked, staff) if asked else None
    return frame.page(
        request, "desk_pair.html", status, decision=decision, dossier=found, case=case, step=int(step), own=False,
        is_own=is_own, opinion=opinion, has_looked=opinion is not None, names=await team.numbers(house.means),
        veiled=is_grave(case.state.harm), place=pages.place_of(house, case), around=[], problem=problem, rules=RULES,
        waits=decision.state is DecisionState.PROPOSED,
        undo=found.undoable(staff.id, now), undo_until=dossier.undo_until(decision),
    )  # fmt: skip


async def look(request: Request) -> Response:
    """The second says what they would have decided; it is noted in the case, and the proposal appears."""
    house, staff, form = house_of(request), staff_of(request), await request.form()
    decision_id = DecisionId(request.path_params["decision"])
    done = await actions.look(house.office, staff.id, decision_id)
    if isinstance(done, Refused):
        return await shown(request, done, 409)
    words = str(form.get("words", "")).strip()
    if words:
        await casework.note(house.office, staff.id, done.choice.case, words)
    return frame.back(f"/desk/approvals/{decision_id}")


async def answer(request: Request) -> Response:
    """Agree or not; the gate has asked for a touch of the passkey."""
    house, staff, form = house_of(request), staff_of(request), await request.form()
    decision_id, words = DecisionId(request.path_params["decision"]), str(form.get("words", ""))
    verb = actions.second if form.get("do") == "agree" else actions.decline
    done = await verb(house.office, staff.id, decision_id, words)
    if isinstance(done, Refused):
        return await shown(request, done, 409)
    return frame.back(f"/desk/case/{done.choice.case}")


routes = [
    Route("/desk/approvals", listed),
    Route("/desk/approvals/{decision}", one),
    Route("/desk/approvals/{decision}/look", look, methods=["POST"]),
    Route("/desk/approvals/{decision}/answer", answer, methods=["POST"]),
]

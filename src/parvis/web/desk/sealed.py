"""One sealed piece of evidence: what is known of it, who agreed that it may leave, and the file itself."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.access import looks
from parvis.core.approval import Approval, State, opinion_for
from parvis.core.casework import Case
from parvis.core.exhibit import Exhibit
from parvis.core.ids import CaseId, ExhibitId
from parvis.core.looking import Purpose, Sight
from parvis.core.staff import Act, may
from parvis.moderation import sealed
from parvis.moderation.refusal import Refused
from parvis.moderation.sealed import GONE, Answer
from parvis.store import cases
from parvis.store.database import Reading
from parvis.web.desk import case as pages
from parvis.web.desk import frame, seeing, team
from parvis.web.desk.dossier import Dossier
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.house import house_of

PURPOSES = (Purpose.APPEAL, Purpose.ORDER, Purpose.SAFETY, Purpose.DECIDE)
UNKNOWN = Refused(text_key="refuse-desk-unknown")


async def one(request: Request) -> Response:
    """The page of a sealed piece; nothing on it was written by anybody but the team."""
    found = await pages.dossier_of(request)
    return found if isinstance(found, Response) else await _shown(request, found)


async def step(request: Request) -> Response:
    """Ask, look, answer, or take it out; the gate has asked for a touch of the passkey."""
    found = await pages.dossier_of(request)
    if isinstance(found, Response):
        return found
    if _piece(request, found) is None:
        return frame.refused(request, GONE, 404)
    form = await request.form()
    if form.get("do") == "take":
        return await _take(request, found, form)
    done = await _answered(request, form)
    if isinstance(done, Refused):
        return await _shown(request, found, done, 409)
    return frame.back(request.url.path)


async def _answered(request: Request, form: FormData) -> Approval | Refused:
    office, who = house_of(request).office, staff_of(request).id
    exhibit, words = ExhibitId(request.path_params["exhibit"]), str(form.get("words", "")).strip()
    match form.get("do"):
        case "ask" if words:
            return await sealed.ask(office, who, exhibit, words)
        case "look":
            return await sealed.look(office, who, exhibit)
        case "agree":
            return await sealed.answer(office, who, exhibit, Answer.AGREE, words)
        case "decline":
            return await sealed.answer(office, who, exhibit, Answer.DECLINE, words)
    return UNKNOWN


async def _take(request: Request, found: Dossier, form: FormData) -> Response:
    """The file, after it was noted who takes it and why."""
    house, staff = house_of(request), staff_of(request)
    purpose = next((each for each in PURPOSES if each.value == form.get("purpose")), None)
    if purpose is None:
        return await _shown(request, found, pages.NO_PURPOSE, 422)
    exhibit = ExhibitId(request.path_params["exhibit"])
    taken = await sealed.take_out(house.office, staff.id, exhibit)
    if isinstance(taken, Refused):
        return await _shown(request, found, taken, 409)
    await looks.look(house.means, staff, purpose, Sight.EVIDENCE_BEYOND, exhibit, found.case.id)
    headers = {"Content-Disposition": f'attachment; filename="exhibit-{exhibit}.age"', "Cache-Control": "no-store"}
    return Response(taken.sealed, media_type="application/octet-stream", headers=headers)


async def requests(request: Request) -> list[tuple[Exhibit, Approval, Case]]:
    """What waits for a second person and this one may answer."""
    house, staff, now = house_of(request), staff_of(request), now_of(request)
    if not may(staff, Act.SEE_EVIDENCE_BEYOND):
        return []

    def look(conn: Reading) -> list[tuple[Exhibit, Approval, Case]]:
        both = [(piece, asked, cases.find(conn, CaseId(asked.subject))) for piece, asked in sealed.waiting(conn, now)]
        return [(piece, asked, case) for piece, asked, case in both if case and seeing.may_see(staff, case)]

    return await house.means.db.read(look)


def _piece(request: Request, found: Dossier) -> Exhibit | None:
    wanted = request.path_params["exhibit"]
    return next((each for each in found.view.exhibits if each.id == wanted and each.sealed is not None), None)


async def _shown(request: Request, found: Dossier, problem: Refused | None = None, status: int = 200) -> Response:
    house, staff, now = house_of(request), staff_of(request), now_of(request)
    piece = _piece(request, found)
    if piece is None:
        return frame.refused(request, GONE, 404)

    def look(conn: Reading) -> Approval | None:
        return sealed.asked_for(conn, piece)

    asked = await house.means.db.read(look)
    state = asked.state_at(now) if asked else None
    return frame.page(
        request, "desk_sealed.html", status, piece=piece, case=found.case, problem=problem, purposes=PURPOSES,
        names=await team.numbers(house.means), asked=asked if state in (State.OPEN, State.APPROVED) else None,
        agreed=state is State.APPROVED, opinion=opinion_for(asked, staff) if asked else None,
    )  # fmt: skip


routes = [
    Route("/desk/case/{case}/sealed/{exhibit}", one),
    Route("/desk/case/{case}/sealed/{exhibit}", step, methods=["POST"]),
]

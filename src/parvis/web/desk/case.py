"""One case: left what was reported, in the middle what happened, right the decision; every act is a plain form."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.access import looks
from parvis.core.casework import Case
from parvis.core.clock import HOUR
from parvis.core.ids import CaseId
from parvis.core.looking import Purpose, Sight
from parvis.core.policy import HARMS, RULES, Harm
from parvis.core.staff import Act, may
from parvis.core.wellbeing import is_grave
from parvis.moderation import context, texts, wellbeing
from parvis.moderation.context import Step
from parvis.moderation.refusal import Refused
from parvis.web.desk import deciding, dossier, frame, seeing, team
from parvis.web.desk.deciding import Draft
from parvis.web.desk.dossier import Dossier
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.desk.previews import Preview
from parvis.web.desk.recognised import in_words
from parvis.web.house import House, house_of

GONE = Refused(text_key="refuse-case-unknown")
NO_PURPOSE = Refused(text_key="refuse-desk-purpose")
LEAD_ONLY = Refused(text_key="refuse-desk-lead")
PURPOSES = (Purpose.DECIDE, Purpose.SECOND, Purpose.APPEAL, Purpose.SAFETY, Purpose.QUALITY)
"""Why somebody may look at a case from here."""
SIGHTS = {
    Step.NOTHING: Sight.REPORT, Step.REPORTED: Sight.REPORT, Step.WINDOW: Sight.EVIDENCE, Step.SOME: Sight.CONTEXT,
    Step.ALL: Sight.CONTEXT,
}  # fmt: skip
RESTS = (("1h", HOUR), ("4h", 4 * HOUR), ("24h", 24 * HOUR), ("72h", 72 * HOUR))
"""How long a case may be put on hold, as offered."""


async def case_page(request: Request) -> Response:
    """The whole case, as far as its reader has said why they look."""
    found = await dossier_of(request)
    if isinstance(found, Response):
        return found
    return await shown(request, found)


async def dossier_of(request: Request) -> Dossier | Response:
    """The case of this address, if this person may see it; for others it does not exist."""
    found = await dossier.load(house_of(request).office, CaseId(request.path_params["case"]))
    if found is None or not seeing.may_see(staff_of(request), found.case):
        return frame.refused(request, GONE, 404)
    return found


async def shown(
    request: Request, found: Dossier, *, problem: Refused | None = None, status: int = 200,
    draft: Draft | None = None, preview: Preview | None = None,
) -> Response:  # fmt: skip
    """The page of a case; ``draft`` is what somebody typed, so that nothing is lost when something is missing."""
    house, staff, now, case = house_of(request), staff_of(request), now_of(request), found.case
    own = case.state.leased_to(now) == staff.id
    step = Step(house.desk.step(staff.id, case.id, now))
    if own and step is Step.NOTHING:
        step = await look(request, case, Purpose.DECIDE, Step.REPORTED)
    await wellbeing.look_at(house.office, house.desk.watches, staff.id, case.state.harm if step else None)
    draft = draft or deciding.empty(case)
    undo = found.undoable(staff.id, now)
    return frame.page(
        request, "desk_case.html", status, dossier=found, case=case, step=int(step), own=own, problem=problem,
        around=await context.around(house.office, case, step), names=await team.numbers(house.means),
        holder=case.state.leased_to(now), veiled=is_grave(case.state.harm), purposes=PURPOSES, rests=RESTS,
        may_widen=may(staff, Act.SEE_EVIDENCE_BEYOND), harms=_harms(case), draft=draft, preview=preview,
        fits=deciding.offered(found), templates=await texts.offered(house.office, case.state.harm),
        languages=house.means.config.square.languages, form=deciding.OFFERED, grounds=_grounds(case), rules=RULES,
        undo=undo, undo_until=dossier.undo_until(undo) if undo else None, whole=house.office.due_ms(case.state.harm),
        recognised=in_words(found.hits, house.square.packs.edition, request.state.lang),
        proposal=found.proposal, place=place_of(house, case), pause=request.query_params.get("pause") == "1",
    )  # fmt: skip


async def look(request: Request, case: Case, purpose: Purpose, step: Step, words: str = "") -> Step:
    """Note why somebody looks, before anything is shown; then it is open to them for as long as a lease lasts."""
    house, staff = house_of(request), staff_of(request)
    await looks.look(house.means, staff, purpose, SIGHTS[step], case.id, case.id, words=words)
    if step >= Step.SOME:
        await context.watched(house.office, staff.id, case.id, step)
    house.desk.open(staff.id, case.id, step, now_of(request))
    return step


async def widen(request: Request) -> Response:
    """Open more of what stands around, having said why."""
    found = await dossier_of(request)
    if isinstance(found, Response):
        return found
    staff, form = staff_of(request), await request.form()
    step = frame.number_in(form.get("step"), Step.REPORTED, Step.ALL)
    purpose = next((one for one in PURPOSES if one.value == form.get("purpose")), None)
    if purpose is None:
        return await shown(request, found, problem=NO_PURPOSE, status=422)
    if step == Step.ALL and not may(staff, Act.SEE_EVIDENCE_BEYOND):
        return await shown(request, found, problem=LEAD_ONLY, status=403)
    await look(request, found.case, purpose, Step(step), str(form.get("words", "")))
    return frame.back(f"/desk/case/{found.case.id}#reported")


def _harms(case: Case) -> list[Harm]:
    """What a case may be called without leaving its queue; moving it elsewhere is a step of its own."""
    return [harm for harm in Harm if HARMS[harm].queue is case.state.queue]


def _grounds(case: Case) -> list[str]:
    """Articles to choose from, those of the case's own harm first."""
    own = HARMS[case.state.harm].grounds
    others = [ground for harm in _harms(case) for ground in HARMS[harm].grounds]
    return list(dict.fromkeys([*own, *others]))


def place_of(house: House, case: Case) -> dict[str, str] | str:
    """The room's name in each language."""
    room = deciding.room_of_case(case)
    known = house.square.places.get(room) if room else None
    return known.name if known else case.subject.ref


routes = [
    Route("/desk/case/{case}", case_page),
    Route("/desk/case/{case}/context", widen, methods=["POST"]),
]

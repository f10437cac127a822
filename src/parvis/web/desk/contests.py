"""Appeals: the decision on one side, the complaint on the other, answered by somebody who had no hand in it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.access import looks
from parvis.core.casework import Appeal, Outcome, Statement, StatementKind
from parvis.core.clock import DAY
from parvis.core.ids import ActionId, AppealId
from parvis.core.looking import Purpose, Sight
from parvis.core.policy import RULES
from parvis.core.wellbeing import is_grave
from parvis.moderation import appeals, wellbeing, wording
from parvis.moderation.context import Step
from parvis.moderation.refusal import Refused
from parvis.store import cases, statements
from parvis.web.desk import case as pages
from parvis.web.desk import dossier, frame, seeing, team
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.house import house_of

GONE = Refused(text_key="refuse-appeal-unknown")
NO_OUTCOME = Refused(text_key="refuse-desk-outcome")


async def listed(request: Request) -> Response:
    """What waits, the one that is due first at the front."""
    house, staff = house_of(request), staff_of(request)
    found = await appeals.waiting(house.office)
    known = await house.means.db.read(lambda conn: cases.some(conn, {one.case for one in found}))
    rows = [
        (one, known[one.case], appeals.objection(one, staff.id))
        for one in found
        if one.case in known and seeing.may_see(staff, known[one.case])
    ]
    clock = house.office.config.desk.appeal_days * DAY
    return frame.page(request, "desk_appeals.html", rows=rows, whole=clock)


async def one(request: Request) -> Response:
    """Decision and complaint side by side; opening them is noted."""
    return await shown(request)


async def shown(
    request: Request, *, problem: Refused | None = None, status: int = 200, outcome: str = "",
    answer: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    """The page of an appeal; what was typed stands there again."""
    house, staff, now = house_of(request), staff_of(request), now_of(request)
    appeal = await appeals.find(house.office, AppealId(request.path_params["appeal"]))
    found = await dossier.load(house.office, appeal.case) if appeal else None
    if appeal is None or found is None or not seeing.may_see(staff, found.case):
        return frame.refused(request, GONE, 404)
    if not house.desk.step(staff.id, appeal.id, now):
        await looks.look(house.means, staff, Purpose.APPEAL, Sight.APPEAL, appeal.id, found.case.id)
        house.desk.open(staff.id, appeal.id, 1, now)
        house.desk.open(staff.id, found.case.id, Step.WINDOW, now)
    await wellbeing.look_at(house.office, house.desk.watches, staff.id, found.case.state.harm)
    writer = house.writer(request.state.lang)
    statement = await _statement(request, appeal)
    return frame.page(
        request, "desk_appeal.html", status, appeal=appeal, dossier=found, case=found.case, problem=problem,
        letter=writer.letter(wording.letter(statement, now, request.state.lang)) if statement else None,
        names=await team.numbers(house.means), veiled=is_grave(found.case.state.harm), own=False, around=[],
        place=pages.place_of(house, found.case), refused=appeals.objection(appeal, staff.id), outcome=outcome,
        outcomes=[each for each in Outcome if each is not Outcome.PARTLY or not _is_whole(statement)],
        answer=answer or {},
        measures=statement.measures if statement else [], words=_is_whole(statement),
        languages=house.means.config.square.languages,
        rules=RULES, whole=house.office.config.desk.appeal_days * DAY, step=int(Step.WINDOW),
    )  # fmt: skip


async def decide(request: Request) -> Response:
    """Answer it, with reasons."""
    house, staff, form = house_of(request), staff_of(request), await request.form()
    appeal = await appeals.find(house.office, AppealId(request.path_params["appeal"]))
    found = await dossier.load(house.office, appeal.case) if appeal else None
    if appeal is None or found is None or not seeing.may_see(staff, found.case):
        return frame.refused(request, GONE, 404)
    langs = house.means.config.square.languages
    answer = {lang: str(form.get(f"answer-{lang}", "")).strip() for lang in langs}
    chosen = str(form.get("outcome", ""))
    outcome = next((one for one in Outcome if one.value == chosen), None)
    done: object = NO_OUTCOME
    if outcome is not None:
        done = await appeals.decide(
            house.office, staff.id, appeal.id, outcome, {lang: text for lang, text in answer.items() if text},
            give_back=[ActionId(str(one)) for one in form.getlist("back")],
        )  # fmt: skip
    if isinstance(done, Refused):
        return await shown(request, problem=done, status=409, outcome=chosen, answer=answer)
    return frame.back("/desk/appeals")


def _is_whole(one: Statement | None) -> bool:
    """What a rule left out of a message comes back as a whole, or not."""
    return one is not None and one.kind is StatementKind.LEFT_OUT


async def _statement(request: Request, appeal: Appeal) -> Statement | None:
    statement_id = appeal.statement
    if statement_id is None:
        return None
    return await house_of(request).means.db.read(lambda conn: statements.find(conn, statement_id))


routes = [
    Route("/desk/appeals", listed),
    Route("/desk/appeals/{appeal}", one),
    Route("/desk/appeals/{appeal}", decide, methods=["POST"]),
]

"""The JSON doors of decisions: a statement by its code, an appeal against it, the reasons of an automatic refusal."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from parvis.core import bodies
from parvis.core.casework import Statement
from parvis.core.ids import CommandId
from parvis.moderation import appeals, refusals, statements, wording
from parvis.moderation.refusal import Refused
from parvis.web import letters
from parvis.web.api.operation import given
from parvis.web.house import house_of
from parvis.web.problems import problem


async def read_decision(request: Request, body: bodies.DecisionBody) -> Response:
    """A decision with its reasons, as codes and in words; the code is all it takes."""
    found = await _opened(request, body.code)
    return await _told(request, found) if isinstance(found, Statement) else found


async def contest_decision(request: Request, body: bodies.AppealBody) -> Response:
    """Contest it, once; answered by somebody who did not decide it (Art. 20)."""
    found = await _opened(request, body.code)
    if not isinstance(found, Statement):
        return found
    lodged = await appeals.lodge(house_of(request).office, body.code, body.text, request.state.lang)
    if isinstance(lodged, Refused) and lodged != appeals.TWICE:
        return problem(request, 422, lodged.text_key, lodged.args, field="text")
    return await _told(request, found)


async def explain_refusal(request: Request, body: bodies.RefusalBody) -> Response:
    """The reasons why one's own message was refused by a program; asked twice, the same statement."""
    visit, office = request.state.visit, house_of(request).office
    found = await refusals.reasons_for(office, visit.id, CommandId(body.cid))
    return problem(request, 404, found.text_key) if isinstance(found, Refused) else await _told(request, found)


async def _opened(request: Request, code: str) -> Statement | Response:
    found = await statements.open_with(house_of(request).office, code, request.state.origin.network)
    if isinstance(found, Refused):
        return problem(request, 429, found.text_key, found.args)
    return problem(request, 404, "decision-unknown", field="code") if found is None else found


async def _told(request: Request, one: Statement) -> Response:
    house, now = house_of(request), house_of(request).means.clock.now()
    await statements.note_shown(house.office, [one])
    lodged = await appeals.of_statement(house.office, one)
    writer = house.writer(request.state.lang)
    shown = writer.letter(wording.letter(one, now, writer.lang))
    return given(bodies.DecisionAnswer(
        code=statements.code_of(house.office, one.id), kind=one.kind, issued_at=one.issued_at,
        readable_until=one.expires_at if one.delivered_at else statements.readable_until(now),
        measures=[
            bodies.DecisionMeasure(
                measure=each.wish.measure, state=each.state, starts_at=each.starts_at, ends_at=each.ends_at
            )
            for each in one.measures
        ],
        ground=one.ground, rule=one.rule, legal_ground=one.legal_ground, source=one.source,
        automated_detection=one.automated_detection, automated=one.automated, terms_version=one.terms_version,
        decided_by=one.decided_by, may_contest=lodged is None and statements.may_be_contested(one, now),
        letter=[
            bodies.DecisionSection(title=heading, paragraphs=[letters.plain(each.text) for each in paragraphs])
            for _, heading, paragraphs in shown.sections
        ],
        appeal=None if lodged is None else bodies.DecisionAppeal(
            text=lodged.text, lodged_at=lodged.lodged_at, due_at=lodged.due_at, outcome=lodged.outcome,
            answer=lodged.answer, decided_at=lodged.decided_at,
        ),
    ))  # fmt: skip

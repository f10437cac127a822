"""The JSON doors of reporting: from anybody, from trusted flaggers, and the receipt that tells the end of it."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from parvis.core import bodies
from parvis.core.casework import Flagger
from parvis.core.reporting import Misuse
from parvis.moderation import flaggers, reports
from parvis.moderation.refusal import Refused
from parvis.moderation.reports import FIELD_OF, Filed, Notice, TooFast
from parvis.web.api.operation import given
from parvis.web.house import house_of
from parvis.web.problems import problem
from parvis.web.reporting import STATUS_OF, notice_of, places_of


async def report(request: Request, body: bodies.ReportBody) -> Response:
    """Report something on the square, or the square itself; answered once it is on the disk."""
    return _taken(request, await reports.file(house_of(request).office, await notice_of(request, body)))


async def flag(request: Request, body: bodies.ReportBody) -> Response:
    """A trusted flagger's notice, which goes before those of others (Art. 22)."""
    state, who = request.state, request.state.flagger
    assert isinstance(who, Flagger)
    notice = Notice(
        channel=flaggers.channel_of(who, body.reason), reason=body.reason, lang=state.lang,
        network=state.origin.network, places=places_of(body), locations=body.locations, note=body.note,
        illegal=body.illegal, name=who.name, email=body.email, good_faith=body.good_faith, flagger=who.id,
    )  # fmt: skip
    return _taken(request, await reports.file(house_of(request).office, notice))


async def read_receipt(request: Request, body: bodies.ReceiptBody) -> Response:
    """Where a report stands: received, until when a decision is promised, what was decided."""
    view = await reports.read(house_of(request).office, body.code, request.state.origin.network)
    if isinstance(view, TooFast):
        return problem(request, 429, "refuse-slow-down", {"minutes": view.minutes}, retry_ms=view.retry_ms)
    if view is None:
        return problem(request, 404, "receipt-unknown", field="code")
    return given(
        bodies.ReceiptAnswer(
            code=view.code, at=view.at, due_at=view.due_at, reason=view.reason, decided=view.decided,
            parts=[
                bodies.ReceiptPart(
                    kind=part.kind, decided_at=part.decided_at, results=[one.value for one in part.results],
                    reversed=part.reversed,
                )
                for part in view.parts
            ],
            answers=[
                bodies.PublicAnswer(topic=one.topic, question=one.question, answer=one.answer, at=one.at)
                for one in view.answers
            ],
            contest_until=view.contest_until, unfounded=view.unfounded,
        )
    )  # fmt: skip


async def my_standing(request: Request, _nothing: bodies.Nothing) -> Response:
    """How a trusted flagger's own notices fare: how many, how right, how soon decided."""
    who = request.state.flagger
    assert isinstance(who, Flagger)
    standing = await flaggers.standing(house_of(request).office, who.id)
    return given(msgspec.convert(msgspec.structs.asdict(standing), bodies.StandingAnswer))


def _taken(request: Request, filed: Filed | Refused | TooFast) -> Response:
    if isinstance(filed, TooFast):
        told = filed.refused
        return problem(request, 429, told.text_key, told.args, retry_ms=filed.retry_ms)
    if isinstance(filed, Refused):
        status = STATUS_OF.get(filed.text_key, 422)
        return problem(request, status, filed.text_key, filed.args, field=FIELD_OF.get(filed.text_key))
    return given(
        bodies.ReportTaken(
            code=filed.code, due_at=filed.due_at, repeated=filed.repeated, warned=filed.misuse is Misuse.WARNED
        )
    )

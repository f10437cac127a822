"""Where a decision is read and contested: by its code, or by whom it is for; open to everybody, also after a ban."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from parvis.core.casework import APPEAL_MAX, Appeal, Statement, StatementKind
from parvis.core.clock import DAY, Instant
from parvis.core.ids import MessageId, PassId
from parvis.core.policy import BODIES
from parvis.moderation import appeals, refusals, statements, wording
from parvis.moderation.refusal import Refused
from parvis.moderation.wording import When
from parvis.store.statements import Refusal
from parvis.web import letters
from parvis.web.house import House, house_of

TYPED_MAX = 300
"""Characters of a code field that are looked at; a whole link fits."""
START = 120
"""Characters of a refused message by which its author knows it again."""

Fault = tuple[str, dict[str, str | int]]


@dataclass(frozen=True)
class Listed:
    """A statement in the list of whoever is recognised; its code travels in a form, never in an address."""

    code: str
    line: str
    what: str
    """The first measure, in a sentence."""
    unread: bool


@dataclass(frozen=True)
class Unsent:
    """A message that the guard refused, with a button to ask why; ``asked`` when there is a statement already."""

    mid: str
    when: str
    start: str
    asked: bool


@dataclass(frozen=True)
class AppealView:
    """An appeal as its appellant reads it."""

    text: str
    lodged: str
    answered: str
    outcome: str
    answer: str
    answer_lang: str


async def page(request: Request) -> Response:
    """The form for a code; whoever is recognised sees what is addressed to them."""
    return await _form(request)


async def read(request: Request) -> Response:
    """A code for its letter."""
    found = await _opened(request, await request.form())
    return await _letter(request, found) if isinstance(found, Statement) else await _not_found(request, found)


async def appeal(request: Request) -> Response:
    """Contest it from its own page; sending twice shows what was sent first."""
    form = await request.form()
    found = await _opened(request, form)
    if not isinstance(found, Statement):
        return await _not_found(request, found)
    code, text = statements.code_of(house_of(request).office, found.id), str(form.get("text", ""))
    lodged = await appeals.lodge(house_of(request).office, code, text, request.state.lang)
    if isinstance(lodged, Refused) and lodged != appeals.TWICE:
        fault = (lodged.text_key, lodged.args)
        return await _letter(request, found, status=422, fault=fault, draft=text[: APPEAL_MAX * 2])
    return await _letter(request, found)


async def file(request: Request) -> Response:
    """The letter as a text file, with the code on it."""
    house, found = house_of(request), await _opened(request, await request.form())
    if not isinstance(found, Statement):
        return await _not_found(request, found)
    writer = house.writer(request.state.lang)
    shown = writer.letter(wording.letter(found, house.means.clock.now(), writer.lang))
    code = statements.code_of(house.office, found.id)
    text = letters.as_text(shown, *_head(house, writer, code), after=_redress(writer, found))
    await statements.note_shown(house.office, [found])
    return PlainTextResponse(text, headers={"Content-Disposition": 'attachment; filename="decision.txt"'})


async def refusal(request: Request) -> Response:
    """Ask for the reasons of an automatic refusal, once; after that the same statement is shown."""
    house, form = house_of(request), await request.form()
    pass_id, device = _identity(request)
    asked = await refusals.reasons(house.office, MessageId(str(form.get("mid", ""))[:40]), pass_id, device)
    if isinstance(asked, Refused):
        return await _form(request, status=404, fault=(asked.text_key, asked.args))
    return await _letter(request, asked)


routes = [
    Route("/decision", page),
    Route("/decision", read, methods=["POST"]),
    Route("/decision/appeal", appeal, methods=["POST"]),
    Route("/decision/file", file, methods=["POST"]),
    Route("/decision/refusal", refusal, methods=["POST"]),
]


def _identity(request: Request) -> tuple[PassId | None, str | None]:
    """Whoever asks, as far as their cookies tell; a device that was only just given its cookie has nothing yet."""
    found = request.state.pass_
    return (None if found is None else found.id), request.state.origin.device


async def _opened(request: Request, form: FormData) -> Statement | Refused | None:
    code = str(form.get("code", ""))[:TYPED_MAX]
    return await statements.open_with(house_of(request).office, code, request.state.origin.network)


async def _not_found(request: Request, why: Refused | None) -> Response:
    if why is None:
        return await _form(request, status=404, fault=("decision-unknown", {}))
    return await _form(request, status=429, fault=(why.text_key, why.args))


async def _form(request: Request, *, status: int = 200, fault: Fault | None = None) -> Response:
    house, (pass_id, device) = house_of(request), _identity(request)
    writer = house.writer(request.state.lang)
    own = await statements.of_identity(house.office, pass_id, device)
    unsent = await refusals.of_identity(house.office, pass_id, device)
    return house.pages.page(
        request, "decision.html", status, fault=fault, own=[_listed(house, writer, one) for one in own],
        unsent=[_unsent(writer, one) for one in unsent],
    )  # fmt: skip


def _listed(house: House, writer: letters.Writer, one: Statement) -> Listed:
    title = writer.text(f"statement-title-{one.kind.value}")
    line = writer.text("decision-line", title=title, at=When(one.issued_at))
    first = next(iter(one.measures), None) if one.kind is not StatementKind.ANSWER else None
    what = writer.line(wording.measure_line(first, one.content_at)) if first else ""
    return Listed(statements.code_of(house.office, one.id), line, what, one.delivered_at is None)


def _unsent(writer: letters.Writer, one: Refusal) -> Unsent:
    start = one.text if len(one.text) <= START else one.text[:START].rstrip() + "…"
    return Unsent(one.mid, writer.moment(one.at), start, one.statement is not None)


async def _letter(
    request: Request, one: Statement, *, status: int = 200, fault: Fault | None = None, draft: str = ""
) -> Response:
    """The letter, and under it what can be done or was done about it."""
    house, now = house_of(request), house_of(request).means.clock.now()
    writer = house.writer(request.state.lang)
    await statements.note_shown(house.office, [one])
    lodged = await appeals.of_statement(house.office, one)
    until = one.expires_at if one.delivered_at else statements.readable_until(now)
    return house.pages.page(
        request, "statement.html", status, shown=writer.letter(wording.letter(one, now, writer.lang)),
        code=statements.code_of(house.office, one.id), nickname=one.addressee.nickname,
        may_appeal=lodged is None and statements.may_be_contested(one, now), until=writer.day(until), bodies=BODIES,
        appeal=_appeal_view(writer, lodged) if lodged else None, fault=fault, draft=draft, max=APPEAL_MAX,
        due=writer.day(Instant(now + house.means.config.desk.appeal_days * DAY)),
        about=one.kind not in statements.TAKE_NOTHING,
    )  # fmt: skip


def _appeal_view(writer: letters.Writer, one: Appeal) -> AppealView:
    lang, answer = wording.facts_in(one.answer, writer.lang)
    received = When(one.lodged_at)
    promised = writer.text("appeal-lodged", at=received, due=wording.Day(one.due_at))
    return AppealView(
        text=one.text, lodged=writer.text("appeal-received", at=received) if one.decided_at else promised,
        answered=writer.text("appeal-answered", at=When(one.decided_at)) if one.decided_at else "",
        outcome=writer.text(f"appeal-outcome-{one.outcome.value}") if one.outcome else "", answer=answer,
        answer_lang="" if lang == writer.lang else lang,
    )  # fmt: skip


def _head(house: House, writer: letters.Writer, code: str) -> list[str]:
    return [house.means.config.square.name, f"{writer.text('redress-code')}: {code}", writer.text("redress-keep")]


def _redress(writer: letters.Writer, one: Statement) -> list[str]:
    if one.kind in statements.TAKE_NOTHING:
        return []
    lines = [writer.text("statement-redress").upper(), writer.text("redress-appeal", until=wording.Day(one.expires_at))]
    bodies = "\n".join(f"- {name}, {address}" for name, address in BODIES)
    return [*lines, writer.text("redress-bodies"), bodies, writer.text("redress-court")]

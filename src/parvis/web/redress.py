"""The pages of reporting: a form for anybody, the receipt and what came of it, and the square's public answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from parvis.chat.refusal import Refusal
from parvis.chat.rooms import open_room_for
from parvis.core import bodies
from parvis.core.casework import APPEAL_MAX, NOTE_MAX, Answer, Appeal, Identity, Topic
from parvis.core.clock import DAY, Instant
from parvis.core.ids import ConversationId, VisitId, room_of
from parvis.core.policy import BODIES, HARM_OF, HARMS, Reason
from parvis.core.reporting import Misuse
from parvis.moderation import appeals, places, reports, service
from parvis.moderation.places import LOCATIONS_MAX
from parvis.moderation.refusal import Refused
from parvis.moderation.reports import FIELD_OF, Filed, Part, ReceiptView, TooFast
from parvis.moderation.wording import Day, When
from parvis.store import people, talk
from parvis.web import letters
from parvis.web.house import House, house_of
from parvis.web.reporting import STATUS_OF, notice_of
from parvis.web.square import live_of

TYPED_MAX = 300
"""Characters of a short field that are looked at; a whole link fits."""
YES = "yes"

REASONS: tuple[tuple[str, tuple[Reason, ...]], ...] = (
    ("report-group-urgent",
     (Reason.MINOR, Reason.SEEKS_MINORS, Reason.DANGER, Reason.ATTACKED, Reason.SELF_HARM)),
    ("report-group-people",
     (Reason.BLACKMAIL, Reason.PRIVACY, Reason.HARASSMENT, Reason.SEXUAL, Reason.HATE, Reason.TERRORISM)),
    ("report-group-trade", (Reason.PAID_SEX, Reason.DRUGS, Reason.SCAM, Reason.IMPERSONATION, Reason.SPAM)),
    ("report-group-other", (Reason.OTHER, Reason.SERVICE)),
)  # fmt: skip
"""The reasons as the form groups them, the gravest group first."""

Fault = tuple[str, dict[str, str | int]]


@dataclass(frozen=True)
class Typed:
    """The form as somebody filled it in, or as a link from the square prepared it."""

    reason: str = ""
    conv: str = ""
    n: str = ""
    visit: str = ""
    nickname: bool = False
    topic: str = ""
    locations: str = ""
    note: str = ""
    illegal: bool = False
    name: str = ""
    email: str = ""
    good_faith: bool = False

    @property
    def pointed(self) -> bool:
        """Whether something on the square was chosen."""
        return bool(self.conv or self.visit)


@dataclass(frozen=True)
class About:
    """What was chosen, in words, and the message itself for whoever may read it."""

    key: str
    args: dict[str, str]
    quote: str = ""


@dataclass(frozen=True)
class AppealView:
    """What a reporter contested, and the answer."""

    text: str
    lodged: str
    outcome: str = ""
    answered: str = ""
    answer: str = ""


@dataclass(frozen=True)
class PartView:
    """One thing a report named, as its receipt tells of it."""

    kind: str
    sentences: list[str]
    code: str
    appeal: AppealView | None
    may_contest: bool


@dataclass(frozen=True)
class AnswerView:
    """A public answer in the reader's language."""

    topic: str
    question: str
    answer: str
    asked: str
    answered: str
    by: str


@dataclass(frozen=True)
class Letter:
    """A receipt in words."""

    code: str
    dated: str
    due: str
    reason: str
    illegal: bool
    note: str
    locations: list[str]
    parts: list[PartView]
    answers: list[AnswerView]
    contest_until: str
    unfounded: bool
    urgent: bool = field(default=False)


# ---------------------------------------------------------------- the form


async def form(request: Request) -> Response:
    """The form, prepared by what a link from the square points at."""
    asked = request.query_params
    typed = Typed(
        reason=asked.get("reason", "")[:TYPED_MAX], conv=asked.get("conv", "")[:TYPED_MAX],
        n=asked.get("n", "")[:TYPED_MAX], visit=asked.get("visit", "")[:TYPED_MAX], topic=asked.get("topic", ""),
    )  # fmt: skip
    return await _form(request, typed)


async def send(request: Request) -> Response:
    """Take the report; answered by its receipt, which is the confirmation (Art. 16(4))."""
    house, typed = house_of(request), _typed(await request.form())
    body = _body(typed)
    if body is None:
        return await _form(request, typed, status=422, fault=("refuse-report-reason", {}), where="reason")
    filed = await reports.file(house.office, await notice_of(request, body))
    if isinstance(filed, TooFast):
        told = filed.refused
        return await _form(request, typed, status=429, fault=(told.text_key, told.args), where="")
    if isinstance(filed, Refused):
        status, where = STATUS_OF.get(filed.text_key, 422), FIELD_OF.get(filed.text_key, "")
        return await _form(request, typed, status=status, fault=(filed.text_key, filed.args), where=where)
    view = await reports.read(house.office, filed.code, request.state.origin.network)
    assert isinstance(view, ReceiptView), "it was just kept"
    return _receipt(request, view, filed=filed)


def _typed(form: FormData) -> Typed:
    def text(name: str, limit: int = TYPED_MAX) -> str:
        value = form.get(name, "")
        return value[:limit] if isinstance(value, str) else ""

    return Typed(
        reason=text("reason"), conv=text("conv"), n=text("n"), visit=text("visit"),
        nickname=text("nickname") == YES, topic=text("topic"), locations=text("locations", 60_000),
        note=text("note", 60_000), illegal=text("illegal") == YES, name=text("name", 1_000),
        email=text("email", 1_000), good_faith=text("good_faith") == YES,
    )  # fmt: skip


def _body(typed: Typed) -> bodies.ReportBody | None:
    """The form as the JSON door would take it; None without a reason."""
    try:
        reason = Reason(typed.reason)
    except ValueError:
        return None
    n = _place(typed.n)
    return bodies.ReportBody(
        reason=reason, message=bodies.MessageAt(conv=typed.conv, n=n) if typed.conv and n is not None else None,
        room=room_of(ConversationId(typed.conv)) if typed.conv and not typed.n else None,
        visit=typed.visit or None, nickname=typed.nickname,
        topic=Topic(typed.topic) if typed.topic in set(Topic) else None,
        locations=places.lines_of(typed.locations), note=typed.note, illegal=typed.illegal, name=typed.name,
        email=typed.email, good_faith=typed.good_faith,
    )  # fmt: skip


def _place(typed: str) -> int | None:
    """A message's place as a link gives it."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 15 else None


async def _form(
    request: Request, typed: Typed, *, status: int = 200, fault: Fault | None = None, where: str = ""
) -> Response:
    house, visit = house_of(request), request.state.visit
    inside = visit is not None and typed.pointed
    if typed.pointed and not inside:
        typed = _as_links(house, typed)
    return house.pages.page(
        request, "report.html", status, typed=typed, about=await _about(request, typed) if inside else None,
        inside=inside, groups=_groups(inside=inside), topics=list(Topic), fault=fault, where=where,
        note_max=NOTE_MAX, places_max=LOCATIONS_MAX, standing=(await _misuse(request)).value,
        is_visitor=visit is not None,
    )  # fmt: skip


def _groups(*, inside: bool) -> list[tuple[str, list[str]]]:
    """What can be chosen; of a message, nobody asks about the square itself."""
    return [
        (key, [one.value for one in some if not (inside and one is Reason.SERVICE)]) for key, some in REASONS
    ]  # fmt: skip


def _as_links(house: House, typed: Typed) -> Typed:
    """What a link points at, for somebody who is not on the square: an address like any other."""
    room, n = room_of(ConversationId(typed.conv)), _place(typed.n)
    link = ""
    if room:
        link = f"{house.means.config.square.origin}/square/{room}" + (f"#{n}" if n is not None else "")
    elif typed.visit:
        link = f"{house.means.config.square.origin}/report?visit={typed.visit}"
    return Typed(reason=typed.reason, locations=typed.locations or link, note=typed.note, topic=typed.topic)


async def _misuse(request: Request) -> Misuse:
    """Where somebody on the square stands; strangers are warned on their receipts."""
    visit = request.state.visit
    if visit is None:
        return Misuse.NONE
    known = Identity(visit=visit.id, pass_id=visit.pass_id)
    return await reports.misuse(house_of(request).office, known)


async def _about(request: Request, typed: Typed) -> About:
    """What was chosen; the words of a message only for whoever is in its room."""
    house = house_of(request)
    if typed.visit:
        known = await house.means.db.read(lambda conn: people.identity_of(conn, VisitId(typed.visit)))
        return About("report-about-person", {"nick": known.nickname if known else typed.visit})
    conv, n = ConversationId(typed.conv), _place(typed.n)
    room = house.square.place(conv)
    name = (room.name.get(request.state.lang) or next(iter(room.name.values()), "")) if room else typed.conv
    if n is None:
        return About("report-about-room", {"room": name})
    may_read = not isinstance(open_room_for(house.square, await live_of(request), conv), Refusal)
    item = await house.means.db.read(lambda conn: talk.find(conn, conv, n)) if may_read else None
    if item is None or item.text is None:
        return About("report-about-message-unseen", {"room": name})
    return About("report-about-message", {"nick": item.nickname}, quote=item.text)


# ---------------------------------------------------------------- the receipt


async def receipt(request: Request) -> Response:
    """The form for a code."""
    return house_of(request).pages.page(request, "receipt.html", fault=None)


async def open_receipt(request: Request) -> Response:
    """A code for where its report stands."""
    found = await _opened(request, await request.form())
    return _receipt(request, found) if isinstance(found, ReceiptView) else _not_found(request, found)


async def save(request: Request) -> Response:
    """The receipt as a text file, with the code on it."""
    found = await _opened(request, await request.form())
    if not isinstance(found, ReceiptView):
        return _not_found(request, found)
    house = house_of(request)
    text = _as_text(house, _writer(request), _letter(house, _writer(request), found))
    return PlainTextResponse(text, headers={"Content-Disposition": 'attachment; filename="receipt.txt"'})


async def contest(request: Request) -> Response:
    """Contest that nothing was done (Art. 20(1)); ``part`` is the code of the report it is about."""
    form = await request.form()
    found = await _opened(request, form)
    if not isinstance(found, ReceiptView):
        return _not_found(request, found)
    text, part = str(form.get("text", "")), str(form.get("part", ""))[:TYPED_MAX]
    if part not in {one.code for one in found.parts}:
        part = found.code
    lodged = await appeals.lodge_for_report(house_of(request).office, part, text, request.state.lang)
    if isinstance(lodged, Refused) and lodged != appeals.TWICE:
        fault = (lodged.text_key, lodged.args)
        return _receipt(request, found, status=422, fault=fault, draft=text[: APPEAL_MAX * 2], at=part)
    again = await _opened(request, form)
    return _receipt(request, again) if isinstance(again, ReceiptView) else _not_found(request, again)


async def answers(request: Request) -> Response:
    """What was reported about the square itself, and what was answered."""
    house, writer = house_of(request), _writer(request)
    published = [_answer(writer, one) for one in await service.published(house.office)]
    return house.pages.page(request, "answers.html", answers=published)


routes = [
    Route("/report", form),
    Route("/report", send, methods=["POST"]),
    Route("/report/answers", answers),
    Route("/receipt", receipt),
    Route("/receipt", open_receipt, methods=["POST"]),
    Route("/receipt/file", save, methods=["POST"]),
    Route("/receipt/appeal", contest, methods=["POST"]),
]


async def _opened(request: Request, form: FormData) -> ReceiptView | TooFast | None:
    code = str(form.get("code", ""))[:TYPED_MAX]
    return await reports.read(house_of(request).office, code, request.state.origin.network)


def _not_found(request: Request, why: TooFast | None) -> Response:
    fault: Fault = ("receipt-unknown", {}) if why is None else ("refuse-slow-down", {"minutes": why.minutes})
    return house_of(request).pages.page(request, "receipt.html", 404 if why is None else 429, fault=fault)


def _writer(request: Request) -> letters.Writer:
    house = house_of(request)
    return house.writer(request.state.lang)


def _receipt(
    request: Request, view: ReceiptView, *, filed: Filed | None = None, status: int = 200, fault: Fault | None = None,
    draft: str = "", at: str = "",
) -> Response:  # fmt: skip
    """The receipt as a letter; ``filed`` when it was just sent."""
    house, writer = house_of(request), _writer(request)
    now = house.means.clock.now()
    return house.pages.page(
        request, "receipt_letter.html", status, shown=_letter(house, writer, view), fresh=filed is not None,
        repeated=filed is not None and filed.repeated, warned=filed is not None and filed.misuse is Misuse.WARNED,
        fault=fault, draft=draft, at=at, max=APPEAL_MAX, bodies=BODIES,
        appeal_due=writer.day(Instant(now + house.means.config.desk.appeal_days * DAY)),
    )  # fmt: skip


def _letter(house: House, writer: letters.Writer, view: ReceiptView) -> Letter:
    now = house.means.clock.now()
    return Letter(
        code=view.code, dated=writer.text("receipt-dated", at=When(view.at)), due=writer.moment(view.due_at),
        reason=writer.text(f"reason-{view.reason.value}"), illegal=view.illegal, note=view.note,
        locations=view.locations, parts=[_part(writer, view, part, now) for part in view.parts],
        answers=[_answer(writer, one) for one in view.answers],
        contest_until="" if view.contest_until is None else writer.day(view.contest_until),
        unfounded=view.unfounded, urgent=HARMS[HARM_OF[view.reason]].immediate,
    )  # fmt: skip


def _part(writer: letters.Writer, view: ReceiptView, part: Part, now: Instant) -> PartView:
    if part.decided_at is None:
        key = "receipt-overdue" if now > view.due_at else "receipt-waiting"
        sentences = [writer.text(key, number=part.number, due=When(view.due_at))]
    else:
        sentences = [
            writer.text("receipt-decided", number=part.number, at=When(part.decided_at)),
            *(writer.text(f"receipt-result-{one.value}") for one in part.results),
        ]
    if part.reversed:
        sentences.append(writer.text("receipt-reversed"))
    return PartView(
        kind=writer.text(f"receipt-kind-{part.kind.value}"), sentences=sentences, code=part.code,
        appeal=None if part.appeal is None else _appeal(writer, part.appeal),
        may_contest=part.contest_until is not None and part.contest_until > now,
    )  # fmt: skip


def _appeal(writer: letters.Writer, one: Appeal) -> AppealView:
    lodged = writer.text("appeal-lodged", at=When(one.lodged_at), due=Day(one.due_at))
    if one.decided_at is None or one.outcome is None:
        return AppealView(text=one.text, lodged=lodged)
    return AppealView(
        text=one.text, lodged=lodged, outcome=writer.text(f"appeal-outcome-{one.outcome.value}"),
        answered=writer.text("appeal-answered", at=When(one.decided_at)), answer=_in(one.answer, writer.lang),
    )  # fmt: skip


def _answer(writer: letters.Writer, one: Answer) -> AnswerView:
    return AnswerView(
        topic=writer.text(f"report-topic-{one.topic.value}"), question=_in(one.question, writer.lang),
        answer=_in(one.answer, writer.lang), asked=writer.text("answers-asked", at=Day(one.asked_at)),
        answered=writer.text("answers-answered", at=Day(one.at)),
        by=writer.text("answers-by", number=one.by) if one.by else "",
    )  # fmt: skip


def _in(texts: dict[str, str], lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()), "")


def _as_text(house: House, writer: letters.Writer, shown: Letter) -> str:
    """The letter for a file that every device opens."""
    blocks = [
        house.means.config.square.name, f"{writer.text('redress-code')}: {shown.code}",
        f"{house.means.config.square.origin}/receipt", shown.dated, writer.text("receipt-letter").upper(), shown.reason,
    ]  # fmt: skip
    blocks += [letters.quoted(one) for one in (shown.note, *shown.locations) if one]
    blocks.append(writer.text("receipt-where-it-is").upper())
    for part in shown.parts:
        blocks.append(" ".join([f"{part.kind}.", *part.sentences]))
        if part.appeal:
            blocks += [part.appeal.lodged, letters.quoted(part.appeal.text), part.appeal.outcome, part.appeal.answer]
    for one in shown.answers:
        blocks += [letters.quoted(one.question), one.answer]
    blocks.append(writer.text("receipt-by-people"))
    if shown.contest_until:
        blocks.append(writer.text("receipt-contest-until", until=shown.contest_until))
    return letters.in_columns([block for block in blocks if block])

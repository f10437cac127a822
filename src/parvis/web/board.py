"""The board's page: when it is lively, lines others left, and the form for one's own; complete without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.chat import board, messages
from parvis.chat.refusal import NO_ROOM, Refusal
from parvis.chat.square import Live, Square
from parvis.core import hours
from parvis.core import protocol as p
from parvis.core.clock import moment_of
from parvis.core.config import line_hours
from parvis.core.ids import CommandId, fresh_word
from parvis.core.living import BOARD_TALK, LINE_MAX
from parvis.core.talk import Message, Outcome, Status
from parvis.web import around
from parvis.web.house import house_of
from parvis.web.square import STATUS_OF, live_of

PAGE = "/board"
Told = tuple[str, dict[str, str | int]]


@dataclass(frozen=True)
class LineView:
    """A line as pages show it; ``when`` fills the sentence that says its day and hour."""

    n: int
    nick: str
    text: str
    own: bool
    at: str
    when: dict[str, str | int]


async def page(request: Request) -> Response:
    """What stands on the board, and the form while few are here."""
    return await _shown(request)


async def leave(request: Request) -> Response:
    """Leave a line; ``cid`` in the form makes a double click harmless, and what was typed stays when it cannot be."""
    house, live, form = house_of(request), await live_of(request), await request.form()
    text = str(form.get("text", ""))
    given = {"t": "send", "id": 0, "conv": BOARD_TALK, "cid": str(form.get("cid", "")), "text": text}
    try:
        command = msgspec.convert(given, p.Send)
    except msgspec.ValidationError:
        return house.pages.page(request, "error.html", 422, text_key="refuse-bad-frame", args={})
    outcome = await messages.say(house.square, live, command)
    if isinstance(outcome, Refusal):
        status = STATUS_OF.get(outcome.code, 422 if outcome.code is p.ErrCode.BAD else 403)
        return await _shown(request, status, error=(outcome.text_key, outcome.args), draft=text, told=_card(outcome))
    if outcome.status is Status.DELIVERED and not _card(outcome):
        return RedirectResponse(PAGE, status_code=303)
    why = (outcome.reason or "refuse-paused", outcome.args)
    if outcome.status is Status.DELIVERED:
        return await _shown(request, told=_card(outcome))
    if outcome.status is Status.HELD:
        return await _shown(request, 202, held=why, told=_card(outcome))
    return await _shown(request, 422, error=why, draft=text, told=_card(outcome), explained=True)


async def take_back(request: Request) -> Response:
    """Take an own line back, also one of an earlier visit."""
    house, live, form = house_of(request), await live_of(request), await request.form()
    n = str(form.get("n", ""))
    place = int(n) if n.isascii() and n.isdigit() and len(n) <= 15 else 0
    outcome = await messages.delete(house.square, live, BOARD_TALK, place)
    if isinstance(outcome, Refusal):
        status = STATUS_OF.get(outcome.code, 403)
        return await _shown(request, status, error=(outcome.text_key, outcome.args))
    return RedirectResponse(PAGE, status_code=303)


routes = [
    Route(PAGE, page),
    Route(PAGE, leave, methods=["POST"]),
    Route(f"{PAGE}/take", take_back, methods=["POST"]),
]


async def seen(square: Square, live: Live) -> dict[str, object]:
    """What the template of the board wants; lively hours only while few are here."""
    lines, is_quiet = await board.standing(square, live), board.is_quiet(square)
    return {
        "lines": [_view(square, one, own=one.n in lines.own) for one in lines.items], "waiting": lines.waiting,
        "is_quiet": is_quiet, "lively": around.lively_of(square) if is_quiet else [],
        "has_board": square.board is not None,
    }  # fmt: skip


async def _shown(
    request: Request,
    status: int = 200,
    *,
    error: Told | None = None,
    held: Told | None = None,
    draft: str = "",
    told: tuple[str, ...] = (),
    explained: bool = False,
) -> Response:
    """``explained``: reasons for the error can be asked for; ``told``: what whoever wrote is told besides."""
    house, live = house_of(request), await live_of(request)
    if house.square.board is None:
        return house.pages.page(request, "error.html", 404, text_key=NO_ROOM.text_key, args={})
    return house.pages.page(
        request, "board.html", status, **await seen(house.square, live), error=error, held=held, draft=draft,
        told=told, explained=explained, why_not=messages.why_not(house.square, live, BOARD_TALK),
        cid=CommandId(fresh_word(house.means.entropy)), line_max=LINE_MAX,
        line_hours=line_hours(house.means.config),
    )  # fmt: skip


def _card(outcome: Outcome | Refusal) -> tuple[str, ...]:
    if isinstance(outcome, Refusal):
        return (outcome.told,) if outcome.told else ()
    return outcome.notes.told if outcome.notes else ()


def _view(square: Square, one: Message, *, own: bool) -> LineView:
    return LineView(
        n=one.n, nick=one.nickname, text=one.text or "", own=own, at=moment_of(one.at).isoformat(),
        when=hours.spoken(one.at, square.means.clock.now(), square.hours.zone),
    )  # fmt: skip

"""The square's pages: the lobby, a room to read and write in (also without JavaScript), its consent, and going out."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.chat import board, frames, living, messages, rooms, told
from parvis.chat.refusal import CONSENT, NO_ROOM, Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import Instant, moment_of
from parvis.core.ids import CommandId, ConversationId, RoomId, conversation_of, fresh_word
from parvis.core.living import BOARD
from parvis.core.people import Visit
from parvis.core.talk import Message, Outcome, Room, Status
from parvis.store import talk
from parvis.web import around
from parvis.web.house import House, house_of

STATUS_OF = {p.ErrCode.RATE: 429, p.ErrCode.PAUSED: 503, p.ErrCode.GONE: 404}


@dataclass(frozen=True)
class RoomView:
    """A room as the pages list it."""

    id: str
    name: dict[str, str]
    topic: dict[str, str]
    kind: str
    mode: str
    sensitive: bool
    here: int
    unread: int
    joined: bool
    opens: dict[str, str | int] | None
    """What fills the sentence about when its hours open it; None while they do not close it."""


@dataclass(frozen=True)
class MessageView:
    """A message as the page without JavaScript shows it; ``time`` is HH:MM on the square's clock, ``at`` exact."""

    n: int
    mid: str
    nick: str
    mark: str
    time: str
    at: str
    text: str
    gone_by: str | None
    edited: bool
    own: bool
    re: int | None
    card: str
    """Text key of a neutral note for those who read it; nothing for nearly all."""


async def lobby(request: Request) -> Response:
    """All rooms, grouped, with coarse head counts."""
    house, live = house_of(request), await live_of(request)
    views = await _views(house, live)
    kinds = dict.fromkeys(view.kind for view in views)
    groups = [(kind, [view for view in views if view.kind == kind]) for kind in kinds]
    return house.pages.page(
        request,
        "lobby.html",
        groups=groups,
        evenings=around.evenings_of(house.square),
        notices=living.standing_notices(house.square),
        lively=around.lively_of(house.square) if board.is_quiet(house.square) else [],
        is_quiet=board.is_quiet(house.square),
        lines=around.lines_on_board(house.square) if house.square.board else None,
    )


async def room_page(request: Request) -> Response:
    """Come into the room, or be asked for its consent first."""
    house, live = house_of(request), await live_of(request)
    conv = conversation_of(RoomId(request.path_params["room"]))
    if request.path_params["room"] == BOARD.id:  # as a report names it
        return RedirectResponse("/board", status_code=303)
    page = await rooms.join(house.square, live, conv)
    if page == CONSENT:
        return RedirectResponse(f"/square/{request.path_params['room']}/consent", status_code=303)
    if isinstance(page, Refusal):
        return house.pages.page(request, "error.html", 404, text_key=page.text_key, args=page.args)
    if "seen" in request.query_params:  # the page without JavaScript says so; the client marks for itself
        await rooms.mark_read(house.square, live, conv, page.standing.last_n)
    return await _render(request, live, page.items)


async def say(request: Request) -> Response:
    """Post from the page without JavaScript; ``cid`` in the form makes a double click harmless."""
    house, live = house_of(request), await live_of(request)
    form = await request.form()
    room, text, cid = RoomId(request.path_params["room"]), str(form.get("text", "")), str(form.get("cid", ""))
    try:
        command = msgspec.convert({"id": 0, "conv": conversation_of(room), "cid": cid, "text": text}, p.Send)
    except msgspec.ValidationError:
        return house.pages.page(request, "error.html", 422, text_key="refuse-bad-frame", args={})
    outcome = await messages.say(house.square, live, command)
    if isinstance(outcome, Outcome) and outcome.status is Status.DELIVERED:
        shown = _told(outcome)
        if not shown:
            return RedirectResponse(f"/square/{room}?seen=1#last", status_code=303)
        page = await house.means.db.read(lambda conn: talk.page_before(conn, conversation_of(room), None, 20))
        return await _render(request, live, page.items, shown=shown)
    held = isinstance(outcome, Outcome) and outcome.status is Status.HELD
    return await _say_why(request, live, conversation_of(room), outcome, "" if held else text)


async def _say_why(
    request: Request, live: Live, conv: ConversationId, outcome: Outcome | Refusal, draft: str
) -> Response:
    """The room again, with the reason and the text, so that nothing typed is lost."""
    house = house_of(request)
    if isinstance(outcome, Refusal):
        key, args, status = outcome.text_key, outcome.args, STATUS_OF.get(outcome.code, 403)
    else:
        held = outcome.status is Status.HELD
        key, args, status = outcome.reason or "refuse-paused", outcome.args, 202 if held else 422
    if outcome == NO_ROOM or conv not in live.joined:
        return house.pages.page(request, "error.html", status, text_key=key, args=args)
    page = await house.means.db.read(lambda conn: talk.page_before(conn, conv, None, 20))
    explained = isinstance(outcome, Outcome) and outcome.status is Status.REFUSED
    return await _render(
        request, live, page.items, status=status, error=(key, args), draft=draft, explained=explained,
        shown=_told(outcome),
    )  # fmt: skip


def _told(outcome: Outcome | Refusal) -> tuple[str, ...]:
    """What its author alone is shown besides."""
    if isinstance(outcome, Refusal):
        return (outcome.told,) if outcome.told else ()
    return outcome.notes.told if outcome.notes else ()


async def consent_page(request: Request) -> Response:
    """Ask for the sensitive-data consent of a room: an act of its own (GDPR Art. 9(2)(a))."""
    house = house_of(request)
    room = _room(house, request)
    if room is None:
        return house.pages.page(request, "error.html", 404, text_key=NO_ROOM.text_key, args={})
    return house.pages.page(request, "consent.html", room=room)


async def consent(request: Request) -> Response:
    """Keep the consent and go in."""
    house, live = house_of(request), await live_of(request)
    form = await request.form()
    if form.get("consent") != "yes":
        return RedirectResponse("/square", status_code=303)
    room = await rooms.consent(house.square, live, conversation_of(RoomId(request.path_params["room"])))
    return RedirectResponse("/square" if isinstance(room, Refusal) else f"/square/{room.id}", status_code=303)


async def leave_room(request: Request) -> Response:
    """Go out of one room; the visit goes on."""
    house, live = house_of(request), await live_of(request)
    await rooms.leave(house.square, live, conversation_of(RoomId(request.path_params["room"])))
    return RedirectResponse("/square", status_code=303)


routes = [
    Route("/square", lobby),
    Route("/square/{room}", room_page),
    Route("/square/{room}/say", say, methods=["POST"]),
    Route("/square/{room}/consent", consent_page),
    Route("/square/{room}/consent", consent, methods=["POST"]),
    Route("/square/{room}/leave", leave_room, methods=["POST"]),
]


async def live_of(request: Request) -> Live:
    """The visit's place in the living square."""
    return await house_of(request).square.arrive(request.state.visit, request.state.origin.network)


def _room(house: House, request: Request) -> Room | None:
    return house.square.rooms.get(RoomId(request.path_params["room"]))


async def _views(house: House, live: Live) -> list[RoomView]:
    states = await rooms.listed(house.square, live, live.visit.lang)
    return [_view(house.square, house.square.rooms[RoomId(state.conv[2:])], state) for state in states]


def _view(square: Square, room: Room, state: p.RoomState) -> RoomView:
    unread = max(state.last_n - max(state.read_n, state.floor_n - 1), 0) if state.joined else 0
    opening = square.hours.of_room(room.id, square.means.clock.now())
    return RoomView(
        id=room.id, name=room.name, topic=room.topic, kind=room.kind.value, mode=state.mode,
        sensitive=room.sensitive, here=state.here, unread=unread, joined=state.joined,
        opens=None if opening.is_open else living.spoken(square, opening),
    )  # fmt: skip


async def _render(
    request: Request,
    live: Live,
    items: list[Message],
    *,
    status: int = 200,
    error: tuple[str, dict[str, str | int]] | None = None,
    draft: str = "",
    explained: bool = False,
    shown: tuple[str, ...] = (),
) -> Response:
    """``explained``: reasons for the error can be asked for; ``shown``: what whoever wrote is told besides."""
    house, now = house_of(request), house_of(request).means.clock.now()
    room = _room(house, request)
    if room is None:
        return house.pages.page(request, "error.html", 404, text_key=NO_ROOM.text_key, args={})
    conv = conversation_of(room.id)
    house.square.presence.glimpse(conv, live.visit, now)
    views = await _views(house, live)
    letters = [one.kind for one in await told.letters_for(house.square, live.visit)]
    return house.pages.page(
        request, "square.html", status, room=next(view for view in views if view.id == room.id), rooms=views,
        items=[_message(house, item, live.visit) for item in items],
        people=[frames.person(visit, now) for visit in house.square.presence.people(conv)],
        cid=CommandId(fresh_word(house.means.entropy)), error=error, draft=draft, explained=explained,
        letter=letters[-1].value if letters else "",
        refresh="still" not in request.query_params and not error and not shown, told=shown,
        shut=living.shut(house.square, room), around=around.lines_of(house, room.id, request.state.lang),
        board_way=around.way(house, request.state.lang),
        bootstrap=_bootstrap(request, house, conv, live.visit, now), page_class="square",
    )  # fmt: skip


def _message(house: House, item: Message, reader: Visit) -> MessageView:
    moment = moment_of(item.at).astimezone(ZoneInfo(house.means.config.square.timezone))
    return MessageView(
        n=item.n, mid=item.mid, nick=item.nickname, mark=house.square.mark_of(item.sender).value,
        time=moment.strftime("%H:%M"), at=moment_of(item.at).isoformat(), text=item.text or "",
        gone_by=item.gone_by.value if item.gone_by else None, edited=item.edited_at is not None,
        own=item.sender == reader.id, re=item.re, card=item.notes.card if item.notes else "",
    )  # fmt: skip


def _bootstrap(request: Request, house: House, conv: ConversationId, visit: Visit, now: Instant) -> dict[str, object]:
    """What the client needs before its first frame."""
    return {
        "lang": request.state.lang, "conv": conv, "ws": "/ws", "csrf": request.state.csrf,
        "me": msgspec.to_builtins(frames.me(visit, now)), "leave": "/leave", "square": "/square",
        "lantern": house.pages.lantern_lit(),
    }  # fmt: skip

"""The JSON doors of the rooms: the socket's own commands, with its rights and its pace, asked one call at a time."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from parvis.chat import rooms
from parvis.chat.commands import COMMANDS
from parvis.chat.refusal import NO_MESSAGE, NO_ROOM, PAUSED, Refusal, too_fast
from parvis.chat.square import Live, Pace, Square
from parvis.core import bodies
from parvis.core import protocol as p
from parvis.core.ids import ConversationId, RoomId, conversation_of
from parvis.core.talk import Status
from parvis.web import around
from parvis.web.api.operation import given
from parvis.web.house import house_of
from parvis.web.problems import problem
from parvis.web.square import live_of

STATUS_OF: dict[p.ErrCode, int] = {
    p.ErrCode.BAD: 422,
    p.ErrCode.RATE: 429,
    p.ErrCode.FORBIDDEN: 403,
    p.ErrCode.GONE: 404,
    p.ErrCode.TOO_LATE: 409,
    p.ErrCode.CONSENT: 403,
    p.ErrCode.PAUSED: 503,
}
DIGITS_MAX = 16
Frame = TypeVar("Frame", p.Ok, p.PageFrame, p.PeoplePage)


async def list_rooms(request: Request, _nothing: bodies.Nothing) -> Response:
    """All rooms with coarse head counts, and where this visit stands in them."""
    square, live = house_of(request).square, await live_of(request)
    haste = hurry(square, live, Pace.ASK)
    if haste:
        return refused(request, haste)
    return given(bodies.RoomsAnswer(rooms=await rooms.listed(square, live, request.state.lang)))


async def around_room(request: Request, _nothing: bodies.Nothing) -> Response:
    """What stands in a room: its welcome, its rules, the next evening; and whether the team is here."""
    house, room = house_of(request), RoomId(request.path_params["room"])
    if room not in house.square.rooms:
        return refused(request, NO_ROOM)
    return given(around.told(house, room, request.state.lang))


async def join_room(request: Request, _nothing: bodies.Nothing) -> Response:
    """Come into a room and get its last messages."""
    return _told(request, await _obey(request, p.Join(id=0, conv=_conv(request)), p.PageFrame))


async def leave_room(request: Request, _nothing: bodies.Nothing) -> Response:
    """Go out of a room; the visit goes on."""
    if house_of(request).square.room(_conv(request)) is None:
        return refused(request, NO_ROOM)
    answer = await _obey(request, p.Leave(id=0, conv=_conv(request)), p.Ok)
    return given() if isinstance(answer, p.Ok) else refused(request, answer)


async def consent_to_room(request: Request, _body: bodies.ConsentBody) -> Response:
    """Give the consent a sensitive room asks for; then it can be joined."""
    square, live = house_of(request).square, await live_of(request)
    room = hurry(square, live, Pace.ASK) or await rooms.consent(square, live, _conv(request))
    return refused(request, room) if isinstance(room, Refusal) else given()


async def withdraw_room_consent(request: Request, _nothing: bodies.Nothing) -> Response:
    """Take the consent for a room back, and go out of it (GDPR Art. 7(3))."""
    square, live = house_of(request).square, await live_of(request)
    room = hurry(square, live, Pace.ASK) or square.room(_conv(request)) or NO_ROOM
    if isinstance(room, Refusal):
        return refused(request, room)
    await rooms.withdraw(square, live, room.id)
    return given()


async def list_people(request: Request, _nothing: bodies.Nothing) -> Response:
    """Who is in a room now, longest here first."""
    answer = await _obey(request, p.People(id=0, conv=_conv(request)), p.PeoplePage)
    if isinstance(answer, Refusal):
        return refused(request, answer)
    return given(bodies.PeopleAnswer(people=answer.people, here=answer.here))


async def read_messages(request: Request, query: bodies.HistoryQuery) -> Response:
    """A stretch of a room's history, in ascending n."""
    command = p.Hist(
        id=0, conv=_conv(request), before=_set(query.before), after=_set(query.after), around=_set(query.around),
        limit=query.limit,
    )  # fmt: skip
    if sum(one is not None for one in (command.before, command.after, command.around)) > 1:
        return problem(request, 422, "api-field", {"field": "around"}, field="around")
    return _told(request, await _obey(request, command, p.PageFrame))


async def say(request: Request, body: bodies.MessageBody) -> Response:
    """Say something; answered once it is on the disk."""
    command = p.Send(id=0, conv=_conv(request), cid=body.cid, text=body.text, re=body.re)
    answer = await _obey(request, command, p.Ok)
    if isinstance(answer, Refusal):
        return refused(request, answer)
    if answer.st == Status.REFUSED:
        return problem(request, 422, answer.text_key or "refuse-paused", answer.args, field="text")
    said = bodies.Said(
        cid=body.cid, st=Status(answer.st or Status.DELIVERED), conv=answer.conv or command.conv, n=answer.n,
        mid=answer.mid, ts=answer.ts,
    )  # fmt: skip
    return given(said)


async def edit_message(request: Request, body: bodies.TextBody) -> Response:
    """Change an own message within two minutes; both texts are kept."""
    n = _n(request)
    if n is None:
        return refused(request, NO_MESSAGE)
    return await _change(request, p.EditCommand(id=0, conv=_conv(request), n=n, text=body.text))


async def delete_message(request: Request, _nothing: bodies.Nothing) -> Response:
    """Take an own message away; a tombstone keeps its n."""
    n = _n(request)
    if n is None:
        return refused(request, NO_MESSAGE)
    return await _change(request, p.DeleteCommand(id=0, conv=_conv(request), n=n))


def refused(request: Request, refusal: Refusal) -> Response:
    """A refusal of the conversation as a problem."""
    return problem(request, STATUS_OF[refusal.code], refusal.text_key, refusal.args, retry_ms=refusal.retry_ms)


async def _obey(request: Request, command: p.Command, answered_by: type[Frame]) -> Frame | Refusal:
    """The socket's row for this command: the same verb, the same pace. Whoever reads along is seen to be there."""
    square, live = house_of(request).square, await live_of(request)
    rule = COMMANDS[type(command)]
    haste = hurry(square, live, rule.pace)
    if haste:
        return haste
    answer = await rule.verb(square, live, command)
    conv = _conv(request)
    if conv in live.joined:
        square.presence.glimpse(conv, live.visit, square.means.clock.now())
    if isinstance(answer, Refusal):
        return answer
    return answer if isinstance(answer, answered_by) else PAUSED


def hurry(square: Square, live: Live, pace: Pace | None) -> Refusal | None:
    """Take one token of the pace that the socket shares; a refusal when there is none."""
    wait = square.pace(live, pace) if pace else 0
    return too_fast(wait) if wait else None


async def _change(request: Request, command: p.EditCommand | p.DeleteCommand) -> Response:
    answer = await _obey(request, command, p.Ok)
    if isinstance(answer, Refusal):
        return refused(request, answer)
    return given(bodies.Changed(conv=command.conv, n=command.n))


def _told(request: Request, answer: p.PageFrame | Refusal) -> Response:
    """A page as the socket tells it, without a label, for there is nothing to answer but this."""
    return refused(request, answer) if isinstance(answer, Refusal) else given(msgspec.structs.replace(answer, re=None))


def _conv(request: Request) -> ConversationId:
    return conversation_of(RoomId(request.path_params["room"]))


def _n(request: Request) -> int | None:
    """The message's place, or None when no message can have it."""
    said: str = request.path_params["n"]
    return int(said) if said.isascii() and said.isdigit() and len(said) <= DIGITS_MAX else None


def _set(value: int | UnsetType) -> int | None:
    return None if value is UNSET else value

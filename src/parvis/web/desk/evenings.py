"""Evenings and announcements, for the team: what is announced, one form for a new one, one button to take one away."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.chat import living
from parvis.core import hours
from parvis.core.clock import Instant
from parvis.core.ids import RoomId
from parvis.core.living import LINE_MAX, NOTICE_MAX_DAYS, PINNED_MAX, Evening
from parvis.moderation import keeping
from parvis.moderation.refusal import Refused
from parvis.web import around
from parvis.web.desk import frame
from parvis.web.desk.keeping import texts_in
from parvis.web.house import House, house_of

PAGE, BOARD = "/desk/evenings", "/desk/board"
HOST_MAX = 40
NO_TIME = Refused(text_key="refuse-evening-when")
USUAL_DAYS = 7


async def page(request: Request) -> Response:
    """What is announced, and the form."""
    return await _shown(request)


async def change(request: Request) -> Response:
    """Announce one, or take one away; a refused one keeps what was typed."""
    house, form, who = house_of(request), await request.form(), frame.staff_of(request).id
    if form.get("do") == "end":
        done: object = await keeping.call_off(house.office, who, str(form.get("evening", "")))
    else:
        typed = _typed(house, form)
        done = typed if isinstance(typed, Refused) else await keeping.announce(house.office, who, typed)
    if isinstance(done, Refused):
        return await _shown(request, problem=done, typed=form, status=422)
    await living.load(house.square)  # so that the page that follows shows it
    return frame.back(PAGE)


async def board(request: Request) -> Response:
    """The announcements, and the form."""
    return await _board_shown(request)


async def write(request: Request) -> Response:
    """Write one, or take one down."""
    house, form, who = house_of(request), await request.form(), frame.staff_of(request).id
    if form.get("do") == "end":
        done: object = await keeping.take_notice(house.office, who, str(form.get("notice", "")))
    else:
        words = texts_in(form, "words", house.means.config.square.languages)
        days = frame.number_in(form.get("days"), 1, NOTICE_MAX_DAYS)
        done = await keeping.write_notice(house.office, who, words, days)
    if isinstance(done, Refused):
        return await _board_shown(request, problem=done, typed=form, status=422)
    await living.load(house.square)
    return frame.back(BOARD)


routes = [
    Route(PAGE, page),
    Route(PAGE, change, methods=["POST"]),
    Route(BOARD, board),
    Route(BOARD, write, methods=["POST"]),
]


def _typed(house: House, form: FormData) -> Evening | Refused:
    langs, host = house.means.config.square.languages, str(form.get("host", "")).strip()[:HOST_MAX]
    when = hours.evening_of(
        str(form.get("day", "")), str(form.get("from", "")), str(form.get("to", "")), house.square.hours.zone
    )
    if when is None:
        return NO_TIME
    if host and not living.is_of_standing(house.square, host):
        return keeping.NOT_KNOWN
    return Evening(
        id="", room=RoomId(str(form.get("room", ""))), host=host, title=texts_in(form, "title", langs),
        words=texts_in(form, "words", langs), starts_at=Instant(when[0]), ends_at=Instant(when[1]), at=Instant(0),
        by=keeping.NOBODY,
    )  # fmt: skip


async def _shown(
    request: Request, *, problem: Refused | None = None, typed: FormData | None = None, status: int = 200
) -> Response:
    house = house_of(request)
    coming = living.coming(house.square)
    views = zip((one.id for one in coming), around.evenings_of(house.square), strict=False)
    return frame.page(
        request, "desk_evenings.html", status, evenings=list(views), problem=problem, typed=typed or {},
        langs=house.means.config.square.languages, choices=list(house.square.rooms.values()), line_max=LINE_MAX,
        words_max=PINNED_MAX,
    )  # fmt: skip


async def _board_shown(
    request: Request, *, problem: Refused | None = None, typed: FormData | None = None, status: int = 200
) -> Response:
    house = house_of(request)
    return frame.page(
        request, "desk_board.html", status, notices=living.standing_notices(house.square), problem=problem,
        typed=typed or {}, langs=house.means.config.square.languages, words_max=PINNED_MAX, days_max=NOTICE_MAX_DAYS,
        days=USUAL_DAYS,
    )  # fmt: skip

"""How the team keeps rooms: hours, pace, a welcome line, pinned rules; each room is one form."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.chat import living
from parvis.core.hours import LINES_MAX
from parvis.core.ids import RoomId
from parvis.core.living import LINE_MAX, PINNED_MAX, SLOW_MAX_S, RoomPlan
from parvis.moderation import keeping
from parvis.moderation.refusal import Refused
from parvis.web.desk import frame
from parvis.web.house import house_of

PAGE = "/desk/keeping"
TYPED_MAX = 4 * PINNED_MAX


async def page(request: Request) -> Response:
    """All rooms, with what differs from the usual."""
    house, square, now = house_of(request), house_of(request).square, frame.now_of(request)
    openings = ((room, square.hours.of_room(room.id, now)) for room in square.rooms.values())
    rows = [
        (room, square.plans.get(room.id), None if opening.is_open else living.spoken(square, opening))
        for room, opening in openings
    ]
    return frame.page(
        request, "desk_keeping.html", rows=rows, shut=house.hours, own=house.means.config.hours,
        closes=house.means.config.desk.unattended_closes,
    )  # fmt: skip


async def room_page(request: Request) -> Response:
    """One room's form, as it is kept now."""
    return await _shown(request)


async def keep(request: Request) -> Response:
    """Keep it as typed; what cannot be keeps the form as it was typed."""
    house, form = house_of(request), await request.form()
    plan = _typed(form, RoomId(request.path_params["room"]), house.means.config.square.languages)
    done = await keeping.keep_room(house.office, frame.staff_of(request).id, plan)
    if isinstance(done, Refused):
        return await _shown(request, plan=plan, problem=done, status=404 if done == keeping.NO_ROOM else 422)
    await living.load(house.square)  # so that the page that follows shows it
    return frame.back(PAGE)


routes = [
    Route(PAGE, page),
    Route(PAGE + "/{room}", room_page),
    Route(PAGE + "/{room}", keep, methods=["POST"]),
]


def texts_in(form: FormData, name: str, langs: list[str]) -> dict[str, str]:
    """A text by language, from one field for each."""
    return {lang: str(form.get(f"{name}-{lang}", ""))[:TYPED_MAX] for lang in langs}


def _typed(form: FormData, room: RoomId, langs: list[str]) -> RoomPlan:
    every_s = frame.number_in(form.get("every_s"), 0, SLOW_MAX_S)
    return RoomPlan(
        room=room, weekly=_lines(form, "weekly"), dates=_lines(form, "dates"), every_s=every_s or None,
        welcome=texts_in(form, "welcome", langs), pinned=texts_in(form, "pinned", langs),
    )  # fmt: skip


def _lines(form: FormData, name: str) -> tuple[str, ...]:
    typed = str(form.get(name, ""))[:TYPED_MAX].splitlines()
    return tuple(line.strip() for line in typed if line.strip())[: LINES_MAX + 1]


async def _shown(
    request: Request, *, plan: RoomPlan | None = None, problem: Refused | None = None, status: int = 200
) -> Response:
    house = house_of(request)
    room = house.square.rooms.get(RoomId(request.path_params["room"]))
    if room is None:
        return frame.refused(request, keeping.NO_ROOM, 404)
    kept = plan or await keeping.plan_of(house.office, room.id)
    return frame.page(
        request, "desk_keeping_room.html", status, room=room, plan=kept, problem=problem,
        langs=house.means.config.square.languages, line_max=LINE_MAX, pinned_max=PINNED_MAX, slow_max=SLOW_MAX_S,
    )  # fmt: skip

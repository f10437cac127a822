"""My shift: three numbers, the next case by priority, what waits in which queue, and a pause when one is due."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.casework import Status
from parvis.core.policy import Queue
from parvis.core.staff import Act, may
from parvis.core.wellbeing import PAUSE_SECONDS
from parvis.moderation import cases as casework
from parvis.moderation import wellbeing
from parvis.moderation.refusal import Refused
from parvis.store import cases, desk_numbers
from parvis.web.desk import frame, seeing
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.house import house_of

SHOWN = 40
"""Cases listed of the line; more are counted."""
FULL = Refused(text_key="desk-full")


async def shift(request: Request) -> Response:
    """Three numbers, staffing light, exposure meter; then the line. Whoever only learns is led to what they may do."""
    house, staff, now = house_of(request), staff_of(request), now_of(request)
    if not may(staff, Act.SEE_DESK):
        return frame.back("/desk/training")
    queues = seeing.queues_of(staff)
    await wellbeing.look_at(house.office, house.desk.watches, staff.id, None)
    counted, lines, mine, first, rests, meter = await asyncio.gather(
        house.means.db.read(lambda conn: desk_numbers.shift(conn, queues, staff.id, now)),
        house.means.db.read(lambda conn: desk_numbers.lines(conn, queues, now)),
        house.means.db.read(lambda conn: cases.leased_to(conn, staff.id, now)),
        house.means.db.read(lambda conn: cases.in_line(conn, queues, now, limit=SHOWN)),
        house.means.db.read(lambda conn: cases.with_status(conn, Status.ON_HOLD, limit=SHOWN)),
        wellbeing.meter(house.office, staff.id),
    )
    return frame.page(
        request, "desk.html", shift=counted, lines=lines, mine=mine, line=first, meter=meter,
        rests=[one for one in rests if seeing.may_see(staff, one)], on_duty=house.on_duty,
        is_on_duty=any(one.id == staff.id for one in house.on_duty), whole=house.office.due_ms,
        closed=sorted(house.closed), waits=bool(first),
    )  # fmt: skip


async def take_next(request: Request) -> Response:
    """Claim the next case by priority; at the cap, kind words instead."""
    house, staff = house_of(request), staff_of(request)
    if (await wellbeing.meter(house.office, staff.id)).is_full:
        return frame.refused(request, FULL)
    queues = seeing.queues_of(staff)
    one = await casework.next_for(house.office, staff.id, queues, seeing.langs_of(staff))
    return frame.back(f"/desk/case/{one.id}") if one else frame.back("/desk?none=1")


async def pause(request: Request) -> Response:
    """Two minutes after a grave case, for whoever wants them."""
    house = house_of(request)
    await wellbeing.look_at(house.office, house.desk.watches, staff_of(request).id, None)
    return frame.page(request, "desk_pause.html", seconds=PAUSE_SECONDS)


async def go_to(request: Request) -> Response:
    """A case by the number people say to each other."""
    number = request.query_params.get("n", "").strip()
    house, staff = house_of(request), staff_of(request)
    wanted = int(number) if number.isdecimal() and len(number) < 10 else 0
    one = await house.means.db.read(lambda conn: cases.by_number(conn, wanted))
    if one is None or not seeing.may_see(staff, one):
        return frame.refused(request, casework.NO_CASE, 404)
    return frame.back(f"/desk/case/{one.id}")


async def help_page(request: Request) -> Response:
    """The keys, and where to turn."""
    return frame.page(request, "desk_help.html", queues=[queue.value for queue in Queue])


routes = [
    Route("/desk", shift),
    Route("/desk/next", take_next, methods=["POST"]),
    Route("/desk/go", go_to),
    Route("/desk/pause", pause),
    Route("/desk/help", help_page),
]

"""How open the square is: what holds and why, what was seen of a raid, and a person's choice with its end."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.mode import LADDER, Mode
from parvis.moderation import modes
from parvis.moderation.refusal import Refused
from parvis.store import modes as stored
from parvis.web.desk import frame
from parvis.web.house import house_of

SHOWN = 40
UNKNOWN = Refused(text_key="refuse-desk-unknown")
MINUTES = (15, 30, 60, 120, 240)
"""For how long somebody can choose; longer from the shell."""


async def page(request: Request, *, problem: Refused | None = None, status: int = 200) -> Response:
    """What holds, the last changes, and the choice."""
    house = house_of(request)
    changes = await house.means.db.read(lambda conn: stored.latest(conn, SHOWN))
    now = house.square.modes
    return frame.page(
        request, "desk_mode.html", status, standing=now.now, placed=now.placed, signals=now.signals, ladder=LADDER,
        minutes=MINUTES, changes=changes, problem=problem,
    )  # fmt: skip


async def shown(request: Request) -> Response:
    """The page."""
    return await page(request)


async def choose(request: Request) -> Response:
    """Place a mode, or end what was placed; everybody present is told at once."""
    house, staff, form = house_of(request), frame.staff_of(request), await request.form()
    why = str(form.get("why", ""))
    if form.get("do") == "end":
        await modes.release(house.office, house.square.modes.bell, by=staff.id, why=why)
    else:
        try:
            mode = Mode(str(form.get("mode", "")))
        except ValueError:
            return await page(request, problem=UNKNOWN, status=422)
        outcome = await modes.place(
            house.office, house.square.modes.bell, mode, frame.number_in(form.get("minutes"), 1, MINUTES[-1]), why,
            by=staff.id,
        )  # fmt: skip
        if isinstance(outcome, Refused):
            return await page(request, problem=outcome, status=422)
    await modes.tend(house.office, house.square.modes, attended=bool(house.on_duty))
    return frame.back("/desk/mode")


routes = [Route("/desk/mode", shown), Route("/desk/mode", choose, methods=["POST"])]

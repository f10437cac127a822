"""The blind second look: one sample at a time, first what the first person saw, then what they decided."""

from __future__ import annotations

import contextlib

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.access import looks
from parvis.core.looking import Purpose, Sight
from parvis.core.sample import VIEWS, View
from parvis.moderation import quality
from parvis.moderation.refusal import Refused
from parvis.web.desk import frame
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.house import house_of

GONE = Refused(text_key="refuse-sample-gone")
NO_VIEW = Refused(text_key="refuse-sample-view")


async def samples(request: Request) -> Response:
    """What waits for this person, and what second looks found so far."""
    house, staff = house_of(request), staff_of(request)
    return frame.page(
        request, "desk_quality.html", waiting=await quality.waiting(house.office, staff.id),
        tally=await quality.tally(house.office),
    )  # fmt: skip


async def sample(request: Request) -> Response:
    """One sample; opening it is noted. What was decided appears once the reviewer has said what they think."""
    house, staff = house_of(request), staff_of(request)
    one = await quality.find(house.office, staff.id, request.path_params["sample"])
    if one is None:
        return frame.refused(request, GONE, 404)
    now = now_of(request)
    if one.at is None and not house.desk.step(staff.id, one.id, now):
        await looks.look(house.means, staff, Purpose.QUALITY, Sight.MESSAGE, one.ref, None)
        house.desk.open(staff.id, one.id, 1, now)
    return frame.page(request, "desk_sample.html", sample=one, views=VIEWS[one.kind], is_mine=one.by == staff.id)


async def review(request: Request) -> Response:
    """Keep the view."""
    house, staff = house_of(request), staff_of(request)
    form = await request.form()
    sample_id = request.path_params["sample"]
    view: View | None = None
    with contextlib.suppress(ValueError):
        view = View(str(form.get("verdict", "")))
    if view is None:
        return frame.refused(request, NO_VIEW, 422)
    outcome = await quality.review(house.office, staff.id, sample_id, view, str(form.get("note", "")))
    if isinstance(outcome, Refused):
        return frame.refused(request, outcome)
    return frame.back(f"/desk/quality/{sample_id}")


routes = [
    Route("/desk/quality", samples),
    Route("/desk/quality/{sample}", sample),
    Route("/desk/quality/{sample}", review, methods=["POST"]),
]

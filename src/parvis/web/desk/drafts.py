"""Templates of facts: what is offered, how often it was used and overturned, and new versions of it."""

from __future__ import annotations

import contextlib

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.policy import Harm
from parvis.core.staff import Act, may
from parvis.moderation import texts
from parvis.moderation.refusal import Refused
from parvis.web.desk import frame
from parvis.web.desk.frame import staff_of
from parvis.web.house import house_of

NOT_YOURS = Refused(text_key="refuse-template-right")


async def shown(request: Request, problem: Refused | None = None, status: int = 200) -> Response:
    """All templates, each with a form for its next version."""
    house = house_of(request)
    offered = await texts.offered(house.office)
    return frame.page(
        request, "desk_texts.html", status, texts=offered, harms=list(Harm), problem=problem,
        languages=house.means.config.square.languages, may_change=may(staff_of(request), Act.WORK_QUALITY),
    )  # fmt: skip


async def change(request: Request) -> Response:
    """Add a version, or retire a template; the leads keep them."""
    house, staff = house_of(request), staff_of(request)
    form = await request.form()
    name = str(form.get("name", "")).strip()
    if not may(staff, Act.WORK_QUALITY):
        return await shown(request, NOT_YOURS, 403)
    if form.get("do") == "retire":
        outcome: object = await texts.retire(house.office, staff.id, name)
    else:
        harm = Harm.OTHER
        with contextlib.suppress(ValueError):
            harm = Harm(str(form.get("harm", "")))
        facts = {lang: str(form.get(f"facts-{lang}", "")).strip() for lang in house.means.config.square.languages}
        outcome = await texts.keep(house.office, staff.id, name, harm, facts)
    if isinstance(outcome, Refused):
        return await shown(request, outcome, 422)
    return frame.back("/desk/texts")


routes = [Route("/desk/texts", shown), Route("/desk/texts", change, methods=["POST"])]

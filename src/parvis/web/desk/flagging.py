"""Trusted flaggers, for administrators: registered, given a token once, measured, ended."""

from __future__ import annotations

import contextlib

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.ids import FlaggerId
from parvis.core.policy import Harm
from parvis.moderation import flaggers
from parvis.moderation.flaggers import Registered
from parvis.moderation.refusal import Refused
from parvis.web.desk import frame
from parvis.web.house import house_of

UNKNOWN = Refused(text_key="refuse-desk-unknown")


async def shown(
    request: Request, *, registered: Registered | None = None, problem: Refused | None = None, status: int = 200
) -> Response:
    """All of them with how their notices fare; a fresh token, this once."""
    office = house_of(request).office
    listed = await flaggers.listed(office)
    rows = [(one, await flaggers.standing(office, one.id)) for one in listed]
    return frame.page(
        request, "desk_flaggers.html", status, rows=rows, harms=list(Harm), registered=registered, problem=problem
    )


async def page(request: Request) -> Response:
    """The list."""
    return await shown(request)


async def change(request: Request) -> Response:
    """Register, renew a token, or end."""
    office, form = house_of(request).office, await request.form()
    which = FlaggerId(str(form.get("flagger", "")))
    outcome: object = UNKNOWN
    match form.get("do"):
        case "add":
            harms = []
            for value in form.getlist("harm"):
                with contextlib.suppress(ValueError):
                    harms.append(Harm(str(value)))
            outcome = await flaggers.add(office, str(form.get("name", "")), str(form.get("contact", "")), harms)
        case "renew":
            outcome = await flaggers.renew(office, which)
        case "end":
            outcome = await flaggers.end(office, which)
    if isinstance(outcome, Refused):
        return await shown(request, problem=outcome, status=422)
    if isinstance(outcome, Registered):
        return await shown(request, registered=outcome)
    return frame.back("/desk/flaggers")


routes = [Route("/desk/flaggers", page), Route("/desk/flaggers", change, methods=["POST"])]

"""The page where somebody shows what a rule asked for before their next message; also without JavaScript."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.access.age import voucher
from parvis.chat import step_up
from parvis.core.verdict import Finding
from parvis.store.step_ups import POW
from parvis.web.house import house_of
from parvis.web.square import live_of

PAGE = "/check"
TYPED_MAX = 4_000


async def page(request: Request) -> Response:
    """What is asked, if anything is."""
    return await _shown(request)


async def work(request: Request) -> Response:
    """The proof of work; whoever cannot compute sends the form once the wait is over."""
    house, live, form = house_of(request), await live_of(request), await request.form()
    answer = str(form.get("proof", ""))[: TYPED_MAX + 1]
    return await _answered(request, await step_up.show_work(house.square, live, answer))


async def age(request: Request) -> Response:
    """The adult proof again."""
    house, live, form = house_of(request), await live_of(request), await request.form()
    if voucher.NAME not in house.means.config.age.methods:
        return await _shown(request)
    fields = {"code": str(form.get("code", ""))[:TYPED_MAX]}
    return await _answered(request, await step_up.show_age(house.square, live, fields, request.state.origin))


routes = [
    Route(PAGE, page),
    Route(f"{PAGE}/work", work, methods=["POST"]),
    Route(f"{PAGE}/age", age, methods=["POST"]),
]


async def _answered(request: Request, fault: Finding | None) -> Response:
    if fault is not None:
        return await _shown(request, fault=fault, status=429 if fault.retry_ms else 422)
    return RedirectResponse(PAGE, status_code=303)


async def _shown(request: Request, *, fault: Finding | None = None, status: int = 200) -> Response:
    house, live = house_of(request), await live_of(request)
    asked = step_up.ask_work(house.square, live) if POW in live.owes else None
    proof = json.dumps({"challenge": json.loads(asked.challenge)}, separators=(",", ":")) if asked else ""
    return house.pages.page(
        request, "check.html", status, owes=live.owes, fault=fault, proof=proof, wait_s=asked.wait_s if asked else 0
    )

"""Before any page: who is asking, whether this door is theirs, and whether a form is ours."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from enum import IntEnum

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parvis.access import visits
from parvis.access.age import methods
from parvis.core.errors import StoreUnavailable
from parvis.core.ids import fresh_token
from parvis.web import cookies, i18n
from parvis.web.address import client_address, networks, origin_of
from parvis.web.house import House, house_of

Endpoint = Callable[[Request], Awaitable[Response]]
FIELDS_MAX = 40


class Need(IntEnum):
    """What a door asks of whoever comes."""

    BARE = 0
    """Nothing is looked at: files and health."""
    PUBLIC = 1
    """Open to everybody."""
    PASS = 2
    """An age pass, on an open square."""
    VISIT = 3
    """A living visit, on an open square."""


def gate(endpoint: Endpoint, need: Need) -> Endpoint:
    """Wrap an endpoint so that it is reached only by those it is for, and by forms only from our own pages."""

    async def guarded(request: Request) -> Response:
        house = house_of(request)
        if need is Need.BARE:
            return await endpoint(request)
        fresh_device = await _recognise(request, house)
        response = await _let_in(request, house, endpoint, need)
        if fresh_device:
            cookies.set_cookie(response, house, cookies.DEVICE, fresh_device, cookies.YEAR_SECONDS)
        return response

    return guarded


async def _recognise(request: Request, house: House) -> str | None:
    """Fill ``request.state``; returns the value of a device cookie that still has to be set."""
    state, means = request.state, house.means
    languages = means.config.square.languages
    state.lang = i18n.choose(
        request.headers.get("accept-language", ""), cookies.read_cookie(request, house, cookies.LANG), languages
    )
    known = cookies.read_cookie(request, house, cookies.DEVICE)
    device = known or fresh_token(means.entropy)
    state.csrf = means.keys.hash("csrf", device)[:32]
    peer = request.client.host if request.client else None
    trusted = networks(means.config.server.trusted_proxies)
    address = client_address(peer, request.headers.get("x-forwarded-for"), trusted)
    state.origin = origin_of(means.keys, address, device, means.clock.now())
    state.pass_, state.visit = None, None
    token = cookies.read_cookie(request, house, cookies.PASS)
    state.pass_ = await methods.open_pass_for(means, token) if token else None
    visit_token = cookies.read_cookie(request, house, cookies.VISIT)
    if state.pass_ and visit_token:
        visit = await visits.open_visit_for(means, visit_token)
        state.visit = visit if visit and visit.pass_id == state.pass_.id else None
    return None if known else device


async def _let_in(request: Request, house: House, endpoint: Endpoint, need: Need) -> Response:
    state = request.state
    inside = need >= Need.PASS
    if inside and (house.opening or state.pass_ is None or (need is Need.VISIT and state.visit is None)):
        return RedirectResponse("/", status_code=303)
    if request.method == "POST" and not await _is_our_form(request, house):
        return house.pages.page(request, "error.html", 403, text_key="page-error-form", args={})
    try:
        return await endpoint(request)
    except StoreUnavailable:
        return house.pages.page(request, "error.html", 503, text_key="refuse-paused", args={})


async def _is_our_form(request: Request, house: House) -> bool:
    """The Origin header, where there is one, is ours, and the form carries the token bound to the device cookie."""
    origin = request.headers.get("origin")
    if origin is not None and origin not in house.origins:
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    form: FormData = await request.form(max_files=0, max_fields=FIELDS_MAX)
    token = form.get("csrf")
    return isinstance(token, str) and hmac.compare_digest(token.encode(), request.state.csrf.encode())

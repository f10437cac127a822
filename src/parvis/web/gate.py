"""Before any door: who is asking, whether this door is theirs, and whether a form or a call is ours."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from enum import Enum, IntEnum

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parvis.access import sessions, visits
from parvis.access.age import methods
from parvis.core.errors import StoreUnavailable
from parvis.core.ids import fresh_token
from parvis.core.staff import GRAVE, Act, Staff, may
from parvis.moderation import flaggers
from parvis.moderation.reports import TooFast
from parvis.web import backstage, cookies, i18n, problems
from parvis.web.address import client_address, networks, origin_of
from parvis.web.house import House, house_of

Endpoint = Callable[[Request], Awaitable[Response]]
FIELDS_MAX = 40
READS = frozenset({"GET", "HEAD"})


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
    STAFF = 4
    """Somebody of the team, signed in, also while the square is shut; an `Act` in its place asks for a right too."""
    FLAGGER = 5
    """A trusted flagger's token (RFC 6750), also while the square is shut."""


Asked = Need | Act
"""What stands in the route table: a need, or an act of the team, which is `Need.STAFF` and that right."""


def need_of(asked: Asked) -> Need:
    """What kind of person a row of the route table asks for."""
    return Need.STAFF if isinstance(asked, Act) else asked


class Speech(Enum):
    """What a door is asked with, and what it answers."""

    PAGE = "page"
    """Forms and pages, for people."""
    JSON = "json"
    """JSON and problem documents, for programs."""


def gate(endpoint: Endpoint, asked: Asked, speech: Speech = Speech.PAGE, *, by_itself: bool = False) -> Endpoint:
    """Wrap an endpoint so that it is reached only by those it is for, and only from our own pages.

    ``by_itself``: pages ask for it without anybody's doing, so it is no sign of life of the team.
    """
    need = need_of(asked)

    async def guarded(request: Request) -> Response:
        house = house_of(request)
        if need is Need.BARE:
            return await endpoint(request)
        fresh_device = await _recognise(request, house)
        await _recognise_staff(request, house, touch=not by_itself)
        response = await _let_in(request, house, endpoint, asked, speech)
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


async def _recognise_staff(request: Request, house: House, *, touch: bool) -> None:
    """Fill ``request.state.staff`` and ``request.state.session`` with whoever of the team comes, or None."""
    token = cookies.read_cookie(request, house, cookies.STAFF)
    present = await sessions.open_session_for(house.means, token, touch=touch) if token else None
    request.state.staff = present.staff if present else None
    request.state.session = present.session if present else None


async def _let_in(request: Request, house: House, endpoint: Endpoint, asked: Asked, speech: Speech) -> Response:
    state = request.state
    refused = await _refused_person(request, house, asked, speech)
    if refused is not None:
        return refused
    if request.method not in READS:
        refused = _refused_call(request, house) if speech is Speech.JSON else await _refused_form(request, house)
        if refused is not None:
            return refused
        if asked in GRAVE and not sessions.has_stepped_up(house.means, state.session):
            return await _ask_for_a_touch(request, speech)
    try:
        return await endpoint(request)
    except StoreUnavailable:
        if speech is Speech.JSON:
            return problems.paused(request)
        return house.pages.page(request, "error.html", 503, text_key="refuse-paused", args={})


async def _refused_person(request: Request, house: House, asked: Asked, speech: Speech) -> Response | None:
    """Whether this door is theirs."""
    state, need = request.state, need_of(asked)
    if need is Need.STAFF:
        return _refused_staff(request, house, asked, speech)
    if need is Need.FLAGGER:
        return await _refused_flagger(request, house)
    inside = need in (Need.PASS, Need.VISIT)
    if inside and (house.opening or state.pass_ is None or (need is Need.VISIT and state.visit is None)):
        return _turned_away(request, house) if speech is Speech.JSON else RedirectResponse("/", status_code=303)
    return None


def _refused_staff(request: Request, house: House, asked: Asked, speech: Speech) -> Response | None:
    """The team's doors: for whoever is signed in, and has the right."""
    staff: Staff | None = request.state.staff
    if staff is not None and (not isinstance(asked, Act) or may(staff, asked)):
        return None
    key = "api-no-staff" if staff is None else "api-no-right"
    if speech is Speech.JSON:
        return problems.problem(request, 403, key)
    return house.pages.page(request, "staff_shut.html", 403, is_signed_in=staff is not None)


async def _refused_flagger(request: Request, house: House) -> Response | None:
    """Fill ``request.state.flagger`` with whose token it is, or say that it is nobody's. Guessing is slowed."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else ""
    found = await flaggers.recognise(house.office, given, request.state.origin.network)
    if isinstance(found, TooFast):
        told = found.refused
        return problems.problem(request, 429, told.text_key, told.args, retry_ms=found.retry_ms)
    request.state.flagger = found
    return None if found is not None else problems.problem(request, 401, "api-no-flagger", challenge=problems.BEARER)


async def _ask_for_a_touch(request: Request, speech: Speech) -> Response:
    """A grave act, and the passkey was not touched lately: nothing was done, and this is how it can be."""
    if speech is Speech.JSON:
        return problems.problem(request, 403, "api-no-touch")
    wanted = (await request.form()).get("next")
    return backstage.confirm(request, wanted if isinstance(wanted, str) else backstage.came_from(request))


def _turned_away(request: Request, house: House) -> Response:
    if house.opening:
        return problems.problem(request, 503, "api-closed", retry_ms=problems.CLOSED_MS)
    return problems.problem(request, 401, "api-no-pass" if request.state.pass_ is None else "api-no-visit")


def _is_from_elsewhere(request: Request, house: House) -> bool:
    """The Origin header, where there is one, is not ours, or the browser itself says that the request is foreign."""
    origin = request.headers.get("origin")
    if origin is not None and origin not in house.origins:
        return True
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


async def _refused_form(request: Request, house: House) -> Response | None:
    """A form must be from our pages, and carry the token bound to the device cookie."""
    if not _is_from_elsewhere(request, house):
        form: FormData = await request.form(max_files=0, max_fields=FIELDS_MAX)
        token = form.get("csrf")
        if isinstance(token, str) and hmac.compare_digest(token.encode(), request.state.csrf.encode()):
            return None
    return house.pages.page(request, "error.html", 403, text_key="page-error-form", args={})


def _refused_call(request: Request, house: House) -> Response | None:
    """A call that changes something needs no token, for a page elsewhere cannot make a browser send one with cookies.

    A form cannot send ``application/json``, nor PATCH or DELETE; a script elsewhere can only after a preflight (Fetch:
    neither is CORS-safelisted), which no door here grants. Cookies are SameSite=Lax besides, and a browser's own word
    on where the call comes from is believed.
    """
    if _is_from_elsewhere(request, house):
        return problems.problem(request, 403, "api-foreign")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method != "DELETE" and kind != "application/json":
        return problems.problem(request, 415, "api-not-json")
    return None

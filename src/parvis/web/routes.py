"""The one route table: every door, and what it asks of whoever comes. A route without a row does not start."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from parvis.core.errors import StoreUnavailable
from parvis.core.staff import Act
from parvis.web import (
    board,
    chapters,
    checking,
    decision,
    door,
    files,
    health,
    outward,
    pages,
    problems,
    proposing,
    redress,
    square,
    staff,
    team,
)
from parvis.web.admin import doors as admin
from parvis.web.api import operations, reference
from parvis.web.desk import rooms as desk
from parvis.web.gate import Asked, Need, Speech, gate
from parvis.web.house import House, house_of
from parvis.web.middleware import Frame, security_headers
from parvis.web.notice import Notices, Shutter

NEEDS: dict[str, Asked] = {
    "/": Need.PUBLIC,
    "/age": Need.PUBLIC,
    "/age/voucher": Need.PUBLIC,
    "/how": Need.PUBLIC,
    "/lang": Need.PUBLIC,
    "/rules": Need.PUBLIC,
    "/terms": Need.PUBLIC,
    "/terms.json": Need.PUBLIC,
    "/legal": Need.PUBLIC,
    "/privacy": Need.PUBLIC,
    "/help-lines": Need.PUBLIC,
    "/report": Need.PUBLIC,
    "/report/answers": Need.PUBLIC,
    "/receipt": Need.PUBLIC,
    "/receipt/file": Need.PUBLIC,
    "/receipt/appeal": Need.PUBLIC,
    "/decision": Need.PUBLIC,
    "/decision/appeal": Need.PUBLIC,
    "/decision/file": Need.PUBLIC,
    "/decision/refusal": Need.PUBLIC,
    "/docs": Need.PUBLIC,
    "/help": Need.PUBLIC,
    "/help/{path:path}": Need.PUBLIC,
    "/enter": Need.PASS,
    "/leave": Need.VISIT,
    "/me": Need.VISIT,
    "/me/consent": Need.VISIT,
    "/square": Need.VISIT,
    "/square/{room}": Need.VISIT,
    "/square/{room}/say": Need.VISIT,
    "/api/rooms/{room}/around": Need.VISIT,
    "/square/{room}/consent": Need.VISIT,
    "/square/{room}/leave": Need.VISIT,
    "/check": Need.VISIT,
    "/check/work": Need.VISIT,
    "/check/age": Need.VISIT,
    "/board": Need.VISIT,
    "/board/take": Need.VISIT,
    "/propose": Need.VISIT,
    "/propose/withdraw": Need.VISIT,
    "/ws": Need.VISIT,
    "/api/age/voucher": Need.PUBLIC,
    "/api/how": Need.PUBLIC,
    "/api/enter": Need.PASS,
    "/api/proof": Need.PASS,
    "/api/leave": Need.VISIT,
    "/api/me": Need.VISIT,
    "/api/me/gender": Need.VISIT,
    "/api/rooms": Need.VISIT,
    "/api/rooms/proposals": Need.VISIT,
    "/api/rooms/proposals/{proposal}": Need.VISIT,
    "/api/rooms/{room}/join": Need.VISIT,
    "/api/rooms/{room}/leave": Need.VISIT,
    "/api/rooms/{room}/consent": Need.VISIT,
    "/api/rooms/{room}/people": Need.VISIT,
    "/api/rooms/{room}/messages": Need.VISIT,
    "/api/rooms/{room}/messages/{n}": Need.VISIT,
    "/staff": Need.PUBLIC,
    "/staff/sign-in": Need.PUBLIC,
    "/staff/invite": Need.PUBLIC,
    "/staff/enrol": Need.PUBLIC,
    "/staff/me": Need.STAFF,
    "/staff/sign-out": Need.STAFF,
    "/staff/keys": Need.STAFF,
    "/staff/keys/revoke": Need.STAFF,
    "/staff/confirm": Need.STAFF,
    "/staff/shift": Act.KEEP_WATCH,
    "/staff/team": Act.MANAGE_STAFF,
    "/staff/team/invite": Act.MANAGE_STAFF,
    "/staff/team/withdraw": Act.MANAGE_STAFF,
    "/staff/team/roles": Act.MANAGE_STAFF,
    "/staff/team/end": Act.MANAGE_STAFF,
    "/staff/team/recover": Act.MANAGE_STAFF,
    "/staff/team/proposals/{id}": Act.MANAGE_STAFF,
    "/staff/team/proposals/{id}/look": Act.MANAGE_STAFF,
    "/staff/access": Act.SEE_ACCESS_LOG,
    "/staff/access/seen": Act.MANAGE_STAFF,
    "/desk": Act.SIMULATE,
    "/desk/next": Act.SEE_DESK,
    "/desk/go": Act.SEE_DESK,
    "/desk/pause": Act.SEE_DESK,
    "/desk/help": Act.SIMULATE,
    "/desk/training": Act.SIMULATE,
    "/desk/training/{exercise}": Act.SIMULATE,
    "/desk/quality": Act.WORK_QUALITY,
    "/desk/quality/{sample}": Act.WORK_QUALITY,
    "/desk/numbers": Act.SEE_NUMBERS,
    "/desk/texts": Act.SEE_DESK,
    "/desk/rooms": Act.OPEN_ROOMS,
    "/desk/evenings": Act.KEEP_SQUARE,
    "/desk/board": Act.KEEP_SQUARE,
    "/desk/keeping": Act.KEEP_SQUARE,
    "/desk/keeping/{room}": Act.KEEP_SQUARE,
    "/desk/case/{case}": Act.SEE_DESK,
    "/desk/case/{case}/context": Act.SEE_DESK,
    "/desk/case/{case}/step": Act.SEE_DESK,
    "/desk/case/{case}/decide": Act.SEE_DESK,
    "/desk/case/{case}/sealed/{exhibit}": Act.SEE_EVIDENCE_BEYOND,
    "/desk/approvals": Act.SEE_DESK,
    "/desk/approvals/{decision}": Act.SEE_DESK,
    "/desk/approvals/{decision}/look": Act.SEE_DESK,
    "/desk/approvals/{decision}/answer": Act.SECOND,
    "/desk/appeals": Act.DECIDE_APPEALS,
    "/desk/appeals/{appeal}": Act.DECIDE_APPEALS,
    "/desk/rules": Act.CHANGE_RULES,
    "/desk/rules/text": Act.CHANGE_RULES,
    "/desk/rules/trials/{trial}": Act.CHANGE_RULES,
    "/desk/rules/{rule}": Act.CHANGE_RULES,
    "/desk/rules/{rule}/trial": Act.CHANGE_RULES,
    "/desk/flaggers": Act.MANAGE_FLAGGERS,
    "/desk/mode": Act.SET_MODE,
    "/admin/closing": Act.CLOSE,
    "/admin": Act.KEEP_HOUSE,
    "/admin/settings/{group}": Act.KEEP_HOUSE,
    "/admin/rooms": Act.KEEP_HOUSE,
    "/admin/counters": Act.KEEP_HOUSE,
    "/admin/log": Act.KEEP_HOUSE,
    "/admin/numbers": Act.KEEP_HOUSE,
    "/api/reports": Need.PUBLIC,
    "/api/receipt": Need.PUBLIC,
    "/api/decision": Need.PUBLIC,
    "/api/decision/appeal": Need.PUBLIC,
    "/api/decision/refusal": Need.VISIT,
    "/api/flagger/reports": Need.FLAGGER,
    "/api/flagger/standing": Need.FLAGGER,
    "/api/staff/passkey": Need.PUBLIC,
    "/api/desk/pulse": Act.SEE_DESK,
    "/api/desk/rules/check": Act.SEE_NUMBERS,
    "/healthz": Need.BARE,
    "/readyz": Need.BARE,
    "/metrics": Need.BARE,
    "/static/{path:path}": Need.BARE,
    "/favicon.svg": Need.BARE,
    "/favicon.ico": Need.BARE,
    "/robots.txt": Need.BARE,
    "/manifest.webmanifest": Need.BARE,
    "/protocol.json": Need.BARE,
    "/openapi.json": Need.BARE,
    "/asyncapi.json": Need.BARE,
}
"""What each path asks, whatever the method; an `Act` asks for somebody of the team who has that right."""

BY_ITSELF: frozenset[str] = frozenset({"/api/desk/pulse"})
"""Doors that pages of the team ask for by themselves: being asked there is no sign of life."""

PUBLIC_ROUTES = [
    *door.routes, *pages.routes, *redress.routes, *decision.routes, *square.routes, *board.routes, *proposing.routes,
    *checking.routes, *staff.routes, *team.routes, *desk.routes, *operations.routes, *reference.routes,
    *chapters.routes, *health.routes, *files.routes,
]  # fmt: skip


PRIVATE_ROUTES = [
    *health.private_routes, *outward.routes, *admin.routes, *staff.routes, *team.routes, *desk.routes,
    *operations.team_routes, *pages.routes, *door.languages, *chapters.routes,
    *(route for route in files.routes if route.path in ("/static/{path:path}", "/favicon.svg")),
]  # fmt: skip
"""The team's own doors; `/admin` is nowhere else."""


def public_app(house: House) -> Starlette:
    """The application of the public listener; while the square is closed, its notice stands before everything."""
    return _app(house, PUBLIC_ROUTES, Middleware(Shutter, notices=house.notices))


def private_app(house: House) -> Starlette:
    """The application of the private listener: health and metrics, and the team's doors."""
    app = _app(house, PRIVATE_ROUTES)
    app.state.private = True
    return app


def closed_app(notices: Notices) -> Starlette:
    """The public listener of a closed square whose store cannot be opened: the notice, and nothing behind it."""
    return Starlette(middleware=[Middleware(Shutter, notices=notices)])


def _app(house: House, routes: Iterable[Route], *outermost: Middleware) -> Starlette:
    headers = security_headers(house.socket_origin, secure=house.secure)
    app = Starlette(
        routes=[_guarded(route) for route in routes],
        middleware=[*outermost, Middleware(Frame, headers=headers, metrics=house.metrics, broken=_broken)],
        exception_handlers={HTTPException: _refused, StoreUnavailable: _paused},
    )
    app.router.redirect_slashes = False
    app.state.house, app.state.private = house, False
    app.state.reference = reference.Reference(NEEDS, house.means.config.square.origin, house.texts)
    return app


def _guarded(route: Route) -> Route:
    need = NEEDS[route.path]
    speech = Speech.JSON if route.path.startswith(problems.API) else Speech.PAGE
    methods = sorted((route.methods or set()) - {"HEAD"})
    guarded = gate(route.endpoint, need, speech, by_itself=route.path in BY_ITSELF)
    return Route(route.path, guarded, methods=methods, name=route.name)


async def _refused(request: Request, fault: Exception) -> Response:
    """404, 405, 408, 413: what was wrong and the way back."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    key = {404: "page-error-404", 405: "page-error-405", 408: "page-error-408", 413: "page-error-413"}.get(status)
    response = await _error(request, status, key or "page-error-500")
    response.headers.update((fault.headers if isinstance(fault, HTTPException) else None) or {})
    return response


async def _paused(request: Request, _fault: Exception) -> Response:
    """The store does not answer: nothing was done."""
    return problems.paused(request) if problems.speaks_json(request) else await _error(request, 503, "refuse-paused")


async def _broken(request: Request) -> Response:
    """A bug; the traceback is in the log."""
    return await _error(request, 500, "page-error-500")


async def _error(request: Request, status: int, key: str) -> Response:
    house = house_of(request)
    if problems.speaks_json(request):
        return problems.problem(request, status, key)

    async def page(asked: Request) -> Response:
        return house.pages.page(asked, "error.html", status, text_key=key, args={})

    try:
        return await gate(page, Need.PUBLIC)(request) if request.method in ("GET", "HEAD") else await page(request)
    except Exception:  # noqa: BLE001 - even the page about the fault failed: say so in plain text
        return PlainTextResponse("Parvis is resting for a moment. Please try again shortly.\n", status)

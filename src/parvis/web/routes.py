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
from parvis.web import door, files, health, pages, square
from parvis.web.gate import Need, gate
from parvis.web.house import House, house_of
from parvis.web.middleware import Frame, security_headers

NEEDS: dict[str, Need] = {
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
    "/receipt": Need.PUBLIC,
    "/decision": Need.PUBLIC,
    "/enter": Need.PASS,
    "/leave": Need.VISIT,
    "/me": Need.VISIT,
    "/me/consent": Need.VISIT,
    "/square": Need.VISIT,
    "/square/{room}": Need.VISIT,
    "/square/{room}/say": Need.VISIT,
    "/square/{room}/consent": Need.VISIT,
    "/square/{room}/leave": Need.VISIT,
    "/ws": Need.VISIT,
    "/healthz": Need.BARE,
    "/readyz": Need.BARE,
    "/metrics": Need.BARE,
    "/static/{path:path}": Need.BARE,
    "/favicon.svg": Need.BARE,
    "/favicon.ico": Need.BARE,
    "/robots.txt": Need.BARE,
    "/manifest.webmanifest": Need.BARE,
    "/protocol.json": Need.BARE,
}
"""What each path asks, whatever the method."""

PUBLIC_ROUTES = [*door.routes, *pages.routes, *square.routes, *health.routes, *files.routes]


def public_app(house: House) -> Starlette:
    """The application of the public listener."""
    return _app(house, PUBLIC_ROUTES)


def private_app(house: House) -> Starlette:
    """The application of the private listener: health and metrics, later the desk's own things."""
    return _app(house, health.private_routes)


def _app(house: House, routes: Iterable[Route]) -> Starlette:
    headers = security_headers(house.socket_origin, secure=house.secure)
    app = Starlette(
        routes=[_guarded(route) for route in routes],
        middleware=[Middleware(Frame, headers=headers, metrics=house.metrics, broken=_broken)],
        exception_handlers={HTTPException: _refused, StoreUnavailable: _paused},
    )
    app.router.redirect_slashes = False
    app.state.house = house
    return app


def _guarded(route: Route) -> Route:
    need = NEEDS[route.path]
    methods = sorted((route.methods or set()) - {"HEAD"})
    return Route(route.path, gate(route.endpoint, need), methods=methods, name=route.name)


async def _refused(request: Request, fault: Exception) -> Response:
    """A page for 404, 405, 408, 413: what was wrong and the way back."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    key = {404: "page-error-404", 405: "page-error-405", 408: "page-error-408", 413: "page-error-413"}.get(status)
    return await _error(request, status, key or "page-error-500")


async def _paused(request: Request, _fault: Exception) -> Response:
    """The store does not answer: nothing was done."""
    return await _error(request, 503, "refuse-paused")


async def _broken(request: Request) -> Response:
    """A bug; the traceback is in the log."""
    return await _error(request, 500, "page-error-500")


async def _error(request: Request, status: int, key: str) -> Response:
    house = house_of(request)

    async def page(asked: Request) -> Response:
        return house.pages.page(asked, "error.html", status, text_key=key, args={})

    try:
        return await gate(page, Need.PUBLIC)(request) if request.method in ("GET", "HEAD") else await page(request)
    except Exception:  # noqa: BLE001 - even the page about the fault failed: say so in plain text
        return PlainTextResponse("Parvis is resting for a moment. Please try again shortly.\n", status)

"""From the private listener to the public one: links of our own pages that lead out to the square."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.web.backstage import ADMIN
from parvis.web.house import house_of

OUTSIDE = ("/report", "/receipt", "/decision", "/docs")
"""Pages for everybody that the foot of each page names, and that the private listener does not have itself."""


async def front(_request: Request) -> Response:
    """Whoever comes by the private listener comes for the administration."""
    return RedirectResponse(ADMIN, status_code=303)


async def out(request: Request) -> Response:
    """The same page on the public address."""
    return RedirectResponse(house_of(request).means.config.square.origin + request.url.path, status_code=303)


routes = [Route("/", front), *(Route(path, out) for path in OUTSIDE)]

"""Is the process alive, is it ready, what are its numbers: the last only on the private listener."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from parvis.core.errors import StoreUnavailable
from parvis.store import talk
from parvis.web.house import house_of


async def healthz(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """The store can be read; ``open`` says whether the public door is."""
    house = house_of(request)
    try:
        await house.means.db.check()
        await house.means.db.read(talk.standings)  # a table: the check alone reads no page of the file
    except StoreUnavailable:
        return JSONResponse({"ready": False, "open": False}, status_code=503)
    return JSONResponse({"ready": True, "open": not house.opening})


async def metrics(request: Request) -> Response:
    """Prometheus' text format; never on the public listener."""
    house = house_of(request)
    for check, count in house.guard.failures.items():
        house.metrics.broken_checks.labels(check).set(count)
    model = house.rulebook.current.edition.model
    house.metrics.learned.counts = model.counts if model else {}
    house.metrics.learned.looks = model.looks if model else {}
    return Response(house.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
private_routes = [*routes, Route("/metrics", metrics)]

"""Files as they are: the built client under names that never change, and the few that browsers ask for."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from parvis.core import protocol
from parvis.web.house import house_of
from parvis.web.render import DIST

STATIC = Path(str(files("parvis.web"))) / "static"
FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".ftl": "text/plain",
    ".woff2": "font/woff2",
}


async def built(request: Request) -> Response:
    """A file of the built client."""
    path = (DIST / request.path_params["path"]).resolve()
    if not path.is_relative_to(DIST.resolve() / "assets") or not path.is_file():
        raise HTTPException(404)
    return _file(path, FOR_EVER)


async def favicon(_request: Request) -> Response:
    """The lantern."""
    return _file(STATIC / "favicon.svg", AN_HOUR)


async def robots(_request: Request) -> Response:
    """What crawlers may read."""
    return _file(STATIC / "robots.txt", AN_HOUR)


async def manifest(request: Request) -> Response:
    """For those who put the square on their phone's first screen."""
    house = house_of(request)
    name = house.means.config.square.name
    body = {
        "name": name, "short_name": name[:12], "start_url": "/", "display": "standalone", "background_color": "#12151c",
        "theme_color": "#12151c", "icons": [{"src": "/favicon.svg", "type": "image/svg+xml", "sizes": "any"}],
    }  # fmt: skip
    return JSONResponse(body, media_type="application/manifest+json", headers={"Cache-Control": AN_HOUR})


async def protocol_schema(_request: Request) -> Response:
    """JSON Schema of every frame of `parvis.v1`, generated from `parvis.core.protocol`."""
    return JSONResponse(protocol.schema(), headers={"Cache-Control": AN_HOUR})


async def socket_hint(_request: Request) -> Response:
    """`/ws` without an upgrade."""
    return Response("This is a WebSocket of parvis.v1; see /protocol.json.\n", 426, {"Upgrade": "websocket"})


routes = [
    Route("/static/{path:path}", built),
    Route("/favicon.svg", favicon),
    Route("/favicon.ico", favicon),
    Route("/robots.txt", robots),
    Route("/manifest.webmanifest", manifest),
    Route("/protocol.json", protocol_schema),
    Route("/ws", socket_hint),
]


def _file(path: Path, cache: str) -> Response:
    return FileResponse(path, media_type=TYPES.get(path.suffix), headers={"Cache-Control": cache})

"""Round every answer: security headers, limits of size and time, one structured log line without names or addresses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parvis.live.metrics import Metrics

BODY_MAX = 64 * 1024
BODY_SECONDS = 15.0
ANSWER_SECONDS = 30.0
Broken = Callable[[Request], Awaitable[Response]]
log = structlog.get_logger()

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment",
                    "usb", "browsing-topics")
)  # fmt: skip


def security_headers(socket_origin: str, *, secure: bool) -> dict[str, str]:
    """What stands on every response. Referrer-Policy keeps the Origin header on our own forms (Fetch, section 3.2)."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; "
        f"connect-src 'self' {socket_origin}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
    }
    return headers | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})


class Frame:
    """The outermost layer of the application; ``broken`` makes the page for a bug."""

    def __init__(self, app: ASGIApp, *, headers: dict[str, str], metrics: Metrics, broken: Broken) -> None:
        self._app, self._headers, self._metrics, self._broken = app, headers, metrics, broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(message, self._headers)
            await send(message)

        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._app(scope, _bounded(receive), dressed)
        except Exception:  # a bug, or far too slow; Starlette's own last resort would answer outside of this frame
            log.exception("request_failed", route=_route(scope))
            if not status:
                answer = await self._broken(Request(scope, receive))
                await answer(scope, receive, dressed)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._metrics.requests.labels(route, scope["method"], str(status)).inc()
        log.info("request", route=route, method=scope["method"], status=status, ms=round(seconds * 1000, 1))


def _route(scope: Scope) -> str:
    """The path as in the route table, without what fills its holes."""
    return str(getattr(scope.get("route"), "path", "unknown"))


def _dress(message: Message, extra: dict[str, str]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in extra.items():
        headers[name] = value
    if "cache-control" not in headers:
        headers["Cache-Control"] = "no-store"


def _bounded(receive: Receive) -> Receive:
    """A body may be 64 KiB and take 15 seconds; beyond that the door answers 413 or 408."""
    size = 0

    async def bounded() -> Message:
        nonlocal size
        try:
            async with asyncio.timeout(BODY_SECONDS) if not _waits_for_the_end(size) else asyncio.timeout(None):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        if message["type"] == "http.request":
            size += len(message.get("body", b""))
            if size > BODY_MAX:
                raise HTTPException(413)
            if not message.get("more_body"):
                size = -(2**62)
        return message

    return bounded


def _waits_for_the_end(size: int) -> bool:
    """After the last part of the body, `receive` waits for the client to go, however long that is."""
    return size < 0

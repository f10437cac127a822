"""One WebSocket connection of a client: frames out, frames in, and the moment it is over."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec import Struct
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from parvis.client.doorway import Doorway
from parvis.core import protocol as p

WELCOME_SECONDS = 10.0
SILENCE_SECONDS = 60.0
"""A line on which nothing came for so long is given up: the server beats every 25 seconds."""


class Line(WSListener):
    """From the first try to reach the square to the end. ``hear`` is called with the bytes of each text frame."""

    def __init__(self, hear: Callable[[bytes], None]) -> None:
        self._hear = hear
        self._transport: WSTransport | None = None
        self._now = asyncio.get_running_loop().time
        self._heard_at = self._now()
        self._changed = asyncio.Event()
        self.is_welcome = False
        self.is_lost = False

    async def open(self, doorway: Doorway, hello: p.Hello) -> None:
        """Connect, say hello, wait for `greet`. OSError, TimeoutError or picows' WSHandshakeError when it fails."""
        split = urlsplit(doorway.origin)
        url = f"{'wss' if split.scheme == 'https' else 'ws'}://{split.netloc}/ws"
        await ws_connect(
            lambda: self, url, ssl_context=doorway.tls, max_redirects=0, websocket_handshake_timeout=WELCOME_SECONDS,
            extra_headers=doorway.headers,
        )  # fmt: skip
        self.write(hello)
        async with asyncio.timeout(WELCOME_SECONDS):
            await self._changed.wait()

    def greet(self) -> None:
        """The square said welcome."""
        self.is_welcome = True
        self._changed.set()

    def write(self, frame: Struct) -> None:
        """Send, unless the line is gone: whoever waits for an answer sends again on the next one."""
        if self._transport is not None and not self.is_lost:
            self._transport.send(WSMsgType.TEXT, p.encode(frame))

    def hang_up(self) -> None:
        """End it from this side."""
        self._lose()
        if self._transport is not None:
            self._transport.disconnect()

    async def last(self) -> None:
        """Wait until it is lost, or was silent for too long."""
        while (left := self._heard_at + SILENCE_SECONDS - self._now()) > 0 and not self.is_lost:
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._changed.wait()

    def _lose(self) -> None:
        self.is_lost, self.is_welcome = True, False
        self._changed.set()

    # ------------------------------------------------------------ called by picows

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The upgrade was accepted."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame, or the end."""
        self._heard_at = self._now()
        if frame.msg_type is WSMsgType.TEXT and not self.is_lost:
            self._hear(frame.get_payload_as_bytes())
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()

    def on_ws_disconnected(self, _transport: WSTransport) -> None:
        """Gone, whoever cut it."""
        self._lose()

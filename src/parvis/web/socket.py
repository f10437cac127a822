"""The socket at `/ws`: picows on uvicorn's port, hardened at its sharp edges, feeding one `Session` per connection."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, cast

from picows import (
    WSAutoPingStrategy,
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # not in its stub: see `upgrade_for`

from parvis.access import visits
from parvis.chat.session import Session
from parvis.core.closing import Kind
from parvis.core.people import Visit
from parvis.core.protocol import FRAME_MAX, HELLO_SECONDS, ByeCode
from parvis.web import cookies
from parvis.web.address import Network, client_address, networks, origin_of
from parvis.web.house import House
from parvis.web.middleware import security_headers
from parvis.web.notice import Notices
from parvis.web.watch import Watch

PATH = b"/ws"
SEND_BUFFER = 64 * 1024
"""Bytes the kernel may hold for one slow reader; its default of megabytes would hide that anybody is slow."""
WRITE_HIGH = 256 * 1024
READ_BUFFER = 2048
"""Bytes to begin with for each connection; picows grows it for a larger frame."""
STUCK_SECONDS = 20.0
"""A reader that takes nothing for so long is closed, and may resume."""
GOODBYE_SECONDS = 2.0
NEVER = 3600
"""For what picows wants to be told and does not use."""

Jar = dict[str, str]
"""Cookies by their names."""

logger = logging.LoggerAdapter(logging.getLogger("parvis.socket"))
"""An adapter, because picows makes a logger of its own for each connection from anything else."""


def frames_writer(transport: WSTransport) -> Callable[[bytes], None]:
    """Straight to uvloop, past picows and us: what thousands of calls for one message go through."""
    write: Callable[[bytes], None] = transport.underlying_transport.write
    return write


class SocketLine:
    """The seam to picows: what `Session` needs of a connection."""

    __slots__ = ("_transport", "write_frames")

    def __init__(self, transport: WSTransport) -> None:
        self._transport = transport
        self.write_frames = frames_writer(transport)
        """Ready-made frames in one write; whoever closes tells the session first."""

    def write(self, data: bytes) -> None:
        """Send one text frame; picows writes it out or buffers it."""
        if not (self._transport.is_close_frame_sent or self._transport.is_disconnected):
            self._transport.send(WSMsgType.TEXT, data)

    def close(self, code: int) -> None:
        """Send a close frame, and hang up if the other side does not."""
        if self._transport.is_disconnected:
            return
        self._transport.send_close(cast("WSCloseCode", code))  # private codes (4000-4999) are plain numbers
        asyncio.get_running_loop().call_later(GOODBYE_SECONDS, self._transport.disconnect)


class Listener(WSListener):
    """One connection, from the upgrade to its end."""

    __slots__ = (
        "_forwarded",
        "_hello",
        "_house",
        "_jar",
        "_line",
        "_session",
        "_stuck",
        "_trusted",
        "_watch",
        "silent",
    )

    def __init__(
        self, house: House, jar: Jar, forwarded: str | None, trusted: tuple[Network, ...], watch: Watch
    ) -> None:
        self._watch = watch
        self.silent = 0
        """Rounds of the watch without a frame."""
        self._line: WSTransport | None = None
        self._house, self._jar, self._forwarded, self._trusted = house, jar, forwarded, trusted
        self._session: Session | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._hello: asyncio.TimerHandle | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Bound the buffers, and give the client five seconds to say hello."""
        line = transport.underlying_transport
        line.set_write_buffer_limits(high=WRITE_HIGH)
        self._line = transport
        self._watch.add(self)
        peer = line.get_extra_info("peername")
        network, who = self._recognise(self._jar, peer[0] if peer else None)
        self._jar = {}  # secrets, and of no use any more
        self._session = Session(self._house.square, SocketLine(transport), who, network)
        self._hello = asyncio.get_running_loop().call_later(HELLO_SECONDS, self._end_silent)
        self._house.metrics.connections.inc()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Only whole, plain text frames are of this protocol; everything else closes with the RFC 6455 code for it."""
        self.silent = 0
        kind = frame.msg_type
        if transport.is_close_frame_sent or self._session is None:
            self._leave_unheard(transport, kind)
        elif kind is WSMsgType.CLOSE:
            self._session.lost()
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif kind is WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif kind is WSMsgType.PONG:
            return
        elif frame.rsv1 or frame.rsv2 or frame.rsv3 or not frame.fin or kind is WSMsgType.CONTINUATION:
            self._refuse(transport, WSCloseCode.PROTOCOL_ERROR)
        elif kind is not WSMsgType.TEXT:
            self._refuse(transport, WSCloseCode.UNSUPPORTED_DATA)
        elif frame.payload_size > FRAME_MAX:
            self._session.bye(ByeCode.TOO_BIG)
        elif not _is_utf8(said := frame.get_payload_as_bytes()):
            self._refuse(transport, WSCloseCode.INVALID_TEXT)
        else:
            self._session.receive(said)

    def _leave_unheard(self, transport: WSTransport, kind: WSMsgType) -> None:
        """A frame after the close frame, which picows hands over even behind its own 1009."""
        if self._session is not None:
            self._session.lost()
        if kind is WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, _transport: WSTransport) -> None:
        """The line is gone, whoever cut it."""
        self._watch.discard(self)
        for timer in (self._stuck, self._hello):
            if timer is not None:
                timer.cancel()
        if self._session is not None:
            self._session.lost()
            self._house.metrics.connections.dec()

    def ask(self) -> None:
        """The watch wants to know whether anybody is there."""
        if self._line is not None and not self._line.is_disconnected:
            self._line.send_ping()

    def abandon(self) -> None:
        """No answer: let go of the line without waiting for a goodbye that will not be read."""
        self._watch.discard(self)
        if self._session is not None:
            self._session.lost()
        if self._line is not None:
            self._line.underlying_transport.abort()

    def shut(self, kind: Kind) -> None:
        """The whole square is closed."""
        if self._session is not None:
            self._session.bye(ByeCode.CLOSED, kind)

    def pause_writing(self) -> None:
        """The reader is slow: keep what is precious, and give it a while."""
        if self._session is not None and self._stuck is None:
            self._session.outbox.pause()
            self._stuck = asyncio.get_running_loop().call_later(STUCK_SECONDS, self._session.bye, ByeCode.SLOW)

    def resume_writing(self) -> None:
        """The reader caught up."""
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        if self._session is not None:
            self._session.outbox.resume()

    def _end_silent(self) -> None:
        if self._session is not None and self._session.live is None:
            self._session.bye(ByeCode.HELLO)

    def _refuse(self, transport: WSTransport, code: WSCloseCode) -> None:
        if self._session is not None:
            self._session.lost()
        transport.send_close(code)
        transport.disconnect()

    def _recognise(self, jar: Jar, peer: str | None) -> tuple[str, Callable[[], Awaitable[Visit | None]]]:
        """The network's hash for the guard, and the question who this is, asked when hello comes."""
        means = self._house.means
        address = client_address(peer, self._forwarded, self._trusted)
        device = jar.get(cookies.name_of(self._house, cookies.DEVICE), "")
        origin = origin_of(means.keys, address, device, means.clock.now())
        pass_token = jar.get(cookies.name_of(self._house, cookies.PASS), "")
        visit_token = jar.get(cookies.name_of(self._house, cookies.VISIT), "")

        async def who() -> Visit | None:
            return await visits.recognise(means, pass_token, visit_token)

        return origin.network, who


def _is_utf8(data: bytes) -> bool:
    """Whether these bytes are text (RFC 6455, section 8.1: otherwise the connection fails); picows does not ask."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _cookies(header: str) -> Jar:
    """Ours are plain words, never quoted."""
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _answer(house: House, request: WSUpgradeRequest, trusted: tuple[Network, ...], watch: Watch) -> Any:
    """Which upgrades are answered: our path, from our own pages, with cookies from the door."""
    headers = request.headers
    if house.notices.shown is not None:
        return upgrade_answer(house.notices, request)
    if request.path.split(b"?")[0] != PATH:
        return _refused(house, HTTPStatus.NOT_FOUND, "There is no socket here; it is at /ws.")
    if headers.get("Origin") not in house.origins:
        return _refused(house, HTTPStatus.FORBIDDEN, "This socket is for the square's own pages.")
    jar = _cookies(headers.get("Cookie", ""))
    wanted = (cookies.PASS, cookies.VISIT)
    if house.opening or not all(jar.get(cookies.name_of(house, name)) for name in wanted):
        return _refused(house, HTTPStatus.UNAUTHORIZED, "Come in by the door first: /")
    return Listener(house, jar, headers.get("X-Forwarded-For"), trusted, watch)


def _refused(house: House, status: HTTPStatus, sentence: str) -> WSUpgradeResponseWithListener:
    headers = security_headers(house.socket_origin, secure=house.secure) | {"Cache-Control": "no-store"}
    body = (sentence + "\n").encode()
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status, body, headers), None)


def upgrade_for(house: House) -> type[asyncio.Protocol]:
    """The class to hand to ``uvicorn.Config(ws=…)``: it takes the connection over from uvicorn after the upgrade head.

    picows' protocol constructor takes its arguments by position and is not public: picows is pinned to 2.3.x, and
    `tests/doors/test_socket.py` holds the contract.
    """
    trusted = networks(house.means.config.server.trusted_proxies)
    watch = Watch()
    house.square.closing.listen(watch.shut)
    return _upgrade(lambda request: _answer(house, request, trusted, watch))


def upgrade_closed(notices: Notices) -> type[asyncio.Protocol]:
    """The same where there is nothing but a notice."""
    return _upgrade(lambda request: upgrade_answer(notices, request))


def upgrade_answer(notices: Notices, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
    """The notice instead of a socket (RFC 6455, section 4.2.2: any status but 101 refuses)."""
    headers = request.headers
    asked = request.path.split(b"?")[0].decode("latin-1")
    told = notices.answer(asked, headers.get("Accept-Language", ""), headers.get("Accept", ""))
    response = WSUpgradeResponse.create_error_response(HTTPStatus(told.status), told.body, dict(told.headers))
    return WSUpgradeResponseWithListener(response, None)


def _upgrade(answer: Callable[[WSUpgradeRequest], Any]) -> type[asyncio.Protocol]:
    class Upgrade(WSProtocol):  # type: ignore[misc]
        """One upgraded connection."""

        def __init__(self, *, server_state: Any, **_given_by_uvicorn: Any) -> None:
            is_client, cut_on_error, auto_ping, auto_pong = False, True, False, False  # the watch pings
            WSProtocol.__init__(
                self, None, None, is_client, answer, logger,
                cut_on_error, None, auto_ping, NEVER, NEVER, WSAutoPingStrategy.PING_WHEN_IDLE, auto_pong,
                4 * FRAME_MAX, None, READ_BUFFER,
            )  # fmt: skip
            self._connections = server_state.connections

        def connection_made(self, transport: Any) -> None:
            self._connections.add(self)
            WSProtocol.connection_made(self, transport)

        def connection_lost(self, exc: Exception | None) -> None:
            self._connections.discard(self)
            WSProtocol.connection_lost(self, exc)

        def data_received(self, data: bytes) -> None:
            """Once, with the upgrade request as uvicorn rebuilt it; afterwards picows reads the socket itself."""
            while data:
                buffer = self.get_buffer(len(data))
                size = min(len(buffer), len(data))
                buffer[:size] = data[:size]
                self.buffer_updated(size)
                data = data[size:]

        def shutdown(self) -> None:
            """The server is stopping."""
            if self.transport is not None:
                self.transport.send_close(WSCloseCode.SERVICE_RESTART)
                self.transport.disconnect()

    return Upgrade

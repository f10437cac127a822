"""A small client for bots, tests and the bench: in by the door, into rooms, talking, and back by itself.

It uses the documented interface and nothing else (`/docs` on any square; `docs/reference/client.md` has an example).
When the line breaks it comes back with back-off and full jitter, sends again what was not answered under the same
``cid``, and brings itself up to date, so that `Client.listen` tells every change of a joined room once and in order.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import secrets
import ssl
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from types import TracebackType
from typing import TypeVar, cast
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from picows import WSFrame, WSHandshakeError, WSListener, WSMsgType, WSTransport, ws_connect

from parvis.core import bodies
from parvis.core import protocol as p
from parvis.core.errors import ParvisError, Unavailable
from parvis.core.following import Change, Following, Meaning
from parvis.core.ids import Entropy, RoomId, conversation_of, fresh_word
from parvis.core.people import Gender

HTTP_SECONDS = 20.0
HELLO_SECONDS = 10.0
SILENCE_SECONDS = 60.0
"""A line on which nothing came for so long is given up: the server beats every 25 seconds."""
BACK_OFF_FIRST, BACK_OFF_MAX = 0.5, 30.0
"""Seconds: the bound of the first pause, doubled for each further one up to the last."""
BACKLOG = 10_000
"""Frames kept for `Client.listen`; beyond that the oldest go, counted in `Client.missed`."""
SHUT_FOR_GOOD = frozenset({401, 403, 404, 426})
"""Answers to the upgrade after which coming back makes no sense."""

Given = TypeVar("Given", bound=Struct)
Frame = TypeVar("Frame", bound=Struct)
_frames: msgspec.json.Decoder[p.ServerFrame] = msgspec.json.Decoder(p.ServerFrame)


class RefusedError(ParvisError):
    """The square did not do it, and nothing happened. ``text_key`` names the reason, ``retry_ms`` when to try again."""

    def __init__(
        self, text_key: str, detail: str = "", *, code: str = "", status: int = 0, field: str = "", retry_ms: int = 0,
        problem: bodies.Problem | None = None,
    ) -> None:  # fmt: skip
        super().__init__(detail or text_key)
        self.text_key, self.code, self.status, self.field = text_key, code, status, field
        self.retry_ms, self.problem = retry_ms, problem


class ClosedError(ParvisError):
    """The line is closed and will not come back; ``code`` is a `ByeCode`, or why the upgrade was refused."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the line is closed: {code}")
        self.code = code


@dataclass
class _Asked:
    """A command on its way, and who waits for its answer."""

    command: p.Command
    answer: asyncio.Future[Struct]
    sent: int = 0


@dataclass
class _Line:
    """One connection; ``lost`` is set when it is over, for whatever reason."""

    transport: WSTransport | None = None
    welcomed: bool = False
    heard_at: float = 0.0
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    greeted: asyncio.Event = field(default_factory=asyncio.Event)


class Client:
    """One visitor. Use it as an async context manager; all its methods run on one event loop.

    ``origin`` is the square's address without a path. ``cookies`` are those of an earlier client (see `cookies`): a
    voucher works once, so whoever wants to come again keeps them. ``tls`` replaces the machine's own trust.
    """

    def __init__(
        self,
        origin: str,
        *,
        lang: str = "en",
        cookies: Mapping[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        entropy: Entropy = secrets.token_bytes,
        chance: Callable[[], float] = secrets.SystemRandom().random,
    ) -> None:
        self.origin, self.lang = origin.rstrip("/"), lang
        self.cookies: dict[str, str] = dict(cookies or {})
        """The age pass, the visit and the device, as secret as they are."""
        self.me: p.Me | None = None
        """The visitor's own card, once the square said welcome."""
        self.missed = 0
        """Frames that nobody fetched from `listen` in time."""
        self._tls, self._entropy, self._chance = tls, entropy, chance
        self._following = Following()
        self._asked: dict[int, _Asked] = {}
        self._label = 0
        self._held: dict[str, list[Change]] = {}
        self._told: deque[p.ServerFrame] = deque()
        self._news = asyncio.Event()
        self._line = _Line()
        self._bye: p.Bye | None = None
        self._ended: ClosedError | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._loading: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # ------------------------------------------------------------ by the door

    async def redeem(self, code: str) -> int:
        """Turn a voucher into an age pass; milliseconds since 1970 when it expires. RefusedError says why not."""
        passed = await self._call("POST", "/api/age/voucher", bodies.VoucherBody(code=code), bodies.Passed)
        return passed.expires_at

    async def enter(
        self, nickname: str, age: int, *, gender: Gender | None = None, gender_consent: bool = False,
        postal_code: str = "",
    ) -> bodies.Entered:  # fmt: skip
        """Fill in the entry card and open the line. RefusedError says why not, with a free nickname where there is."""
        card = bodies.EntryBody(
            nickname=nickname, age=age, gender=gender, gender_consent=gender_consent, postal_code=postal_code
        )
        entered = await self._call("POST", "/api/enter", card, bodies.Entered)
        await self.open()
        return entered

    async def leave(self) -> None:
        """End the visit and close the line; the pass stays in `cookies`."""
        await self._call("POST", "/api/leave", bodies.Nothing(), None)
        await self.close()

    async def rooms(self) -> list[p.RoomState]:
        """All rooms as this visit sees them."""
        return (await self._call("GET", "/api/rooms", None, bodies.RoomsAnswer)).rooms

    async def consent(self, room: str) -> None:
        """Give the consent that a sensitive room asks for, before `join`."""
        await self._call("POST", f"/api/rooms/{room}/consent", bodies.ConsentBody(consent="yes"), None)

    # ------------------------------------------------------------ over the line

    async def open(self) -> None:
        """Open the line of a visit that `cookies` hold, and wait for the welcome. ClosedError when it is over."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())
        while not self._line.greeted.is_set():
            await self._changed()

    async def join(self, room: str) -> p.PageFrame:
        """Come into a room: its last messages; from now on `listen` tells what happens there."""
        conv = conversation_of(RoomId(room))
        if conv not in self._following.have:
            self._held.setdefault(conv, [])
        try:
            return await self._ask(p.Join(id=self._next(), conv=conv), p.PageFrame)
        finally:
            self._release(conv)

    async def part(self, room: str) -> None:
        """Go out of a room; the visit goes on."""
        conv = conversation_of(RoomId(room))
        await self._ask(p.Leave(id=self._next(), conv=conv), p.Ok)
        self._following.end(conv)

    async def say(self, room: str, text: str, *, re: int | None = None, cid: str | None = None) -> p.Ok:
        """Say something; returns once it is on the server's disk, also after a broken line. RefusedError says why not.

        ``cid`` makes a repeat harmless; leave it out unless you keep it across runs.
        """
        command = p.Send(
            id=self._next(), conv=conversation_of(RoomId(room)), cid=cid or fresh_word(self._entropy), text=text, re=re
        )
        answer = await self._ask(command, p.Ok)
        if answer.st == "refused":
            raise RefusedError(answer.text_key or "", code="refused")
        return answer

    async def edit(self, room: str, n: int, text: str) -> p.Ok:
        """Change an own message within two minutes."""
        return await self._ask(p.EditCommand(id=self._next(), conv=conversation_of(RoomId(room)), n=n, text=text), p.Ok)

    async def delete(self, room: str, n: int) -> p.Ok:
        """Take an own message away."""
        return await self._ask(p.DeleteCommand(id=self._next(), conv=conversation_of(RoomId(room)), n=n), p.Ok)

    async def history(
        self, room: str, *, before: int | None = None, after: int | None = None, around: int | None = None,
        limit: int = 20,
    ) -> p.PageFrame:  # fmt: skip
        """A stretch of history: at most one of before, after, around (an ``n``); none for the newest."""
        return await self._hist(conversation_of(RoomId(room)), before, after, around, limit)

    async def people(self, room: str) -> list[p.Person]:
        """Who is in the room now, longest here first."""
        command = p.People(id=self._next(), conv=conversation_of(RoomId(room)))
        return (await self._ask(command, p.PeoplePage)).people

    async def listen(self) -> AsyncIterator[p.ServerFrame]:
        """Every frame that is no answer, for ever: changes once and in order. One listener at a time.

        Ends after `close`; raises ClosedError when the server closed for good.
        """
        while True:
            while self._told:
                yield self._told.popleft()
            if self._keeper is None:
                return
            await self._changed()

    async def close(self) -> None:
        """Close the line; the visit goes on, and can be opened again."""
        keeper, self._keeper = self._keeper, None
        for task in (*([keeper] if keeper else []), *self._loading):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._hang_up(self._line)
        self._line, self._ended = _Line(), None
        self._forsake(ClosedError("closed here"))
        self._news.set()

    # ------------------------------------------------------------ keeping the line

    async def _keep(self) -> None:
        """Connect, and again, until the server says that it is over."""
        attempt = 0
        while self._ended is None:
            line = self._line = _Line(heard_at=asyncio.get_running_loop().time())
            self._bye = None
            try:
                await self._connect(line)
                attempt = 0
                await self._watch(line)
            except WSHandshakeError as fault:
                status = int(fault.response.status) if fault.response else 0
                if status in SHUT_FOR_GOOD:
                    self._end(str(p.ByeCode.UNAUTHENTICATED) if status == 401 else f"upgrade refused with {status}")
            except (OSError, TimeoutError):
                pass
            finally:
                self._hang_up(line)
            if self._bye is not None and not self._bye.resume_ok:
                self._end(self._bye.code)
            if self._ended is None:
                await asyncio.sleep(self._pause(attempt))
                attempt += 1

    async def _connect(self, line: _Line) -> None:
        split = urlsplit(self.origin)
        url = f"{'wss' if split.scheme == 'https' else 'ws'}://{split.netloc}/ws"
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        await ws_connect(
            lambda: _Listener(self, line), url, ssl_context=self._tls, max_redirects=0,
            websocket_handshake_timeout=HELLO_SECONDS, extra_headers={"Origin": self.origin, "Cookie": jar},
        )  # fmt: skip
        have = dict(self._following.have)
        self._write(line, p.Hello(v=p.VERSION, have=have, pos=self._following.pos, lang=self.lang))
        async with asyncio.timeout(HELLO_SECONDS):
            await line.greeted.wait()

    async def _watch(self, line: _Line) -> None:
        """Until the line is lost, or silent for too long."""
        clock = asyncio.get_running_loop().time
        while (left := line.heard_at + SILENCE_SECONDS - clock()) > 0 and not line.lost.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await line.lost.wait()

    def _pause(self, attempt: int) -> float:
        """Seconds to wait: what the server asks for, and a random part that doubles (full jitter)."""
        asked = self._bye.after_ms / 1000 if self._bye else 0.0
        return asked + self._chance() * min(BACK_OFF_MAX, BACK_OFF_FIRST * 2 ** min(attempt, 10))

    def _end(self, code: str) -> None:
        self._ended = ClosedError(code)
        self._forsake(self._ended)
        self._news.set()

    def _forsake(self, fault: ClosedError) -> None:
        """Whoever waits for an answer will not get one."""
        asked, self._asked = self._asked, {}
        for one in asked.values():
            if not one.answer.done():
                one.answer.set_exception(fault)

    def _hang_up(self, line: _Line) -> None:
        line.lost.set()
        if line.transport is not None:
            line.transport.disconnect()

    async def _changed(self) -> None:
        """Wait for news; raises when there will be none."""
        if self._ended is not None:
            raise self._ended
        self._news.clear()
        await self._news.wait()

    # ------------------------------------------------------------ asking

    def _next(self) -> int:
        self._label += 1
        return self._label

    async def _ask(self, command: p.Command, gives: type[Frame]) -> Frame:
        """Send now, or once the line is back; wait for the answer with this label."""
        if self._keeper is None or self._ended is not None:
            raise self._ended or ClosedError("not open")
        label = cast("int", getattr(command, "id", 0))
        asked = self._asked[label] = _Asked(command, asyncio.get_running_loop().create_future())
        if self._line.welcomed:
            self._send(asked)
        try:
            answer = await asked.answer
        finally:
            self._asked.pop(label, None)
        if isinstance(answer, p.Err):
            raise RefusedError(answer.text_key, code=answer.code, retry_ms=answer.retry_ms or 0)
        assert isinstance(answer, gives), answer
        return answer

    def _send(self, asked: _Asked) -> None:
        asked.sent += 1
        self._write(self._line, asked.command)

    def _write(self, line: _Line, frame: Struct) -> None:
        if line.transport is not None and not line.lost.is_set():
            line.transport.send(WSMsgType.TEXT, p.encode(frame))

    async def _hist(
        self, conv: str, before: int | None, after: int | None, around: int | None, limit: int
    ) -> p.PageFrame:
        command = p.Hist(id=self._next(), conv=conv, before=before, after=after, around=around, limit=limit)
        return await self._ask(command, p.PageFrame)

    # ------------------------------------------------------------ hearing

    def _hear(self, line: _Line, data: bytes) -> None:
        """One frame from the server."""
        line.heard_at = asyncio.get_running_loop().time()
        try:
            frame = _frames.decode(data)
        except ValueError:
            return  # of a later version: the protocol may grow
        match frame:
            case p.Ok() | p.PeoplePage() | p.Err():
                self._answered(frame)
            case p.PageFrame(re=None):
                self._tell(*self._following.catch_up(frame))
            case p.PageFrame():
                self._answered(frame)
            case p.Msg() | p.Edit() | p.Gone():
                self._change(frame)
            case p.Bye():
                self._bye = frame
            case p.Beat():
                pass
            case _:
                self._note(line, frame)

    def _note(self, line: _Line, frame: p.ServerFrame) -> None:
        """Frames that are told as they are, after what they mean to this client."""
        match frame:
            case p.Welcome():
                self.me, line.welcomed = frame.me, True
                self._following.pos = frame.pos
                for asked in self._asked.values():
                    self._send(asked)
                line.greeted.set()
            case p.StatusFrame():
                self._following.pos = frame.pos
            case p.State():
                self._compare(frame)
            case _:
                pass
        self._tell(frame)

    def _answered(self, answer: p.Ok | p.PeoplePage | p.PageFrame | p.Err) -> None:
        asked = self._asked.get(answer.re) if answer.re is not None else None
        if asked is None or asked.answer.done():
            return
        if isinstance(asked.command, p.Join) and isinstance(answer, p.PageFrame):
            if asked.command.conv not in self._following.have:
                self._following.begin(answer)
        if isinstance(asked.command, p.DeleteCommand) and isinstance(answer, p.Err):
            if asked.sent > 1 and answer.code is p.ErrCode.GONE:  # done before the line broke
                answer = p.Ok(re=asked.command.id, conv=asked.command.conv, n=asked.command.n)
        asked.answer.set_result(answer)

    def _change(self, change: Change) -> None:
        """A change of a room: told when it is the next one; after a gap the line is taken up anew."""
        if change.conv in self._held:
            self._held[change.conv].append(change)
            return
        match self._following.take(change):
            case Meaning.NEW:
                self._tell(change)
            case Meaning.GAP:
                self._hang_up(self._line)
            case Meaning.REPEAT | Meaning.UNKNOWN:
                pass

    def _compare(self, state: p.State) -> None:
        """The whole picture: what it no longer has is not followed, what it has newer is loaded."""
        rooms = {room.conv: room for room in state.rooms if room.joined}
        for conv, seen in self._following.have.items():
            if conv not in rooms:
                self._following.end(conv)
            elif rooms[conv].rev != seen.rev and conv not in self._held:
                self._held[conv] = []
                task = asyncio.create_task(self._load(conv, seen))
                self._loading.add(task)
                task.add_done_callback(self._loading.discard)

    async def _load(self, conv: str, seen: p.Seen) -> None:
        """All that was said after ``seen``, page by page, under the counters of the first page."""
        try:
            first = page = await self._hist(conv, None, seen.n, None, 100)
            items = list(page.items)
            while not page.end and page.items:
                page = await self._hist(conv, None, page.items[-1].n, None, 100)
                items += page.items
            self._tell(*self._following.catch_up(msgspec.structs.replace(first, items=items)))
        except (RefusedError, ClosedError):
            self._following.end(conv)  # no longer ours to read
        finally:
            self._release(conv)

    def _release(self, conv: str) -> None:
        """What came while a page was on its way is judged now."""
        for change in self._held.pop(conv, []):
            self._change(change)

    def _tell(self, *frames: p.ServerFrame) -> None:
        self._told.extend(frames)
        while len(self._told) > BACKLOG:
            self._told.popleft()
            self.missed += 1
        self._news.set()

    # ------------------------------------------------------------ HTTP

    async def _call(self, method: str, path: str, body: Struct | None, gives: type[Given] | None) -> Given:
        """One call to a JSON door; RefusedError with its problem. Unavailable when there is no answer."""
        try:
            status, data = await asyncio.to_thread(self._exchange, method, path, body)
        except (OSError, http.client.HTTPException) as fault:
            raise Unavailable(f"{self.origin} does not answer: {fault}") from fault
        if status >= 400:
            raise _refused(status, data)
        return msgspec.json.decode(data, type=gives) if gives else cast("Given", None)

    def _exchange(self, method: str, path: str, body: Struct | None) -> tuple[int, bytes]:
        """On a thread of its own: one connection, one request."""
        split = urlsplit(self.origin)
        headers = {"Accept-Language": self.lang, "Origin": self.origin, "Content-Type": "application/json"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if split.scheme == "https":
            line = http.client.HTTPSConnection(split.netloc, timeout=HTTP_SECONDS, context=self._tls)
        else:
            line = http.client.HTTPConnection(split.netloc, timeout=HTTP_SECONDS)
        with contextlib.closing(line):
            line.request(method, path, msgspec.json.encode(body) if body is not None else None, headers)
            answer = line.getresponse()
            for said in answer.headers.get_all("Set-Cookie", []):
                self._keep_cookie(said)
            return answer.status, answer.read()

    def _keep_cookie(self, said: str) -> None:
        for name, morsel in SimpleCookie(said).items():
            if morsel.value and morsel["max-age"] != "0":
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)


class _Listener(WSListener):
    """picows' end of one connection."""

    def __init__(self, client: Client, line: _Line) -> None:
        self._client, self._line = client, line

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._line.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.TEXT:
            self._client._hear(self._line, frame.get_payload_as_bytes())  # noqa: SLF001 - two halves of one thing
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()

    def on_ws_disconnected(self, _transport: WSTransport) -> None:
        self._line.lost.set()


def _refused(status: int, data: bytes) -> RefusedError:
    try:
        said = msgspec.json.decode(data, type=bodies.Problem)
    except ValueError:
        return RefusedError("", f"the square answered {status}", status=status)
    return RefusedError(
        said.text_key, said.detail, status=status, field=said.field or "", retry_ms=said.retry_ms or 0, problem=said
    )

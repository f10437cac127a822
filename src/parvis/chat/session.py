"""One connection: commands in, verbs called, answers out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import assert_never

import msgspec
import structlog

from parvis.chat import arrival
from parvis.chat.commands import COMMANDS, Rule
from parvis.chat.refusal import BAD_FRAME, PAUSED, Refusal, too_fast
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.closing import Kind
from parvis.core.errors import Unavailable
from parvis.core.ids import ConversationId
from parvis.core.people import Visit
from parvis.live.bus import EVERYBODY, Closing, Joined, Notice, Packet, room_topic, visit_topic
from parvis.live.outbox import Line, Outbox

INBOX_MAX = 64
"""Commands waiting on one connection; a client that piles up more is closed."""
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding may raise: no JSON of the protocol, bad UTF-8 within a string, brackets without end."""
log = structlog.get_logger()


class Session:
    """A visit's connection. `receive` and `hear` are called by the socket and the bus; everything runs on one loop."""

    __slots__ = (
        "__weakref__", "_inbox", "_line", "_who", "_working", "closed", "lang", "live", "network", "outbox", "square",
    )  # fmt: skip

    def __init__(self, square: Square, line: Line, who: Callable[[], Awaitable[Visit | None]], network: str) -> None:
        self.square, self.network = square, network
        self.outbox = Outbox(line)
        self.live: Live | None = None
        self.lang = "fr"
        self.closed = False
        self._line, self._who = line, who
        self._inbox: list[p.Command] = []
        self._working: asyncio.Task[None] | None = None

    # ------------------------------------------------------------ from the socket

    def receive(self, data: bytes | bytearray | memoryview) -> None:
        """One text frame. Bytes that are not of the protocol get an `err`; before `hello` they close."""
        try:
            command = p.decode(data)
        except UNREADABLE:
            if self.live is None and not self._working:
                self.bye(p.ByeCode.BAD)
            else:
                self._say_refused(BAD_FRAME, _label(data))
            return
        if len(self._inbox) >= INBOX_MAX:
            self.bye(p.ByeCode.FLOOD)
            return
        self._inbox.append(command)
        if self._working is None:
            self._working = asyncio.get_running_loop().create_task(self._work())

    def lost(self) -> None:
        """The line is gone; the visit stays present for the grace time."""
        self.closed = True
        self._inbox.clear()
        live, bus = self.live, self.square.bus
        if live is None:
            return
        self.live = None
        if self in live.tabs:
            live.tabs.remove(self)
        now = self.square.means.clock.now()
        live.seen_at = now
        bus.unsubscribe(visit_topic(live.visit.id), self.hear)
        bus.unsubscribe(EVERYBODY, self.hear)
        for conv in live.joined:
            bus.unsubscribe(room_topic(conv), self.hear)
            self.square.presence.depart(conv, live.visit.id, now)

    def is_lost(self) -> bool:
        """Whether the line went while something was awaited."""
        return self.closed

    def bye(self, code: p.ByeCode, reason: Kind | None = None) -> None:
        """Say why, and close; ``reason`` where the whole square is closed."""
        if self.closed:
            return
        self.square.metrics.byes.labels(code.value).inc()
        resumable = code in p.RESUMABLE
        self.lost()  # first: what was said until now still leaves before the goodbye, and nothing behind it
        key = "bye-notice" if reason else f"bye-{code.value}"
        self.outbox.now(p.encode(p.Bye(
            code=code, resume_ok=resumable, after_ms=1_000, text_key=key, reason=reason
        )))  # fmt: skip
        self._line.close(p.CLOSE_CODES[code])

    # ------------------------------------------------------------ from the bus

    def hear(self, notice: Notice) -> None:
        """A packet for this connection, or the order to close it."""
        match notice:
            case Packet():
                self.outbox.put(notice)
            case Joined():
                self.outbox.put_joined(notice)
            case Closing():
                self.bye(notice.code)
                return
            case _:
                assert_never(notice)
        if self.outbox.overrun:
            self.bye(p.ByeCode.SLOW)

    def enter(self, conv: ConversationId) -> None:
        """Start hearing a room; the visit is present there."""
        if self.live is not None:
            self.square.bus.subscribe(room_topic(conv), self.hear, self.outbox)
            self.square.presence.arrive(conv, self.live.visit)

    def leave(self, conv: ConversationId) -> None:
        """Stop hearing a room."""
        self.square.bus.unsubscribe(room_topic(conv), self.hear)

    # ------------------------------------------------------------ the work

    async def _work(self) -> None:
        """Answer what waits, in order, then end: an idle connection costs no task."""
        try:
            while self._inbox and not self.closed:
                await self._answer(self._inbox.pop(0))
        finally:
            self._working = None

    async def _answer(self, command: p.Command) -> None:
        try:
            if self.live is None:
                await self._begin(command)
                return
            rule = COMMANDS.get(type(command))
            if rule is None:  # a second hello
                self._say_refused(BAD_FRAME, None)
                return
            await self._obey(rule, self.live, command)
        except Unavailable as fault:
            self.square.metrics.store_faults.inc()
            log.warning("store_unavailable", fault=str(fault))
            self._say_refused(PAUSED, getattr(command, "id", None), getattr(command, "cid", None))
        except Exception:
            log.exception("command_failed", command=type(command).__name__)
            self._say_refused(PAUSED, getattr(command, "id", None), getattr(command, "cid", None))

    async def _obey(self, rule: Rule, live: Live, command: p.Command) -> None:
        wait = self.square.pace(live, rule.pace) if rule.pace else 0
        label, cid = getattr(command, "id", None), getattr(command, "cid", None)
        if wait > 0:
            if label is not None:
                self._say_refused(too_fast(wait), label, cid)
            return
        answer = await rule.verb(self.square, live, command)
        if isinstance(answer, Refusal):
            self._say_refused(answer, label, cid)
        elif answer is not None and not self.closed:
            self.outbox.now(p.encode(answer))

    async def _begin(self, command: p.Command) -> None:
        """The first frame must be hello, and the cookie must be a living visit's."""
        if not isinstance(command, p.Hello) or command.v != p.VERSION:
            self.bye(p.ByeCode.BAD)
            return
        visit = await self._who()
        if visit is None:
            self.bye(p.ByeCode.UNAUTHENTICATED)
        elif not self.closed:
            self.lang = command.lang if command.lang in self.square.means.config.square.languages else visit.lang
            await arrival.welcome(self, visit, command)

    def _say_refused(self, refusal: Refusal, re: int | None, cid: str | None = None) -> None:
        if not self.closed:
            frame = p.Err(
                code=refusal.code, text_key=refusal.text_key, re=re, cid=cid, retry_ms=refusal.retry_ms,
                args=refusal.args or None, told=[refusal.told] if refusal.told else None,
            )  # fmt: skip
            self.outbox.now(p.encode(frame))


def _label(data: bytes | bytearray | memoryview) -> int | None:
    """The ``id`` of a frame that is not of the protocol, when it has one, so that its sender knows which it was."""
    try:
        return msgspec.json.decode(data, type=_Labelled).id
    except UNREADABLE:
        return None


class _Labelled(msgspec.Struct):
    id: int | None = None

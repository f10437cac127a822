"""The conversation of a client with the square, over as many lines as it takes: ask, hear, come back, miss nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec import Struct
from picows import WSHandshakeError

from parvis.client.doorway import Doorway
from parvis.client.faults import ClosedError, RefusedError
from parvis.client.line import Line
from parvis.core import protocol as p
from parvis.core.following import Change, Following, GapError

BACK_OFF_FIRST, BACK_OFF_MAX = 0.5, 30.0
"""Seconds: the bound of the first pause, doubled for each further one up to the last."""
BACKLOG = 10_000
"""Frames kept for a listener; beyond that the oldest go, and are counted."""
REFUSED_UPGRADES = frozenset({401, 403, 404, 426})
"""Answers to the upgrade after which coming back makes no sense."""

Question = p.Send | p.EditCommand | p.DeleteCommand | p.Hist | p.Join | p.Leave | p.People | p.ReportCommand
"""A command with a label, which is answered."""
Given = TypeVar("Given", bound=Struct)
_frames: msgspec.json.Decoder[p.ServerFrame] = msgspec.json.Decoder(p.ServerFrame)


@dataclass
class Asked:
    """A question on its way, and who waits for its answer."""

    question: Question
    answer: asyncio.Future[Struct]
    sent: int = 0


class Talk:
    """Everything of one visit that crosses the socket."""

    def __init__(self, doorway: Doorway, chance: Callable[[], float]) -> None:
        self._doorway, self._chance = doorway, chance
        self.following = Following()
        self.me: p.Me | None = None
        self.missed = 0
        self._asked: dict[int, Asked] = {}
        self._label = 0
        self._told: deque[p.ServerFrame] = deque()
        self._news = asyncio.Event()
        self._line: Line | None = None
        self._bye: p.Bye | None = None
        self._ended: ClosedError | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._loading: set[asyncio.Task[None]] = set()

    # ------------------------------------------------------------ keeping the line

    async def open(self) -> None:
        """Open the line and wait for the welcome, however long; ClosedError when the visit is over."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())
            self._keeper.add_done_callback(lambda _: self._news.set())
        while self._line is None or not self._line.is_welcome:
            await self._wait()

    async def close(self) -> None:
        """Close the line; it can be opened again."""
        keeper, self._keeper = self._keeper, None
        for task in (*([keeper] if keeper else []), *self._loading):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._line, self._ended = None, None
        self._forsake(ClosedError("closed here"))

    async def _keep(self) -> None:
        """Connect, and again, until the server says that it is over."""
        attempt = 0
        while self._ended is None:
            attempt = 0 if await self._stay() else attempt + 1
            if self._bye is not None and not self._bye.resume_ok:
                self._end(self._bye.code)
            if self._ended is None:
                await asyncio.sleep(self._pause(attempt))

    async def _stay(self) -> bool:
        """One line, from hello to its end; whether there was a welcome."""
        line = self._line = Line(self._hear)
        self._bye = None
        hello = p.Hello(v=p.VERSION, have=dict(self.following.have), pos=self.following.pos, lang=self._doorway.lang)
        try:
            await line.open(self._doorway, hello)
            was_welcome = line.is_welcome
            await line.last()
            return was_welcome
        except WSHandshakeError as fault:
            status = int(fault.response.status) if fault.response else 0
            if status in REFUSED_UPGRADES:
                self._end(p.ByeCode.UNAUTHENTICATED if status == 401 else f"refused with {status}")
        except (OSError, TimeoutError):
            pass  # the server is away: come back
        finally:
            line.hang_up()
        return False

    def _pause(self, attempt: int) -> float:
        """Seconds to wait: what the server asks for, and a random part whose bound doubles (full jitter)."""
        asked = self._bye.after_ms / 1000 if self._bye else 0.0
        return asked + self._chance() * min(BACK_OFF_MAX, BACK_OFF_FIRST * float(2 ** min(attempt, 10)))

    def _end(self, code: str) -> None:
        self._ended = ClosedError(code)
        self._forsake(self._ended)

    def _forsake(self, fault: ClosedError) -> None:
        """Whoever waits for an answer will not get one."""
        asked, self._asked = self._asked, {}
        for one in asked.values():
            if not one.answer.done():
                one.answer.set_exception(fault)
        self._news.set()

    async def _wait(self) -> None:
        """Wait for news; raises when there will be none."""
        if self._keeper is not None and self._keeper.done():
            self._keeper.result()  # a bug in there is not waited out
        if self._ended is not None:
            raise self._ended
        self._news.clear()
        await self._news.wait()

    # ------------------------------------------------------------ asking

    def label(self) -> int:
        """A fresh one for a question."""
        self._label += 1
        return self._label

    async def ask(self, question: Question, gives: type[Given]) -> Given:
        """Send now, or once the line is back, and again after it broke; wait for the answer with this label."""
        if self._ended is not None or self._keeper is None:
            raise self._ended or ClosedError("not open")
        asked = self._asked[question.id] = Asked(question, asyncio.get_running_loop().create_future())
        if self._line is not None and self._line.is_welcome:
            self._send(self._line, asked)
        try:
            answer = await asked.answer
        finally:
            self._asked.pop(question.id, None)
        if isinstance(answer, p.Err):
            raise RefusedError(answer.text_key, code=answer.code, retry_ms=answer.retry_ms)
        assert isinstance(answer, gives), answer
        return answer

    async def join(self, conv: str) -> p.PageFrame:
        """Come in; what is told there while the page is on its way is kept back until it has come."""
        holding = conv not in self.following.have and self.following.hold(conv)
        try:
            page = await self.ask(p.Join(id=self.label(), conv=conv), p.PageFrame)
            self.following.begin(page)
        finally:
            if holding:
                self._judge(self.following.release(conv))
        return page

    def _send(self, line: Line, asked: Asked) -> None:
        asked.sent += 1
        line.write(asked.question)

    # ------------------------------------------------------------ hearing

    async def listen(self) -> AsyncIterator[p.ServerFrame]:
        """Every frame that is no answer; ends after `close`, ClosedError when the server closed for good."""
        while True:
            while self._told:
                yield self._told.popleft()
            if self._keeper is None:
                return
            await self._wait()

    def _hear(self, data: bytes) -> None:
        """One frame from the server. One that cannot be read is of a later version: the protocol may grow."""
        with contextlib.suppress(ValueError):
            self._understand(_frames.decode(data))

    def _understand(self, frame: p.ServerFrame) -> None:
        match frame:
            case p.PageFrame(re=None):
                self._tell(*self.following.catch_up(frame))
            case p.Ok() | p.PeoplePage() | p.PageFrame() | p.Receipt() | p.Err():
                self._answered(frame)
            case p.Msg() | p.Edit() | p.Gone():
                self._judge(self.following.take(frame))
            case p.Bye():
                self._bye = frame
            case p.Beat():
                pass
            case _:
                self._note(frame)
                self._tell(frame)

    def _note(self, frame: p.ServerFrame) -> None:
        """What a frame that is told as it is means to this client."""
        match frame:
            case p.Welcome():
                self._welcomed(frame)
            case p.StatusFrame() | p.DecisionFrame():
                self.following.pos = max(frame.pos, self.following.pos or 0)
            case p.State():
                self._compare(frame)
            case _:
                pass

    def _welcomed(self, frame: p.Welcome) -> None:
        """What was not answered on an earlier line is sent again."""
        self.me, self.following.pos = frame.me, frame.pos
        if self._line is not None:
            self._line.greet()
            for asked in self._asked.values():
                self._send(self._line, asked)

    def _answered(self, answer: p.Ok | p.PeoplePage | p.PageFrame | p.Receipt | p.Err) -> None:
        asked = self._asked.get(answer.re) if answer.re is not None else None
        if isinstance(answer, p.Ok) and answer.pos is not None:
            self.following.pos = max(answer.pos, self.following.pos or 0)
        if asked is None or asked.answer.done():
            return
        match asked.question, answer:
            case p.DeleteCommand(id=label, conv=conv, n=n), p.Err(code=p.ErrCode.GONE) if asked.sent > 1:
                asked.answer.set_result(p.Ok(re=label, conv=conv, n=n))  # done before the line broke
            case _:
                asked.answer.set_result(answer)

    def _judge(self, changes: Iterable[Change]) -> None:
        """Tell what is new; after a gap the line is taken up anew, which brings what is missing."""
        try:
            for change in changes:
                self._tell(change)
        except GapError:
            if self._line is not None:
                self._line.hang_up()

    def _compare(self, state: p.State) -> None:
        """The whole picture: what it no longer has is not followed, what it has newer is loaded."""
        rooms = {room.conv: room for room in state.rooms if room.joined}
        for conv, seen in self.following.have.items():
            if conv not in rooms:
                self.following.end(conv)
            elif rooms[conv].rev != seen.rev and self.following.hold(conv):
                task = asyncio.create_task(self._load(conv, seen.n))
                self._loading.add(task)
                task.add_done_callback(self._loading.discard)

    async def _load(self, conv: str, after: int) -> None:
        """All that was said after that ``n``, page by page, under the counters of the first page."""
        try:
            first = page = await self.ask(p.Hist(id=self.label(), conv=conv, after=after, limit=100), p.PageFrame)
            items = list(page.items)
            while page.items and not page.end:
                onward = p.Hist(id=self.label(), conv=conv, after=page.items[-1].n, limit=100)
                page = await self.ask(onward, p.PageFrame)
                items += page.items
            self._tell(*self.following.catch_up(msgspec.structs.replace(first, items=items)))
        except (RefusedError, ClosedError):
            self.following.end(conv)  # no longer ours to read
        finally:
            self._judge(self.following.release(conv))

    def _tell(self, *frames: p.ServerFrame) -> None:
        self._told.extend(frames)
        while len(self._told) > BACKLOG:
            self._told.popleft()
            self.missed += 1
        self._news.set()

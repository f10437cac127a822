"""However often a client loses its line, and wherever: it ends up knowing exactly what a fresh client is told."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import ACCUEIL, Wire, connect, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import messages
from parvis.chat.session import Session
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import FakeClock
from parvis.legal import retention
from parvis.store import talk
from reader import Reader

ROOM = str(ACCUEIL)
Step = tuple[str, int]


@dataclass
class Client:
    """A reader with a line that breaks, and with messages of its own that it sends again until it hears of them."""

    reader: Reader = field(default_factory=lambda: Reader(ROOM))
    session: Session | None = None
    wire: Wire = field(default_factory=lambda: Wire(lambda _frame: None, takes=0))
    unsaid: dict[str, str] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    faults: list[AssertionError] = field(default_factory=list)

    def connect(self, square: Square, live: Live) -> None:
        """Come back with what is known; what was on the old line is lost, in both directions."""
        if self.session is not None:
            self.session.lost()
        self.wire, self.answered = Wire(self._hear), set()
        self.session = connect(square, live.visit, self.wire)
        self.tell(self.reader.hello())
        for cid, text in self.unsaid.items():
            self.tell({"t": "send", "id": 0, "conv": ROOM, "cid": cid, "text": text})

    def say(self, cid: str) -> None:
        self.unsaid[cid] = f"de moi {cid}"
        self.tell({"t": "send", "id": 0, "conv": ROOM, "cid": cid, "text": self.unsaid[cid]})

    def tell(self, frame: dict[str, Any]) -> None:
        """The server hears it, unless the line is broken: a line that no longer carries one way carries neither."""
        if self.session is not None and self.wire.takes != 0 and self.wire.code is None:
            self.session.receive(msgspec.json.encode(frame))

    def _hear(self, frame: dict[str, Any]) -> None:
        if "re" in frame:
            self.answered.add(frame["re"])
        try:
            wanted = self.reader.hear(frame)
        except AssertionError as fault:  # told in `World.end`: raised here, the bus would get it
            self.faults.append(fault)
            raise
        if wanted is not None:
            self.tell(wanted)
        for cid in self.reader.outcomes:
            self.unsaid.pop(cid, None)

    async def hears_everything(self) -> None:
        """Commands are answered in order: once a question is answered, so is all that was asked before it."""
        for label in itertools.count(1):
            self.tell({"t": "people", "id": label, "conv": ROOM})
            while label not in self.answered:
                assert self.wire.code is None, self.wire.frames[-1]
                await asyncio.sleep(0.001)
            if self.reader.settled:
                return


class World:
    """A square with two who talk and one whose line breaks."""

    def __init__(self, means: Means) -> None:
        self.means, self.clock = means, means.clock
        self.client, self.cids = Client(), 0
        self.busy: list[asyncio.Task[object]] = []

    async def begin(self) -> None:
        self.square = await open_square(self.means)
        self.alix, self.basile, self.me = [await in_room(self.square, name) for name in ("Alix", "Basile", "Chloe")]

    async def step(self, what: str, number: int) -> None:
        assert isinstance(self.clock, FakeClock)
        self.clock.advance(timedelta(seconds=1))
        self.cids += 1
        match what:
            case "others say":
                word = send(f"mot {self.cids}", f"c{self.cids}")
                self._start(lambda: messages.say(self.square, self._other(number), word))
            case "others change":
                other, text = self._other(number), f"mieux {self.cids}"
                edit = p.EditCommand(id=0, conv=ROOM, n=number, text=text)
                self._start(lambda: messages.edit(self.square, other, edit))
            case "others take away":
                self._start(lambda: messages.delete(self.square, self._other(number), ACCUEIL, number))
            case "say":
                self.client.say(f"m{self.cids}")
            case "lose":
                wire = self.client.wire  # one that is broken does not come back
                wire.takes = number % 4 if wire.takes is None else min(wire.takes, number % 4)
            case "connect":
                self.client.connect(self.square, self.me)
            case "stall" if self.client.session is not None:
                self.client.session.outbox.pause()
            case "flow" if self.client.session is not None:
                self.client.session.outbox.resume()
            case "breathe":
                for _ in range(number):
                    await asyncio.sleep(0)
            case "wait":
                await self._settle()
            case "restart":
                await self._restart()
            case "an hour":
                self.clock.advance(timedelta(minutes=61))
                await retention.erase(self.means.db, self.means.config, self.means.clock)

    def _other(self, number: int) -> Live:
        return self.alix if number % 2 else self.basile

    def _start(self, verb: Callable[[], Any]) -> None:
        self.busy.append(asyncio.ensure_future(verb()))

    async def _settle(self) -> None:
        await asyncio.gather(*self.busy)
        self.busy.clear()
        await asyncio.sleep(0.002)

    async def _restart(self) -> None:
        """Everything in memory is gone; the store is not."""
        await self._settle()
        if self.client.session is not None:
            self.client.session.lost()
        self.client.wire.takes = 0
        self.square = await open_square(self.means)
        self.alix, self.basile, self.me = [
            await self.square.arrive(live.visit, live.network) for live in (self.alix, self.basile, self.me)
        ]

    async def end(self) -> None:
        """The client comes back once more; somebody who knows nothing comes too; both know what is stored."""
        await self._settle()
        self.client.connect(self.square, self.me)
        await self.client.hears_everything()
        assert not self.client.faults
        fresh = Client()
        fresh.connect(self.square, self.me)
        await fresh.hears_everything()
        page = await self.means.db.read(lambda conn: talk.page_before(conn, ACCUEIL, None, 1_000))
        stored = {item.n: (item.mid, item.text) for item in page.items}
        assert {n: (item.mid, item.text) for n, item in fresh.reader.items.items()} == stored
        assert self.client.reader.items == fresh.reader.items
        assert self.client.reader.rev == fresh.reader.rev == page.standing.rev
        assert all(len(mids) == 1 for mids in self.client.reader.ever.values())
        assert not self.client.unsaid
        texts = [item.text for item in page.items if item.text]
        assert len(texts) == len(set(texts))


WHAT = [
    *("others say", "others say", "others say", "others change", "others take away", "say", "say"),
    *("connect", "connect", "lose", "stall", "flow", "breathe", "breathe", "wait", "wait", "wait"),
    *("restart", "an hour"),
]
STEPS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(1, 12)), min_size=20, max_size=60)


@settings(max_examples=25)
@given(steps=STEPS)
def test_whoever_loses_the_line_ends_up_knowing_what_a_fresh_client_knows(
    fresh_means: Callable[[], Means], steps: list[Step]
) -> None:
    async def live() -> None:
        means = fresh_means()
        try:
            world = World(means)
            await world.begin()
            for what, number in steps:
                await world.step(what, number)
            await asyncio.wait_for(world.end(), 10)
        finally:
            await means.db.close()

    asyncio.run(live())

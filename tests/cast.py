"""People on the square who came in by no door: visits in a real store, sessions over a line that lies in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from parvis import app
from parvis.access import visits
from parvis.access.age import methods
from parvis.access.means import Means
from parvis.access.visits import Began
from parvis.chat import obey, rooms, told
from parvis.chat.session import Session
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.ids import ConversationId
from parvis.core.people import AgeBand, Origin, Profile, Visit
from parvis.core.talk import Page
from parvis.guard import standard
from parvis.guard.edition import Current
from parvis.live.fan import LocalBus
from parvis.live.metrics import Metrics
from parvis.live.presence import Presence
from parvis.store.people import AgePass

HERE = Origin(device="d" * 32, network="n" * 32)
ACCUEIL = ConversationId("r:accueil")


async def adult(means: Means) -> AgePass:
    """Somebody whose age was checked."""
    draft = methods.draw_pass(means)
    return (await means.db.write(lambda tx: methods.keep_pass(tx, means, draft, "voucher", None))).age_pass


async def come_in(means: Means, nickname: str) -> Visit:
    """Somebody with a nickname."""
    profile = Profile(nickname=nickname, age_band=AgeBand.FROM_25)
    began = await visits.begin(means, await adult(means), profile, HERE, "fr")
    assert isinstance(began, Began), began
    return began.visit


async def in_room(square: Square, nickname: str, conv: ConversationId = ACCUEIL) -> Live:
    """Somebody in a room, without a connection."""
    live = await square.arrive(await come_in(square.means, nickname), HERE.network)
    assert isinstance(await rooms.join(square, live, conv), Page)
    return live


async def open_square(means: Means, rules: Current | None = None) -> Square:
    """The living square over a store, as after a start of the server; ``rules``: those it is judged by."""
    guard = standard.pipeline(means.config, rules=rules)
    office = app.office_of(means)
    square = Square(
        means=means, guard=guard, bus=LocalBus(), presence=Presence(), metrics=Metrics(), office=office
    )  # fmt: skip
    obey.attend(square)
    told.listen(square)
    await square.open()
    return square


def send(text: str, cid: str, conv: ConversationId = ACCUEIL, re: int | None = None) -> p.Send:
    return p.Send(id=0, conv=conv, cid=cid, text=text, re=re)


@dataclass
class Wire:
    """A line in memory. ``takes`` is how many more frames it carries before it breaks without a word; None: all."""

    hear: Callable[[dict[str, Any]], None]
    takes: int | None = None
    code: int | None = None
    """The close code, once the server closed."""
    frames: list[dict[str, Any]] = field(default_factory=list)

    def write(self, data: bytes) -> None:
        if self.takes == 0 or self.code is not None:
            return
        if self.takes is not None:
            self.takes -= 1
        frame: dict[str, Any] = msgspec.json.decode(data)
        self.frames.append(frame)
        self.hear(frame)

    def write_frames(self, wire: bytes) -> None:
        """Several frames in one write: taken apart again, so that the line may break between two of them."""
        at = 0
        while at < len(wire):
            size, head = wire[at + 1], 2
            if size > 125:
                head = 4 if size == 126 else 10
                size = int.from_bytes(wire[at + 2 : at + head], "big")
            self.write(wire[at + head : at + head + size])
            at += head + size

    def close(self, code: int) -> None:
        self.code = self.code or code


def connect(square: Square, visit: Visit, wire: Wire) -> Session:
    """The server's end of a wire; the first frame must still be hello."""

    async def who() -> Visit:
        return visit

    return Session(square, wire, who, HERE.network)

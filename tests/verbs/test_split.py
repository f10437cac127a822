"""In a busy room frames wait to share a write: what the desk decides waits for none of that, and nothing crosses it."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from cast import ACCUEIL, Wire, connect, in_room
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import Instant
from parvis.core.ids import MessageId, VisitId
from parvis.core.policy import Measure
from parvis.core.talk import GoneBy, Message
from parvis.live.bus import Notice, room_topic
from parvis.live.effects import MessageChanged, Restricted
from parvis.live.fan import CROWD, LocalBus
from parvis.web.house import House

HELLO = msgspec.json.encode({"t": "hello", "v": 1, "lang": "fr"})


@pytest.fixture
async def square(house: House) -> Square:
    """With a crowd in one room that is so busy that everything said there waits for a tenth of a second."""
    assert isinstance(house.square.bus, LocalBus)
    for _ in range(CROWD):
        ear: list[Notice] = []
        house.square.bus.subscribe(room_topic(ACCUEIL), ear.append)
    return house.square


async def connected(square: Square, nickname: str) -> tuple[Live, Wire]:
    live, wire = await in_room(square, nickname), Wire(lambda _frame: None)
    connect(square, live.visit, wire).receive(HELLO)
    async with asyncio.timeout(5):
        while not any(frame["t"] == "state" for frame in wire.frames):
            await asyncio.sleep(0.01)
    make_busy(square)
    return live, wire


def make_busy(square: Square) -> None:
    assert isinstance(square.bus, LocalBus)
    fan = square.bus._fans[room_topic(ACCUEIL)]
    fan._rate, fan._last = 100_000.0, asyncio.get_running_loop().time()


def said(n: int, sender: VisitId, text: str | None = "bonsoir") -> Message:
    return Message(
        conversation=ACCUEIL, n=n, rev=n, mid=MessageId(f"{n:020x}"), sender=sender, nickname="Alix", text=text,
        at=Instant(0), gone_by=None if text else GoneBy.MODERATION,
    )  # fmt: skip


def heard(wire: Wire) -> list[str]:
    return [frame["t"] for frame in wire.frames if frame["t"] in ("msg", "gone", "bye")]


async def test_a_message_that_is_removed_is_gone_at_once_and_after_what_was_said_before(square: Square) -> None:
    alix, wire = await connected(square, "Alix")
    square.tell_message(said(1, alix.visit.id))
    await asyncio.sleep(0)
    assert heard(wire) == [], "it waits for its neighbours"
    square.office.effects.tell(MessageChanged(message=said(1, alix.visit.id, text=None)))
    assert heard(wire) == ["msg", "gone"]


async def test_whoever_is_banned_hears_what_was_said_until_then_and_nothing_after(square: Square) -> None:
    alix, wire = await connected(square, "Alix")
    other, still_here = await connected(square, "Basile")
    square.tell_message(said(1, other.visit.id))
    square.office.effects.tell(Restricted(visit=alix.visit.id, measure=Measure.BAN, until=None))
    square.tell_message(said(2, other.visit.id))
    await asyncio.sleep(0.15)
    assert heard(wire) == ["msg", "bye"]
    assert wire.frames[-1]["t"] == "bye"
    assert wire.frames[-1]["code"] == p.ByeCode.RESTRICTED.value
    assert heard(still_here) == ["msg", "msg"]


async def test_whoever_comes_in_hears_nothing_that_was_waiting_to_be_said(square: Square) -> None:
    alix, wire = await connected(square, "Alix")
    square.tell_message(said(1, alix.visit.id))
    _late, other = await connected(square, "Basile")
    square.tell_message(said(2, alix.visit.id))
    await asyncio.sleep(0.15)
    assert [frame["n"] for frame in wire.frames if frame["t"] == "msg"] == [1, 2]
    assert [frame["n"] for frame in other.frames if frame["t"] == "msg"] == [2]

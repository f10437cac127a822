"""Rooms come and go with the operator's list; who is where, and what was read, is remembered."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from cast import ACCUEIL, HERE, Wire, come_in, connect, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import rooms
from parvis.chat.messages import say
from parvis.chat.refusal import CONSENT, NO_ROOM, READ_ONLY, Refusal
from parvis.chat.square import Live, Square
from parvis.core.clock import Instant
from parvis.core.ids import ConversationId, RoomId
from parvis.core.living import BOARD
from parvis.core.talk import PRESENCE_GRACE_MS, Page, Room, RoomMode
from parvis.store import people, talk
from parvis.store import rooms as stored_rooms

NUIT, RAINBOW = ConversationId("r:nuit"), ConversationId("r:arc-en-ciel")


@pytest.fixture
async def square(means: Means) -> Square:
    return await open_square(means)


async def reopened(means: Means, *names: str, mode: RoomMode = RoomMode.OPEN) -> Square:
    """The server starts again with these rooms in its configuration."""
    known = {room.id: room for room in means.config.rooms}
    listed = [msgspec.structs.replace(known[RoomId(name)], mode=mode) for name in names]
    config = msgspec.structs.replace(means.config, rooms=listed)
    again = Means(
        config=config, db=means.db, keys=means.keys, clock=means.clock, gazetteer=means.gazetteer, entropy=means.entropy
    )
    return await open_square(again)


async def said(square: Square, live: Live, conv: ConversationId, cid: str) -> int | Refusal:
    outcome = await say(square, live, send(f"mot {cid}", cid, conv))
    if isinstance(outcome, Refusal):
        return outcome
    assert outcome.message is not None
    return outcome.message.n


async def back(square: Square, live: Live) -> Live:
    """The same visit, after a start of the server."""
    return await square.arrive(live.visit, live.network)


async def names(means: Means) -> list[str]:
    return [room.id for room in await means.db.read(stored_rooms.listed)]


# ---------------------------------------------------------------- the operator's list


async def test_the_rooms_are_those_of_the_configuration_in_its_order(square: Square) -> None:
    listed: list[Room] = square.means.config.rooms
    assert await names(square.means) == [*(room.id for room in listed), BOARD.id], "the board stands behind them"
    again = await reopened(square.means, "musique", "accueil")
    assert await names(again.means) == ["musique", "accueil", BOARD.id]
    assert list(again.rooms) == ["musique", "accueil"]


async def test_a_room_that_closes_and_opens_again_goes_on_counting(square: Square) -> None:
    means, alix = square.means, await in_room(square, "Alix", NUIT)
    assert [await said(square, alix, NUIT, f"c{turn}") for turn in range(3)] == [1, 2, 3]
    closed = await reopened(means, "accueil")
    gone = await back(closed, alix)
    assert NUIT not in gone.joined
    assert await said(closed, gone, NUIT, "c3") == NO_ROOM
    assert await rooms.join(closed, gone, NUIT) == NO_ROOM
    assert [room.conv for room in await rooms.listed(closed, gone, "fr")] == ["r:accueil"]
    opened = await reopened(means, "accueil", "nuit")
    again = await back(opened, alix)
    assert NUIT in again.joined, "membership was only asleep"
    assert await said(opened, again, NUIT, "c3") == 4
    page = await rooms.join(opened, again, NUIT)
    assert isinstance(page, Page)
    assert [item.n for item in page.items] == [1, 2, 3, 4]


async def test_a_room_made_read_only_can_be_read_and_not_written_in(square: Square) -> None:
    alix = await in_room(square, "Alix")
    assert await said(square, alix, ACCUEIL, "c1") == 1
    quiet = await reopened(square.means, "accueil", mode=RoomMode.READ_ONLY)
    alix = await back(quiet, alix)
    assert await said(quiet, alix, ACCUEIL, "c2") == READ_ONLY
    page = await rooms.join(quiet, alix, ACCUEIL)
    assert isinstance(page, Page) and [item.n for item in page.items] == [1]


async def test_somebody_who_returns_to_a_closed_room_is_told_what_there_is(square: Square) -> None:
    """A client that still has a closed room in its memory gets the whole picture instead."""
    alix = await in_room(square, "Alix", NUIT)
    await said(square, alix, NUIT, "c1")
    closed = await reopened(square.means, "accueil")
    wire = Wire(lambda _frame: None)
    hello = {"t": "hello", "v": 1, "have": {NUIT: {"n": 1, "rev": 1}}, "pos": int(square.means.clock.now())}
    connect(closed, alix.visit, wire).receive(msgspec.json.encode(hello))
    async with asyncio.timeout(5):
        while len(wire.frames) < 2:
            await asyncio.sleep(0.001)
    assert [frame["t"] for frame in wire.frames] == ["welcome", "state"]
    assert wire.frames[0]["resumed"] is False
    assert [room["conv"] for room in wire.frames[1]["rooms"]] == ["r:accueil"]


# ---------------------------------------------------------------- coming in, going out


async def test_whoever_comes_in_gets_the_last_twenty_messages(square: Square) -> None:
    for letter in "ABC":
        talker = await in_room(square, f"Parleur {letter}")
        for turn in range(8):
            await said(square, talker, ACCUEIL, f"c{turn}")
    late = await square.arrive(await come_in(square.means, "Basile"), HERE.network)
    page = await rooms.join(square, late, ACCUEIL)
    assert isinstance(page, Page)
    assert ([item.n for item in page.items], page.end) == (list(range(5, 25)), False)


async def test_a_sensitive_room_asks_its_consent_first(square: Square) -> None:
    means, visit = square.means, await come_in(square.means, "Alix")
    live = await square.arrive(visit, HERE.network)
    assert await rooms.join(square, live, RAINBOW) == CONSENT
    assert RAINBOW not in live.joined
    await means.db.write(lambda tx: people.give_consent(tx, visit.id, "room:arc-en-ciel", means.clock.now()))
    assert isinstance(await rooms.join(square, live, RAINBOW), Page)


async def test_two_tabs_that_come_in_at_once_are_two_and_leave_as_two(square: Square) -> None:
    """Counted twice, a visit would stay present for ever."""
    visit = await come_in(square.means, "Alix")
    live = await square.arrive(visit, HERE.network)
    sessions = [connect(square, visit, Wire(lambda _frame: None)) for _ in range(2)]
    for session in sessions:
        session.receive(msgspec.json.encode({"t": "hello", "v": 1}))
        session.receive(msgspec.json.encode({"t": "join", "id": 1, "conv": ACCUEIL}))
    async with asyncio.timeout(5):
        while ACCUEIL not in live.joined or len(live.tabs) < 2:
            await asyncio.sleep(0.001)
    await asyncio.gather(*[rooms.join(square, live, NUIT) for _ in range(3)])
    assert [square.presence.here(conv) for conv in (ACCUEIL, NUIT)] == [1, 1]
    for session in sessions:
        session.lost()
    square.presence.sweep(Instant(square.means.clock.now() + PRESENCE_GRACE_MS))
    assert [square.presence.here(conv) for conv in (ACCUEIL, NUIT)] == [0, 0]


async def test_whoever_goes_out_is_gone_at_once_and_hears_no_more(square: Square) -> None:
    alix, basile = await in_room(square, "Alix"), await in_room(square, "Basile")
    wire = Wire(lambda _frame: None)
    session = connect(square, basile.visit, wire)
    session.receive(msgspec.json.encode({"t": "hello", "v": 1}))
    async with asyncio.timeout(5):
        while not wire.frames or wire.frames[-1]["t"] != "state":
            await asyncio.sleep(0.001)
    assert square.presence.here(ACCUEIL) == 1
    await rooms.leave(square, basile, ACCUEIL)
    assert square.presence.here(ACCUEIL) == 0
    await said(square, alix, ACCUEIL, "c1")
    await asyncio.sleep(0.01)
    assert wire.frames[-1]["t"] == "state"
    session.lost()


# ---------------------------------------------------------------- what was read


async def test_what_was_read_never_goes_back_nor_beyond_what_exists(square: Square) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    for turn in range(3):
        await said(square, alix, ACCUEIL, f"c{turn}")

    async def read() -> int:
        standing = await means.db.read(lambda conn: talk.standing(conn, ACCUEIL, alix.visit.id))
        assert standing is not None
        return standing.read_n

    marks = []
    for n in (2, 1, 99):
        await rooms.mark_read(square, alix, ACCUEIL, n)
        marks.append(await read())
    assert marks == [2, 2, 3]
    [mine] = [room for room in await rooms.listed(square, alix, "fr") if room.conv == ACCUEIL]
    assert (mine.last_n, mine.read_n, mine.joined) == (3, 3, True)


async def test_while_nothing_can_be_written_reading_goes_on(square: Square) -> None:
    alix = await in_room(square, "Alix")
    await said(square, alix, ACCUEIL, "c1")
    await square.means.db.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA query_only = ON"))
    await rooms.mark_read(square, alix, ACCUEIL, 1)
    page = await rooms.join(square, alix, ACCUEIL)
    assert isinstance(page, Page) and [item.n for item in page.items] == [1]
    assert isinstance(rooms.people_in(square, alix, ACCUEIL), list)

"""Reading back: stretches of a room's history before, after and around a message, and where it ends."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from house import Doors, Line, easy, open_doors
from parvis.core.clock import HOUR, Instant
from parvis.core.ids import CommandId, ConversationId, MessageId, VisitId
from parvis.core.talk import Draft
from parvis.legal import retention

SAID = 130


async def fill(doors: Doors, room: str, count: int, *, at: int | None = None) -> None:
    """A room with so many messages, through the store's own release."""
    for number in range(1, count + 1):
        draft = Draft(
            sender=VisitId("historian"), nickname="Clio", conversation=ConversationId(f"r:{room}"),
            cid=CommandId(f"{room}-{number}-{at}"), mid=MessageId(f"{room}-{number}-{at}"), text=f"n {number}",
            at=Instant(at) if at is not None else doors.house.means.clock.now(),
        )  # fmt: skip
        await doors.house.means.db.write_grouped(doors.house.square.release, draft)


@pytest.fixture(scope="module")
async def filled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("history"), demo=True, shape=easy) as doors:
        await fill(doors, "nuit", SAID)
        yield doors


@pytest.fixture(scope="module")
async def reader(filled: Doors) -> AsyncIterator[Line]:
    async with filled.talking("Adélaïde", "nuit") as line:
        yield line


async def stretch(line: Line, which: dict[str, int], room: str = "nuit") -> tuple[list[int], bool]:
    """The ``n`` of a page, and whether it says that it is the end."""
    page = await line.ask("hist", conv=f"r:{room}", **which)
    assert page["t"] == "page", page
    return [item["n"] for item in page["items"]], page["end"]


def between(first: int, last: int) -> list[int]:
    return list(range(first, last + 1))


async def test_coming_in_shows_the_last_twenty(filled: Doors) -> None:
    async with filled.staying("Baptiste") as client, filled.socket(client) as line:
        await line.hello()
        page = await line.ask("join", conv="r:nuit")
    assert [item["n"] for item in page["items"]] == between(SAID - 19, SAID)
    assert (page["last_n"], page["rev"], page["floor_n"], page["end"]) == (SAID, SAID, 1, False)


@pytest.mark.parametrize(
    ("which", "found", "end"),
    [
        ({}, between(111, 130), False),
        ({"limit": 5}, between(126, 130), False),
        ({"limit": 100}, between(31, 130), False),
        ({"before": 111}, between(91, 110), False),
        ({"before": 21}, between(1, 20), True),
        ({"before": 5}, between(1, 4), True),
        ({"before": 1}, [], True),
        ({"before": 0}, [], True),
        ({"before": 9_999, "limit": 3}, between(128, 130), False),
        ({"after": 0, "limit": 3}, between(1, 3), False),
        ({"after": 110}, between(111, 130), True),
        ({"after": 100}, between(101, 120), False),
        ({"after": 130}, [], True),
        ({"around": 60, "limit": 10}, between(55, 64), False),
        ({"around": 60, "limit": 1}, [60], False),
        ({"around": 3, "limit": 10}, between(1, 7), True),
        ({"around": 130, "limit": 10}, between(125, 130), False),
        ({"around": 9_999, "limit": 4}, between(129, 130), False),
    ],
)
async def test_a_stretch_holds_what_was_asked_for_in_order(
    reader: Line, which: dict[str, int], found: list[int], end: bool
) -> None:
    assert await stretch(reader, which) == (found, end)


async def test_walking_back_meets_every_message_once(reader: Line) -> None:
    seen: list[int] = []
    before, end = SAID + 1, False
    while not end:
        page, end = await stretch(reader, {"before": before, "limit": 17})
        seen = page + seen
        before = page[0]
    assert seen == between(1, SAID)


async def test_walking_on_meets_every_message_once(reader: Line) -> None:
    seen: list[int] = []
    end = False
    while not end:
        page, end = await stretch(reader, {"after": seen[-1] if seen else 0, "limit": 17})
        seen += page
    assert seen == between(1, SAID)


@pytest.mark.parametrize("which", [{"before": 5, "after": 2}, {"before": 5, "around": 2}, {"after": 5, "around": 2}])
async def test_two_directions_at_once_are_not_understood(reader: Line, which: dict[str, int]) -> None:
    answer = await reader.ask("hist", conv="r:nuit", **which)
    assert (answer["t"], answer["code"]) == ("err", "bad")


@pytest.mark.parametrize("limit", [0, 101, -1])
async def test_a_page_has_between_one_and_a_hundred_messages(reader: Line, limit: int) -> None:
    answer = await reader.ask("hist", conv="r:nuit", limit=limit)
    assert (answer["t"], answer["code"]) == ("err", "bad")


async def test_a_message_in_a_page_says_who_and_when_and_nothing_more(reader: Line) -> None:
    page = await reader.ask("hist", conv="r:nuit", limit=1)
    (item,) = page["items"]
    assert item.pop("ts") > 0
    assert item.pop("mid")
    assert item == {
        "t": "msg", "conv": "r:nuit", "n": SAID, "rev": SAID, "text": f"n {SAID}",
        "from": {"id": "historian", "nick": "Clio", "mark": ""},
    }  # fmt: skip


async def test_what_is_past_its_time_is_gone_and_the_page_says_where_it_ends(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True, shape=easy) as doors:
        means = doors.house.means
        await fill(doors, "lyon", 30, at=means.clock.now() - 25 * HOUR)
        await fill(doors, "lyon", 10)
        async with doors.talking("Célestin", "lyon") as line:
            erased = await retention.erase(means.db, means.config, means.clock)
            doors.house.square.lobby.forget()  # as the job that erases does
            assert erased["legal-keep-messages"] == 30
            page = await line.ask("hist", conv="r:lyon", limit=100)
            assert [item["n"] for item in page["items"]] == between(31, 40), "n goes on, nothing is numbered anew"
            assert (page["floor_n"], page["last_n"], page["end"]) == (31, 40, True)
            assert await stretch(line, {"before": 31}, "lyon") == ([], True)
            assert await stretch(line, {"around": 5, "limit": 4}, "lyon") == ([31, 32], True)
            assert (await line.say("la suite", "c1", "lyon"))["n"] == 41
        state = await fresh_state(doors, "Damien", "r:lyon")
        assert (state["floor_n"], state["last_n"]) == (31, 41)


async def fresh_state(doors: Doors, nickname: str, conv: str) -> dict[str, Any]:
    async with doors.staying(nickname) as client, doors.socket(client) as line:
        await line.hello()
        state = await line.next("state")
    return next(room for room in state["rooms"] if room["conv"] == conv)


async def test_how_far_somebody_read_is_kept_and_never_goes_back(filled: Doors) -> None:
    async with contextlib.aclosing(await filled.visitor("Eudes")) as client:
        async with filled.socket(client) as line:
            await line.hello()
            await line.ask("join", conv="r:nuit")
            for n in (50, 40, 9_999):
                await line.tell(t="mark", conv="r:nuit", n=n)
                await line.ask("people", conv="r:nuit")
                await line.ask("join", conv="r:accueil")
                stored = await filled.house.means.db.read(
                    lambda conn: conn.execute(text("SELECT max(read_n) FROM membership")).scalar_one()
                )
                assert stored == {50: 50, 40: 50, 9_999: SAID}[n]
        async with filled.socket(client) as line:
            await line.hello()
            state = await line.next("state")
    assert next(room["read_n"] for room in state["rooms"] if room["conv"] == "r:nuit") == SAID


async def test_the_lobby_counts_what_was_not_read(filled: Doors) -> None:
    async with filled.staying("Firmin") as client:
        async with filled.socket(client) as line:
            await line.hello()
            await line.ask("join", conv="r:nuit")
            await line.tell(t="mark", conv="r:nuit", n=SAID - 3)
            await line.ask("people", conv="r:nuit")
        lobby = (await client.get("/square")).text
    assert "3 nouveaux messages" in lobby.replace("\u2068", "").replace("\u2069", "")

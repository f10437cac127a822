"""A busy room's frames wait for one another, and never past a coming, a going, a ban, or what the team does."""

from __future__ import annotations

from contextlib import AsyncExitStack
from functools import partial

from house import Doors, Line
from parvis.core import protocol as p
from parvis.core.ids import ConversationId, VisitId
from parvis.live.bus import room_topic
from parvis.live.fan import Fan, LocalBus

ROOM = ConversationId("r:accueil")
NAMES = iter((
    "Alix", "Bastien", "Camille", "Dominique", "Eden", "Fabrice", "Gwen", "Hugo", "Inès", "Karim", "Louise", "Maxence",
    "Noa", "Olive", "Pascal",
))  # fmt: skip
VISITS, TABS = 5, 4
"""Twenty lines: from so many on, a busy room lets its frames wait."""


async def busy_room(doors: Doors, stack: AsyncExitStack) -> list[list[Line]]:
    """Five people with four lines each, in a room that has just been told 120 things."""
    people = []
    for _ in range(VISITS):
        client = await stack.enter_async_context(doors.staying(next(NAMES)))
        lines = [await stack.enter_async_context(doors.socket(client)) for _ in range(TABS)]
        for line in lines:
            await line.hello()
        await lines[0].ask("join", conv=ROOM)
        people.append(lines)
    for _ in range(120):
        tell(doors, "bavardage")
    fan_of(doors).flush()
    return people


def fan_of(doors: Doors) -> Fan:
    bus = doors.house.square.bus
    assert isinstance(bus, LocalBus)
    return bus._fans[room_topic(ROOM)]


def tell(doors: Doors, word: str) -> None:
    doors.house.square.tell_room(ROOM, p.Typing(conv=ROOM, id=VisitId("0" * 20), nick=word))


async def words(line: Line) -> list[str]:
    """What a line was told after the small talk."""
    return [one["nick"] for one in await line.rest() if one["t"] == "typing" and one["nick"] != "bavardage"]


async def test_a_busy_room_is_split_before_a_ban_and_what_was_said_until_then_arrives(open_house: Doors) -> None:
    async with AsyncExitStack() as stack:
        people = await busy_room(open_house, stack)
        square = open_house.house.square
        banned = list(square.live)[-VISITS]
        tell(open_house, "avant")
        assert fan_of(open_house)._waiting, "it waits for its neighbours: the room is busy"
        square.end(banned, p.ByeCode.RESTRICTED)
        tell(open_house, "après")
        assert [await words(line) for line in people[0]] == [["avant"]] * TABS
        assert [await line.closed() for line in people[0]] == [p.CLOSE_CODES[p.ByeCode.RESTRICTED]] * TABS
        assert [await words(line) for line in people[1]] == [["avant", "après"]] * TABS


async def test_a_busy_room_is_split_before_leave_and_before_join(open_house: Doors) -> None:
    async with AsyncExitStack() as stack:
        people = await busy_room(open_house, stack)
        lives = list(open_house.house.square.live.values())[-VISITS:]
        goes, comes = lives[0].tabs[0], lives[1].tabs[0]
        comes.leave(ROOM)
        for change in (partial(goes.leave, ROOM), partial(comes.enter, ROOM)):
            tell(open_house, "avant")
            change()
            assert not fan_of(open_house)._waiting, "what was waiting has gone out first"
            tell(open_house, "après")
        assert await words(people[0][0]) == ["avant"], "who goes has heard everything until then"
        assert await words(people[1][0]) == ["après"], "who comes hears nothing that was said before"
        heard = await words(people[2][0])
        assert heard == ["avant", "après", "avant", "après"]


async def test_what_the_team_does_waits_for_nobody_and_overtakes_nothing(open_house: Doors) -> None:
    async with AsyncExitStack() as stack:
        people = await busy_room(open_house, stack)
        tell(open_house, "avant")
        frame = p.Typing(conv=ROOM, id=VisitId("0" * 20), nick="mesure")
        open_house.house.square.tell_room_now(ROOM, frame)
        assert not fan_of(open_house)._waiting and fan_of(open_house)._timer is None, "nothing is left to wait for"
        tell(open_house, "après")
        assert [await words(lines[0]) for lines in people] == [["avant", "mesure", "après"]] * VISITS

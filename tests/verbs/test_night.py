"""Nobody is on duty: the person on call is called about what is immediate; what the operator wants closed closes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest

from caseload import ANNE, opened
from cast import Wire, come_in, connect, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import living, messages
from parvis.chat.refusal import NOBODY_THERE, UNATTENDED
from parvis.chat.square import Square
from parvis.core.casework import Happened
from parvis.core.clock import HOUR, FakeClock
from parvis.core.policy import Reason
from parvis.core.talk import Outcome, RoomMode
from parvis.moderation import night
from parvis.store import cases, notify


def shaped(means: Means, **desk: object) -> Means:
    config = msgspec.structs.replace(
        means.config, desk=msgspec.structs.replace(means.config.desk, **desk),
        on_call=msgspec.structs.replace(means.config.on_call, url="https://example.org/call"),
    )  # fmt: skip
    return Means(
        config=config, db=means.db, keys=means.keys, clock=means.clock, gazetteer=means.gazetteer,
        entropy=means.entropy,
    )  # fmt: skip


@pytest.fixture
async def square(means: Means) -> Square:
    return await open_square(shaped(means))


async def test_an_immediate_case_that_nobody_sees_calls_once_and_again_after_a_while(
    square: Square, clock: FakeClock
) -> None:
    office = square.office
    one = await opened(square, "Alix", Reason.DANGER)
    await opened(square, "Noa", Reason.SPAM)
    assert await night.call_unattended(office) == 1, "what is not immediate waits for the morning"
    assert await night.call_unattended(office) == 0
    [call] = await office.db.write(lambda tx: notify.due(tx, office.clock.now(), 0))
    assert call.kind == night.KIND
    assert call.items == [{"case": one.id, "number": one.number, "harm": "danger", "minutes": 0}]
    clock.advance(timedelta(minutes=16))
    assert await night.call_unattended(office) == 1
    events = await office.db.read(lambda conn: cases.events(conn, one.id))
    assert [event.kind for event in events].count(Happened.CALLED) == 2, "whoever comes sees that somebody was called"


async def test_a_case_that_somebody_took_calls_nobody(square: Square) -> None:
    office = square.office
    one = await opened(square, "Alix", Reason.DANGER)
    now = office.clock.now()
    await office.db.write(lambda tx: cases.append(tx, one, Happened.CLAIMED, now, ANNE, until=now + HOUR))
    assert await night.call_unattended(office) == 0


async def test_where_nobody_can_be_called_nothing_is_noted(means: Means) -> None:
    square = await open_square(means)
    await opened(square, "Alix", Reason.DANGER)
    assert await night.call_unattended(square.office) == 0


async def test_whoever_came_in_since_the_last_person_left_only_reads(means: Means, clock: FakeClock) -> None:
    square = await open_square(shaped(means, unattended_closes=["writing-newcomers"]))
    square.attend(1)
    before = await in_room(square, "Alix")
    clock.advance(timedelta(minutes=1))
    square.attend(0)
    clock.advance(timedelta(minutes=1))
    square.attend(0)
    since = await in_room(square, "Noa")
    assert isinstance(await messages.say(square, before, send("Encore là", "c1")), Outcome)
    assert await messages.say(square, since, send("Bonsoir", "c2")) == UNATTENDED
    square.attend(1)
    assert isinstance(await messages.say(square, since, send("Bonsoir", "c3")), Outcome)


async def test_where_the_operator_says_so_rooms_are_read_only_while_nobody_is_there(means: Means) -> None:
    square = await open_square(shaped(means, unattended_closes=["writing"]))
    square.attend(1)
    live = await in_room(square, "Alix")
    assert isinstance(await messages.say(square, live, send("Encore là", "c1")), Outcome)
    square.attend(0)
    assert await messages.say(square, live, send("Et maintenant", "c2")) == NOBODY_THERE
    assert {square.mode_of(room) for room in square.rooms.values()} == {RoomMode.READ_ONLY}
    square.attend(1)
    assert isinstance(await messages.say(square, live, send("De retour", "c3")), Outcome)


async def test_everybody_hears_that_rooms_close_and_open_with_the_team(means: Means) -> None:
    square = await open_square(shaped(means, unattended_closes=["writing"]))
    square.attend(1)
    living.tend(square)
    frames: list[dict[str, object]] = []
    wire = Wire(frames.append)
    session = connect(square, await come_in(means, "Alix"), wire)
    session.receive(b'{"t":"hello","v":1,"have":{}}')
    await asyncio.sleep(0.1)
    for on_duty in (0, 0, 1):
        square.attend(on_duty)
        living.tend(square)
        await asyncio.sleep(0.05)
    told = [one for one in frames if one["t"] == "room" and one["conv"] == "r:accueil"]
    assert [(one["mode"], one["text_key"]) for one in told] == [
        ("read_only", "square-room-shut-unattended"), ("open", "square-room-open-room"),
    ]  # fmt: skip


async def test_by_default_nothing_closes(means: Means) -> None:
    square = await open_square(means)
    square.attend(0)
    assert square.closed == frozenset()
    assert (await come_in(means, "Alix")).profile.nickname == "Alix"

"""The square narrows: newcomers write less or not at all, others talk on, everybody is told, and it opens again."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from cast import ACCUEIL, HERE, Wire, adult, connect, open_square, send
from parvis.access import visits
from parvis.access.means import Means
from parvis.access.visits import Began
from parvis.chat import entry, messages, rooms
from parvis.chat.entry import Entered, EntryForm
from parvis.chat.modes import Doorkeeper
from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import FakeClock
from parvis.core.ids import StaffId
from parvis.core.mode import LADDER, Mode, Placed
from parvis.core.people import AgeBand, Origin, Profile
from parvis.core.talk import Outcome, Page
from parvis.live.effects import Effect, ModeChanged
from parvis.live.mode import Bell
from parvis.moderation import modes
from parvis.moderation.refusal import Refused
from parvis.store import modes as stored
from parvis.store.schema_modes import live_mode

ANNE = StaffId("staff-anne")


@pytest.fixture
async def square(means: Means) -> Square:
    return await open_square(means)


async def in_room(square: Square, nickname: str) -> Live:
    """Somebody in a room, on a device of their own."""
    origin = Origin(device=nickname.ljust(32, "-"), network=HERE.network)
    profile = Profile(nickname=nickname, age_band=AgeBand.FROM_25)
    began = await visits.begin(square.means, await adult(square.means), profile, origin, "fr")
    assert isinstance(began, Began)
    live = await square.arrive(began.visit, HERE.network)
    assert isinstance(await rooms.join(square, live, ACCUEIL), Page)
    return live


async def place(square: Square, mode: Mode, minutes: int = 30) -> None:
    placed = await modes.place(square.office, square.modes.bell, mode, minutes, "Une vague", by=ANNE)
    assert isinstance(placed, Placed)
    await tend(square)


async def tend(square: Square) -> None:
    await modes.tend(square.office, square.modes, attended=True)


def mode_of(square: Square) -> Mode:
    return square.modes.mode


async def pass_time(square: Square, clock: FakeClock, minutes: int) -> None:
    """By the clock, as the job does, but less often."""
    for _ in range(minutes * 2):
        clock.advance(timedelta(seconds=30))
        await tend(square)


def said(outcome: Outcome | Refusal) -> str:
    return outcome.text_key if isinstance(outcome, Refusal) else outcome.status.value


def raid(square: Square, count: int = 60) -> None:
    for number in range(count):
        square.modes.watch.came(f"Vague{number}", square.means.clock.tick())


async def test_newcomers_read_and_those_who_were_here_talk_on(square: Square, clock: FakeClock) -> None:
    old = await in_room(square, "Alix")
    clock.advance(timedelta(minutes=45))
    new = await in_room(square, "Noa")
    assert said(await messages.say(square, new, send("Bonsoir", "c1"))) == "delivered"
    raid(square)
    await tend(square)
    assert mode_of(square) is Mode.NEWCOMERS_READ
    assert said(await messages.say(square, new, send("Encore moi", "c2"))) == "refuse-mode-newcomers"
    edited = await messages.edit(square, new, p.EditCommand(id=1, conv="r:accueil", n=1, text="Autre chose"))
    assert isinstance(edited, Refusal) and edited.text_key == "refuse-mode-newcomers"
    assert said(await messages.say(square, old, send("On continue", "c3"))) == "delivered"
    await pass_time(square, clock, 31)
    assert mode_of(square) is Mode.NORMAL, "it returned by itself"
    assert said(await messages.say(square, new, send("Me revoilà", "c4"))) == "delivered"


async def test_who_came_with_the_raid_stays_a_newcomer_until_it_is_over(square: Square, clock: FakeClock) -> None:
    clock.advance(timedelta(minutes=45))
    with_it = await in_room(square, "Vague1")
    raid(square)
    await tend(square)
    for _ in range(7):
        raid(square)
        await pass_time(square, clock, 5)
    assert mode_of(square) is Mode.NEWCOMERS_READ
    assert said(await messages.say(square, with_it, send("Bonsoir", "c1"))) == "refuse-mode-newcomers"


async def test_careful_slows_newcomers_alone(square: Square, clock: FakeClock) -> None:
    old = await in_room(square, "Alix")
    clock.advance(timedelta(minutes=45))
    new = await in_room(square, "Noa")
    await place(square, Mode.CAREFUL)
    assert said(await messages.say(square, new, send("Un", "c1"))) == "delivered"
    slow = await messages.say(square, new, send("Deux", "c2"))
    assert isinstance(slow, Refusal) and (slow.code, slow.retry_ms) == (p.ErrCode.RATE, 10_000)
    assert said(await messages.say(square, old, send("Trois", "c3"))) == "delivered"
    assert said(await messages.say(square, old, send("Quatre", "c4"))) == "delivered"
    clock.advance(timedelta(seconds=10))
    assert said(await messages.say(square, new, send("Cinq", "c5"))) == "delivered"


async def test_read_only_is_for_everybody_and_ends(square: Square, clock: FakeClock) -> None:
    old = await in_room(square, "Alix")
    clock.advance(timedelta(hours=2))
    await place(square, Mode.READ_ONLY, minutes=20)
    refused = await messages.say(square, old, send("Bonsoir", "c1"))
    assert isinstance(refused, Refusal) and refused.args == {"minutes": 20}
    await pass_time(square, clock, 20)
    assert said(await messages.say(square, old, send("Bonsoir", "c2"))) == "delivered"


async def test_a_person_who_says_normal_overrules_the_signals_until_then(square: Square, clock: FakeClock) -> None:
    raid(square)
    await tend(square)
    await place(square, Mode.NORMAL, minutes=15)
    assert mode_of(square) is Mode.NORMAL
    raid(square)
    await pass_time(square, clock, 14)
    assert mode_of(square) is Mode.NORMAL
    raid(square)
    await pass_time(square, clock, 2)
    assert mode_of(square) is not Mode.NORMAL, "a raid that is still there counts again"


async def test_the_shell_is_heard_through_the_bell(square: Square, means: Means) -> None:
    shell = Bell(means.db.folder)
    await modes.place(square.office, shell, Mode.KNOWN_ONLY, 5, "  depuis\n la  machine ", by=None)
    await tend(square)
    assert mode_of(square) is Mode.KNOWN_ONLY
    assert square.modes.now.why == "depuis la machine" and square.modes.now.way == "shell"
    assert await modes.release(square.office, shell, by=None, why="fini") is not None
    await tend(square)
    assert mode_of(square) is Mode.NORMAL
    assert await modes.release(square.office, shell, by=None, why="encore") is None


@pytest.mark.parametrize(("minutes", "why"), [(0, "x"), (1_441, "x"), (30, "  ")])
async def test_a_choice_takes_a_reason_and_an_end(square: Square, minutes: int, why: str) -> None:
    refused = await modes.place(square.office, square.modes.bell, Mode.CAREFUL, minutes, why, by=ANNE)
    assert isinstance(refused, Refused)


async def test_what_held_holds_after_a_restart(square: Square, means: Means, clock: FakeClock) -> None:
    raid(square)
    await tend(square)
    clock.advance(timedelta(hours=3))
    again = await open_square(means)
    assert mode_of(again) is Mode.NEWCOMERS_READ, "its signals were forgotten, not over"
    assert again.metrics.registry.get_sample_value("parvis_mode") == 2.0
    await pass_time(again, clock, 25)
    assert mode_of(again) is Mode.NORMAL


async def test_a_mode_that_nobody_knows_is_read_only(square: Square, means: Means, clock: FakeClock) -> None:
    await place(square, Mode.CAREFUL)
    await means.db.write(lambda tx: tx.conn.execute(update(live_mode).values(mode="lockdown")))
    again = await open_square(means)
    assert mode_of(again) is Mode.READ_ONLY


async def test_everybody_present_is_told_each_change_and_whoever_comes_later_too(
    square: Square, clock: FakeClock
) -> None:
    heard: list[dict[str, Any]] = []
    live = await in_room(square, "Alix")
    session = connect(square, live.visit, Wire(heard.append))
    session.receive(b'{"t":"hello","v":1}')
    await asyncio.sleep(0.05)
    raid(square)
    await tend(square)
    await pass_time(square, clock, 31)
    await asyncio.sleep(0.05)
    told = [frame["mode"] for frame in heard if frame["t"] == "mode"]
    assert told == ["newcomers-read", "careful", "normal"]
    session.lost()
    await place(square, Mode.CAREFUL)
    late: list[dict[str, Any]] = []
    second = connect(square, live.visit, Wire(late.append))
    second.receive(b'{"t":"hello","v":1}')
    await asyncio.sleep(0.05)
    assert [frame["text_key"] for frame in late if frame["t"] == "mode"] == ["square-mode-careful"]
    second.lost()


async def test_each_change_is_kept_with_its_signals_and_one_raid_has_one_id(square: Square, clock: FakeClock) -> None:
    raid(square)
    await tend(square)
    await pass_time(square, clock, 31)
    kept = await square.means.db.read(lambda conn: stored.latest(conn, 10))
    assert [one.mode for one in kept] == [Mode.NORMAL, Mode.CAREFUL, Mode.NEWCOMERS_READ]
    assert len({one.raid for one in kept}) == 1 and kept[0].raid
    assert kept[-1].signals.joins == 60
    raid(square)
    await tend(square)
    assert (await square.means.db.read(lambda conn: stored.latest(conn, 1)))[0].raid != kept[0].raid


async def test_no_change_skips_the_announcement(square: Square, clock: FakeClock) -> None:
    told: list[Mode] = []

    def hear(effect: Effect) -> None:
        if isinstance(effect, ModeChanged):
            told.append(effect.standing.mode)

    square.office.effects.listen(hear)
    seen = [square.modes.mode]
    for mode in (*LADDER, *reversed(LADDER)):
        await place(square, mode, minutes=2)
        seen.append(square.modes.mode)
        raid(square, 20)
        await pass_time(square, clock, 3)
        seen.append(square.modes.mode)
    changes = [after for before, after in itertools.pairwise(seen) if after is not before]
    assert told[-1] is square.modes.mode
    assert all(one in told for one in changes) and len(told) >= len(changes)


def form(nickname: str) -> EntryForm:
    return EntryForm(nickname=nickname, age="34")


async def enter(square: Square, nickname: str, *, device: str, proof: str = "") -> str:
    age_pass = await adult(square.means)
    origin = Origin(device=device, network=HERE.network)
    keeper = Doorkeeper(square, age_pass, origin, proof)
    outcome = await entry.enter(square.means, square.guard, age_pass, form(nickname), origin, "fr", doorkeeper=keeper)
    if isinstance(outcome, Entered):
        return "in"
    assert isinstance(outcome, entry.Refused)
    return outcome.faults["form"][0].text_key


async def test_the_door_lets_in_whoever_was_here_before(square: Square, clock: FakeClock) -> None:
    await enter(square, "Alix", device="a" * 32)
    clock.advance(timedelta(minutes=45))
    await place(square, Mode.KNOWN_ONLY)
    assert await enter(square, "Noa", device="b" * 32) == "refuse-mode-door"
    assert await enter(square, "Alix2", device="a" * 32) == "in", "the same device"
    of_yesterday = await adult(square.means)
    clock.advance(timedelta(days=1))
    await place(square, Mode.KNOWN_ONLY)
    keeper = Doorkeeper(square, of_yesterday, Origin(device="c" * 32, network=HERE.network))
    assert keeper.shut() is None, "a pass of an earlier day"


async def test_careful_asks_for_work_at_the_door(square: Square, clock: FakeClock) -> None:
    await place(square, Mode.CAREFUL)
    assert await enter(square, "Noa", device="b" * 32) == "refuse-proof"
    asked = square.means.proofs.ask("b" * 32, HERE.network, clock.now(), clock.tick())
    clock.advance(timedelta(seconds=asked.wait_s))
    assert await enter(square, "Noa", device="b" * 32, proof=asked.answer) == "in"


async def test_entries_are_what_the_counters_see(square: Square) -> None:
    for number in range(12):
        await enter(square, f"Vague{number + 20}", device=f"{number:032d}")
    await tend(square)
    assert square.modes.signals.joins == 12
    assert msgspec.structs.asdict(square.modes.signals)["names_alike"] == 100

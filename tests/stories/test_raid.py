"""A raid of five hundred: the square narrows by itself, those who were there talk on, and it opens again by itself."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from playwright.async_api import Browser, expect

from cast import ACCUEIL, adult, send
from house import Doors, open_doors
from parvis.chat import entry, messages, rooms
from parvis.chat.entry import Entered, EntryForm
from parvis.chat.modes import Doorkeeper
from parvis.chat.square import Live
from parvis.client.faults import RefusedError
from parvis.client.visitor import Client
from parvis.core import protocol as p
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.mode import Mode
from parvis.core.people import Origin
from parvis.live.mode import ENOUGH
from stories.browsing import DESK, SMALL, People, Person
from stories.conftest import shown

RAID = 500
READS = "Les personnes arrivées depuis peu lisent seulement"
LETTERS = "abcdefghjklmnpqrstuvwxyz"


def wary(config: Config) -> Config:
    """As the others' squares, but with eyes for a raid."""
    calm = shown(config)
    return msgspec.structs.replace(calm, modes=config.modes)


@pytest.fixture
async def square(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=wary, by_the_clock=True, clock=clock) as doors:
        yield doors


@pytest.fixture
async def people(browser: Browser, square: Doors) -> AsyncIterator[People]:
    here = People(browser, square)
    yield here
    assert await here.go_home() == []


async def storm(doors: Doors, number: int) -> Live | None:
    """One visit of the raid: a card, a name like the others', the same words at once; None if it stayed out."""
    house, means = doors.house, doors.house.means
    age_pass, origin = await adult(means), Origin(device=f"{number:032d}", network="n" * 32)
    name = "Vague" + LETTERS[number % 24] + LETTERS[number // 24 % 24]
    came = await entry.enter(
        means, house.guard, age_pass, EntryForm(nickname=name, age="20"), origin, "fr",
        doorkeeper=Doorkeeper(house.square, age_pass, origin),
    )  # fmt: skip
    if not isinstance(came, Entered):
        return None
    live = await house.square.arrive(came.visit, origin.network)
    await rooms.join(house.square, live, ACCUEIL)
    await messages.say(house.square, live, send("La vague est là", "c1"))
    return live


async def raid(doors: Doors) -> None:
    """Five hundred come; those who got in say it again, so that every look at the signs sees enough of them."""
    modes, inside = doors.house.square.modes, list[Live]()
    for number in range(RAID):
        live = await storm(doors, number)
        inside += [live] if live else []
        if number == RAID // 5:
            await until(lambda: modes.mode is not Mode.NORMAL)
    assert ENOUGH <= len(inside) < RAID
    for live in inside:
        await messages.say(doors.house.square, live, send("La vague est là", "c2"))
    await becomes(doors, Mode.NEWCOMERS_READ)
    assert await storm(doors, RAID) is None, "whoever does no work stays outside"


async def until(it_is_so: Callable[[], bool]) -> None:
    """Within some seconds, by the server's own clockwork."""
    async with asyncio.timeout(60):
        while not it_is_so():
            await asyncio.sleep(0.05)


async def becomes(doors: Doors, mode: Mode) -> None:
    """The square is in that mode before long."""
    await until(lambda: doors.house.square.modes.mode is mode)


async def enter_by_hand(people: People, nickname: str) -> Person:
    """Somebody new fills in the card, while their browser does the work that is asked."""
    person = await people.holder(size=SMALL)
    await person.go("/")
    await expect(person.page.get_by_text("Le calcul est fait")).to_be_visible()
    await looks(person, "mode-card")
    await person.page.locator("#nickname").fill(nickname)
    await person.page.locator("#age").fill("30")
    await person.press(person.page.locator("button.primary"))
    await person.live()
    return person


async def looks(person: Person, name: str) -> None:
    """For whoever wants to see it: a picture in the folder named by PARVIS_PICTURES."""
    folder = os.environ.get("PARVIS_PICTURES")
    if folder:
        await person.page.screenshot(path=str(Path(folder) / f"{name}.png"))


async def test_a_raid_of_five_hundred_narrows_the_square_which_opens_again_by_itself(
    people: People, square: Doors, clock: FakeClock
) -> None:
    ada = await people.visitor("Ada", "accueil", size=DESK)
    async with Client(square.origin, chance=lambda: 0.0) as bruno, Client(square.origin, chance=lambda: 0.0) as late:
        await bruno.redeem(await square.code())
        await bruno.enter("Bruno", 50)
        await bruno.join("accueil")
        clock.advance(timedelta(minutes=45))
        await raid(square)
        noa = await enter_by_hand(people, "Noa")
        for one in (ada, noa):
            await expect(one.page.get_by_text(READS)).to_be_visible()
        await looks(ada, "mode-wide")
        await looks(noa, "mode-small")
        await late.redeem(await square.code())
        await late.enter("Zélie", 40)
        await late.join("accueil")
        with pytest.raises(RefusedError) as refused:
            await late.say("accueil", "Bonsoir")
        assert refused.value.text_key == "refuse-mode-newcomers"
        await ada.say("On dirait qu’il y a du monde")
        await bruno.say("accueil", "Restons entre nous")
        await noa.sees("On dirait qu’il y a du monde", "Restons entre nous")
        for mode in (Mode.CAREFUL, Mode.NORMAL):
            clock.advance(timedelta(minutes=11))
            await becomes(square, mode)
        await expect(ada.page.get_by_text(READS)).to_have_count(0)
        await expect(ada.page.get_by_text("La place est ouverte comme d’habitude.").first).to_be_attached()
        assert (await late.say("accueil", "Merci de votre patience")).st == "delivered"
        await ada.sees("Merci de votre patience")
        told = [frame.mode async for frame in _heard(bruno, Mode.NORMAL)]
        assert told[-2:] == ["careful", "normal"] and "newcomers-read" in told


async def _heard(client: Client, last: Mode) -> AsyncIterator[p.ModeFrame]:
    """The changes of the mode that somebody was told, up to this one."""
    async for frame in client.listen():
        if isinstance(frame, p.ModeFrame):
            yield frame
            if frame.mode == last.value:
                return

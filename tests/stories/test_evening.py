"""An evening with opening and closing hours, by a clock that moves when told: a phone at the door, a desk in a room."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from playwright.async_api import Browser, expect

from house import Doors, open_doors
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.ids import RoomId
from parvis.core.living import RoomPlan
from parvis.core.settings import Hours
from parvis.moderation import keeping
from stories.browsing import DESK, SMALL, People, bring
from stories.conftest import shown
from stories.test_raid import looks
from team import enrol


def shaped(config: Config) -> Config:
    return msgspec.structs.replace(shown(config), hours=Hours(weekly=["fri-sat 20:00-23:00"]))


@pytest.fixture
def friday() -> FakeClock:
    """Half past seven in Paris; the square opens at eight."""
    return FakeClock(datetime(2026, 11, 27, 18, 30, tzinfo=UTC))


@pytest.fixture
async def square(tmp_path: Path, friday: FakeClock) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=shaped, by_the_clock=True, clock=friday) as doors:
        yield doors


@pytest.fixture
async def people(browser: Browser, square: Doors) -> AsyncIterator[People]:
    here = People(browser, square)
    yield here
    assert await here.go_home() == []


async def test_the_square_opens_at_eight_and_closes_at_eleven(people: People, square: Doors, friday: FakeClock) -> None:
    colleague = await enrol(square.house.means, "Anne")
    noa = await people.holder(size=SMALL)
    await noa.go("/")
    await expect(noa.page.get_by_text("Elle ouvre aujourd’hui à")).to_be_visible()
    await looks(noa, "hours-shut-small")
    friday.advance(timedelta(minutes=31))
    plan = RoomPlan(
        room=RoomId("accueil"), welcome={"fr": "Installez-vous, le thé est chaud."}, pinned={"fr": "Pas de spoilers."}
    )
    await keeping.keep_room(square.house.office, colleague.staff.id, plan)
    await noa.go("/")
    await noa.page.locator("#nickname").fill("Noa")
    await noa.page.locator("#age").fill("30")
    await noa.press(noa.page.locator("button.primary"))
    await noa.live()
    ada = await people.visitor("Ada", "accueil", size=DESK)
    for one in (noa, ada):
        await expect(one.page.get_by_text("Installez-vous, le thé est chaud.")).to_be_visible()
        await expect(one.page.get_by_text("Règles de ce salon")).to_be_visible()
    await ada.say("Bonsoir à toutes et à tous")
    await noa.sees("Bonsoir à toutes et à tous")
    await looks(noa, "evening-small")
    await looks(ada, "evening-wide")
    friday.advance(timedelta(hours=3))
    for one in (noa, ada):
        await expect(one.page.get_by_text("L’heure est venue").first).to_be_visible()
        await expect(one.page.get_by_text("Ce salon ouvre")).to_be_visible()
        await expect(one.composer).to_have_count(0)
    await looks(noa, "evening-over-small")
    await looks(ada, "evening-over-wide")
    friday.advance(timedelta(hours=21))
    await expect(noa.composer).to_be_visible()


async def test_without_javascript_the_room_says_when_it_opens(people: People, square: Doors, friday: FakeClock) -> None:
    friday.advance(timedelta(minutes=31))
    plain = await people.stranger(size=SMALL, script=False)
    async with square.staying("Lou") as client:
        await bring(plain, dict(client.cookies.items()))
    friday.advance(timedelta(hours=3))
    await plain.go("/square/accueil")
    await expect(plain.page.get_by_text("Ce salon est fermé pour le moment. Il ouvre samedi à")).to_be_visible()
    await looks(plain, "hours-plain-small")

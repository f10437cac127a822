"""A rule in real browsers: written, watching, tried on the past, woken by two, tripping, and told on its page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from gulls import gulls
from house import Doors, open_doors
from stories.browsing import People
from stories.conftest import shown
from stories.test_desk import moderator

BREAKER = "breaker = { actions_per_day = 2, max_match_rate = 1.0, min_sample = 100 }"


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=shown, by_the_clock=True) as doors:
        yield doors


async def hears(doors: Doors, nickname: str, text: str) -> str:
    """Somebody says it; what became of it."""
    async with doors.talking(nickname) as line:
        return str((await line.say(text, "c1"))["st"])


async def test_a_rule_is_written_tried_woken_by_two_and_trips(people: People, square: Doors) -> None:
    ada, boris = await moderator(people, square, "Ada"), await moderator(people, square, "Boris")
    page = ada.page
    await ada.go("/desk/rules")
    arriving = asyncio.Event()

    async def after_the_typing(route: Route) -> None:
        await arriving.wait()
        await route.continue_()

    await page.route("**/rules*.js", after_the_typing)
    await page.get_by_role("link", name="Écrire une règle").click()
    await page.get_by_label("Son texte").fill(gulls(breaker=BREAKER))
    arriving.set()
    await expect(page.locator("#faults")).to_contain_text("Aucune faute")
    await page.get_by_role("button", name="Garder").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Goélands")

    await page.locator("#mode").select_option("shadow")
    await page.locator("#words").fill("Pour voir d’abord.")
    await page.get_by_role("button", name="Changer").click()
    await expect(page.locator("span.mode").first).to_have_text("observe")
    for nickname in ("Alix", "Cléo"):
        assert await hears(square, nickname, f"les goélands, dit {nickname}") == "delivered"
    await square.house.office.hits.write(square.house.office)
    await page.reload()
    await page.get_by_role("button", name="L’essayer sur les 30 derniers jours").click()
    await expect(page.locator("main")).to_contain_text("Fini", timeout=20_000)
    await expect(page.locator(".dk-pairs > div").nth(0)).to_contain_text("2")
    await expect(page.locator(".dk-pairs > div").nth(1)).to_contain_text("2")

    await ada.go("/desk/rules/gulls")
    await page.locator("#mode").select_option("live")
    await page.locator("#words").fill("Deux personnes dérangées.")
    await page.get_by_role("button", name="Changer").click()
    await expect(page.locator("main")).to_contain_text("quelqu’un d’autre doit regarder")
    await boris.go("/desk/approvals")
    await boris.page.get_by_role("link", name="gulls").click()
    await expect(boris.page.locator("main")).not_to_contain_text("Deux personnes dérangées.")
    await boris.page.get_by_role("button", name="J’ai regardé").click()
    await expect(boris.page.locator("blockquote")).to_have_text("Deux personnes dérangées.")
    await boris.page.locator("button[value=agree]").click()
    await expect(boris.page.locator("span.mode").first).to_have_text("agit")

    became = [await hears(square, name, f"encore des goélands, dit {name}") for name in ("Dany", "Éloi", "Fred")]
    assert became == ["held", "held", "delivered"], "two people a day, says its breaker"
    async with asyncio.timeout(15):
        while square.house.rulebook.entries["gulls"].mode != "suspended":
            await asyncio.sleep(0.1)
    await boris.page.reload()
    await expect(boris.page.locator(".dk-alarm")).to_contain_text("a agi trop souvent")
    await ada.go("/desk/rules")
    await expect(page.locator("tbody tr").first).to_contain_text("suspendue d’elle-même")

"""The last scene: the judge closes the square, a phone reads why in both languages, two open it, and talk goes on."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from house import Doors, open_doors
from stories.browsing import DESK, SMALL, People, Person
from stories.conftest import shown
from stories.test_desk import moderator

ROOM = "nuit"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><rect width="{}" height="60" fill="{}"/></svg>'


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=shown, by_the_clock=True) as doors:
        yield doors


@pytest.fixture
async def people(browser: Browser, square: Doors) -> AsyncIterator[People]:
    here = People(browser, square)
    yield here
    for one in here.here:
        one.excused = r"status of 451|asked another host: http://localhost:"  # two doors of one house
    assert await here.go_home() == []


async def close(folder: Path) -> None:
    """What whoever has the order types."""
    for name, width, colour in (("parquet-de-paris", 60, "#123"), ("gendarmerie", 120, "#345")):
        (folder / f"{name}.svg").write_text(SVG.format(width, colour), "utf-8")
    words = [
        "--kind", "judicial", "--authority", "Parquet de Paris, juridiction nationale de lutte contre la criminalité",
        "--basis", "Ordonnance du 26 novembre 2026, article 706-95 du code de procédure pénale", "--date", "2026-11-26",
        "--blocked-by", "https://parquet.example/ordre",
        "--text-fr", "Ce site a été fermé dans le cadre d’une enquête.",
        "--text-en", "This site was closed as part of an investigation.",
        "--logo", str(folder / "parquet-de-paris.svg"),
        "--logo", str(folder / "gendarmerie.svg"), "--yes", "--data", str(folder),
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "parvis", "close", *words)
    assert await process.wait() == 0


async def looks(page: Page, name: str) -> None:
    """For whoever wants to see it: a picture in the folder named by PARVIS_PICTURES."""
    folder = os.environ.get("PARVIS_PICTURES")
    if folder:
        await page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


async def accessible(page: Page) -> None:
    found = await Axe().run(page)
    assert [(one["id"], one["nodes"][0]["target"]) for one in found.response["violations"]] == []


async def at_the_private_door(people: People, square: Doors, name: str) -> Person:
    one = await moderator(people, square, name)
    one.origin = f"http://localhost:{square.private_port}"
    return one


async def test_the_judge_closes_the_square_and_two_administrators_open_it_again(people: People, square: Doors) -> None:
    camille = await people.visitor("Camille", ROOM, size=SMALL)
    bruno = await people.visitor("Bruno", ROOM, lang="en", size=DESK)
    await camille.say("Bonsoir la nuit")
    await bruno.sees("Bonsoir la nuit")
    ada, boris = [await at_the_private_door(people, square, name) for name in ("Ada", "Boris")]
    await close(square.house.means.db.folder)

    for one, first, second in ((camille, "fr", "en"), (bruno, "en", "fr")):
        page = one.page
        titles = {"fr": "Ce site est fermé", "en": "This site is closed"}
        await expect(page.get_by_role("heading", level=1)).to_have_text([titles[first], titles[second]])
        assert page.url == f"{square.origin}/", "the client itself went to the notice"
        await expect(page.get_by_role("img", name="parquet de paris")).to_be_visible()
        await expect(page.get_by_text("706-95").first).to_be_visible()
        await expect(page.locator("body")).to_have_css("background-color", "rgb(18, 21, 28)")
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, "nothing is wider than the screen"
    await accessible(camille.page)
    await looks(camille.page, "closed-360")
    await looks(bruno.page, "closed-1280")
    await camille.page.get_by_role("link", name="English").focus()
    await camille.page.keyboard.press("Enter")
    assert await camille.page.evaluate("document.activeElement.id || location.hash") in ("en", "#en")
    await bruno.page.emulate_media(media="print")
    await expect(bruno.page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    await bruno.page.emulate_media(media="screen")

    await ada.go("/admin/closing")
    await expect(ada.page.get_by_role("heading", name="La place est fermée")).to_be_visible()
    await looks(ada.page, "admin-closing-closed")
    await ada.page.locator("#reopen").fill("L’ordonnance est levée.")
    await ada.page.get_by_role("button", name="Proposer de rouvrir").click()
    await expect(ada.page.locator("main")).to_contain_text("doit donner son accord")
    await boris.go("/admin/closing")
    await expect(boris.page.locator("main")).not_to_contain_text("est levée")
    await boris.page.get_by_role("button", name="J’ai regardé").click()
    await expect(boris.page.locator("blockquote").last).to_have_text("L’ordonnance est levée.")
    await looks(boris.page, "admin-closing-asked")
    await boris.page.get_by_role("button", name="rouvrir maintenant").click()
    await expect(boris.page.get_by_role("heading", name="La place n’est pas fermée")).to_be_visible()
    await looks(boris.page, "admin-closing-open")
    await boris.page.set_viewport_size({"width": 360, "height": 740})
    await looks(boris.page, "admin-closing-360")
    await accessible(boris.page)

    for one in (camille, bruno):
        await one.go(f"/square/{ROOM}")
        await one.live()
        await one.sees("Bonsoir la nuit")
    await bruno.say("Here we are again")
    await camille.sees("Here we are again")

"""Going away: calmly, at once, or because the visit goes on elsewhere; nothing stays behind."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import expect

from stories.browsing import DESK, People, Person, bring


async def test_entering_elsewhere_with_the_same_pass_ends_the_first_visit_in_plain_words(people: People) -> None:
    here, there = await people.visitor("Vera", "nuit"), await people.stranger(size=DESK)
    await here.say("je suis sur mon téléphone")
    await here.sees("je suis sur mon téléphone")
    await bring(there, {str(one["name"]): str(one["value"]) for one in await here.context.cookies()})
    await there.context.clear_cookies(name="parvis_visit")
    await there.go("/")
    await there.page.get_by_label("Pseudo", exact=True).fill("Vera B")
    await there.page.get_by_label("Âge", exact=True).fill("33")
    await there.page.keyboard.press("Enter")
    await there.live()
    await expect(here.page.get_by_role("heading", level=1)).to_have_text("La place continue dans un autre onglet")
    await expect(here.page.locator(".sq-msg")).to_have_count(0)
    await expect(here.page.get_by_role("link", name="Numéros d’aide")).to_be_visible()
    await here.page.evaluate(AXE_SCRIPT)
    assert [rule["id"] for rule in (await here.page.evaluate("axe.run()"))["violations"]] == []
    await here.page.get_by_role("button", name="Continuer ici").click()
    await expect(here.page.get_by_label("Pseudo", exact=True)).to_be_visible()
    await expect(there.composer).to_be_focused()


async def test_leaving_ends_the_visit_and_neither_the_tab_nor_the_back_button_shows_it_again(people: People) -> None:
    victor, wanda = await people.visitor("Victor", "musique"), await people.visitor("Wanda", "musique")
    await victor.say("je m’en vais")
    await wanda.sees("je m’en vais")
    await victor.composer.fill("un brouillon")
    assert await victor.kept_in_tab() != []
    await victor.page.get_by_role("button", name="Partir").click()
    await gone(victor)
    await expect(victor.page.get_by_label("Pseudo", exact=True)).to_be_visible()
    await victor.page.go_back()
    await expect(victor.page.get_by_label("Pseudo", exact=True)).to_be_visible()
    await expect(victor.page.get_by_text("je m’en vais")).to_have_count(0)
    await wanda.page.get_by_role("button", name="Personnes").click()
    people_here = wanda.page.get_by_role("region", name="Personnes")
    await expect(people_here.get_by_text("Wanda")).to_be_visible()
    await expect(people_here.get_by_text("Victor")).to_have_count(0)


async def test_escape_twice_leaves_at_once_and_empties_the_page_and_the_tab(people: People) -> None:
    xena = await people.visitor("Xena", "cuisine", size=DESK)
    await xena.say("quelqu’un arrive")
    await xena.sees("quelqu’un arrive")
    await xena.composer.fill("un brouillon")
    await xena.page.keyboard.press("Escape")
    await expect(xena.composer).to_be_focused()
    for _ in range(4):  # frightened hands press more than twice
        await xena.page.keyboard.press("Escape")
    await xena.page.wait_for_url(f"{xena.origin}/")
    await gone(xena)


async def test_one_escape_only_cancels(people: People) -> None:
    yann = await people.visitor("Yann", "lille", size=DESK)
    await yann.page.get_by_role("button", name="Menu").click()
    await yann.page.keyboard.press("Escape")
    await expect(yann.page.locator(".sq-menu")).to_have_count(0)
    await expect(yann.composer).to_be_focused()
    await yann.say("toujours là")
    await yann.sees("toujours là")


async def gone(person: Person) -> None:
    await person.page.wait_for_url(f"{person.origin}/")
    assert await person.kept_in_tab() == []
    assert [one["name"] for one in await person.context.cookies() if one["name"] == "parvis_visit"] == []
    await person.go("/square/accueil")
    assert person.page.url == f"{person.origin}/"

"""A stranger walks through every door that is open without a pass: each answers, none is a dead end."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from stories.browsing import People, Person

PAGES = {
    "/", "/how", "/age", "/rules", "/terms", "/docs", "/legal", "/privacy", "/help-lines", "/report",
    "/report/answers", "/receipt", "/decision", "/help",
}  # fmt: skip
NOT_PAGES = {"/terms.json", "/openapi.json", "/asyncapi.json"}
NOT_LINKED = {"/receipt", "/decision"}
"""Whoever has a code was told the address with it."""


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_every_page_a_stranger_can_reach_opens_and_leads_back_and_to_how_to_get_in(
    people: People, lang: str
) -> None:
    noe = await people.stranger(lang)
    to_visit, seen = {"/", *NOT_LINKED}, set[str]()
    while to_visit - seen:
        path = min(to_visit - seen)
        seen.add(path)
        answer = await noe.page.goto(noe.origin + path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        if path in NOT_PAGES:
            continue
        links = await own_links(noe)
        assert {"/", "/how"} <= links, path
        assert await noe.page.locator("html").get_attribute("lang") == lang
        assert await noe.page.get_by_role("heading", level=1).count() == 1
        to_visit |= links
    assert seen == PAGES | NOT_PAGES, "these doors and no others"


async def test_the_other_language_is_one_press_away_on_every_page_and_stays(people: People) -> None:
    nell = await people.stranger("en")
    for path in sorted(PAGES):
        await nell.go(path)
        await nell.page.get_by_role("button", name="Français").click()
        await expect(nell.page.locator("html")).to_have_attribute("lang", "fr")
        assert urlsplit(nell.page.url).path == path
        await nell.page.get_by_role("button", name="English").click()
        await expect(nell.page.locator("html")).to_have_attribute("lang", "en")
        assert urlsplit(nell.page.url).path == path


async def test_the_inside_leads_a_stranger_to_the_door_and_a_wrong_address_says_so_with_a_way_back(
    people: People,
) -> None:
    nino = await people.stranger()
    nino.excused = "status of 404"
    for inside in ("/square", "/square/accueil", "/square/arc-en-ciel/consent", "/me"):
        await nino.go(inside)
        assert nino.page.url == f"{nino.origin}/"
        await expect(nino.page.get_by_role("link", name="J’ai une carte d’entrée")).to_be_visible()
    await nino.go("/nulle-part")
    await expect(nino.page.get_by_role("heading", level=1)).to_have_text("Cette page ne s’ouvre pas")
    await nino.page.get_by_role("link", name="Revenir à l’entrée").click()
    await expect(nino.page.get_by_role("link", name="J’ai une carte d’entrée")).to_be_visible()


async def own_links(person: Person) -> set[str]:
    """Paths of this site that the page links to; chapters of the handbook have a test of their own."""
    found: list[str] = await person.page.locator("a[href]").evaluate_all("(all) => all.map((one) => one.href)")
    paths = {urlsplit(one).path for one in found if one.startswith(person.origin)}
    return {one for one in paths if not one.startswith("/help/")}

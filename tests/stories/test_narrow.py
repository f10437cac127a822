"""What is long, on a small phone: a menu is one line, a table of many columns a list, and words stay whole."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from house import Doors
from stories.browsing import DESK, SMALL, People, Person, bring
from team import Colleague, enrol

BROKEN = """
() => {
  const broken = [];
  for (const cell of document.querySelectorAll("tbody td")) {
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text; (text = walk.nextNode()); ) {
      if (text.parentElement.closest("code")) continue;
      for (const word of text.data.matchAll(/\\p{L}+/gu)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const lines = [...range.getClientRects()].filter((one) => one.width > 0.5).map((one) => Math.round(one.top));
        if (new Set(lines).size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}
"""
"""Words of cells that begin on one line and end on another; names in code may."""


@pytest.fixture
async def ada(square: Doors) -> Colleague:
    return await enrol(square.house.means, "Ada")


async def at_menu(
    people: People, square: Doors, ada: Colleague, path: str, size: tuple[int, int], *, script: bool = True
) -> Person:
    person = await people.stranger("fr", size, script=script)
    person.origin = square.private_origin if path.startswith("/admin") else square.origin
    await bring(person, {"parvis_staff": ada.token})
    await person.go(path)
    return person


@pytest.mark.parametrize(("path", "here", "other"), [
    ("/admin/numbers", "En chiffres", "Guichets"), ("/desk/numbers", "Chiffres", "Réclamations"),
])  # fmt: skip
async def test_a_long_menu_is_one_line_on_a_phone_and_opens_without_a_script(
    people: People, square: Doors, ada: Colleague, path: str, here: str, other: str
) -> None:
    person = await at_menu(people, square, ada, path, SMALL, script=False)
    menu = person.page.locator("main nav")
    summary = menu.locator("summary")
    await expect(summary).to_have_text(f"Menu · {here}")
    await expect(menu.get_by_role("link")).to_have_count(0)
    box = await menu.bounding_box()
    assert box is not None and 44 <= box["height"] < 60
    await summary.focus()
    await person.page.keyboard.press("Enter")
    await expect(menu.get_by_role("link", name=here, exact=True)).to_have_attribute("aria-current", "page")
    await person.page.keyboard.press("Tab")
    assert await person.focused() == await menu.get_by_role("link").first.inner_text()
    await person.press(menu.get_by_role("link", name=other, exact=True))
    await expect(person.page.get_by_role("heading", level=1)).to_be_visible()
    await expect(menu.get_by_role("link")).to_have_count(0)


@pytest.mark.parametrize("path", ["/admin", "/desk"])
async def test_on_a_desk_the_whole_menu_is_in_view(people: People, square: Doors, ada: Colleague, path: str) -> None:
    person = await at_menu(people, square, ada, path, DESK)
    menu = person.page.locator("main nav")
    await expect(menu.locator("summary")).to_be_hidden()
    assert await menu.get_by_role("link").count() > 12


async def test_a_short_menu_is_not_folded(people: People, square: Doors, ada: Colleague) -> None:
    person = await at_menu(people, square, ada, "/staff/me", SMALL)
    menu = person.page.get_by_role("navigation", name="Pages de l’équipe")
    await expect(menu.locator("summary")).to_have_count(0)
    await expect(menu.get_by_role("link", name="Ma page", exact=True)).to_be_visible()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["moderate/measures", "moderate/desk", "moderate/guard", "operate/modes"])
async def test_words_in_the_tables_of_the_handbook_stay_whole_on_a_phone(people: People, lang: str, name: str) -> None:
    person = await people.stranger(lang, SMALL)
    await person.go(f"/help/{name}")
    assert await person.page.locator("tbody td").count() > 5
    assert await person.page.evaluate(BROKEN) == []

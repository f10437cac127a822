"""By the keyboard alone, from the door to the first message and through the square."""

from __future__ import annotations

from playwright.async_api import expect

from house import Doors
from stories.browsing import DESK, People, Person

VISIBLE_FOCUS = """
() => {
  const one = document.activeElement, style = getComputedStyle(one), after = getComputedStyle(one, "::after");
  const box = one.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const outlined = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
  return one !== document.body && inView && (outlined(style) || outlined(after));
}
"""


async def test_from_the_door_to_the_first_message_with_tab_enter_and_typing_alone(
    people: People, square: Doors
) -> None:
    kim = await people.stranger(size=DESK)
    await kim.go("/")
    keyboard = kim.page.keyboard
    await tab_to(kim, "Aller au contenu")
    await keyboard.press("Enter")
    await tab_to(kim, "J’ai une carte d’entrée")
    await keyboard.press("Enter")
    await expect(kim.page.locator("#code")).to_be_focused()
    await keyboard.type(await square.code())
    await keyboard.press("Enter")
    await expect(kim.page.locator("#nickname")).to_be_focused()
    await keyboard.type("Kim")
    await tab_to(kim, "age")
    await keyboard.type("38")
    await keyboard.press("Enter")
    await kim.live()
    await keyboard.type("sans souris")
    await keyboard.press("Enter")
    await kim.sees("sans souris")


async def test_every_stop_of_the_tab_key_on_the_card_and_the_square_can_be_seen(people: People) -> None:
    lena = await people.holder(size=DESK)
    await lena.go("/")
    await stops(lena, 16)
    marc = await people.visitor("Marc", "nuit", size=DESK)
    await marc.say("pour avoir de quoi s’arrêter")
    await marc.sees("pour avoir de quoi s’arrêter")
    await stops(marc, 24)


async def test_up_corrects_the_last_message_and_escape_leaves_it_as_it_was(people: People) -> None:
    nora, otto = await people.visitor("Nora", "musique", size=DESK), await people.visitor("Otto", "musique")
    await nora.say("une fôte")
    await nora.sees("une fôte")
    await nora.composer.press("ArrowUp")
    await expect(nora.page.get_by_text("Vous modifiez votre message")).to_be_visible()
    await nora.composer.fill("autre chose")
    await nora.composer.press("Escape")
    await expect(nora.page.get_by_text("Vous modifiez votre message")).to_have_count(0)
    await expect(nora.composer).to_have_value("")
    await nora.page.clock.install()
    await nora.composer.press("ArrowUp")
    await expect(nora.composer).to_have_value("une fôte")
    await nora.composer.fill("une faute")
    await nora.composer.press("Enter")
    await otto.sees("une faute")
    await expect(otto.message("une faute")).to_contain_text("modifié")


async def test_messages_are_walked_with_the_arrows_and_answered(people: People) -> None:
    paul = await people.visitor("Paul", "lyon", size=DESK)
    await paul.say("la première")
    await paul.say("la seconde")
    await paul.sees("la première", "la seconde")
    await paul.page.keyboard.press("Shift+Tab")
    await expect(paul.page.locator(".sq-feed")).to_be_focused()
    await paul.page.keyboard.press("ArrowUp")
    await paul.page.keyboard.press("ArrowUp")
    await expect(paul.message("la première")).to_be_focused()
    await tab_to(paul, "Répondre")
    await paul.page.keyboard.press("Enter")
    await expect(paul.composer).to_be_focused()
    await expect(paul.page.locator(".sq-about")).to_contain_text("la première")


async def test_rooms_regions_and_help_are_keys_away(people: People) -> None:
    rosa = await people.visitor("Rosa", "accueil", size=DESK)
    await rosa.go("/square/cuisine")
    await rosa.live()
    page, title = rosa.page, rosa.page.get_by_role("heading", level=1)
    await expect(rosa.composer).to_be_focused()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(title).to_have_text("Accueil")
    await page.keyboard.press("Alt+ArrowUp")
    await expect(title).to_have_text("Cuisine")
    await expect(rosa.composer).to_be_focused()

    walked = []
    for _ in range(6):
        await page.keyboard.press("F6")
        walked.append(await page.evaluate("document.activeElement.closest('[data-region]').className.split(' ')[0]"))
        assert await page.evaluate(VISIBLE_FOCUS), walked
    assert set(walked) == {"sq-people", "sq-head", "sq-rooms", "sq-feed", "sq-write"}
    assert walked[0] == walked[5], "and round again"

    await page.keyboard.press("Control+k")
    await expect(page.get_by_label("Nom du salon")).to_be_focused()
    await page.keyboard.type("musi")
    await page.keyboard.press("Enter")
    await expect(title).to_have_text("Musique")
    await expect(rosa.composer).to_be_focused()

    await page.keyboard.press("Control+/")
    await expect(page.get_by_role("dialog", name="Clavier et commandes")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(rosa.composer).to_be_focused()


async def tab_to(person: Person, goal: str, most: int = 20) -> None:
    """Press Tab until this has the focus; it must be seen on each stop."""
    for _ in range(most):
        await person.page.keyboard.press("Tab")
        assert await person.page.evaluate(VISIBLE_FOCUS), await person.focused()
        if (await person.focused()).strip() == goal:
            return
    raise AssertionError(f"{most} presses of Tab do not lead to {goal}")


async def stops(person: Person, count: int) -> None:
    for _ in range(count):
        await person.page.keyboard.press("Tab")
        if await person.page.evaluate("document.activeElement !== document.body"):
            assert await person.page.evaluate(VISIBLE_FOCUS), await person.page.evaluate(
                "document.activeElement.outerHTML.slice(0, 200)"
            )

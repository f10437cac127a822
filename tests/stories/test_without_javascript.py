"""A whole visit in a browser that runs no script."""

from __future__ import annotations

import re

from playwright.async_api import expect

from house import Doors
from stories.browsing import People


async def test_a_whole_visit_code_card_read_write_read_again_leave(people: People, square: Doors) -> None:
    solange = await people.stranger(script=False)
    page = solange.page
    await solange.go("/")
    await page.get_by_role("link", name="J’ai une carte d’entrée").click()
    await page.get_by_label("Code", exact=True).fill(await square.code())
    await page.get_by_role("button", name="Continuer").click()
    await page.get_by_label("Pseudo", exact=True).fill("Solange")
    await page.get_by_label("Âge", exact=True).fill("67")
    await page.get_by_role("button", name="Entrer").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Accueil")
    async with square.talking("Théo") as theo:
        await theo.say("bonsoir Solange", "c1")
        await page.get_by_role("link", name="Salons").click()
        await page.get_by_role("link", name=re.compile("^Accueil")).click()
        await solange.sees("bonsoir Solange")
        await page.get_by_label("Votre message").fill("bonsoir Théo, sans script")
        await page.get_by_role("button", name="Envoyer").click()
        await solange.sees("bonsoir Solange", "bonsoir Théo, sans script")
        await expect(solange.message("sans script")).to_be_in_viewport()
        heard = await theo.next("msg")
        assert heard["text"] in ("bonsoir Solange", "bonsoir Théo, sans script")
        await theo.say("j’ai bien lu", "c2")
    await page.reload()
    await solange.sees("bonsoir Solange", "bonsoir Théo, sans script", "j’ai bien lu")
    await page.get_by_role("button", name="Partir").click()
    await expect(page.get_by_label("Pseudo", exact=True)).to_be_visible()
    await solange.go("/square/accueil")
    assert page.url == f"{solange.origin}/"
    assert [one["name"] for one in await solange.context.cookies() if "visit" in one["name"]] == []


async def test_a_message_refused_without_javascript_says_why_and_keeps_the_text(people: People, square: Doors) -> None:
    sam = await people.holder(script=False)
    sam.excused = "status of 422"
    page = sam.page
    await sam.go("/")
    await page.get_by_label("Pseudo", exact=True).fill("Sam")
    await page.get_by_label("Âge", exact=True).fill("29")
    await page.keyboard.press("Enter")
    text = "\n".join(f"ligne {n}" for n in range(60))
    await page.get_by_label("Votre message").fill(text)
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_role("alert")).to_contain_text("Ce message n’est pas parti")
    await expect(page.get_by_label("Votre message")).to_have_value(text)
    await expect(page.get_by_label("Votre message")).to_be_focused()


async def test_a_room_that_asks_for_a_consent_is_entered_after_it_and_left_by_taking_it_back(people: People) -> None:
    simone = await people.holder(script=False)
    page = simone.page
    await simone.go("/")
    await page.get_by_label("Pseudo", exact=True).fill("Simone")
    await page.get_by_label("Âge", exact=True).fill("51")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/square/accueil")
    await simone.go("/square")
    await page.get_by_role("link", name="Arc-en-ciel").click()
    await expect(page.get_by_role("heading", level=2).first).to_have_text("Ce salon demande votre accord")
    await page.get_by_role("button", name="Je suis d’accord, entrer").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Arc-en-ciel")
    await simone.go("/me")
    await page.get_by_role("button", name="Reprendre cet accord").click()
    await expect(page.get_by_text("Vous n’avez donné aucun accord particulier.")).to_be_visible()
    await simone.go("/square/arc-en-ciel")
    assert page.url.endswith("/square/arc-en-ciel/consent")

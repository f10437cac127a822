"""Coming in: from the door with a card in the hand to the first message, and how those under 18 are met."""

from __future__ import annotations

import re

from playwright.async_api import expect
from sqlalchemy import Connection

from house import Doors
from parvis.access.age import voucher
from stories.browsing import DESK, PHONE, People, Person


async def test_a_card_a_nickname_an_age_and_one_is_talking_with_somebody_who_came_in_english(
    people: People, square: Doors
) -> None:
    alix, basil = await people.stranger("fr", PHONE), await people.stranger("en", DESK, "light")
    await come_in(alix, await square.code(), "J’ai une carte d’entrée", "Code", "Alix", "34")
    await come_in(basil, await square.code(), "I have an entry card", "Code", "Basil", "52")
    for person in (alix, basil):
        await person.live()
        await expect(person.composer).to_be_focused()
    await expect(alix.page.get_by_role("heading", level=1)).to_have_text("Accueil")
    await expect(basil.page.get_by_role("heading", level=1)).to_have_text("Welcome")
    await alix.say("Bonsoir la place")
    await basil.sees("Bonsoir la place")
    await basil.say("Good evening, Alix")
    await alix.sees("Bonsoir la place", "Good evening, Alix")


async def test_a_reload_keeps_the_place_the_messages_and_what_was_being_written(people: People) -> None:
    zoe, yves = await people.visitor("Zoé", "musique"), await people.visitor("Yves", "musique")
    await zoe.say("un premier mot")
    await yves.say("une réponse")
    await zoe.sees("un premier mot", "une réponse")
    await zoe.composer.fill("une phrase en chem")
    before = await zoe.page.locator(".sq-msg").all_inner_texts()
    await zoe.page.reload()
    await zoe.live()
    await expect(zoe.page.locator(".sq-msg")).to_have_text(before, use_inner_text=True)
    await expect(zoe.composer).to_have_value("une phrase en chem")
    await zoe.say("une phrase en chemin")
    await expect(yves.message("une phrase en chemin").locator(".sq-text")).to_have_text("une phrase en chemin")
    await expect(zoe.message("une phrase en chemin").locator("b")).to_have_text("Zoé")
    assert (await yves.reads()).count("une phrase en chemin") == 1


async def test_with_a_pass_the_first_message_is_two_short_fields_and_three_clicks_away(people: People) -> None:
    odile = await people.holder()
    await odile.go("/")
    page, clicks = odile.page, 0
    await page.keyboard.type("Odile")
    await page.get_by_label("Âge", exact=True).click()
    await page.keyboard.type("41")
    await page.get_by_role("button", name="Entrer").click()
    clicks += 2
    await odile.live()
    await page.keyboard.type("me voilà")
    await page.get_by_role("button", name="Envoyer").click()
    clicks += 1
    await odile.sees("me voilà")
    assert clicks <= 3


async def test_the_cards_square_to_scan_fills_the_code_in_and_no_request_ever_carries_it(
    people: People, square: Doors
) -> None:
    card = (await voucher.issue(square.house.means, 1, "story")).vouchers[0]
    lise = await people.stranger()
    await lise.go(f"/age#v={card.link}")
    field = lise.page.get_by_label("Code", exact=True)
    await expect(field).to_have_value(card.link)
    assert lise.page.url == f"{square.origin}/age", "the code is out of the address"
    assert await lise.page.evaluate("history.length") == 2, "and of the history"
    await lise.page.get_by_role("button", name="Continuer").click()
    await expect(lise.page.get_by_label("Pseudo", exact=True)).to_be_focused()
    told = [one.url for one in lise.asked] + [one.headers.get("referer", "") for one in lise.asked]
    assert len(told) > 4
    assert [one for one in told if card.link in one or card.short in one] == []
    await lise.go(f"/age#v={card.link}")
    await expect(lise.page.get_by_label("Pseudo", exact=True)).to_be_visible()


async def test_a_code_with_a_slip_is_explained_beside_the_field_and_the_text_stays(people: People) -> None:
    remi = await people.stranger()
    remi.excused = "status of 422"
    await remi.go("/age")
    await remi.page.get_by_label("Code", exact=True).fill("AAAA-BBBB-CCCC")
    await remi.page.keyboard.press("Enter")
    await expect(remi.page.get_by_role("alert")).to_contain_text("Ce code")
    await expect(remi.page.get_by_label("Code", exact=True)).to_have_value("AAAA-BBBB-CCCC")
    await expect(remi.page.get_by_label("Code", exact=True)).to_be_focused()


async def test_a_nickname_that_says_under_18_is_met_with_help_and_another_one_is_a_click_away(people: People) -> None:
    ines = await people.holder()
    ines.excused = "status of 422"
    await ines.go("/")
    await ines.page.get_by_label("Pseudo", exact=True).fill("Ines15ans")
    await ines.page.get_by_label("Âge", exact=True).fill("33")
    await ines.page.get_by_role("button", name="Entrer").click()
    fault = ines.page.locator("#nickname-fault")
    await expect(fault).to_contain_text("3018")
    await expect(fault).to_contain_text("119")
    await expect(ines.page.get_by_role("alert")).to_be_focused()
    await expect(ines.page.get_by_label("Âge", exact=True)).to_have_value("33")
    offer = fault.get_by_role("button")
    found = re.search(r"«\W*(.+?)\W*»", await offer.inner_text())
    assert found
    name = found[1]
    assert "15" not in name
    await offer.click()
    await ines.live()
    await ines.say("bonsoir, sous un autre nom")
    await expect(ines.message("sous un autre nom").locator("b")).to_have_text(name)


async def test_who_says_15_is_met_kindly_given_numbers_to_call_and_no_more_is_kept_than_that_a_card_is_asked(
    people: People, square: Doors
) -> None:
    tom = await people.holder()
    tom.excused = "status of 403"
    before = await kept(square)
    await tom.go("/")
    await tom.page.get_by_label("Pseudo", exact=True).fill("Tomtom")
    await tom.page.get_by_label("Âge", exact=True).fill("15")
    await tom.page.get_by_role("button", name="Entrer").click()
    await expect(tom.page.get_by_role("heading", level=1)).to_have_text("La place est réservée aux adultes")
    for number in ("3018", "119"):
        await expect(tom.page.get_by_role("link", name=number, exact=True)).to_have_attribute("href", f"tel:{number}")
    assert await tom.kept_in_tab() == []
    assert [one["name"] for one in await tom.context.cookies() if "visit" in one["name"]] == []
    after = await kept(square)
    assert after == before | {"ledger": before["ledger"] + 1}, "only that a new proof is asked for"
    await tom.page.go_back()
    await expect(tom.page.get_by_role("link", name="Montrer une nouvelle carte")).to_be_visible()


async def come_in(person: Person, code: str, has_card: str, field: str, nickname: str, age: str) -> None:
    """From the door on, by what stands on the pages."""
    await person.go("/")
    await person.page.get_by_role("link", name=has_card).click()
    await person.page.get_by_label(field, exact=True).fill(code)
    await person.page.keyboard.press("Enter")
    await expect(person.page.locator("#nickname")).to_be_focused()
    await person.page.keyboard.type(nickname)
    await person.page.keyboard.press("Tab")
    await person.page.keyboard.type(age)
    await person.page.keyboard.press("Enter")
    await person.page.wait_for_url("**/square/accueil")


async def kept(square: Doors) -> dict[str, int]:
    """How many rows of each kind the store holds."""

    def count(conn: Connection) -> dict[str, int]:
        tables = ("visit", "consent", "nickname_use", "message", "membership", "ledger")
        return {table: conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables}

    return await square.house.means.db.read(count)

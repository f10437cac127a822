"""Somebody says that something is wrong, from the square or from outside on an old phone, and reads the end of it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page, expect

from house import Doors
from parvis.core.casework import DecisionState
from parvis.core.ids import CaseId
from parvis.core.policy import Measure
from parvis.moderation import reports
from parvis.moderation.office import Office
from parvis.store.schema_cases import decision, report
from parvis.store.writer import Tx
from stories.browsing import DESK, SMALL, People

CODE = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{4}){4}-[0-9A-Z]{5}")


async def decide(office: Office, measure: Measure) -> None:
    """What a decision on the newest report leaves, as far as its reporter can see."""
    now = office.clock.now()

    def work(tx: Tx) -> None:
        of = CaseId(tx.conn.execute(report.select().order_by(report.c.at.desc())).mappings().first()["case"])  # type: ignore[index]
        tx.conn.execute(
            decision.insert().values(
                id=f"d{now}", case=of, state=DecisionState.EXECUTED.value, by="s" * 20, at=now, execute_at=now,
                executed_at=now, harm="harassment", choice=f'{{"wishes":[{{"measure":"{measure.value}"}}]}}',
                terms_version="2026",
            )
        )  # fmt: skip
        reports.told_of(tx, of, [measure], now)

    await office.db.write(work)


async def is_clean(page: Page) -> list[str]:
    """Serious findings of axe on what is shown now."""
    await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate("axe.run()")
    return [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("size", [SMALL, DESK])
async def test_a_visitor_reports_in_two_taps_and_reads_the_receipt(
    people: People, square: Doors, size: tuple[int, int]
) -> None:
    by = "petit" if size == SMALL else "grand"
    async with square.talking(f"Rustre {by}", "lyon") as rude:
        await rude.say(f"une méchanceté {by}", f"r{by}", "lyon")
        alix = await people.visitor(f"Alix {by}", "lyon", size=size)
        page = alix.page
        await alix.use_tool(f"une méchanceté {by}", "Signaler")
        sheet = page.get_by_role("dialog")
        await expect(sheet.get_by_role("heading")).to_contain_text(f"Rustre {by}")
        await sheet.get_by_role("button", name="Envoyer").click()
        await expect(sheet.get_by_role("alert")).to_contain_text("Il manque le motif")
        await alix.press(sheet.get_by_text("Une vie est menacée"))
        await expect(sheet.get_by_role("status")).to_contain_text("112")
        assert await is_clean(page) == []
        await alix.press(sheet.get_by_text("Insultes, menaces"))
        await expect(sheet.get_by_role("status")).to_have_count(0)
        await alix.press(sheet.get_by_role("button", name="Envoyer"))
        code = await sheet.locator("output").inner_text()
        assert CODE.fullmatch(code)
        assert await is_clean(page) == []
        await alix.press(sheet.get_by_role("button", name="Ne plus voir ce message"))
        await page.keyboard.press("Escape")
        await expect(alix.message(f"une méchanceté {by}")).to_have_count(0)
        await expect(alix.composer).to_be_focused()
        assert [frame["t"] for frame in await rude.rest() if frame["t"] in ("receipt", "err", "gone")] == []
        await decide(square.house.office, Measure.REMOVE)
        async with page.context.expect_page() as opened:
            await page.evaluate("code => open(`/receipt#c=${code}`, '_blank')", code)
        letter = await opened.value
        await expect(letter.get_by_label("Code de l’accusé de réception")).to_have_value(code)
        assert code not in letter.url, "out of the address at once"
        await letter.get_by_role("button", name="Lire la réponse").click()
        await expect(letter.get_by_text("Le contenu n’est plus montré.")).to_be_visible()
        assert code not in letter.url
        await page.reload()
        await alix.live()
        await expect(alix.message(f"une méchanceté {by}")).to_have_count(0)


async def test_somebody_is_reported_from_the_list_of_people_with_the_keyboard_alone(
    people: People, square: Doors
) -> None:
    async with square.talking("Faux Paul", "paris"):
        alix = await people.visitor("Berthe", "paris", size=DESK)
        page = alix.page
        flag = page.get_by_role("button", name=re.compile("Signaler .?Faux Paul"))
        await flag.focus()
        await page.keyboard.press("Enter")
        sheet = page.get_by_role("dialog")
        await sheet.get_by_label("Se fait passer pour").focus()
        await page.keyboard.press("Space")
        await sheet.get_by_label("C’est le pseudo lui-même").focus()
        await page.keyboard.press("Space")
        await sheet.get_by_label("Quelque chose à ajouter").fill("ce n’est pas lui")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(sheet.locator("output")).to_have_text(CODE)


async def test_where_the_sheet_cannot_be_loaded_the_page_with_the_same_form_opens(
    people: People, square: Doors
) -> None:
    async with square.talking("Sournois", "lille") as rude:
        await rude.say("quelque chose", "s1", "lille")
        alix = await people.visitor("Colin", "lille")
        alix.excused = r"net::ERR_|Failed to fetch"
        await alix.page.route("**/assets/report*", lambda route: route.abort())
        await alix.use_tool("quelque chose", "Signaler")
        await expect(alix.page.get_by_role("heading", level=1)).to_have_text("Signaler")
        await expect(alix.page.locator("form.report blockquote")).to_have_text("quelque chose")


async def test_an_outsider_s_notice_from_a_phone_without_javascript(people: People, square: Doors) -> None:
    outsider = await people.stranger(size=SMALL, script=False)
    outsider.excused = "status of 4"
    page = outsider.page
    await outsider.go("/")
    await page.get_by_role("link", name="Signaler").click()
    await expect(page.get_by_role("link", name="112")).to_be_visible()
    await page.get_by_label("Haine pour ce que quelqu’un est ou aime").check()
    await page.get_by_label("Où", exact=True).fill(
        f"{square.origin}/square/accueil#1\nsalon Accueil, 22 h, pseudo Bidule"
    )
    await page.get_by_label("Ce qu’il faut savoir").fill("<b>Des insultes</b>")
    await page.get_by_label("Je pense que la loi").check()
    await page.get_by_role("button", name="Envoyer le signalement").click()
    await expect(page.get_by_role("alert").first).to_contain_text("de bonne foi")
    await expect(page.get_by_label("Où", exact=True)).to_have_value(re.compile("pseudo Bidule"))
    await page.get_by_label("Je signale de bonne foi").check()
    await page.get_by_role("button", name="Envoyer le signalement").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("C’est reçu")
    code = await page.locator(".code-shown").inner_text()
    assert CODE.fullmatch(code)
    await expect(page.get_by_text("<b>Des insultes</b>")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Enregistrer").click()
    assert code in (await (await download.value).path()).read_text("utf-8")
    await outsider.go("/receipt")
    await page.get_by_label("Code de l’accusé de réception").fill(code.lower().replace("-", " "))
    await page.get_by_role("button", name="Lire la réponse").click()
    await expect(page.get_by_text("Une personne va décider").first).to_be_visible()
    assert [person.faults for person in people.here if any("elsewhere" in fault for fault in person.faults)] == []

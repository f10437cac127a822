"""Whoever a decision hits reads why in the session, contests it from there, learns how it ended; also at the door."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from caseload import ANNE, BORIS, deciding, enrol, ok
from house import Doors
from parvis.core.casework import Appeal, Case, Channel, Decision, Outcome, Subject, SubjectKind, Wish
from parvis.core.clock import DAY, FakeClock, moment_of
from parvis.core.policy import Measure, Reason
from parvis.moderation import actions, appeals, cases, evidence
from parvis.store import people as stored_people
from parvis.store import staff, talk
from parvis.store.writer import Tx
from stories.browsing import DESK, People, Person

CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}")


@pytest.fixture(autouse=True)
async def team(square: Doors) -> None:
    """Anne, Boris and Chloé work here."""
    if await square.house.means.db.read(lambda conn: staff.find(conn, ANNE)) is None:
        await enrol(square.house.office)


async def decide(square: Doors, text: str, *wishes: Wish) -> Decision:
    """Somebody reports what was said last in these words; Anne decides, and the minute for undoing passes."""
    office = square.house.office

    def report(tx: Tx) -> Case:
        page = talk.page_before(tx.conn, "r:accueil", None, 50)  # type: ignore[arg-type]
        item = next(one for one in reversed(page.items) if one.text == text)
        subject = Subject(kind=SubjectKind.MESSAGE, ref=item.mid, conversation=item.conversation, n=item.n)
        author, now = stored_people.identity_of(tx.conn, item.sender), office.clock.now()
        one, _ = cases.open_or_join(
            tx, office, subject, author, "fr", Channel.VISITOR, Reason.HARASSMENT, 0, now
        )  # fmt: skip
        evidence.freeze(tx, office, one, subject)
        return one

    one = ok(await cases.claim(office, ANNE, (await office.db.write(report)).id))
    taken = await actions.take(office, ANNE, deciding(one, *wishes))
    assert isinstance(taken, Decision), taken
    ahead = FakeClock(moment_of(office.clock.now()) + timedelta(seconds=61))
    await actions.execute_due(replace(office, clock=ahead))
    return taken


async def letter_of(person: Person) -> Page:
    """Follow the notice's link, and press the button that it leads to."""
    async with person.context.expect_page() as opening:
        await person.press(person.page.get_by_role("alert").get_by_role("link"))
    letter = await opening.value
    await expect(letter.locator("#code")).to_have_value(CODE)
    assert "#" not in letter.url, "the code has left the address bar"
    await letter.locator("form:has(#code) button").click()
    await expect(letter.locator("h1")).to_be_visible()
    return letter


async def test_a_removed_author_reads_why_contests_and_another_person_gives_the_message_back(
    people: People, square: Doors
) -> None:
    alix = await people.visitor("Alix-des-Bois")
    await alix.say("Espèce de cornichon")
    await alix.sees("Espèce de cornichon")
    await decide(square, "Espèce de cornichon", Wish(measure=Measure.REMOVE))
    notice = alix.page.get_by_role("alert").filter(has_text="Une mesure qui vous concerne a été prise.")
    await expect(notice).to_be_visible()
    await expect(alix.message("Espèce de cornichon")).to_have_count(0)

    letter = await letter_of(alix)
    await expect(letter.get_by_text("Qui signale n’est jamais nommé.")).to_be_visible()
    await expect(letter.locator("blockquote").filter(has_text="Espèce de cornichon")).to_be_visible()
    await letter.locator("#text").fill("C’était pour rire, avec un ami.")
    await letter.get_by_role("button", name="Envoyer ma réclamation").click()
    await expect(letter.get_by_role("heading", name="Votre réclamation")).to_be_visible()

    await alix.press(notice.get_by_role("button", name="Fermer"))
    await expect(notice).to_have_count(0)
    lodged = (await appeals.waiting(square.house.office))[-1]
    answer = {"fr": "Vous aviez raison.", "en": "You were right."}
    assert isinstance(
        await appeals.decide(square.house.office, BORIS, lodged.id, Outcome.REVERSED, answer), Appeal
    )  # fmt: skip
    await alix.sees("Espèce de cornichon")
    given = alix.page.get_by_role("alert").filter(has_text="ne tient plus")
    await expect(given).to_be_visible()
    answered = await letter_of(alix)
    await expect(answered.get_by_text("La décision est annulée")).to_be_visible()
    await expect(answered.get_by_text("Vous aviez raison.")).to_be_visible()


async def test_a_suspended_visit_ends_with_where_to_read_why_and_meets_it_at_the_door_under_a_new_name(
    people: People, square: Doors
) -> None:
    dany = await people.visitor("Dany-du-Quai")
    dany.excused = "status of 40[13]"  # the page may be asking about its room the moment the visit ends
    await dany.say("Vraiment de trop")
    await dany.sees("Vraiment de trop")
    await decide(square, "Vraiment de trop", Wish(measure=Measure.SUSPEND, for_ms=7 * DAY))
    await expect(dany.page.get_by_role("heading", name="Votre visite s’arrête ici")).to_be_visible()
    assert "Votre visite s’arrête ici" in await dany.page.evaluate("document.activeElement.innerText")
    await dany.press(dany.page.get_by_role("link", name="Lire pourquoi, et répondre"))
    await expect(dany.page.locator("#code")).to_have_value(CODE)
    await dany.page.locator("form:has(#code) button").click()
    await expect(dany.page.get_by_text("Vous ne pouvez pas entrer sur la place avant le")).to_be_visible()

    await dany.go("/")
    await expect(dany.page.locator("h1")).to_contain_text("Vous ne pouvez pas entrer avant le")
    await dany.go("/age")
    await expect(dany.page.get_by_role("heading", name="La règle ou la loi")).to_be_visible()
    await dany.press(dany.page.get_by_role("button", name="Lire la décision, ou la contester"))
    await dany.page.locator("#text").fill("Je demande qu’on relise.")
    await dany.press(dany.page.get_by_role("button", name="Envoyer ma réclamation"))
    await expect(dany.page.get_by_text("Une autre personne que celle qui a décidé la lit.")).to_be_visible()


async def test_with_the_keyboard_alone_a_notice_is_read_and_put_away(people: People, square: Doors) -> None:
    noa = await people.visitor("Noa-du-Port", size=DESK)
    await noa.say("Un mot de trop")
    await noa.sees("Un mot de trop")
    await decide(square, "Un mot de trop", Wish(measure=Measure.WARN))
    notice = noa.page.get_by_role("alert").filter(has_text="avertissement")
    await expect(notice).to_be_visible()
    await expect(noa.composer).to_be_focused()
    for _ in range(40):
        await noa.page.keyboard.press("Shift+Tab")
        if await noa.focused() == "Fermer":
            break
    assert await noa.focused() == "Fermer"
    await noa.page.keyboard.press("Enter")
    await expect(notice).to_have_count(0)
    await expect(noa.composer).to_be_focused()
    await noa.page.reload()
    await noa.live()
    await expect(notice).to_be_visible()


async def test_a_message_that_a_program_stopped_leads_to_its_reasons(people: People) -> None:
    lou = await people.visitor("Lou-des-Sables", size=DESK)
    for _ in range(2):
        await lou.say("/me " + "z̸̡̢̛̛̗̘̙̜" * 40)
    link = lou.page.get_by_role("link", name="Demander les raisons").first
    await expect(link).to_be_visible()
    async with lou.context.expect_page() as opening:
        await link.click()
    asking = await opening.value
    await asking.get_by_role("button", name="Demander les raisons").first.click()
    await expect(asking.get_by_text("Un programme, seul.")).to_be_visible()

"""The whole circle in real browsers: reported, decided, read, contested, overturned, and read again by who reported."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from caseload import reported
from house import Doors, open_doors
from parvis.core.casework import Channel, Status
from parvis.core.ids import RoomId, conversation_of
from parvis.core.policy import Harm, Reason
from parvis.core.staff import Role
from parvis.core.talk import Message
from parvis.moderation import cases, flaggers, reports
from parvis.moderation.flaggers import Registered
from parvis.moderation.reports import Filed, Notice
from parvis.store import talk
from stories.browsing import DESK, SMALL, People, Person, bring
from stories.conftest import shown
from stories.test_team import enrol, hold_a_key, invited

FRONT = conversation_of(RoomId("accueil"))
EVERYTHING = (Role.ADMINISTRATOR, Role.LEAD)


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Doors]:
    """A square for each story, so that its line holds that story's cases alone."""
    async with open_doors(tmp_path, demo=True, shape=shown, by_the_clock=True) as doors:
        yield doors


async def moderator(people: People, square: Doors, name: str, size: tuple[int, int] = DESK) -> Person:
    """Somebody of the team who came in by an invitation and a passkey, and begins with the desk."""
    person = await people.stranger(size=size)
    await hold_a_key(person)
    await enrol(person, (await invited(square, *EVERYTHING)).link, name)
    await person.go("/desk")
    return person


async def report(person: Person, text: str, reason: str) -> str:
    """Two taps and a reason; the receipt's code."""
    await person.use_tool(text, "Signaler")
    sheet = person.page.get_by_role("dialog")
    await person.press(sheet.get_by_text(reason))
    await person.press(sheet.get_by_role("button", name="Envoyer"))
    return await sheet.locator("output").inner_text()


async def said(doors: Doors, nickname: str, text: str) -> Message:
    """Somebody says it at the front."""
    async with doors.talking(nickname) as line:
        n = int((await line.say(text, "c1"))["n"])
    item = await doors.house.means.db.read(lambda conn: talk.find(conn, FRONT, n))
    assert item is not None
    return item


async def test_reported_decided_contested_overturned_and_answered(people: People, square: Doors) -> None:
    rude = "Ta soupe est aussi fade que toi, va donc voir ailleurs."
    author = await people.visitor("Gaspard", "cuisine")
    reporter = await people.visitor("Alix", "cuisine", size=DESK)
    await author.say(rude)
    await reporter.sees(rude)
    code = await report(reporter, rude, "Insultes, menaces")

    ada = await moderator(people, square, "Ada")
    ada.excused = "status of 422"
    await expect(ada.page.locator(".dk-three")).to_contain_text("En retard")
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.locator("#quote")).to_have_text(rude)
    await ada.page.keyboard.press("3")
    await expect(ada.page.get_by_label("Retirer le message")).to_be_checked()
    await ada.page.locator("#text").select_option("insult-room")
    facts = ada.page.locator("#facts-fr")
    await expect(facts).to_have_value(re.compile("des mots blessants\u00a0: «\u00a0###\u00a0»"))
    await ada.page.locator("#preview").click()
    await expect(ada.page.locator("#problem")).to_contain_text("Il reste un blanc")
    for lang, words in (("fr", "aussi fade que toi"), ("en", "as bland as you")):
        field = ada.page.locator(f"#facts-{lang}")
        await field.fill((await field.input_value()).replace("###", words))
    await ada.page.locator("#preview").click()
    await expect(ada.page.locator("#seen")).to_contain_text("Retirer le message")
    await expect(ada.page.locator(".dk-letterbox[lang=en]")).to_contain_text("as bland as you")
    await expect(author.message(rude)).to_have_count(1)
    await ada.page.get_by_role("button", name="Confirmer").click()
    await expect(ada.page.locator(".dk-undo")).to_contain_text("Annuler")
    await expect(author.message(rude)).to_have_count(0)
    await expect(reporter.message(rude)).to_have_count(0)

    await author.go("/decision")
    await author.page.locator("[id^=open-]").first.click()
    await expect(author.page.locator("article.statement")).to_contain_text("aussi fade que toi")
    await expect(author.page.locator("article.statement")).to_contain_text("Modération n°")
    await author.page.get_by_label("Ce que vous voulez faire savoir").fill(
        "C’est notre plaisanterie à nous, demandez-lui."
    )
    await author.page.get_by_role("button", name="Envoyer ma réclamation").click()
    await expect(author.page.get_by_role("status")).to_contain_text("Reçue le")

    await ada.go("/desk/appeals")
    await ada.page.get_by_role("link", name="Réclamation, dossier").click()
    await expect(ada.page.locator("[name=outcome]")).to_have_count(0)  # whoever decided does not answer
    boris = await moderator(people, square, "Boris")
    await boris.go("/desk/appeals")
    await boris.page.get_by_role("link", name="Réclamation, dossier").click()
    await expect(boris.page.locator(".dk-sides")).to_contain_text("C’est notre plaisanterie à nous")
    await expect(boris.page.locator(".dk-sides")).to_contain_text(rude)
    await boris.page.get_by_label("La décision est annulée").check()
    await boris.page.locator("#answer-fr").fill("Entre vous, c’était en effet un jeu.")
    await boris.page.locator("#answer-en").fill("Between you it was indeed a game.")
    await boris.page.get_by_role("button", name="Décider la réclamation").click()
    await expect(boris.page.get_by_text("Aucune réclamation n’attend")).to_be_visible()

    await expect(reporter.message(rude)).to_have_count(1)
    await author.page.reload()
    await author.go("/decision")
    await author.page.locator("[id^=open-]").last.click()
    await expect(author.page.get_by_text("La décision est annulée")).to_be_visible()
    await reporter.go("/receipt")
    await reporter.page.get_by_label("Code de l’accusé de réception").fill(code)
    await reporter.page.get_by_role("button", name="Lire la réponse").click()
    await expect(reporter.page.locator("main")).to_contain_text("annulée après une réclamation")


async def test_a_trusted_flaggers_notice_jumps_the_line(people: People, square: Doors) -> None:
    office = square.house.office
    for name in ("Basile", "Colette"):
        await reported(office, await said(square, name, f"Bonsoir de {name}"), Reason.BLACKMAIL)
    trusted = await flaggers.add(office, "Observatoire", "bureau@observatoire.example", [Harm.HATE])
    assert isinstance(trusted, Registered)
    bad = await said(square, "Damien", "Ceux d’en face, comme toujours.")
    filed = await reports.file(office, Notice(
        channel=Channel.FLAGGER, reason=Reason.HATE, lang="fr", flagger=trusted.flagger.id, good_faith=True,
        locations=[f"{square.origin}/square/accueil#n{bad.n}"],
    ))  # fmt: skip
    assert isinstance(filed, Filed)
    ada = await moderator(people, square, "Ada")
    await ada.page.get_by_role("button", name="Prendre le dossier suivant").click()
    await expect(ada.page.locator(".dk-head")).to_contain_text("signaleur de confiance")
    await ada.page.get_by_text("Afficher le texte signalé").click()
    await expect(ada.page.locator("#quote")).to_have_text("Ceux d’en face, comme toujours.")


async def test_two_moderators_at_one_case(people: People, square: Doors) -> None:
    item = await said(square, "Émilie", "Un mot de trop.")
    case, _ = await reported(square.house.office, item)
    ada, boris = await moderator(people, square, "Ada"), await moderator(people, square, "Boris", SMALL)
    boris.excused = "status of 409"
    await boris.go(f"/desk/case/{case.id}")
    await ada.go(f"/desk/case/{case.id}")
    await ada.page.get_by_role("button", name="Prendre ce dossier").click()
    await expect(ada.page.locator("#quote")).to_be_visible()
    await expect(boris.page.locator("#moved")).to_be_visible()
    await boris.press(boris.page.get_by_role("button", name="Prendre ce dossier"))
    await expect(boris.page.locator("#problem")).to_contain_text("travaille sur ce dossier")
    await boris.page.locator("#purpose").select_option("safety")
    await boris.press(boris.page.get_by_role("button", name="Voir ce qui est signalé"))
    await expect(boris.page.locator("#quote")).to_be_visible()
    await boris.page.get_by_label("Note pour l’équipe").fill("Ils se connaissent.")
    await boris.press(boris.page.get_by_role("button", name="Noter"))
    await expect(ada.page.locator("#moved")).to_be_visible()
    await ada.page.locator("#facts-fr").fill("Vous avez écrit un mot de trop.")
    await ada.page.get_by_label("Avertir").check()
    await ada.page.locator("#preview").click()
    await expect(ada.page.get_by_text("Ils se connaissent.")).to_be_visible()
    await ada.page.get_by_role("button", name="Confirmer").click()
    await expect(ada.page.locator("#undo")).to_be_visible()


async def test_a_tab_closed_while_deciding_did_nothing_and_the_case_waits_for_its_moderator(
    people: People, square: Doors
) -> None:
    item = await said(square, "Firmin", "Encore un mot de trop.")
    case, _ = await reported(square.house.office, item)
    ada = await moderator(people, square, "Ada")
    await ada.page.keyboard.press("Enter")
    await ada.page.get_by_label("Retirer le message").check()
    await ada.page.locator("#facts-fr").fill("Vous avez écrit un mot de trop.")
    await ada.page.locator("#preview").click()
    await expect(ada.page.get_by_role("button", name="Confirmer")).to_be_visible()
    await ada.page.close()
    found = await cases.view(square.house.office, case.id)
    assert found is not None and found.decisions == [] and found.case.state.status is Status.CLAIMED
    ada.page = await ada.context.new_page()
    await ada.go("/desk")
    await ada.page.get_by_role("region", name="Dossiers que j’ai pris").get_by_role("link").click()
    await expect(ada.page.locator("#quote")).to_have_text("Encore un mot de trop.")
    await ada.page.get_by_role("button", name="Rendre à la file").click()
    await expect(ada.page.get_by_role("heading", level=1)).to_have_text("Mon service")
    freed = await cases.view(square.house.office, case.id)
    assert freed is not None and freed.case.state.status is Status.OPEN


async def test_the_immediate_case_is_handled_on_a_phone_without_a_script(people: People, square: Doors) -> None:
    item = await said(square, "Gontran", "Demain à la sortie, on verra bien.")
    case, _ = await reported(square.house.office, item, Reason.DANGER)
    ada = await moderator(people, square, "Ada", SMALL)
    cookies = await ada.context.cookies()
    phone = await people.stranger(size=SMALL, script=False)
    await bring(phone, {one["name"]: one["value"] for one in cookies})
    await phone.go("/desk")
    await phone.press(phone.page.get_by_role("button", name="Prendre le dossier suivant"))
    await phone.press(phone.page.get_by_text("Afficher le texte signalé"))
    await expect(phone.page.locator("#quote")).to_have_text("Demain à la sortie, on verra bien.")
    await phone.press(phone.page.get_by_role("button", name="Protéger maintenant, 24 h"))
    await expect(phone.page.locator(".dk-time")).to_contain_text("Protection d’urgence")
    found = await cases.view(square.house.office, case.id)
    assert found is not None and len(found.running) == 1

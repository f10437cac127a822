"""What rules do, lived at a browser: refused and contested, held and released, helped, asked for a proof."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.async_api import Browser, expect

from caseload import ANNE, BORIS, enrol
from deciding import decide
from house import Doors, open_doors
from moderator import moderating
from parvis.core.casework import Appeal, Outcome, Wish
from parvis.core.config import Config
from parvis.core.ids import CaseId
from parvis.core.policy import Measure
from parvis.core.rooms import ProposalState
from parvis.moderation import appeals, cases, rooms
from parvis.store import proposals
from ruled import ruled
from stories.browsing import DESK, SMALL, People, Person, bring
from stories.conftest import shown

THREAT = ("gare", '{ do = "hold" }', "danger", "hold-danger")
HELP = ("triste", '{ do = "help", topic = "self-harm" }', "self-harm", "help-self-harm")
CARD = ("virement", '{ do = "warn_recipient" }', "scam", "prompt-elsewhere")
WORK = ("robot", '{ do = "step_up", check = "pow" }', "spam", "refuse-advert")
ADVERT = "massage complet 80 euros, appelez le 06 39 98 12 34"


def at_once(config: Config) -> Config:
    """Nobody waits an hour before they propose a room."""
    return shown(
        msgspec.structs.replace(config, proposals=msgspec.structs.replace(config.proposals, minutes_here=0, standing=0))
    )


@pytest.fixture(scope="module")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("guarded"), demo=True, shape=at_once, by_the_clock=True) as doors:
        await enrol(doors.house.office)
        await doors.house.recount()
        yield doors


@pytest.fixture
async def here(browser: Browser, guarded: Doors) -> AsyncIterator[People]:
    people = People(browser, guarded)
    yield people
    assert await people.go_home() == []


@pytest.fixture
def rules(guarded: Doors) -> Iterator[None]:
    with ruled(guarded.house.square, THREAT, HELP, CARD, WORK):
        yield


async def looks(person: Person, name: str) -> None:
    """For whoever wants to see it: a picture in the folder named by PARVIS_PICTURES."""
    folder = os.environ.get("PARVIS_PICTURES")
    if folder:
        await person.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


async def newest_case(doors: Doors) -> CaseId:
    """The last one the guard opened, once it is there."""
    async with asyncio.timeout(10):
        while True:
            found = await doors.house.office.db.read(
                lambda conn: conn.exec_driver_sql(
                    "SELECT id FROM \"case\" WHERE channel = 'guard' AND closed_at IS NULL ORDER BY number DESC"
                ).scalar()
            )
            if found:
                return CaseId(found)
            await asyncio.sleep(0.05)


async def test_an_advert_is_refused_with_its_reason_and_contested(here: People, guarded: Doors) -> None:
    lou = await here.visitor("Lou-du-Port", size=SMALL)
    await lou.say(ADVERT)
    why = lou.page.get_by_role("alert").filter(has_text="règle 4")
    await expect(why).to_be_visible()
    await looks(lou, "advert-small")
    async with lou.context.expect_page() as opening:
        await lou.press(lou.page.get_by_role("link", name="Demander les raisons").first)
    letter = await opening.value
    await letter.get_by_role("button", name="Demander les raisons").first.click()
    await expect(letter.get_by_text("Un programme, seul.")).to_be_visible()
    await expect(letter.get_by_text("règle 4").first).to_be_visible()
    await letter.locator("#text").fill("Je suis kinésithérapeute, et je réponds à une amie.")
    await letter.get_by_role("button", name="Envoyer ma réclamation").click()
    await expect(letter.get_by_role("heading", name="Votre réclamation")).to_be_visible()
    lodged = (await appeals.waiting(guarded.house.office))[-1]
    answered = await appeals.decide(
        guarded.house.office, BORIS, lodged.id, Outcome.UPHELD, {"fr": "Un tarif et un numéro restent une annonce."}
    )
    assert isinstance(answered, Appeal)
    await expect(lou.page.get_by_role("alert").filter(has_text="répondu à votre réclamation")).to_be_visible()


@pytest.mark.usefixtures("rules")
async def test_a_threat_is_held_and_takes_its_place_once_a_moderator_has_released_it(
    here: People, guarded: Doors
) -> None:
    ada, bruno = await here.visitor("Ada-Marine", "nuit", size=SMALL), await here.visitor("Bruno-Marin", "nuit")
    await ada.say("un premier mot")
    await bruno.sees("un premier mot")
    await ada.say("gare à toi demain")
    held = ada.page.locator(".sq-why").filter(has_text="règles 2 et 5")
    await expect(held).to_be_visible()
    await looks(ada, "threat-held-small")
    await bruno.say("bonsoir tout le monde")
    await ada.sees("bonsoir tout le monde")
    await expect(bruno.page.get_by_text("gare à toi demain")).to_have_count(0)
    office = guarded.house.office
    taken = await cases.claim(office, ANNE, await newest_case(guarded))
    await decide(office, taken, Wish(measure=Measure.RELEASE))  # type: ignore[arg-type]
    await bruno.sees("gare à toi demain")
    assert (await bruno.reads())[-1] == "gare à toi demain", "its place is the one it has now"
    await expect(held).to_have_count(0)


@pytest.mark.usefixtures("rules")
async def test_help_is_shown_to_whoever_is_sad_and_a_card_to_whoever_reads(here: People) -> None:
    ada, bruno = (
        await here.visitor("Ada-Seule", "lyon", size=SMALL),
        await here.visitor("Bruno-Seul", "lyon", size=DESK),
    )
    await ada.say("je suis triste")
    await bruno.sees("je suis triste")
    card = ada.page.locator(".sq-told")
    await expect(card.get_by_text("3114")).to_be_visible()
    await expect(card.get_by_role("link", name="Tous les numéros d’aide")).to_be_visible()
    await looks(ada, "help-small")
    await expect(bruno.page.locator(".sq-told")).to_have_count(0)
    await ada.press(card.get_by_role("button", name="Fermer"))
    await expect(card).to_have_count(0)
    await expect(ada.composer).to_be_focused()
    await ada.say("fais-moi un virement")
    await expect(bruno.page.locator(".sq-card")).to_have_text(
        "Bon à savoir : ici, personne n’a besoin de votre argent, ni de vos codes. Rien ne presse, et un signalement "
        "suffit en cas de doute."
    )
    await looks(bruno, "card-wide")
    await expect(ada.page.locator(".sq-card")).to_have_count(0)


@pytest.mark.usefixtures("rules")
async def test_a_proof_of_work_is_done_by_the_browser_alone(here: People) -> None:
    ada = await here.visitor("Ada-Machine", "lille", size=SMALL)
    await ada.say("suis-je un robot")
    await ada.sees("suis-je un robot")
    await ada.say("encore un mot")
    await expect(ada.page.locator(".sq-why").filter(has_text="petit calcul")).to_be_visible()
    await expect(ada.page.get_by_role("link", name="Demander les raisons")).to_have_count(0)
    await looks(ada, "proof-small")
    await ada.press(ada.page.locator(".sq-told").get_by_role("link", name="Faire la vérification"))
    await expect(ada.page.get_by_text("Rien ne vous est demandé.")).to_be_visible(timeout=20_000)
    await ada.go("/square/lille")
    await ada.live()
    await ada.say("et voilà")
    await ada.sees("et voilà")


async def test_a_room_is_proposed_and_opened_and_its_proposer_hears_of_it(here: People, guarded: Doors) -> None:
    ada = await here.visitor("Ada-des-Chats", size=SMALL)
    ada.excused = "status of 404"  # the page may ask what stands in the room just as it ends
    await ada.go("/square")
    await ada.press(ada.page.get_by_role("link", name="Proposer un salon"))
    await looks(ada, "propose-small")
    await ada.page.locator("#name-fr").fill("Les chats")
    await ada.page.locator("#topic-fr").fill("Nos compagnons à moustaches")
    await ada.press(ada.page.get_by_role("button", name="Proposer"))
    await expect(ada.page.get_by_text("Attend une réponse de l’équipe.")).to_be_visible()
    async with moderating(guarded, "Camille") as camille:
        desk = await here.stranger(size=DESK)
        await bring(desk, dict(camille.client.cookies.items()))
        await desk.go("/desk/rooms")
        await expect(desk.page.get_by_role("heading", name="Les chats")).to_be_visible()
        await looks(desk, "desk-rooms-wide")
        await desk.press(desk.page.get_by_role("button", name="Ouvrir", exact=True))
        await expect(desk.page.get_by_role("heading", name="Salons ouverts ainsi")).to_be_visible()
    await ada.page.reload()
    await expect(ada.page.get_by_role("link", name="Les chats")).to_be_visible()
    await looks(ada, "proposed-small")
    await ada.press(ada.page.get_by_role("link", name="Les chats"))
    await ada.live()
    await ada.say("miaou")
    await ada.sees("miaou")
    found = await guarded.house.means.db.read(lambda conn: proposals.in_state(conn, ProposalState.APPROVED))
    assert found[-1].room is not None
    await rooms.close(guarded.house.office, ANNE, found[-1].room, {"fr": "Plus personne n’y veille."})
    await expect(ada.page.get_by_text("Ce salon est fermé pour de bon.").first).to_be_visible()

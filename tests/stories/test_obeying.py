"""What the desk decides, seen on the square: a room closed and opened, a message that waits, goes and comes back."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from playwright.async_api import expect

from caseload import ANNE, enrol
from deciding import case_on, decide, doubtful
from house import Doors
from parvis.core.casework import Wish
from parvis.core.clock import HOUR
from parvis.core.ids import RoomId
from parvis.core.policy import Measure
from parvis.moderation import actions, cases
from parvis.store import staff
from stories.browsing import DESK, SMALL, People, Person

ROOM = RoomId("lille")


async def with_a_desk(square: Doors) -> None:
    """Somebody may decide here, from the first story on."""
    if await square.house.office.db.read(lambda conn: staff.find(conn, ANNE)) is None:
        await enrol(square.house.office)
    await square.house.recount()


async def mid_of(square: Doors, text: str) -> str:
    """The message of that text, once it is there."""
    async with asyncio.timeout(10):
        while True:
            found = await square.house.office.db.read(
                lambda conn: [
                    row.mid for row in conn.exec_driver_sql("SELECT mid, text FROM message") if row.text == text
                ]
            )
            if found:
                return str(found[-1])
            await asyncio.sleep(0.05)


async def looks(person: Person, name: str) -> None:
    """For whoever wants to see it: a picture in the folder named by PARVIS_PICTURES."""
    folder = os.environ.get("PARVIS_PICTURES")
    if folder:
        await person.page.screenshot(path=str(Path(folder) / f"{name}.png"))


async def test_a_closed_room_says_so_and_takes_no_more_until_it_is_opened(people: People, square: Doors) -> None:
    await with_a_desk(square)
    ada, bruno = await people.visitor("Ada", ROOM, size=DESK), await people.visitor("Bruno", ROOM, size=SMALL)
    await ada.say("il y a trop de bruit")
    await bruno.sees("il y a trop de bruit")
    office = square.house.office
    mid = await mid_of(square, "il y a trop de bruit")
    await decide(office, await case_on(office, mid), Wish(measure=Measure.CLOSE_ROOM, room=ROOM))
    for one in (ada, bruno):
        await expect(one.page.get_by_text("L’équipe a mis ce salon en lecture seule.").first).to_be_visible()
        await expect(one.composer).to_have_count(0)
    await looks(ada, "closed-wide")
    await looks(bruno, "closed-small")
    await decide(office, await case_on(office, mid), Wish(measure=Measure.OPEN_ROOM, room=ROOM))
    await expect(bruno.composer).to_be_visible()


async def test_a_message_is_removed_before_both_and_comes_back_when_that_is_undone(
    people: People, square: Doors
) -> None:
    await with_a_desk(square)
    ada, bruno = await people.visitor("Odile", ROOM, size=SMALL), await people.visitor("Basile", ROOM)
    await ada.say("un mot de travers")
    await bruno.sees("un mot de travers")
    office = square.house.office
    case = await case_on(office, await mid_of(square, "un mot de travers"))
    decision = await decide(office, case, Wish(measure=Measure.REMOVE))
    await expect(bruno.page.get_by_text("Message retiré par l’équipe.")).to_be_visible()
    await looks(ada, "removed-small")
    await actions.undo(office, ANNE, decision.id)
    await bruno.sees("un mot de travers")
    await expect(bruno.page.get_by_text("Message retiré par l’équipe.")).to_have_count(0)


async def test_what_waits_says_so_and_takes_its_place_once_it_is_released(people: People, square: Doors) -> None:
    await with_a_desk(square)
    with doubtful(square):
        ada, bruno = await people.visitor("Ondine", ROOM, size=SMALL), await people.visitor("Bastien", ROOM)
        await ada.say("hum, je doute")
        await expect(ada.page.get_by_text("Ce message attend")).to_be_visible()
        await looks(ada, "held-small")
        await expect(bruno.page.get_by_text("hum, je doute")).to_have_count(0)
        office = square.house.office
        found = await cases.claim(office, ANNE, await waiting(square))
        await decide(office, found, Wish(measure=Measure.RELEASE))  # type: ignore[arg-type]
        await bruno.sees("hum, je doute")
        await expect(ada.page.get_by_text("Ce message attend")).to_have_count(0)


async def test_somebody_muted_reads_how_long_and_where_the_reasons_are(people: People, square: Doors) -> None:
    await with_a_desk(square)
    ada = await people.visitor("Océane", ROOM, size=SMALL)
    await ada.say("encore moi")
    office = square.house.office
    case = await case_on(office, await mid_of(square, "encore moi"))
    await decide(office, case, Wish(measure=Measure.MUTE, for_ms=3 * HOUR))
    await ada.composer.fill("et moi")
    await ada.composer.press("Enter")
    await expect(ada.page.get_by_text("Vous pouvez lire, mais pas écrire").first).to_be_visible()
    await looks(ada, "muted-small")


async def waiting(square: Doors):  # type: ignore[no-untyped-def]
    found = await square.house.office.db.read(
        lambda conn: conn.exec_driver_sql(
            "SELECT id FROM \"case\" WHERE channel = 'guard' AND closed_at IS NULL ORDER BY number DESC"
        ).scalar()
    )
    assert found is not None
    return found

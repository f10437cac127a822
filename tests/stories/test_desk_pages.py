"""Every page of the desk over a believable evening, in both languages, by night and by day, on phone and desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import chain

import pytest
from playwright.async_api import Page, expect

from gulls import GULLS
from house import Doors, open_doors
from parvis.core.casework import Case, DecisionState
from parvis.core.rulebook import RuleText
from parvis.demo import evenings, seeds
from parvis.moderation import appeals, cases, quality
from parvis.rulebook import changing
from parvis.store import cases as stored
from parvis.store import decisions
from stories.browsing import SMALL, People, bring
from stories.conftest import shown
from stories.test_pages import TOLERABLE, Act, View, faults_of
from team import enrol

INSULT, OVERDUE, IMMEDIATE, SERVICE, HELD, GRAVE = 8, 4, 11, 7, 10, 6
"""Numbers of cases in the demonstration's evenings."""


@dataclass
class Evening:
    """The seeded square, two people of the team, and where things are."""

    doors: Doors
    cookies: dict[str, str]
    paths: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
async def evening(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Evening]:
    folder = tmp_path_factory.mktemp("evening")
    await evenings.tell(seeds.config(8080), folder)
    async with open_doors(folder, demo=True, shape=shown) as doors:
        office, means = doors.house.office, doors.house.means
        camille = await enrol(means, "Camille")
        found = {number: await _case(doors, number) for number in range(1, 12)}
        for number in (INSULT, IMMEDIATE, SERVICE, HELD):
            await cases.claim(office, camille.staff.id, found[number].id)
        await quality.draw_decisions(office)
        camille_wants = await changing.write(doors.house.rulebook, camille.staff.id, GULLS)
        assert isinstance(camille_wants, RuleText)
        await changing.change_mode(doors.house.rulebook, camille.staff.id, "gulls", "live", "Ils crient la nuit.")
        trial = doors.house.trials.begin(doors.house.rulebook, changing.rule_of(doors.house.rulebook, GULLS), GULLS)
        [appeal] = await appeals.waiting(office)
        [proposal] = [one for one in await means.db.read(decisions.proposed) if one.state is DecisionState.PROPOSED]
        paths = {f"case-{number}": f"/desk/case/{one.id}" for number, one in found.items()}
        paths |= {"trial": f"/desk/rules/trials/{trial}"}
        paths |= {"appeal": f"/desk/appeals/{appeal.id}", "pair": f"/desk/approvals/{proposal.id}"}
        yield Evening(doors, {"parvis_staff": camille.token}, paths)


async def _case(doors: Doors, number: int) -> Case:
    one = await doors.house.means.db.read(lambda conn: stored.by_number(conn, number))
    assert one is not None
    return one


async def preview(page: Page) -> None:
    await page.locator("[name=measure][value=remove]").check()
    await page.locator("[name=measure][value=suspend]").check()
    await page.locator("#facts-fr").fill("Vous avez traité d’écervelée une personne qui parlait de la lune.")
    await page.locator("#facts-en").fill("You called somebody an airhead who was talking about the moon.")
    await page.locator("#preview").click()
    await expect(page.locator("#seen")).to_be_visible()


async def fail(page: Page) -> None:
    await page.locator("#facts-fr").fill("Vous avez écrit ###.")
    await page.locator("#preview").click()
    await expect(page.locator("#problem")).to_be_visible()


async def attempt(page: Page) -> None:
    await page.locator("[name=measure][value=remove]").check()
    await page.locator("[name=measure][value=mute]").check()
    await page.locator("#facts-fr").fill("Vous avez traité une personne d’idiote.")
    await page.locator("#facts-en").fill("You called somebody an idiot.")
    await page.locator("#preview").click()
    await expect(page.locator("#colleague")).to_be_visible()


async def unveil(page: Page) -> None:
    for one in await page.locator(".dk-veil > summary").all():
        await one.click()


async def go(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await expect(page.locator("#go")).to_be_visible()


async def mistype(page: Page) -> None:
    """A name that does not exist is told while typing; one that does is offered, and taken with Tab."""
    source = page.locator("#source")
    await source.fill(GULLS.replace("hit.house_gulls'", "hit.house_gull'"))
    await expect(page.locator("#faults")).to_contain_text("Did you mean hit.house_gulls?")
    await source.fill(GULLS + "\nunless = 'hit.threat_")
    await source.press("f")
    await expect(page.locator("#suggestions [role=option]").first).to_have_text("hit.threat_fr")
    await source.press("Tab")
    await expect(source).to_have_value(GULLS + "\nunless = 'hit.threat_fr")


VIEWS: list[tuple[str, str, Act | None, int]] = [
    ("shift", "/desk", None, 200),
    ("go", "/desk", go, 200),
    ("case", f"case-{INSULT}", None, 200),
    ("preview", f"case-{INSULT}", preview, 200),
    ("missing", f"case-{INSULT}", fail, 422),
    ("immediate", f"case-{IMMEDIATE}", unveil, 200),
    ("held", f"case-{HELD}", None, 200),
    ("service", f"case-{SERVICE}", None, 200),
    ("unseen", f"case-{OVERDUE}", None, 200),
    ("decided", "case-1", None, 200),
    ("approvals", "/desk/approvals", None, 200),
    ("pair", "pair", unveil, 200),
    ("appeals", "/desk/appeals", None, 200),
    ("appeal", "appeal", None, 200),
    ("quality", "/desk/quality", None, 200),
    ("numbers", "/desk/numbers", None, 200),
    ("texts", "/desk/texts", None, 200),
    ("flaggers", "/desk/flaggers", None, 200),
    ("rules", "/desk/rules", None, 200),
    ("rule", "/desk/rules/threat", None, 200),
    ("rule-own", "/desk/rules/gulls", None, 200),
    ("rule-text", "/desk/rules/text", mistype, 200),
    ("trial", "trial", None, 200),
    ("training", "/desk/training", None, 200),
    ("exercise", "/desk/training/perhaps-minor", None, 200),
    ("attempt", "/desk/training/insult", attempt, 200),
    ("help", "/desk/help", None, 200),
    ("pause", "/desk/pause", None, 200),
    ("refused", "/desk/go?n=99999", None, 404),
]


@pytest.mark.parametrize(("name", "path", "act", "status"), VIEWS, ids=[view[0] for view in VIEWS])
async def test_every_page_of_the_desk_is_for_every_eye_and_every_hand(
    people: People, evening: Evening, name: str, path: str, act: Act | None, status: int
) -> None:
    async def look(lang: str) -> list[str]:
        person = await people.stranger(lang, SMALL)
        person.origin = evening.doors.origin
        person.excused = f"status of {status}" if status != 200 else person.excused
        await bring(person, evening.cookies)
        where = evening.paths.get(path, path)
        view = View(f"desk-{name}", "team", where, act, status)
        return [f"{lang} {fault}" for fault in await faults_of(person, view, lang, where)]

    faults = list(chain(await look("fr"), await look("en")))
    assert [one for one in faults if not TOLERABLE.search(one)] == [], "\n".join(faults)

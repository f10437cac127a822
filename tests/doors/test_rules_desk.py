"""The rules desk at its door: who gets there, what its pages say, and a rule's way from a text to acting."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from gulls import gulls
from house import Doors, easy, open_doors, token
from parvis.core.staff import Role
from team import Colleague, as_staff, enrol

SOURCE = gulls(title="Goélands <b>", review_by="2020-06-30")


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=easy) as opened:
        yield opened


@contextlib.asynccontextmanager
async def at_the_desk(doors: Doors, who: Colleague, lang: str = "fr") -> AsyncIterator[httpx.AsyncClient]:
    await who.step_up()
    async with contextlib.aclosing(doors.client(**{"Accept-Language": lang})) as client:
        yield as_staff(client, who)


async def put(client: httpx.AsyncClient, doors: Doors, page: str, path: str = "", **form: str) -> httpx.Response:
    shown = await client.get(page)
    return await client.post(path or page, data={"csrf": token(shown.text), **form}, headers={"Origin": doors.origin})


async def test_a_rule_is_written_tried_and_woken_by_two(doors: Doors) -> None:
    anne, boris = await enrol(doors.house.means, "Anne"), await enrol(doors.house.means, "Boris")
    async with at_the_desk(doors, anne) as first, at_the_desk(doors, boris) as second, doors.talking("Alix") as line:
        await doors.house.recount()
        assert (await put(first, doors, "/desk/rules/text", do="keep", source=SOURCE)).status_code == 303
        shown = (await first.get("/desk/rules/gulls")).text
        assert "Goélands &lt;b&gt;" in shown and "brouillon" in shown and "aurait dû être revue" in shown
        assert (await line.say("les goélands sont là", "c1"))["t"] == "ok"
        page = "/desk/rules/gulls"
        assert (await put(first, doors, page, do="mode", mode="live", words="Ils crient.")).status_code == 303
        assert "Ils crient." not in (await second.get(page)).text, "the rule first, then the other one's reasons"
        assert page in (await second.get("/desk/approvals")).text, "where a second person finds it"
        assert (await put(second, doors, page, do="agree")).status_code == 409
        assert (await put(second, doors, page, do="look")).status_code == 303
        assert "Ils crient." in (await second.get(page)).text
        assert (await put(second, doors, page, do="agree")).status_code == 303
        held = await line.say("les goélands encore", "c2")
        assert held["st"] == "held"


async def test_the_editor_names_the_fault_and_keeps_what_was_typed(doors: Doors) -> None:
    anne = await enrol(doors.house.means, "Anne")
    async with at_the_desk(doors, anne, "en") as client:
        wrong = SOURCE.replace("hit.house_gulls'", "hit.house_gull'")
        answer = await put(client, doors, "/desk/rules/text", do="keep", source=wrong)
        assert answer.status_code == 422 and "Did you mean hit.house_gulls?" in answer.text
        assert "hit.house_gull&#39;" in answer.text
        checked = await client.post("/api/desk/rules/check", json={"source": wrong})
        assert len(checked.json()["faults"]) == 1
        fine = await put(client, doors, "/desk/rules/text", do="check", source=SOURCE)
        assert fine.status_code == 200 and "No fault" in fine.text
        assert "hit.threat_fr" in fine.text, "what can be asked is listed"


async def test_a_trial_shows_how_far_it_is_and_what_came_of_it(doors: Doors) -> None:
    anne = await enrol(doors.house.means, "Anne")
    async with at_the_desk(doors, anne, "en") as client:
        begun = await put(client, doors, "/desk/rules/text", do="try", source=SOURCE)
        assert begun.status_code == 303
        async with asyncio.timeout(30):
            while "Done" not in (page := await client.get(begun.headers["location"])).text:
                assert page.headers["refresh"]
                await asyncio.sleep(0.1)
        assert "house_gulls" in page.text and "refresh" not in page.headers
        assert (await put(client, doors, "/desk/rules/threat", "/desk/rules/threat/trial")).status_code == 303
        assert (await client.get("/desk/rules/threat")).status_code == 200
        assert (await client.get("/desk/rules/trials/none")).status_code == 404


async def test_every_rule_has_its_line_and_its_page(doors: Doors) -> None:
    anne = await enrol(doors.house.means, "Anne")
    async with at_the_desk(doors, anne) as client:
        listed = (await client.get("/desk/rules")).text
        assert len(doors.house.rulebook.entries) > 10
        for rule in doors.house.rulebook.entries:
            assert f"/desk/rules/{rule}" in listed
            assert (await client.get(f"/desk/rules/{rule}")).status_code == 200
        assert (await client.get("/desk/rules/nothing")).status_code == 404


async def test_whoever_may_not_change_rules_reads_none(doors: Doors) -> None:
    means = doors.house.means
    await enrol(means, "Anne")
    for role in (Role.MODERATOR, Role.CHILD_SAFETY, Role.TRAINEE, Role.LEGAL, Role.AUDITOR):
        async with at_the_desk(doors, await enrol(means, role.value, role)) as client:
            for path in ("/desk/rules", "/desk/rules/text", "/desk/rules/threat"):
                assert (await client.get(path)).status_code == 403
    async with doors.client() as stranger:
        assert (await stranger.get("/desk/rules")).status_code == 403

"""The square is narrowed: what the pages and the JSON doors say, and how somebody gets in all the same."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import altcha
import httpx
import pytest

from house import FAULT, Doors, easy, open_doors, submit
from moderator import moderating, problem
from parvis.client.faults import RefusedError
from parvis.client.visitor import Client
from parvis.core import protocol as p
from parvis.core.mode import Mode
from parvis.core.staff import Role
from parvis.moderation import modes

PROOF = re.compile(r'name="proof" id="proof" value="([^"]+)"')


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=easy) as opened:
        yield opened


async def place(doors: Doors, mode: Mode) -> None:
    square = doors.house.square
    await modes.place(square.office, square.modes.bell, mode, 30, "Une vague", by=None)
    await modes.tend(square.office, square.modes, attended=True)


def asked_on(page: httpx.Response) -> str:
    found = PROOF.search(page.text)
    assert found, "no proof is asked on this page"
    return unescape(found[1])


def solved(answer: str) -> str:
    challenge = json.loads(answer)["challenge"]
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    assert solution is not None
    return json.dumps({"challenge": challenge, "solution": solution.to_dict()})


async def test_the_card_asks_for_work_and_keeps_it_when_something_else_was_wrong(doors: Doors) -> None:
    async with doors.holding() as usual:
        assert PROOF.search((await usual.get("/")).text) is None
    await place(doors, Mode.CAREFUL)
    async with doors.holding() as client:
        page = await client.get("/")
        assert "Beaucoup de monde arrive" in page.text and "comptez" in page.text
        early = await submit(client, "/", "/enter", nickname="Noa", age="30", proof=asked_on(page))
        assert early.status_code == 429 and "secondes d’attente" in early.text
        assert asked_on(early) == asked_on(page), "whoever was hasty does not begin anew"
        answer = solved(asked_on(page))
        wrong = await submit(client, "/", "/enter", nickname="Noa", age="beaucoup", proof=answer)
        assert wrong.status_code == 422 and asked_on(wrong) == answer, "the work is not asked twice"
        entered = await submit(client, "/", "/enter", nickname="Noa", age="30", proof=answer)
        assert entered.status_code == 303, FAULT.findall(entered.text)
    async with doors.holding() as other:
        again = await submit(other, "/", "/enter", nickname="Sacha", age="30", proof=answer)
        assert again.status_code == 422 and "petit calcul" in again.text, "one answer lets in one device, once"
    async with doors.private() as private:
        told = (await private.get("/metrics")).text
    assert 'parvis_entries_stopped_total{reason="refuse-proof"} 1.0' in told and "parvis_mode 1.0" in told


async def test_the_door_is_shut_to_whoever_was_never_here_and_says_when_to_try_again(doors: Doors) -> None:
    async with doors.staying("Alix") as inside:
        await place(doors, Mode.KNOWN_ONLY)
        room = await inside.get("/square/accueil")
        assert "N’entrent que les personnes déjà venues" in room.text
        assert "N’entrent que" in (await inside.get("/square")).text
    async with doors.holding() as outside:
        page = await outside.get("/")
        assert page.status_code == 200 and "La place reprend son souffle" in page.text
        assert "Réessayez dans" in page.text and 'name="nickname"' not in page.text
        headers = {"Origin": doors.origin}
        called = await outside.post("/api/enter", json={"nickname": "Noa", "age": 30}, headers=headers)
        assert called.status_code == 429 and called.json()["text_key"] == "refuse-mode-door"
        assert called.json()["retry_ms"] > 0
    async with doors.client() as stranger:
        assert "N’entrent que les personnes déjà venues" in (await stranger.get("/")).text


async def test_a_program_does_the_work_by_itself_and_hears_of_each_change(doors: Doors) -> None:
    await place(doors, Mode.CAREFUL)
    async with Client(doors.origin, chance=lambda: 0.0) as client:
        await client.redeem(await doors.code())
        await client.enter("Noa", 30)
        await client.join("accueil")
        heard = client.listen()
        first = await anext(frame async for frame in heard if isinstance(frame, p.ModeFrame))
        assert first.mode == "careful" and first.until is not None
        await place(doors, Mode.NEWCOMERS_READ)
        with pytest.raises(RefusedError) as refused:
            await client.say("accueil", "Bonsoir")
        assert refused.value.text_key == "refuse-mode-newcomers"
        await modes.release(doors.house.office, doors.house.square.modes.bell, by=None, why="fini")
        await modes.tend(doors.house.office, doors.house.square.modes, attended=True)
        assert (await client.say("accueil", "Bonsoir")).st == "delivered"


async def test_no_proof_is_asked_while_nothing_is_wrong(doors: Doors) -> None:
    async with doors.holding() as client:
        assert (await client.get("/api/proof")).json() == {"asked": False}


async def test_the_desk_places_a_mode_with_a_reason_and_ends_it(doors: Doors) -> None:
    async with moderating(doors, "Anne", Role.MODERATOR) as anne:
        assert "Ouvert comme d’habitude" in await anne.get("/desk/mode")
        nothing = await anne.post("/desk/mode", do="place", mode="careful", minutes="30")
        assert nothing.status_code == 422 and "Il manque une raison" in problem(nothing.text)
        assert (await anne.post("/desk/mode", do="place", mode="lockdown", why="x")).status_code == 422
        placed = await anne.post(
            "/desk/mode", do="place", mode="newcomers-read", minutes="30", why="Un article ce soir"
        )
        assert placed.status_code == 303
        page = await anne.get("/desk/mode")
        assert "Un article ce soir" in page and "par l’équipe" in page and "n°" in page
        assert "Lecture pour les personnes nouvelles" in await anne.get("/desk")
        assert doors.house.square.modes.mode is Mode.NEWCOMERS_READ
        assert (await anne.post("/desk/mode", do="end", why="")).status_code == 303
        assert "Ouvert comme d’habitude" in (await anne.get("/desk/mode")).split("choose")[0]

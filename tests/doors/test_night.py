"""Nobody is on duty, and the operator closes the entrance then: the door says so, and opens when somebody comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from house import FAULT, Doors, easy, open_doors, submit, token
from parvis.core.config import Config
from team import enrol


def closing(config: Config) -> Config:
    return msgspec.structs.replace(easy(config), desk=msgspec.structs.replace(config.desk, unattended_closes=["entry"]))


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=closing) as opened:
        yield opened


async def test_the_entrance_is_closed_in_words_and_whoever_is_in_stays(doors: Doors) -> None:
    colleague = await enrol(doors.house.means, "Anne")
    doors.house.square.attend(1)
    async with doors.staying("Alix") as inside, doors.holding() as outside:
        assert colleague.staff.number == 1
        doors.house.square.attend(0)
        page = await outside.get("/")
        assert page.status_code == 200 and "L’entrée est fermée pour le moment" in page.text
        assert 'name="nickname"' not in page.text
        csrf = token((await outside.get("/how")).text)
        headers = {"Origin": doors.origin}
        sent = await outside.post("/enter", data={"csrf": csrf, "nickname": "Noa", "age": "30"}, headers=headers)
        assert sent.status_code == 503 and "Votre laissez-passer reste valable" in sent.text
        called = await outside.post("/api/enter", json={"nickname": "Noa", "age": 30}, headers=headers)
        assert called.status_code == 503 and "night-entry" in called.text
        async with doors.client() as stranger:
            assert "Personne de l’équipe n’est de service" in (await stranger.get("/")).text
        assert (await inside.get("/square/accueil")).status_code == 200
        doors.house.square.attend(1)
        entered = await submit(outside, "/", "/enter", nickname="Noa", age="30")
        assert entered.status_code == 303, FAULT.findall(entered.text)

"""As the disk fills, at the doors: who is turned away and told why, what still goes, what the desk reads."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Iterator

import pytest

from house import Doors, easy, open_doors, submit
from moderator import moderating
from parvis.core.disk import Level
from parvis.live.upkeep import Upkeep


@pytest.fixture(scope="module")
async def doors(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("full"), demo=True, shape=easy) as opened:
        yield opened


@pytest.fixture
def upkeep(doors: Doors) -> Iterator[Upkeep]:
    """As the job would leave it; fine again at the end."""
    state = doors.house.square.upkeep
    yield state
    state.level, state.percent, state.backup_failed = Level.FINE, 0, False


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_nobody_new_comes_in_while_it_is_scarce_and_is_told_why(doors: Doors, upkeep: Upkeep, lang: str) -> None:
    async with doors.holding(lang) as client:
        upkeep.level = Level.SCARCE
        card = await submit(client, "/", "/enter", nickname=f"Mirabelle {lang}", age="34")
        assert card.status_code == 429
        assert {"fr": "presque plus d’espace", "en": "little room left"}[lang] in html.unescape(card.text)
        api = await client.post(
            "/api/enter", json={"nickname": f"Quetsche {lang}", "age": 34}, headers={"Origin": doors.origin}
        )
        assert api.status_code in (422, 429)
        assert {"fr": "presque plus d’espace", "en": "little room left"}[lang] in api.text
        upkeep.level = Level.FINE
        assert (await submit(client, "/", "/enter", nickname=f"Mirabelle {lang}", age="34")).status_code == 303


async def test_whoever_is_in_goes_on_until_it_is_full_and_then_keeps_their_text(doors: Doors, upkeep: Upkeep) -> None:
    async with doors.talking("Prune", "lyon") as line:
        upkeep.level = Level.SCARCE
        assert (await line.say("on continue", "c1", "lyon"))["st"] == "delivered"
        upkeep.level = Level.FULL
        refused = await line.say("et maintenant", "c2", "lyon")
        assert (refused["t"], refused["code"], refused["cid"]) == ("err", "paused", "c2")
        assert (await line.say("on continue", "c1", "lyon"))["st"] == "delivered", "a repeat of what was kept"
        upkeep.level = Level.FINE
        assert (await line.say("et maintenant", "c2", "lyon"))["n"] == 2


async def test_a_report_is_taken_while_nobody_can_write(doors: Doors, upkeep: Upkeep) -> None:
    async with doors.talking("Reine", "paris") as one, doors.talking("Claude", "paris") as two:
        said = await one.say("quelque chose", "c1", "paris")
        upkeep.level = Level.FULL
        receipt = await two.ask("report", conv="r:paris", n=said["n"], reason="harassment")
        assert receipt["t"] != "err", receipt


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_the_desk_says_it_above_every_page(doors: Doors, upkeep: Upkeep, lang: str) -> None:
    async with moderating(doors, f"Anne {lang}") as anne:
        assert "dk-problem" not in await anne.get("/desk/help")
        upkeep.level, upkeep.percent, upkeep.backup_failed = Level.SCARCE, 96, True
        answer = await anne.client.get("/desk", headers={"Accept-Language": lang})
        page = re.sub("[\u2066-\u2069]", "", html.unescape(answer.text))
        assert {"fr": "plein à 96", "en": "is 96 % full"}[lang] in page
        assert {"fr": "La dernière sauvegarde a échoué", "en": "The last backup failed"}[lang] in page

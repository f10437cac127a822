"""The administration in numbers: days that are over, none under five, and no total that tells one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from house import Doors, easy, open_doors
from parvis.core import daily
from parvis.core.clock import HOUR, FakeClock
from parvis.core.daily import Tally
from parvis.store import daily as stored

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
async def square(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=False, shape=easy, clock=clock) as doors:
        yield doors


async def lived(square: Doors, *days: Tally) -> None:
    """The days before today went like this, and today as the last of them, so far."""
    means = square.house.means
    now = means.clock.now()
    first = daily.local_day(now, PARIS) - timedelta(days=len(days) - 1)
    for at, tally in enumerate(days):
        day = first + timedelta(days=at)
        since = daily.begins(day, PARIS)
        until = min(daily.begins(day + timedelta(days=1), PARIS), now)
        await means.db.write(
            lambda tx, day=day, since=since, until=until, tally=tally: stored.add(  # type: ignore[misc]
                tx, day.isoformat(), since, until, tally
            )
        )


def plot(page: str, kind: str) -> str:
    return page.partition(f'aria-labelledby="{kind}"')[2].partition("</section>")[0]


def words(part: str) -> str:
    return re.sub(r"[\u2068\u2069]", "", unescape(re.sub(r"<[^>]+>", " ", part))).replace("\u202f", " ")


async def test_a_fresh_square_says_that_there_is_nothing_yet(square: Doors, ada: httpx.AsyncClient) -> None:
    await lived(square, Tally(visits=70))
    page = (await ada.get("/admin/numbers")).text
    main = page.partition("<main")[2].partition("</main")[0]
    assert "revenez demain" in main and "<svg" not in main and "70" not in main


async def test_each_day_that_is_over_is_drawn_and_written(square: Doors, ada: httpx.AsyncClient) -> None:
    await lived(square, Tally(visits=1200, staffed_ms=3 * HOUR), Tally(visits=30), Tally(visits=77))
    page = (await ada.get("/admin/numbers")).text
    visits = plot(page, "visits")
    assert visits.count("<rect") == 2 and "1 230 en tout" in words(visits) and "77" not in words(visits)
    assert "Le plus : 1 200" in words(visits).replace("\u00a0", " ")
    assert visits.count("pas compté") == 28 and "2 jours sont comptés" in words(page)
    assert "3 heures en tout ; un jour, aucune" in words(plot(page, "staffed")).replace("\u00a0", " ")
    assert "pas eu" in plot(page, "reports")


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_nothing_under_five_can_be_told_from_another(square: Doors, ada: httpx.AsyncClient, lang: str) -> None:
    """Two months that differ in their small counts alone give the same page, to the last sign."""
    few = "fewer than 5" if lang == "en" else "moins de 5"
    pages = []
    for small in (1, 4):
        await square.house.means.db.write(lambda tx: tx.conn.exec_driver_sql("DELETE FROM day_count"))
        counts = dict.fromkeys(daily.KINDS, small)
        await lived(square, Tally(**counts), Tally(visits=12, messages=900, held=5), Tally(**counts), Tally())
        answer = await ada.get("/admin/numbers", headers={"Accept-Language": lang})
        pages.append(answer.text)
    assert pages[0].replace(_csrf(pages[0]), "") == pages[1].replace(_csrf(pages[1]), "")
    visits = plot(pages[0], "visits")
    assert visits.count('class="few"') == 2 and words(visits).count(few) == 3, "two days, and the total"
    assert re.search("Between 14 and 20|Entre 14 et 20", words(visits))


async def test_ninety_days_are_thirty_and_sixty_more(square: Doors, ada: httpx.AsyncClient) -> None:
    await lived(square, *(Tally(messages=10 + at) for at in range(91)))
    short = plot((await ada.get("/admin/numbers")).text, "messages")
    long = plot((await ada.get("/admin/numbers?days=90")).text, "messages")
    assert (short.count("<rect"), long.count("<rect")) == (30, 90)
    odd = plot((await ada.get("/admin/numbers?days=3650")).text, "messages")
    assert odd.count("<rect") == 30


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]

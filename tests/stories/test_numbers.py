"""An administrator looks how it went: the plots for every eye, empty and full, on a phone and on a desk."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from playwright.async_api import Page

from house import Doors
from parvis.core import daily
from parvis.core.clock import HOUR
from parvis.core.daily import Tally
from parvis.store import daily as stored
from stories.browsing import SMALL, People, bring
from stories.test_pages import TOLERABLE, View, faults_of
from team import enrol

PARIS = ZoneInfo("Europe/Paris")


async def lived(square: Doors, days: int) -> None:
    """So many days before today, with much and little in them."""
    means = square.house.means
    await means.db.write(lambda tx: tx.conn.exec_driver_sql("DELETE FROM day_count"))
    today = daily.local_day(means.clock.now(), PARIS)
    for back in range(days, 0, -1):
        day = today - timedelta(days=back)
        since, until = daily.begins(day, PARIS), daily.begins(day + timedelta(days=1), PARIS)
        tally = Tally(
            visits=back * 7 % 90, messages=back * 311 % 4_000, held=back % 9, reports=back % 7, kept=back % 11,
            staffed_ms=back % 5 * HOUR,
        )  # fmt: skip
        await means.db.write(
            lambda tx, day=day, since=since, until=until, tally=tally: stored.add(  # type: ignore[misc]
                tx, day.isoformat(), since, until, tally
            )
        )


async def open_one(page: Page) -> None:
    """The table below the first plot, where there is one."""
    for summary in (await page.locator(".plots summary").all())[:1]:
        await summary.click()


async def test_the_numbers_are_for_every_eye_empty_and_full(people: People, square: Doors) -> None:
    ada = await enrol(square.house.means, "Ada")
    faults: list[str] = []
    for days, path in ((0, "/admin/numbers"), (31, "/admin/numbers")):
        await lived(square, days)
        for lang in ("fr", "en"):
            person = await people.stranger(lang, SMALL)
            person.origin = square.private_origin
            await bring(person, {"parvis_staff": ada.token})
            view = View("admin-numbers" if days else "admin-numbers-empty", "ada", path, open_one)
            found = await faults_of(person, view, lang, path)
            faults += chain(f"{view.name} {lang} {one}" for one in found)
    assert [one for one in faults if not TOLERABLE.search(one)] == [], "\n".join(faults)

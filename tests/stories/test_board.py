"""A square with nobody in it: a line is left without JavaScript, and read by whoever comes next, also live."""

from __future__ import annotations

from playwright.async_api import Browser, expect

from deciding import doubtful
from house import Doors
from parvis.chat import living
from parvis.core.clock import DAY, HOUR, Instant
from parvis.store import living as stored
from stories.browsing import DESK, SMALL, People, Person, bring
from stories.test_raid import looks
from team import enrol

LINE = "Je serai là jeudi, envie de parler de jazz"


async def leave(person: Person, text: str) -> None:
    await person.page.get_by_label("Votre mot").fill(text)
    await person.press(person.page.get_by_role("button", name="Laisser ce mot"))


async def make_lively(square: Doors) -> None:
    """Four weeks in which this hour had twenty people."""
    means = square.house.means
    for week in range(1, 5):
        then = Instant(means.clock.now() // HOUR * HOUR - week * 7 * DAY)
        await means.db.write(lambda tx, then=then: stored.count_hour(tx, then, 20))  # type: ignore[misc]
    square.house.square.counted = (0, 0)
    await living.count(square.house.square)


async def test_a_line_left_in_an_empty_square_is_read_by_who_comes_next(browser: Browser, square: Doors) -> None:
    await make_lively(square)
    people = People(browser, square)
    noa = await people.stranger(size=SMALL, script=False)
    async with square.staying("Noa") as client:
        await bring(noa, dict(client.cookies.items()))
    await noa.go("/square")
    await expect(noa.page.get_by_text("La place est animée d’habitude")).to_be_visible()
    await looks(noa, "board-empty-small")
    await noa.press(noa.page.get_by_role("link", name="Laisser un mot sur le tableau"))
    await looks(noa, "board-form-small")
    await leave(noa, "J’ai 15 ans, qui veut parler")
    await expect(noa.page.get_by_role("alert")).to_be_visible()
    await expect(noa.page.get_by_label("Votre mot")).to_have_value("J’ai 15 ans, qui veut parler")
    await looks(noa, "board-refused-small")
    await leave(noa, LINE)
    await expect(noa.page.get_by_text(LINE)).to_be_visible()
    await expect(noa.page.get_by_role("button", name="Reprendre ce mot")).to_be_visible()
    for colleague in ("Anne", "Boris"):
        await enrol(square.house.means, colleague)
    await square.house.recount()
    with doubtful(square):
        await leave(noa, "hum hum")
        await expect(noa.page.get_by_text("Un mot de vous attend d’être lu")).to_be_visible()
    await looks(noa, "board-held-small")

    lou = await people.visitor("Lou", size=DESK)
    await expect(lou.page.get_by_text(LINE)).to_be_visible()
    await looks(lou, "board-room-wide")
    await noa.go("/board")
    await noa.press(noa.page.get_by_role("button", name="Reprendre ce mot"))
    await expect(noa.page.get_by_text("Aucun mot pour le moment")).to_be_visible()
    living.tend(square.house.square)
    await expect(lou.page.get_by_text(LINE)).to_have_count(0, timeout=20_000)
    await lou.press(lou.page.get_by_role("link", name="Laisser un mot sur le tableau"))
    await leave(lou, "Le thé est chaud, je repasse demain")
    await looks(lou, "board-wide")
    await lou.go("/square")
    await expect(lou.page.get_by_text("Le thé est chaud, je repasse demain")).to_be_visible()
    await looks(lou, "board-lobby-wide")
    await noa.go("/board")
    await noa.page.get_by_role("link", name="Signaler le mot de").click()
    await expect(noa.page.get_by_text("Le thé est chaud, je repasse demain")).to_be_visible()
    await looks(noa, "board-report-small")
    assert [one for one in await people.go_home() if "422" not in one] == [], "only the refusal is one"

"""Every page, in both languages, by night and by day, on a small phone and on a desk: for every eye and every hand.

With PARVIS_TEST_SHOTS=FOLDER a picture of each is left there to be looked at.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page, expect

import caseload
from desk import decide, identity_of, open_case
from house import Doors, Line, easy, open_doors, submit, token
from parvis.access import looks, staff
from parvis.access.means import Means
from parvis.access.staff import Invited
from parvis.core.casework import Appeal, Ground, Outcome, Wish
from parvis.core.clock import DAY
from parvis.core.ids import RoomId
from parvis.core.looking import Purpose, Sight
from parvis.core.policy import Feature, Measure
from parvis.core.staff import Role
from parvis.moderation import appeals, statements
from parvis.web import paper
from stories.browsing import DESK, SMALL, People, Person, Scheme, bring
from team import EVERYTHING, Colleague, enrol

SHOTS = os.environ.get("PARVIS_TEST_SHOTS")
LOOKS: tuple[tuple[tuple[int, int], Scheme], ...] = ((SMALL, "dark"), (DESK, "light"))
TOLERABLE = re.compile("axe (minor|moderate) ")

TOO_SMALL = """
() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
  const main = "button, .button, select, textarea, input:not([type=checkbox], [type=radio]), nav a, .home, .number";
  const inSentence = (one) => getComputedStyle(one).display === "inline" &&
    [...one.parentElement.childNodes].some((near) => near !== one && near.textContent.trim() !== "");
  const isOf = (at, one) => at !== null && (one.contains(at) || at.closest("label")?.control === one);
  const hit = (one, x, y) => isOf(document.elementFromPoint(x, y), one);
  const menu = document.querySelector(".sq-menu"), lid = menu?.checkVisibility() ? menu.getBoundingClientRect() : null;
  const isUnder = (one, box) => lid !== null && !menu.contains(one) && box.left < lid.right && box.right > lid.left &&
    box.top < lid.bottom && box.bottom > lid.top;
  const found = [];
  for (const one of document.querySelectorAll(all)) {
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.closest(".unseen, .skip, [aria-hidden=true]")) continue;
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const box = one.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    if (box.width === 0 || inSentence(one) || !hit(one, x, y) || isUnder(one, box)) continue;
    const reach = (dx, dy) => {
      let far = 0;
      while (far < 24 && hit(one, x + dx * far, y + dy * far)) far += 0.5;
      return far;
    };
    const wide = reach(-1, 0) + reach(1, 0), high = reach(0, -1) + reach(0, 1);
    const least = one.matches(main) ? 43.5 : 23.5;
    if (wide < Math.min(least, 44) || high < least) found.push(`${one.outerHTML.slice(0, 90)} ${wide}x${high}`);
  }
  return found;
}
"""
"""Where a finger may land, labels and widening pseudo-elements included; WCAG 2.5.8 excepts links in a sentence."""

TOO_WIDE = """
() => {
  const root = document.scrollingElement, width = document.documentElement.clientWidth;
  const found = root.scrollWidth > width ? [`the page: ${root.scrollWidth} of ${width}`] : [];
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility() || one.closest(".unseen, .skip, svg, .sq-quote")) continue;
    if (one.getBoundingClientRect().right > width + 0.5) found.push(one.outerHTML.slice(0, 90));
    const style = getComputedStyle(one);
    const scrolls = ["auto", "scroll"].includes(style.overflowX) && !one.matches("textarea");
    if (scrolls && one.scrollWidth > one.clientWidth + 1) found.push(`scrolls: ${one.className}`);
  }
  return found;
}
"""

CUT = """
() => [...document.querySelectorAll("h1, h2, h3, button, .button, dt, dd, label, .sq-bar span, .sq-duty span")]
  .filter((one) => one.checkVisibility() && !one.closest(".unseen, .sq-quote"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible")
  .map((one) => one.outerHTML.slice(0, 90))
"""
"""Names and labels that are longer than their place."""

Act = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class View:
    """A page as somebody meets it: who, where, and what they did there."""

    name: str
    who: str
    path: str
    act: Act | None = None
    status: int = 200
    is_plain: bool = False
    """As it stands before its script has come, or where none runs."""


def fill(**fields: str) -> Act:
    """Fill these fields in and press Enter."""

    async def act(page: Page) -> None:
        for name, value in fields.items():
            await page.locator(f"[name={name}]").fill(value)
        async with page.expect_navigation():
            await page.keyboard.press("Enter")

    return act


def press(*keys: str) -> Act:
    async def act(page: Page) -> None:
        for key in keys:
            await page.keyboard.press(key)

    return act


async def open_menu(page: Page) -> None:
    await page.locator("[aria-controls=sq-menu]:visible").click()
    await expect(page.locator(".sq-menu")).to_be_visible()


async def open_people(page: Page) -> None:
    narrow = page.locator(".sq-bar [aria-controls=sq-people]")
    if await narrow.is_visible():
        await narrow.click()
    await expect(page.locator(".sq-people")).to_be_visible()


async def point_at_own(page: Page) -> None:
    await page.locator(".sq-msg.own").last.click()
    await expect(page.locator(".sq-tools")).to_be_visible()


def send_report(*, good_faith: bool = False) -> Act:
    """Fill the form in, as far as needed or not, and send it."""

    async def act(page: Page) -> None:
        await page.locator("[value=hate]").check()
        await page.locator("[name=locations]").fill(
            "salon Accueil, vers 22 h, pseudo Bidule\nhttps://a.example/" + "x" * 80
        )
        if good_faith:
            await page.locator("[name=good_faith]").check()
        async with page.expect_navigation():
            await page.locator("form.report button.primary").click()

    return act


async def report_another(page: Page) -> None:
    await page.locator(".sq-msg:not(.own)").first.click()
    await page.locator(".sq-tools button").last.click()
    await page.locator("[value=danger]").check()
    await expect(page.locator(".sq-help")).to_be_visible()


async def repeat_oneself(page: Page) -> None:
    for _ in range(3):
        await page.locator("#sq-text").fill("une fois de trop, et encore une fois de trop")
        await page.locator("#sq-text").press("Enter")
    await expect(page.locator(".unsent.stuck")).to_be_visible()


def choose(button: str) -> Act:
    """Press a button that leads to another page."""

    async def act(page: Page) -> None:
        async with page.expect_navigation():
            await page.locator(button).click()

    return act


async def contest_without_words(page: Page) -> None:
    await choose("#open-4")(page)
    await choose("#contest button")(page)


async def open_proposal(page: Page) -> None:
    await page.locator("a[href^='/staff/team/proposals/']").first.click()
    await expect(page.locator("h1")).to_be_visible()


async def open_colleague(page: Page) -> None:
    await page.locator(".colleague summary").first.click()
    await expect(page.locator(".colleague textarea").first).to_be_visible()


async def draw_invitation(page: Page) -> None:
    await page.locator("#name").fill("Marguerite-Antoinette")
    async with page.expect_navigation():
        await page.locator("form[action='/staff/team/invite'] button").click()


VIEWS = [
    View("door", "stranger", "/"),
    View("age", "stranger", "/age"),
    View("age-error", "stranger", "/age", fill(code="AAAA-BBBB-CCCC"), 422),
    View("how", "stranger", "/how"),
    View("rules", "stranger", "/rules"),
    View("terms", "stranger", "/terms"),
    View("docs", "stranger", "/docs"),
    View("help", "stranger", "/help"),
    View("help-page", "stranger", "/help/operate/backup"),
    View("help-table", "stranger", "/help/moderate/measures"),
    View("legal", "stranger", "/legal"),
    View("privacy", "stranger", "/privacy"),
    View("help-lines", "stranger", "/help-lines"),
    View("report", "stranger", "/report"),
    View("report-service", "stranger", "/report?reason=service"),
    View("report-faults", "stranger", "/report", send_report(), 422),
    View("report-inside", "visitor", "/report?conv=r%3Anuit&n=1"),
    View("report-sent", "stranger", "/report", send_report(good_faith=True)),
    View("receipt", "stranger", "/receipt"),
    View("receipt-unknown", "stranger", "/receipt", fill(code="AAAA-BBBB"), 404),
    View("answers", "stranger", "/report/answers"),
    View("decision", "stranger", "/decision"),
    View("decision-error", "stranger", "/decision", fill(code="K7QF"), 404),
    View("decision-own", "letters", "/decision"),
    View("statement-refusal", "refused", "/decision", choose("#ask-1")),
    View("statement-measure", "letters", "/decision", choose("#open-1")),
    View("statement-answer", "letters", "/decision", choose("#open-2")),
    View("statement-contested", "letters", "/decision", choose("#open-3")),
    View("statement-error", "letters", "/decision", contest_without_words, 422),
    View("barred", "barred", "/", status=403),
    View("square-notice", "told", "/square/nuit"),
    View("square-notice-plain", "told", "/square/nuit", is_plain=True),
    View("error", "stranger", "/nowhere", status=404),
    View("not-open", "early", "/"),
    View("entry", "holder", "/"),
    View("entry-errors", "holder", "/", fill(postal_code="123", age="x", nickname="Ines15ans"), 422),
    View("minor", "young", "/", fill(nickname="Ines", age="15"), 403),
    View("minor-before", "doubted", "/", status=403),
    View("staff-front", "stranger", "/staff"),
    View("staff-front-plain", "stranger", "/staff", is_plain=True),
    View("staff-shut", "stranger", "/staff/team", status=403),
    View("staff-invite", "stranger", "/staff/invite"),
    View("staff-invite-error", "stranger", "/staff/invite", fill(token="rien"), 422),
    View("staff-enrol", "invited", "/staff/invite"),
    View("staff-me", "colleague", "/staff/me"),
    View("staff-confirm", "colleague", "/staff/confirm"),
    View("staff-team", "colleague", "/staff/team"),
    View("staff-team-change", "colleague", "/staff/team", open_colleague),
    View("staff-team-invited", "colleague", "/staff/team", draw_invitation),
    View("staff-proposal", "colleague", "/staff/team", open_proposal),
    View("staff-access", "colleague", "/staff/access"),
    View("lobby", "visitor", "/square"),
    View("board", "visitor", "/board"),
    View("me", "visitor", "/me"),
    View("consent", "visitor", "/square/arc-en-ciel/consent"),
    View("square-empty", "visitor", "/square/ecrans"),
    View("square-busy", "visitor", "/square/nuit"),
    View("square-plain", "visitor", "/square/nuit", is_plain=True),
    View("square-refused", "visitor", "/square/musique", repeat_oneself),
    View("square-tools", "visitor", "/square/nuit", point_at_own),
    View("square-report", "visitor", "/square/nuit", report_another),
    View("square-menu", "visitor", "/square/nuit", open_menu),
    View("square-people", "visitor", "/square/nuit", open_people),
    View("square-help", "visitor", "/square/nuit", press("Control+/")),
    View("square-jump", "visitor", "/square/nuit", press("Control+k")),
]


@pytest.fixture(scope="module")
async def early(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    """A square that is served before it has a team."""
    async with open_doors(tmp_path_factory.mktemp("early"), demo=False, shape=easy) as doors:
        yield doors


@pytest.fixture(scope="module")
async def cookies(square: Doors) -> dict[str, dict[str, str]]:
    """What holder and visitor of each language carry; and a night of talk in one room."""
    jars: dict[str, dict[str, str]] = {}
    await caseload.enrol(square.house.office)
    for lang, nickname, other in (("fr", "Marguerite-des-Champs", "Noctambule"), ("en", "Wilhelmina", "Insomniaque")):
        async with square.holding(lang) as client:
            jars[f"holder-{lang}"] = dict(client.cookies.items())
        async with square.holding(lang) as client:
            jars[f"young-{lang}"] = dict(client.cookies.items())
        async with square.holding(lang) as client:
            jars[f"doubted-{lang}"] = dict(client.cookies.items())
            await submit(client, "/", "/enter", nickname="Ines", age="15")
        async with square.staying(nickname, lang=lang, gender="woman", gender_consent="yes") as client:
            jars[f"visitor-{lang}"] = dict(client.cookies.items())
            async with square.socket(client) as line:
                await line.hello()
                await line.ask("join", conv="r:nuit")
                await talk(square, line, other)
        for who, nickname, post in (
            ("told", "Timothée", warned), ("barred", "Barnabé", suspended),
            ("letters", "Léontine", addressed), ("refused", "Ambroise", refused),
        ):  # fmt: skip
            async with square.staying(f"{nickname}-{lang}", lang=lang) as client:
                jars[f"{who}-{lang}"] = dict(client.cookies.items())
                await post(square, client, lang)
        jars[f"colleague-{lang}"] = {"parvis_staff": (await work(square.house.means, lang)).token}
    return jars


async def warned(square: Doors, client: httpx.AsyncClient, _lang: str) -> None:
    office, who = square.house.office, await identity_of(square, client)
    await decide(office, await open_case(office, author=who), [Wish(measure=Measure.WARN)], addressee=who)


async def suspended(square: Doors, client: httpx.AsyncClient, _lang: str) -> None:
    office, who = square.house.office, await identity_of(square, client)
    week = [Wish(measure=Measure.SUSPEND, for_ms=7 * DAY)]
    await decide(office, await open_case(office, author=who), week, addressee=who)


async def refused(square: Doors, client: httpx.AsyncClient, _lang: str) -> None:
    """A message that the guard did not let pass."""
    form = {
        "csrf": token((await client.get("/square/nuit")).text),
        "cid": "long",
        "text": "Une phrase sans fin, " * 120,
    }
    await client.post("/square/nuit/say", data=form, headers={"Origin": square.origin})


async def addressed(square: Doors, client: httpx.AsyncClient, lang: str) -> None:
    """Letters from the team: a limit, a measure that was contested, the answer, a suspension."""
    office, who = square.house.office, await identity_of(square, client)
    await decide(office, await open_case(office, author=who), [
        Wish(measure=Measure.LIMIT, feature=Feature.WRITE_IN_ROOM, room=RoomId("nuit"), for_ms=3 * DAY)
    ], addressee=who)  # fmt: skip
    wishes = [Wish(measure=Measure.REMOVE), Wish(measure=Measure.MUTE, for_ms=7 * DAY)]
    _, one = await decide(
        office, await open_case(office, author=who), wishes, addressee=who, ground=Ground.ILLEGAL,
        legal_ground="Code pénal, art. 222-33-2-2",
    )  # fmt: skip
    lodged = await appeals.lodge(office, statements.code_of(office, one.id), "C’était une plaisanterie.", lang)
    assert isinstance(lodged, Appeal)
    answer = {"fr": "Nous avons tout relu. La personne visée ne riait pas.", "en": "We read all of it again."}
    assert isinstance(await appeals.decide(office, caseload.BORIS, lodged.id, Outcome.UPHELD, answer), Appeal)
    await decide(
        office, await open_case(office, author=who), [Wish(measure=Measure.SUSPEND, for_ms=DAY)], addressee=who
    )


async def work(means: Means, lang: str) -> Colleague:
    """A team that has lived a little: people, invitations, a proposal, looks and an alarm; one of them, signed in."""
    here = await enrol(means, f"Camille-{lang}")
    other, third = await enrol(means, "Dominique de la Fontaine"), await enrol(means, "Sacha", Role.MODERATOR)
    await staff.invite(means, here.staff, "Andrea", frozenset({Role.TRAINEE}))
    await staff.begin_shift(means, other.present)
    await staff.propose_recovery(means, other.staff, third.staff.id, "Vue en personne, mardi.")
    await looks.look(means, third.staff, Purpose.DECIDE, Sight.MESSAGE, "0123456789abcdef0123", None, words="pour voir")
    await looks.look(
        means, here.staff, Purpose.APPEAL, Sight.EVIDENCE_BEYOND, "0123456789abcdef0123", "fedcba9876543210fedc"
    )
    return here


async def talk(square: Doors, line: Line, nickname: str) -> None:
    """An evening in few words: short and long, an answer, a correction, one taken back."""

    async def own(text: str, cid: str) -> dict[str, Any]:
        return await line.say(text, cid, "nuit")

    async with square.talking(nickname, "nuit") as other:
        await other.say("Bonsoir, quelqu’un ne dort pas non plus ?", "a1", "nuit")
        answer = await own("Moi. La pluie fait un bruit de train sur le toit.", "b1")
        await other.ask("send", conv="r:nuit", cid="a2", text="Beau temps pour un thé.", re=answer["n"])
        await other.say("Et pour une très longue phrase, qui passe à la ligne, et encore. " * 5, "a3", "nuit")
        await other.say("https://example.org/" + "tres-long-" * 20, "a4", "nuit")
        second = await own("/me remet une bûche", "b2")
        await other.say("faute", "a5", "nuit")
        gone = await other.say("de trop", "a6", "nuit")
        await other.ask("delete", conv="r:nuit", n=gone["n"])
        await other.ask("edit", conv="r:nuit", n=gone["n"] - 1, text="sans faute")
        await own("Bonne nuit à qui dort déjà.", "b3")
        assert second["st"] == "delivered"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: str(view.name))
async def test_every_page_is_for_every_eye_and_every_hand(
    people: People, square: Doors, early: Doors, cookies: dict[str, dict[str, str]], view: View
) -> None:
    async def look(lang: str) -> list[str]:
        path = view.path
        if view.who == "invited":
            invited = await staff.invite(square.house.means, None, "Andrea", EVERYTHING)
            assert isinstance(invited, Invited)
            path = invited.link[invited.link.index("/staff/") :]
        person = await people.stranger(lang, SMALL)
        person.excused = f"status of {view.status}" if view.status != 200 else person.excused
        person.origin = early.origin if view.who == "early" else person.origin
        await bring(person, cookies.get(f"{view.who}-{lang}", {}))
        return [f"{lang} {fault}" for fault in await faults_of(person, view, lang, path)]

    faults = list(chain(*await asyncio.gather(look("fr"), look("en"))))
    assert [one for one in faults if not TOLERABLE.search(one)] == [], "\n".join(faults)


async def faults_of(person: Person, view: View, lang: str, path: str) -> list[str]:
    """Everything that is wrong with one page in one language, at both sizes and in both colour schemes."""
    page, is_square = person.page, view.name.startswith("square-")
    if view.is_plain:
        person.excused = "net::ERR_FAILED"
        await page.route("**/*.js", lambda route: route.abort())
    await person.go(path)
    if is_square and not view.is_plain:
        await person.live()
    if view.act is not None:
        await view.act(page)
    await page.evaluate(AXE_SCRIPT)
    faults = []
    for size, scheme in LOOKS:
        await shape(person, size, scheme)
        if view.act is point_at_own:
            await point_at_own(page)
        await picture(person, f"{view.name}-{lang}-{size[0]}-{scheme}")
        found = await weigh(page, whole=is_square or size == SMALL)
        await page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
        found += await weigh(page, whole=False)
        for kind, script in (("too wide", TOO_WIDE), ("cut off", CUT), ("too small to touch", TOO_SMALL)):
            found += [f"{kind}: {one}" for one in await page.evaluate(script)]
        faults += [f"{size[0]} {fault}" for fault in found]
    return faults


@pytest.mark.parametrize("kind", ["cards", "poster"])
async def test_what_is_printed_can_be_read_by_everybody(
    people: People, square: Doors, tmp_path: Path, kind: str
) -> None:
    pages, day = square.house.pages, date(2027, 2, 3)
    card = paper.Card(short="K7QF-3M2X-9TBD", link="a" * 26, short_before=day, link_before=day)
    text = (
        paper.cards(pages, [card] * 9, ["fr", "en"], lambda _done: None)
        if kind == "cards"
        else paper.poster(pages, ["fr", "en"])
    )
    (tmp_path / f"{kind}.html").write_text(text, "utf-8")
    reader = await people.stranger("fr", DESK, "light")
    await reader.page.goto((tmp_path / f"{kind}.html").as_uri())
    await reader.page.evaluate(AXE_SCRIPT)
    await picture(reader, f"{kind}-paper")
    faults = await weigh(reader.page, whole=True) + await reader.page.evaluate(TOO_WIDE)
    assert [one for one in faults if not TOLERABLE.search(one)] == [], "\n".join(faults)


async def shape(person: Person, size: tuple[int, int], scheme: Scheme) -> None:
    await person.page.set_viewport_size({"width": size[0], "height": size[1]})
    await person.page.emulate_media(color_scheme=scheme)


async def weigh(page: Page, *, whole: bool) -> list[str]:
    """What axe finds; further looks at the same page are for its colours alone."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if not whole:
        options["runOnly"] = ["color-contrast"]
    found = await page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"axe {rule['impact']} {rule['id']}: {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


async def picture(person: Person, name: str) -> None:
    if SHOTS:
        await person.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)

"""People at a real browser: they come in, write and read; what their pages complain about is kept."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    async_playwright,
    expect,
)

from house import Doors

Scheme = Literal["dark", "light"]
PHONE = (390, 844)
SMALL = (360, 740)
DESK = (1280, 800)
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
CHROMIUMS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
NO_NETWORK = r"WebSocket connection to|net::ERR_"
"""What a browser says, not we, about a network that is gone."""


@contextlib.asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """The Chromium that `./dev test` found; by hand, the first on PATH."""
    found = os.environ.get("PARVIS_TEST_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert found, "No Chromium here: install one, or set PARVIS_TEST_CHROMIUM to its path."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()


@dataclass
class Person:
    """Somebody at a page of their own, with cookies of their own."""

    context: BrowserContext
    page: Page
    origin: str
    by_touch: bool
    private_origin: str = ""
    """Where the team's own listener is; theirs may ask there too."""
    faults: list[str] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    """Everything their pages asked the network for."""
    excused: str = r"(?!)"
    """A pattern of what their pages may complain about in this story."""

    def listen(self) -> None:
        self.context.on("console", self._said)
        self.context.on("weberror", lambda fault: self.faults.append(f"error on the page: {fault.error}"))
        self.context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        self.asked.append(request)
        url = urlsplit(request.url)
        ours = (self.origin, self.private_origin)
        if url.scheme not in ("data", "blob", "file") and f"{url.scheme}://{url.netloc}" not in ours:
            self.faults.append(f"asked another host: {request.url}")

    def complaints(self) -> list[str]:
        return [one for one in self.faults if not re.search(self.excused, one)]

    # ------------------------------------------------------------------------------------------------- what people do

    async def go(self, path: str) -> None:
        await self.page.goto(self.origin + path)

    async def live(self) -> None:
        """Wait until the square is the living one, not the page the server drew."""
        await expect(self.page.locator("body.live")).to_be_attached()

    async def say(self, text: str) -> None:
        """Write it and press Enter."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def use_tool(self, text: str, tool: str) -> None:
        """Point at a message, or touch it, and choose what to do with it."""
        await self.press(self.message(text))
        await self.press(self.message(text).get_by_role("button", name=tool, exact=True))

    async def press(self, what: Locator) -> None:
        await (what.tap() if self.by_touch else what.click())

    # ------------------------------------------------------------------------------------------------ what people see

    @property
    def composer(self) -> Locator:
        return self.page.locator("#sq-text")

    @property
    def feed(self) -> Locator:
        return self.page.get_by_role("log")

    def message(self, text: str) -> Locator:
        """The messages in the feed that hold this text; what has not left yet is not one."""
        return self.page.locator(".sq-msg:not(.unsent)").filter(has=self.page.locator(".sq-text").filter(has_text=text))

    async def sees(self, *texts: str) -> None:
        """Each of these stands in the feed once."""
        for text in texts:
            await expect(self.message(text)).to_have_count(1)

    async def reads(self) -> list[str]:
        """All texts in the feed, in order."""
        return await self.page.locator(".sq-msg .sq-text").all_inner_texts()

    async def kept_in_tab(self) -> list[str]:
        """Names of what this tab keeps."""
        keys: list[str] = await self.page.evaluate("Object.keys(sessionStorage).concat(Object.keys(localStorage))")
        return keys

    async def focused(self) -> str:
        """The id or the visible text of what has the focus."""
        found: str = await self.page.evaluate("document.activeElement.id || document.activeElement.innerText || ''")
        return found


@dataclass
class People:
    """Those who come in one story, each in a context of their own."""

    browser: Browser
    square: Doors
    here: list[Person] = field(default_factory=list)

    async def stranger(
        self, lang: str = "fr", size: tuple[int, int] = PHONE, scheme: Scheme = "dark", *, script: bool = True,
    ) -> Person:  # fmt: skip
        """Somebody before the door, who has opened nothing yet; with fingers on a phone, with a mouse on a desk."""
        by_touch = size[0] < DESK[0]
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=LOCALES[lang], color_scheme=scheme,
            java_script_enabled=script, timezone_id="Europe/Paris", is_mobile=by_touch,
            has_touch=by_touch,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        person = Person(
            context, await context.new_page(), self.square.origin, by_touch, self.square.private_origin
        )  # fmt: skip
        person.listen()
        self.here.append(person)
        return person

    async def holder(
        self, lang: str = "fr", size: tuple[int, int] = PHONE, scheme: Scheme = "dark", *, script: bool = True
    ) -> Person:
        """Somebody whose age was checked, and who has opened nothing yet."""
        person = await self.stranger(lang, size, scheme, script=script)
        async with self.square.holding(lang) as client:
            await bring(person, dict(client.cookies.items()))
        return person

    async def visitor(
        self, nickname: str, room: str = "accueil", lang: str = "fr", size: tuple[int, int] = PHONE,
        scheme: Scheme = "dark",
    ) -> Person:  # fmt: skip
        """Somebody in a room, ready to talk."""
        person = await self.stranger(lang, size, scheme)
        async with self.square.staying(nickname, lang=lang) as client:
            await bring(person, dict(client.cookies.items()))
        await person.go(f"/square/{room}")
        await person.live()
        return person

    async def go_home(self) -> list[str]:
        """Close every page; what they complained about."""
        complaints = [complaint for person in self.here for complaint in person.complaints()]
        for person in self.here:
            await person.context.close()
        return complaints


async def bring(person: Person, cookies: dict[str, str]) -> None:
    """Come with these cookies, as if got here earlier."""
    await person.context.add_cookies(
        [{"name": name, "value": value, "url": person.origin} for name, value in cookies.items()]
    )

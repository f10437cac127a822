"""Over flaky networks: what was written stays, leaves by itself, and arrives once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from stories.browsing import DESK, NO_NETWORK, People, Person


async def test_what_was_written_without_network_waits_greyed_and_leaves_by_itself_when_it_is_back(
    people: People,
) -> None:
    adele, bilal = await people.visitor("Adèle", "musique"), await people.visitor("Bilal", "musique", size=DESK)
    adele.excused = NO_NETWORK
    await adele.say("avant la coupure")
    await bilal.sees("avant la coupure")
    await adele.context.set_offline(True)
    await expect(adele.page.get_by_text("Pas de réseau pour l’instant. Votre texte est gardé.")).to_be_visible()
    await adele.say("dans le tunnel, un")
    await adele.say("dans le tunnel, deux")
    await adele.composer.fill("pas encore fini")
    await bilal.say("tu es toujours là ?")
    waiting = adele.page.locator(".unsent")
    await expect(waiting).to_have_count(2)
    await expect(waiting.first).to_contain_text("Partira au retour du réseau")
    assert await colour(adele, ".unsent .sq-text") != await colour(adele, "[data-n] .sq-text"), "greyed"
    assert "dans le tunnel, un" not in await bilal.reads()
    await adele.context.set_offline(False)
    for person in (adele, bilal):
        await person.sees("avant la coupure", "tu es toujours là ?", "dans le tunnel, un", "dans le tunnel, deux")
    await expect(waiting).to_have_count(0)
    order = ["avant la coupure", "tu es toujours là ?", "dans le tunnel, un", "dans le tunnel, deux"]
    assert await adele.reads() == await bilal.reads() == order
    await expect(adele.composer).to_have_value("pas encore fini")
    await expect(adele.page.get_by_text("Pas de réseau")).to_have_count(0)


async def test_pressing_retry_while_there_is_no_network_loses_and_doubles_nothing(people: People) -> None:
    ahmed, carla = await people.visitor("Ahmed", "cuisine"), await people.visitor("Carla", "cuisine")
    ahmed.excused = NO_NETWORK
    await ahmed.context.set_offline(True)
    await ahmed.say("je partirai")
    retry = ahmed.page.locator(".unsent").get_by_role("button", name="Réessayer")
    await expect(retry).to_be_visible()
    await retry.click()
    await expect(retry).to_be_visible()
    await ahmed.context.set_offline(False)
    await carla.sees("je partirai")
    await expect(ahmed.page.locator(".unsent")).to_have_count(0)
    assert await carla.reads() == ["je partirai"]


# ------------------------------------------------------------------------------------ a server that dies and comes back


@dataclass
class Demo:
    """`parvis demo` as a process of its own."""

    process: asyncio.subprocess.Process
    url: str
    codes: list[str]

    async def die(self) -> None:
        """As by `kill -9`."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


async def start(data: Path, port: int = 0) -> Demo:
    wanted = ["--port", str(port)] if port else []
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", "demo", "--json", "--data", str(data), *wanted,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(30):
        said = json.loads(await process.stdout.readline())
    return Demo(process, said["url"], said["vouchers"])


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[list[Demo]]:
    """The running demonstration is the last of the list; a story may kill it and append the next."""
    running = [await start(tmp_path / "demo")]
    yield running
    await running[-1].die()


async def test_a_server_killed_in_the_middle_of_a_talk_comes_back_without_loss_or_double(
    browser: Browser, people: People, demo: list[Demo], tmp_path: Path
) -> None:
    first = demo[-1]
    aya, bruno = await people.stranger(), await people.stranger(size=DESK)
    for person, nickname, code in ((aya, "Aya", first.codes[0]), (bruno, "Bruno", first.codes[1])):
        person.origin, person.excused = first.url, NO_NETWORK
        await person.go("/age")
        await person.page.locator("#code").fill(code)
        await person.page.keyboard.press("Enter")
        await person.page.locator("#nickname").fill(nickname)
        await person.page.locator("#age").fill("40")
        await person.page.keyboard.press("Enter")
        await person.live()
    await aya.say("avant la nuit")
    await bruno.say("avant l’orage")
    for person in (aya, bruno):
        await person.sees("avant la nuit", "avant l’orage")
    await first.die()
    await aya.say("trois, dans le vide")
    await bruno.say("quatre, dans le vide")
    await aya.composer.fill("et je réfléchis encore")
    for person in (aya, bruno):
        await expect(person.page.get_by_text("Reconnexion… votre texte est gardé.")).to_be_visible()
        await expect(person.page.locator(".unsent")).to_contain_text("Partira au retour du réseau")
    await aya.page.locator(".unsent").get_by_role("button", name="Réessayer").click()
    demo.append(await start(tmp_path / "demo", int(first.url.rpartition(":")[2])))
    assert demo[-1].url == first.url
    for person in (aya, bruno):
        await expect(person.page.locator(".unsent")).to_have_count(0, timeout=30_000)
    for person in (aya, bruno):
        await person.sees("avant la nuit", "avant l’orage", "trois, dans le vide", "quatre, dans le vide")
    assert await aya.reads() == await bruno.reads()
    assert (await aya.reads())[-4:-2] == ["avant la nuit", "avant l’orage"]
    await expect(aya.composer).to_have_value("et je réfléchis encore")
    await expect(aya.message("trois").locator("b")).to_have_text("Aya")


async def colour(person: Person, which: str) -> str:
    found: str = await person.page.locator(which).first.evaluate("(one) => getComputedStyle(one).color")
    return found

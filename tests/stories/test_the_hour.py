"""The hour: from an empty folder to a stranger on the square, by the commands and pages that an association has."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import httpx
from playwright.async_api import Browser, expect

from process import free_port
from stories.browsing import DESK, PHONE, People, Person
from stories.test_team import hold_a_key

if TYPE_CHECKING:
    from house import Doors

LINK = re.compile(r"http://\S+/staff/invite#t=\S+")
SHORT = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")
PATIENCE_SECONDS = 120


@dataclass
class Elsewhere:
    """A square in a process of its own, as far as people at browsers need to know it."""

    origin: str
    private_origin: str


async def parvis(folder: Path, *words: str) -> str:
    """One command, to its end; what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", *words, cwd=folder, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode()


@contextlib.asynccontextmanager
async def served(folder: Path, origin: str) -> AsyncIterator[None]:
    """`parvis serve`, until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", "serve", cwd=folder, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), httpx.AsyncClient() as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"{origin}/healthz")).status_code == 200:
                        break
                await asyncio.sleep(0.1)
        yield
    finally:
        process.terminate()
        await process.wait()


async def follow(person: Person, link: str, name: str) -> None:
    """An invitation, a name, a touch of the key: straight to what is left to do."""
    await hold_a_key(person)
    await person.page.goto(link)
    await person.page.get_by_label("Comment vos collègues vous appellent").fill(name)
    await person.page.get_by_role("button", name="Créer ma clé et entrer").click()
    await expect(person.page.get_by_role("heading", level=1)).to_have_text("Administration")


async def turn_to(person: Person, entry: str) -> None:
    """A page of the administration's menu."""
    await (
        person.page.get_by_role("navigation", name="Pages de l’administration").get_by_role("link", name=entry).click()
    )
    await expect(person.page.get_by_role("heading", level=1)).to_have_text(entry)


async def saved(person: Person, button: str = "Enregistrer") -> None:
    await person.page.get_by_role("button", name=button, exact=True).click()
    await expect(person.page.get_by_text("C’est enregistré")).to_be_visible()


async def test_from_an_empty_folder_to_a_stranger_on_the_square_without_a_dead_end(
    browser: Browser, tmp_path: Path
) -> None:
    port = free_port()
    there = Elsewhere(f"http://localhost:{port}", f"http://localhost:{port + 1}")
    told = await parvis(tmp_path, "init", "--port", str(port), "--origin", there.origin)
    first, second = LINK.findall(told)
    assert first.startswith(there.private_origin)
    began, steps = time.monotonic(), dict[str, float]()

    def step(name: str) -> None:
        steps[name] = round(time.monotonic() - began, 1)

    people = People(browser, cast("Doors", there))  # strangers need its addresses alone
    async with served(tmp_path, there.origin):
        step("served")
        ada, boris = await people.stranger(size=DESK), await people.stranger(size=PHONE)
        await follow(ada, first, "Ada")
        await expect(ada.page.get_by_text("La porte du public est encore fermée")).to_be_visible()
        await ada.page.get_by_role("link", name="Le contact légal").click()
        await ada.page.get_by_label("Association ou personne").fill("Association La Place")
        await ada.page.get_by_label("Courriel de contact").fill("personne")
        ada.excused = "status of 422"
        await ada.page.get_by_role("button", name="Enregistrer").click()
        await expect(ada.page.get_by_text("Une adresse comme")).to_be_visible()
        await ada.page.get_by_label("Courriel de contact").fill("contact@example.org")
        await saved(ada)
        step("legal")
        await turn_to(ada, "Nom et langues")
        await ada.page.get_by_label("Nom de la place").fill("La Place")
        await saved(ada)
        await turn_to(ada, "Règles de la maison")
        await saved(ada)
        await turn_to(ada, "Salons")
        more = ada.page.get_by_role("region", name="Un salon de plus")
        for label, words in (
            ("Nom court", "jardins"), ("Nom · Français", "Jardins"), ("Nom · English", "Gardens"),
            ("phrase · Français", "Semer, tailler."), ("phrase · English", "To sow and prune."),
        ):  # fmt: skip
            await more.get_by_label(label).fill(words)
        await saved(ada, "Ajouter ce salon")
        await turn_to(ada, "Guichets")
        for label, words in (("Nom du lieu", "Maison des associations"), ("Adresse", "3 place de la Mairie, Lyon"),
                             ("Horaires · Français", "le mardi"), ("Horaires · English", "on Tuesdays")):  # fmt: skip
            await ada.page.get_by_label(label).fill(words)
        await saved(ada, "Ajouter ce guichet")
        step("pages")
        await follow(boris, second, "Boris")
        await expect(boris.page.get_by_text("La porte est ouverte au public")).to_be_visible()
        step("two")
        [code] = SHORT.findall(await parvis(tmp_path, "voucher", "issue", "-n", "1", "--plain"))
        await parvis(tmp_path, "poster", "--lang", "fr")
        poster = (tmp_path / "poster.html").read_text("utf-8")
        assert "La Place" in poster and "3 place de la Mairie" in poster and f"localhost:{port}" in poster
        step("paper")
        alix = await people.stranger()
        await alix.go("/how")  # where the poster's code leads
        await expect(alix.page.get_by_text("3 place de la Mairie")).to_be_visible()
        await alix.page.get_by_role("link", name="J’ai une carte").first.click()
        await alix.page.locator("#code").fill(code)
        await alix.page.get_by_role("button", name="Continuer").click()
        await alix.page.get_by_label("Pseudo", exact=True).fill("Alix")
        await alix.page.get_by_label("Âge", exact=True).fill("34")
        await alix.page.get_by_role("button", name="Entrer", exact=True).last.click()
        await alix.live()
        await alix.say("Bonsoir")
        await alix.sees("Bonsoir")
        step("inside")
        assert await people.go_home() == []
    print("\nthe hour, in seconds:", steps)

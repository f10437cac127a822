"""SIGHUP to a server with people in it: settings, rooms and packs are read again, and nobody's line breaks."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from house import submit
from process import Server, come_in, running


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[tuple[Server, Path]]:
    async with running(tmp_path / "data") as server:
        yield server, tmp_path / "data" / "parvis.toml"


async def told(server: Server, event: str) -> dict[str, object]:
    """The newest line of the log about this, once it is there."""
    async with asyncio.timeout(30):
        while True:
            for line in reversed(server.said):
                if line.startswith(b"{") and json.loads(line).get("event") == event:
                    server.said.remove(line)
                    return dict(json.loads(line))
            await asyncio.sleep(0.05)


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def hup(server: Server) -> None:
    server.process.send_signal(signal.SIGHUP)


async def test_settings_are_read_again_and_nobody_is_dropped(place: tuple[Server, Path]) -> None:
    server, file = place
    alix = await come_in(server.origin, server.vouchers[0], "Alix")
    basilic = await come_in(server.origin, server.vouchers[1], "Basilic")
    async with alix.talking("lille") as one, basilic.talking("lille") as two, httpx.AsyncClient() as reader:
        change(file, "contact@parvis.example", "nouveau@parvis.example")
        change(file, "newcomer_links = false", "newcomer_links = true")
        hup(server)
        said = await told(server, "settings_renewed")
        assert (said["taken"], said["need_a_restart"]) == (["legal.contact_email"], ["guard.newcomer_links"])
        assert "nouveau@parvis.example" in (await reader.get(f"{server.origin}/legal")).text
        assert (await one.say("toujours là", "c1", "lille"))["st"] == "delivered"
        assert (await two.next("msg"))["text"] == "toujours là"
        assert not [frame for line in (one, two) for frame in line.seen if frame["t"] == "bye"]


async def test_a_file_with_faults_changes_nothing_and_is_told(place: tuple[Server, Path]) -> None:
    server, file = place
    alix = await come_in(server.origin, server.vouchers[0], "Alix")
    async with alix.talking("lille") as one, httpx.AsyncClient() as reader:
        change(file, "contact@parvis.example", "no address")
        hup(server)
        assert "legal.contact_email" in str((await told(server, "settings_refused"))["faults"])
        change(file, "no address", "true@parvis.example")
        change(file, "[legal]", "[legall]")
        hup(server)
        assert "legall" in str((await told(server, "settings_refused"))["faults"])
        assert "contact@parvis.example" in (await reader.get(f"{server.origin}/legal")).text
        assert (await one.say("rien n’a changé", "c1", "lille"))["st"] == "delivered"


async def test_a_room_that_leaves_the_file_ends_and_the_others_go_on(place: tuple[Server, Path]) -> None:
    server, file = place
    alix = await come_in(server.origin, server.vouchers[0], "Alix")
    basilic = await come_in(server.origin, server.vouchers[1], "Basilic")
    async with alix.talking("marseille") as one, basilic.talking("lille") as two:
        text = file.read_text("utf-8")
        start = text.index('[[room]]\nid = "marseille"')
        file.write_text(text[:start], "utf-8")
        hup(server)
        assert (await told(server, "settings_renewed"))["taken"] == ["room"]
        assert (await one.next("room"))["text_key"] == "square-room-ended"
        assert (await two.say("ici, on continue", "c1", "lille"))["st"] == "delivered"


async def test_a_disk_that_fills_narrows_the_square_step_by_step_and_opens_it_again(place: tuple[Server, Path]) -> None:
    """Where the steps begin is a setting, so that a test need not fill anybody's disk."""
    server, file = place
    alix = await come_in(server.origin, server.vouchers[0], "Alix")
    async with alix.talking("lille") as one, httpx.AsyncClient(base_url=server.origin, timeout=30) as newcomer:
        assert (await one.say("avant", "c1", "lille"))["n"] == 1
        change(file, "scarce_percent = 100", "scarce_percent = 2")
        change(file, "warn_percent = 100", "warn_percent = 1")
        hup(server)
        assert (await told(server, "disk"))["step"] == "scarce"
        assert (await submit(newcomer, "/age", "/age/voucher", code=server.vouchers[1])).status_code == 303
        turned_away = await submit(newcomer, "/", "/enter", nickname="Basilic", age="34")
        assert turned_away.status_code in (422, 429)
        assert "presque plus d’espace sur son disque" in turned_away.text
        assert (await one.say("dedans, on parle", "c2", "lille"))["n"] == 2, "whoever is in goes on"
        change(file, "full_percent = 100", "full_percent = 3")
        hup(server)
        assert (await told(server, "disk"))["step"] == "full"
        refused = await one.say("pendant", "c3", "lille")
        assert (refused["t"], refused["code"], refused["text_key"]) == ("err", "paused", "refuse-paused")
        again = await one.say("dedans, on parle", "c2", "lille")
        assert (again["st"], again["n"]) == ("delivered", 2), "what was acknowledged is acknowledged"
        assert (await newcomer.get("/report")).status_code == 200
        change(file, "full_percent = 3", "full_percent = 100")
        change(file, "scarce_percent = 2", "scarce_percent = 100")
        change(file, "warn_percent = 1", "warn_percent = 100")
        hup(server)
        assert (await told(server, "disk"))["step"] == "fine"
        assert (await one.say("pendant", "c3", "lille"))["n"] == 3, "the same cid, once there is room"
        assert (await submit(newcomer, "/", "/enter", nickname="Basilic", age="34")).status_code == 303

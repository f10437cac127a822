"""The disk is full: everybody is told clearly, the server stays, and once there is room again it goes on by itself."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

import small_disk
from house import submit
from parvis.web.i18n import Texts
from process import Server, come_in, running

ROOM = "lille"
"""Nobody spoke there before: the demonstration's own evenings were elsewhere."""
FULL = 4096
"""Bytes: no file may grow, or be written, beyond this; a page in the write-ahead log already is."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit a process that already runs")


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    async with running(tmp_path_factory.mktemp("disk") / "data") as opened:
        yield opened


@contextlib.contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """Python ignores SIGXFSZ, so that a write beyond the limit fails as it does on a disk without room."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (FULL, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


async def test_a_full_disk_is_told_and_outlived(server: Server) -> None:
    paused = Texts(["fr"]).text("fr", "refuse-paused")
    alix = await come_in(server.origin, server.vouchers[0], "Alix")
    basile = await come_in(server.origin, server.vouchers[1], "Basilic")
    async with alix.talking(ROOM) as speaker, basile.talking(ROOM) as listener, basile.browser() as page:
        assert (await speaker.say("avant", "c1", ROOM))["n"] == 1
        room = f"/square/{ROOM}"
        with full_disk(server):
            refused = await speaker.say("pendant", "c2", ROOM)
            assert (refused["t"], refused["code"], refused["text_key"]) == ("err", "paused", "refuse-paused")
            assert refused["cid"] == "c2" and refused["retry_ms"] > 0
            shown = await submit(page, room, f"{room}/say", text="pendant", cid="p1")
            assert shown.status_code == 503
            assert paused in shown.text
            assert (await page.get("/healthz")).status_code == 200
            ready = await page.get("/readyz")
            assert (ready.status_code, ready.json()["ready"]) == (503, False)
            assert "avant" in (await page.get(room)).text
            read = await listener.ask("hist", conv=f"r:{ROOM}")
            assert [item["text"] for item in read["items"]] == ["avant"], "what is there can still be read"
        assert server.process.returncode is None
        assert (await page.get("/readyz")).status_code == 200, "it says so by itself, before anybody tried"
        again = await speaker.say("pendant", "c2", ROOM)
        assert (again["st"], again["n"]) == ("delivered", 2), "the same cid, and no n was used up meanwhile"
        assert (await submit(page, room, f"{room}/say", text="après", cid="p1")).status_code == 303
        heard = [(await listener.next("msg"))["text"] for _ in range(2)]
        assert heard == ["pendant", "après"]


async def test_a_disk_that_is_full_keeps_nobody_from_the_door(server: Server) -> None:
    """Pages that only read still answer; what must be kept is refused with the same sentence."""
    paused = Texts(["fr"]).text("fr", "refuse-paused")
    async with httpx.AsyncClient(base_url=server.origin, timeout=30) as stranger:
        with full_disk(server):
            for path in ("/", "/how", "/rules", "/privacy", "/help-lines"):
                assert (await stranger.get(path)).status_code == 200, path
            turned_away = await submit(stranger, "/age", "/age/voucher", code=server.vouchers[2])
            assert turned_away.status_code == 503
            assert paused in turned_away.text
        let_in = await submit(stranger, "/age", "/age/voucher", code=server.vouchers[2])
        assert let_in.status_code == 303, "the voucher was not used up"


@contextlib.contextmanager
def filled(pid: int, folder: Path) -> Iterator[None]:
    """Every byte of a small disk is taken."""
    filler = small_disk.seen_by(pid, folder) / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(FULL)):
            pass
    try:
        yield
    finally:
        filler.unlink()


async def test_a_disk_that_really_is_full_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """ENOSPC by a file system, where one can be mounted; elsewhere by the limit, as above."""
    small, within = tmp_path / "small", small_disk.within(tmp_path / "small", 64)
    small.mkdir()
    async with running(small / "data", within=within) as server:
        pid = server.process.pid
        alix = await come_in(server.origin, server.vouchers[0], "Alix")
        async with alix.talking(ROOM) as speaker:
            assert (await speaker.say("avant", "c1", ROOM))["n"] == 1
            with filled(pid, small) if within else full_disk(server):
                for at in range(3):
                    refused = await speaker.say(f"pendant {at}", f"p{at}", ROOM)
                    assert (refused["t"], refused["code"], refused["cid"]) == ("err", "paused", f"p{at}")
                async with httpx.AsyncClient(base_url=server.origin, timeout=30) as stranger:
                    assert (await stranger.get("/healthz")).status_code == 200
                    assert (await stranger.get("/")).status_code == 200
            async with asyncio.timeout(90):  # until the disk has been measured again
                while (again := await speaker.say("pendant 0", "p0", ROOM))["t"] != "ok":
                    await asyncio.sleep(0.5)
            assert (again["st"], again["n"]) == ("delivered", 2), "the same cid, and no n was used up meanwhile"
        assert server.process.returncode is None
        server.process.send_signal(signal.SIGSTOP)
        for name in ("parvis.db", "parvis.db-wal"):
            shutil.copy(small_disk.seen_by(pid, small / "data" / name), tmp_path)
        server.process.send_signal(signal.SIGCONT)
        with contextlib.closing(sqlite3.connect(tmp_path / "parvis.db")) as conn:
            assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = conn.execute("SELECT n, text FROM message WHERE conversation = ? ORDER BY n", [f"r:{ROOM}"])
            assert rows.fetchall() == [(1, "avant"), (2, "pendant 0")]

"""Nobody hears that something was said before the disk has it: with the disk held back, no answer leaves.

The server runs with a small library of ours before libc (`gate.c`), which can make its syncs of the database wait.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from house import Line
from process import Server, come_in, running

SOURCE = Path(__file__).with_name("gate.c")
AT_ONCE = 5.0
"""Seconds: what comes with the gate open comes well within this."""
LONG = 1.5
"""Seconds that nothing may come in with the gate closed: hundreds of ordinary commits."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD and /proc are Linux")


@dataclass
class Gate:
    """The file that holds syncs back, and the file that tells of them."""

    file: Path
    seen: Path
    server: Server

    def close(self) -> None:
        self.file.touch()

    def open(self) -> None:
        self.file.unlink(missing_ok=True)

    def waiting(self) -> int:
        """How many syncs of the database stand before the gate."""
        lines = self.seen.read_text().split()
        return lines.count("came") - lines.count("done")

    def done(self) -> int:
        return self.seen.read_text().split().count("done")


@pytest.fixture(scope="module")
async def gate(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gate]:
    """A server behind the gate, which is open."""
    tmp_path = tmp_path_factory.mktemp("gate")
    library, file, seen = tmp_path / "gate.so", tmp_path / "closed", tmp_path / "seen"
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler, "These tests need a C compiler called cc (Debian: gcc and libc6-dev); ./dev test installs one."
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-o", library, SOURCE, "-ldl"], check=True)
    env = {"LD_PRELOAD": str(library), "PARVIS_GATE": str(file), "PARVIS_GATE_SEEN": str(seen)}
    async with running(tmp_path / "data", env=env) as server:
        there = Gate(file, seen, server)
        try:
            yield there
        finally:
            there.open()


@pytest.fixture(scope="module")
async def lines(gate: Gate) -> AsyncIterator[tuple[Line, Line]]:
    """Somebody who speaks and somebody who listens, in one room."""
    alix = await come_in(gate.server.origin, gate.server.vouchers[0], "Alix")
    basile = await come_in(gate.server.origin, gate.server.vouchers[1], "Basilic")
    async with alix.talking() as speaker, basile.talking() as listener:
        yield speaker, listener


async def test_with_a_disk_that_answers_so_does_the_server(gate: Gate, lines: tuple[Line, Line]) -> None:
    """The mirror of the next: what keeps the answer back there is the disk and nothing else."""
    speaker, listener = lines
    before = gate.done()
    async with asyncio.timeout(AT_ONCE):
        assert (await speaker.say("aussitôt", "open"))["st"] == "delivered"
        assert (await listener.next("msg"))["text"] == "aussitôt"
    assert gate.done() > before, "it was acknowledged without a sync"


async def test_no_answer_leaves_and_nobody_hears_before_the_disk_has_it(gate: Gate, lines: tuple[Line, Line]) -> None:
    speaker, listener = lines
    gate.close()
    try:
        await speaker.tell(t="send", id=77, conv="r:accueil", cid="closed", text="closed")
        await _until_waiting(gate)
        answers, heard = await asyncio.gather(_telling(speaker), _telling(listener))
        assert (answers, heard) == ([], []), "somebody was told before the disk had it"
        assert gate.waiting() == 1
        async with httpx.AsyncClient(base_url=gate.server.origin, timeout=AT_ONCE) as outside:
            assert (await outside.get("/healthz")).status_code == 200
        seen = [item["text"] for item in (await listener.ask("hist", conv="r:accueil"))["items"]]
        assert "closed" not in seen, "it is read before it is on the disk"
        before = gate.done()
    finally:
        gate.open()
    answer = await speaker.next("ok", seconds=AT_ONCE)
    assert (answer["re"], answer["cid"], answer["st"]) == (77, "closed", "delivered")
    assert (await listener.next("msg", seconds=AT_ONCE))["text"] == "closed"
    assert gate.done() > before


async def _until_waiting(gate: Gate) -> None:
    async with asyncio.timeout(AT_ONCE):
        while not gate.waiting():
            await asyncio.sleep(0.005)


async def _telling(line: Line) -> list[str]:
    """Which frames come that tell of the message, while nothing should."""
    frames = []
    for _ in range(3):
        frames += await line.rest(LONG / 3)
    return [one["t"] for one in frames if one.get("re") == 77 or "closed" in (one.get("cid"), one.get("text"))]

"""Closing under load: everybody is gone within a second, nothing that was acknowledged is lost, and all come back."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from house import Line
from parvis import app
from parvis.core.clock import SystemClock
from parvis.core.closing import Kind, Notice, Wanted
from parvis.core.config import Config
from parvis.legal import closing
from parvis.live import closing as file
from parvis.store import closings
from process import Server, Visitor, come_in, running
from team import enrol

TALKERS, SENDS, ROOM = 10, 4, "lille"
WITHIN_SECONDS = 1.0
"""What the house promises from the file to its effect; what was measured is printed, and asserted of no machine."""
WANTED = Wanted(kind=Kind.JUDICIAL, authority="Tribunal judiciaire de Lille", basis="Ordonnance n° 12")


@dataclass
class Talker:
    """Somebody who writes until the line is closed."""

    who: Visitor
    name: str
    said: list[str] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Message ids by ``cid``."""
    bye: dict[str, object] = field(default_factory=dict)
    gone_at: float = 0.0

    async def talk(self, ready: asyncio.Barrier) -> None:
        async with self.who.talking(ROOM) as line:
            await ready.wait()
            hearing = asyncio.create_task(self._hear(line))
            with contextlib.suppress(Exception):
                for number in range(SENDS):
                    cid = f"{self.name}-{number}"
                    self.said.append(cid)
                    await line.tell(t="send", id=100 + number, conv=f"r:{ROOM}", cid=cid, text=f"Voici {cid}")
                    await asyncio.sleep(0.12)
            await hearing

    async def _hear(self, line: Line) -> None:
        code = await line.closed(seconds=20)
        self.gone_at = time.monotonic()
        for frame in line.seen:
            if frame["t"] == "ok" and frame.get("cid") and frame["st"] == "delivered":
                self.acknowledged[frame["cid"]] = frame["mid"]
            elif frame["t"] == "bye":
                self.bye = frame | {"close": code}

    async def comes_back(self) -> tuple[dict[str, str], set[str]]:
        """What is in the room now, by message id; and what became of all that was ever sent, sent once more."""
        async with self.who.talking(ROOM) as line:
            for number, cid in enumerate(self.said):
                await line.tell(t="send", id=200 + number, conv=f"r:{ROOM}", cid=cid, text=f"Voici {cid}")
            again: dict[str, str] = {}
            while len(again) < len(self.said):
                frame = await line.next("ok", "err", seconds=20)
                if frame["t"] == "err":
                    assert frame.get("cid"), frame
                    cid = frame["cid"]
                    await asyncio.sleep(frame["retry_ms"] / 1000)
                    await line.tell(t="send", id=300, conv=f"r:{ROOM}", cid=cid, text=f"Voici {cid}")
                elif frame.get("cid"):
                    again[frame["cid"]] = frame["mid"]
            page = await line.ask("hist", conv=f"r:{ROOM}", limit=100)
            return {one["mid"]: one.get("text", "") for one in page["items"]}, set(again.values())


def drafted(data: Path) -> Notice:
    """What `parvis close` would write."""
    now = SystemClock().now()
    notice = closing.drafted(data, WANTED, now=now, origin="http://localhost", entropy=secrets.token_bytes)
    assert isinstance(notice, Notice)
    return notice


async def until_closed(server: Server) -> float:
    """When a request first met the notice."""
    async with httpx.AsyncClient(base_url=server.origin, timeout=10) as client:
        while True:
            status = (await client.get("/robots-are-not-here")).status_code
            if status == 451:
                return time.monotonic()
            assert status == 404
            await asyncio.sleep(0.005)


@pytest.mark.slow
async def test_closing_under_load_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data, vouchers=TALKERS) as server:
        names = ["Alix", "Bruno", "Cerise", "Dorian", "Elvire", "Fanny", "Gaspard", "Hugo", "Irma", "Jonas"]
        talkers = [
            Talker(await come_in(server.origin, code, name), name.replace(" ", ""))
            for code, name in zip(server.vouchers, names, strict=True)
        ]
        ready = asyncio.Barrier(TALKERS + 1)
        talking = [asyncio.create_task(one.talk(ready)) for one in talkers]
        await ready.wait()
        await asyncio.sleep(0.25)
        watching = asyncio.create_task(until_closed(server))
        notice = drafted(data)
        began = time.monotonic()
        file.write(data, notice)
        closed_at = await watching
        await asyncio.gather(*talking)
        last_gone = max(one.gone_at for one in talkers)
        print(f"notice after {closed_at - began:.3f} s, last socket gone after {last_gone - began:.3f} s")
        assert file.LOOK_SECONDS <= WITHIN_SECONDS / 4, "time to look, to read and to tell everybody"
        assert {(one.bye["code"], one.bye["reason"], one.bye["close"]) for one in talkers} == {
            ("closed", "judicial", 4451)
        }
        acknowledged = {cid: mid for one in talkers for cid, mid in one.acknowledged.items()}
        assert 0 < len(acknowledged) <= TALKERS * SENDS
        with pytest.raises(InvalidStatus) as refused:
            async with talkers[0].who.socket():
                pass
        assert refused.value.response.status_code == 451

        await _open_again(data)
        await _answers(server, 200)
        seen = await asyncio.gather(*[one.comes_back() for one in talkers])
        assert all(set(acknowledged.values()) <= set(items) for items, _ in seen), "an acknowledged message is gone"
        everything, _ = await talkers[-1].comes_back()  # when each looked before, others were still sending
        texts = list(everything.values())
        assert len(texts) == len(set(texts)) == sum(len(one.said) for one in talkers), "something is missing or double"
    verify = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", "ledger", "verify", "--data", data, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await verify.communicate()
    assert verify.returncode == 0, output.decode()


@pytest.mark.slow
async def test_a_closed_square_starts_closed_also_when_its_store_cannot_be_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data):
        pass
    notice = drafted(data)
    file.write(data, notice)
    whole = (data / "parvis.db").read_bytes()
    for leftover in ("parvis.db-wal", "parvis.db-shm"):
        (data / leftover).unlink(missing_ok=True)
    (data / "parvis.db").write_bytes(b"damaged" * 1_000)
    port = app.bind("127.0.0.1", 0)
    number = port.getsockname()[1]
    port.close()
    settings = f'[server]\nport = {number}\nprivate_port = {number - 1}\ndata = "."\n'
    (data / "parvis.toml").write_text(settings, "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", "serve", "--data", data, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{number}", timeout=10) as client:
            await _status(client, 451)
            assert (await client.post("/api/enter")).json()["authority"] == WANTED.authority
        (data / "parvis.db").write_bytes(whole)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{number - 1}", timeout=10) as private:
            await _status(private, 200, "/readyz")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{number}", timeout=10) as client:
            await _status(client, 451)
    finally:
        process.terminate()
        await process.communicate()


async def _open_again(data: Path) -> None:
    """Two administrators draw their words; whoever is at the machine types them."""
    means = app.build_means(Config(), data)
    office = app.office_of(means)
    people = [await enrol(means, name) for name in ("Ada", "Boris")]
    kept = await means.db.read(closings.standing)
    assert kept is not None and kept.notice.kind is Kind.JUDICIAL, "the server wrote it down"
    codes = [str(await closing.draw_code(office, one.staff.id)) for one in people]
    await means.db.close()
    typed = [word for code in codes for word in ("--code", code)]
    reopen = await asyncio.create_subprocess_exec(sys.executable, "-m", "parvis", "reopen", "--data", data, *typed)
    assert await reopen.wait() == 0


async def _answers(server: Server, status: int) -> None:
    async with httpx.AsyncClient(base_url=server.origin, timeout=10) as client:
        await _status(client, status)


async def _status(client: httpx.AsyncClient, status: int, path: str = "/") -> None:
    async with asyncio.timeout(90):
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(path)).status_code == status:
                    return
            await asyncio.sleep(0.1)

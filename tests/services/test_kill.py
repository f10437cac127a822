"""`kill -9`, twenty times, while everybody talks: nothing acknowledged is lost or doubled, everybody comes back."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import random
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from process import START_SECONDS, Visitor, come_in, demo_arguments, free_port
from reader import Reader

ROUNDS, VISITORS = 20, 6
SENDS = 4
"""What a visit may send on one connection without being told to slow down (guard.newcomer_messages_per_10s is 5)."""
ROOM = "r:lille"
"""Nobody spoke there before: the demonstration's own evenings were elsewhere."""
NURSERY = Path(__file__).with_name("nursery.py")
LOST = (OSError, InvalidHandshake, ConnectionClosed, EOFError, TimeoutError)


@dataclass
class Nursery:
    """Where servers come from; see `nursery.py`."""

    process: asyncio.subprocess.Process
    data: Path
    port: int
    pid: int = 0

    async def start(self, vouchers: int = 0) -> dict[str, Any]:
        """A server on the same data and port, once it answers; what it said first."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(demo_arguments(self.data, self.port, vouchers)).encode() + b"\n")
        async with asyncio.timeout(START_SECONDS):
            self.pid = int(await self.process.stdout.readline())
            told: dict[str, Any] = json.loads(await self.process.stdout.readline())
        assert told["url"] == f"http://localhost:{self.port}", "it went to another port"
        return told

    async def end(self, how: signal.Signals) -> None:
        """Send a signal, and see it gone."""
        os.kill(self.pid, how)
        async with asyncio.timeout(START_SECONDS):
            while self.is_alive():
                await asyncio.sleep(0.005)

    def is_alive(self) -> bool:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, 0)
            return True
        return False


@pytest.fixture
async def nursery(tmp_path: Path) -> AsyncIterator[Nursery]:
    pipe = asyncio.subprocess.PIPE
    with (tmp_path / "stderr").open("wb") as log:
        process = await asyncio.create_subprocess_exec(sys.executable, NURSERY, stdin=pipe, stdout=pipe, stderr=log)
    servers = Nursery(process, tmp_path / "data", free_port())
    yield servers
    if servers.pid and servers.is_alive():
        os.kill(servers.pid, signal.SIGKILL)
    process.kill()
    await process.wait()


@dataclass
class Talker:
    """A client that talks on and on, and resumes by itself: what nobody acknowledged is sent again."""

    who: Visitor
    chance: random.Random
    reader: Reader = field(default_factory=lambda: Reader(ROOM))
    said: dict[str, str] = field(default_factory=dict)
    unsaid: dict[str, float] = field(default_factory=dict)
    """By ``cid``: when it may be sent again."""
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    quiet: bool = False
    resumes: int = 0
    faults: list[AssertionError] = field(default_factory=list)
    _labels: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def live(self) -> None:
        """Connect, talk, lose the line, again."""
        while True:
            with contextlib.suppress(*LOST):
                async with self.who.socket() as ws:
                    await self._on_line(ws)
            self.reader.settled = False
            await asyncio.sleep(self.chance.uniform(0.01, 0.05))

    async def _on_line(self, ws: ClientConnection) -> None:
        self.unsaid = dict.fromkeys(self.unsaid, 0.0)
        await ws.send(json.dumps(self.reader.hello()))
        talking = asyncio.create_task(self._talk(ws))
        try:
            async for raw in ws:
                await self._hear(ws, json.loads(raw))
        finally:
            talking.cancel()
            with contextlib.suppress(asyncio.CancelledError, *LOST):
                await talking

    async def _hear(self, ws: ClientConnection, frame: dict[str, Any]) -> None:
        try:
            wanted = self.reader.hear(frame)
        except AssertionError as fault:
            self.faults.append(fault)
            raise
        if wanted is not None:
            await ws.send(json.dumps(wanted))
        cid = frame.get("cid")
        if frame["t"] == "welcome":
            self.resumes += 1
        elif frame["t"] == "ok" and cid:
            assert frame["st"] == "delivered", frame
            self.acknowledged.setdefault(cid, (frame["n"], frame["mid"]))
            self.unsaid.pop(cid, None)
        elif frame["t"] == "err" and cid in self.unsaid:
            self.unsaid[cid] = asyncio.get_running_loop().time() + frame["retry_ms"] / 1000

    async def _talk(self, ws: ClientConnection) -> None:
        sent, loop = 0, asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.chance.uniform(0.005, 0.04))
            if not self.reader.settled:
                continue
            due = next((cid for cid, at in self.unsaid.items() if at <= loop.time()), None)
            if due is not None:
                self.unsaid[due] = float("inf")
                await self._tell(ws, t="send", cid=due, text=self.said[due])
            elif sent < SENDS and not self.quiet:
                await self._something_new(ws)
            else:
                continue
            sent += 1

    async def _something_new(self, ws: ClientConnection) -> None:
        """Mostly a message; sometimes an own one is changed or taken away."""
        own = [n for n, _ in list(self.acknowledged.values())[-3:]]
        luck = self.chance.random()
        if own and luck < 0.1:
            await self._tell(ws, t="edit", n=self.chance.choice(own), text=f"changé {self.chance.random()}")
        elif own and luck < 0.15:
            await self._tell(ws, t="delete", n=self.chance.choice(own))
        else:
            cid = f"c{len(self.said)}"
            self.said[cid], self.unsaid[cid] = f"{self.who.cookies[-6:]} dit {cid}", float("inf")
            await self._tell(ws, t="send", cid=cid, text=self.said[cid])

    async def _tell(self, ws: ClientConnection, **frame: object) -> None:
        await ws.send(json.dumps({"id": next(self._labels), "conv": ROOM, **frame}))


@pytest.mark.slow
async def test_twenty_kills_lose_and_double_nothing(nursery: Nursery) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    told = await nursery.start(vouchers=VISITORS)
    names = [f"Parleur {letter}" for letter in "ABCDEF"]
    talkers = [
        Talker(await come_in(told["url"], code, name), random.Random(chance.random()))
        for code, name in zip(told["vouchers"], names, strict=True)
    ]
    living = [asyncio.create_task(talker.live()) for talker in talkers]
    in_flight = 0
    for _ in range(ROUNDS):
        await _until(lambda: all(talker.reader.settled for talker in talkers))
        await asyncio.sleep(chance.uniform(0.02, 0.25))
        await nursery.end(signal.SIGKILL)
        in_flight += sum(len(talker.unsaid) for talker in talkers)
        await nursery.start()
    for talker in talkers:
        talker.quiet = True
    await _until(lambda: all(talker.reader.settled and not talker.unsaid for talker in talkers))
    await _until(lambda: len({talker.reader.rev for talker in talkers}) == 1)
    for task in living:
        task.cancel()
    await asyncio.gather(*living, return_exceptions=True)
    await nursery.end(signal.SIGTERM)
    assert in_flight > ROUNDS / 2, "the kills fell into silence"
    _compare_with_the_store(nursery.data, talkers)
    await _verify_ledger(nursery.data)


def _compare_with_the_store(data: Path, talkers: list[Talker]) -> None:
    with contextlib.closing(sqlite3.connect(data / "parvis.db")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = conn.execute(
            "SELECT n, mid, cid, text FROM message WHERE conversation = ? ORDER BY n", [ROOM]
        ).fetchall()
        [(last_n,)] = conn.execute("SELECT last_n FROM conversation WHERE id = ?", [ROOM]).fetchall()
        told = "SELECT count(*) FROM ledger WHERE kind = 'message.released' AND CAST(body AS TEXT) LIKE ?"
        [(released,)] = conn.execute(told, [f'%"conv":"{ROOM}"%']).fetchall()
        who_said = "SELECT v.nickname, m.cid FROM message m JOIN visit v ON v.id = m.sender WHERE m.conversation = ?"
        said = conn.execute(who_said, [ROOM]).fetchall()
    assert [n for n, *_ in rows] == list(range(1, last_n + 1)), "an n was skipped or used twice"
    assert released == last_n
    assert len(said) == len(set(said)) == sum(len(talker.said) for talker in talkers), "something is missing or double"
    place_of = {mid: n for n, mid, *_ in rows}
    view = {n: (mid, text) for n, mid, _, text in rows}
    for talker in talkers:
        assert not talker.faults
        assert talker.resumes > ROUNDS
        assert set(talker.acknowledged) == set(talker.said)
        assert all(place_of.get(mid) == n for n, mid in talker.acknowledged.values())
        assert all(mids == {view[n][0]} for n, mids in talker.reader.ever.items()), "an n was given to another message"
        assert {n: (item.mid, item.text) for n, item in talker.reader.items.items()} == view


async def _verify_ledger(data: Path) -> None:
    """What an operator would run, with the server stopped."""
    verify = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", "ledger", "verify", "--data", data, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await verify.communicate()
    assert verify.returncode == 0, output.decode()


async def _until(holds: Any, seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.005)

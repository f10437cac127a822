"""The real server as a process of its own, to be killed, starved or spied on, and people who come in by its doors."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from websockets.asyncio.client import ClientConnection, connect

from house import FAULT, Line, submit

START_SECONDS = 60


def free_port() -> int:
    """A port that was free a moment ago, and that `parvis demo` will therefore take."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demo_arguments(data: Path, port: int, vouchers: int) -> list[str]:
    return ["demo", "--json", "--data", str(data), "--port", str(port), "--vouchers", str(vouchers)]


@dataclass
class Visitor:
    """Somebody on the square: cookies that outlive the server, and what their browser would call its origin."""

    origin: str
    cookies: str

    @contextlib.asynccontextmanager
    async def socket(self) -> AsyncIterator[ClientConnection]:
        """A fresh socket, before hello."""
        url = self.origin.replace("http", "ws", 1) + "/ws"
        headers = {"Cookie": self.cookies, "Origin": self.origin}
        async with connect(url, additional_headers=headers, max_size=None, compression=None, proxy=None) as ws:
            yield ws

    @contextlib.asynccontextmanager
    async def talking(self, room: str = "accueil") -> AsyncIterator[Line]:
        """In a room, ready to talk."""
        async with self.socket() as ws:
            line = Line(ws)
            await line.hello()
            await line.ask("join", conv=f"r:{room}")
            yield line

    def browser(self) -> httpx.AsyncClient:
        """The same visitor with a page instead of a socket."""
        return httpx.AsyncClient(base_url=self.origin, headers={"Cookie": self.cookies}, timeout=30)


async def come_in(origin: str, code: str, nickname: str) -> Visitor:
    """From a voucher's code to the square, by the doors."""
    async with httpx.AsyncClient(base_url=origin, timeout=30) as client:
        answer = await submit(client, "/age", "/age/voucher", code=code)
        assert answer.status_code == 303, FAULT.findall(answer.text)
        answer = await submit(client, "/", "/enter", nickname=nickname, age="34")
        assert answer.status_code == 303, FAULT.findall(answer.text)
        return Visitor(origin, "; ".join(f"{name}={value}" for name, value in client.cookies.items()))


@dataclass
class Server:
    """`parvis demo` as a process."""

    origin: str
    vouchers: list[str]
    process: asyncio.subprocess.Process
    said: list[bytes] = field(default_factory=list)
    """Its standard error, line by line."""


@contextlib.asynccontextmanager
async def running(
    data: Path, *, vouchers: int = 4, env: Mapping[str, str] | None = None, within: Sequence[str] = ()
) -> AsyncIterator[Server]:
    """A server that answers; stopped at the end. ``within``: what to put before its command, see `small_disk`."""
    process = await asyncio.create_subprocess_exec(
        *within, sys.executable, "-m", "parvis", *demo_arguments(data, free_port(), vouchers),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, **(env or {})},
    )  # fmt: skip
    assert process.stdout and process.stderr
    said: list[bytes] = []
    listening = asyncio.create_task(_listen(process.stderr, said))
    try:
        async with asyncio.timeout(START_SECONDS):
            first = await process.stdout.readline()
        assert first, b"".join(said).decode()
        told = json.loads(first)
        yield Server(told["url"], told["vouchers"], process, said)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            await process.wait()
            await listening


async def _listen(stream: asyncio.StreamReader, said: list[bytes]) -> None:
    async for line in stream:
        said.append(line)

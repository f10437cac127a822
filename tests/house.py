"""A real server within the test's own loop, and people who come in by its doors."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

import tables
from parvis import app, jobs
from parvis.access.age import voucher
from parvis.core.clock import Clock
from parvis.core.config import Config
from parvis.core.settings_server import Disk
from parvis.web.house import House
from parvis.web.routes import private_app, public_app
from parvis.web.socket import upgrade_for

FAULT = re.compile(r'<div class="fault"[^>]*>(.*?)</div>', re.DOTALL)
ROOMY = Disk(warn_percent=100, scarce_percent=100, full_percent=100)
"""The disk that tests run on is nobody's business."""
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Doors:
    """A running server: where it listens, and what is behind."""

    house: House
    port: int
    private_port: int

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def private_origin(self) -> str:
        return f"http://localhost:{self.private_port}"

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Somebody at the door, with cookies of their own; no redirect is followed unasked."""
        return httpx.AsyncClient(base_url=self.origin, headers=headers, timeout=10)

    def private(self, **headers: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.private_origin, headers=headers, timeout=10)

    async def code(self) -> str:
        """A fresh voucher's short form."""
        batch = await voucher.issue(self.house.means, 1, "test")
        return batch.vouchers[0].short

    async def adult(self, lang: str = "fr") -> httpx.AsyncClient:
        """Somebody whose age was checked."""
        client = self.client(**{"Accept-Language": lang})
        answer = await submit(client, "/age", "/age/voucher", code=await self.code())
        assert answer.status_code == 303, FAULT.findall(answer.text)
        return client

    async def visitor(self, nickname: str, *, lang: str = "fr", **form: str) -> httpx.AsyncClient:
        """Somebody on the square."""
        client = await self.adult(lang)
        answer = await submit(client, "/", "/enter", **({"nickname": nickname, "age": "34"} | form))
        assert answer.status_code == 303, FAULT.findall(answer.text)
        return client

    @contextlib.asynccontextmanager
    async def holding(self, lang: str = "fr") -> AsyncIterator[httpx.AsyncClient]:
        """Somebody with an age pass, for as long as the block lasts."""
        async with contextlib.aclosing(await self.adult(lang)) as client:
            yield client

    @contextlib.asynccontextmanager
    async def staying(self, nickname: str, **form: str) -> AsyncIterator[httpx.AsyncClient]:
        """Somebody on the square, for as long as the block lasts."""
        async with contextlib.aclosing(await self.visitor(nickname, **form)) as client:
            yield client

    @contextlib.asynccontextmanager
    async def socket(self, client: httpx.AsyncClient, origin: str | None = None) -> AsyncIterator[Line]:
        """The visitor's socket, before hello."""
        jar = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        url = f"ws://localhost:{self.port}/ws"
        headers = {"Cookie": jar, "Origin": self.origin if origin is None else origin}
        async with connect(url, additional_headers=headers, max_size=None, max_queue=None, compression=None) as ws:
            yield Line(ws)

    @contextlib.asynccontextmanager
    async def talking(self, nickname: str, room: str = "accueil") -> AsyncIterator[Line]:
        """Somebody in a room, ready to talk."""
        client = await self.visitor(nickname)
        async with contextlib.aclosing(client), self.socket(client) as line:
            await line.hello()
            await line.ask("join", conv=f"r:{room}")
            yield line


@dataclass
class Line:
    """A socket as a client sees it: frames in, frames out, nothing skipped unseen."""

    ws: ClientConnection
    seen: list[dict[str, Any]] = field(default_factory=list)
    label: int = 0

    async def tell(self, **frame: Any) -> None:
        await self.ws.send(json.dumps(frame))

    async def next(self, *kinds: str, seconds: float = 5.0) -> dict[str, Any]:
        """The next frame of one of these kinds; others are kept in ``seen``."""
        async with asyncio.timeout(seconds):
            while True:
                frame: dict[str, Any] = msgspec.json.decode(await self.ws.recv())
                self.seen.append(frame)
                if frame["t"] in kinds:
                    return frame

    async def hello(self, **extra: Any) -> dict[str, Any]:
        """Say hello and return the welcome."""
        await self.tell(t="hello", v=1, **extra)
        return await self.next("welcome", "bye")

    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """A command and its own answer."""
        self.label += 1
        label = self.label
        await self.tell(t=kind, id=label, **fields)
        while True:
            frame = await self.next("ok", "err", "page", "people", "receipt", "bye")
            if frame.get("re") == label or frame["t"] == "bye":
                return frame

    async def say(self, text: str, cid: str, room: str = "accueil") -> dict[str, Any]:
        return await self.ask("send", conv=f"r:{room}", cid=cid, text=text)

    async def rest(self, seconds: float = 0.3) -> list[dict[str, Any]]:
        """Everything that comes until it stays quiet for so long, or the line closes."""
        frames: list[dict[str, Any]] = []
        with contextlib.suppress(TimeoutError, ConnectionClosed):
            while True:
                async with asyncio.timeout(seconds):
                    frames.append(msgspec.json.decode(await self.ws.recv()))
        self.seen += frames
        return frames

    async def closed(self, seconds: float = 5.0) -> int | None:
        """Wait until the other side closes; the close code."""
        async with asyncio.timeout(seconds):
            with contextlib.suppress(ConnectionClosed):
                while True:
                    self.seen.append(msgspec.json.decode(await self.ws.recv()))
        return self.ws.close_code

    @property
    def bye(self) -> str | None:
        """Why the server said it closes."""
        return next((frame["code"] for frame in self.seen if frame["t"] == "bye"), None)


async def submit(client: httpx.AsyncClient, page: str, action: str, **form: str) -> httpx.Response:
    """Load a page as a person would, fill its form, send it."""
    shown = await client.get(page)
    found = CSRF.search(shown.text)
    assert found, f"no form on {page}: {shown.status_code}"
    headers = {"Origin": str(client.base_url).rstrip("/")}
    return await client.post(action, data={"csrf": found[1], **form}, headers=headers)


def token(page: str) -> str:
    """The form token of a page that was loaded."""
    found = CSRF.search(page)
    assert found, "no form on this page"
    return found[1]


def easy(config: Config) -> Config:
    """A whole module of tests comes from one network: it may enter and speak more than any real one."""
    rates = msgspec.structs.replace(
        config.guard, messages_per_10s=1_000, network_messages_per_10s=10_000, entries_per_network_per_hour=10_000,
        code_tries_per_network_per_10min=1_000, newcomer_minutes=0,
    )  # fmt: skip
    team = msgspec.structs.replace(config.team, tries_per_network_per_10min=1_000)
    modes = msgspec.structs.replace(config.modes, by_itself_up_to="normal")
    return msgspec.structs.replace(config, guard=rates, team=team, modes=modes)


@contextlib.asynccontextmanager
async def open_doors(
    folder: Path,
    *,
    demo: bool,
    shape: Callable[[Config], Config] | None = None,
    by_the_clock: bool = False,
    clock: Clock | None = None,
) -> AsyncIterator[Doors]:
    """The real application on free ports of this machine; ``by_the_clock`` also runs its jobs."""
    listeners = app.Listeners([app.bind("127.0.0.1", 0)], [app.bind("127.0.0.1", 0)])
    port, private_port = (one[0].getsockname()[1] for one in (listeners.public, listeners.private))
    config = Config()
    config = msgspec.structs.replace(
        config, square=msgspec.structs.replace(config.square, origin=f"http://localhost:{port}"),
        server=msgspec.structs.replace(config.server, private_port=private_port), disk=ROOMY,
    )  # fmt: skip
    config = shape(config) if shape else config
    tables.lay(folder)
    async with app.open_means(config, folder, clock) as means:
        house = app.build_house(means, demo=demo)
        await house.rulebook.load()
        await house.square.open()
        await house.recount()
        servers = [
            app.Listener(app.settings_for(public_app(house), upgrade_for(house), house.notices)),
            app.Listener(app.settings_for(private_app(house), None)),
        ]
        tasks = [
            asyncio.create_task(server.serve(sockets))
            for server, sockets in zip(servers, (listeners.public, listeners.private), strict=True)
        ]
        for server in servers:
            await server.answers.wait()
        working = (
            asyncio.create_task(jobs.run(house.square, house.metrics, house.recount, house.rulebook))
            if by_the_clock
            else None
        )
        try:
            yield Doors(house, port, private_port)
        finally:
            if working is not None:
                working.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await working
            for server in servers:
                server.should_exit = True
                server.force_exit = True
            await asyncio.gather(*tasks)

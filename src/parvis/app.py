"""Where everything is built and wired, and where the process lives: two listeners, the jobs, an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

import structlog
import uvicorn
import uvloop
from starlette.applications import Starlette

from parvis import jobs
from parvis.access import opening
from parvis.access.means import Means
from parvis.chat import obey, told
from parvis.chat.square import Square
from parvis.core.areas import Gazetteer
from parvis.core.clock import SystemClock
from parvis.core.config import Config
from parvis.core.protocol import ByeCode
from parvis.core.staff import NOBODY
from parvis.guard import standard
from parvis.live.bus import EVERYBODY, Closing
from parvis.live.fan import LocalBus
from parvis.live.metrics import Metrics
from parvis.live.presence import Presence
from parvis.moderation.office import Office
from parvis.store.database import Database
from parvis.store.keys import load_keys
from parvis.web.house import House
from parvis.web.i18n import Texts
from parvis.web.render import Renderer
from parvis.web.routes import private_app, public_app
from parvis.web.socket import SEND_BUFFER, upgrade_for

KEYS_FOLDER = "keys"
DRAIN_SECONDS = 5
DATE_SECONDS = 1.0
"""How often the Date header of answers is made anew."""
COLLECT = (10_000, 20, 50)
"""New objects alive before the young are looked through; times that before the middle-aged, and then all."""


@contextlib.asynccontextmanager
async def open_means(config: Config, data: Path) -> AsyncIterator[Means]:
    """The store, the keys, the clock: what every command needs. Raises StoreUnavailable or ConfigError."""
    means = build_means(config, data)
    try:
        yield means
    finally:
        await means.db.close()


def build_means(config: Config, data: Path) -> Means:
    """Open the data folder; the caller closes ``means.db``."""
    clock, keys = SystemClock(), load_keys(data / KEYS_FOLDER)
    return Means(config=config, db=Database.open(data, clock, keys), keys=keys, clock=clock, gazetteer=Gazetteer.load())


def office_of(means: Means) -> Office:
    """The desk's own means; nobody listens to its effects yet."""
    return Office(
        config=means.config, db=means.db, keys=means.keys, clock=means.clock, entropy=means.entropy
    )  # fmt: skip


def build_house(means: Means, *, demo: bool) -> House:
    """Wire the rooms of the house together; nothing runs yet, and until `House.recount` the team counts nobody."""
    config, square = means.config, build_square(means)
    texts = Texts(config.square.languages)
    pages = Renderer(texts, config, demo=demo, source_url=config.square.source_url, lantern=lambda: bool(house.on_duty))
    house = House(
        means=means, texts=texts, pages=pages, guard=square.guard, square=square, metrics=square.metrics,
        office=square.office, demo=demo,
        opening=[] if demo else opening.reasons_closed(config, NOBODY),
    )  # fmt: skip
    square.office.effects.listen(house.desk.heard)
    return house


def build_square(means: Means) -> Square:
    """The living square alone, without doors: it obeys what the desk decides and tells whom a decision hit."""
    square = Square(
        means=means, guard=standard.pipeline(means.config), bus=LocalBus(), presence=Presence(), metrics=Metrics(),
        office=office_of(means),
    )  # fmt: skip
    obey.attend(square)
    told.listen(square)
    return square


@dataclass(frozen=True)
class Listeners:
    """Bound sockets: for the public, and for the private listener."""

    public: list[socket.socket]
    private: list[socket.socket]


def serve(config: Config, data: Path, listeners: Listeners, *, demo: bool, ready: Callable[[Means], None]) -> None:
    """Serve until told to stop; blocks. ``ready`` is called once, on the loop, when the public listener answers."""
    configure_logs()
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(config, data, listeners, demo=demo, ready=ready))


def _loop() -> asyncio.AbstractEventLoop:
    return uvloop.new_event_loop()


async def _serve(
    config: Config, data: Path, listeners: Listeners, *, demo: bool, ready: Callable[[Means], None]
) -> None:
    async with open_means(config, data) as means:
        house = build_house(means, demo=demo)
        await house.square.open()
        await house.recount()
        public = Listener(settings_for(public_app(house), upgrade_for(house)))
        private = Listener(settings_for(private_app(house), None))
        _stop_on_signals(house, public, private)
        _spare_the_collector()
        working = asyncio.create_task(jobs.run(house.square, house.metrics, house.recount))
        said = asyncio.create_task(_say_ready(public, means, ready))
        try:
            await asyncio.gather(public.serve(listeners.public), private.serve(listeners.private))
        finally:
            for task in (working, said):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task


def _spare_the_collector() -> None:
    """Look for garbage less often, and never again among what was there from the start (modules, tables, rooms).

    Almost everything here is freed when its last reference goes; only cycles wait for the collector. By default it
    walks through all objects whenever a quarter more are alive: with ten thousand people that was a fifth of a
    message's cost, and a pause of a tenth of a second (docs/decisions/0023).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)


async def _say_ready(public: Listener, means: Means, ready: Callable[[Means], None]) -> None:
    await public.answers.wait()
    ready(means)


class Listener(uvicorn.Server):
    """One of uvicorn's servers without its signal handling (one place stops both); ``answers`` is set once it does."""

    def __init__(self, config: uvicorn.Config) -> None:
        self._stopping = asyncio.Event()
        super().__init__(config)
        self.answers = asyncio.Event()

    @property
    def should_exit(self) -> bool:
        """Whether to finish what is being answered, and then end."""
        return self._stopping.is_set()

    @should_exit.setter
    def should_exit(self, yes: bool) -> None:
        (self._stopping.set if yes else self._stopping.clear)()

    async def main_loop(self) -> None:
        """As uvicorn's, which wakes ten times a second to look whether it shall stop; this one is told."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), DATE_SECONDS)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def settings_for(app: Starlette, upgrade: type[asyncio.Protocol] | None) -> uvicorn.Config:
    """Uvicorn's settings for one listener; ``upgrade`` takes over WebSockets, None refuses them."""
    return uvicorn.Config(
        app, http="httptools", ws=upgrade or "none", lifespan="off", log_config=None, access_log=False,
        proxy_headers=False, server_header=False, date_header=True, h11_max_incomplete_event_size=None,
        timeout_keep_alive=15, timeout_graceful_shutdown=DRAIN_SECONDS, backlog=4096,
    )  # fmt: skip


def _stop_on_signals(house: House, *servers: uvicorn.Server) -> None:
    """SIGTERM and SIGINT: tell every client that this is a restart, then let both listeners finish."""

    def stop() -> None:
        house.square.bus.publish(EVERYBODY, Closing(ByeCode.RESTART))
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def bind(address: str, port: int) -> socket.socket:
    """A listening socket; OSError when the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)  # whoever is let in inherits it
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(4096)
    except OSError:
        listener.close()
        raise
    return listener


class _Patient:
    """Standard error for the log: where it lies on the same full disk, a line is lost rather than somebody's answer."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._file.flush()


def configure_logs() -> None:
    """One JSON object a line on standard error: events and ids, never text, names or addresses."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _Patient(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format='{"level": "%(levelname)s", "event": "%(message)s"}'
    )

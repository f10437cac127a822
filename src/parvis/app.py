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
from starlette.types import ASGIApp

from parvis import jobs
from parvis.access import choosing, opening
from parvis.access.means import Means
from parvis.chat import modes, obey, told
from parvis.chat.square import Square
from parvis.core import chosen
from parvis.core.areas import Gazetteer
from parvis.core.chosen import Written
from parvis.core.clock import Clock, SystemClock
from parvis.core.config import Config
from parvis.core.errors import ConfigError, StoreUnavailable
from parvis.core.protocol import ByeCode
from parvis.core.staff import NOBODY
from parvis.guard import remote, standard
from parvis.guard.breakers import Breakers
from parvis.guard.edition import Current, as_shipped
from parvis.guard.pipeline import AwaitedCheck
from parvis.legal import closing
from parvis.live import systemd
from parvis.live.bus import EVERYBODY, Closing
from parvis.live.closing import Closed
from parvis.live.fan import LocalBus
from parvis.live.metrics import Metrics
from parvis.live.presence import Presence
from parvis.moderation.office import Office
from parvis.rulebook.book import Rulebook
from parvis.rulebook.trying import Trials
from parvis.store.database import Database
from parvis.store.keys import load_keys
from parvis.web.house import House
from parvis.web.i18n import LANGUAGES, Texts
from parvis.web.notice import Notices
from parvis.web.render import Renderer
from parvis.web.routes import closed_app, private_app, public_app
from parvis.web.socket import SEND_BUFFER, upgrade_closed, upgrade_for
from parvis.web.unreadable import protocol_for

log = structlog.get_logger()
KEYS_FOLDER = "keys"
DRAIN_SECONDS = 5
AGAIN_SECONDS = 5.0
"""How long a closed square waits before it tries its store again."""
DATE_SECONDS = 1.0
"""How often the Date header of answers is made anew."""
COLLECT = (10_000, 20, 50)
"""New objects alive before the young are looked through; times that before the middle-aged, and then all."""


@contextlib.asynccontextmanager
async def open_means(config: Config, data: Path, clock: Clock | None = None) -> AsyncIterator[Means]:
    """The store, the keys, the clock: what every command needs. Raises StoreUnavailable or ConfigError."""
    means = build_means(config, data, clock)
    try:
        yield means
    finally:
        await means.db.close()


def build_means(config: Config, data: Path, clock: Clock | None = None) -> Means:
    """Open the data folder; the caller closes ``means.db``. Without a ``clock``: the machine's own."""
    clock, keys = clock or SystemClock(), load_keys(data / KEYS_FOLDER)
    return Means(config=config, db=Database.open(data, clock, keys), keys=keys, clock=clock, gazetteer=Gazetteer.load())


def office_of(means: Means) -> Office:
    """The desk's own means; nobody listens to its effects yet."""
    return Office(
        config=means.config, db=means.db, keys=means.keys, clock=means.clock, entropy=means.entropy
    )  # fmt: skip


def build_house(means: Means, *, demo: bool, written: Written | None = None) -> House:
    """Wire the rooms of the house together; nothing runs yet, and until `House.recount` the team counts nobody."""
    config, current = means.config, _rules(means)
    square = build_square(means, current)
    texts = Texts(config.square.languages)
    pages = Renderer(
        texts, config, demo=demo, source_url=config.square.source_url, lantern=lambda: bool(house.on_duty),
        narrowed=lambda: "square-mode-shut" if square.closing.notice else modes.banner(square),
    )  # fmt: skip
    notices = Notices(pages, secure=config.square.origin.startswith("https:"), metrics=square.metrics)
    square.closing.listen(notices.show)
    square.closing.listen(square.metrics.show_closed)
    house = House(
        means=means, texts=texts, pages=pages, guard=square.guard, square=square, metrics=square.metrics,
        office=square.office, rulebook=Rulebook(square.office, current), trials=Trials(means.entropy), demo=demo,
        written=written or Written(config=config),
        notices=notices,
        opening=[] if demo else opening.reasons_closed(config, NOBODY),
    )  # fmt: skip
    square.office.effects.listen(house.desk.heard)
    square.closing.look()
    return house


def build_square(means: Means, rules: Current | None = None) -> Square:
    """The living square alone, without doors: it obeys what the desk decides and tells whom a decision hit."""
    current = rules or _rules(means)
    square = Square(
        means=means, guard=standard.pipeline(means.config, rules=current, more=_opinions(means)), bus=LocalBus(),
        presence=Presence(), metrics=Metrics(), office=office_of(means), packs=current,
    )  # fmt: skip
    obey.attend(square)
    told.listen(square)
    return square


def _rules(means: Means) -> Current:
    """The shipped packs, with the learned check unless the operator wants none; it is ready for the first text."""
    edition, wanted = as_shipped(), means.config.learned
    model = edition.model if wanted.enabled else None
    if model and wanted.second_look_percent:
        model = model.twice(wanted.second_look_percent / 100)
        if not model.looks_twice:
            log.warning("no_second_look", why="the extra parvis[meaning] is not installed")
    return Current(edition.scored_by(model), Breakers())


def _opinions(means: Means) -> list[AwaitedCheck]:
    """The model somebody runs, where one is set; ConfigError when its key cannot be read."""
    wanted = means.config.model
    if not wanted.url:
        return []
    try:
        key = (means.db.folder / wanted.key_file).read_text("utf-8").strip() if wanted.key_file else ""
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([f"model.key_file: {wanted.key_file} cannot be read: {fault}."]) from fault
    model = remote.Model(
        url=wanted.url, name=wanted.name, version=wanted.version, speaks=remote.Speaks(wanted.speaks), key=key,
        threshold=wanted.threshold, seconds=wanted.timeout_ms / 1000, per_minute=wanted.per_minute,
    )  # fmt: skip
    return [remote.check(model)]


@dataclass(frozen=True)
class Listeners:
    """Bound sockets: for the public, and for the private listener."""

    public: list[socket.socket]
    private: list[socket.socket]


def serve(
    config: Config, data: Path, listeners: Listeners, *, demo: bool, ready: Callable[[Means], None],
    settings: Path | None = None,
) -> None:  # fmt: skip
    """Serve until told to stop; blocks. ``ready`` is called once, on the loop, when the public listener answers.

    ``settings`` is the file that ``config`` was read from: it is read again at SIGHUP, and goes into backups.
    """
    configure_logs()
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(config, data, listeners, demo=demo, ready=ready, settings=settings))


def _loop() -> asyncio.AbstractEventLoop:
    return uvloop.new_event_loop()


async def _serve(
    config: Config, data: Path, listeners: Listeners, *, demo: bool, ready: Callable[[Means], None],
    settings: Path | None,
) -> None:  # fmt: skip
    if not await _until_it_opens(config, data, listeners):
        return
    text = None if settings is None else await asyncio.to_thread(settings.read_text, "utf-8")
    written = None if text is None else chosen.read(text, str(settings))
    async with open_means(config, data) as means:
        if written is not None:
            means.renew(await choosing.wanted(means, written))
        house = build_house(means, demo=demo, written=written)
        try:
            await closing.settle(house.office, house.square.closing)
        except StoreUnavailable:
            if house.square.closing.notice is None:
                raise
        await house.rulebook.load()
        await house.square.open()
        await house.recount()
        public = Listener(settings_for(public_app(house), upgrade_for(house), house.notices))
        private = Listener(settings_for(private_app(house), None))
        _stop_on_signals(house, settings, public, private)
        _spare_the_collector()
        working = asyncio.create_task(jobs.run(house.square, house.metrics, house.recount, house.rulebook, settings))
        said = asyncio.create_task(_say_ready(public, means, ready))
        watched = asyncio.create_task(systemd.watch())
        try:
            await asyncio.gather(public.serve(listeners.public), private.serve(listeners.private))
        finally:
            for task in (working, said, watched):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task


async def _until_it_opens(config: Config, data: Path, listeners: Listeners) -> bool:
    """A closed square whose store cannot be opened still answers with its notice. False when it was told to stop."""
    closed = Closed(data, SystemClock(), config.square.origin)
    notices = Notices(Renderer(Texts(LANGUAGES), config), secure=config.square.origin.startswith("https:"))
    closed.listen(notices.show)
    if not closed.look() or await asyncio.to_thread(_opens, config, data):
        return True
    log.warning("closed_without_store")
    public = Listener(settings_for(closed_app(notices), upgrade_closed(notices), notices))
    serving = asyncio.create_task(public.serve([one.dup() for one in listeners.public]))
    await public.answers.wait()
    systemd.tell(systemd.READY)
    watched = asyncio.create_task(systemd.watch())
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    while not ending.is_set() and not await asyncio.to_thread(_opens, config, data):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), AGAIN_SECONDS)
    watched.cancel()
    public.should_exit = True
    await serving
    return not ending.is_set()


def _opens(config: Config, data: Path) -> bool:
    """Whether the store can be opened now; waits as long as the store does."""
    try:
        asyncio.run(_open_and_close(config, data))
    except (StoreUnavailable, ConfigError):
        return False
    return True


async def _open_and_close(config: Config, data: Path) -> None:
    async with open_means(config, data):
        pass


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
    systemd.tell(systemd.READY)
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


def settings_for(
    app: ASGIApp, upgrade: type[asyncio.Protocol] | None, notices: Notices | None = None
) -> uvicorn.Config:
    """Uvicorn's settings for one listener; ``upgrade`` takes over WebSockets, None refuses them.

    ``notices``: of the public listener, where even what is no request meets the notice of a closed square.
    """
    return uvicorn.Config(
        app, http=protocol_for(notices) if notices else "httptools",
        ws=upgrade or "none", lifespan="off", log_config=None, access_log=False,
        proxy_headers=False, server_header=False, date_header=True, h11_max_incomplete_event_size=None,
        timeout_keep_alive=15, timeout_graceful_shutdown=DRAIN_SECONDS, backlog=4096,
    )  # fmt: skip


def _stop_on_signals(house: House, settings: Path | None, *servers: uvicorn.Server) -> None:
    """SIGTERM and SIGINT: tell every client that this is a restart, then let both listeners finish.

    SIGHUP: read settings, packs, rules and modes anew; nobody is dropped, and no text meets half of each.
    """

    def stop() -> None:
        systemd.tell(systemd.STOPPING)
        house.square.bus.publish(EVERYBODY, Closing(ByeCode.RESTART))
        for server in servers:
            server.should_exit = True

    def renew() -> None:
        renewing.append(loop.create_task(renew_all(house, settings)))
        del renewing[:-1]

    renewing: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    loop.add_signal_handler(signal.SIGHUP, renew)


async def renew_all(house: House, settings: Path | None) -> None:
    """Read everything again that may change while people are in; a file with faults changes nothing, and is told."""
    await house.rulebook.load()
    if settings is None:
        return
    try:
        text = await asyncio.to_thread(settings.read_text, "utf-8")
        written = chosen.read(text, str(settings))
        found = await house.adopt(await choosing.wanted(house.means, written))
        house.written = written
    except (OSError, UnicodeDecodeError) as fault:
        log.error("settings_unreadable", fault=str(fault))
    except ConfigError as fault:
        log.error("settings_refused", faults=fault.faults)
    else:
        log.warning("settings_renewed", taken=found.taken, need_a_restart=found.waiting)


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

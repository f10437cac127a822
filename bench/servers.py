"""The servers that are compared: how each is started, and when it answers."""

from __future__ import annotations

import contextlib
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.machine import BenchError, Cores, compiled, family, started
from bench.people import COOKIES
from bench.workloads import Workload

READY_SECONDS = 30.0
PEERS = Path(__file__).resolve().parent / "peers"
Words = list[str | Path]


@dataclass(frozen=True)
class Place:
    """What a server is started with: a port, a folder that is its own, and the people who will come."""

    port: int
    folder: Path
    people: Path
    rooms: int
    profile: Path | None = None


@dataclass(frozen=True)
class Server:
    """One server of the comparison. ``settle`` is how long its wave of joins may echo, in seconds."""

    name: str
    title: str
    protocol: str
    command: Callable[[Place], Words]
    settle: float = 0.5
    cookies: bool = False


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    pids: list[int]


def _control(how: str) -> Callable[[Place], Words]:
    return lambda place: [compiled("peers/control.c"), str(place.port), how]


def _python(file: str, *options: str) -> Callable[[Place], Words]:
    return lambda place: [sys.executable, PEERS / file, str(place.port), *options]


def _parvis(place: Place) -> Words:
    shutil.copytree(place.people, place.folder, dirs_exist_ok=True)
    profile: Words = ["--profile", place.profile] if place.profile else []
    words: Words = [sys.executable, "-m", "bench.parvis_server", "--port", str(place.port)]
    return [*words, "--data", place.folder, "--rooms", str(place.rooms), *profile]


PARVIS = Server("parvis", "**Parvis** (guarded, stored)", "parvis", _parvis, settle=5.5, cookies=True)
SERVERS = (
    PARVIS,
    Server("c-naive", "C on epoll, a send each (control)", "plain", _control("naive")),
    Server("c-batching", "C on epoll, batching", "plain", _control("batching")),
    Server("picows", "picows alone, batching", "plain", _python("picows_room.py")),
    Server("websockets", "websockets `broadcast()`", "plain", _python("websockets_room.py")),
    Server("starlette", "Starlette on uvicorn", "plain", _python("starlette_room.py")),
    Server("socketio", "python-socketio on uvicorn", "socketio", _python("socketio_room.py")),
)
EXTRA = (Server("picows-each", "picows alone, a send each", "plain", _python("picows_room.py", "each")),)
BY_NAME = {server.name: server for server in (*SERVERS, *EXTRA)}


@contextlib.contextmanager
def serving(
    server: Server, workload: Workload, people: Path, cores: Cores, *, first: bool, profile: Path | None = None
) -> Iterator[Running]:
    """The server on its core, once it answers, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        place = Place(_free_port(), Path(folder), people, workload.rooms, profile)
        with started(server.command(place), cores.server, first=first) as process:
            _wait_for(place.port, lambda: process.poll() is None)
            yield Running(place.port, family(process.pid))


def cookies_of(people: Path) -> Path:
    """Where the people's cookies stand, one line each."""
    return people / COOKIES


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, alive: Callable[[], bool]) -> None:
    """Until something answers an ordinary request: a port that is bound need not be served yet."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and alive():
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as line:
            line.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
            line.recv(1)
            return
        time.sleep(0.05)
    if alive():
        raise BenchError(f"The server on port {port} does not answer after {READY_SECONDS:.0f} s.")

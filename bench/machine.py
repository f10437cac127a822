"""The machine under the bench: which core does what, how a process is started and stopped there, what is compiled."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench"
STOP_SECONDS = 15
FIRST = "-20"
"""Autogroup priority: the scheduler shares between sessions, and `nice` does nothing across them."""
COMPARED = ("picows", "uvloop", "uvicorn", "starlette", "websockets", "python-socketio", "msgspec", "sqlalchemy")


class BenchError(Exception):
    """The bench cannot go on; the text says why."""


@dataclass(frozen=True)
class Cores:
    """One core for the server, another for the load generator; the same one where there is only one."""

    server: int
    load: int

    @property
    def shared(self) -> bool:
        return self.server == self.load


def cores() -> Cores:
    """The first two cores this process may use."""
    allowed = sorted(os.sched_getaffinity(0))
    return Cores(allowed[0], allowed[min(1, len(allowed) - 1)])


def compiled(source: str) -> Path:
    """The program made from one C file of the bench; made again when the file is newer."""
    path = ROOT / "bench" / source
    program = CACHE / path.stem
    compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    if compiler is None:
        raise BenchError("The bench needs a C compiler, and none is here: install what Debian calls gcc and libc6-dev.")
    if not program.exists() or program.stat().st_mtime < path.stat().st_mtime:
        CACHE.mkdir(parents=True, exist_ok=True)
        fresh = program.with_suffix(f".{os.getpid()}")
        done = subprocess.run([compiler, "-O2", "-Wall", "-o", fresh, path], capture_output=True, text=True)
        if done.returncode:
            raise BenchError(f"bench/{source} does not compile:\n{done.stderr}")
        fresh.replace(program)
    return program


def prepared(core: int, *, first: bool) -> Callable[[], None]:
    """What a child does before it runs: a session of its own, one core, before all others where that is allowed."""

    def prepare() -> None:
        os.setsid()
        os.sched_setaffinity(0, {core})
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        if first:
            with contextlib.suppress(OSError):
                Path("/proc/self/autogroup").write_text(FIRST)

    return prepare


@contextlib.contextmanager
def started(command: Sequence[str | Path], core: int, *, first: bool) -> Iterator[subprocess.Popen[bytes]]:
    """A server on its core until the block ends; what it said on standard error is told when it died by itself."""
    with tempfile.TemporaryFile() as said:
        words = [str(word) for word in command]
        process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=said, preexec_fn=prepared(core, first=first)
        )
        try:
            yield process
        finally:
            died = process.poll()
            _stop(process)
            if died is not None:
                said.seek(0)
                raise BenchError(f"{words[:3]} ended by itself ({died}):\n{said.read().decode()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            for child in (task / "children").read_text().split():
                found += family(int(child))
    return found


def described() -> dict[str, str]:
    """What the figures were measured on; no name and no path of the machine."""
    model = [line.split(":", 1)[1].strip() for line in _cpuinfo() if line.startswith("model name")]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in COMPARED)
    return {
        "processor": f"{model[0] if model else platform.machine()}, {os.cpu_count()} cores",
        "system": f"Linux {platform.release()}, Python {platform.python_version()}",
        "versions": versions,
    }


def _cpuinfo() -> list[str]:
    with contextlib.suppress(OSError):
        return Path("/proc/cpuinfo").read_text().splitlines()
    return []

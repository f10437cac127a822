"""One run of the load generator against one running server, and its lines of JSON as figures."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.machine import BenchError, Cores, compiled, prepared
from bench.servers import Running, Server, cookies_of
from bench.workloads import Phase, Plan, Workload

Figures = dict[str, float]
"""What one window gave, by name; see `_figures`."""
LIMIT_SECONDS = 280


def run(
    server: Server, running: Running, workload: Workload, plan: Plan, people: Path, cores: Cores, *, first: bool,
    signals: bool = False,
) -> Iterator[tuple[str, Figures]]:  # fmt: skip
    """The phases' names with their figures, the joining's first."""
    words = [compiled("load.c"), "--port", running.port, "--protocol", server.protocol, "--limit", LIMIT_SECONDS]
    words += ["--connections", workload.connections, "--rooms", workload.rooms, "--text", workload.text]
    words += ["--settle", server.settle, *(("--cookies", cookies_of(people)) if server.cookies else ())]
    words += [word for pid in running.pids for word in ("--pid", pid)]
    words += [word for phase in _phases(workload, plan) for word in ("--phase", _spelled(phase, plan))]
    words += ["--sleep"] if cores.shared else []
    words += ["--signal"] if signals else []
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        errors="replace",
        preexec_fn=prepared(cores.load, first=first),
    )
    if done.returncode:
        raise BenchError(f"{server.name}, {workload.name}: the load generator stopped. {done.stderr.strip()}")
    for line in done.stdout.splitlines():
        said = json.loads(line)
        yield said["phase"], _joined(said) if said["phase"] == "join" else _figures(said, workload)


def _phases(workload: Workload, plan: Plan) -> list[Phase]:
    """Repeats come as rounds of all phases, so that a disturbance does not hit one phase alone; who is stuck stays."""
    if any(phase.stuck for phase in workload.phases):
        return [phase for phase in workload.phases for _ in range(plan.repeats)]
    return list(workload.phases) * plan.repeats


def _spelled(phase: Phase, plan: Plan) -> str:
    seconds = f"{max(plan.warm, phase.warm):g}:{plan.window:g}"
    return f"{phase.name}:{phase.mode}:{phase.value:g}:{seconds}:{phase.stuck:g}:{phase.rooms}"


def _joined(said: dict[str, float]) -> Figures:
    return {"joins": said["joins"], "joins_per_second": said["per_second"], "join_us": said["cpu_us"], "kb": said["kb"]}


def _figures(said: dict[str, float], workload: Workload) -> Figures:
    """Processor time per delivery in microseconds, rates a second, latency in milliseconds, and what went wrong."""
    delivered, seconds = said["deliveries"], said["seconds"]
    offered = said["rate"] * workload.connections / workload.rooms
    found = {
        "deliveries": delivered / seconds,
        "messages": said["sent"] / seconds,
        "sent": said["sent"],
        "cpu": said["cpu_us"] / 1e6 / seconds,
        "spare": said["spare"],
        "refused": said["errors"],
        "closed": said["closed"],
        "lost": said["lost"] + said["unsent"],
        "reached": delivered / seconds / offered if offered else 1.0,
        "memory_kb": said["memory_kb"],
    }
    if delivered:
        found |= {"cost_us": said["cpu_us"] / delivered, "p50_ms": said["p50_us"] / 1e3, "p99_ms": said["p99_us"] / 1e3}
    return found

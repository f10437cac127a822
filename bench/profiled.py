"""Where time goes in Parvis, for a message and for a join: runs with the stopwatch of `bench.stages`, as tables."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import generator
from bench.machine import BenchError, Cores
from bench.servers import PARVIS, serving
from bench.stages import GARBAGE, STAGES, THREADS
from bench.workloads import ROOM, ROOMS, Phase, Plan, Workload

RUNS: tuple[Workload, ...] = (
    replace(ROOM, title="One room of 1,000, 20 messages/s", phases=(Phase("calm", "paced", 20),)),
    replace(ROOM, title="One room of 1,000, 50 messages/s", phases=(Phase("busy", "paced", 50, warm=2.0),)),
    replace(ROOMS, title="500 rooms of 4, 1,000 in flight", phases=(Phase("peak", "closed", 1_000),)),
)
Spent = dict[str, float]
"""Microseconds by stage between two snapshots."""


def profile(people: Path, plan: Plan, cores: Cores, *, first: bool) -> str:
    """Run each workload once and tell, stage by stage, microseconds per join, per message and per delivery."""
    once = replace(plan, rounds=1, repeats=1)
    return "\n\n".join(_tables(one, people, once, cores, first=first) for one in RUNS)


def _tables(workload: Workload, people: Path, plan: Plan, cores: Cores, *, first: bool) -> str:
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        file = Path(folder) / "stages"
        with serving(PARVIS, workload, people, cores, first=first, profile=file) as running:
            told = generator.run(PARVIS, running, workload, plan, people, cores, first=first, signals=True)
            found = dict(told)
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    if len(lines) != 4:
        raise BenchError(f"The profile wants a snapshot at each edge of joining and talking, and has {len(lines)}.")
    joining, talking = _between(*lines[:2]), _between(*lines[2:])
    figures = found[workload.phases[0].name]
    rates = f"{figures['messages']:,.0f} messages/s, {figures['deliveries']:,.0f} deliveries/s"
    per_message = {
        "µs/message": figures["sent"],
        "µs/delivery": figures["sent"] * workload.connections / workload.rooms,
    }
    return "\n\n".join([
        _table(f"{workload.title}: {rates}", talking, per_message),
        _table(f"{workload.title}: the joins before", joining, {"µs/join": found["join"]["joins"]}),
    ])  # fmt: skip


def _between(before: Spent, after: Spent) -> Spent:
    return {name: after[name] - before.get(name, 0.0) for name in after}


def _table(title: str, spent: Spent, by: dict[str, float]) -> str:
    """One line for each stage and thread; a column for each thing it is divided by."""
    stages = (*STAGES, GARBAGE)
    staged = sum(spent.get(stage, 0.0) for stage in stages)
    elsewhere = spent["garbage elsewhere"]
    loop = max(spent.get("loop thread", 0.0) + elsewhere - staged - spent["timing"], 0.0)
    rows = [(stage, spent.get(stage, 0.0)) for stage in stages]
    rows += [("loop: sockets read, tasks, futures", loop)]
    rows += [(name, spent.get(name, 0.0)) for name in (*THREADS.values(), "other threads")]
    known = sum(value for _, value in rows)
    lines = [f"### {title}", "", f"| {'stage':<36} | {' | '.join(f'{name:>11}' for name in by)} | share |"]
    lines += [f"|{'-' * 38}|{'------------:|' * len(by)}------:|"]
    for name, value in [*rows, ("all, without the timing itself", known)]:
        shares = " | ".join(f"{value / count:>11,.2f}" for count in by.values())
        lines.append(f"| {name:<36} | {shares} | {value / known:>5.0%} |")
    return "\n".join([*lines, "", f"The stopwatch itself took {spent['timing'] / spent['all']:.0%} more."])

"""Where a message's time goes in Parvis: one run with the stopwatch of `bench.stages`, as a table."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import generator
from bench.machine import BenchError, Cores
from bench.servers import PARVIS, serving
from bench.stages import STAGES, THREADS
from bench.workloads import ROOM, ROOMS, Phase, Plan, Workload

RUNS: tuple[Workload, ...] = (
    replace(ROOM, title="One room of 1,000, 20 messages/s", phases=(Phase("calm", "paced", 20),)),
    replace(ROOM, title="One room of 1,000, 50 messages/s", phases=(Phase("busy", "paced", 50),)),
    replace(ROOMS, title="500 rooms of 4, 1,000 in flight", phases=(Phase("peak", "closed", 1_000),)),
)
Spent = dict[str, float]
"""Microseconds by stage within one window."""


def profile(people: Path, plan: Plan, cores: Cores, *, first: bool) -> str:
    """Run each workload once and tell, stage by stage, microseconds per message and per delivery."""
    once = replace(plan, rounds=1, repeats=1)
    return "\n\n".join(_table(one, *_measured(one, people, once, cores, first=first)) for one in RUNS)


def _measured(
    workload: Workload, people: Path, plan: Plan, cores: Cores, *, first: bool
) -> tuple[Spent, generator.Figures]:
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        file = Path(folder) / "stages"
        with serving(PARVIS, workload, people, cores, first=first, profile=file) as running:
            found = dict(generator.run(PARVIS, running, workload, plan, people, cores, first=first, signals=True))
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    if len(lines) != 2:
        raise BenchError(f"The profile wants one snapshot at each edge of the window and has {len(lines)}.")
    before, after = lines
    return {name: after[name] - before.get(name, 0.0) for name in after}, found[workload.phases[0].name]


def _table(workload: Workload, spent: Spent, figures: generator.Figures) -> str:
    messages = figures["sent"]
    deliveries = messages * workload.connections / workload.rooms
    staged = sum(spent.get(stage, 0.0) for stage in STAGES)
    loop = max(spent.get("loop thread", 0.0) - staged - spent["timing"], 0.0)
    rows = [(stage, spent.get(stage, 0.0)) for stage in STAGES]
    rows += [("loop: sockets read, tasks, futures", loop)]
    rows += [(name, spent.get(name, 0.0)) for name in (*THREADS.values(), "other threads")]
    known = sum(value for _, value in rows)
    rates = f"{figures['messages']:,.0f} messages/s, {figures['deliveries']:,.0f} deliveries/s"
    lines = [f"### {workload.title}: {rates}", "", f"| {'stage':<36} | µs/message | µs/delivery | share |"]
    lines += [f"|{'-' * 38}|-----------:|------------:|------:|"]
    for name, value in [*rows, ("all, without the timing itself", known)]:
        lines.append(
            f"| {name:<36} | {value / messages:>10,.1f} | {value / deliveries:>11.2f} | {value / known:>5.0%} |"
        )
    return "\n".join([*lines, "", f"The stopwatch itself took {spent['timing'] / spent['all']:.0%} more."])

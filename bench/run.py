"""`./dev bench`: every server, every workload, one machine, one run; the figures side by side."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench import generator, guarding, people, profiled, report, visitor
from bench.machine import BenchError, Cores, compiled, cores, described
from bench.servers import BY_NAME, EXTRA, PARVIS, SERVERS, Server, serving
from bench.workloads import Plan, Workload, short

SHORT_SERVERS = ("parvis", "c-naive", "websockets", "starlette")
"""Those that the goals are about."""


def main() -> int:
    """Measure what the options choose; 1 when --check finds a goal missed by far, 2 when nothing could be measured."""
    chosen = _options()
    try:
        plan = _plan(chosen)
        with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
            return _run(chosen, plan, Path(folder))
    except BenchError as reason:
        say(f"bench: {reason}")
        return 2


def _run(chosen: argparse.Namespace, plan: Plan, folder: Path) -> int:
    place, first = cores(), not chosen.polite
    if place.shared:
        say("There is one core only: server and generator take it from each other, so trust the ratios alone.")
    compiled("load.c")
    servers = _servers(chosen)
    crowd = _people(plan, servers, folder, profile=chosen.profile)
    if chosen.profile:
        print(profiled.profile(crowd, plan, place, first=first))
        return 0
    if PARVIS in servers and plan.workloads:
        visitor.prove(crowd, place, first=first)
    results = report.Results(described(), plan)
    for name, figures in guarding.measure(place, first=first) if plan.guard else ():
        results.add(PARVIS.name, guarding.NAME, name, figures)
    for number in range(plan.rounds):
        _round(results, servers, crowd, place, number, first=first)
    text = report.tables(results)
    print(text)
    if chosen.json:
        chosen.json.write_text(json.dumps(results.as_json(), indent=1))
    if chosen.write_docs:
        report.write_page(results, text)
    return check(results) if chosen.check else 0


def _round(
    results: report.Results, servers: list[Server], crowd: Path, place: Cores, number: int, *, first: bool
) -> None:
    """Every workload on every server, the servers in another order each time."""
    for workload in results.plan.workloads:
        turned = servers[number % len(servers) :] + servers[: number % len(servers)]
        for server in turned:
            if workload.only and server.name not in workload.only:
                continue
            began = time.monotonic()
            with serving(server, workload, crowd, place, first=first) as running:
                for phase, figures in generator.run(server, running, workload, results.plan, crowd, place, first=first):
                    results.add(server.name, workload.name, phase, figures)
            done = f"round {number + 1} of {results.plan.rounds}: {workload.name}, {server.name}"
            say(f"{done}, {time.monotonic() - began:.1f} s")


def check(results: report.Results) -> int:
    """0 when nothing is missed by far and the figures mean something; else 1, each reason said."""
    far = results.far_off()
    for goal, found in far:
        say(f"FAILED: {goal.words}: {found:.2f}{goal.unit}, the goal is {goal.bound:g}{goal.unit}.")
    stopped = results.stopped(PARVIS.name)
    if stopped > report.STOPPED:
        say(f"FAILED: {stopped:.1%} refused: the guard or a limit stopped the generator, so the figures mean nothing.")
    if not results.goals():
        say("FAILED: nothing was measured that a goal is about.")
    return 1 if far or stopped > report.STOPPED or not results.goals() else 0


def _people(plan: Plan, servers: list[Server], folder: Path, *, profile: bool) -> Path:
    """The visits that Parvis will be asked to believe; none when Parvis is not measured."""
    workloads = profiled.RUNS if profile else plan.workloads
    crowd = folder / "people"
    crowd.mkdir(mode=0o700)
    if profile or (workloads and any(server.cookies for server in servers)):
        count = max(workload.connections for workload in workloads)
        began = time.monotonic()
        people.make(crowd, count)
        say(f"{count:,} people came in by the door, {time.monotonic() - began:.1f} s")
    return crowd


def _servers(chosen: argparse.Namespace) -> list[Server]:
    if not chosen.only:
        return [one for one in SERVERS if not chosen.short or one.name in SHORT_SERVERS]
    names = chosen.only.split(",")
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        raise BenchError(f"There is no server {', '.join(unknown)}. Known: {', '.join(BY_NAME)}.")
    return [BY_NAME[name] for name in names]


def _plan(chosen: argparse.Namespace) -> Plan:
    plan = short() if chosen.short else Plan()
    plan = replace(plan, rounds=chosen.rounds or plan.rounds, window=chosen.window or plan.window)
    if not chosen.workload:
        return plan
    wanted = chosen.workload.split(",")
    picked: tuple[Workload, ...] = tuple(
        one for one in plan.workloads if any(one.name == name or one.name.startswith(f"{name}-") for name in wanted)
    )
    guard = guarding.NAME in wanted
    if not picked and not guard:
        known = [*(one.name for one in plan.workloads), guarding.NAME]
        raise BenchError(f"There is no such workload. Known: {', '.join(known)}.")
    return replace(plan, workloads=picked, guard=guard)


def _options() -> argparse.Namespace:
    extra = ", ".join(one.name for one in EXTRA)
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="short windows, few servers: a first look, or CI")
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed by a factor of two")
    parser.add_argument("--only", help=f"servers, by name, with commas (also: {extra})")
    parser.add_argument("--workload", help="room, rooms, idle, scale, stuck, guard; with commas")
    parser.add_argument("--rounds", type=int, help="how often every server is started anew")
    parser.add_argument("--window", type=float, help="seconds of one window")
    parser.add_argument("--profile", action="store_true", help="where a message's time goes in Parvis; nothing else")
    parser.add_argument("--polite", action="store_true", help="do not go before the machine's other work")
    parser.add_argument("--json", type=Path, help="write every window to this file")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/reference/performance.md")
    return parser.parse_args()


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

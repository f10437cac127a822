"""What a run found, as tables to read, as JSON to keep, and as a page of the documentation."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench import guarding
from bench.generator import Figures
from bench.goals import CONTROL, GOALS, Goal
from bench.machine import ROOT
from bench.servers import BY_NAME
from bench.workloads import SCALES, Plan, Workload

PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- bench: from here -->", "<!-- bench: to here -->"
STOPPED = 0.01
"""With more of what was said refused than this share, something stopped the generator: the figures mean nothing."""
GENERATOR_FULL = 0.05
"""With less time to spare than this share, the generator itself may have been the limit."""
Key = tuple[str, str, str]
"""Server, workload, phase."""


@dataclass
class Results:
    """Every window of a run, and their medians."""

    machine: dict[str, str]
    plan: Plan
    samples: dict[Key, list[Figures]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, server: str, workload: str, phase: str, figures: Figures) -> None:
        """Keep one window; what went wrong in it becomes a remark."""
        self.samples.setdefault((server, workload, phase), []).append(figures)
        for word in ("refused", "lost", "closed"):
            if figures.get(word) and phase != "stuck":
                self._remark(f"{server}, {workload}/{phase}: {figures[word]:.0f} {word}")
        if figures.get("reached", 1.0) < 0.9:
            self._remark(f"{server}, {workload}/{phase}: saturated, {figures['reached']:.0%} of what was asked")
        if figures.get("spare", 1.0) < GENERATOR_FULL and phase == "peak":
            self._remark(f"{server}, {workload}/{phase}: the generator had no time to spare, it may be the limit")

    def _remark(self, words: str) -> None:
        if words not in self.remarks:
            self.remarks.append(words)

    def ask(self, server: str, workload: str, phase: str, figure: str) -> float | None:
        """The median of one figure over all windows of its kind."""
        found = [one[figure] for one in self.samples.get((server, workload, phase), ()) if figure in one]
        return statistics.median(found) if found else None

    def as_json(self) -> dict[str, object]:
        """Everything, for a program."""
        cells = [
            {"server": server, "workload": workload, "phase": phase, "windows": windows,
             "median": {name: self.ask(server, workload, phase, name) for name in max(windows, key=len)}}
            for (server, workload, phase), windows in self.samples.items()
        ]  # fmt: skip
        goals = [
            {"goal": goal.words, "bound": goal.bound, "found": found, "held": goal.held(found)}
            for goal, found in self.goals()
        ]
        return {"machine": self.machine, "cells": cells, "goals": goals, "remarks": self.remarks}

    def goals(self) -> list[tuple[Goal, float]]:
        """Every goal whose figures were measured, with what was found."""
        pairs = [(goal, goal.find(self.ask)) for goal in GOALS]
        return [(goal, found) for goal, found in pairs if found is not None]

    def stopped(self, server: str) -> float:
        """The share of everything said to this server that it refused, by its guard or by a limit."""
        windows = [one for (name, *_), found in self.samples.items() if name == server for one in found]
        said = sum(one.get("sent", 0) for one in windows)
        return sum(one.get("refused", 0) for one in windows) / said if said else 0.0

    def far_off(self) -> list[tuple[Goal, float]]:
        """The goals that the check fails on."""
        pairs = [(goal, goal.gate(self.ask)) for goal in GOALS if goal.gate]
        return [(goal, found) for goal, found in pairs if found is not None and goal.is_far(found)]


# --------------------------------------------------------------------------------------------------------------- tables

Row = list[str]


def tables(results: Results) -> str:
    """All tables of a run in Markdown, the goals first."""
    makers = {"room": _room, "rooms": _rooms, "idle": _idle, "stuck": _stuck}
    planned = [makers[one.name](results, one) for one in results.plan.workloads if one.name in makers]
    parts = [_goals(results), *planned, _scale(results), _guard(results), _remarks(results)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _goals(results: Results) -> str:
    rows = [
        [goal.words, f"{'≤' if goal.at_most else '≥'} {_short(goal.bound)}{goal.unit}", f"{_short(found)}{goal.unit}",
         "held" if goal.held(found) else "**missed**"]
        for goal, found in results.goals()
    ]  # fmt: skip
    return _table("Goals", ["goal", "bound", "found", ""], rows)


def _room(results: Results, workload: Workload) -> str:
    rows = []
    for server in _servers(results, workload):
        ask = _asker(results, server, workload)
        rows.append([
            BY_NAME[server].title, *_with_ratio(results, workload, server, "calm", "cost_us"),
            *_with_ratio(results, workload, server, "busy", "cost_us"),
            *_with_ratio(results, workload, server, "peak", "deliveries"),
            _number(ask("peak", "cost_us")), _pair(ask("half", "p50_ms"), ask("half", "p99_ms")),
            _number(ask("deep", "deliveries")), _number(ask("deep", "cost_us")),
        ])  # fmt: skip
    head = [
        "server", "µs/delivery at 20/s", "to control", "at 50/s", "to control", "peak deliveries/s", "to control",
        "µs at peak", "p50 / p99 ms at half of peak", "with 64 in flight", "µs",
    ]  # fmt: skip
    return _table(workload.title, head, rows)


def _rooms(results: Results, workload: Workload) -> str:
    rows = []
    for server in _servers(results, workload):
        ask = _asker(results, server, workload)
        peak = _with_ratio(results, workload, server, "peak", "deliveries")
        rows.append([
            BY_NAME[server].title, *peak, _number(ask("peak", "messages")), _number(ask("peak", "cost_us")),
            _number(ask("half", "cost_us")), _pair(ask("half", "p50_ms"), ask("half", "p99_ms")),
        ])  # fmt: skip
    head = [
        "server", "peak deliveries/s", "to control", "messages/s", "µs/delivery at peak", "at half of peak",
        "p50 / p99 ms at half of peak",
    ]  # fmt: skip
    return _table(workload.title, head, rows)


def _idle(results: Results, workload: Workload) -> str:
    rows = []
    for server in _servers(results, workload):
        ask = _asker(results, server, workload)
        silence = ask("silence", "cpu")
        rows.append([
            BY_NAME[server].title, _number(ask("join", "joins_per_second")), _number(ask("join", "join_us")),
            _number(ask("join", "kb")), "–" if silence is None else f"{silence:.1%}",
        ])  # fmt: skip
    head = ["server", "joins/s", "µs per join", "kB per connection", "of a core, idle"]
    return _table(workload.title, head, rows)


def _scale(results: Results) -> str:
    names = {one.name for one in SCALES} & {workload for _, workload, _ in results.samples}
    sizes = [one for one in results.plan.workloads if one.name in names]
    rows = [
        [
            f"{BY_NAME[server].title}: {words}",
            *(_number(results.ask(server, one.name, phase, "cost_us")) for one in sizes),
        ]
        for phase, words in (("one", "one room talks"), ("all", "all rooms talk"))
        for server in BY_NAME
        if any((server, one.name, phase) in results.samples for one in sizes)
    ]
    head = ["µs/delivery, rooms of 100, 200 messages/s in all", *(f"{one.connections:,} connections" for one in sizes)]
    return _table("The same work with more connections", head, rows)


def _stuck(results: Results, workload: Workload) -> str:
    rows = []
    for server in _servers(results, workload):
        ask = _asker(results, server, workload)
        before, after = ask("healthy", "memory_kb"), ask("stuck", "memory_kb")
        grown = (after - before) / (workload.connections / 10) if before and after else None
        rows.append([
            BY_NAME[server].title, _pair(ask("healthy", "p50_ms"), ask("healthy", "p99_ms")),
            _pair(ask("stuck", "p50_ms"), ask("stuck", "p99_ms")), _number(grown),
        ])  # fmt: skip
    head = ["server", "p50 / p99 ms, all read", "of the others, a tenth stuck", "kB more per stuck connection"]
    return _table(workload.title, head, rows)


def _guard(results: Results) -> str:
    rows = []
    for server, workload, name in results.samples:
        if workload == guarding.NAME and name != guarding.READY:
            figures = ("letters", "tidy_us", "views_us", "match_us", "lists_us", "rules_us", "cel_us", "us")
            rows.append([name, *(_number(results.ask(server, workload, name, figure)) for figure in figures)])
    head = ["µs/message", "letters", "made tidy", "its views", f"matchers of {guarding.TERMS:,} + {guarding.PATTERNS}",
            "these three", "rules of all packs", "CEL of it", "the whole guard"]  # fmt: skip
    return _table("The guard, by itself", head, rows)


def _remarks(results: Results) -> str:
    return "\n".join(f"- {words}." for words in results.remarks)


# ---------------------------------------------------------------------------------------------------------------- small


def _servers(results: Results, workload: Workload) -> list[str]:
    return [name for name in BY_NAME if any(key[:2] == (name, workload.name) for key in results.samples)]


def _asker(results: Results, server: str, workload: Workload) -> Callable[[str, str], float | None]:
    return lambda phase, figure: results.ask(server, workload.name, phase, figure)


def _with_ratio(results: Results, workload: Workload, server: str, phase: str, figure: str) -> Row:
    ours = results.ask(server, workload.name, phase, figure)
    control = results.ask(CONTROL, workload.name, phase, figure)
    return [_number(ours), f"{ours / control:.2f}" if ours and control else "–"]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")


def _pair(first: float | None, second: float | None) -> str:
    return f"{_number(first)} / {_number(second)}"


def _table(title: str, head: Row, rows: list[Row]) -> str:
    """A Markdown table whose columns also line up in a terminal; nothing when there are no rows."""
    if not rows:
        return ""
    widths = [max(len(line[column]) for line in (head, *rows)) for column in range(len(head))]

    def line(cells: Row) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([f"### {title}", "", line(head), rule, *map(line, rows)])


def write_page(results: Results, text: str, page: Path = PAGE) -> None:
    """Put the tables between the marks of the page, with what they were measured on and when."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    about = [f"Measured on {datetime.now(UTC):%Y-%m-%d}: {results.machine['processor']}; {results.machine['system']}."]
    about += [f"Versions: {results.machine['versions']}."]
    plan = results.plan
    about += [f"Medians of {plan.rounds * plan.repeats} windows of {plan.window:g} s."]
    page.write_text(f"{before}{BEGIN}\n\n{' '.join(about)}\n\n{text}\n{END}{after}", "utf-8")

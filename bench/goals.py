"""What must hold, as ratios within one run: the one table, read by the report and by the check in CI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CONTROL = "c-naive"
FAR = 2.0
"""The check fails only on what is this many times as bad as the goal: machines that check are noisy."""

Ask = Callable[[str, str, str, str], float | None]
"""The median of one figure: server, workload, phase, name; None when it was not measured."""
Find = Callable[[Ask], float | None]


@dataclass(frozen=True)
class Goal:
    """One figure and its bound. ``gate``: whether the check looks at it (only ratios, and memory)."""

    words: str
    bound: float
    find: Find
    at_most: bool = True
    unit: str = "×"
    gate: bool = True

    def held(self, found: float, slack: float = 1.0) -> bool:
        """Whether the figure is within the bound, or not further from it than ``slack`` times."""
        return found <= self.bound * slack if self.at_most else found >= self.bound / slack


def _ratio(figure: str, workload: str, phase: str, to: str, other_phase: str | None = None) -> Find:
    def find(ask: Ask) -> float | None:
        ours, theirs = ask("parvis", workload, phase, figure), ask(to, workload, other_phase or phase, figure)
        return ours / theirs if ours and theirs else None

    return find


def _figure(name: str, workload: str, phase: str) -> Find:
    return lambda ask: ask("parvis", workload, phase, name)


def _spread(ask: Ask) -> float | None:
    """The furthest that cost per delivery is from its middle, as a share, from few connections to many."""
    costs = [ask("parvis", f"scale-{size}", "steady", "cost_us") for size in (100, 1_000, 10_000)]
    known = [cost for cost in costs if cost]
    if len(known) < 2:
        return None
    return (max(known) - min(known)) / (max(known) + min(known))


GOALS = (
    Goal(
        "Room of 1,000, 20 messages/s: cost per delivery to the control's",
        1.5,
        _ratio("cost_us", "room", "calm", CONTROL),
    ),
    Goal(
        "Room of 1,000, 50 messages/s: cost per delivery to the control's",
        0.5,
        _ratio("cost_us", "room", "busy", CONTROL),
    ),
    Goal(
        "Room of 1,000, 8 in flight: peak to websockets' `broadcast()`",
        6.0,
        _ratio("deliveries", "room", "peak", "websockets"),
        at_most=False,
    ),
    Goal(
        "500 rooms of 4: peak to Starlette on uvicorn",
        1.5,
        _ratio("deliveries", "rooms", "peak", "starlette"),
        at_most=False,
    ),
    Goal("Idle: memory per connection", 20.0, _figure("kb", "idle", "join"), unit=" kB"),
    Goal(
        "Idle: joins a second",
        1_500.0,
        _figure("joins_per_second", "idle", "join"),
        at_most=False,
        unit="/s",
        gate=False,
    ),
    Goal("Cost per delivery from 100 to 10,000 connections: ± around the middle", 0.25, _spread, unit=""),
    Goal(
        "A tenth stops reading: p99 of the others to theirs before",
        1.5,
        _ratio("p99_ms", "stuck", "stuck", "parvis", other_phase="healthy"),
        gate=False,
    ),
)

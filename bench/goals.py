"""What must hold, as ratios within one run: the one table, read by the report and by the check in CI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bench import guarding
from bench.workloads import SCALE_SIZES

CONTROL = "c-naive"
FAR = 2.0
"""The check fails only on what is this many times as bad as the goal: machines that check are noisy."""

Ask = Callable[[str, str, str, str], float | None]
"""The median of one figure: server, workload, phase, name; None when it was not measured."""
Find = Callable[[Ask], float | None]


@dataclass(frozen=True)
class Goal:
    """One figure and its bound. ``gate`` finds what the check looks at, the same ratio without a time in it.

    ``reached``: where the goal is missed, and the page about performance says why, what the check measures by instead.
    """

    words: str
    bound: float
    find: Find
    at_most: bool = True
    unit: str = "×"
    gate: Find | None = None
    reached: float | None = None

    def is_far(self, found: float) -> bool:
        """Whether the check must fail: twice as bad as the goal, or as what is reached where the goal is not."""
        return not replace(self, bound=self.bound if self.reached is None else self.reached).held(found, FAR)

    def held(self, found: float, slack: float = 1.0) -> bool:
        """Whether the figure is within the bound, or not further from it than ``slack`` times."""
        return found <= self.bound * slack if self.at_most else found >= self.bound / slack


def _ratio(figure: str, workload: str, phase: str, to: str, other_phase: str | None = None) -> Find:
    """Parvis' figure as a multiple of another server's, or of its own in another phase."""

    def find(ask: Ask) -> float | None:
        ours, theirs = ask("parvis", workload, phase, figure), ask(to, workload, other_phase or phase, figure)
        return ours / theirs if ours and theirs else None

    return find


def _thrift(workload: str, phase: str, to: str) -> Find:
    """How many deliveries for one of theirs come out of the same processor time: a peak, without asking a clock."""

    def find(ask: Ask) -> float | None:
        ours, theirs = ask("parvis", workload, phase, "cost_us"), ask(to, workload, phase, "cost_us")
        return theirs / ours if ours and theirs else None

    return find


def _figure(name: str, workload: str, phase: str) -> Find:
    return lambda ask: ask("parvis", workload, phase, name)


def _spread(ask: Ask) -> float | None:
    """The furthest that cost per delivery is from its middle, as a share, from few connections to many."""
    costs = [ask("parvis", f"scale-{size}", "one", "cost_us") for size in SCALE_SIZES]
    known = [cost for cost in costs if cost]
    if len(known) < 2:
        return None
    return (max(known) - min(known)) / (max(known) + min(known))


def _judged(name: str) -> Find:
    return _figure("us", guarding.NAME, name)


def _hostile(ask: Ask) -> float | None:
    """The dearest of the hostile messages, by an ordinary one as long."""
    costs = [ask("parvis", guarding.NAME, name, "us") for name in guarding.HOSTILE]
    usual = ask("parvis", guarding.NAME, guarding.LONGEST, "us")
    known = [cost for cost in costs if cost]
    return max(known) / usual if known and usual else None


_CALM = _ratio("cost_us", "room", "calm", CONTROL)
_BUSY = _ratio("cost_us", "room", "busy", CONTROL)
_MEMORY = _figure("kb", "idle", "join")
_GUARD = _figure("lists_us", guarding.NAME, guarding.ORDINARY)
GOALS = (
    Goal("Room of 1,000, 20 messages/s: cost per delivery to the control's", 1.5, _CALM, gate=_CALM),
    Goal("Room of 1,000, 50 messages/s: cost per delivery to the control's", 0.5, _BUSY, gate=_BUSY, reached=1.0),
    Goal(
        "Room of 1,000, 8 in flight: peak to websockets' `broadcast()`",
        6.0,
        _ratio("deliveries", "room", "peak", "websockets"),
        at_most=False,
        gate=_thrift("room", "peak", "websockets"),
        reached=3.0,
    ),
    Goal(
        "Rooms of 4: peak to Starlette on uvicorn",
        1.5,
        _ratio("deliveries", "rooms", "peak", "starlette"),
        at_most=False,
        gate=_thrift("rooms", "peak", "starlette"),
        reached=0.05,  # as the check measures it: 200 in flight, so smaller groups for the store than in a full run
    ),
    Goal("Idle: memory per connection", 20.0, _MEMORY, unit=" kB", gate=_MEMORY),
    Goal("Idle: joins a second", 1_500.0, _figure("joins_per_second", "idle", "join"), at_most=False, unit="/s"),
    Goal("Cost per delivery, 100 to 10,000 connections: ± around the middle", 0.25, _spread, unit="", gate=_spread),
    Goal("Guard: views and matchers of an ordinary message, 5,000 terms and 300 patterns", 15.0, _GUARD, unit=" µs"),
    Goal("Guard with all shipped packs: an ordinary message", 25.0, _judged(guarding.ORDINARY), unit=" µs"),
    Goal(
        "Guard with all shipped packs: a message of which rules are asked", 250.0, _judged(guarding.FIRES), unit=" µs"
    ),
    Goal("Guard: the dearest hostile message to an ordinary one of its length", 5.0, _hostile),
    Goal(
        "Guard: 50,000 terms and 300 rules made ready",
        2.0,
        _figure("seconds", guarding.NAME, guarding.READY),
        unit=" s",
    ),
    Goal(
        "A tenth stops reading: p99 of the others to theirs before",
        1.5,
        _ratio("p99_ms", "stuck", "stuck", "parvis", other_phase="healthy"),
    ),
)

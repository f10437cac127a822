"""What is asked of every server: how many people in how many rooms, and what they do there, phase after phase."""

from __future__ import annotations

from dataclasses import dataclass, replace

ROOM_PEOPLE = 1_000
SCALE_ROOM = 100
SCALE_SIZES = (100, 1_000, 10_000)
SCALE_RATE = 200.0
"""Messages a second: first in one room of `SCALE_ROOM` with ever more silent ones beside it, then over all rooms."""


@dataclass(frozen=True)
class Phase:
    """One stretch of talking. ``paced``: ``value`` messages a second. ``closed``: ``value`` always in flight.

    ``half``: half the rate that the last ``closed`` phase reached. ``stuck``: the share of people who stop reading.
    """

    name: str
    mode: str
    value: float = 0
    stuck: float = 0
    warm: float = 0
    """Seconds before the window, when the plan's are too few for a server to find its pace."""
    rooms: int = 0
    """In how many rooms they talk; 0 for all."""


@dataclass(frozen=True)
class Workload:
    """People, rooms, phases; ``only`` names the servers it makes sense for (all, when empty)."""

    name: str
    title: str
    connections: int
    rooms: int
    phases: tuple[Phase, ...] = ()
    only: tuple[str, ...] = ()
    text: int = 100
    """Bytes of UTF-8 in a message's text."""


ROOM = Workload(
    "room", f"One room of {ROOM_PEOPLE:,}", ROOM_PEOPLE, 1,
    (Phase("calm", "paced", 20, warm=1.0), Phase("busy", "paced", 50, warm=2.0), Phase("peak", "closed", 8),
     Phase("half", "half"), Phase("deep", "closed", 64)),
)  # fmt: skip
ROOMS = Workload(
    "rooms", "500 rooms of 4", 2_000, 500, (Phase("peak", "closed", 1_000), Phase("half", "half"))
)  # fmt: skip
IDLE = Workload("idle", "10,000 people who say nothing, in 100 rooms", 10_000, 100, (Phase("silence", "hold"),))
SCALES = tuple(
    Workload(
        f"scale-{size}", f"{size:,} connections in rooms of {SCALE_ROOM}", size, size // SCALE_ROOM,
        (Phase("one", "paced", SCALE_RATE, warm=2.0, rooms=1), Phase("all", "paced", SCALE_RATE, warm=2.0)),
        only=("parvis", "c-naive"),
    )
    for size in SCALE_SIZES
)  # fmt: skip
STUCK = Workload(
    "stuck", "One room of 500, long messages, a tenth stops reading", 500, 1,
    (Phase("healthy", "paced", 50), Phase("stuck", "paced", 50, stuck=0.1, warm=8.0)), only=("parvis",), text=1_900,
)  # fmt: skip
ALL = (ROOM, ROOMS, IDLE, *SCALES, STUCK)


@dataclass(frozen=True)
class Plan:
    """How long and how often: ``rounds`` start every server anew, ``repeats`` come within one start."""

    rounds: int = 3
    repeats: int = 1
    warm: float = 0.8
    window: float = 2.5
    workloads: tuple[Workload, ...] = ALL
    guard: bool = True
    """Whether the guard is measured by itself, too."""


def short() -> Plan:
    """A first look, or a check in CI: short windows, fewer people where only memory or time depends on them."""
    few = replace(ROOMS, title="100 rooms of 4", connections=400, rooms=100, phases=(Phase("peak", "closed", 200),))
    idle = replace(IDLE, title="2,000 people who say nothing, in 20 rooms", connections=2_000, rooms=20)
    talk = replace(ROOM, phases=ROOM.phases[:3])
    ends = tuple(replace(one, connections=min(one.connections, 2_000)) for one in (SCALES[0], SCALES[-1]))
    ends = tuple(replace(one, rooms=one.connections // SCALE_ROOM, phases=one.phases[:1]) for one in ends)
    return Plan(rounds=1, repeats=3, warm=0.4, window=0.8, workloads=(talk, few, idle, *ends))

"""Reports while people talk: how many are taken in a second, and what 10,000 in a minute cost the conversation.

`python -m bench.desk [--seconds N]`. One process, the real verbs on a real file: the guard judges, every report freezes
its evidence and is synced before it is acknowledged.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

from bench.parvis_server import PLENTY, config_for
from parvis import app
from parvis.access import visits
from parvis.access.age import methods
from parvis.access.means import Means
from parvis.chat import messages, rooms
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import Channel, Identity
from parvis.core.config import Config
from parvis.core.ids import ConversationId, PassId, VisitId
from parvis.core.people import AgeBand, Origin, Profile
from parvis.core.policy import Reason
from parvis.core.settings_safety import Desk
from parvis.core.talk import Outcome, Page
from parvis.moderation import reports
from parvis.moderation.places import AtMessage
from parvis.moderation.reports import Filed, Notice

CONV = ConversationId("r:r0")
HERE = Origin(device="d" * 32, network="n" * 32)
IN_FLIGHT = 256
TALK = 50.0
"""Messages a second while the conversation is timed."""
STORM = 10_000 / 60
"""Reports a second that the plan asks for."""
ROUNDS = 4
"""Alone and beside reports in turn, so that a noisy machine disturbs both alike."""
GOAL = 1.5
"""How many times slower a message may be acknowledged meanwhile."""


def config() -> Config:
    """No limit that one network of ten thousand people would meet."""
    plain = config_for(8080, 1)
    desk = Desk(reports_per_visit_per_10min=PLENTY, reports_per_network_per_10min=PLENTY)
    return Config(square=plain.square, guard=plain.guard, rooms=plain.rooms, desk=desk)


async def come_in(square: Square, nickname: str) -> Live:
    """Somebody in the room."""
    means = square.means
    draft = methods.draw_pass(means)
    kept = await means.db.write(lambda tx: methods.keep_pass(tx, means, draft, "voucher", None))
    profile = Profile(nickname=nickname, age_band=AgeBand.FROM_25)
    began = await visits.begin(means, kept.age_pass, profile, HERE, "fr")
    assert isinstance(began, visits.Began)
    live = await square.arrive(began.visit, HERE.network)
    assert isinstance(await rooms.join(square, live, CONV), Page)
    return live


async def say(square: Square, live: Live, number: int) -> int:
    """Seconds do not matter here: a message, and its place."""
    command = p.Send(id=0, conv=CONV, cid=f"{live.visit.id}-{number}", text=f"Bonsoir, voici ma phrase {number}.")
    outcome = await messages.say(square, live, command)
    assert isinstance(outcome, Outcome) and outcome.message is not None, outcome
    return outcome.message.n


async def report(square: Square, number: int, n: int) -> None:
    """Somebody else each time."""
    who = Identity(visit=VisitId(f"v{number}"), pass_id=PassId(f"p{number}"), device=f"d{number}")
    filed = await reports.file(square.office, Notice(
        channel=Channel.VISITOR, reason=Reason.HARASSMENT, lang="fr", reporter=who, network=f"n{number % 997}",
        places=[AtMessage(conversation=CONV, n=n)],
    ))  # fmt: skip
    assert isinstance(filed, Filed), filed


async def closed_loop(work: Callable[[int], Awaitable[None]], first: int, seconds: float) -> str:
    """How often a second, with `IN_FLIGHT` always on their way, and how much of a processor each takes."""
    began, number, spent = time.perf_counter(), first, time.process_time()

    async def one_after_another() -> None:
        nonlocal number
        while time.perf_counter() - began < seconds:
            number += 1
            await work(number)

    await asyncio.gather(*(one_after_another() for _ in range(IN_FLIGHT)))
    rate, cost = (number - first) / (time.perf_counter() - began), (time.process_time() - spent) / (number - first)
    return f"{rate:>8,.0f} /s, {cost * 1e6:,.0f} µs of a processor each"


async def paced(work: Callable[[int], Awaitable[None]], first: int, rate: float, seconds: float) -> list[float]:
    """Start so many a second, whatever becomes of them; milliseconds that each took."""
    took: list[float] = []

    async def timed(number: int) -> None:
        began = time.perf_counter()
        await work(number)
        took.append((time.perf_counter() - began) * 1000)

    tasks, began = [], time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
        tasks.append(asyncio.create_task(timed(first + number)))
    await asyncio.gather(*tasks)
    return took


async def measure(means: Means, seconds: float) -> None:
    """All of it, as a small table on standard output."""
    house = app.build_house(means, demo=True)
    square = house.square
    await square.open()
    author = await come_in(square, "Capucine")
    places = [await say(square, author, number) for number in range(200)]

    async def talk(number: int) -> None:
        await say(square, author, number)

    async def crowd(number: int) -> None:
        await report(square, number, places[0])

    async def spread(number: int) -> None:
        await report(square, number, places[number % len(places)])

    print(f"Reports of one message, {IN_FLIGHT} in flight:    {await closed_loop(crowd, 0, seconds)}")
    print(f"Reports of 200 messages, {IN_FLIGHT} in flight:   {await closed_loop(spread, 10**6, seconds)}")
    alone: list[float] = []
    both: list[float] = []
    for turn in range(ROUNDS):
        first = (turn + 2) * 10**7
        alone += await paced(talk, first, TALK, seconds / 2)
        took, _ = await asyncio.gather(
            paced(talk, first + 10**6, TALK, seconds / 2), paced(crowd, first, STORM, seconds / 2)
        )  # fmt: skip
        both += took
    for name, took in (("alone", alone), (f"beside {STORM:,.0f} reports/s", both)):
        cuts = statistics.quantiles(took, n=100)
        print(f"A message, {name}: p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms")
    slower = statistics.median(both) / statistics.median(alone)
    print(f"Slower by {slower:.2f} ×; the goal is at most {GOAL} ×: {'met' if slower <= GOAL else 'missed'}")


async def run(seconds: float) -> None:
    """In a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="parvis-desk-") as folder:
        async with app.open_means(config(), Path(folder)) as means:
            await measure(means, seconds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(parser.parse_args().seconds))


if __name__ == "__main__":
    main()

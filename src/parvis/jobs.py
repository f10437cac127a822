"""What happens by the clock: telling presence, beating, ending idle visits, erasing what is past its time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from parvis.access import sessions, staff, visits
from parvis.chat.square import Square
from parvis.core.errors import Unavailable
from parvis.core.protocol import BEAT_SECONDS, ByeCode
from parvis.legal import retention
from parvis.live.metrics import Metrics
from parvis.moderation import actions, cases, holds, night, numbers, on_call, quality
from parvis.moderation.office import Office

PRESENCE_SECONDS = 5.0
TEAM_SECONDS = 5.0
DECIDED_SECONDS = 1.0
ENDED_SECONDS = 5.0
KEEP_ALIVE_SECONDS = 240.0
SWEEP_SECONDS = 60.0
RETENTION_SECONDS = 600.0
COUNT_SECONDS = 30.0
NIGHT_SECONDS = 20.0
SAMPLE_SECONDS = 3600.0
CALL_SECONDS = 5.0
Work = Callable[[], Awaitable[None]]
log = structlog.get_logger()


async def every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do ``work``, wait, and again, for ever; one failure is logged and does not end it."""
    while True:
        try:
            await work()
        except Unavailable as fault:
            log.warning("job_postponed", job=work.__name__, fault=str(fault))
        except Exception:
            log.exception("job_failed", job=work.__name__)
        await asyncio.sleep(seconds)


async def run(square: Square, metrics: Metrics, recount: Callable[[], Awaitable[None]]) -> None:
    """All jobs, until cancelled; ``recount`` reads the team anew, which another process may have changed."""
    means = square.means

    async def tell_presence() -> None:
        square.tell_presence()
        metrics.visits.set(square.here())

    async def beat() -> None:
        square.beat()

    async def end_idle_visits() -> None:
        await sessions.end_stale(means)
        for visit in await visits.end_idle(means):
            square.end(visit, ByeCode.LEFT)

    async def keep_open_visits_alive() -> None:
        await visits.keep_alive(means, [visit for visit, live in square.live.items() if live.tabs])

    async def erase_what_is_past() -> None:
        for what, count in (await retention.erase(means.db, means.config, means.clock)).items():
            metrics.purged.labels(what).inc(count)
        square.lobby.forget()

    async def call_who_is_on_call() -> None:
        await on_call.call_all(square.office, metrics)

    async with asyncio.TaskGroup() as tasks:
        for seconds, work in (*of_decisions(square.office), *of_the_desk(square, metrics)):
            tasks.create_task(every(seconds, work))
        tasks.create_task(every(PRESENCE_SECONDS, tell_presence))
        tasks.create_task(every(BEAT_SECONDS, beat))
        tasks.create_task(every(KEEP_ALIVE_SECONDS, keep_open_visits_alive))
        tasks.create_task(every(SWEEP_SECONDS, end_idle_visits))
        tasks.create_task(every(TEAM_SECONDS, recount))
        tasks.create_task(every(CALL_SECONDS, call_who_is_on_call))
        tasks.create_task(every(RETENTION_SECONDS, erase_what_is_past))


def of_decisions(office: Office) -> list[tuple[float, Work]]:
    """What was decided and has its time, each with its seconds."""

    async def carry_out_what_is_due() -> None:
        await actions.execute_due(office)

    async def end_what_is_over() -> None:
        await actions.expire(office)
        await holds.end_overdue(office)
        await cases.wake(office)

    return [(DECIDED_SECONDS, carry_out_what_is_due), (ENDED_SECONDS, end_what_is_over)]


def of_the_desk(square: Square, metrics: Metrics) -> list[tuple[float, Work]]:
    """What the desk needs by the clock, each with its seconds."""
    means, office = square.means, square.office

    async def count_the_desk() -> None:
        metrics.show_desk(await numbers.now(office))

    async def call_about_what_nobody_sees() -> None:
        if not await staff.on_duty(means):
            await night.call_unattended(office)

    async def draw_for_a_second_look() -> None:
        await quality.draw_decisions(office)
        await quality.draw_messages(office)

    return [
        (COUNT_SECONDS, count_the_desk),
        (NIGHT_SECONDS, call_about_what_nobody_sees),
        (SAMPLE_SECONDS, draw_for_a_second_look),
    ]

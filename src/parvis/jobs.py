"""What happens by the clock: telling presence, beating, ending idle visits, erasing what is past its time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from parvis.access import sessions, visits
from parvis.chat.square import Square
from parvis.core.errors import Unavailable
from parvis.core.protocol import BEAT_SECONDS, ByeCode
from parvis.legal import retention
from parvis.live.metrics import Metrics
from parvis.moderation import on_call

PRESENCE_SECONDS = 5.0
TEAM_SECONDS = 5.0
KEEP_ALIVE_SECONDS = 240.0
SWEEP_SECONDS = 60.0
RETENTION_SECONDS = 600.0
CALL_SECONDS = 5.0
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

    async def call_who_is_on_call() -> None:
        await on_call.call_all(square.office, metrics)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(every(PRESENCE_SECONDS, tell_presence))
        tasks.create_task(every(BEAT_SECONDS, beat))
        tasks.create_task(every(KEEP_ALIVE_SECONDS, keep_open_visits_alive))
        tasks.create_task(every(SWEEP_SECONDS, end_idle_visits))
        tasks.create_task(every(TEAM_SECONDS, recount))
        tasks.create_task(every(CALL_SECONDS, call_who_is_on_call))
        tasks.create_task(every(RETENTION_SECONDS, erase_what_is_past))

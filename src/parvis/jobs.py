"""What happens by the clock: telling presence, beating, ending idle visits, erasing what is past its time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from parvis.access import sessions, staff, visits
from parvis.chat import aftercare, counting, living
from parvis.chat.square import Square
from parvis.core.errors import Unavailable
from parvis.core.protocol import BEAT_SECONDS, ByeCode
from parvis.legal import closing, daily, retention
from parvis.legal import upkeep as house
from parvis.live.closing import LOOK_SECONDS
from parvis.live.metrics import Metrics
from parvis.moderation import actions, cases, holds, modes, night, numbers, on_call, quality, rooms
from parvis.moderation.office import Office
from parvis.rulebook import changing
from parvis.rulebook.book import Rulebook

MODE_SECONDS = 1.0
PRESENCE_SECONDS = 5.0
TEAM_SECONDS = 5.0
RULES_SECONDS = 1.0
DECIDED_SECONDS = 1.0
ENDED_SECONDS = 5.0
KEEP_ALIVE_SECONDS = 240.0
SWEEP_SECONDS = 60.0
RETENTION_SECONDS = 600.0
COUNT_SECONDS = 30.0
NIGHT_SECONDS = 20.0
COUNTED_SECONDS = 5.0
SAMPLE_SECONDS = 3600.0
CALL_SECONDS = 5.0
DISK_SECONDS = 5.0
BACKUP_SECONDS = 20.0
SUMMARY_SECONDS = 20.0
SUMMARY = ("summary", "--send", "--due")
SUMMARY_LIMIT_SECONDS = 180.0
"""For all ways together; then whoever sends it is killed."""
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


async def run(
    square: Square, metrics: Metrics, recount: Callable[[], Awaitable[None]], rulebook: Rulebook,
    settings: Path | None = None,
) -> None:  # fmt: skip
    """All jobs, until cancelled; ``recount`` reads the team anew, which another process may have changed.

    ``settings`` is the configuration file, which a backup takes along; without one none is made by itself.
    """
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
        await count_what_will_be_gone(square.office)
        for what, count in (await retention.erase(means.db, means.config, means.clock)).items():
            metrics.purged.labels(what).inc(count)
        square.lobby.forget()

    async def call_who_is_on_call() -> None:
        await on_call.call_all(square.office, metrics)

    async with asyncio.TaskGroup() as tasks:
        for seconds, work in (
            *of_decisions(square.office),
            *of_the_desk(square, metrics),
            *of_the_guard(square),
            of_the_rules(rulebook),
            *of_the_closing(square),
            *of_the_house(square, metrics, settings),
        ):
            tasks.create_task(every(seconds, work))
        tasks.create_task(every(PRESENCE_SECONDS, tell_presence))
        tasks.create_task(every(BEAT_SECONDS, beat))
        tasks.create_task(every(KEEP_ALIVE_SECONDS, keep_open_visits_alive))
        tasks.create_task(every(SWEEP_SECONDS, end_idle_visits))
        tasks.create_task(every(TEAM_SECONDS, recount))
        tasks.create_task(every(CALL_SECONDS, call_who_is_on_call))
        tasks.create_task(every(RETENTION_SECONDS, erase_what_is_past))


async def count_what_will_be_gone(office: Office) -> None:
    """The days' counts are made before what they count is erased; a count that fails keeps nothing alive."""
    try:
        await daily.count(office)
    except Exception:
        log.exception("days_not_counted")


def of_the_closing(square: Square) -> list[tuple[float, Work]]:
    """Whether the whole square was closed or opened from elsewhere, each with its seconds."""
    keeper = closing.Keeper(square.office, square.closing)

    async def look_whether_it_is_closed() -> None:
        square.closing.look()

    return [(LOOK_SECONDS, look_whether_it_is_closed), (LOOK_SECONDS, keeper.tend)]


def of_the_rules(rulebook: Rulebook) -> tuple[float, Work]:
    """What tripped is suspended for good, and what was changed elsewhere is put in force."""

    async def renew_the_rules() -> None:
        await changing.suspend_tripped(rulebook)
        await rulebook.refresh()

    return RULES_SECONDS, renew_the_rules


def of_the_house(square: Square, metrics: Metrics, settings: Path | None) -> list[tuple[float, Work]]:
    """How the house itself is, each with its seconds."""
    office, upkeep = square.office, square.upkeep

    async def look_at_the_disk() -> None:
        await house.look_at_disk(office, upkeep, metrics)

    async def let_go_of_copies() -> None:
        await house.let_go(office)

    async def have_a_backup_made() -> None:
        assert settings is not None
        await house.tend_backups(office, upkeep, metrics, lambda: done_elsewhere(settings, office.db.folder, "backup"))

    async def have_the_summary_sent() -> None:
        assert settings is not None
        await house.tend_summary(
            square.means, metrics,
            lambda: done_elsewhere(settings, office.db.folder, *SUMMARY, seconds=SUMMARY_LIMIT_SECONDS),
        )  # fmt: skip

    always: list[tuple[float, Work]] = [(DISK_SECONDS, look_at_the_disk), (RETENTION_SECONDS, let_go_of_copies)]
    elsewhere = [(BACKUP_SECONDS, have_a_backup_made), (SUMMARY_SECONDS, have_the_summary_sent)]
    return [*always, *elsewhere] if settings is not None else always


async def done_elsewhere(settings: Path, folder: Path, *words: str, seconds: float | None = None) -> str:
    """A command by a process of its own, so that it holds nobody up; why not, in its last words.

    After so many ``seconds`` it is killed, whatever it is doing.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", *words, "--config", str(settings), "--data", str(folder),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"It did not end within {seconds:.0f} seconds."
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return "" if process.returncode == 0 else (lines[-1] if lines else f"It ended with status {process.returncode}.")


def of_decisions(office: Office) -> list[tuple[float, Work]]:
    """What was decided and has its time, each with its seconds."""

    async def carry_out_what_is_due() -> None:
        await actions.execute_due(office)

    async def end_what_is_over() -> None:
        await actions.expire(office)
        await holds.end_overdue(office)
        await cases.wake(office)

    async def keep_what_rules_met() -> None:
        await office.hits.write(office)

    return [
        (DECIDED_SECONDS, carry_out_what_is_due),
        (ENDED_SECONDS, end_what_is_over),
        (DECIDED_SECONDS, keep_what_rules_met),
    ]


def of_the_guard(square: Square) -> list[tuple[float, Work]]:
    """What the guard counts and does by the clock, each with its seconds."""
    means, signals = square.means, square.signals

    async def keep_what_was_earned() -> None:
        await counting.hear_reports(means, signals)
        await counting.keep(means, signals)

    async def look_again() -> None:
        await aftercare.look_again(square)

    async def sweep() -> None:
        await aftercare.sweep(square)

    return [(COUNTED_SECONDS, keep_what_was_earned), (DECIDED_SECONDS, look_again), (SWEEP_SECONDS, sweep)]


def of_the_desk(square: Square, metrics: Metrics) -> list[tuple[float, Work]]:
    """What the desk needs by the clock, each with its seconds."""
    means, office = square.means, square.office

    async def tend_the_mode() -> None:
        await modes.tend(office, square.modes, attended=square.unattended_since is None)

    async def keep_the_hours() -> None:
        living.tend(square)

    async def count_the_hour() -> None:
        await living.count(square)

    async def count_the_desk() -> None:
        metrics.show_desk(await numbers.now(office))

    async def call_about_what_nobody_sees() -> None:
        if not await staff.on_duty(means):
            await night.call_unattended(office)

    async def end_quiet_rooms() -> None:
        await rooms.end_quiet(office)

    async def draw_for_a_second_look() -> None:
        if square.upkeep.is_scarce:
            return
        await quality.draw_decisions(office)
        await quality.draw_messages(office)

    return [
        (MODE_SECONDS, tend_the_mode),
        (MODE_SECONDS, keep_the_hours),
        (SWEEP_SECONDS, count_the_hour),
        (COUNT_SECONDS, count_the_desk),
        (NIGHT_SECONDS, call_about_what_nobody_sees),
        (SAMPLE_SECONDS, draw_for_a_second_look),
        (RETENTION_SECONDS, end_quiet_rooms),
    ]

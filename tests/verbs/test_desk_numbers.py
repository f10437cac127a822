"""The desk's numbers are counted from the cases themselves, and mean what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from caseload import ALL, ANNE, opened
from cast import open_square
from parvis.access.means import Means
from parvis.chat.square import Square
from parvis.core.casework import Happened
from parvis.core.clock import DAY, HOUR, MINUTE, FakeClock, Instant
from parvis.core.numbers import PLOT_DAYS, HarmNumbers, Numbers, Shift
from parvis.core.policy import Harm, Queue, Reason
from parvis.live.metrics import Metrics
from parvis.moderation import numbers
from parvis.store import cases as stored
from parvis.store import desk_numbers


@pytest.fixture
async def square(means: Means) -> Square:
    return await open_square(means)


async def decided(square: Square, clock: FakeClock, name: str, reason: Reason, minutes: int) -> None:
    """A case that got its first decision after so long."""
    one = await opened(square, name, reason)
    clock.advance(timedelta(minutes=minutes))
    now = square.office.clock.now()
    await square.office.db.write(lambda tx: stored.append(tx, one, Happened.EXECUTED, now, ANNE, decision="d"))


def of(found: Numbers, harm: Harm) -> HarmNumbers:
    return next(one for one in found.harms if one.harm is harm)


async def test_times_to_the_first_decision_by_harm(square: Square, clock: FakeClock) -> None:
    for at, minutes in enumerate((2, 4, 6, 8, 100)):
        await decided(square, clock, f"Alix{at}", Reason.SPAM, minutes)
    await decided(square, clock, "Noa", Reason.DANGER, 3)
    found = await numbers.now(square.office)
    spam = of(found, Harm.SPAM)
    assert (spam.first.count, spam.first.median, spam.first.p95) == (5, 6 * MINUTE, 100 * MINUTE)
    assert (of(found, Harm.DANGER).first.median, of(found, Harm.DANGER).promised_ms) == (3 * MINUTE, 15 * MINUTE)
    assert of(found, Harm.HATE).first.count == 0


async def test_the_backlog_is_what_was_open_at_the_end_of_each_day(square: Square, clock: FakeClock) -> None:
    clock.advance(timedelta(days=20))
    first = await opened(square, "Alix")
    clock.advance(timedelta(days=1))
    await opened(square, "Noa")
    clock.advance(timedelta(days=1))
    now = square.office.clock.now()
    await square.office.db.write(lambda tx: stored.append(tx, first, Happened.EXECUTED, now, ANNE, decision="d"))
    found = await numbers.now(square.office)
    assert len(found.backlog) == PLOT_DAYS
    assert [count for _, count in found.backlog[-4:]] == [0, 1, 2, 1]


async def test_a_shift_counts_only_the_queues_of_whoever_asks(square: Square, clock: FakeClock) -> None:
    await opened(square, "Alix", Reason.DANGER)
    await opened(square, "Noa", Reason.MINOR)
    taken = await opened(square, "Sam", Reason.SPAM)
    now = Instant(square.office.clock.now())
    await square.office.db.write(
        lambda tx: stored.append(tx, taken, Happened.CLAIMED, now, ANNE, until=now + HOUR)
    )  # fmt: skip

    async def shift(queues: list[Queue]) -> Shift:
        later = Instant(now + 20 * MINUTE)
        return await square.office.db.read(lambda conn: desk_numbers.shift(conn, queues, ANNE, later))

    assert await shift([Queue.GENERAL]) == Shift(overdue=1, immediate=1, mine=1)
    assert await shift(list(ALL)) == Shift(overdue=2, immediate=2, mine=1)
    lines = await square.office.db.read(lambda conn: desk_numbers.lines(conn, [Queue.GENERAL], now))
    assert [(line.harm, line.waiting) for line in lines] == [(Harm.DANGER, 1)], "what somebody works on does not wait"


async def test_the_metrics_tell_the_same_numbers(square: Square, clock: FakeClock) -> None:
    await decided(square, clock, "Alix", Reason.SPAM, 10)
    await opened(square, "Noa", Reason.DANGER)
    clock.advance(timedelta(hours=1))
    metrics = Metrics()
    assert b"parvis_cases_waiting" not in metrics.text(), "nothing is told before the first count"
    metrics.show_desk(await numbers.now(square.office))
    text = metrics.text().decode()
    for line in (
        'parvis_cases_waiting{harm="danger"} 1.0',
        'parvis_cases_overdue{harm="danger"} 1.0',
        'parvis_case_clock_seconds{harm="danger"} 900.0',
        'parvis_first_decision_seconds{harm="spam",quantile="0.5"} 600.0',
        'parvis_first_decision_seconds{harm="spam",quantile="0.95"} 600.0',
    ):
        assert line in text


async def test_what_is_too_old_counts_no_more(square: Square, clock: FakeClock) -> None:
    await decided(square, clock, "Alix", Reason.SPAM, 10)
    clock.advance(timedelta(milliseconds=31 * DAY))
    assert of(await numbers.now(square.office), Harm.SPAM).first.count == 0

"""Each day in counts: made of what is kept anyway, once and for good, in days as people live them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseload import ANNE, BORIS, enrol, opened, reported, said
from cast import in_room, open_square, send
from parvis import app, jobs
from parvis.access import staff
from parvis.access.means import Means
from parvis.chat.messages import say
from parvis.chat.square import Square
from parvis.core import daily as core
from parvis.core.casework import Channel, Happened
from parvis.core.clock import HOUR, MINUTE, FakeClock, Instant
from parvis.core.daily import Day, Sum, Tally
from parvis.core.policy import Reason
from parvis.legal import daily, retention
from parvis.store import cases as stored
from parvis.store import daily as kept
from parvis.store import staff as people
from parvis.store.database import Database
from parvis.store.keys import load_keys
from team import enrol as enrol_by_key

PARIS = ZoneInfo("Europe/Paris")
LATER = timedelta(minutes=2)
"""What was said by then is counted."""


@pytest.fixture
async def square(means: Means) -> Square:
    """At 22:00 in Paris, two hours before midnight; its server has run for a while."""
    one = await open_square(means)
    await daily.count(one.office)
    return one


async def days(means: Means) -> list[Day]:
    return await means.db.read(kept.days)


async def counted(square: Square, clock: FakeClock, after: timedelta = LATER) -> list[Day]:
    clock.advance(after)
    await daily.count(square.office)
    return await days(square.means)


async def test_a_day_holds_who_came_what_was_said_and_what_was_reported(square: Square, clock: FakeClock) -> None:
    alix, _ = await in_room(square, "Alix"), await in_room(square, "Noa")
    first = await said(square, alix, "Bonsoir", "c1")
    await reported(square.office, first, Reason.SPAM, Channel.GUARD)
    await say(square, alix, send("x" * 2_001, "c2"))
    [day] = await counted(square, clock)
    assert (day.day, day.visits, day.messages, day.held, day.refused) == ("2026-11-24", 2, 1, 1, 1)
    assert day.until == clock.now() - core.SETTLED_MS


async def test_nothing_is_counted_twice_and_nothing_that_may_still_be_on_its_way(
    square: Square, clock: FakeClock
) -> None:
    alix = await in_room(square, "Alix")
    await said(square, alix, "Un", "c1")
    clock.advance(timedelta(minutes=5))
    await said(square, alix, "Deux", "c2")
    [day] = await counted(square, clock, timedelta(seconds=30))
    assert day.messages == 1
    [day] = await counted(square, clock, timedelta(seconds=31))
    assert day.messages == 2
    assert await counted(square, clock, timedelta()) == [day]


async def test_a_day_ends_at_midnight_by_the_square_s_clock(square: Square, clock: FakeClock) -> None:
    alix = await in_room(square, "Alix")
    clock.advance(timedelta(minutes=119))
    await said(square, alix, "Avant minuit", "c1")
    clock.advance(timedelta(minutes=2))
    await said(square, alix, "Après minuit", "c2")
    first, second = await counted(square, clock)
    assert (first.day, first.messages, second.day, second.messages) == ("2026-11-24", 1, "2026-11-25", 1)
    assert first.until == core.begins(datetime(2026, 11, 25, tzinfo=UTC).date(), PARIS)


async def test_what_was_counted_outlives_what_it_was_counted_from_and_a_restart(
    square: Square, clock: FakeClock, gazetteer: object
) -> None:
    alix = await in_room(square, "Alix")
    await said(square, alix, "Bonsoir", "c1")
    means = square.means
    clock.advance(timedelta(days=3))
    await jobs.count_what_will_be_gone(square.office)
    await retention.erase(means.db, means.config, clock)
    before = await days(means)
    assert [(one.day, one.messages) for one in before] == [
        ("2026-11-24", 1), ("2026-11-25", 0), ("2026-11-26", 0), ("2026-11-27", 0),
    ]  # fmt: skip
    await means.db.close()
    again = Database.open(means.db.folder, clock, load_keys(means.db.folder / "keys"))
    try:
        restarted = app.office_of(replace(means, db=again))
        clock.advance(timedelta(minutes=10))
        await daily.count(restarted)
        after = await again.read(kept.days)
        assert after[:3] == before[:3] and after[3].messages == 0 and after[3].until > before[3].until
    finally:
        await again.close()


async def test_after_three_months_a_day_is_forgotten(square: Square, clock: FakeClock) -> None:
    await counted(square, clock)
    clock.advance(timedelta(days=core.COUNT_DAYS - 1))
    await retention.erase(square.means.db, square.means.config, clock)
    assert len(await days(square.means)) == 1
    clock.advance(timedelta(days=2))
    assert (await retention.erase(square.means.db, square.means.config, clock))["legal-keep-days"] == 1


async def test_a_clock_that_was_kept_and_one_that_ran_out(square: Square, clock: FakeClock) -> None:
    async def decide(name: str, minutes: int) -> None:
        one = await opened(square, name, Reason.DANGER)  # a quarter of an hour is promised
        clock.advance(timedelta(minutes=minutes))
        now = square.office.clock.now()
        await square.office.db.write(lambda tx: stored.append(tx, one, Happened.EXECUTED, now, ANNE, decision="d"))

    await decide("Alix", 5)
    await decide("Noa", 20)
    await opened(square, "Sam", Reason.DANGER)
    [day] = await counted(square, clock)
    assert (day.kept, day.missed) == (1, 1)
    [day] = await counted(square, clock, timedelta(minutes=20))
    assert (day.kept, day.missed) == (1, 2), "nobody looked at Sam's in time"
    [day] = await counted(square, clock, timedelta(minutes=20))
    assert (day.kept, day.missed) == (1, 2), "a clock runs out once"


async def test_hours_with_two_people_on_duty_are_not_two_hours(square: Square, clock: FakeClock) -> None:
    await enrol(square.office)
    db = square.means.db
    await db.write(lambda tx: people.begin_shift(tx, "s1", ANNE, clock.now()))
    clock.advance(timedelta(minutes=30))
    await db.write(lambda tx: people.begin_shift(tx, "s2", BORIS, clock.now()))
    [day] = await counted(square, clock, timedelta(minutes=31))
    assert day.staffed_ms == 60 * MINUTE
    first, second = await counted(square, clock, timedelta(hours=2))
    assert (core.hours_of(first), core.hours_of(second)) == (2.0, 1.0)


async def test_a_shift_that_a_power_cut_left_open_ends_with_the_last_sign_of_life(
    square: Square, clock: FakeClock
) -> None:
    one = await enrol_by_key(square.means, "Ada")
    await staff.begin_shift(square.means, one.present)
    clock.advance(timedelta(hours=1, minutes=58))
    first, *rest = await counted(square, clock, timedelta(hours=5))
    assert first.staffed_ms == square.means.config.team.idle_minutes * MINUTE
    assert [one.staffed_ms for one in rest] == [0]


# ---------------------------------------------------------------- what may be told


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (70, 70)])
def test_nothing_under_five_is_told(count: int, told: int | None) -> None:
    assert core.told(count) == told


def test_a_total_tells_no_more_than_its_days_do() -> None:
    """Two months that show the same days show the same total, whatever their hidden days hold."""
    assert core.total([12, 1, 0, 7]) == core.total([12, 4, 0, 7]) == Sum(shown=19, hidden=1)
    assert (Sum(19, 1).least, Sum(19, 1).most) == (20, 23)


def test_a_day_that_goes_on_is_not_told_nor_one_that_was_not_counted_to_its_end() -> None:
    def a_day(day: int, until: datetime) -> Day:
        return Day(day=f"2026-11-{day}", until=Instant(int(until.timestamp() * 1000)))

    whole = a_day(23, datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    cut = a_day(24, datetime(2026, 11, 24, 22, 59, tzinfo=UTC))
    today = a_day(25, datetime(2026, 11, 25, 20, 0, tzinfo=UTC))
    now = Instant(today.until)
    assert core.ended([whole, cut, today], now, PARIS, 30) == [whole]
    assert core.ended([whole, cut, today], now, PARIS, 1) == []


def test_days_on_which_the_clock_is_changed_are_23_and_25_hours_long() -> None:
    def lengths(month: int, day: int) -> list[float]:
        start = core.begins(datetime(2026, month, day, tzinfo=UTC).date(), PARIS)
        cut = core.stretches(start, Instant(start + 60 * HOUR), PARIS)
        return [(end - begin) / HOUR for _, begin, end in cut]

    assert lengths(3, 29) == [23, 24, 13]
    assert lengths(10, 25) == [25, 24, 11]


def test_what_is_counted_has_a_place_each() -> None:
    assert set(core.KINDS) | {"staffed_ms"} == set(Tally.__struct_fields__)

"""Time with grave cases is counted for the person it is about, has a daily cap, and starts anew with the day."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from caseload import ANNE, BORIS
from parvis import app
from parvis.access.means import Means
from parvis.core.clock import FakeClock
from parvis.core.policy import Harm
from parvis.core.wellbeing import Meter, asks_for_a_pause
from parvis.moderation import wellbeing
from parvis.moderation.office import Office
from parvis.moderation.wellbeing import Watches


@pytest.fixture
def office(means: Means) -> Office:
    return app.office_of(means)


async def stay(office: Office, clock: FakeClock, watches: Watches, harm: Harm, minutes: int) -> None:
    """Have such a case open for so long; the page says each minute that it is still looked at."""
    for _ in range(minutes):
        await wellbeing.look_at(office, watches, ANNE, harm)
        clock.advance(timedelta(minutes=1))
    await wellbeing.look_at(office, watches, ANNE, None)


async def test_minutes_with_a_grave_case_are_counted_and_those_with_a_mild_one_are_not(
    office: Office, clock: FakeClock
) -> None:
    watches = Watches()
    await stay(office, clock, watches, Harm.DANGER, 7)
    await stay(office, clock, watches, Harm.SPAM, 30)
    assert await wellbeing.meter(office, ANNE) == Meter(minutes=7, cap=45)
    assert await wellbeing.meter(office, BORIS) == Meter(minutes=0, cap=45), "nobody else's day"


async def test_a_page_that_was_left_open_counts_for_two_minutes_at_most(office: Office, clock: FakeClock) -> None:
    watches = Watches()
    await wellbeing.look_at(office, watches, ANNE, Harm.DANGER)
    clock.advance(timedelta(hours=2))
    await wellbeing.look_at(office, watches, ANNE, None)
    assert (await wellbeing.meter(office, ANNE)).minutes == 2


async def test_at_the_cap_it_is_enough_until_the_next_day(means: Means, clock: FakeClock) -> None:
    config = msgspec.structs.replace(
        means.config, desk=msgspec.structs.replace(means.config.desk, exposure_cap_minutes=5)
    )
    office = Office(
        config=config, db=means.db, keys=means.keys, clock=means.clock
    )  # fmt: skip
    watches = Watches()
    await stay(office, clock, watches, Harm.DANGER, 4)
    assert not (await wellbeing.meter(office, ANNE)).is_full
    await stay(office, clock, watches, Harm.SELF_HARM, 1)
    assert (await wellbeing.meter(office, ANNE)).is_full
    clock.advance(timedelta(days=1))
    assert not (await wellbeing.meter(office, ANNE)).is_full


def test_a_pause_is_offered_after_the_gravest_cases_only() -> None:
    assert asks_for_a_pause(Harm.CHILD_SAFETY) and asks_for_a_pause(Harm.SELF_HARM)
    assert not asks_for_a_pause(Harm.HARASSMENT)

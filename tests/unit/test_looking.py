"""When a look at private data is unusual enough that administrators must hear of it."""

from __future__ import annotations

import pytest

from parvis.core.looking import CASELESS, AlarmKind, Circumstances, Limits, Purpose, alarms, is_caseless, is_night

USUAL = Limits(per_hour=60, caseless_per_day=0, night_from=0, night_to=6)


def around(*, hour: int = 15, within_hour: int = 1, caseless: int = 0, on_duty: bool = True) -> Circumstances:
    return Circumstances(within_hour=within_hour, caseless_today=caseless, local_hour=hour, on_duty=on_duty)


def test_an_ordinary_look_raises_nothing() -> None:
    assert alarms(around(), USUAL, caseless=False) == frozenset()


def test_too_many_within_an_hour() -> None:
    assert alarms(around(within_hour=60), USUAL, caseless=False) == frozenset()
    assert alarms(around(within_hour=61), USUAL, caseless=False) == {AlarmKind.VOLUME}


@pytest.mark.parametrize("hour", range(24))
def test_at_night_only_by_who_is_not_on_duty(hour: int) -> None:
    expected = {AlarmKind.OFF_HOURS} if hour < 6 else set()
    assert alarms(around(hour=hour, on_duty=False), USUAL, caseless=False) == expected
    assert alarms(around(hour=hour, on_duty=True), USUAL, caseless=False) == frozenset()


def test_without_a_case_beyond_what_is_allowed_a_day() -> None:
    two = Limits(per_hour=60, caseless_per_day=2, night_from=0, night_to=6)
    assert alarms(around(caseless=1), USUAL, caseless=True) == {AlarmKind.NO_CASE}
    assert alarms(around(caseless=2), two, caseless=True) == frozenset()
    assert alarms(around(caseless=3), two, caseless=True) == {AlarmKind.NO_CASE}
    assert alarms(around(caseless=3), two, caseless=False) == frozenset(), "a look with its case is not another one"


def test_everything_at_once() -> None:
    found = alarms(around(hour=3, within_hour=99, caseless=9, on_duty=False), USUAL, caseless=True)
    assert found == {AlarmKind.VOLUME, AlarmKind.OFF_HOURS, AlarmKind.NO_CASE}


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_case_is_missing_only_where_the_purpose_wants_one(purpose: Purpose) -> None:
    assert is_caseless(purpose, None) is (purpose not in CASELESS)
    assert not is_caseless(purpose, "c1")


def test_a_night_may_go_over_midnight_or_not_be_at_all() -> None:
    late = Limits(per_hour=1, caseless_per_day=0, night_from=22, night_to=6)
    assert [hour for hour in range(24) if is_night(hour, late)] == [0, 1, 2, 3, 4, 5, 22, 23]
    never = Limits(per_hour=1, caseless_per_day=0, night_from=4, night_to=4)
    assert not any(is_night(hour, never) for hour in range(24))

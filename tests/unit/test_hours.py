"""Opening hours as people write them: past midnight, on exceptional dates, on the nights the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core import hours
from parvis.core.clock import Instant
from parvis.core.hours import Opening, Timetable, Unread
from parvis.core.ids import RoomId
from parvis.live.hours import Hours

PARIS = ZoneInfo("Europe/Paris")
ACCUEIL, NUIT = RoomId("accueil"), RoomId("nuit")


def at(text: str) -> Instant:
    """By the clock on the wall in Paris."""
    return Instant(int(datetime.fromisoformat(text).replace(tzinfo=PARIS).timestamp() * 1000))


def table(*weekly: str, dates: tuple[str, ...] = ()) -> Timetable:
    found = hours.read(weekly, dates)
    assert isinstance(found, Timetable), found
    return found


def opening(one: Timetable, now: str) -> Opening:
    return hours.at(hours.intervals(one, at(now), PARIS), at(now))


def test_without_a_line_it_is_always_open() -> None:
    assert opening(table(), "2026-11-26T04:00") == Opening(is_open=True)


def test_an_evening_runs_past_midnight_and_belongs_to_the_day_it_begins() -> None:
    weekend = table("fri-sat 20:00-02:00")
    assert opening(weekend, "2026-11-27T19:59") == Opening(is_open=False, until=at("2026-11-27T20:00"))
    assert opening(weekend, "2026-11-28T01:59") == Opening(is_open=True, until=at("2026-11-28T02:00"))
    assert opening(weekend, "2026-11-28T02:00") == Opening(is_open=False, until=at("2026-11-28T20:00"))
    assert opening(weekend, "2026-11-29T02:00") == Opening(is_open=False, until=at("2026-12-04T20:00"))


def test_a_date_replaces_what_begins_that_day_and_nothing_of_the_night_before() -> None:
    one = table("mon-sun 20:00-02:00", dates=("2026-12-24 fermé", "2026-12-31 18:00-04:00"))
    assert opening(one, "2026-12-24T01:00").until == at("2026-12-24T02:00")
    assert opening(one, "2026-12-24T21:00") == Opening(is_open=False, until=at("2026-12-25T20:00"))
    assert opening(one, "2027-01-01T03:00") == Opening(is_open=True, until=at("2027-01-01T04:00"))


def test_where_only_dates_are_named_the_other_days_are_open() -> None:
    one = table(dates=("2026-12-24 closed",))
    assert opening(one, "2026-12-01T05:00") == Opening(is_open=True, until=at("2026-12-24T00:00"))
    assert opening(one, "2026-12-24T05:00") == Opening(is_open=False, until=at("2026-12-25T00:00"))


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_eight_in_the_evening_stays_eight_when_the_clocks_change(day: str) -> None:
    one = table("sat-sun 20:00-23:00")
    assert opening(one, f"{day}T12:00").until == at(f"{day}T20:00")


@pytest.mark.parametrize(
    "line",
    [
        "", "fri", "20:00-22:00", "fri 25:00-26:00", "fri 20-22", "fry 20:00-22:00", "fri 20:75-22:00",
        "fri-sat-sun 1:00-2:00",
    ],
)  # fmt: skip
def test_a_line_that_says_no_hours_comes_back(line: str) -> None:
    assert hours.read(["mon 20:00-22:00", line], []) == Unread(line)


@pytest.mark.parametrize("line", ["2026-13-01 closed", "24/12 closed", "2026-12-24", "2026-12-24 perhaps"])
def test_so_does_a_date_that_is_none(line: str) -> None:
    assert hours.read([], [line]) == Unread(line)


def test_days_can_be_listed_in_french_and_go_round_the_week() -> None:
    assert table("ven,dim 20:00-22:00").weekly.keys() == {4, 6}
    assert table("sat-mon 20:00-22:00").weekly.keys() == {5, 6, 0}


@given(
    st.lists(
        st.tuples(st.sampled_from(hours.DAYS), st.integers(0, 23), st.integers(0, 59), st.integers(0, 23)), max_size=6
    ),
    st.integers(0, 400 * 24 * 60),
)  # fmt: skip
def test_what_holds_until_an_instant_is_the_other_way_round_from_then_on(
    spans: list[tuple[str, int, int, int]], minutes: int
) -> None:
    one = table(*(f"{day} {start:02}:{minute:02}-{end:02}:00" for day, start, minute, end in spans))
    now = Instant(int((datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).timestamp() * 1000))
    found = hours.at(hours.intervals(one, now, PARIS), now)
    if found.until is not None:
        then = hours.at(hours.intervals(one, found.until, PARIS), found.until)
        just_before = Instant(found.until - 1)
        assert found.until > now and then.is_open is not found.is_open
        assert hours.at(hours.intervals(one, just_before, PARIS), just_before).is_open is found.is_open


def test_a_room_is_open_when_the_square_and_it_are_or_something_goes_on_there() -> None:
    square = Hours(table("mon-sun 18:00-23:00"), PARIS)
    square.plan({NUIT: table("fri 21:00-24:00")}, {})
    assert square.of_room(ACCUEIL, at("2026-11-27T19:00")).is_open
    assert square.of_room(NUIT, at("2026-11-27T19:00")) == Opening(is_open=False, until=at("2026-11-27T21:00"))
    assert square.of_room(NUIT, at("2026-11-27T22:00")) == Opening(is_open=True, until=at("2026-11-27T23:00"))
    square.plan({}, {NUIT: [(at("2026-11-28T14:00"), at("2026-11-28T16:00"))]})
    afternoon = at("2026-11-28T15:00")
    assert square.of_square(afternoon) == Opening(is_open=True, until=at("2026-11-28T16:00"))
    assert square.of_room(NUIT, afternoon).is_open and not square.of_room(ACCUEIL, afternoon).is_open


def test_an_hour_is_said_by_its_day_this_week_and_by_its_date_later() -> None:
    now = at("2026-11-26T17:00")
    assert hours.spoken(at("2026-11-26T20:00"), now, PARIS) == {"day": "today", "date": "26/11", "time": "20:00"}
    assert hours.spoken(at("2026-11-28T20:00"), now, PARIS)["day"] == "sat"
    assert hours.spoken(at("2026-12-03T20:00"), now, PARIS) == {"day": "date", "date": "3/12", "time": "20:00"}
    assert hours.spoken(None, now, PARIS)["day"] == "none"

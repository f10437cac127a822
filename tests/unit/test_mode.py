"""Which service mode holds: up at once, down one step at a time, never for ever, never back and forth."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.clock import HOUR, MINUTE, SECOND, Instant
from parvis.core.mode import (
    HOLD_MAX_MS,
    HOLD_MS,
    LADDER,
    STEP_MAX_MS,
    Mode,
    Placed,
    Raised,
    Standing,
    Way,
    after_a_start,
    next_step,
    read_mode,
    standing,
)  # fmt: skip
from parvis.core.raid import Signals, called_for
from parvis.core.settings_safety import Modes

START = Instant(1_800_000_000_000)
QUIET = Signals(joins=3, usual=2.0, messages=40)
CROWD = Signals(joins=40, usual=2.0)
SWARM = Signals(joins=45, usual=2.0, names_alike=90)
CHANT = Signals(joins=2, usual=2.0, texts_alike=80, messages=60)


@dataclass
class Night:
    """A square as time goes by, looked at every so often."""

    raised: Raised = field(default_factory=Raised)
    now: Instant = START
    changes: list[tuple[Instant, Mode]] = field(default_factory=list)

    def spend(self, signals: Signals, milliseconds: int, every: int = 10 * SECOND) -> Mode:
        limits, end = Modes(), self.now + milliseconds
        while self.now < end:
            wanted = called_for(signals, self.raised, self.now, limits)
            kept = called_for(signals, self.raised, self.now, limits, 0.6)
            after = next_step(self.raised, wanted, kept, self.now)
            if after.mode is not self.raised.mode:
                self.changes.append((self.now, after.mode))
            self.raised, self.now = after, Instant(self.now + every)
        return self.raised.mode


@pytest.mark.parametrize(
    ("signals", "mode"),
    [
        (QUIET, Mode.NORMAL),
        (CROWD, Mode.CAREFUL),
        (SWARM, Mode.NEWCOMERS_READ),
        (Signals(joins=200, usual=2.0), Mode.NEWCOMERS_READ),
        (Signals(joins=12, usual=2.0, names_alike=90), Mode.CAREFUL),
        (CHANT, Mode.CAREFUL),
        (Signals(joins=2, texts_alike=80, mentions=30, messages=60), Mode.NEWCOMERS_READ),
    ],
)
def test_what_a_minute_calls_for(signals: Signals, mode: Mode) -> None:
    assert called_for(signals, Raised(), START, Modes()) is mode


def test_where_many_are_usual_many_are_no_crowd() -> None:
    assert called_for(Signals(joins=40, usual=30.0), Raised(), START, Modes()) is Mode.NORMAL


def test_an_operator_limits_what_comes_by_itself() -> None:
    assert called_for(SWARM, Raised(), START, Modes(by_itself_up_to="careful")) is Mode.CAREFUL
    assert called_for(SWARM, Raised(), START, Modes(by_itself_up_to="normal")) is Mode.NORMAL


def test_a_raid_raises_the_mode_at_once_and_it_is_left_step_by_step() -> None:
    night = Night()
    assert night.spend(SWARM, 20 * SECOND) is Mode.NEWCOMERS_READ
    assert night.spend(QUIET, 9 * MINUTE) is Mode.NEWCOMERS_READ, "it holds a while"
    assert night.spend(QUIET, 2 * MINUTE) is Mode.CAREFUL
    assert night.spend(QUIET, 11 * MINUTE) is Mode.NORMAL
    assert [mode for _, mode in night.changes] == [Mode.NEWCOMERS_READ, Mode.CAREFUL, Mode.NORMAL]


def test_texts_that_go_on_after_newcomers_were_made_to_read_take_the_next_step() -> None:
    night = Night()
    night.spend(SWARM, 20 * SECOND)
    assert night.spend(CHANT, MINUTE) is Mode.NEWCOMERS_READ
    assert night.spend(CHANT, 3 * MINUTE) is Mode.KNOWN_ONLY
    assert night.spend(CHANT, 30 * MINUTE) is Mode.KNOWN_ONLY, "further only if the operator says so"


def test_what_brought_a_step_about_must_have_clearly_ended() -> None:
    night = Night()
    night.spend(CROWD, 20 * SECOND)
    assert night.spend(Signals(joins=20, usual=2.0), 20 * MINUTE) is Mode.CAREFUL, "two thirds of it keep it"
    assert night.spend(Signals(joins=10, usual=2.0), 11 * MINUTE) is Mode.NORMAL


def test_a_raid_that_waits_gains_nothing() -> None:
    night = Night()
    night.spend(CROWD, 20 * SECOND)
    night.spend(QUIET, 11 * MINUTE)
    night.spend(CROWD, 20 * SECOND)
    assert night.raised.hold_ms == 2 * HOLD_MS
    assert night.spend(QUIET, 15 * MINUTE) is Mode.CAREFUL
    assert night.spend(QUIET, 6 * MINUTE) is Mode.NORMAL
    night.spend(QUIET, 2 * HOUR)
    night.spend(CROWD, 20 * SECOND)
    assert night.raised.hold_ms == HOLD_MS, "forgotten after an hour"


def test_a_step_ends_however_long_its_signals_go_on() -> None:
    night = Night()
    night.spend(CROWD, 3 * HOUR)
    assert Mode.NORMAL in [mode for _, mode in night.changes]


readings = st.builds(
    Signals,
    joins=st.integers(0, 500), usual=st.floats(0, 50), names_alike=st.integers(0, 100),
    texts_alike=st.integers(0, 100), mentions=st.integers(0, 60), messages=st.integers(0, 500),
)  # fmt: skip


@given(st.lists(st.tuples(readings, st.integers(1, 40 * 60)), max_size=30))
def test_whatever_happens_it_leaves_and_does_not_flap(spans: list[tuple[Signals, int]]) -> None:
    night = Night()
    for signals, seconds in spans:
        night.spend(signals, seconds * SECOND, every=max(SECOND, seconds * SECOND // 20))
    assert night.raised.until <= night.now + STEP_MAX_MS + HOLD_MAX_MS, "each step has an end"
    assert night.spend(Signals(), 6 * HOUR, every=MINUTE) is Mode.NORMAL, "it always leaves"
    befores = [Mode.NORMAL, *(mode for _, mode in night.changes)]
    downs = [at for before, (at, mode) in zip(befores, night.changes, strict=False) if mode.rank < before.rank]
    times = [at for at, _ in night.changes]
    for at in downs:
        earlier = [one for one in times if one < at]
        assert not earlier or at - earlier[-1] >= HOLD_MS, "nothing is left before its hold is over"


@given(st.integers(0, 10_000), st.sampled_from(LADDER), st.sampled_from(LADDER))
def test_the_stricter_one_holds_and_a_person_who_says_normal_overrules(late: int, chosen: Mode, step: Mode) -> None:
    placed = Placed(mode=chosen, at=START, until=Instant(START + 5_000), way=Way.STAFF, why="because")
    raised = Raised(mode=step, at=START, until=Instant(START + HOUR))
    found = standing(placed, raised, Instant(START + late))
    if late >= 5_000:
        assert found.mode is step, "what a person chose has an end"
    elif chosen is Mode.NORMAL:
        assert found.mode is Mode.NORMAL and found.way is Way.STAFF
    else:
        assert found.mode.rank == max(chosen.rank, step.rank)


def test_nothing_placed_and_nothing_raised_is_normal_without_an_end() -> None:
    assert standing(None, Raised(), START) == Standing()


def test_a_mode_that_this_version_does_not_know_is_the_strictest() -> None:
    assert read_mode("lockdown") is Mode.READ_ONLY and read_mode("careful") is Mode.CAREFUL


def test_after_a_start_a_step_goes_on_for_one_hold() -> None:
    stored = Raised(mode=Mode.CAREFUL, at=START, until=Instant(START + MINUTE))
    later = Instant(START + 3 * HOUR)
    assert after_a_start(stored, later).until == later + HOLD_MS
    assert after_a_start(Raised(), later) == Raised()

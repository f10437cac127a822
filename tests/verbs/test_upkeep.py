"""The house looks after itself: disk measured, backups made when due, somebody called, copies let go in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from parvis.access.means import Means
from parvis.app import office_of
from parvis.core.clock import DAY, FakeClock, later
from parvis.core.config import Config
from parvis.core.disk import Level
from parvis.core.settings_server import Backup, Disk, OnCall
from parvis.legal import backups, upkeep
from parvis.legal.backups import Note
from parvis.live.metrics import Metrics
from parvis.live.upkeep import Upkeep, measure
from parvis.moderation.office import Office
from parvis.store import backup, notify

NEVER, ALWAYS = 100, 1
"""Percentages that no disk of a test reaches, and that every disk does."""


def office(means: Means, config: Config) -> Office:
    return replace(office_of(means), config=config)


async def calls(one: Office) -> list[tuple[str, list[dict[str, object]]]]:
    due = await one.db.write(lambda tx: notify.due(tx, one.clock.now(), 0))
    return [(call.kind, call.items) for call in due]


def disk(warn: int, scarce: int, full: int) -> Config:
    return Config(disk=Disk(warn_percent=warn, scarce_percent=scarce, full_percent=full), on_call=OnCall())


@pytest.fixture(autouse=True)
def some_disk(means: Means) -> None:
    assert 0 < measure(means.db.folder).percent < 100, "the tests' own disk is neither empty nor full"


async def test_each_step_upwards_calls_once_and_the_way_back_is_silent(means: Means) -> None:
    state, metrics = Upkeep(), Metrics()
    for limits, level, called in (
        (disk(NEVER, NEVER, NEVER), Level.FINE, 0),
        (disk(ALWAYS, NEVER, NEVER), Level.FILLING, 1),
        (disk(ALWAYS, NEVER, NEVER), Level.FILLING, 0),
        (disk(ALWAYS, ALWAYS, NEVER), Level.SCARCE, 1),
        (disk(ALWAYS, ALWAYS, ALWAYS), Level.FULL, 1),
        (disk(NEVER, NEVER, NEVER), Level.FINE, 0),
    ):
        one = office(means, limits)
        assert await upkeep.look_at_disk(one, state, metrics) is level
        told = await calls(one)
        assert len(told) == called
        assert [kind for kind, _ in told] == ["disk_filling"] * called
        await means.db.write(lambda tx: notify.give_up(tx, later(means.clock.now(), 1), later(means.clock.now(), 1)))
    assert b"parvis_disk_level 0.0" in metrics.text()


async def test_a_backup_is_made_when_it_is_due_and_not_before(means: Means, clock: FakeClock) -> None:
    one, state, metrics, made = office(means, Config(backup=Backup(every_hours=24))), Upkeep(), Metrics(), 0

    async def make() -> str:
        nonlocal made
        made += 1
        backups.write_note(means.db.folder, Note(tried_at=clock.now(), made_at=clock.now(), bytes=5))
        return ""

    for hours, count in ((0, 1), (23, 1), (1, 2), (1, 2)):
        clock.advance(timedelta(hours=hours))
        await upkeep.tend_backups(one, state, metrics, make)
        assert made == count
    assert b"parvis_backup_age_seconds 3600.0" in metrics.text()
    assert not state.backup_failed and await calls(one) == []


async def test_one_that_fails_calls_once_shows_and_is_tried_again(means: Means, clock: FakeClock) -> None:
    one, state, metrics = office(means, Config(backup=Backup(every_hours=24))), Upkeep(), Metrics()

    async def fail() -> str:
        return "parvis: There is no room."

    for _ in range(3):
        await upkeep.tend_backups(one, state, metrics, fail)
        clock.advance(timedelta(hours=1))
    assert state.backup_failed and b"parvis_backup_failed 1.0" in metrics.text()
    assert await calls(one) == [("backup_failed", [{"hours": 24}])]
    said = " ".join(backups.sentences(one.config, means.db.folder, clock.now()))
    assert "THE LAST ONE FAILED" in said and "There is no room." in said

    async def succeed() -> str:
        backups.write_note(means.db.folder, Note(tried_at=clock.now(), made_at=clock.now(), bytes=5))
        return ""

    await upkeep.tend_backups(one, state, metrics, succeed)
    assert not state.backup_failed


async def test_without_the_setting_none_is_made(means: Means) -> None:
    async def never() -> str:
        raise AssertionError

    await upkeep.tend_backups(office(means, Config()), Upkeep(), Metrics(), never)


async def test_copies_are_let_go_in_time(means: Means, clock: FakeClock) -> None:
    to = means.db.folder / "backups"
    to.mkdir()
    for days in (0, 6, 8):
        (to / backup.name_of(later(clock.now(), -days * DAY))).write_bytes(b"x")
    await upkeep.let_go(office(means, Config()))
    assert len(list(to.iterdir())) == 2


async def test_what_check_says_of_the_disk_is_what_happens(means: Means, clock: FakeClock) -> None:
    for limits, words in (
        (disk(NEVER, NEVER, NEVER), "The disk is "), (disk(ALWAYS, NEVER, NEVER), "FILLING"),
        (disk(ALWAYS, ALWAYS, NEVER), "Nobody new comes in"), (disk(ALWAYS, ALWAYS, ALWAYS), "Nobody can write"),
    ):  # fmt: skip
        assert words in upkeep.sentences(limits, means.db.folder, clock.now())[0]

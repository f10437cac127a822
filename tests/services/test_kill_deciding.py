"""`kill -9`, again and again, while the desk decides: what was acknowledged is there, each step whole or not begun."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from decider import office_at, open_hastily
from parvis.core.casework import Decision, DecisionState, Happened, Status
from parvis.core.ids import DecisionId
from parvis.core.policy import MEASURES, Measure
from parvis.moderation import actions
from parvis.moderation.office import Office
from parvis.store import cases, decisions, ledger, statements
from parvis.store.database import Reading

ROUNDS = 10
DECIDER = Path(__file__).parent.with_name("decider.py")


@dataclass
class Deciders:
    """Where they come from: one process that has imported everything and forks."""

    process: asyncio.subprocess.Process
    folder: Path
    begun: float
    pid: int = 0
    told: list[dict[str, str]] = field(default_factory=list)

    async def start(self, seed: int) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([str(self.folder), self.begun, seed]).encode() + b"\n")
        async with asyncio.timeout(60):
            self.pid = int(await self.process.stdout.readline())
            assert (await self.process.stdout.readline()).strip() == b"ready"

    async def hear(self) -> None:
        """The first thing they say they have done."""
        assert self.process.stdout
        async with asyncio.timeout(60):
            self.told.append(json.loads(await self.process.stdout.readline()))

    async def listen(self, seconds: float) -> None:
        """Everything they say they have done."""
        assert self.process.stdout
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while line := await self.process.stdout.readline():
                    self.told.append(json.loads(line))

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@pytest.fixture
async def deciders(tmp_path: Path) -> AsyncIterator[Deciders]:
    pipe = asyncio.subprocess.PIPE
    with (tmp_path / "stderr").open("wb") as log:
        process = await asyncio.create_subprocess_exec(sys.executable, DECIDER, stdin=pipe, stdout=pipe, stderr=log)
    yield Deciders(process, tmp_path / "data", time.time())
    process.kill()
    await process.wait()


@pytest.mark.slow
async def test_ten_kills_leave_every_decision_whole_or_not_begun(deciders: Deciders) -> None:
    chance = random.Random(time.time_ns())
    waited = 0
    for seed in range(ROUNDS):
        await deciders.start(seed)
        await deciders.hear()
        await deciders.listen(chance.uniform(0.2, 1.5))
        deciders.kill()
        await deciders.listen(0.3)
        means = open_hastily(deciders.folder, deciders.begun)
        try:
            waited += await means.db.read(_each_step_is_whole)
        finally:
            await means.db.close()
    assert waited > ROUNDS / 2, "the kills fell into silence"
    assert sum("take" in one for one in deciders.told) > ROUNDS
    await _complete(deciders)


def _each_step_is_whole(conn: Reading) -> int:
    """A decision that took effect did all of it; one that waits, only what is urgent. How many wait."""
    waiting = 0
    for one in _all(conn):
        done = Counter(action.wish.measure for action in decisions.actions_of(conn, one.id))
        wished = Counter(wish.measure for wish in one.choice.wishes)
        urgent = Counter({measure: count for measure, count in wished.items() if MEASURES[measure].urgent})
        assert done == (wished if one.state is DecisionState.EXECUTED else urgent)
        stated = Counter(
            each.wish.measure for letter in statements.of_decision(conn, one.id) for each in letter.measures
        )
        assert stated == Counter({measure: count for measure, count in done.items() if MEASURES[measure].statement})
        waiting += one.state is DecisionState.PENDING
    return waiting


def _all(conn: Reading) -> list[Decision]:
    ids = [DecisionId(row.id) for row in conn.exec_driver_sql("SELECT id FROM decision")]
    return [found for one in ids if (found := decisions.find(conn, one))]


async def _complete(deciders: Deciders) -> None:
    """After the last start the job does what was left, once; nothing acknowledged is missing; the ledger holds."""
    means = open_hastily(deciders.folder, deciders.begun)
    office: Office = office_at(means)
    try:
        async with asyncio.timeout(60):
            while await means.db.read(_is_anything_pending):
                await actions.execute_due(office)
        assert await actions.execute_due(office) == 0
        await means.db.read(_each_step_is_whole)
        await means.db.read(lambda conn: _nothing_is_missing(conn, deciders.told))
        found = await means.db.read(
            lambda conn: ledger.verify(conn, deciders.folder, means.keys.ledger.public_key())
        )  # fmt: skip
        assert found.ok, found.sentence
    finally:
        await means.db.close()


def _is_anything_pending(conn: Reading) -> bool:
    return any(one.state is DecisionState.PENDING for one in _all(conn))


def _nothing_is_missing(conn: Reading, told: list[dict[str, str]]) -> None:
    acknowledged = {one["take"] for one in told if "take" in one}
    stored = {one.id: one for one in _all(conn)}
    assert acknowledged <= set(stored)
    opened = {row.id for row in conn.exec_driver_sql('SELECT id FROM "case"')}
    assert {one["report"] for one in told if "report" in one} <= opened
    for one in stored.values():
        assert one.state is DecisionState.EXECUTED
        case = cases.find(conn, one.choice.case)
        assert case is not None and case.state.status is Status.DECIDED
        kinds = Counter(event.kind for event in cases.events(conn, case.id))
        assert kinds[Happened.EXECUTED] == 1
    assert Measure.REMOVE in {wish.measure for one in stored.values() for wish in one.choice.wishes}

"""Statements of reasons in a real store: issued with what they restrict, found by code or by whom they are for."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from desk import AUTHOR, QUOTED, decide, open_case
from parvis import app, cli
from parvis.access.means import Means
from parvis.core.casework import ActionState, Automated, Statement, StatementKind, Wish
from parvis.core.clock import DAY, FakeClock
from parvis.core.ids import PassId
from parvis.core.policy import STATEMENT_DAYS, Measure
from parvis.live.effects import Addressed, Effect
from parvis.moderation import statements
from parvis.moderation.office import Office
from parvis.store.schema_cases import action
from parvis.store.writer import Tx


@pytest.fixture
def office(means: Means) -> Office:
    return app.office_of(means)


async def issued(office: Office, *measures: Measure) -> Statement:
    """A statement about a message, for these measures."""
    wishes = [Wish(measure=one, for_ms=DAY if one is Measure.MUTE else None) for one in measures]
    return (await decide(office, await open_case(office), wishes))[1]


async def test_a_statement_opens_with_its_code_however_it_is_typed(office: Office) -> None:
    one = await issued(office, Measure.REMOVE)
    code = statements.code_of(office, one.id)
    for typed in (code, code.lower(), code.replace("-", " "), f"  {code}\n"):
        assert await statements.by_code(office, typed) == one
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert await statements.by_code(office, other) is None
    assert await statements.by_code(office, "") is None


async def test_six_months_after_it_was_first_shown_a_statement_reads_like_a_wrong_code(
    office: Office, clock: FakeClock
) -> None:
    one = await issued(office, Measure.WARN)
    clock.advance(timedelta(days=100))
    await statements.mark_delivered(office, [one])
    clock.advance(timedelta(days=STATEMENT_DAYS - 1))
    code = statements.code_of(office, one.id)
    found = await statements.by_code(office, code)
    assert found is not None
    assert found.delivered_at is not None
    await statements.mark_delivered(office, [found])
    clock.advance(timedelta(days=2))
    assert await statements.by_code(office, code) is None, "shown again is not told again"


async def test_the_pass_or_the_device_finds_its_own_statements_and_nobody_elses(office: Office) -> None:
    one = await issued(office, Measure.REMOVE)
    assert await statements.of_identity(office, AUTHOR.pass_id, None) == [one]
    assert await statements.of_identity(office, PassId("another"), AUTHOR.device) == [one]
    assert await statements.of_identity(office, PassId("another"), "another") == []
    assert await statements.of_identity(office, None, None) == []


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        (Measure.REMOVE, StatementKind.MEASURE),
        (Measure.MUTE, StatementKind.MEASURE),
        (Measure.WARN, StatementKind.WARNING),
        (Measure.RESTORE, StatementKind.REVERSAL),
        (Measure.LIFT, StatementKind.REVERSAL),
    ],
)
async def test_a_statement_says_what_it_is(office: Office, measure: Measure, kind: StatementKind) -> None:
    one = await issued(office, measure)
    assert one.kind is kind
    assert one.automated is Automated.NOT
    assert one.decided_by == 12


async def test_its_addressee_is_told_after_the_commit(office: Office) -> None:
    heard: list[Effect] = []
    office.effects.listen(heard.append)
    one = await issued(office, Measure.REMOVE)
    await asyncio.sleep(0)
    assert heard == [Addressed(visit=AUTHOR.visit, statement=one.id, pass_id=AUTHOR.pass_id)]
    assert AUTHOR.pass_id


async def test_a_statement_read_later_says_what_was_lifted_since(office: Office) -> None:
    one = await issued(office, Measure.MUTE)
    await office.db.write(lambda tx: lift(tx, one))
    found = await statements.by_code(office, statements.code_of(office, one.id))
    assert found is not None
    assert [action.state for action in found.measures] == [ActionState.LIFTED]


def lift(tx: Tx, one: Statement) -> None:
    tx.conn.execute(update(action).where(action.c.id == one.measures[0].id).values(state=ActionState.LIFTED.value))


async def test_what_the_transparency_database_is_owed_comes_out_a_line_each(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = await issued(office, Measure.REMOVE)
    await issued(office, Measure.WARN)
    for words in (["--format", "tdb"], ["--since", "2026-11-25"], ["--since", "soon"]):
        monkeypatch.setattr(sys, "argv", ["parvis", "statements", "export", "--data", str(tmp_path), *words])
        status = await asyncio.to_thread(_status)
        heard = capsys.readouterr()
        match words:
            case ["--format", _]:
                assert status == 0
                assert [json.loads(line)["puid"] for line in heard.out.splitlines()] == [taken.puid]
                assert "1 of 2 statements" in heard.err
                assert QUOTED not in heard.out
            case [_, "soon"]:
                assert status == cli.FAULT
                assert "a day is written YYYY-MM-DD" in heard.err
            case _:
                assert (status, heard.out) == (0, "")


def _status() -> int:
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0

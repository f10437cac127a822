"""The demonstration's evenings: by the real verbs, the same each time, and without a way in for anybody."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from parvis import app
from parvis.core.casework import Case, Channel, Status, SubjectKind
from parvis.core.policy import Harm
from parvis.demo import evenings, seeds
from parvis.moderation import appeals
from parvis.store import cases, staff


async def told(folder: Path) -> tuple[list[Case], int]:
    """All cases after the evenings, and how many keys open anything."""
    config = seeds.config(8080)
    await evenings.tell(config, folder)
    await evenings.tell(config, folder)

    def look(conn: Connection) -> tuple[list[Case], int]:
        found = [cases.by_number(conn, number) for number in range(1, 30)]
        everybody = staff.everybody(conn)
        assert [one.number for one in everybody] == [1, 2] and all(one.ended_at for one in everybody)
        return [one for one in found if one], sum(len(staff.keys_of(conn, one.id)) for one in everybody)

    async with app.open_means(config, folder) as means:
        assert len(await appeals.waiting(app.office_of(means))) == 1
        return await means.db.read(look)


async def test_a_believable_evening_waits_at_the_desk_and_nobody_can_sign_in(tmp_path: Path) -> None:
    found, keys = await told(tmp_path / "first")
    assert keys == 0, "the two who decided have no key, and have left"
    state = {one.number: one.state for one in found}
    now = max(one.opened_at for one in found)
    assert [one.number for one in found if one.state.is_overdue(now)], "one waits past its clock"
    assert any(one.state.harm is Harm.DANGER and one.state.status is Status.OPEN for one in found)
    assert {one.channel for one in found} >= {Channel.VISITOR, Channel.FLAGGER, Channel.OUTSIDER, Channel.ROUTINE}
    assert any(one.subject.kind is SubjectKind.SERVICE for one in found)
    assert sum(one.status is Status.AWAITING_SECOND for one in state.values()) == 1
    assert sum(one.first_decided_at is not None for one in state.values()) >= 4
    assert {one.lang for one in found} == {"fr", "en"}


async def test_it_is_told_the_same_each_time(tmp_path: Path) -> None:
    def shape(found: list[Case]) -> list[tuple[object, ...]]:
        return [(one.number, one.state.status, one.state.harm, one.channel, one.lang) for one in found]

    first, _ = await told(tmp_path / "first")
    second, _ = await told(tmp_path / "second")
    assert shape(first) == shape(second)

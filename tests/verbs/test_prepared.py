"""Statements that go past SQLAlchemy keep what it kept: order, repeats, counters, and everything or nothing."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from sqlalchemy import bindparam, select

from parvis.access.means import Means
from parvis.core.clock import Instant
from parvis.core.ids import CommandId, ConversationId, MessageId, VisitId
from parvis.core.talk import Draft, Outcome, Status
from parvis.store import talk
from parvis.store.database import FILE
from parvis.store.prepared import Bulk, Prepared
from parvis.store.schema import conversation, message
from parvis.store.writer import Tx

ROOM = ConversationId("r:accueil")


def draft(number: int, cid: str | None = None) -> Draft:
    return Draft(
        sender=VisitId("alix"), nickname="Alix", conversation=ROOM, cid=CommandId(cid or f"c{number}"),
        mid=MessageId(f"{number:020x}"), text=f"message {number}", at=Instant(number),
    )  # fmt: skip


@pytest.fixture
async def room(means: Means) -> Means:
    await means.db.write(lambda tx: tx.conn.execute(conversation.insert().values(id=ROOM)))
    return means


async def release(means: Means, *drafts: Draft) -> list[Outcome]:
    """All in one group, as far as the writer sees them together."""
    return await asyncio.gather(*(means.db.write_grouped(talk.release, one) for one in drafts))


def places(outcomes: list[Outcome]) -> list[tuple[int, int]]:
    return [(one.message.n, one.message.rev) for one in outcomes if one.message]


@pytest.mark.parametrize("count", [1, 7, 8, 9, 64, 65, 150])
async def test_however_many_come_together_each_gets_the_next_place(room: Means, count: int) -> None:
    outcomes = await release(room, *(draft(number) for number in range(count)))
    assert places(outcomes) == [(number + 1, number + 1) for number in range(count)]
    page = await room.db.read(lambda conn: talk.page_before(conn, ROOM, None, count))
    assert [item.text for item in page.items] == [f"message {number}" for number in range(count)]
    assert (page.standing.last_n, page.standing.rev, page.end) == (count, count, True)


async def test_what_comes_twice_in_one_group_or_came_before_is_told_what_became_of_it(room: Means) -> None:
    (first,) = await release(room, draft(0, "same"))
    outcomes = await release(room, draft(1), draft(2, "same"), draft(3, "twice"), draft(4, "twice"), draft(5))
    assert places([first]) + places(outcomes) == [(1, 1), (2, 2), (1, 1), (3, 3), (3, 3), (4, 4)]
    assert [one.repeated for one in outcomes] == [False, True, False, True, False]
    assert all(one.status is Status.DELIVERED for one in outcomes)


async def test_what_the_writer_remembers_of_a_room_is_forgotten_when_anything_else_is_written(room: Means) -> None:
    (first,) = await release(room, draft(0))
    assert first.message is not None
    item = first.message
    await room.db.write(lambda tx: talk.change_text(tx, item, "changed", Instant(1)))
    assert places(await release(room, draft(1))) == [(2, 3)]


async def test_also_between_two_messages_of_one_group(room: Means) -> None:
    (first,) = await release(room, draft(0))
    assert first.message is not None
    item, db = first.message, room.db
    for number in range(1, 40, 2):
        before, changed, after = await asyncio.gather(
            db.write_grouped(talk.release, draft(number)),
            db.write(lambda tx, number=number: talk.change_text(tx, item, f"changed {number}", Instant(number))),  # type: ignore[misc]
            db.write_grouped(talk.release, draft(number + 1)),
        )
        assert before.message is not None and after.message is not None
        revs = [before.message.rev, changed.rev, after.message.rev]
        assert revs == [revs[0], revs[0] + 1, revs[0] + 2]


async def test_and_when_another_process_writes(room: Means) -> None:
    await release(room, draft(0))
    with sqlite3.connect(room.db.folder / FILE) as other:
        other.execute("UPDATE conversation SET last_n = 10, rev = 20")
    assert places(await release(room, draft(1))) == [(11, 21)]


async def test_a_group_that_fails_leaves_no_memory_of_places_it_did_not_give(room: Means) -> None:
    def fail(tx: Tx, drafts: list[Draft]) -> list[Outcome]:
        talk.release(tx, drafts)
        raise ValueError("on purpose")

    await release(room, draft(0))
    with pytest.raises(ValueError, match="on purpose"):
        await room.db.write_grouped(fail, draft(1))
    assert places(await release(room, draft(2))) == [(2, 2)]


async def test_a_glance_and_a_read_see_the_same(room: Means) -> None:
    await release(room, draft(0))
    text_of = Prepared(select(message.c.text).where(message.c.mid == bindparam("mid")))
    row = room.db.glance(lambda conn: text_of.first(conn, mid=f"{0:020x}"))
    assert row is not None
    assert row.text == "message 0"
    assert await room.db.read(lambda conn: text_of.first(conn, mid=f"{0:020x}")) == row
    assert room.db.glance(lambda conn: text_of.first(conn, mid="nobody's")) is None


async def test_rows_go_in_order_through_portions_of_every_size(room: Means) -> None:
    echo = Bulk("WITH told AS (VALUES) SELECT column1, column2 FROM told", 2)
    rows = [(number, f"row {number}") for number in range(64 + 8 + 3)]
    assert room.db.glance(lambda conn: echo.run(conn, rows)) == rows
    assert room.db.glance(lambda conn: echo.run(conn, [])) == []

"""Reads on the event loop: one snapshot for a turn, a new one for the next, and a fault that spoils neither."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection

from cast import ACCUEIL, come_in, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import messages, rooms
from parvis.core.errors import StoreUnavailable
from parvis.store import traces

COUNT = "SELECT count(*) FROM ledger"


def entries(conn: Connection) -> int:
    found: int = conn.exec_driver_sql(COUNT).scalar_one()
    return found


async def test_a_turn_sees_one_snapshot_and_the_next_what_was_committed(means: Means) -> None:
    before = means.db.glance(entries)
    written = asyncio.ensure_future(means.db.write(lambda tx: tx.record("test.noted", {})))
    await written
    assert means.db.glance(entries) == before + 1


async def test_what_is_committed_within_a_turn_is_seen_only_when_it_has_been_told(means: Means) -> None:
    before = means.db.glance(entries)
    asked = means.db.write(lambda tx: tx.record("test.noted", {}))
    told = asyncio.ensure_future(asked)
    assert means.db.glance(entries) == before, "the snapshot of this turn"
    await told
    assert means.db.glance(entries) == before + 1


async def test_a_fault_is_told_in_words_and_the_next_glance_works(means: Means) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be read"):
        means.db.glance(lambda conn: conn.exec_driver_sql("SELECT nothing FROM nowhere"))
    assert means.db.glance(entries) >= 0
    await asyncio.sleep(0)
    assert means.db.glance(entries) >= 0


async def test_whoever_left_nothing_is_asked_no_further(means: Means) -> None:
    square, now = await open_square(means), means.clock.now()
    silent = await square.arrive(await come_in(means, "Alix"), "network")
    there = await in_room(square, "Camille")
    speaks = await in_room(square, "Sacha")
    await messages.say(square, speaks, send("bonsoir", "c1"))
    await rooms.leave(square, speaks, ACCUEIL)
    for live, left in ((silent, False), (there, True), (speaks, True)):
        one = live.visit
        assert means.db.glance(lambda conn: traces.has_left(conn, one.id, one.pass_id, now)) is left  # noqa: B023

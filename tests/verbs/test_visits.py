"""A visit is found by its cookie, also while the disk takes nothing."""

from __future__ import annotations

from datetime import timedelta

from cast import HERE, adult
from parvis.access import visits
from parvis.access.means import Means
from parvis.access.visits import Began
from parvis.core.clock import FakeClock
from parvis.core.people import AgeBand, Profile


async def test_people_still_read_while_nothing_can_be_written(means: Means, clock: FakeClock) -> None:
    profile = Profile(nickname="Ana", age_band=AgeBand.FROM_25)
    began = await visits.begin(means, await adult(means), profile, HERE, "fr")
    assert isinstance(began, Began)
    clock.advance(timedelta(minutes=2))
    await means.db.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA query_only = ON"))
    found = await visits.open_visit_for(means, began.token)
    assert found is not None
    assert found.id == began.visit.id

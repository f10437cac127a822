"""What two agreed to of whom one came into the team through the other: allowed where nobody else could, and shown.

They may be one person. A house that has nobody else goes on, and everybody sees that it did.
"""

from __future__ import annotations

import msgspec

from parvis.access.means import Means
from parvis.core.approval import PAIRS_MS
from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.core.staff import Staff, linked
from parvis.store import appeals, approvals
from parvis.store import staff as people
from parvis.store.database import Reading

APPEAL = "appeal"


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement, or one answer to an appeal, by two people of whom one let the other in."""

    what: str
    """A `core.approval.Kind`, or ``appeal``."""
    first: Staff
    second: Staff
    at: Instant


async def linked_lately(means: Means) -> list[Linked]:
    """Those of the last thirty days, newest first."""
    since = Instant(means.clock.now() - PAIRS_MS)
    return await means.db.read(lambda conn: _linked_since(conn, since))


def _linked_since(conn: Reading, since: Instant) -> list[Linked]:
    everybody = {one.id: one for one in people.everybody(conn)}
    done: list[tuple[str, StaffId | None, StaffId | None, Instant | None]] = [
        (one.kind, one.proposed_by, one.decided_by, one.decided_at) for one in approvals.agreed_since(conn, since)
    ]
    done += [
        (APPEAL, hand, one.decided_by, one.decided_at)
        for one in appeals.answered_since(conn, since)
        for hand in (one.first_decider, one.second_decider)
    ]
    found = [
        Linked(what=what, first=everybody[first], second=everybody[second], at=at)
        for what, first, second, at in done
        if first in everybody and second in everybody and at is not None and linked(first, second, everybody)
    ]
    return sorted(found, key=lambda one: -one.at)

"""Whom the desk keeps out or holds back: asked at the door and when a visit takes its place, never decided here.

What a restriction holds on to is the identity class: the age pass and the device. A network is many people; for a day
at most it is let in more slowly.
"""

from __future__ import annotations

import msgspec

from parvis.access.means import Means
from parvis.core.casework import ClassKind, Sanction
from parvis.core.clock import Instant
from parvis.core.ids import PassId, VisitId
from parvis.core.policy import Measure
from parvis.store import sanctions
from parvis.store.writer import Tx

SHUT_OUT = frozenset({Measure.SUSPEND, Measure.BAN})


class Barred(msgspec.Struct, frozen=True, kw_only=True):
    """Not let in: the restriction that keeps out longest, with the statement that explains it."""

    sanction: Sanction

    @property
    def until(self) -> Instant | None:
        """When the door opens again; None for never."""
        return self.sanction.ends_at

    @property
    def text_key(self) -> str:
        """What is said at the door."""
        return "refuse-barred" if self.until is None else "refuse-barred-until"


async def barring(means: Means, pass_id: PassId | None, device: str) -> Barred | None:
    """What keeps this pass or this device out now."""
    now = means.clock.now()
    classes = sanctions.classes_of_pass(pass_id, device)
    return longest(await means.db.read(lambda conn: sanctions.standing(conn, classes, now)))


def barring_now(tx: Tx, pass_id: PassId, device: str, now: Instant) -> Barred | None:
    """The same within the transaction that would let somebody in."""
    return longest(sanctions.standing(tx.conn, sanctions.classes_of_pass(pass_id, device), now))


def longest(found: list[Sanction]) -> Barred | None:
    """The one that keeps out longest; they come in that order."""
    return next((Barred(sanction=one) for one in found if one.measure in SHUT_OUT), None)


async def of_visit(means: Means, visit: VisitId) -> list[Sanction]:
    """Everything that holds against a visit's identity class now, each measure once."""
    now = means.clock.now()
    found = means.db.glance(lambda conn: sanctions.standing_on(conn, visit, now))
    return list({one.action: one for one in found}.values())


async def is_slowed(means: Means, network: str) -> bool:
    """Whether entries from this network are let in more slowly today."""
    now = means.clock.now()
    network_class = [(ClassKind.NETWORK, network)]
    return bool(await means.db.read(lambda conn: sanctions.standing(conn, network_class, now)))

"""Opening what stands around a case in steps; the case says that somebody did, the log of looks says why."""

from __future__ import annotations

from enum import IntEnum

from parvis.core.casework import LEASE_MS, Case, Happened
from parvis.core.clock import later
from parvis.core.ids import CaseId, StaffId, room_of
from parvis.core.talk import Message
from parvis.moderation.office import Office
from parvis.store import cases, talk
from parvis.store.writer import Tx

SOME = 20
ALL = 200


class Step(IntEnum):
    """How much of a case is before somebody's eyes."""

    NOTHING = 0
    REPORTED = 1
    """What was reported, and what reporters wrote."""
    WINDOW = 2
    """The frozen messages on each side of it."""
    SOME = 3
    """Twenty on each side, as far as the room still has them."""
    ALL = 4
    """Everything the room still has around it; for leads."""


async def watched(office: Office, who: StaffId, case_id: CaseId, step: Step) -> None:
    """Note in the case that its context was opened further; whoever works it keeps it for as long again."""

    def work(tx: Tx) -> None:
        now, one = office.clock.now(), cases.find(tx.conn, case_id)
        if one is not None:
            own = one.state.leased_to(now) == who
            until: dict[str, object] = {"until": later(now, LEASE_MS)} if own else {}
            cases.append(tx, one, Happened.WATCHED, now, who, step=int(step), **until)

    await office.db.write(work)


async def around(office: Office, case: Case, step: Step) -> list[Message]:
    """The messages round the reported one that the room still has, beyond the frozen window; in order.

    Only of rooms, where everybody could read them. What two people said to each other opens in no step: it lies sealed,
    and takes two.
    """
    subject, reach = case.subject, ALL if step is Step.ALL else SOME
    conv, n = subject.conversation, subject.n
    if step < Step.SOME or conv is None or n is None or room_of(conv) is None:
        return []
    return (await office.db.read(lambda conn: talk.page_around(conn, conv, n, 2 * reach + 1))).items

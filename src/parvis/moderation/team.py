"""What the desk must know of the team: who may work which queue, and the number by which others know somebody."""

from __future__ import annotations

from parvis.core.ids import StaffId
from parvis.core.policy import Queue
from parvis.core.staff import Act, Staff, may
from parvis.moderation.refusal import Refused
from parvis.store import staff
from parvis.store.writer import Tx

WORKS: dict[Queue, Act] = {
    Queue.GENERAL: Act.DECIDE,
    Queue.CHILD_SAFETY: Act.DECIDE_CHILD_SAFETY,
    Queue.SERVICE: Act.CHANGE_RULES,
}
"""The right that each queue asks for. What concerns the square itself is answered by those who may change its rules."""

NO_RIGHT = Refused(text_key="refuse-case-right")


def member(tx: Tx, who: StaffId) -> Staff | None:
    """Somebody of the team, also after they left."""
    return staff.find(tx.conn, who)


def everybody(tx: Tx) -> dict[StaffId, Staff]:
    """Everybody who is remembered, those who left too, by id."""
    return {one.id: one for one in staff.everybody(tx.conn)}


def objection(tx: Tx, who: StaffId, queue: Queue) -> Refused | None:
    """Why somebody may not work on cases of a queue, or None."""
    found = member(tx, who)
    return None if found and may(found, WORKS[queue]) else NO_RIGHT


def queues_of(one: Staff) -> list[Queue]:
    """The queues somebody may work."""
    return [queue for queue, act in WORKS.items() if may(one, act)]


def number_of(tx: Tx, who: StaffId) -> int:
    """Somebody's number, also after they left; 0 for the house itself."""
    found = member(tx, who)
    return found.number if found else 0

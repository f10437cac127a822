"""Who of the team sees and works which cases: one place, asked by every page of the desk."""

from __future__ import annotations

from parvis.core.casework import Case
from parvis.core.policy import Queue
from parvis.core.staff import Act, Role, Staff, may


def queues_of(staff: Staff) -> list[Queue]:
    """The queues somebody may work; of others they do not learn that there is something in them."""
    return [queue for queue in Queue if may_work(staff, queue)]


def may_work(staff: Staff, queue: Queue) -> bool:
    """Whether somebody may see and work cases of a queue."""
    match queue:
        case Queue.GENERAL:
            return may(staff, Act.DECIDE)
        case Queue.CHILD_SAFETY:
            return may(staff, Act.DECIDE_CHILD_SAFETY)
        case Queue.SERVICE:
            return may(staff, Act.SEE_DESK) and Role.LEAD in staff.roles


def may_see(staff: Staff, case: Case) -> bool:
    """Whether somebody may open a case at all."""
    return may_work(staff, case.state.queue)


def langs_of(staff: Staff) -> list[str]:
    """The languages whose cases somebody is given; all of them when none is known."""
    return list(staff.languages)

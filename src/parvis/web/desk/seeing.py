"""Who of the team sees which cases: one place, asked by every page of the desk."""

from __future__ import annotations

from parvis.core.casework import Case
from parvis.core.policy import Queue
from parvis.core.staff import Staff
from parvis.moderation import team


def queues_of(staff: Staff) -> list[Queue]:
    """The queues somebody may work; of others they do not learn that there is something in them."""
    return team.queues_of(staff)


def may_see(staff: Staff, case: Case) -> bool:
    """Whether somebody may open a case at all."""
    return case.state.queue in team.queues_of(staff)


def langs_of(staff: Staff) -> list[str]:
    """The languages whose cases somebody is given; all of them when none is known."""
    return list(staff.languages)

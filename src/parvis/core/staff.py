"""The team: who works here, under which roles, and the one table that says what a role may do.

Other rooms rely on these names: ``Staff``, ``Role``, ``Act``, ``may``. A door asks for an act in `parvis.web.routes`;
a verb asks `may` where it loads what it works on. Two more questions stand beside the right itself: whether the
passkey was touched a moment ago (`GRAVE`), and whether a second person agrees (`parvis.core.approval`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from parvis.core.clock import Instant
from parvis.core.ids import StaffId

NAME_MAX = 60
"""Characters of a name that colleagues see."""


class Role(StrEnum):
    """What somebody is here for; one person may bear several, except where `roles_fault` says no."""

    ADMINISTRATOR = "administrator"
    """Keeps the team and the house; decides no case by this role alone."""
    LEAD = "lead"
    MODERATOR = "moderator"
    CHILD_SAFETY = "child-safety"
    """Trained for what concerns minors; nobody but they and the leads sees those cases."""
    LEGAL = "legal"
    """Answers orders and requests of authorities."""
    TRAINEE = "trainee"
    """Learns on made-up cases, and touches nothing real."""
    AUDITOR = "auditor"
    """Reads what the team did, and changes nothing."""


class Act(StrEnum):
    """What can be done behind the team's door; a role is no more than a set of these."""

    SEE_DESK = "see_desk"
    """Open the desk: queues, and the cases one may see."""
    DECIDE = "decide"
    """Claim a case and decide it, except where two people must."""
    DECIDE_GRAVE = "decide_grave"
    """Propose a restriction without an end, or agree to one."""
    DECIDE_CHILD_SAFETY = "decide_child_safety"
    """See and decide cases about minors."""
    DECIDE_APPEALS = "decide_appeals"
    """Decide an appeal against somebody else's decision."""
    SEE_EVIDENCE_BEYOND = "see_evidence_beyond"
    """Propose to open what lies beyond the reported window, agree to it, and read what was opened."""
    SECOND = "second"
    """Be the second of a pair at all; what it is about asks for its own right too."""
    KEEP_WATCH = "keep_watch"
    """Be on duty: light the lantern."""
    SIMULATE = "simulate"
    """Try decisions that have no effect."""
    WORK_QUALITY = "work_quality"
    """Look a second time, blind, at samples of decisions and delivered messages."""
    SEE_NUMBERS = "see_numbers"
    """Read counts and times of the whole desk."""
    SEE_ACCESS_LOG = "see_access_log"
    """Read who looked at what, and why."""
    MANAGE_STAFF = "manage_staff"
    """Invite, end, and propose that somebody who lost their key may come back."""
    MANAGE_FLAGGERS = "manage_flaggers"
    """Register trusted flaggers and end them."""
    OPEN_ROOMS = "open_rooms"
    """Approve or decline rooms that visitors propose, and close them."""
    KEEP_SQUARE = "keep_square"
    """Keep the square alive: hours and lines of rooms, evenings, announcements."""
    CHANGE_RULES = "change_rules"
    """Propose a change of the rules, or agree to one."""
    KEEP_HOUSE = "keep_house"
    """Read how the house is, and set what the pages of administration set."""
    SET_MODE = "set_mode"
    """Narrow the whole square for a while, or say that a raid is none."""
    CLOSE = "close"
    """Propose that the whole square is closed, or opened again, or agree to it."""
    DISCLOSE = "disclose"
    """Propose what is handed to an authority, or agree to it. No door asks for it yet: the law's desk will."""


_DESK = frozenset({Act.SEE_DESK, Act.KEEP_WATCH, Act.SECOND, Act.SIMULATE})
_CASES = _DESK | {Act.DECIDE, Act.DECIDE_GRAVE, Act.DECIDE_APPEALS, Act.OPEN_ROOMS, Act.SET_MODE, Act.KEEP_SQUARE}

RIGHTS: dict[Role, frozenset[Act]] = {
    Role.ADMINISTRATOR: frozenset({
        Act.MANAGE_STAFF, Act.MANAGE_FLAGGERS, Act.SEE_ACCESS_LOG, Act.SEE_NUMBERS, Act.CHANGE_RULES, Act.DISCLOSE,
        Act.SECOND, Act.SET_MODE, Act.KEEP_HOUSE, Act.KEEP_SQUARE, Act.CLOSE,
    }),
    Role.LEAD: _CASES | {
        Act.DECIDE_CHILD_SAFETY, Act.SEE_EVIDENCE_BEYOND, Act.WORK_QUALITY, Act.SEE_NUMBERS, Act.CHANGE_RULES,
    },
    Role.MODERATOR: _CASES,
    Role.CHILD_SAFETY: _DESK | {Act.DECIDE_CHILD_SAFETY, Act.DECIDE_GRAVE, Act.SEE_EVIDENCE_BEYOND},
    Role.LEGAL: frozenset({Act.DISCLOSE, Act.SEE_EVIDENCE_BEYOND, Act.SEE_NUMBERS, Act.SECOND}),
    Role.TRAINEE: frozenset({Act.SIMULATE}),
    Role.AUDITOR: frozenset({Act.SEE_NUMBERS, Act.SEE_ACCESS_LOG}),
}  # fmt: skip
"""The one table. An act that no role holds is one that nobody can do."""

GRAVE = frozenset({
    Act.DECIDE_GRAVE, Act.SEE_EVIDENCE_BEYOND, Act.SECOND, Act.MANAGE_STAFF, Act.MANAGE_FLAGGERS, Act.CHANGE_RULES,
    Act.DISCLOSE, Act.KEEP_HOUSE, Act.CLOSE,
})  # fmt: skip
"""What asks for a touch of the passkey within the last minutes (setting ``team.step_up_minutes``)."""

ALONE = frozenset({Role.TRAINEE, Role.AUDITOR})
"""Roles that go with no other: a trainee touches nothing real, an auditor has no part in what is audited."""


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team."""

    id: StaffId
    number: int
    """What people outside see instead of a name; never given twice."""
    name: str
    """For colleagues only."""
    roles: frozenset[Role]
    languages: tuple[str, ...]
    """In which this person can work, by language code."""
    since: Instant
    ended_at: Instant | None = None
    invited_by: StaffId | None = None
    """Whose invitation they came in by; None: that of whoever owns the machine."""


def may(staff: Staff, act: Act) -> bool:
    """Whether somebody has that right now; whoever has left the team has none."""
    return staff.ended_at is None and any(act in RIGHTS[role] for role in staff.roles)


def linked(one: StaffId, other: StaffId, everybody: Mapping[StaffId, Staff]) -> bool:
    """Whether one of two came into the team through the other: by their invitation, or by that of whom they let in.

    Somebody who invites a second self is both; whom the house invited is linked to nobody above them.
    """
    return one in _let_in_by(other, everybody) or other in _let_in_by(one, everybody)


def _let_in_by(one: StaffId, everybody: Mapping[StaffId, Staff]) -> set[StaffId]:
    """Through whom somebody came in, as far back as the team remembers."""
    found: set[StaffId] = set()
    who = everybody.get(one)
    while who and who.invited_by and who.invited_by not in found:
        found.add(who.invited_by)
        who = everybody.get(who.invited_by)
    return found


def acts_of(roles: Iterable[Role]) -> frozenset[Act]:
    """Everything that these roles together may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def roles_fault(roles: frozenset[Role]) -> str | None:
    """Why one person cannot bear these roles together, as a text key; None when they can."""
    if not roles:
        return "staff-fault-no-role"
    return "staff-fault-role-alone" if len(roles) > 1 and roles & ALONE else None


def public_name(staff: Staff, lang: str) -> str:
    """How people outside read who decided: ``Modération n° 12``, ``Moderation no. 12``."""
    return f"Modération n°\u00a0{staff.number}" if lang == "fr" else f"Moderation no. {staff.number}"


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """The team in three numbers: what decides whether the square may open."""

    total: int
    administrators: int
    deciders: int
    """Those who may decide cases."""


NOBODY = Count(total=0, administrators=0, deciders=0)
"""A house before its first invitation was used."""


def count(team: Iterable[Staff]) -> Count:
    """Who still belongs to the team, counted. Trainees and auditors look after nobody, so they do not count."""
    here = [one for one in team if one.ended_at is None]
    return Count(
        total=sum(1 for one in here if not one.roles <= ALONE),
        administrators=sum(1 for one in here if may(one, Act.MANAGE_STAFF)),
        deciders=sum(1 for one in here if may(one, Act.DECIDE)),
    )

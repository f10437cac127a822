"""What each role may do, which roles go together, and how the team is counted."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.core.staff import (
    ALONE,
    GRAVE,
    RIGHTS,
    Act,
    Count,
    Role,
    Staff,
    acts_of,
    count,
    may,
    public_name,
    roles_fault,
)

DOES = {
    Role.TRAINEE: {"simulate"},
    Role.AUDITOR: {"see_numbers", "see_access_log"},
    Role.MODERATOR: {
        "see_desk", "keep_watch", "second", "simulate", "decide", "decide_grave", "decide_appeals", "open_rooms",
        "set_mode", "keep_square",
    },
    Role.CHILD_SAFETY: {
        "see_desk", "keep_watch", "second", "simulate", "decide_child_safety", "decide_grave", "see_evidence_beyond",
    },
    Role.LEGAL: {"disclose", "see_evidence_beyond", "see_numbers", "second"},
    Role.LEAD: {
        "see_desk", "keep_watch", "second", "simulate", "decide", "decide_grave", "decide_appeals",
        "decide_child_safety", "see_evidence_beyond", "work_quality", "see_numbers", "change_rules", "open_rooms",
        "set_mode", "keep_square",
    },
    Role.ADMINISTRATOR: {
        "manage_staff", "manage_flaggers", "see_access_log", "see_numbers", "change_rules", "disclose", "second",
        "set_mode", "keep_house", "close", "keep_square",
    },
}  # fmt: skip
"""Written out again by hand, so that a change of the table is a change here too."""


def somebody(*roles: Role, number: int = 12, ended: bool = False) -> Staff:
    return Staff(
        id=StaffId(f"{number:020x}"), number=number, name="Camille", roles=frozenset(roles), languages=("fr",),
        since=Instant(0), ended_at=Instant(1) if ended else None,
    )  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role) -> None:
    assert {act.value for act in Act if may(somebody(role), act)} == DOES[role]


@given(st.frozensets(st.sampled_from(list(Role))), st.sampled_from(list(Act)))
def test_several_roles_may_what_each_of_them_may(roles: frozenset[Role], act: Act) -> None:
    assert may(somebody(*roles), act) is any(act in RIGHTS[role] for role in roles)
    assert (act in acts_of(roles)) is may(somebody(*roles), act)


@given(st.frozensets(st.sampled_from(list(Role))), st.sampled_from(list(Act)))
def test_whoever_has_left_may_nothing(roles: frozenset[Role], act: Act) -> None:
    assert not may(somebody(*roles, ended=True), act)


def test_every_act_is_somebodys() -> None:
    assert acts_of(Role) == frozenset(Act)


def test_cases_about_minors_are_for_those_trained_for_them_and_for_leads() -> None:
    assert {role for role in Role if Act.DECIDE_CHILD_SAFETY in RIGHTS[role]} == {Role.CHILD_SAFETY, Role.LEAD}


def test_a_trainee_touches_nothing_real_and_an_auditor_changes_nothing() -> None:
    assert not RIGHTS[Role.TRAINEE] - {Act.SIMULATE}
    assert not RIGHTS[Role.AUDITOR] & (GRAVE | {Act.DECIDE, Act.DECIDE_APPEALS, Act.DECIDE_CHILD_SAFETY})


def test_an_administrator_decides_no_case_by_that_role() -> None:
    assert not RIGHTS[Role.ADMINISTRATOR] & {Act.DECIDE, Act.DECIDE_APPEALS, Act.SEE_DESK, Act.SEE_EVIDENCE_BEYOND}


def test_trainees_and_auditors_bear_no_other_role_and_nobody_bears_none() -> None:
    assert roles_fault(frozenset()) == "staff-fault-no-role"
    for two in combinations(Role, 2):
        expected = "staff-fault-role-alone" if set(two) & ALONE else None
        assert (two, roles_fault(frozenset(two))) == (two, expected)
    assert [roles_fault(frozenset({role})) for role in Role] == [None] * len(Role)


def test_outside_people_are_a_number() -> None:
    assert public_name(somebody(Role.LEAD), "fr") == "Modération n°\u00a012"
    assert public_name(somebody(Role.LEAD), "en") == "Moderation no. 12"


def test_the_team_is_counted_without_those_who_look_after_nobody_or_have_left() -> None:
    team = [
        somebody(Role.ADMINISTRATOR, number=1), somebody(Role.MODERATOR, number=2), somebody(Role.TRAINEE, number=3),
        somebody(Role.AUDITOR, number=4), somebody(Role.LEAD, Role.ADMINISTRATOR, number=5, ended=True),
    ]  # fmt: skip
    assert count(team) == Count(total=2, administrators=1, deciders=1)

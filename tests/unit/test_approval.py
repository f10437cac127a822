"""The two-person rule: never the same person twice, never without looking, never another thing than was agreed to."""

from __future__ import annotations

from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core import approval as rules
from parvis.core.approval import EMERGENCY_MS, NEEDED, Approval, Kind, Objection, Others, State
from parvis.core.clock import HOUR, Instant
from parvis.core.ids import ApprovalId, StaffId
from parvis.core.staff import RIGHTS, Act, Role, Staff

NOW = Instant(1_000_000_000)
PAYLOAD = b'{"ban":"p1"}'


def somebody(number: int, *roles: Role) -> Staff:
    return Staff(
        id=StaffId(f"{number:020x}"), number=number, name="", roles=frozenset(roles or (Role.LEAD, Role.ADMINISTRATOR)),
        languages=("fr",), since=Instant(0),
    )  # fmt: skip


ADA, BORIS, CLEO = somebody(1), somebody(2), somebody(3)


def proposed(by: Staff = ADA, kind: Kind = Kind.PERMANENT_RESTRICTION, **changes: object) -> Approval:
    one = Approval(
        id=ApprovalId("a1"), kind=kind, subject="case-1", payload=PAYLOAD, digest=rules.digest_of(PAYLOAD),
        proposed_by=by.id, proposed_at=NOW, expires_at=Instant(NOW + 72 * HOUR), opinion="Deuxième fois.",
    )  # fmt: skip
    return msgspec.structs.replace(one, **changes)


def looked(one: Approval, *who: Staff) -> Approval:
    return msgspec.structs.replace(one, looks={each.id: NOW for each in who})


def second(one: Approval, who: Staff, now: Instant = NOW, **more: object) -> Objection | None:
    around: dict[str, object] = {"pairs": [], "quota": 5, "others": Others(free=1)} | more
    return rules.objection_to_second(one, who, now, **around)  # type: ignore[arg-type]


def test_another_person_who_has_looked_may_agree() -> None:
    assert second(looked(proposed(), BORIS), BORIS) is None


@pytest.mark.parametrize("kind", list(Kind))
def test_nobody_is_both_hands_of_a_pair(kind: Kind) -> None:
    one = looked(proposed(kind=kind), ADA)
    everything = somebody(1, *[role for role in Role if role not in (Role.TRAINEE, Role.AUDITOR)])
    assert second(one, everything) is Objection.SAME_PERSON
    assert rules.objection_to_look(one, everything, NOW) is Objection.SAME_PERSON
    assert rules.objection_to_answer(one, everything, NOW) is Objection.SAME_PERSON


def test_who_has_not_looked_neither_answers_nor_reads_the_opinion() -> None:
    one = proposed()
    assert second(one, BORIS) is Objection.NOT_LOOKED
    assert rules.objection_to_answer(one, BORIS, NOW) is Objection.NOT_LOOKED
    assert rules.opinion_for(one, BORIS) is None
    assert rules.opinion_for(looked(one, CLEO), BORIS) is None, "somebody else's look is not mine"
    assert rules.opinion_for(looked(one, BORIS), BORIS) == one.opinion
    assert rules.opinion_for(one, ADA) == one.opinion


@pytest.mark.parametrize(("kind", "role"), list(product(Kind, Role)))
def test_only_the_roles_that_hold_the_right_propose_or_agree(kind: Kind, role: Role) -> None:
    who = somebody(9, role)
    holds = NEEDED[kind] in RIGHTS[role]
    found = rules.objection_to_propose(kind, "case-1", "d", who, NOW, [], emergency=False)
    assert found is (None if holds else Objection.NO_RIGHT)
    may_second = holds and Act.SECOND in RIGHTS[role]
    assert second(looked(proposed(kind=kind), who), who) is (None if may_second else Objection.NO_RIGHT)


def test_nobody_decides_about_themselves() -> None:
    about = proposed(kind=Kind.KEY_RECOVERY, subject=BORIS.id)
    assert rules.objection_to_look(about, BORIS, NOW) is Objection.ABOUT_ONESELF
    assert (
        rules.objection_to_propose(Kind.KEY_RECOVERY, ADA.id, "d", ADA, NOW, [], emergency=False)
        is Objection.ABOUT_ONESELF
    )


@pytest.mark.parametrize("state", [one for one in State if one is not State.OPEN])
def test_what_is_no_longer_open_takes_no_answer(state: State) -> None:
    assert second(looked(proposed(state=state), BORIS), BORIS) is Objection.NOT_OPEN


def test_a_proposal_lapses_and_so_does_an_agreement_that_nobody_used() -> None:
    end = proposed().expires_at
    assert second(looked(proposed(), BORIS), BORIS, end) is Objection.NOT_OPEN
    agreed = proposed(state=State.APPROVED)
    assert rules.objection_to_use(agreed, agreed.kind, "case-1", agreed.digest, Instant(end - 1)) is None
    assert rules.objection_to_use(agreed, agreed.kind, "case-1", agreed.digest, end) is Objection.NOT_OPEN


def test_only_what_was_agreed_to_may_be_done() -> None:
    one = proposed(state=State.APPROVED)
    other = rules.digest_of(b'{"ban":"p2"}')
    assert rules.objection_to_use(one, one.kind, one.subject, other, NOW) is Objection.ANOTHER_PAYLOAD
    assert rules.objection_to_use(one, one.kind, "case-2", one.digest, NOW) is Objection.ANOTHER_PAYLOAD
    assert rules.objection_to_use(one, Kind.CLOSING, one.subject, one.digest, NOW) is Objection.ANOTHER_PAYLOAD
    for state in (State.OPEN, State.REJECTED, State.USED, State.WITHDRAWN):
        found = rules.objection_to_use(proposed(state=state), one.kind, one.subject, one.digest, NOW)
        assert found is Objection.NOT_OPEN


def test_the_same_two_agree_only_so_often_in_a_row_where_a_third_could() -> None:
    one, pair = looked(proposed(), BORIS), frozenset({ADA.id, BORIS.id})
    other = frozenset({ADA.id, CLEO.id})
    assert second(one, BORIS, pairs=[pair] * 4, quota=5) is None
    assert second(one, BORIS, pairs=[pair] * 5, quota=5) is Objection.SAME_PAIR
    assert second(one, BORIS, pairs=[other, *[pair] * 9], quota=5) is None, "in a row means without a pause"
    assert second(one, BORIS, pairs=[pair] * 9, quota=5, others=Others()) is None, "a house of two goes on"


@given(st.lists(st.sampled_from([frozenset({ADA.id, BORIS.id}), frozenset({BORIS.id, CLEO.id})]), max_size=12))
def test_the_row_is_counted_from_its_newest_end(pairs: list[frozenset[StaffId]]) -> None:
    row = 0
    while row < len(pairs) and pairs[row] == frozenset({ADA.id, BORIS.id}):
        row += 1
    found = second(looked(proposed(), BORIS), BORIS, pairs=pairs, quota=3)
    assert found is (Objection.SAME_PAIR if row >= 3 else None)


def test_in_an_emergency_one_person_protects_for_a_day_and_cannot_renew_it() -> None:
    assert rules.emergency_end(NOW) - NOW == EMERGENCY_MS == 24 * HOUR

    def alone(*earlier: Approval, by: Staff = ADA) -> Objection | None:
        return rules.objection_to_propose(
            Kind.PERMANENT_RESTRICTION, "case-1", "other", by, NOW, earlier, emergency=True
        )

    before = proposed(emergency_until=Instant(NOW - 1), expires_at=Instant(NOW - 1))
    assert alone() is None
    assert alone(before) is Objection.EMERGENCY_AGAIN
    assert alone(before, by=BORIS) is Objection.EMERGENCY_AGAIN, "nor does somebody else for them"
    assert alone(msgspec.structs.replace(before, state=State.REJECTED)) is Objection.EMERGENCY_AGAIN
    assert alone(msgspec.structs.replace(before, state=State.USED)) is None


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.PERMANENT_RESTRICTION])
def test_nothing_but_protecting_has_an_emergency(kind: Kind) -> None:
    found = rules.objection_to_propose(kind, "x", "d", ADA_AND_LEGAL, NOW, [], emergency=True)
    assert found is Objection.NO_EMERGENCY


ADA_AND_LEGAL = somebody(1, Role.ADMINISTRATOR, Role.LEAD, Role.LEGAL)


def test_the_same_thing_is_not_proposed_twice_at_once() -> None:
    one = proposed()
    again = rules.objection_to_propose(one.kind, one.subject, one.digest, BORIS, NOW, [one], emergency=False)
    assert again is Objection.ALREADY_OPEN
    other = rules.objection_to_propose(one.kind, one.subject, "another", BORIS, NOW, [one], emergency=False)
    assert other is None


def test_who_could_be_the_second() -> None:
    team = [ADA, BORIS, somebody(4, Role.AUDITOR), somebody(5, Role.MODERATOR)]
    found = rules.eligible(team, Kind.PERMANENT_RESTRICTION, without=frozenset({ADA.id}))
    assert [one.number for one in found] == [2, 5]
    assert [one.number for one in rules.eligible(team, Kind.KEY_RECOVERY)] == [1, 2]


# ---------------------------------------------------------------- who came in through whom


def came(one: Staff, by: Staff | None) -> Staff:
    return msgspec.structs.replace(one, invited_by=by.id if by else None)


def agrees(one: Approval, who: Staff, *team: Staff, row: int = 0) -> Objection | None:
    """The answer of the rule for that second, in that team, after so many agreements of the same two in a row."""
    pairs = [frozenset({one.proposed_by, who.id})] * row
    return second(looked(one, who), who, pairs=pairs, others=rules.others_than(one, who.id, team))


DORA = somebody(4)


def test_inviter_and_invitee_are_no_pair_while_somebody_else_could_agree() -> None:
    team = (ADA, came(BORIS, ADA), CLEO)
    assert agrees(proposed(by=ADA), BORIS, *team) is Objection.LINKED
    assert agrees(proposed(by=BORIS), ADA, *team) is Objection.LINKED, "in either direction"
    assert agrees(proposed(by=ADA), CLEO, *team) is None
    assert agrees(proposed(by=BORIS), CLEO, *team) is None


def test_a_second_self_let_in_by_a_second_self_is_linked_too() -> None:
    team = (ADA, came(BORIS, ADA), came(DORA, BORIS), CLEO)
    assert agrees(proposed(by=ADA), DORA, *team) is Objection.LINKED
    left = msgspec.structs.replace(came(BORIS, ADA), ended_at=NOW)
    assert agrees(proposed(by=ADA), DORA, ADA, left, came(DORA, BORIS), CLEO) is Objection.LINKED, "also after it left"


def test_where_nobody_else_could_the_pair_is_allowed_and_known_for_what_it_is() -> None:
    one, boris = proposed(by=ADA), came(BORIS, ADA)
    for rest in ((), (somebody(5, Role.LEGAL),), (came(DORA, ADA),), (msgspec.structs.replace(CLEO, ended_at=NOW),)):
        assert agrees(one, boris, ADA, boris, *rest) is None
        assert rules.others_than(one, boris.id, (ADA, boris, *rest)).linked
    about = proposed(by=ADA, kind=Kind.KEY_RECOVERY, subject=CLEO.id)
    assert agrees(about, boris, ADA, boris, CLEO) is None, "whom it is about could not answer either"


def test_whom_the_house_invited_are_linked_to_nobody() -> None:
    assert agrees(proposed(by=ADA), BORIS, ADA, BORIS, CLEO) is None
    assert not rules.others_than(proposed(by=ADA), BORIS.id, (ADA, BORIS)).linked


def test_no_team_is_shut_out_by_both_rules_at_once() -> None:
    team = (ADA, came(BORIS, ADA), CLEO)
    assert agrees(proposed(by=ADA), BORIS, *team, row=9) is Objection.LINKED
    assert agrees(proposed(by=ADA), CLEO, *team, row=9) is None, "the only one who may goes on"
    one = proposed(by=ADA)
    everybody_came_by_ada = (ADA, came(BORIS, ADA), came(CLEO, ADA))
    assert agrees(one, BORIS, *everybody_came_by_ada, row=9) is Objection.SAME_PAIR
    assert agrees(one, CLEO, *everybody_came_by_ada) is None


TEAMS = st.lists(st.integers(min_value=-1, max_value=4), min_size=2, max_size=6)


@given(TEAMS, st.integers(min_value=0, max_value=7))
def test_in_any_team_of_two_or_more_somebody_may_agree(came_by: list[int], row: int) -> None:
    """``came_by`` holds for each who let them in, of those before; whoever proposes, one of the others may say yes."""
    team: list[Staff] = []
    for number, by in enumerate(came_by):
        team.append(came(somebody(number + 1), team[by] if 0 <= by < len(team) else None))
    for proposer in team:
        others = [one for one in team if one is not proposer]
        found = [agrees(proposed(by=proposer), one, *team) for one in others]
        assert None in found
        worn = [agrees(proposed(by=proposer), one, *team, row=row if one is others[0] else 0) for one in others]
        assert None in worn

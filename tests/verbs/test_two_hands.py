"""One person shall not be both hands: who let whom in, one browser for two, and what a leaver leaves behind."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import Connection, select, text

from authenticator import Authenticator
from caseload import ANNE, BORIS, deciding, ok, opened
from caseload import enrol as enrol_desk
from cast import open_square
from parvis.access import looks, pairs, passkeys, staff
from parvis.access.means import Means
from parvis.access.passkeys import Options
from parvis.access.staff import Invited
from parvis.chat.square import Square
from parvis.core.approval import Approval, Kind, Objection, State
from parvis.core.casework import Case, Decision, DecisionState, Status, Wish
from parvis.core.clock import FakeClock
from parvis.core.ids import ApprovalId
from parvis.core.looking import AlarmKind
from parvis.core.people import Origin
from parvis.core.policy import Measure
from parvis.core.staff import Role
from parvis.core.verdict import Finding
from parvis.legal import retention
from parvis.moderation import actions, cases
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import approvals, decisions, sanctions
from parvis.store import cases as stored
from parvis.store.approvals import Draft
from parvis.store.schema_staff import staff_session
from parvis.store.writer import Tx
from parvis.web import rights
from team import HERE, Colleague, accept, enrol

SHARED = Origin(device="5" * 32, network="n" * 32)
BAN = Wish(measure=Measure.BAN)


async def bodies(means: Means, kind: str) -> list[dict[str, object]]:
    def read(conn: Connection) -> list[dict[str, object]]:
        rows = conn.execute(text("SELECT body FROM ledger WHERE kind = :kind ORDER BY seq"), {"kind": kind})
        return [msgspec.json.decode(row[0]) for row in rows]

    return await means.db.read(read)


async def propose(means: Means, by: Colleague, name: str, kind: Kind = Kind.CLOSING) -> None:
    draft = Draft(id=ApprovalId(name), kind=kind, subject=f"of-{name}", payload=b"{}", opinion="à regarder", hours=72)
    now = means.clock.now()
    assert isinstance(await means.db.write(lambda tx: approvals.propose(tx, draft, by.staff, now)), Approval)


async def agree(means: Means, by: Colleague, name: str) -> Approval | Objection:
    now = means.clock.now()

    def both(tx: Tx) -> Approval | Objection:
        looked = approvals.look(tx, ApprovalId(name), by.staff, now)
        return looked if isinstance(looked, Objection) else approvals.second(tx, looked.id, by.staff, "oui", now, 5)

    return await means.db.write(both)


async def kept(means: Means, name: str) -> Approval:
    found = await means.db.read(lambda conn: approvals.find(conn, ApprovalId(name)))
    assert found is not None
    return found


# ---------------------------------------------------------------- who let whom in


async def test_the_house_invites_its_first_two_and_everybody_else_is_remembered_with_who_did(means: Means) -> None:
    ada = await enrol(means, "Ada")
    lea = await enrol(means, "Léa", Role.MODERATOR, by=ada.staff)
    kept = {one.id: one.invited_by for one in await staff.team(means)}
    assert kept == {ada.staff.id: None, lea.staff.id: ada.staff.id}
    assert [one["invited_by"] for one in await bodies(means, "staff.enrolled")] == ["shell", ada.staff.id]


async def test_inviter_and_invitee_do_not_agree_while_somebody_else_could(means: Means) -> None:
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris")
    self_again = await enrol(means, "Ada bis", Role.ADMINISTRATOR, by=ada.staff)
    for name, proposer, second in (("a1", ada, self_again), ("a2", self_again, ada)):
        await propose(means, proposer, name)
        assert await agree(means, second, name) is Objection.LINKED
        assert isinstance(await agree(means, boris, name), Approval)
    assert await pairs.linked_lately(means) == []
    assert all("linked" not in one for one in await bodies(means, "approval.approved"))


async def test_in_a_team_of_two_they_may_and_everybody_sees_that_they_did(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    lea = await enrol(means, "Léa", Role.ADMINISTRATOR, by=ada.staff)
    await propose(means, lea, "a1")
    assert isinstance(await agree(means, ada, "a1"), Approval)
    assert [one["linked"] for one in await bodies(means, "approval.approved")] == [True]
    (noted,) = await pairs.linked_lately(means)
    assert (noted.what, noted.first.id, noted.second.id) == (Kind.CLOSING, lea.staff.id, ada.staff.id)
    said = rights.team_sentences(await staff.team(means), 0, [noted])
    assert said[-1].startswith(
        "PAIR OF INVITER AND INVITEE: closing the whole square, and opening it again, by no. 2 and no. 1 on"
    )
    clock.advance(timedelta(days=31))
    assert await pairs.linked_lately(means) == []


# ---------------------------------------------------------------- whose browser it is


async def test_an_invitation_is_not_opened_where_somebody_else_is_signed_in(means: Means) -> None:
    ada = await enrol(means, "Ada")
    invited = await staff.invite(means, ada.staff, "Léa", frozenset({Role.LEAD}))
    assert isinstance(invited, Invited)
    begun = await passkeys.begin_enrolment(means, invited.token, "Léa", HERE, ada.staff)
    assert isinstance(begun, Finding) and begun.text_key == "refuse-invite-for-another"
    options = await passkeys.begin_enrolment(means, invited.token, "Léa", HERE)
    assert isinstance(options, Options)
    ring = Authenticator(means.config.square.origin)
    who = passkeys.Newcomer(name="Léa", languages=("fr",), label="")
    made = ring.create(options.json)
    ended = await passkeys.finish_enrolment(means, invited.token, made, who, HERE, ada.staff)
    assert isinstance(ended, Finding) and ended.text_key == "refuse-invite-for-another"
    assert len(await staff.team(means)) == 1
    assert (await accept(means, invited.token, ring, "Léa")).present.staff.name == "Léa", "and it is not spent"


async def test_coming_back_is_ones_own_affair_wherever_one_is_signed_in(means: Means) -> None:
    ada = await enrol(means, "Ada")
    back = await staff.recover_from_shell(means, ada.staff.id)
    assert isinstance(back, Invited)
    assert isinstance(await passkeys.begin_enrolment(means, back.token, "", HERE, ada.staff), Options)


async def test_two_who_come_from_one_browser_within_a_day_raise_one_alarm(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada", here=SHARED)
    await ada.sign_in()
    assert await looks.open_alarms(means) == [], "coming back is not coming as somebody else"
    boris = await enrol(means, "Boris", here=SHARED)
    await ada.sign_in()
    (alarm,) = await looks.open_alarms(means)
    assert (alarm.kind, alarm.times) == (AlarmKind.SHARED_DEVICE, 2)
    assert {alarm.staff, alarm.other} == {ada.staff.id, boris.staff.id}
    (body,) = await bodies(means, "access.alarm")
    assert {body["staff"], body["other"]} == {ada.staff.id, boris.staff.id}
    cleo = await enrol(means, "Cléo")
    for one in (ada, boris):
        own = await looks.see_alarm(means, one.staff, alarm.id, "c'est moi")
        assert isinstance(own, Finding) and own.text_key == "refuse-alarm-own"
    assert await looks.see_alarm(means, cleo.staff, alarm.id, "un ordinateur pour deux, vus ensemble") is None
    clock.advance(timedelta(days=1, seconds=1))
    await boris.sign_in()
    assert await looks.open_alarms(means) == []


async def test_a_house_without_a_third_administrator_answers_for_itself_in_words(means: Means) -> None:
    ada = await enrol(means, "Ada", here=SHARED)
    await enrol(means, "Boris", here=SHARED)
    (alarm,) = await looks.open_alarms(means)
    assert await looks.see_alarm(means, ada.staff, alarm.id, "un ordinateur pour deux") is None


async def test_the_browser_of_a_sign_in_is_a_hash_of_a_hash_and_forgotten_after_a_day(
    means: Means, clock: FakeClock
) -> None:
    await enrol(means, "Ada", here=SHARED)
    query = select(staff_session.c.device)
    (kept,) = await means.db.read(lambda conn: list(conn.execute(query).scalars()))
    assert kept and kept != SHARED.device
    clock.advance(timedelta(days=1, seconds=1))
    await retention.erase(means.db, means.config, clock)
    assert await means.db.read(lambda conn: list(conn.execute(query).scalars())) == [None]


# ---------------------------------------------------------------- whoever leaves


@pytest.mark.parametrize("kind", list(Kind))
async def test_what_waits_of_a_leaver_lapses_as_they_leave(means: Means, kind: Kind) -> None:
    everything = (Role.ADMINISTRATOR, Role.LEAD)
    ada, boris, cleo = [await enrol(means, name, *everything) for name in ("Ada", "Boris", "Cléo")]
    await propose(means, ada, "theirs", kind)
    await propose(means, boris, "others", kind)
    await propose(means, ada, "agreed", kind)
    await propose(means, boris, "answered", kind)
    await propose(means, ada, "done", kind)
    for who, name in ((boris, "agreed"), (ada, "answered"), (cleo, "done")):
        assert isinstance(await agree(means, who, name), Approval)
    now = means.clock.now()
    done = await means.db.write(
        lambda tx: approvals.use(tx, ApprovalId("done"), kind, "of-done", b"{}", now)
    )  # fmt: skip
    assert isinstance(done, Approval)
    await staff.end_staff(means, None, ada.staff.id)
    again = await enrol(means, "Ada", *everything)
    assert await agree(means, again, "theirs") is Objection.NOT_OPEN
    found = {name: await kept(means, name) for name in ("theirs", "agreed", "answered", "others", "done")}
    assert {name: one.state_at(now) for name, one in found.items()} == {
        "theirs": State.EXPIRED, "agreed": State.EXPIRED, "answered": State.EXPIRED, "others": State.OPEN,
        "done": State.USED,
    }  # fmt: skip
    assert [one["why"] for one in await bodies(means, "approval.expired")] == ["left"] * 3


@pytest.fixture
async def square(means: Means) -> Square:
    found = await open_square(means)
    await enrol_desk(found.office)
    return found


@pytest.fixture
def office(square: Square) -> Office:
    return square.office


@pytest.fixture
async def case(square: Square) -> Case:
    one = await opened(square, "Alix")
    return ok(await cases.claim(square.office, ANNE, one.id))


async def against(office: Office, case: Case) -> list[Measure]:
    assert case.author is not None
    classes, now = case.author.classes(), office.clock.now()
    return sorted({one.measure for one in await office.db.read(lambda conn: sanctions.standing(conn, classes, now))})


async def test_the_desk_lifts_what_protected_once_its_proposer_has_left(
    means: Means, office: Office, case: Case
) -> None:
    decision = await actions.take(office, ANNE, deciding(case, BAN))
    assert isinstance(decision, Decision)
    assert isinstance(await actions.protect(office, ANNE, case.id), Decision)
    assert await against(office, case) == [Measure.SUSPEND]
    await staff.end_staff(means, None, ANNE)
    await actions.look(office, BORIS, decision.id)
    late = await actions.second(office, BORIS, decision.id)
    assert isinstance(late, Refused) and late.text_key == "refuse-pair-not-open"
    await actions.expire(office)
    assert await against(office, case) == []
    found = await office.db.read(lambda conn: decisions.find(conn, decision.id))
    assert found is not None and found.state is DecisionState.DECLINED
    back = await office.db.read(lambda conn: stored.find(conn, case.id))
    assert back is not None and back.state.status is Status.OPEN, "somebody decides it anew"


async def test_an_agreement_whose_minute_runs_does_not_take_effect_once_one_hand_has_left(
    means: Means, office: Office, case: Case, clock: FakeClock
) -> None:
    decision = await actions.take(office, ANNE, deciding(case, BAN))
    assert isinstance(decision, Decision)
    await actions.look(office, BORIS, decision.id)
    assert isinstance(await actions.second(office, BORIS, decision.id), Decision)
    await staff.end_staff(means, None, BORIS)
    clock.advance(timedelta(minutes=1))
    assert await actions.execute_due(office) == 0
    assert await against(office, case) == []
    found = await office.db.read(lambda conn: decisions.find(conn, decision.id))
    assert found is not None and found.state is DecisionState.DECLINED

"""The team over time: sign-ins grow idle, shifts end, invitations lapse, looks raise alarms, pairs agree."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import Connection, select, text

from authenticator import Authenticator
from parvis.access import looks, passkeys, sessions, staff
from parvis.access.means import Means
from parvis.access.passkeys import Newcomer, Options
from parvis.access.sessions import SignedIn
from parvis.access.staff import Invited
from parvis.core.approval import Approval, Kind, Objection
from parvis.core.clock import FakeClock, Instant
from parvis.core.ids import ApprovalId, InviteId
from parvis.core.looking import AlarmKind, Purpose, Sight
from parvis.core.staff import Role
from parvis.core.verdict import Finding
from parvis.legal import retention
from parvis.store import approvals, ledger
from parvis.store import looks as log
from parvis.store.approvals import Draft
from parvis.store.schema import notification
from parvis.store.writer import Tx
from team import HERE, Colleague, accept, enrol, forget_touch


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


async def kinds(means: Means) -> list[str]:
    def read(conn: Connection) -> list[str]:
        return [row[0] for row in conn.execute(text("SELECT kind FROM ledger ORDER BY seq"))]

    return await means.db.read(read)


def why(outcome: object) -> str:
    return outcome.text_key if isinstance(outcome, Finding) else "done"


# ---------------------------------------------------------------- sign-ins


async def test_a_sign_in_ends_after_half_an_hour_without_a_sign_of_life(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    clock.advance(minutes(29))
    assert await sessions.open_session_for(means, ada.token) is not None
    clock.advance(minutes(29))
    assert await sessions.open_session_for(means, ada.token) is not None, "each sign of life counts anew"
    clock.advance(minutes(30) + timedelta(seconds=1))
    assert await sessions.open_session_for(means, ada.token) is None
    assert await sessions.open_session_for(means, ada.token) is None
    assert "staff.signed_out" in await kinds(means)


async def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    for _ in range(3):
        clock.advance(minutes(10))
        assert await sessions.open_session_for(means, ada.token, touch=False) is not None
    clock.advance(minutes(1))
    assert await sessions.open_session_for(means, ada.token, touch=False) is None


async def test_a_sign_in_lasts_twelve_hours_however_busy(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    for _ in range(12 * 3 - 1):
        clock.advance(minutes(20))
        assert await sessions.open_session_for(means, ada.token) is not None
    clock.advance(minutes(20))
    assert await sessions.open_session_for(means, ada.token) is None


async def test_a_touch_of_the_key_stands_for_five_minutes(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    clock.advance(minutes(5))
    assert sessions.has_stepped_up(means, ada.present.session)
    clock.advance(timedelta(milliseconds=1))
    assert not sessions.has_stepped_up(means, ada.present.session)
    await ada.step_up()
    fresh = await sessions.open_session_for(means, ada.token)
    assert fresh is not None and sessions.has_stepped_up(means, fresh.session)


async def test_a_challenge_is_too_old_after_five_minutes(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    options = await passkeys.begin_sign_in(means, HERE)
    assert isinstance(options, Options)
    clock.advance(minutes(5))
    assert why(await passkeys.finish_sign_in(means, ada.ring.get(options.json), HERE)) == "refuse-key-stale"


async def test_tokens_that_are_not_ours_are_nobodys(means: Means) -> None:
    ada = await enrol(means, "Ada")
    for wrong in ("", "x", ada.token[:-1], ada.token + "A", ada.token.swapcase(), "A" * 10_000):
        assert await sessions.open_session_for(means, wrong) is None


# ---------------------------------------------------------------- shifts


async def test_who_is_on_duty_is_known_until_they_go_off_or_away(means: Means, clock: FakeClock) -> None:
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris", Role.MODERATOR)
    assert await staff.on_duty(means) == []
    for one in (boris, ada):
        assert await staff.begin_shift(means, one.present) is None
        assert await staff.begin_shift(means, one.present) is None, "twice is once"
    assert [one.name for one in await staff.on_duty(means)] == ["Ada", "Boris"]
    await staff.end_shift(means, ada.present)
    assert [one.name for one in await staff.on_duty(means)] == ["Boris"]
    clock.advance(minutes(31))
    assert await staff.on_duty(means) == [], "gone without a word: the lantern does not lie"
    await sessions.end_stale(means)
    await boris.sign_in()
    assert await staff.on_duty(means) == [], "and coming back is not going on duty"
    assert (await kinds(means)).count("staff.shift_ended") == 2


async def test_signing_out_of_the_last_device_ends_the_shift_and_not_before(means: Means) -> None:
    ada = await enrol(means, "Ada")
    first = ada.present
    await ada.sign_in()
    await staff.begin_shift(means, ada.present)
    await sessions.sign_out(means, first, everywhere=False)
    assert len(await staff.on_duty(means)) == 1
    await sessions.sign_out(means, ada.present, everywhere=False)
    assert await staff.on_duty(means) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEGAL, Role.TRAINEE, Role.AUDITOR])
async def test_who_may_not_act_on_the_square_does_not_light_its_lantern(means: Means, role: Role) -> None:
    one = await enrol(means, "Ada", role)
    assert why(await staff.begin_shift(means, one.present)) == "refuse-staff-right"
    assert await staff.on_duty(means) == []


# ---------------------------------------------------------------- people


async def test_a_number_is_never_given_twice_even_after_its_bearer_is_forgotten(means: Means, clock: FakeClock) -> None:
    await enrol(means, "Ada")
    boris = await enrol(means, "Boris")
    await staff.end_staff(means, None, boris.staff.id, despite=True)
    clock.advance(timedelta(days=366))
    await retention.erase(means.db, means.config, clock)
    assert await staff.find_staff(means, boris.staff.id) is None
    assert (await enrol(means, "Cléo")).staff.number == 3


async def test_an_invitation_lapses(means: Means, clock: FakeClock) -> None:
    invited = await staff.invite(means, None, "Léa", frozenset({Role.MODERATOR}))
    assert isinstance(invited, Invited)
    clock.advance(timedelta(hours=72))
    found = await passkeys.open_invite_for(means, invited.token, HERE)
    assert why(found) == "refuse-invite-expired"
    assert await staff.open_invites(means) == []


async def test_the_first_two_invitations_replace_those_of_the_start_before(means: Means) -> None:
    old, kept = await staff.first_invites(means), await staff.invite(means, None, "Léa", frozenset({Role.LEGAL}))
    fresh = await staff.first_invites(means)
    assert isinstance(kept, Invited)
    assert why(await passkeys.open_invite_for(means, old[0].token, HERE)) == "refuse-invite-used"
    good = {one.id for one in await staff.open_invites(means)}
    assert good == {kept.invite.id, *(one.invite.id for one in fresh)}


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
async def test_only_administrators_invite_withdraw_change_roles_and_end_others(means: Means, role: Role) -> None:
    boss, one = await enrol(means, "Ada"), await enrol(means, "Boris", role)
    assert why(await staff.invite(means, one.staff, "X", frozenset({Role.LEAD}))) == "refuse-staff-right"
    assert why(await staff.withdraw_invite(means, one.staff, InviteId("x"))) == "refuse-staff-right"
    changed = await staff.change_roles(means, one.staff, boss.staff.id, frozenset({Role.LEAD}), despite=True)
    assert why(changed) == "refuse-staff-right"
    assert why(await staff.end_staff(means, one.staff, boss.staff.id, despite=True)) == "refuse-staff-right"
    assert await staff.end_staff(means, one.staff, one.staff.id, despite=True) is None, "but anybody may leave"


async def test_ending_warns_before_the_square_would_shut_and_does_it_when_asked_again(means: Means) -> None:
    ada, boris, lea = await enrol(means, "Ada"), await enrol(means, "Boris"), await enrol(means, "Léa", Role.MODERATOR)
    assert await staff.end_staff(means, ada.staff, lea.staff.id) is None, "two of three is enough"
    warned = await staff.end_staff(means, ada.staff, boris.staff.id)
    assert isinstance(warned, Finding) and (warned.text_key, warned.args) == ("staff-warn-shuts", {"left": 1})
    demoted = await staff.change_roles(means, ada.staff, boris.staff.id, frozenset({Role.TRAINEE}))
    assert why(demoted) == "staff-warn-shuts"
    assert await staff.change_roles(means, ada.staff, boris.staff.id, frozenset({Role.LEGAL})) is None
    assert await staff.end_staff(means, ada.staff, boris.staff.id, despite=True) is None
    assert why(await staff.end_staff(means, ada.staff, boris.staff.id, despite=True)) == "refuse-staff-gone"
    assert why(await staff.end_staff(means, None, ada.staff.id)) == "staff-warn-administrator"


async def test_whoever_leaves_is_off_duty_and_out_and_their_keys_open_nothing(means: Means) -> None:
    await enrol(means, "Ada")
    boris = await enrol(means, "Boris")
    await staff.begin_shift(means, boris.present)
    await staff.end_staff(means, None, boris.staff.id, despite=True)
    assert await staff.on_duty(means) == []
    assert await sessions.open_session_for(means, boris.token) is None
    assert await passkeys.keys_of(means, boris.staff.id) == []
    options = await passkeys.begin_sign_in(means, HERE)
    assert isinstance(options, Options)
    assert why(await passkeys.finish_sign_in(means, boris.ring.get(options.json), HERE)) == "refuse-key-unknown"


async def test_who_comes_back_keeps_their_number_and_old_keys_stay_dead(means: Means) -> None:
    ada = await enrol(means, "Ada")
    back = await staff.recover_from_shell(means, ada.staff.id)
    assert isinstance(back, Invited)
    assert await sessions.open_session_for(means, ada.token) is None
    ring = Authenticator(means.config.square.origin)
    again = await accept(means, back.token, ring, "")
    assert (again.present.staff.id, again.present.staff.name) == (ada.staff.id, "Ada")
    assert "staff.recovered" in await kinds(means)


async def test_a_link_to_come_back_is_void_for_whoever_has_left_meanwhile(means: Means) -> None:
    ada = await enrol(means, "Ada")
    back = await staff.recover_from_shell(means, ada.staff.id)
    assert isinstance(back, Invited)
    await staff.end_staff(means, None, ada.staff.id, despite=True)
    assert why(await passkeys.open_invite_for(means, back.token, HERE)) == "refuse-invite-used"


async def test_a_passkey_belongs_to_one_person(means: Means) -> None:
    ada = await enrol(means, "Ada")
    invited = await staff.invite(means, None, "", frozenset({Role.LEAD}))
    assert isinstance(invited, Invited)
    options = await passkeys.begin_enrolment(means, invited.token, "Eve", HERE)
    assert isinstance(options, Options)
    made = msgspec.json.decode(ada.ring.create(options.json))
    twice = await finish(means, invited.token, made)
    assert isinstance(twice, SignedIn)
    other = await staff.invite(means, None, "", frozenset({Role.LEAD}))
    assert isinstance(other, Invited)
    again = await passkeys.begin_enrolment(means, other.token, "Eve", HERE)
    assert isinstance(again, Options)
    replayed = ada.ring.create_again(again.json, ada.ring.passkeys[0])
    assert why(await finish(means, other.token, msgspec.json.decode(replayed))) == "refuse-key-known"
    assert len(await staff.team(means)) == 2
    assert other.invite.id in {one.id for one in await staff.open_invites(means)}, "and the invitation is not spent"


async def finish(means: Means, token: str, made: object) -> SignedIn | Finding:
    who = Newcomer(name="Eve", languages=("fr",), label="")
    return await passkeys.finish_enrolment(means, token, msgspec.json.encode(made).decode(), who, HERE)


# ---------------------------------------------------------------- looks


async def test_a_look_is_in_the_log_and_the_register_before_anything_is_shown(means: Means) -> None:
    ada = await enrol(means, "Ada")
    event = await looks.look(means, ada.staff, Purpose.DECIDE, Sight.MESSAGE, "m1", "c1", words="  insulte ")
    (kept,) = await means.db.read(lambda conn: log.latest(conn, 5))
    assert kept == event and (kept.staff, kept.purpose, kept.object, kept.case) == (ada.staff.id, "decide", "m1", "c1")
    assert (await kinds(means))[-1] == "access.looked"
    assert await looks.open_alarms(means) == []
    report = await means.db.read(
        lambda conn: ledger.verify(conn, means.db.folder, means.keys.ledger.public_key())
    )  # fmt: skip
    assert report.count >= 4


async def test_a_purpose_that_is_not_in_the_list_shows_nothing(means: Means) -> None:
    ada = await enrol(means, "Ada")
    with pytest.raises(ValueError, match="curiosity"):
        await looks.look(means, ada.staff, "curiosity", Sight.MESSAGE, "m1", "c1")  # type: ignore[arg-type]
    assert await means.db.read(lambda conn: log.latest(conn, 5)) == []


async def test_a_look_without_a_case_alarms_once_a_day_and_counts_on(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    for _ in range(3):
        await looks.look(means, ada.staff, Purpose.DECIDE, Sight.VISIT, "v1", None)
    (alarm,) = await looks.open_alarms(means)
    assert (alarm.kind, alarm.staff, alarm.times) == (AlarmKind.NO_CASE, ada.staff.id, 3)
    await looks.look(means, ada.staff, Purpose.QUALITY, Sight.MESSAGE, "m1", None)
    assert (await looks.open_alarms(means))[0].times == 3, "a sample belongs to no case"
    clock.advance(timedelta(hours=24))
    await looks.look(means, ada.staff, Purpose.DECIDE, Sight.VISIT, "v1", None)
    assert sorted(one.times for one in await looks.open_alarms(means)) == [1, 3]


async def test_the_first_of_an_alarm_calls_the_person_on_call(means: Means) -> None:
    called = msgspec.structs.replace(means.config.on_call, url="http://127.0.0.1:9/")
    ada = await enrol(means, "Ada")
    on_call = dataclasses.replace(means, config=msgspec.structs.replace(means.config, on_call=called))
    for _ in range(2):
        await looks.look(on_call, ada.staff, Purpose.DECIDE, Sight.VISIT, "v1", None)

    def calls(conn: Connection) -> list[str]:
        return [row.kind for row in conn.execute(select(notification.c.kind))]

    assert await means.db.read(calls) == ["abnormal_looking"]


async def test_the_sixty_first_look_within_an_hour_alarms(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")
    for number in range(60):
        await looks.look(means, ada.staff, Purpose.DECIDE, Sight.MESSAGE, f"m{number}", "c1")
        clock.advance(timedelta(seconds=30))
    assert await looks.open_alarms(means) == []
    clock.advance(timedelta(minutes=-29))
    await looks.look(means, ada.staff, Purpose.DECIDE, Sight.MESSAGE, "m61", "c1")
    assert [one.kind for one in await looks.open_alarms(means)] == [AlarmKind.VOLUME]


async def test_a_look_at_three_in_the_morning_alarms_unless_one_is_on_duty(means: Means, clock: FakeClock) -> None:
    ada = await enrol(means, "Ada")  # it is nine in the evening, ten in Paris
    clock.advance(timedelta(hours=5))
    await ada.sign_in()
    await looks.look(means, ada.staff, Purpose.DECIDE, Sight.MESSAGE, "m1", "c1")
    (alarm,) = await looks.open_alarms(means)
    assert alarm.kind is AlarmKind.OFF_HOURS
    await staff.begin_shift(means, ada.present)
    await looks.look(means, ada.staff, Purpose.DECIDE, Sight.MESSAGE, "m1", "c1")
    assert (await looks.open_alarms(means))[0].times == 1


async def test_an_alarm_is_closed_by_another_administrator_with_words(means: Means) -> None:
    ada, boris, lea = await enrol(means, "Ada"), await enrol(means, "Boris"), await enrol(means, "Léa", Role.MODERATOR)
    await looks.look(means, ada.staff, Purpose.DECIDE, Sight.VISIT, "v1", None)
    (alarm,) = await looks.open_alarms(means)
    assert why(await looks.see_alarm(means, ada.staff, alarm.id, "rien")) == "refuse-alarm-own"
    assert why(await looks.see_alarm(means, lea.staff, alarm.id, "rien")) == "refuse-staff-right"
    assert why(await looks.see_alarm(means, boris.staff, alarm.id, "  ")) == "refuse-alarm-words"
    assert await looks.see_alarm(means, boris.staff, alarm.id, "vu avec elle") is None
    assert why(await looks.see_alarm(means, boris.staff, alarm.id, "encore")) == "refuse-alarm-seen"
    assert await looks.open_alarms(means) == []


# ---------------------------------------------------------------- pairs


def draft(name: str, subject: str = "case-1", payload: bytes = b"{}", *, emergency: bool = False) -> Draft:
    return Draft(
        id=ApprovalId(name), kind=Kind.PERMANENT_RESTRICTION, subject=subject, payload=payload, opinion="récidive",
        hours=72, emergency=emergency,
    )  # fmt: skip


async def propose(means: Means, by: Colleague, one: Draft) -> Approval | Objection:
    now = means.clock.now()
    return await means.db.write(lambda tx: approvals.propose(tx, one, by.staff, now))


async def agree(means: Means, by: Colleague, name: str) -> Approval | Objection:
    now = means.clock.now()

    def both(tx: Tx) -> Approval | Objection:
        looked = approvals.look(tx, ApprovalId(name), by.staff, now)
        return looked if isinstance(looked, Objection) else approvals.second(tx, looked.id, by.staff, "oui", now, 2)

    return await means.db.write(both)


async def use(means: Means, name: str, payload: bytes = b"{}", subject: str = "case-1") -> Approval | Objection:
    now = means.clock.now()
    return await means.db.write(
        lambda tx: approvals.use(tx, ApprovalId(name), Kind.PERMANENT_RESTRICTION, subject, payload, now)
    )


async def test_what_two_agreed_to_is_done_once_and_exactly_so(means: Means) -> None:
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris")
    assert isinstance(await propose(means, ada, draft("a1")), Approval)
    assert await use(means, "a1") is Objection.NOT_OPEN, "not before the second"
    assert await agree(means, ada, "a1") is Objection.SAME_PERSON
    assert isinstance(await agree(means, boris, "a1"), Approval)
    assert await use(means, "a1", b'{"more":1}') is Objection.ANOTHER_PAYLOAD
    assert await use(means, "a1", subject="case-2") is Objection.ANOTHER_PAYLOAD
    assert isinstance(await use(means, "a1"), Approval)
    assert await use(means, "a1") is Objection.NOT_OPEN
    assert [kind for kind in await kinds(means) if kind.startswith("approval.")] == [
        "approval.proposed", "approval.looked", "approval.approved", "approval.used",
    ]  # fmt: skip


async def test_the_same_two_do_not_agree_for_ever_where_there_is_a_third(means: Means) -> None:
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris")
    for name in ("a1", "a2", "a3"):
        assert isinstance(await propose(means, ada, draft(name, f"case-{name}")), Approval)
        assert isinstance(await agree(means, boris, name), Approval), "a house of two goes on"
    cleo = await enrol(means, "Cléo", Role.MODERATOR)
    assert isinstance(await propose(means, ada, draft("a4", "case-a4")), Approval)
    assert await agree(means, boris, "a4") is Objection.SAME_PAIR
    assert isinstance(await agree(means, cleo, "a4"), Approval)


async def test_a_proposal_lapses_and_an_emergency_is_not_renewed(means: Means, clock: FakeClock) -> None:
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris")
    one = await propose(means, ada, draft("a1", emergency=True))
    assert isinstance(one, Approval) and one.emergency_until == Instant(clock.now() + 24 * 3_600_000)
    clock.advance(timedelta(hours=72))
    assert await agree(means, boris, "a1") is Objection.NOT_OPEN
    assert await means.db.read(lambda conn: approvals.waiting(conn, clock.now())) == []
    assert await propose(means, ada, draft("a2", payload=b"[]", emergency=True)) is Objection.EMERGENCY_AGAIN
    assert isinstance(await propose(means, ada, draft("a3", payload=b"[]")), Approval), "the ordinary way stays open"


async def test_who_left_meanwhile_cannot_be_the_second(means: Means) -> None:
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris")
    await propose(means, ada, draft("a1"))
    await staff.end_staff(means, None, boris.staff.id, despite=True)
    gone = await staff.find_staff(means, boris.staff.id)
    assert gone is not None
    boris.signed_in = msgspec.structs.replace(
        boris.signed_in, present=msgspec.structs.replace(boris.present, staff=gone)
    )
    assert await agree(means, boris, "a1") is Objection.NO_RIGHT


async def test_keys_and_recoveries_ask_for_a_fresh_touch(means: Means) -> None:
    ada = await enrol(means, "Ada")
    await forget_touch(ada)
    stale = await sessions.open_session_for(means, ada.token)
    assert stale is not None
    (key,) = await passkeys.keys_of(means, ada.staff.id)
    assert why(await passkeys.revoke_key(means, stale, key.id)) == "refuse-step-up"
    assert why(await passkeys.add_key(means, stale, "{}", "")) == "refuse-step-up"

"""Deciding: every measure taken, undone, ended by its time and reversed; each step whole, with reasons given."""

from __future__ import annotations

from datetime import timedelta

import pytest

from caseload import ANNE, BORIS, CHLOE, deciding, enrol, ok, opened, reported, said
from cast import in_room, open_square
from parvis.access.means import Means
from parvis.chat.square import Square
from parvis.core.casework import (
    Action,
    ActionState,
    Case,
    Channel,
    ClassKind,
    Decision,
    DecisionState,
    Happened,
    Identity,
    Statement,
    StatementKind,
    Status,
    Subject,
    SubjectKind,
    Wish,
)
from parvis.core.clock import DAY, HOUR, FakeClock
from parvis.core.ids import CaseId, CommandId, ConversationId, MessageId, RoomId, VisitId
from parvis.core.policy import MEASURES, Feature, Harm, Measure, Reason
from parvis.core.talk import Draft, Message
from parvis.core.verdict import Finding, Ruling
from parvis.legal import retention
from parvis.live.effects import Effect, Freed, MessageChanged, Restricted, RoomChanged
from parvis.moderation import actions, cases, holds
from parvis.moderation.actions import Simulation
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import cases as stored
from parvis.store import decisions, exhibits, ledger, people, sanctions, statements, talk
from parvis.store.database import Reading
from parvis.store.writer import Tx

ACCUEIL, ROOM = RoomId("accueil"), ConversationId("r:accueil")
MUTE = Wish(measure=Measure.MUTE, for_ms=HOUR)
SUSPEND = Wish(measure=Measure.SUSPEND, for_ms=3 * DAY)
REMOVE, RESTORE, WARN, BAN = (Wish(measure=one) for one in (
    Measure.REMOVE, Measure.RESTORE, Measure.WARN, Measure.BAN,
))  # fmt: skip
LIMIT = Wish(measure=Measure.LIMIT, feature=Feature.EDIT, for_ms=HOUR)
CLOSE = Wish(measure=Measure.CLOSE_ROOM, room=ACCUEIL)
SLOW = Wish(measure=Measure.SLOW_ROOM, room=ACCUEIL, every_s=30, for_ms=HOUR)
FIRST = Wish(measure=Measure.PREMODERATE, room=ACCUEIL, every_s=2)
LASTING = (MUTE, LIMIT, SUSPEND, CLOSE, SLOW, FIRST)
"""One wish for each measure that stands for a time and takes one person."""


@pytest.fixture
async def square(means: Means) -> Square:
    found = await open_square(means)
    await enrol(found.office)
    return found


@pytest.fixture
def office(square: Square) -> Office:
    return square.office


@pytest.fixture
def heard(office: Office) -> list[Effect]:
    """What the living square is told, in order."""
    told: list[Effect] = []
    office.effects.listen(told.append)
    return told


@pytest.fixture
async def case(square: Square) -> Case:
    """A message was said and reported, and Anne has the case."""
    return await claimed(square, "Alix")


async def claimed(square: Square, name: str, reason: Reason | Harm = Reason.HARASSMENT) -> Case:
    one = await opened(square, name, reason)
    return ok(await cases.claim(square.office, ANNE, one.id))


async def take(office: Office, case: Case, *wishes: Wish, **changes: object) -> Decision:
    taken = await actions.take(office, ANNE, deciding(case, *wishes, **changes))
    assert isinstance(taken, Decision), taken
    return taken


async def minute(office: Office, clock: FakeClock) -> int:
    clock.advance(timedelta(minutes=1))
    return await actions.execute_due(office)


async def state_of(office: Office, case: Case) -> Case:
    found = await office.db.read(lambda conn: stored.find(conn, case.id))
    assert found is not None
    return found


async def done(office: Office, decision: Decision) -> list[Action]:
    return await office.db.read(lambda conn: decisions.actions_of(conn, decision.id))


async def stated(office: Office, decision: Decision) -> list[Statement]:
    return await office.db.read(lambda conn: statements.of_decision(conn, decision.id))


async def against(office: Office, case: Case) -> list[Measure]:
    """What holds against the author's identity class now."""
    assert case.author is not None
    classes, now = case.author.classes(), office.clock.now()
    return sorted({one.measure for one in await office.db.read(lambda conn: sanctions.standing(conn, classes, now))})


async def on_rooms(office: Office) -> list[Measure]:
    now = office.clock.now()
    return [one.measure for one in await office.db.read(lambda conn: sanctions.room_measures(conn, now))]


async def message_of(office: Office, case: Case) -> Message:
    conv, n = case.subject.conversation, case.subject.n
    assert conv is not None and n is not None
    found = await office.db.read(lambda conn: talk.find(conn, conv, n))
    assert found is not None
    return found


# ---------------------------------------------------------------- taking


async def test_a_removal_happens_at_once_with_reasons_evidence_and_the_reporters_answer(
    office: Office, case: Case, heard: list[Effect]
) -> None:
    decision = await take(office, case, REMOVE)
    assert decision.state is DecisionState.EXECUTED
    gone = await message_of(office, case)
    assert (gone.text, gone.gone_by) == (None, "moderation")
    [statement] = await stated(office, decision)
    assert statement.quoted == "Bonsoir de Alix"
    assert (statement.kind, statement.decided_by) == (StatementKind.MEASURE, 1)
    assert statement.addressee == case.author
    closed = await state_of(office, case)
    assert closed.state.status is Status.DECIDED and closed.state.decision == decision.id
    assert [one for one in heard if isinstance(one, MessageChanged)] == [MessageChanged(message=gone)]


async def test_what_is_not_urgent_waits_a_minute_and_then_happens_once(
    office: Office, case: Case, clock: FakeClock, heard: list[Effect]
) -> None:
    decision = await take(office, case, MUTE)
    assert decision.state is DecisionState.PENDING
    assert (await state_of(office, case)).state.status is Status.PENDING
    assert await against(office, case) == []
    clock.advance(timedelta(seconds=59))
    assert await actions.execute_due(office) == 0
    clock.advance(timedelta(seconds=1))
    assert await actions.execute_due(office) == 1
    assert await actions.execute_due(office) == 0
    assert await against(office, case) == [Measure.MUTE]
    [action] = await done(office, decision)
    assert action.ends_at == clock.now() + HOUR, "an hour from when it took effect"
    assert len(await stated(office, decision)) == 1
    assert case.author is not None
    restricted = [one for one in heard if isinstance(one, Restricted)]
    assert restricted == [Restricted(visit=case.author.visit, measure=Measure.MUTE, until=action.ends_at)]


async def test_of_several_measures_the_urgent_ones_come_first_and_each_step_has_its_reasons(
    office: Office, case: Case, clock: FakeClock
) -> None:
    decision = await take(office, case, SUSPEND, REMOVE)
    assert decision.state is DecisionState.PENDING
    assert (await message_of(office, case)).text is None
    assert await against(office, case) == []
    assert [one.measures[0].wish.measure for one in await stated(office, decision)] == [Measure.REMOVE]
    assert await minute(office, clock) == 1
    assert await against(office, case) == [Measure.SUSPEND]
    assert [one.wish.measure for one in await done(office, decision)] == [Measure.REMOVE, Measure.SUSPEND]
    assert len(await stated(office, decision)) == 2


async def test_nothing_and_what_is_done_to_a_room_need_no_statement(
    office: Office, square: Square, case: Case, clock: FakeClock, heard: list[Effect]
) -> None:
    nothing = await take(office, case, Wish(measure=Measure.NOTHING), facts={})
    await minute(office, clock)
    assert await stated(office, nothing) == []
    assert [one.state for one in await done(office, nothing)] == [ActionState.DONE]
    other = await claimed(square, "Camille")
    closed = await take(office, other, CLOSE, facts={})
    await minute(office, clock)
    assert await stated(office, closed) == []
    assert await on_rooms(office) == [Measure.CLOSE_ROOM]
    assert RoomChanged(room=ACCUEIL, measure=Measure.CLOSE_ROOM) in heard


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.MUTE])
async def test_who_is_shut_out_loses_the_visit_and_only_the_network_is_slowed(
    office: Office, case: Case, clock: FakeClock, measure: Measure
) -> None:
    await take(office, case, Wish(measure=measure, for_ms=3 * DAY))
    await minute(office, clock)
    author, now = case.author, clock.now()
    assert author is not None and author.pass_id is not None and author.network is not None
    living = await office.db.read(lambda conn: people.visit_of_pass(conn, author.pass_id or author.pass_id))  # type: ignore[arg-type]
    network = [(ClassKind.NETWORK, author.network)]
    slowed = await office.db.read(lambda conn: sanctions.standing(conn, network, now))
    if measure is Measure.SUSPEND:
        assert living is None
        assert [one.ends_at for one in slowed] == [now + DAY]
    else:
        assert living == author.visit
        assert slowed == []


async def test_a_decision_needs_the_lease_and_a_page_that_is_up_to_date(
    office: Office, square: Square, case: Case, clock: FakeClock
) -> None:
    other = await actions.take(office, BORIS, deciding(case, REMOVE))
    assert isinstance(other, Refused) and other.text_key == "refuse-case-taken"
    ok(await cases.note(office, BORIS, case.id, "attention, deuxième fois"))
    stale = await actions.take(office, ANNE, deciding(case, REMOVE), seen=case.state.last_seq)
    assert isinstance(stale, Refused) and stale.text_key == "refuse-case-moved"
    current = await state_of(office, case)
    await reported(office, await message_of(office, case))
    taken = await actions.take(office, ANNE, deciding(case, WARN), seen=current.state.last_seq)
    assert isinstance(taken, Decision), "another report changes nothing about the page"
    late = await claimed(square, "Camille")
    clock.advance(timedelta(minutes=16))
    gone = await actions.take(office, ANNE, deciding(late, WARN))
    assert isinstance(gone, Refused) and gone.text_key == "refuse-case-not-claimed"


async def test_whoever_opened_a_case_does_not_decide_it(office: Office, square: Square) -> None:
    live = await in_room(square, "Alix")
    item = await said(square, live, "Bonsoir", "c1")
    one, _ = await reported(office, item, Harm.SPAM, by=BORIS)
    ok(await cases.claim(office, BORIS, one.id))
    refused = await actions.take(office, BORIS, deciding(one, REMOVE))
    assert isinstance(refused, Refused) and refused.text_key == "refuse-case-own-report"


async def test_nobody_is_said_to_be_kept_out_of_whom_nothing_is_left_to_know_them_by(
    office: Office, square: Square
) -> None:
    subject = Subject(kind=SubjectKind.VISIT, ref="erased")
    unknown = Identity(visit=VisitId("erased"), nickname="Alix")

    def report(tx: Tx) -> Case:
        now = office.clock.now()
        return cases.open_or_join(tx, office, subject, unknown, "fr", Channel.VISITOR, Reason.SCAM, 0, now)[0]

    one = ok(await cases.claim(office, ANNE, (await office.db.write(report)).id))
    for wish in (MUTE, SUSPEND, BAN):
        refused = await actions.take(office, ANNE, deciding(one, wish))
        assert isinstance(refused, Refused) and refused.text_key == "refuse-choice-nobody"
    await take(office, one, WARN)


async def test_simulating_says_what_would_happen_and_writes_nothing(office: Office, case: Case) -> None:
    before = await office.db.read(ledger.tail)
    found = await actions.simulate(office, deciding(case, REMOVE, SUSPEND))
    assert isinstance(found, Simulation)
    assert [one.wish.measure for one in found.plan] == [Measure.REMOVE, Measure.SUSPEND]
    assert [(one.measure, one.text, one.visits) for one in found.deeds] == [
        (Measure.REMOVE, "Bonsoir de Alix", 0), (Measure.SUSPEND, "", 1),
    ]  # fmt: skip
    assert await office.db.read(ledger.tail) == before
    assert (await message_of(office, case)).text == "Bonsoir de Alix"


# ---------------------------------------------------------------- undoing


async def test_undone_within_the_minute_it_never_was_and_the_case_is_ones_own_again(
    office: Office, case: Case, clock: FakeClock
) -> None:
    decision = await take(office, case, MUTE, REMOVE)
    clock.advance(timedelta(seconds=59))
    assert isinstance(await actions.undo(office, BORIS, decision.id), Refused), "somebody else's"
    undone = await actions.undo(office, ANNE, decision.id)
    assert isinstance(undone, Decision) and undone.state is DecisionState.UNDONE
    assert (await message_of(office, case)).text == "Bonsoir de Alix"
    now = await state_of(office, case)
    assert now.state.leased_to(clock.now()) == ANNE and now.state.decision is None
    assert await minute(office, clock) == 0
    assert await against(office, case) == []
    assert [one.kind for one in await stated(office, decision)] == [StatementKind.MEASURE, StatementKind.REVERSAL]
    again = await take(office, case, WARN)
    assert again.state is DecisionState.PENDING


async def test_a_removal_alone_can_be_undone_for_a_minute_too(
    office: Office, case: Case, clock: FakeClock, heard: list[Effect]
) -> None:
    decision = await take(office, case, REMOVE)
    clock.advance(timedelta(seconds=30))
    assert isinstance(await actions.undo(office, ANNE, decision.id), Decision)
    back = await message_of(office, case)
    assert (back.text, back.gone_by) == ("Bonsoir de Alix", None)
    assert MessageChanged(message=back, restored=True) in heard
    assert (await state_of(office, case)).state.closed_at is None


async def test_after_the_minute_nothing_is_undone(office: Office, case: Case, clock: FakeClock) -> None:
    decision = await take(office, case, REMOVE)
    clock.advance(timedelta(minutes=1))
    refused = await actions.undo(office, ANNE, decision.id)
    assert isinstance(refused, Refused) and refused.text_key == "refuse-decision-too-late"


# ---------------------------------------------------------------- time and appeals


@pytest.mark.parametrize("wish", LASTING, ids=lambda one: one.measure.value)
async def test_a_measure_ends_with_its_time_or_when_it_is_lifted_or_reversed(
    office: Office, square: Square, clock: FakeClock, wish: Wish, heard: list[Effect]
) -> None:
    one = await claimed(square, "Alix")
    decision = await take(office, one, wish)
    await minute(office, clock)
    [action] = await done(office, decision)
    assert action.state is ActionState.ACTIVE
    holding = await against(office, one) + await on_rooms(office)
    assert holding == [wish.measure]
    if wish.for_ms is not None:
        clock.advance(timedelta(milliseconds=wish.for_ms - 1))
        assert await actions.expire(office) == 0
        clock.advance(timedelta(milliseconds=1))
        assert await actions.expire(office) == 1
        assert await actions.expire(office) == 0
        assert [each.state for each in await done(office, decision)] == [ActionState.EXPIRED]
    else:
        back = await office.db.write(lambda tx: actions.reverse(tx, office, decision, BORIS))
        assert [each.state for each in back] == [ActionState.REVERSED]
    assert await against(office, one) + await on_rooms(office) == []
    if wish.measure in (Measure.MUTE, Measure.LIMIT):
        assert one.author is not None and Freed(visit=one.author.visit) in heard


@pytest.mark.parametrize("wish", [REMOVE, WARN, *LASTING], ids=lambda one: one.measure.value)
async def test_a_reversed_decision_gives_everything_back(
    office: Office, square: Square, clock: FakeClock, wish: Wish
) -> None:
    one = await claimed(square, "Alix")
    decision = await take(office, one, wish)
    await minute(office, clock)
    found = await office.db.read(lambda conn: decisions.find(conn, decision.id))
    assert found is not None and found.state is DecisionState.EXECUTED
    back = await office.db.write(lambda tx: actions.reverse(tx, office, found, BORIS))
    assert [(each.wish, each.state) for each in back] == [(wish, ActionState.REVERSED)]
    assert await against(office, one) + await on_rooms(office) == []
    assert (await message_of(office, one)).text == "Bonsoir de Alix"
    after = await office.db.read(lambda conn: decisions.find(conn, decision.id))
    assert after is not None and after.state is DecisionState.REVERSED
    assert await office.db.write(lambda tx: actions.reverse(tx, office, after, BORIS)) == [], "once"


async def test_a_decision_reversed_while_it_waits_never_takes_effect(
    office: Office, case: Case, clock: FakeClock
) -> None:
    decision = await take(office, case, SUSPEND)
    await office.db.write(lambda tx: actions.reverse(tx, office, decision, BORIS))
    assert await minute(office, clock) == 0
    assert await against(office, case) == []


async def test_a_removed_message_comes_back_and_a_restriction_is_lifted_by_a_later_decision(
    office: Office, case: Case, clock: FakeClock
) -> None:
    await take(office, case, REMOVE, MUTE)
    await minute(office, clock)
    again = ok(await cases.reopen(office, BORIS, case.id, "trop sévère"))
    assert again.state.leased_to(clock.now()) == BORIS
    ran = [one for one in await actions_of(office, case) if one.state is ActionState.ACTIVE]
    lift = Wish(measure=Measure.LIFT, action=ran[0].id)
    taken = await actions.take(office, BORIS, deciding(case, RESTORE, lift))
    assert isinstance(taken, Decision) and taken.state is DecisionState.EXECUTED
    assert (await message_of(office, case)).text == "Bonsoir de Alix"
    assert await against(office, case) == []
    [statement] = await stated(office, taken)
    assert statement.kind is StatementKind.REVERSAL
    assert [one.state for one in await actions_of(office, case)] == [
        ActionState.DONE, ActionState.LIFTED, ActionState.DONE, ActionState.DONE,
    ]  # fmt: skip


async def actions_of(office: Office, case: Case) -> list[Action]:
    def look(conn: Reading) -> list[Action]:
        return [one for each in decisions.of_case(conn, case.id) for one in decisions.actions_of(conn, each.id)]

    return await office.db.read(look)


async def test_opening_a_room_ends_whatever_the_desk_did_to_it(
    office: Office, square: Square, clock: FakeClock
) -> None:
    found = [await claimed(square, name) for name in ("Alix", "Camille", "Dany", "Eden")]
    for one, wish in zip(found, (SLOW, FIRST, SLOW), strict=False):
        await take(office, one, wish)
        await minute(office, clock)
    assert sorted(await on_rooms(office)) == [Measure.PREMODERATE, Measure.SLOW_ROOM], "the later one of a kind stands"
    await take(office, found[3], Wish(measure=Measure.OPEN_ROOM, room=ACCUEIL))
    await minute(office, clock)
    assert await on_rooms(office) == []


# ---------------------------------------------------------------- two people


async def propose_ban(office: Office, case: Case) -> Decision:
    decision = await take(office, case, BAN, REMOVE)
    assert decision.state is DecisionState.PROPOSED
    return decision


async def test_a_ban_takes_a_second_who_looked_first_and_then_its_minute(
    office: Office, case: Case, clock: FakeClock
) -> None:
    decision = await propose_ban(office, case)
    assert (await message_of(office, case)).text is None, "what is urgent does not wait for the second"
    assert (await state_of(office, case)).state.status is Status.AWAITING_SECOND
    blind = await actions.second(office, BORIS, decision.id)
    assert isinstance(blind, Refused) and blind.text_key == "refuse-pair-not-looked"
    same = await actions.look(office, ANNE, decision.id)
    assert isinstance(same, Refused) and same.text_key == "refuse-pair-same-person"
    assert await minute(office, clock) == 0
    assert isinstance(await actions.look(office, BORIS, decision.id), Decision)
    agreed = await actions.second(office, BORIS, decision.id, "d'accord")
    assert isinstance(agreed, Decision) and agreed.state is DecisionState.PENDING
    assert await against(office, case) == []
    assert await minute(office, clock) == 1
    assert await against(office, case) == [Measure.BAN]
    stands = await office.db.read(lambda conn: decisions.find(conn, decision.id))
    assert stands is not None and (stands.by, stands.seconded_by) == (ANNE, BORIS)
    clock.advance(timedelta(days=3650))
    assert await actions.expire(office) == 0
    assert await against(office, case) == [Measure.BAN]


async def test_a_second_who_does_not_agree_ends_it_and_what_protected_meanwhile(
    office: Office, case: Case, clock: FakeClock
) -> None:
    decision = await take(office, case, BAN)
    protection = await actions.protect(office, ANNE, case.id)
    assert isinstance(protection, Decision), protection
    assert await against(office, case) == [Measure.SUSPEND]
    assert (await state_of(office, case)).state.status is Status.AWAITING_SECOND
    again = await actions.protect(office, ANNE, case.id)
    assert isinstance(again, Refused) and again.text_key == "refuse-pair-emergency-again"
    clock.advance(timedelta(minutes=5))
    await actions.look(office, BORIS, decision.id)
    declined = await actions.decline(office, BORIS, decision.id, "une suspension suffit")
    assert isinstance(declined, Decision) and declined.state is DecisionState.DECLINED
    assert await against(office, case) == []
    assert (await state_of(office, case)).state.status is Status.OPEN
    assert [one.kind for one in await stated(office, protection)] == [StatementKind.MEASURE, StatementKind.REVERSAL]
    assert await minute(office, clock) == 0


async def test_an_emergency_measure_lasts_a_day_at_most(office: Office, case: Case, clock: FakeClock) -> None:
    assert isinstance(await actions.protect(office, ANNE, case.id), Decision)
    assert (await state_of(office, case)).state.lease_by == ANNE, "the case goes on"
    clock.advance(timedelta(hours=23, minutes=59))
    await actions.expire(office)
    assert await against(office, case) == [Measure.SUSPEND]
    clock.advance(timedelta(minutes=1))
    await actions.expire(office)
    assert await against(office, case) == []


async def test_what_one_person_did_alone_ends_with_a_decision_that_shuts_nobody_out(
    office: Office, case: Case, clock: FakeClock
) -> None:
    protection = await actions.protect(office, ANNE, case.id)
    assert isinstance(protection, Decision), protection
    await take(office, case, Wish(measure=Measure.NOTHING))
    await minute(office, clock)
    assert await against(office, case) == []
    assert [one.kind for one in await stated(office, protection)] == [StatementKind.MEASURE, StatementKind.REVERSAL]


async def test_a_proposal_nobody_answers_comes_to_nothing(office: Office, case: Case, clock: FakeClock) -> None:
    decision = await take(office, case, BAN)
    clock.advance(timedelta(hours=office.config.team.approval_hours))
    assert await actions.expire(office) == 1
    found = await office.db.read(lambda conn: decisions.find(conn, decision.id))
    assert found is not None and found.state is DecisionState.DECLINED
    assert (await state_of(office, case)).state.status is Status.OPEN


async def test_a_proposal_taken_back_cannot_be_agreed_to(office: Office, case: Case) -> None:
    decision = await take(office, case, BAN)
    assert isinstance(await actions.undo(office, ANNE, decision.id), Decision)
    for step in (actions.look, actions.second):
        assert isinstance(await step(office, CHLOE, decision.id), Refused)


# ---------------------------------------------------------------- the whole


async def test_every_step_stands_in_the_events_and_the_ledger_holds(
    office: Office, case: Case, clock: FakeClock
) -> None:
    decision = await propose_ban(office, case)
    await actions.look(office, BORIS, decision.id)
    await actions.second(office, BORIS, decision.id)
    await minute(office, clock)
    events = await office.db.read(lambda conn: stored.events(conn, case.id))
    assert [one.kind for one in events] == [
        Happened.OPENED, Happened.CLAIMED, Happened.PROPOSED, Happened.DECIDED, Happened.EXECUTED,
    ]  # fmt: skip
    kinds = await office.db.read(lambda conn: [row.kind for row in conn.exec_driver_sql("SELECT kind FROM ledger")])
    wanted = {
        "exhibit.kept",
        "action.taken",
        "statement.issued",
        "decision.taken",
        "decision.executed",
        "case.executed",
    }
    assert wanted <= set(kinds)


async def test_what_was_decided_before_on_the_same_harm_is_at_hand(office: Office, square: Square, case: Case) -> None:
    await take(office, case, REMOVE)
    other = await claimed(square, "Camille")
    found = await office.db.read(lambda conn: decisions.similar(conn, other.state.harm, other.id))
    assert [one.decision.choice.case for one in found] == [case.id]


async def test_what_is_open_or_still_runs_or_waits_outlives_retention(
    office: Office, square: Square, means: Means, clock: FakeClock
) -> None:
    done, banned, still = [await claimed(square, name) for name in ("Alix", "Camille", "Dany")]
    live = await in_room(square, "Eden")
    await take(office, done, REMOVE)
    ban = await take(office, banned, BAN)
    await actions.look(office, BORIS, ban.id)
    await actions.second(office, BORIS, ban.id)
    await minute(office, clock)
    draft = Draft(
        sender=live.visit.id, nickname="Eden", conversation=ROOM, cid=CommandId("h"), mid=MessageId("held"),
        text="dans le doute", at=clock.now(),
    )  # fmt: skip
    doubt = Finding(check="unsure", ruling=Ruling.HOLD, text_key=holds.DOUBT)
    await office.db.write(lambda tx: holds.hold(tx, office, draft, doubt))
    clock.advance(timedelta(days=office.config.retention.case_days + 200))
    await retention.erase(means.db, means.config, clock)
    left = [await office.db.read(lambda conn, one=one: stored.find(conn, one.id)) for one in (done, banned, still)]  # type: ignore[misc]
    assert [one is not None for one in left] == [False, True, True]
    assert await against(office, banned) == [Measure.BAN]
    kept = await office.db.read(lambda conn: talk.sent(conn, draft.mid))
    assert kept is not None and kept.text == "dans le doute"
    evidence = await office.db.read(lambda conn: exhibits.of_case(conn, still.id))
    assert [one for one in evidence if one.body is None] == []


async def test_a_case_is_seen_whole(office: Office, square: Square, case: Case, clock: FakeClock) -> None:
    await take(office, await claimed(square, "Camille"), REMOVE)
    decision = await take(office, case, MUTE, REMOVE)
    await minute(office, clock)
    seen = await cases.view(office, case.id)
    assert seen is not None
    assert seen.case.state.status is Status.DECIDED
    assert [one.id for one in seen.decisions] == [decision.id]
    assert [one.wish.measure for one in seen.actions] == [Measure.REMOVE, Measure.MUTE]
    assert [one.wish.measure for one in seen.running] == [Measure.MUTE]
    assert len(seen.statements) == 2 and len(seen.similar) == 1 and len(seen.exhibits) >= 1
    assert await cases.view(office, CaseId("0" * 20)) is None


async def test_overdue_cases_are_an_alarm(office: Office, square: Square, clock: FakeClock) -> None:
    late = await opened(square, "Alix", Reason.DANGER)
    await opened(square, "Camille", Reason.HATE)
    assert await cases.overdue(office) == []
    clock.advance(timedelta(minutes=15, seconds=1))
    assert [one.id for one in await cases.overdue(office)] == [late.id]
    assert await cases.count_overdue(office) == {Harm.DANGER: 1}


def test_every_measure_has_its_policy() -> None:
    assert set(MEASURES) == set(Measure)

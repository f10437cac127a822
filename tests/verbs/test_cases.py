"""Working on cases: a lease decides who, the line who is next, and evidence is frozen before anybody looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from caseload import ALL, ANNE, BORIS, enrol, ok, opened, reported, said
from cast import ACCUEIL, in_room, open_square
from parvis import app
from parvis.access.means import Means
from parvis.chat import messages
from parvis.chat.square import Square
from parvis.core.casework import Channel, Happened, Status, Subject, SubjectKind
from parvis.core.clock import DAY, MINUTE, FakeClock, later
from parvis.core.exhibit import ExhibitKind, read_record
from parvis.core.ids import CommandId, ConversationId, MessageId, StaffId, VisitId
from parvis.core.policy import HARMS, Harm, Queue, Reason
from parvis.core.staff import Role, Staff
from parvis.core.talk import Draft
from parvis.moderation import cases, context
from parvis.moderation.context import Step
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import cases as stored
from parvis.store import exhibits, staff, talk
from parvis.store.schema import conversation


@pytest.fixture
async def square(means: Means) -> Square:
    opened = await open_square(means)
    await enrol(opened.office)
    return opened


@pytest.fixture
def office(square: Square) -> Office:
    return square.office


# ---------------------------------------------------------------- opening


async def test_reports_on_one_message_join_one_case_and_a_crowd_gains_no_rank(square: Square, office: Office) -> None:
    live = await in_room(square, "Alix")
    item = await said(square, live, "Bonsoir", "c1")
    first, joined = await reported(office, item)
    assert not joined and first.author is not None and first.author.pass_id == live.visit.pass_id
    again = first
    for _ in range(50):
        again, joined = await reported(office, item)
        assert joined and again.id == first.id
    assert again.state.reports == 51
    assert again.state.priority == first.state.priority
    assert again.state.due_at == first.state.due_at


async def test_a_graver_report_raises_the_case_and_wakes_it_when_it_rests(
    square: Square, office: Office, clock: FakeClock
) -> None:
    live = await in_room(square, "Alix")
    item = await said(square, live, "Bonsoir", "c1")
    one, _ = await reported(office, item, Reason.SPAM)
    ok(await cases.claim(office, ANNE, one.id))
    resting = ok(await cases.hold(office, ANNE, one.id, later(office.clock.now(), DAY), "attendre la suite"))
    assert resting.state.status is Status.ON_HOLD
    same, _ = await reported(office, item, Reason.SPAM)
    assert same.state.status is Status.ON_HOLD
    graver, _ = await reported(office, item, Reason.DANGER)
    assert graver.state.status is Status.OPEN
    assert graver.state.harm is Harm.DANGER
    assert graver.state.due_at == clock.now() + HARMS[Harm.DANGER].due_ms


async def test_the_message_and_what_stood_around_it_are_frozen_once(square: Square, office: Office) -> None:
    live = await in_room(square, "Alix")
    items = [await said(square, live, f"message {number}", f"c{number}") for number in range(8)]
    one, _ = await reported(office, items[4])
    for _ in range(30):
        await reported(office, items[4])
    kept = await office.db.read(lambda conn: exhibits.of_case(conn, one.id))
    assert sorted(exhibit.kind for exhibit in kept) == [ExhibitKind.MESSAGE, ExhibitKind.WINDOW]
    told = {exhibit.kind: read_record(exhibit.body or b"").content for exhibit in kept}
    assert told[ExhibitKind.MESSAGE]["text"] == "message 4"
    around = told[ExhibitKind.WINDOW]["messages"]
    assert isinstance(around, list)
    assert [each["text"] for each in around] == [f"message {number}" for number in (1, 2, 3, 5, 6, 7)]


async def test_a_message_changed_after_the_report_is_kept_in_both_forms(
    square: Square, office: Office, clock: FakeClock
) -> None:
    live = await in_room(square, "Alix")
    item = await said(square, live, "avant", "c1")
    one, _ = await reported(office, item)
    clock.advance(timedelta(seconds=1))
    await messages.delete(square, live, ACCUEIL, item.n)
    await reported(office, item)
    kept = await office.db.read(lambda conn: exhibits.of_case(conn, one.id))
    contents = [read_record(exhibit.body or b"").content for exhibit in kept if exhibit.kind is ExhibitKind.MESSAGE]
    assert [content["text"] for content in contents] == ["avant", None]
    assert contents[1]["gone_by"] == "author"
    assert contents[1]["earlier"] == [{"until": office.clock.now(), "text": "avant"}]


# ---------------------------------------------------------------- the lease


async def test_the_second_on_a_case_is_told_who_has_it_and_for_how_long(
    square: Square, office: Office, clock: FakeClock
) -> None:
    one = await opened(square, "Alix")
    ok(await cases.claim(office, ANNE, one.id))
    clock.advance(timedelta(minutes=5, seconds=1))
    refused = await cases.claim(office, BORIS, one.id)
    assert isinstance(refused, Refused)
    assert (refused.text_key, refused.args) == ("refuse-case-taken", {"number": 1, "minutes": 10})
    for step in (cases.free, cases.skip):
        assert isinstance(await step(office, BORIS, one.id), Refused)
    assert isinstance(await cases.escalate(office, BORIS, one.id, "à voir"), Refused)
    assert isinstance(await cases.classify(office, BORIS, one.id, Harm.SPAM), Refused)


async def test_a_tab_closed_in_the_middle_frees_the_case_after_the_lease_and_work_renews_it(
    square: Square, office: Office, clock: FakeClock
) -> None:
    one = await opened(square, "Alix")
    ok(await cases.claim(office, ANNE, one.id))
    clock.advance(timedelta(minutes=14))
    ok(await cases.note(office, ANNE, one.id, "je lis encore"))
    clock.advance(timedelta(minutes=14))
    assert isinstance(await cases.claim(office, BORIS, one.id), Refused)
    clock.advance(timedelta(minutes=1, seconds=1))
    assert ok(await cases.claim(office, BORIS, one.id)).state.lease_by == BORIS
    assert isinstance(await cases.free(office, ANNE, one.id), Refused)


async def test_somebody_elses_note_renews_no_lease(square: Square, office: Office, clock: FakeClock) -> None:
    one = await opened(square, "Alix")
    claimed = ok(await cases.claim(office, ANNE, one.id))
    clock.advance(timedelta(minutes=1))
    noted = ok(await cases.note(office, BORIS, one.id, "vu hier aussi"))
    assert noted.state.lease_until == claimed.state.lease_until
    assert isinstance(await cases.note(office, BORIS, one.id, "  "), Refused)


async def test_passed_on_twice_a_case_goes_to_the_lead_and_comes_back_to_nobody_who_passed_it_on(
    square: Square, office: Office
) -> None:
    one = await opened(square, "Alix")
    skipped = one
    for who in (ANNE, BORIS):
        assert ok(await cases.next_for(office, who, ALL, ("fr",))).id == one.id
        skipped = ok(await cases.skip(office, who, one.id))
        assert await cases.next_for(office, who, ALL, ("fr",)) is None
    assert skipped.state.escalated
    assert skipped.state.priority == one.state.priority + 200


async def test_the_next_case_is_the_gravest_of_ones_queues_and_languages_and_already_claimed(
    square: Square, office: Office
) -> None:
    spam = await opened(square, "Alix", Reason.SPAM)
    danger = await opened(square, "Camille", Reason.DANGER)
    await opened(square, "Dominique", Reason.MINOR)
    first = ok(await cases.next_for(office, ANNE, [Queue.GENERAL], ["fr", "en"]))
    assert first.id == danger.id and first.state.lease_by == ANNE
    second = ok(await cases.next_for(office, BORIS, [Queue.GENERAL], ["fr", "en"]))
    assert second.id == spam.id, "what somebody has claimed is left out"
    assert await cases.next_for(office, BORIS, [Queue.GENERAL], ["fr"]) is None, "child safety is another queue"
    assert await cases.next_for(office, ANNE, list(Queue), ["en"]) is None


async def test_a_case_that_changes_its_queue_goes_back_to_the_line(square: Square, office: Office) -> None:
    one = await opened(square, "Alix")
    ok(await cases.claim(office, ANNE, one.id))
    same = ok(await cases.classify(office, ANNE, one.id, Harm.HATE))
    assert same.state.lease_by == ANNE and same.state.harm is Harm.HATE
    assert same.state.due_at == one.opened_at + HARMS[Harm.HATE].due_ms
    moved = ok(await cases.classify(office, ANNE, one.id, Harm.CHILD_SAFETY))
    assert moved.state.lease_by is None and moved.state.queue is Queue.CHILD_SAFETY


async def test_a_case_rests_until_its_instant_and_then_comes_back_by_itself(
    square: Square, office: Office, clock: FakeClock
) -> None:
    one = await opened(square, "Alix")
    ok(await cases.claim(office, ANNE, one.id))
    now = office.clock.now()
    for wrong in (now, later(now, 8 * DAY)):
        assert isinstance(await cases.hold(office, ANNE, one.id, wrong, "plus tard"), Refused)
    ok(await cases.hold(office, ANNE, one.id, later(now, 10 * MINUTE), "la suite"))
    assert await cases.next_for(office, BORIS, ALL, ("fr",)) is None
    assert await cases.wake(office) == 0
    clock.advance(timedelta(minutes=10))
    assert await cases.wake(office) == 1
    assert ok(await cases.next_for(office, BORIS, ALL, ("fr",))).id == one.id


async def test_who_did_what_is_in_the_events(square: Square, office: Office) -> None:
    one = await opened(square, "Alix")
    ok(await cases.claim(office, ANNE, one.id))
    ok(await cases.note(office, ANNE, one.id, "mots entre collègues"))
    events = await office.db.read(lambda conn: stored.events(conn, one.id))
    assert [(event.kind, event.by) for event in events] == [
        (Happened.OPENED, None), (Happened.CLAIMED, ANNE), (Happened.NOTED, ANNE),
    ]  # fmt: skip
    assert events[2].body["text"] == "mots entre collègues"


async def test_nobody_works_a_case_whose_queue_asks_for_another_right(square: Square, office: Office) -> None:
    minor = await opened(square, "Alix", Reason.MINOR)
    moderator = Staff(
        id=StaffId("moderator"), number=0, name="Dany", roles=frozenset({Role.MODERATOR}), languages=("fr",),
        since=office.clock.now(),
    )  # fmt: skip
    await office.db.write(lambda tx: staff.add(tx, moderator))
    for step in (cases.claim, cases.resume, cases.free):
        refused = await step(office, moderator.id, minor.id)
        assert isinstance(refused, Refused) and refused.text_key == "refuse-case-right"
    assert isinstance(await cases.note(office, moderator.id, minor.id, "vu"), Refused)
    assert await cases.next_for(office, moderator.id, list(Queue), ["fr"]) is None
    assert isinstance(await cases.claim(office, StaffId("nobody"), minor.id), Refused)


async def test_what_two_people_say_to_each_other_opens_in_no_step(means: Means) -> None:
    """Beyond the window of a room one may look with a purpose; a conversation will lie sealed, and takes two."""
    office = app.office_of(means)
    conv = ConversationId("c:between-two")
    await means.db.write(lambda tx: tx.conn.execute(insert(conversation).values(id=conv)))
    drafts = [
        Draft(
            sender=VisitId("v1"), nickname="Alix", conversation=conv, cid=CommandId(f"c{at}"),
            mid=MessageId(f"m{at}"), text="entre nous", at=means.clock.now(),
        )
        for at in range(3)
    ]  # fmt: skip
    await means.db.write(lambda tx: talk.release(tx, drafts))
    subject = Subject(kind=SubjectKind.MESSAGE, ref="m1", conversation=conv, n=2)
    one, _ = await means.db.write(
        lambda tx: cases.open_or_join(
            tx, office, subject, None, "fr", Channel.VISITOR, Harm.HARASSMENT, 0, means.clock.now()
        )
    )
    assert await context.around(office, one, Step.ALL) == []
    assert await means.db.read(lambda conn: talk.last_said(conn, 9, sender=VisitId("v1"))) == []

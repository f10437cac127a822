"""What rules do by themselves, as the DSA Transparency Database hears of it: from the act to the payload."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from caseload import ALL as ALL_QUEUES
from caseload import BORIS, deciding, enrol, reported, said
from cast import ACCUEIL, HERE, in_room, open_square, send
from deciding import case_on, decide
from parvis.access.means import Means
from parvis.chat import aftercare, messages, rooms
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import Appeal, Decision, Statement, StatementKind, Wish
from parvis.core.clock import HOUR, FakeClock, day_of
from parvis.core.ids import CommandId, ConversationId, RoomId
from parvis.core.policy import HOLD_MS, Measure
from parvis.core.talk import Message, Outcome, Status
from parvis.moderation import actions, appeals, cases, holds, refusals, statements, tdb, wording
from parvis.store import statements as stored
from ruled import guard

LIMIT = ("tapage", '{ do = "limit", what = "write-in-room", for_s = 86400 }', "spam", "refuse-advert")
THREAT = ("gare", '{ do = "hold" }', "danger", "hold-danger")
ADVERT = ("tarif", '{ do = "refuse" }', "exploitation", "refuse-advert")
HELP = ("triste", '{ do = "help", topic = "self-harm" }', "self-harm", "help-self-harm")
LEAVE_OUT = ("secret", '{ do = "redact" }', "privacy", "told-left-out")
ALL = (LIMIT, THREAT, ADVERT, HELP, LEAVE_OUT)


@pytest.fixture
async def square(means: Means) -> Square:
    """A square that goes by these rules, and whose desk takes what is in doubt."""
    opened = await open_square(means)
    opened.guard = guard(means.config, *ALL)
    await enrol(opened.office)
    return opened


async def say(square: Square, live: Live, text: str, cid: str = "c1") -> Outcome:
    outcome = await messages.say(square, live, send(text, cid))
    assert isinstance(outcome, Outcome), outcome
    return outcome


async def letters(square: Square, live: Live) -> list[Statement]:
    visit = live.visit
    return await square.means.db.read(lambda conn: stored.of_identity(conn, visit.pass_id, HERE.device))


async def only_payload(square: Square, live: Live) -> dict[str, Any]:
    """The one statement somebody has, as the database takes it; its own rules find nothing wrong with it."""
    (one,) = await letters(square, live)
    assert tdb.is_owed(one)
    found = tdb.payload(one, "https://square.example")
    assert tdb.faults(found) == []
    assert not any("tapage" in str(value) or "Alix" in str(value) for value in found.values())
    return found


def by_a_program(found: dict[str, Any]) -> None:
    """Found by the service itself, by a program, and decided by it (Art. 17(3)(c))."""
    told = (found["source_type"], found["automated_detection"], found["automated_decision"])
    assert told == ("SOURCE_VOLUNTARY", "Yes", "AUTOMATED_DECISION_FULLY")
    assert "A program decided, without a person." in found["decision_facts"]
    assert "The service found it by itself." in found["decision_facts"]


async def test_a_limit_by_a_rule_is_told_with_its_end(square: Square) -> None:
    live = await in_room(square, "Alix")
    await say(square, live, "quel tapage")
    found = await only_payload(square, live)
    by_a_program(found)
    assert found["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert found["end_date_service_restriction"] > found["application_date"] == found["content_date"]
    assert found["category"] == "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


async def test_a_limit_about_what_was_reported_before_is_still_the_services_own_initiative(square: Square) -> None:
    """The notice was about the message; that its author writes less for a while, nobody asked for."""
    live = await in_room(square, "Alix")
    item = await said(square, live, "bonsoir", "c1")
    await reported(square.office, item)
    changed = await messages.edit(square, live, p.EditCommand(id=1, conv=ACCUEIL, n=item.n, text="quel tapage"))
    assert isinstance(changed, Message)
    by_a_program(await only_payload(square, live))


async def test_a_refusal_is_told_for_the_day_it_was_made_whenever_reasons_are_asked(
    square: Square, clock: FakeClock
) -> None:
    live = await in_room(square, "Alix")
    made_on = day_of(clock.now())
    assert (await say(square, live, "mon tarif")).status is Status.REFUSED
    clock.advance(timedelta(days=3))
    await refusals.reasons_for(square.office, live.visit.id, CommandId("c1"))
    found = await only_payload(square, live)
    by_a_program(found)
    assert found["application_date"] == found["content_date"] == made_on
    assert found["decision_visibility"] == ["DECISION_VISIBILITY_OTHER"]
    assert found["category_specification"] == ["KEYWORD_HUMAN_EXPLOITATION"]


async def test_what_waited_in_vain_is_refused_by_a_program_for_what_it_was_held_for(
    square: Square, clock: FakeClock
) -> None:
    live = await in_room(square, "Alix")
    assert (await say(square, live, "gare à toi")).status is Status.HELD
    clock.advance(timedelta(milliseconds=HOLD_MS + HOUR))
    assert await holds.end_overdue(square.office) == 1
    await refusals.reasons_for(square.office, live.visit.id, CommandId("c1"))
    found = await only_payload(square, live)
    by_a_program(found)
    assert found["incompatible_content_explanation"].endswith("(danger).")


async def test_what_a_person_decides_on_a_hold_was_found_by_a_program_and_not_decided_by_it(square: Square) -> None:
    live = await in_room(square, "Alix")
    assert (await say(square, live, "gare à toi")).status is Status.HELD
    one = await cases.next_for(square.office, BORIS, ALL_QUEUES, ("fr",))
    assert one is not None
    decided = await actions.take(square.office, BORIS, deciding(one, Wish(measure=Measure.REFUSE)))
    assert isinstance(decided, Decision), decided
    found = await only_payload(square, live)
    told = (found["source_type"], found["automated_detection"], found["automated_decision"])
    assert told == ("SOURCE_VOLUNTARY", "Yes", "AUTOMATED_DECISION_NOT_AUTOMATED")


async def first_message_that_waits(square: Square) -> Live:
    """Somebody whose first message is to be read before it goes; no rule found anything in it."""
    talker = await in_room(square, "Camille")
    item = await said(square, talker, "bonsoir", "c1")
    first = Wish(measure=Measure.PREMODERATE, room=RoomId("accueil"), every_s=1)
    await decide(square.office, await case_on(square.office, item.mid), first)
    live = await in_room(square, "Alix")
    outcome = await say(square, live, "première fois ici")
    assert (outcome.status, outcome.reason) == (Status.HELD, holds.FIRST)
    return live


async def test_a_first_message_that_waits_was_detected_by_nothing(square: Square) -> None:
    live = await first_message_that_waits(square)
    one = await cases.next_for(square.office, BORIS, ALL_QUEUES, ("fr",))
    assert one is not None
    decided = await actions.take(square.office, BORIS, deciding(one, Wish(measure=Measure.REFUSE)))
    assert isinstance(decided, Decision), decided
    found = await only_payload(square, live)
    told = (found["source_type"], found["automated_detection"], found["automated_decision"])
    assert told == ("SOURCE_VOLUNTARY", "No", "AUTOMATED_DECISION_NOT_AUTOMATED")


async def test_a_first_message_that_waits_in_vain_was_detected_by_nothing_either(
    square: Square, clock: FakeClock
) -> None:
    live = await first_message_that_waits(square)
    clock.advance(timedelta(milliseconds=HOLD_MS + HOUR))
    assert await holds.end_overdue(square.office) == 1
    await refusals.reasons_for(square.office, live.visit.id, CommandId("c1"))
    found = await only_payload(square, live)
    told = (found["source_type"], found["automated_detection"], found["automated_decision"])
    assert told == ("SOURCE_VOLUNTARY", "No", "AUTOMATED_DECISION_FULLY")
    assert "Nothing was detected" in found["decision_facts"]
    assert "found it by itself" not in found["decision_facts"]


async def test_a_limit_by_counters_alone_is_told_too(means: Means) -> None:
    """It is about somebody, not a message: one text is said again and again in three rooms, by the shipped rules."""
    square = await open_square(means)
    await enrol(square.office)
    live = await in_room(square, "Alix")
    convs = [ConversationId(f"r:{room}") for room in ("accueil", "nuit", "musique")]
    for conv in convs[1:]:
        await rooms.join(square, live, conv)
    for at in range(6):
        text = f"Nouveau par ici, venez toutes et tous voir mes photos de vacances, elles sont belles {at}"
        outcome = await messages.say(square, live, send(text, f"c{at}", convs[at % 3]))
        assert isinstance(outcome, Outcome) and outcome.status is Status.DELIVERED
        assert isinstance(means.clock, FakeClock)
        means.clock.advance(timedelta(seconds=5))
    assert await aftercare.sweep(square) == 1
    by_a_program(await only_payload(square, live))


async def test_a_part_left_out_is_told_with_its_reasons_and_can_be_contested(square: Square) -> None:
    live = await in_room(square, "Alix")
    assert (await say(square, live, "mon secret à moi")).message is not None
    found = await only_payload(square, live)
    by_a_program(found)
    assert found["decision_visibility"] == ["DECISION_VISIBILITY_OTHER"]
    assert found["decision_visibility_other"].startswith("Published without a part")
    assert "a part left out" in found["decision_facts"]
    assert not any("secret" in str(value) for value in found.values())
    (one,) = await letters(square, live)
    assert one.quoted == "mon secret à moi"
    read = wording.letter(one, square.means.clock.now())
    assert {"statement-what", "statement-facts", "statement-program", "statement-ground", "statement-who"} == {
        section.title for section in read.sections
    }
    lodged = await appeals.lodge(square.office, statements.code_of(square.office, one.id), "C’est un jeu.", "fr")
    assert isinstance(lodged, Appeal), lodged


async def test_a_part_left_out_of_a_changed_message_is_told_too_and_a_resend_tells_nothing_twice(
    square: Square,
) -> None:
    live = await in_room(square, "Alix")
    await say(square, live, "mon secret à moi")
    await say(square, live, "mon secret à moi")
    await messages.edit(square, live, p.EditCommand(id=1, conv=ACCUEIL, n=1, text="un autre secret"))
    assert sorted(one.quoted for one in await letters(square, live)) == ["mon secret à moi", "un autre secret"]


async def test_what_waits_with_a_part_left_out_has_its_reasons_and_what_is_refused_has_one_letter(
    square: Square,
) -> None:
    live = await in_room(square, "Alix")
    assert (await say(square, live, "gare à ton secret", "c1")).status is Status.HELD
    assert [one.kind for one in await letters(square, live)] == [StatementKind.LEFT_OUT]
    assert (await say(square, live, "mon tarif secret", "c2")).status is Status.REFUSED
    assert len(await letters(square, live)) == 1


async def test_help_takes_nothing_and_is_owed_to_nobody(square: Square) -> None:
    live = await in_room(square, "Alix")
    assert (await say(square, live, "je suis triste")).status is Status.DELIVERED
    assert await letters(square, live) == []

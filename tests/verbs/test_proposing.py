"""A room somebody proposes: judged, answered with reasons, open like any other, closed with reasons, or when quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from caseload import ANNE, BORIS, enrol
from cast import HERE, come_in, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import messages, proposals
from parvis.chat import rooms as chat_rooms
from parvis.chat.proposals import Draft
from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Square
from parvis.core.casework import Appeal, Outcome, Statement, StatementKind
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.ids import conversation_of
from parvis.core.rooms import Proposal, ProposalState
from parvis.core.talk import Outcome as Said
from parvis.core.talk import Page, Room
from parvis.moderation import appeals, rooms, statements
from parvis.moderation.refusal import Refused
from parvis.store import proposals as stored_proposals
from parvis.store import rooms as stored
from parvis.store import statements as stored_statements

CHATS = Draft(name={"fr": "Les chats"}, topic={"fr": "Nos compagnons à moustaches"})
WORDS = {"fr": "Il existe déjà un salon pour cela."}


@pytest.fixture
async def square(means: Means) -> Square:
    opened = await open_square(means)
    await enrol(opened.office)
    return opened


async def settled(square: Square, clock: FakeClock, name: str = "Alix") -> Live:
    """Somebody who has been here for an hour, and whom three people answered."""
    live = await square.arrive(await come_in(square.means, name), HERE.network)
    known(square, live)
    clock.advance(timedelta(minutes=61))
    return live


def known(square: Square, live: Live) -> None:
    """Three people answered them."""
    for other in ("p:one", "p:two", "p:three"):
        square.signals.reputation.earn(live.who.classes, other, square.means.clock.now())


async def proposed(square: Square, live: Live, draft: Draft = CHATS) -> Proposal:
    one = await proposals.propose(square, live, draft)
    assert isinstance(one, Proposal), one
    return one


async def opened(square: Square, live: Live) -> Room:
    one = await rooms.approve(square.office, ANNE, (await proposed(square, live)).id, {}, sensitive=False)
    assert isinstance(one, Proposal) and one.room is not None, one
    square.load_rooms()
    return square.rooms[one.room]


async def letters(square: Square, live: Live) -> list[Statement]:
    pass_id = live.visit.pass_id
    return await square.means.db.read(lambda conn: stored_statements.of_identity(conn, pass_id, None))


async def state_of(square: Square, one: Proposal) -> ProposalState:
    found = await square.means.db.read(lambda conn: stored_proposals.find(conn, one.id))
    assert found is not None
    return found.state


async def why(square: Square, live: Live, draft: Draft = CHATS) -> str:
    answer = await proposals.propose(square, live, draft)
    assert isinstance(answer, Refused), answer
    return answer.text_key


# ---------------------------------------------------------------- who may, and what


async def test_a_newcomer_waits_an_hour_and_one_proposal_waits_at_a_time(square: Square, clock: FakeClock) -> None:
    live = await square.arrive(await come_in(square.means, "Alix"), HERE.network)
    assert await why(square, live) == "refuse-proposal-stranger"
    known(square, live)
    assert await why(square, live) == "refuse-proposal-newcomer"
    clock.advance(timedelta(minutes=61))
    one = await proposed(square, live)
    assert await why(square, live) == "refuse-proposal-waits"
    assert isinstance(await proposals.withdraw(square, live, one.id), Proposal)
    assert await why(square, live) == "refuse-proposal-own-limit", "one a day"
    clock.advance(timedelta(hours=25))
    assert await state_of(square, await proposed(square, live)) is ProposalState.WAITING


async def test_the_guard_judges_name_and_topic(square: Square, clock: FakeClock) -> None:
    live = await settled(square, clock)
    for name in ("Le 06 39 98 12 34", "Lycéennes de 15 ans"):
        assert (
            await why(square, live, Draft(name={"fr": name}, topic={"fr": "Parler"})) == "refuse-proposal-judged-name"
        )
    assert await why(square, live, Draft(name={"fr": ""}, topic={"fr": "Parler"})) == "refuse-proposal-name"
    assert await why(square, live, Draft(name={"fr": "Les chats"}, topic={})) == "refuse-proposal-topic"
    assert await proposals.own(square, live) == []


async def test_the_day_has_its_limit_for_everybody_and_none_means_none(square: Square, clock: FakeClock) -> None:
    config = square.means.config
    few = msgspec.structs.replace(config, proposals=msgspec.structs.replace(config.proposals, per_day=1))
    square.means = replace(square.means, config=few)
    await proposed(square, await settled(square, clock))
    other = await square.arrive(await come_in(square.means, "Bruno"), HERE.network)
    none = msgspec.structs.replace(config, proposals=msgspec.structs.replace(config.proposals, own_per_day=0))
    square.means = replace(square.means, config=none)
    assert await why(square, other) == "refuse-proposal-shut"


# ---------------------------------------------------------------- what the team answers


async def test_an_approved_room_is_a_room_like_any_other_also_after_a_restart(square: Square, clock: FakeClock) -> None:
    live = await settled(square, clock)
    room = await opened(square, live)
    (letter,) = await letters(square, live)
    assert letter.kind is StatementKind.ROOM_OPEN and not statements.may_be_contested(letter, clock.now())
    again = await open_square(square.means)
    assert room.id in again.rooms and list(again.rooms)[-1] == room.id, "behind the operator's own"
    writer = await in_room(again, "Chloé", conversation_of(room.id))
    said = await messages.say(again, writer, send("miaou", "c1", conversation_of(room.id)))
    assert isinstance(said, Said) and said.message is not None and said.message.n == 1


async def test_a_declined_proposal_is_explained_and_contested_and_another_person_puts_it_back_in_line(
    square: Square, clock: FakeClock
) -> None:
    live = await settled(square, clock)
    one = await proposed(square, live)
    assert isinstance(await rooms.decline(square.office, ANNE, one.id, {"fr": " "}), Refused), "never without reasons"
    assert isinstance(await rooms.decline(square.office, ANNE, one.id, WORDS, 6), Proposal)
    (letter,) = await letters(square, live)
    assert (letter.kind, letter.facts, letter.rule) == (StatementKind.ROOM, WORDS, 6)
    lodged = await appeals.lodge(square.office, statements.code_of(square.office, letter.id), "Pas le même.", "fr")
    assert isinstance(lodged, Appeal), lodged
    own = await appeals.decide(square.office, ANNE, lodged.id, Outcome.REVERSED, {"fr": "Bon."})
    assert own == appeals.SAME_PERSON
    answered = await appeals.decide(square.office, BORIS, lodged.id, Outcome.REVERSED, {"fr": "Vous avez raison."})
    assert isinstance(answered, Appeal), answered
    assert await state_of(square, one) is ProposalState.WAITING


async def test_a_room_is_closed_with_reasons_and_an_appeal_opens_it_again(square: Square, clock: FakeClock) -> None:
    live = await settled(square, clock)
    room = await opened(square, live)
    conv = conversation_of(room.id)
    inside = await in_room(square, "Chloé", conv)
    assert isinstance(await rooms.close(square.office, ANNE, room.id, WORDS), Proposal)
    square.load_rooms()
    assert room.id not in square.rooms and conv not in inside.joined
    refused = await messages.say(square, inside, send("encore là", "c1", conv))
    assert isinstance(refused, Refusal) and refused.text_key == "refuse-no-room"
    letter = next(one for one in await letters(square, live) if one.kind is StatementKind.ROOM)
    lodged = await appeals.lodge(square.office, statements.code_of(square.office, letter.id), "Dommage.", "fr")
    assert isinstance(lodged, Appeal), lodged
    await appeals.decide(square.office, BORIS, lodged.id, Outcome.REVERSED, {"fr": "Il rouvre."})
    square.load_rooms()
    assert isinstance(await chat_rooms.join(square, inside, conv), Page)


async def test_the_operators_own_rooms_are_not_closed_this_way_and_nobody_without_the_right_answers(
    square: Square, clock: FakeClock
) -> None:
    one = await proposed(square, await settled(square, clock))
    assert isinstance(await rooms.close(square.office, ANNE, Config().rooms[0].id, WORDS), Refused)
    from parvis.core.ids import StaffId

    assert isinstance(await rooms.approve(square.office, StaffId("nobody"), one.id, {}, sensitive=False), Refused)
    assert await state_of(square, one) is ProposalState.WAITING


# ---------------------------------------------------------------- by the clock


async def test_a_quiet_room_ends_and_one_where_somebody_spoke_stays(square: Square, clock: FakeClock) -> None:
    live = await settled(square, clock)
    room = await opened(square, live)
    clock.advance(timedelta(days=29))
    writer = await in_room(square, "Chloé", conversation_of(room.id))
    assert isinstance(await messages.say(square, writer, send("miaou", "c1", conversation_of(room.id))), Said)
    assert await rooms.end_quiet(square.office) == 0
    clock.advance(timedelta(days=29))
    assert await rooms.end_quiet(square.office) == 0
    clock.advance(timedelta(days=2))
    assert await rooms.end_quiet(square.office) == 1
    assert room.id not in {one.id for one in await square.means.db.read(stored.listed)}
    told = [one.told for one in await letters(square, live)]
    assert "letter-room-empty" in told


async def test_a_proposal_nobody_answers_comes_to_an_end_and_its_proposer_hears_of_it(
    square: Square, clock: FakeClock
) -> None:
    live = await settled(square, clock)
    one = await proposed(square, live)
    clock.advance(timedelta(days=15))
    assert await rooms.end_quiet(square.office) == 1
    assert await state_of(square, one) is ProposalState.LAPSED
    assert [each.told for each in await letters(square, live)] == ["letter-room-lapsed"]

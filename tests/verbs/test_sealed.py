"""What lies beyond a report is kept sealed, once a case; it leaves the house when two people agree, still sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseload import ANNE, BORIS, CHLOE, enrol, reported, said
from cast import in_room, open_square
from parvis.access.means import Means
from parvis.chat.square import Square
from parvis.core.approval import Approval, State
from parvis.core.casework import WINDOW, Case
from parvis.core.clock import FakeClock
from parvis.core.exhibit import Exhibit, ExhibitKind, read_record
from parvis.core.ids import ExhibitId
from parvis.moderation import evidence, sealed
from parvis.moderation.refusal import Refused
from parvis.moderation.sealed import Answer
from parvis.store import custody, exhibits, schema, sealing
from parvis.store.sealing import Pair, Recipient

REPORTED = 12
"""Which of the messages of the evening is reported."""


@pytest.fixture
async def square(means: Means) -> Square:
    square = await open_square(means)
    await enrol(square.office)
    return square


@pytest.fixture
def officer(means: Means) -> Pair:
    pair = sealing.fresh_pair()
    means.keys.sealer.keep([Recipient(key=pair.public, name="Camille", added="2026-11-24")])
    return pair


async def evening(square: Square, count: int = 2 * REPORTED) -> Case:
    """Many messages in a room; one of them is reported, twice."""
    live, clock = await in_room(square, "Alix"), square.means.clock
    assert isinstance(clock, FakeClock)
    item = None
    for number in range(1, count + 1):
        clock.advance(timedelta(seconds=3))
        one = await said(square, live, f"propos {number}", f"c{number}")
        item = one if number == REPORTED else item
    assert item is not None
    case, _ = await reported(square.office, item)
    await reported(square.office, item)
    return case


async def pieces(square: Square, case: Case) -> dict[ExhibitKind, Exhibit]:
    found = await square.office.db.read(lambda conn: exhibits.of_case(conn, case.id))
    kinds = {one.kind: one for one in found}
    assert len(kinds) == len(found), "each is kept once, however often it is reported"
    return kinds


async def beyond(square: Square) -> ExhibitId:
    return (await pieces(square, await evening(square)))[ExhibitKind.BEYOND].id


def proposed(outcome: Approval | Refused) -> Approval:
    assert isinstance(outcome, Approval), outcome
    return outcome


def why_not(outcome: Approval | Exhibit | Refused) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.text_key


async def agreed(square: Square) -> ExhibitId:
    """Anne asked, Boris looked and agreed."""
    office, piece = square.office, await beyond(square)
    proposed(await sealed.ask(office, ANNE, piece, "Un recours porte sur la suite."))
    proposed(await sealed.look(office, BORIS, piece))
    proposed(await sealed.answer(office, BORIS, piece, Answer.AGREE, "D'accord."))
    return piece


# ---------------------------------------------------------------- what is kept


async def test_beyond_the_window_only_the_offline_key_reads(square: Square, officer: Pair) -> None:
    found = await pieces(square, await evening(square))
    piece = found[ExhibitKind.BEYOND]
    assert piece.body is None and piece.sealed is not None
    record = read_record(sealing.unseal(officer.secret, piece.sealed))
    messages = record.content["messages"]
    assert isinstance(messages, list)
    told = [int(one["text"].split()[1]) for one in messages]
    near = range(REPORTED - WINDOW, REPORTED + WINDOW + 1)
    assert told == [number for number in range(1, 2 * REPORTED + 1) if number not in near]
    window = read_record(found[ExhibitKind.WINDOW].body or b"").content["messages"]
    assert isinstance(window, list) and len(window) == 2 * WINDOW
    assert await square.office.db.read(custody.faults) == []


async def test_how_far_it_reaches_is_limited(square: Square, officer: Pair) -> None:
    piece = (await pieces(square, await evening(square, REPORTED + WINDOW + evidence.FURTHER + 3)))[ExhibitKind.BEYOND]
    messages = read_record(sealing.unseal(officer.secret, piece.sealed or b"")).content["messages"]
    assert isinstance(messages, list)
    assert messages[-1]["text"] == f"propos {REPORTED + WINDOW + evidence.FURTHER}"


async def test_without_a_key_a_report_is_taken_and_what_lies_beyond_is_not_kept(square: Square) -> None:
    assert set(await pieces(square, await evening(square))) == {ExhibitKind.MESSAGE, ExhibitKind.WINDOW}


async def test_in_a_quiet_room_there_is_nothing_beyond(square: Square, officer: Pair) -> None:
    live = await in_room(square, "Alix")
    case, _ = await reported(square.office, await said(square, live, "seul", "c1"))
    assert ExhibitKind.BEYOND not in await pieces(square, case)


# ---------------------------------------------------------------- how it leaves


async def test_two_people_let_it_out_once_still_sealed(square: Square, officer: Pair) -> None:
    office, piece = square.office, await agreed(square)
    taken = await sealed.take_out(office, ANNE, piece)
    assert isinstance(taken, Exhibit) and taken.sealed is not None
    assert b"propos 1" in sealing.unseal(officer.secret, taken.sealed)
    query = select(schema.ledger.c.kind, schema.ledger.c.body).order_by(schema.ledger.c.seq.desc()).limit(2)
    rows = await office.db.read(lambda conn: [tuple(row) for row in conn.execute(query)])
    assert [kind for kind, _ in rows] == ["exhibit.opened", "approval.used"]
    assert piece.encode() in rows[0][1] and ANNE.encode() in rows[0][1]
    assert why_not(await sealed.take_out(office, ANNE, piece)) == "refuse-sealed-not-agreed", "once"


async def test_one_person_can_not_be_both(square: Square, officer: Pair) -> None:
    office, piece = square.office, await beyond(square)
    assert why_not(await sealed.take_out(office, ANNE, piece)) == "refuse-sealed-not-agreed"
    proposed(await sealed.ask(office, ANNE, piece, "Un recours."))
    assert why_not(await sealed.look(office, ANNE, piece)) == "refuse-pair-same-person"
    assert why_not(await sealed.answer(office, ANNE, piece, Answer.AGREE, "")) == "refuse-pair-same-person"
    assert why_not(await sealed.take_out(office, ANNE, piece)) == "refuse-sealed-not-agreed"


async def test_the_second_looks_first_and_a_third_takes_nothing(square: Square, officer: Pair) -> None:
    office, piece = square.office, await beyond(square)
    proposed(await sealed.ask(office, ANNE, piece, "Un recours."))
    assert why_not(await sealed.answer(office, BORIS, piece, Answer.AGREE, "")) == "refuse-pair-not-looked"
    proposed(await sealed.look(office, BORIS, piece))
    proposed(await sealed.answer(office, BORIS, piece, Answer.AGREE, ""))
    assert why_not(await sealed.take_out(office, CHLOE, piece)) == "refuse-sealed-not-one-of-two"
    assert isinstance(await sealed.take_out(office, BORIS, piece), Exhibit)


async def test_a_no_is_a_no(square: Square, officer: Pair) -> None:
    office, piece = square.office, await beyond(square)
    proposed(await sealed.ask(office, ANNE, piece, "Par curiosité."))
    proposed(await sealed.look(office, BORIS, piece))
    assert proposed(await sealed.answer(office, BORIS, piece, Answer.DECLINE, "Non.")).state is State.REJECTED
    assert why_not(await sealed.take_out(office, ANNE, piece)) == "refuse-sealed-not-agreed"


async def test_an_agreement_does_not_last_for_ever(square: Square, officer: Pair, clock: FakeClock) -> None:
    piece = await agreed(square)
    clock.advance(timedelta(hours=square.office.config.team.approval_hours + 1))
    assert why_not(await sealed.take_out(square.office, ANNE, piece)) == "refuse-sealed-not-agreed"


async def test_what_is_not_sealed_or_not_there_is_not_asked_for(square: Square, officer: Pair) -> None:
    found = await pieces(square, await evening(square))
    for name in (found[ExhibitKind.MESSAGE].id, ExhibitId("nothing")):
        assert why_not(await sealed.ask(square.office, ANNE, name, "Un recours.")) == "refuse-sealed-gone"

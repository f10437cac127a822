"""The blind second look: drawn without anybody choosing, shown without names, answered by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert

from caseload import ANNE, BORIS, opened, said
from cast import in_room, open_square
from parvis.access.means import Means
from parvis.core.casework import Case, Channel, Choice, DecisionState, Ground, Subject, SubjectKind, Wish
from parvis.core.clock import FakeClock
from parvis.core.ids import fresh_word
from parvis.core.policy import Measure
from parvis.core.sample import Sample, SampleKind, View, falls_in, portion_of
from parvis.moderation import quality
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import cases
from parvis.store.schema_cases import decision
from parvis.store.writer import Tx


def shaped(means: Means, **desk: int) -> Means:
    config = msgspec.structs.replace(means.config, desk=msgspec.structs.replace(means.config.desk, **desk))
    return Means(
        config=config, db=means.db, keys=means.keys, clock=means.clock, gazetteer=means.gazetteer,
        entropy=means.entropy,
    )  # fmt: skip


async def decided(office: Office, case: Case) -> None:
    """An executed decision by Anne, as the store keeps it."""
    now = office.clock.now()
    choice = Choice(
        case=case.id, wishes=[Wish(measure=Measure.REMOVE)], harm=case.state.harm, ground=Ground.TERMS, rule=2,
        facts={"fr": "Un mot blessant."},
    )  # fmt: skip

    def keep(tx: Tx) -> None:
        tx.conn.execute(
            insert(decision).values(
                id=fresh_word(), case=case.id, state=DecisionState.EXECUTED.value, by=ANNE, at=now, execute_at=now,
                executed_at=now, harm=case.state.harm.value, choice=msgspec.json.encode(choice).decode(),
                terms_version="1",
            )
        )  # fmt: skip

    await office.db.write(keep)


async def test_a_decision_is_looked_at_again_by_somebody_else_who_does_not_see_whose_it_was(means: Means) -> None:
    square = await open_square(shaped(means, second_look_percent=100))
    office = square.office
    await decided(office, await opened(square, "Alix"))
    assert await quality.draw_decisions(office) == 1
    assert await quality.draw_decisions(office) == 0, "once each"
    assert await quality.waiting(office, ANNE) == [], "not by whoever decided"
    [one] = await quality.waiting(office, BORIS)
    assert one.shown.text == "Bonsoir de Alix"
    assert ANNE not in msgspec.json.encode(one.shown).decode()
    assert await quality.find(office, ANNE, one.id) is None
    assert isinstance(await quality.review(office, BORIS, one.id, View.DIFFER, "Un avertissement suffisait."), Sample)
    assert isinstance(await quality.review(office, BORIS, one.id, View.AGREE, ""), Refused), "a view is given once"
    tally = (await quality.tally(office))[SampleKind.DECISION]
    assert (tally.drawn, tally.reviewed, tally.differed) == (1, 1, 1)


async def test_nothing_is_drawn_where_the_operator_wants_nothing(means: Means) -> None:
    square = await open_square(shaped(means, second_look_percent=0, blind_sample_per_day=0))
    await decided(square.office, await opened(square, "Alix"))
    await said(square, await in_room(square, "Noa"), "Bonsoir tout le monde", "c1")
    assert await quality.draw_decisions(square.office) == 0
    assert await quality.draw_messages(square.office) == 0


async def test_a_delivered_message_that_should_have_been_stopped_becomes_a_case(means: Means) -> None:
    square = await open_square(shaped(means, blind_sample_per_day=480))
    office = square.office
    item = await said(square, await in_room(square, "Noa"), "Un mot de trop", "c1")
    await opened(square, "Alix")
    assert await quality.draw_messages(office) == 1, "what was reported needs no sample"
    [one] = await quality.waiting(office, BORIS)
    assert (one.kind, one.shown.text, one.shown.room) == (SampleKind.MESSAGE, "Un mot de trop", "accueil")
    assert "Noa" not in msgspec.json.encode(one.shown).decode()
    assert isinstance(await quality.review(office, BORIS, one.id, View.DIFFER, ""), Refused), "not a view on messages"
    assert isinstance(await quality.review(office, BORIS, one.id, View.HARM, ""), Sample)
    subject = Subject(kind=SubjectKind.MESSAGE, ref=item.mid, conversation=item.conversation, n=item.n)
    made = await office.db.read(lambda conn: cases.open_on(conn, subject))
    assert made is not None and made.channel is Channel.STAFF


async def test_yesterdays_messages_are_not_drawn_today(means: Means, clock: FakeClock) -> None:
    square = await open_square(shaped(means, blind_sample_per_day=480))
    await said(square, await in_room(square, "Noa"), "Bonsoir", "c1")
    clock.advance(timedelta(hours=2))
    assert await quality.draw_messages(square.office) == 0


@pytest.mark.parametrize(("percent", "least", "most"), [(0, 0, 0), (5, 20, 90), (100, 1000, 1000)])
def test_the_share_is_about_what_was_asked_for(means: Means, percent: int, least: int, most: int) -> None:
    hashed: Callable[[str, str], str] = means.keys.hash
    drawn = sum(falls_in(hashed("second-look", f"{number:020x}"), percent) for number in range(1000))
    assert least <= drawn <= most


def test_a_days_draws_are_spread_over_its_hours() -> None:
    assert [portion_of(48, luck) for luck in (0.0, 0.99)] == [2, 2]
    assert [portion_of(10, luck) for luck in (0.0, 0.4, 0.42)] == [1, 1, 0]

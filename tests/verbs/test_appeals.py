"""Appeals: lodged by whoever a decision hit or disappointed, answered by somebody else; what an outcome gives back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import text, update

from caseload import ANNE, BORIS, CHLOE, deciding, enrol, ok
from cast import ACCUEIL, HERE, in_room, open_square, send
from parvis.access import pairs
from parvis.access.means import Means
from parvis.chat import messages
from parvis.chat.square import Live, Square
from parvis.core.casefold import fold
from parvis.core.casework import (
    ActionState,
    Appeal,
    Appellant,
    Case,
    Channel,
    Decision,
    Happened,
    Identity,
    Outcome,
    Statement,
    StatementKind,
    Status,
    Wish,
)
from parvis.core.clock import DAY, FakeClock, Instant
from parvis.core.ids import AppealId, StaffId, fresh_word
from parvis.core.policy import HARMS, Harm, Measure, Reason
from parvis.core.talk import Outcome as Said
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard.pipeline import Check, Pipeline
from parvis.live.effects import Addressed, Effect
from parvis.moderation import actions, appeals, cases, refusals, reports, statements
from parvis.moderation.office import Office
from parvis.moderation.places import AtMessage
from parvis.moderation.refusal import Refused
from parvis.moderation.reports import Filed, Notice, ReceiptView
from parvis.store import cases as stored_cases
from parvis.store import decisions, sanctions, staff, talk
from parvis.store.schema_staff import staff as staff_table

REMOVE, BAN, WARN = (Wish(measure=one) for one in (Measure.REMOVE, Measure.BAN, Measure.WARN))
SUSPEND = Wish(measure=Measure.SUSPEND, for_ms=7 * DAY)
ANSWER = {"fr": "Vous aviez raison : c'était une plaisanterie entre amis.", "en": "You were right."}


@pytest.fixture
async def square(means: Means) -> Square:
    found = await open_square(means)
    await enrol(found.office)
    return found


@pytest.fixture
def office(square: Square) -> Office:
    return square.office


class Story:
    """Alix says something, Bruno reports it, Anne decides."""

    def __init__(self, square: Square, clock: FakeClock) -> None:
        self.square, self.office, self.clock = square, square.office, clock
        self.at = fresh_word()[:8]
        self.author: Live
        self.receipt = ""
        self.case: Case
        self.decision: Decision

    async def begin(self) -> Story:
        self.author, bruno = (
            await in_room(self.square, f"Alix {self.at}"),
            await in_room(self.square, f"Bruno {self.at}"),
        )
        said = await messages.say(self.square, self.author, send("Espèce de cornichon", "c1"))
        assert isinstance(said, Said) and said.message
        reporter = Identity(visit=bruno.visit.id, pass_id=bruno.visit.pass_id, device="bruno", lang="fr")
        filed = await reports.file(self.office, Notice(
            channel=Channel.VISITOR, reason=Reason.HARASSMENT, lang="fr", reporter=reporter, network="n",
            places=[AtMessage(conversation=ACCUEIL, n=said.message.n)],
        ))  # fmt: skip
        assert isinstance(filed, Filed), filed
        self.receipt = filed.code
        self.case = ok(await cases.claim(self.office, ANNE, filed.cases[0]))
        return self

    async def begin_with_team(self) -> Story:
        if await self.office.db.read(lambda conn: staff.find(conn, ANNE)) is None:
            await enrol(self.office)
        self.clock.advance(timedelta(hours=2))
        return await self.begin()

    async def decided(self, *wishes: Wish) -> Story:
        """Anne decides; Boris seconds where it takes two; the minute passes."""
        taken = await actions.take(self.office, ANNE, deciding(self.case, *wishes))
        assert isinstance(taken, Decision), taken
        if any(wish.measure is Measure.BAN for wish in wishes):
            assert isinstance(await actions.look(self.office, BORIS, taken.id), Decision)
            assert isinstance(await actions.second(self.office, BORIS, taken.id), Decision)
        self.clock.advance(timedelta(minutes=1))
        await actions.execute_due(self.office)
        found = await self.office.db.read(lambda conn: decisions.find(conn, taken.id))
        assert found
        self.decision = found
        return self

    async def letters(self) -> list[Statement]:
        return await statements.of_identity(self.office, self.author.visit.pass_id, None)

    async def code(self, which: int = -1) -> str:
        """Of the first letter, unless another is meant."""
        return statements.code_of(self.office, (await self.letters())[which].id)

    async def contest(self, text: str = "C'était une plaisanterie.") -> Appeal:
        self.clock.advance(timedelta(hours=1))
        lodged = await appeals.lodge(self.office, await self.code(), text, "fr")
        assert isinstance(lodged, Appeal), lodged
        return lodged

    async def case_now(self) -> Case:
        found = await self.office.db.read(lambda conn: stored_cases.find(conn, self.case.id))
        assert found
        events = await self.office.db.read(lambda conn: stored_cases.events(conn, self.case.id))
        assert found.state == fold(events), "columns are the fold of the events"
        return found

    async def text(self) -> str | None:
        n = self.case.subject.n
        assert n
        found = await self.office.db.read(lambda conn: talk.find(conn, ACCUEIL, n))
        assert found
        return found.text

    async def barred(self) -> bool:
        classes, now = sanctions.classes_of_pass(self.author.visit.pass_id, None), self.clock.now()
        return bool(await self.office.db.read(lambda conn: sanctions.standing(conn, classes, now)))

    async def receipt_now(self) -> ReceiptView:
        found = await reports.read(self.office, self.receipt, "n")
        assert isinstance(found, ReceiptView)
        return found


@pytest.fixture
async def story(square: Square, clock: FakeClock) -> Story:
    return await Story(square, clock).begin()


def why(found: object) -> str:
    assert isinstance(found, Refused), found
    return found.text_key


async def test_a_removed_author_contests_and_another_person_gives_everything_back(story: Story) -> None:
    heard: list[Effect] = []
    story.office.effects.listen(heard.append)
    await story.decided(REMOVE)
    assert await story.text() is None
    lodged = await story.contest()
    assert lodged.due_at - lodged.lodged_at == 14 * DAY
    assert (await story.case_now()).state.status is Status.REOPENED
    assert [one.id for one in await appeals.waiting(story.office)] == [lodged.id]
    answered = await appeals.decide(story.office, BORIS, lodged.id, Outcome.REVERSED, ANSWER)
    assert isinstance(answered, Appeal), answered
    assert await story.text() == "Espèce de cornichon"
    letter, first = await story.letters()
    assert (letter.kind, letter.facts, letter.told) == (StatementKind.REVERSAL, ANSWER, "appeal-outcome-reversed")
    assert [one.state for one in first.measures] == [ActionState.REVERSED], "the first letter says so too"
    assert (await story.case_now()).state.status is Status.DECIDED
    assert (await story.receipt_now()).parts[0].reversed, "and whoever reported reads it"
    await asyncio.sleep(0)
    assert [one.kind for one in heard if isinstance(one, Addressed)] == [StatementKind.MEASURE, StatementKind.REVERSAL]
    assert await appeals.waiting(story.office) == []


async def test_a_ban_that_is_overturned_opens_the_door_again(story: Story) -> None:
    await story.decided(BAN)
    assert await story.barred()
    lodged = await story.contest()
    assert (lodged.first_decider, lodged.second_decider) == (ANNE, BORIS)
    assert isinstance(await appeals.decide(story.office, CHLOE, lodged.id, Outcome.REVERSED, ANSWER), Appeal)
    assert not await story.barred()


async def test_a_decision_that_stands_is_answered_with_reasons(story: Story) -> None:
    await story.decided(REMOVE)
    lodged = await story.contest()
    assert isinstance(await appeals.decide(story.office, BORIS, lodged.id, Outcome.UPHELD, ANSWER), Appeal)
    assert await story.text() is None
    letter, _ = await story.letters()
    assert (letter.kind, letter.told) == (StatementKind.ANSWER, "appeal-outcome-upheld")
    assert why(await appeals.lodge(story.office, await story.code(0), "Encore", "fr")) == "refuse-appeal-nothing"


async def test_in_part_gives_back_what_is_named_and_keeps_the_rest(story: Story) -> None:
    await story.decided(REMOVE, SUSPEND)
    lodged = await story.contest()
    taken = await story.office.db.read(lambda conn: decisions.actions_of(conn, story.decision.id))
    every = [one.id for one in taken]
    suspension = [one.id for one in taken if one.wish.measure is Measure.SUSPEND]
    for wrong in ([], every):
        refused = await appeals.decide(story.office, BORIS, lodged.id, Outcome.PARTLY, ANSWER, wrong)
        assert why(refused) == "refuse-appeal-part"
    assert await story.barred()
    answered = await appeals.decide(story.office, BORIS, lodged.id, Outcome.PARTLY, ANSWER, suspension)
    assert isinstance(answered, Appeal)
    assert not await story.barred()
    assert await story.text() is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tries=st.lists(st.tuples(st.sampled_from([ANNE, BORIS, StaffId("")]), st.sampled_from(Outcome)), max_size=4),
    banned=st.booleans(),
)
async def test_neither_the_first_hand_nor_the_second_ever_answers_an_appeal(
    means: Means, clock: FakeClock, tries: list[tuple[StaffId, Outcome]], banned: bool
) -> None:
    used_to_each_other = structs.replace(means.config, team=structs.replace(means.config.team, pair_quota=100))
    story = await Story(await open_square(replace(means, config=used_to_each_other)), clock).begin_with_team()
    await story.decided(BAN if banned else REMOVE)
    lodged = await story.contest()
    hands = {ANNE, BORIS} if banned else {ANNE}
    for who, outcome in tries:
        if who and who not in hands:
            continue
        found = await appeals.decide(story.office, who, lodged.id, outcome, ANSWER)
        assert why(found) == ("refuse-appeal-same-person" if who else "refuse-appeal-nobody")
    untouched = await appeals.find(story.office, lodged.id)
    assert untouched
    assert untouched.decided_by is None
    answered = await appeals.decide(story.office, CHLOE, lodged.id, Outcome.REVERSED, ANSWER)
    assert isinstance(answered, Appeal), "whoever had no hand in it may"


async def test_only_who_may_answer_appeals_does_and_only_once_with_words(story: Story) -> None:
    await story.decided(REMOVE)
    lodged = await story.contest()
    stranger = await appeals.decide(story.office, StaffId("nobody"), lodged.id, Outcome.UPHELD, ANSWER)
    assert why(stranger) == "refuse-case-right"
    for answer in ({}, {"fr": "  "}, {"en": "Only in English."}):
        assert (
            why(await appeals.decide(story.office, BORIS, lodged.id, Outcome.UPHELD, answer)) == "refuse-appeal-answer"
        )
    long = await appeals.decide(story.office, BORIS, lodged.id, Outcome.UPHELD, {"fr": "a" * 5_001})
    assert why(long) == "refuse-appeal-long"
    both = await asyncio.gather(
        appeals.decide(story.office, BORIS, lodged.id, Outcome.UPHELD, ANSWER),
        appeals.decide(story.office, CHLOE, lodged.id, Outcome.REVERSED, ANSWER),
    )
    assert sorted(isinstance(one, Appeal) for one in both) == [False, True], "the first answer counts"
    assert why(await appeals.decide(story.office, BORIS, AppealId("x"), Outcome.UPHELD, ANSWER)) == "refuse-appeal-gone"


async def test_one_appeal_for_each_decision_also_when_sent_twice_at_once(story: Story) -> None:
    await story.decided(REMOVE)
    code = await story.code()
    both = await asyncio.gather(*(appeals.lodge(story.office, code, "Relisez", "fr") for _ in range(2)))
    assert sorted(isinstance(one, Appeal) for one in both) == [False, True]
    assert why(await appeals.lodge(story.office, code, "Relisez", "fr")) == "refuse-appeal-twice"
    assert why(await appeals.lodge(story.office, "wrong", "Relisez", "fr")) == "refuse-appeal-unknown"


async def test_after_six_months_nothing_is_contested_here_but_a_ban_is_still_explained(story: Story) -> None:
    await story.decided(BAN)
    code = await story.code()
    await statements.mark_delivered(story.office, await story.letters())
    story.clock.advance(timedelta(days=184))
    assert await statements.by_code(story.office, code), "as long as it holds, its reasons can be read"
    assert why(await appeals.lodge(story.office, code, "Relisez", "fr")) == "refuse-appeal-late"


async def test_a_reporter_whose_report_led_to_nothing_contests_and_the_case_is_decided_anew(story: Story) -> None:
    early = await appeals.lodge_for_report(story.office, story.receipt, "C'est une insulte.", "fr")
    assert why(early) == "refuse-appeal-undecided"
    await story.decided(Wish(measure=Measure.NOTHING))
    lodged = await appeals.lodge_for_report(story.office, story.receipt, "C'est une insulte.", "fr")
    assert isinstance(lodged, Appeal), lodged
    assert (lodged.appellant, lodged.first_decider) == (Appellant.REPORTER, ANNE)
    twice = await appeals.lodge_for_report(story.office, story.receipt, "Encore", "fr")
    assert why(twice) == "refuse-appeal-twice"
    assert (
        why(await appeals.decide(story.office, ANNE, lodged.id, Outcome.UPHELD, ANSWER)) == "refuse-appeal-same-person"
    )
    assert isinstance(await appeals.decide(story.office, BORIS, lodged.id, Outcome.REVERSED, ANSWER), Appeal)
    again = await story.case_now()
    assert again.state.status is Status.REOPENED
    ok(await cases.claim(story.office, BORIS, again.id))
    report = lodged.report
    assert report
    answered = await appeals.of_report(story.office, report)
    assert answered
    assert answered.answer == ANSWER


async def test_a_report_that_was_acted_on_cannot_be_contested_by_its_reporter(story: Story) -> None:
    await story.decided(REMOVE)
    found = await appeals.lodge_for_report(story.office, story.receipt, "Ce n'est pas assez.", "fr")
    assert why(found) == "refuse-appeal-acted"
    assert why(await appeals.lodge_for_report(story.office, "wrong", "x", "fr")) == "refuse-appeal-unknown"


async def test_while_two_contest_one_case_it_stays_open_until_both_are_answered(story: Story) -> None:
    await story.decided(WARN)
    mine = await story.contest("Je n'ai rien fait.")
    theirs = await appeals.lodge_for_report(story.office, story.receipt, "Un avertissement ne suffit pas.", "fr")
    assert isinstance(theirs, Appeal), theirs
    assert isinstance(await appeals.decide(story.office, BORIS, mine.id, Outcome.UPHELD, ANSWER), Appeal)
    assert (await story.case_now()).state.status is Status.REOPENED
    assert isinstance(await appeals.decide(story.office, CHLOE, theirs.id, Outcome.UPHELD, ANSWER), Appeal)
    assert [one.decided_at is None for one in await appeals.waiting(story.office)] == []


async def test_a_contested_case_does_not_collide_with_a_new_one_about_the_same_message(story: Story) -> None:
    await story.decided(WARN)
    carla = await in_room(story.square, "Carla")
    again = await reports.file(story.office, Notice(
        channel=Channel.VISITOR, reason=Reason.HATE, lang="fr", network="m",
        reporter=Identity(visit=carla.visit.id, pass_id=carla.visit.pass_id, device="carla", lang="fr"),
        places=[AtMessage(conversation=ACCUEIL, n=story.case.subject.n or 0)],
    ))  # fmt: skip
    lodged = await story.contest()
    assert isinstance(again, Filed), again
    assert again.cases[0] != story.case.id, "a closed case is not joined"
    assert (await story.case_now()).state.closed_at is not None, "the new case goes on, the appeal stands beside it"
    assert isinstance(await appeals.decide(story.office, BORIS, lodged.id, Outcome.REVERSED, ANSWER), Appeal)
    await story.case_now()


async def test_an_automatic_refusal_that_is_contested_becomes_a_case_for_a_person(story: Story) -> None:
    long = await messages.say(story.square, story.author, send("x" * 2_001, "c2"))
    assert isinstance(long, Said)
    kept = await refusals.of_identity(story.office, story.author.visit.pass_id, None)
    assert [one.text for one in kept] == ["x" * 2_001]
    one = await refusals.reasons(story.office, kept[0].mid, story.author.visit.pass_id, HERE.device)
    assert isinstance(one, Statement), one
    story.clock.advance(timedelta(hours=1))
    lodged = await appeals.lodge(story.office, statements.code_of(story.office, one.id), "Trop court.", "fr")
    assert isinstance(lodged, Appeal), lodged
    opened = await story.office.db.read(lambda conn: stored_cases.find(conn, lodged.case))
    assert opened
    assert (opened.channel, opened.subject.ref) == (Channel.GUARD, kept[0].mid)
    assert isinstance(await appeals.decide(story.office, ANNE, lodged.id, Outcome.REVERSED, ANSWER), Appeal)
    letter = (await story.letters())[0]
    assert (letter.kind, letter.measures) == (StatementKind.REVERSAL, [])
    closed = await story.office.db.read(lambda conn: stored_cases.find(conn, lodged.case))
    assert closed
    assert closed.state.status is Status.DECIDED


async def test_a_refusal_names_the_clause_of_the_harm_its_rule_is_about(story: Story) -> None:
    doubt = Finding(check="a-pack-from-elsewhere", ruling=Ruling.REFUSE, text_key="refuse-advert", harm=Harm.DRUGS)
    story.square.guard = Pipeline([Check("rules", frozenset({Kind.MESSAGE}), lambda _: (doubt,))])
    await messages.say(story.square, story.author, send("quelque chose", "c2"))
    kept = await refusals.of_identity(story.office, story.author.visit.pass_id, None)
    one = await refusals.reasons(story.office, kept[0].mid, story.author.visit.pass_id, HERE.device)
    assert isinstance(one, Statement), one
    assert (one.harm, one.rule) == (Harm.DRUGS, HARMS[Harm.DRUGS].rule)


async def test_the_text_of_a_refusal_is_gone_after_a_week_and_so_is_the_asking(story: Story) -> None:
    await messages.say(story.square, story.author, send("y" * 2_001, "c2"))
    kept = await refusals.of_identity(story.office, story.author.visit.pass_id, None)
    story.clock.advance(timedelta(days=7, seconds=1))
    found = await refusals.reasons(story.office, kept[0].mid, story.author.visit.pass_id, None)
    assert why(found) == "refuse-why-gone"
    assert await refusals.of_identity(story.office, story.author.visit.pass_id, None) == []


async def test_a_repeated_cid_keeps_one_refusal(story: Story) -> None:
    for _ in range(2):
        await messages.say(story.square, story.author, send("z" * 2_001, "same"))
    assert len(await refusals.of_identity(story.office, story.author.visit.pass_id, None)) == 1


async def test_the_events_of_a_contested_case_tell_the_whole_way(story: Story) -> None:
    await story.decided(REMOVE)
    lodged = await story.contest()
    await appeals.decide(story.office, BORIS, lodged.id, Outcome.REVERSED, ANSWER)
    events = await story.office.db.read(lambda conn: stored_cases.events(conn, story.case.id))
    kinds = [event.kind for event in events]
    assert kinds[-2:] == [Happened.CONTESTED, Happened.APPEAL_DECIDED]
    assert events[-1].by == BORIS
    assert "plaisanterie" not in str([event.body for event in events]), "the words stay with the appeal"


async def test_an_appeal_against_what_was_urgent_puts_the_case_back_in_line_while_the_rest_waits_for_a_second(
    story: Story,
) -> None:
    taken = await actions.take(story.office, ANNE, deciding(story.case, REMOVE, BAN))
    assert isinstance(taken, Decision)
    lodged = await story.contest()
    assert isinstance(await appeals.decide(story.office, CHLOE, lodged.id, Outcome.REVERSED, ANSWER), Appeal)
    assert await story.text() == "Espèce de cornichon"
    late = await actions.look(story.office, BORIS, taken.id)
    assert isinstance(late, Refused), "nobody can agree any more to what was overturned"
    assert (await story.case_now()).state.status is Status.OPEN
    ok(await cases.claim(story.office, BORIS, story.case.id))


async def test_an_overturned_ban_takes_what_protected_before_it_along(story: Story) -> None:
    assert isinstance(await actions.protect(story.office, ANNE, story.case.id), Decision)
    await story.decided(BAN)
    [ban] = [one for one in await story.letters() if one.decision == story.decision.id]
    lodged = await appeals.lodge(story.office, statements.code_of(story.office, ban.id), "Non.", "fr")
    assert isinstance(lodged, Appeal), lodged
    assert isinstance(await appeals.decide(story.office, CHLOE, lodged.id, Outcome.REVERSED, ANSWER), Appeal)
    assert not await story.barred()
    [back] = [one for one in await story.letters() if one.kind is StatementKind.REVERSAL]
    assert {one.wish.measure for one in back.measures} == {Measure.BAN, Measure.SUSPEND}, "the letter names both"


async def test_whoever_turned_a_report_down_does_not_decide_it_anew_once_that_was_overturned(story: Story) -> None:
    await story.decided(Wish(measure=Measure.NOTHING))
    lodged = await appeals.lodge_for_report(story.office, story.receipt, "Si.", "fr")
    assert isinstance(lodged, Appeal), lodged
    assert isinstance(await appeals.decide(story.office, CHLOE, lodged.id, Outcome.REVERSED, ANSWER), Appeal)
    ok(await cases.claim(story.office, ANNE, story.case.id))
    again = deciding(story.case, Wish(measure=Measure.NOTHING))
    assert why(await actions.take(story.office, ANNE, again)) == "refuse-case-overturned"
    ok(await cases.free(story.office, ANNE, story.case.id))
    ok(await cases.claim(story.office, BORIS, story.case.id))
    assert isinstance(await actions.take(story.office, BORIS, again), Decision)


async def test_whoever_reads_late_can_contest_for_six_months_from_then(story: Story) -> None:
    await story.decided(Wish(measure=Measure.MUTE, for_ms=DAY))
    story.clock.advance(timedelta(days=182))
    await actions.expire(story.office)
    await statements.mark_delivered(story.office, await story.letters())
    story.clock.advance(timedelta(days=180))
    shortest = Instant(story.clock.now() - 183 * DAY)
    assert await story.office.db.write(lambda tx: stored_cases.purge(tx, shortest)) == 0
    lodged = await appeals.lodge(story.office, await story.code(), "Je rentre de voyage.", "fr")
    assert isinstance(lodged, Appeal), lodged


async def test_an_answer_by_whom_the_first_decider_let_in_is_noted_for_everybody(story: Story, means: Means) -> None:
    through = update(staff_table).where(staff_table.c.id == BORIS).values(invited_by=ANNE)
    await means.db.write(lambda tx: tx.conn.execute(through))
    await story.decided(Wish(measure=Measure.NOTHING))
    lodged = await appeals.lodge_for_report(story.office, story.receipt, "C'est une insulte.", "fr")
    assert isinstance(lodged, Appeal), lodged
    assert isinstance(await appeals.decide(story.office, BORIS, lodged.id, Outcome.UPHELD, ANSWER), Appeal)
    (noted,) = await pairs.linked_lately(means)
    assert (noted.what, noted.first.id, noted.second.id) == ("appeal", ANNE, BORIS)
    query = "SELECT body FROM ledger WHERE kind = 'appeal.decided'"
    body = await means.db.read(lambda conn: conn.execute(text(query)).scalar_one())
    assert msgspec.json.decode(body)["linked"] is True

"""From the entry card to a visit: who comes in, who is turned away and why, and how little of it is kept."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select

import ruled
from parvis.access import visits
from parvis.access.age import doubts, voucher
from parvis.access.age.methods import Proved
from parvis.access.means import Means
from parvis.chat.entry import WHOLE_FORM, Entered, EntryForm, Refused, Underage, enter
from parvis.core.clock import FakeClock
from parvis.core.ids import VisitId
from parvis.core.people import AgeBand, Gender, Mark, Origin
from parvis.core.policy import STEP_UP_DAYS
from parvis.core.settings import Entry
from parvis.core.skeleton import nickname_key
from parvis.core.verdict import Kind, Verdict
from parvis.guard import standard
from parvis.guard.pipeline import Pipeline
from parvis.legal import retention
from parvis.store import schema
from parvis.store.people import AgePass
from parvis.store.schema_cases import step_up

HERE = Origin(device="d" * 32, network="n" * 32)


@pytest.fixture
def guard(means: Means) -> Pipeline:
    return standard.pipeline(means.config)


@pytest.fixture
async def adult(means: Means) -> AgePass:
    return await new_adult(means)


async def new_adult(means: Means) -> AgePass:
    card = (await voucher.issue(means, 1, "")).vouchers[0]
    outcome = await voucher.redeem(means, card.link, HERE)
    assert isinstance(outcome, Proved)
    return outcome.age_pass


async def come_in(
    means: Means, guard: Pipeline, age_pass: AgePass, nickname: str = "Marie", age: str = "34"
) -> Entered:
    outcome = await enter(means, guard, age_pass, EntryForm(nickname=nickname, age=age), HERE, "fr")
    assert isinstance(outcome, Entered), outcome
    return outcome


async def keys(means: Means, guard: Pipeline, age_pass: AgePass, form: EntryForm) -> dict[str, list[str]]:
    outcome = await enter(means, guard, age_pass, form, HERE, "fr")
    assert isinstance(outcome, Refused), outcome
    return {field: [one.text_key for one in found] for field, found in outcome.faults.items()}


async def rows_in(means: Means, *names: str) -> int:
    tables = [schema.metadata.tables[name] for name in names]
    counts = await means.db.read(
        lambda conn: [conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
    )
    return sum(counts)


# ---------------------------------------------------------------- coming in


async def test_two_short_fields_are_enough(means: Means, guard: Pipeline, adult: AgePass) -> None:
    entered = await come_in(means, guard, adult, "  Élise  du Nord ", "３４")
    visit = await visits.open_visit_for(means, entered.token)
    assert visit is not None
    assert visit == entered.visit
    assert visit.profile.nickname == "Élise du Nord"
    assert visit.profile.age_band is AgeBand.FROM_25
    assert (visit.profile.gender, visit.profile.area) == (None, None)
    assert visit.mark(means.clock.now()) is Mark.NEW


async def test_of_a_postal_code_only_the_area_is_kept(means: Means, guard: Pipeline, adult: AgePass) -> None:
    form = EntryForm(nickname="Marie", age="52", postal_code=" 69 003 ")
    outcome = await enter(means, guard, adult, form, HERE, "fr")
    assert isinstance(outcome, Entered)
    assert outcome.visit.profile.area == means.gazetteer.area_of("69003").id  # type: ignore[union-attr]
    row = await means.db.read(lambda conn: dict(conn.execute(select(schema.visit)).mappings().one()))
    said = {name: row[name] for name in row if name not in ("id", "token_hash", "pass_id", "entered_at", "seen_at")}
    assert said == {
        "device": HERE.device, "network": HERE.network, "nickname": "Marie", "nickname_key": nickname_key("Marie"),
        "age_band": "50-64", "gender": None, "area": outcome.visit.profile.area, "lang": "fr", "left_at": None,
    }  # fmt: skip


async def test_a_gender_is_kept_with_its_consent_and_left_out_without(means: Means, guard: Pipeline) -> None:
    for consent, kept in ((True, Gender.WOMAN), (False, None)):
        age_pass = await new_adult(means)
        form = EntryForm(nickname=f"Marie {kept}", age="34", gender="woman", gender_consent=consent)
        outcome = await enter(means, guard, age_pass, form, HERE, "fr")
        assert isinstance(outcome, Entered)
        assert outcome.visit.profile.gender is kept
        assert outcome.gender_left_out is not consent
        assert await visits.consents_of(means, outcome.visit.id) == ({"gender"} if consent else set())


async def test_withdrawing_the_consent_erases_the_gender(means: Means, guard: Pipeline, adult: AgePass) -> None:
    form = EntryForm(nickname="Marie", age="34", gender="other", gender_consent=True)
    outcome = await enter(means, guard, adult, form, HERE, "fr")
    assert isinstance(outcome, Entered)
    assert await visits.withdraw_consent(means, outcome.visit.id, visits.GENDER)
    visit = await visits.open_visit_for(means, outcome.token)
    assert visit is not None
    assert visit.profile.gender is None
    assert await visits.consents_of(means, visit.id) == frozenset()
    assert not await visits.withdraw_consent(means, outcome.visit.id, visits.GENDER)


# ---------------------------------------------------------------- turned away


@pytest.mark.parametrize("age", ["17", "5", " 12 ", "１７", "017"])
async def test_under_18_the_door_closes_and_keeps_nothing_that_was_written(
    means: Means, guard: Pipeline, adult: AgePass, age: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = await rows_in(means, "visit", "nickname_use", "consent")
    form = EntryForm(nickname="Inès", age=age, gender="woman", gender_consent=True, postal_code="69003")
    assert await enter(means, guard, adult, form, HERE, "fr") == Underage()
    assert await rows_in(means, "visit", "nickname_use", "consent") == before
    (kept,) = await means.db.read(lambda conn: conn.execute(select(step_up)).mappings().all())
    said = {name: kept[name] for name in kept if name not in ("id", "at", "pass_id")}
    assert said == {"visit": "", "device": HERE.device, "kind": "age", "rule": "door", "done_at": None}
    assert not caplog.records


async def test_whoever_said_15_is_not_let_in_at_19_with_that_pass_nor_on_that_device(
    means: Means, guard: Pipeline, adult: AgePass, clock: FakeClock
) -> None:
    young, older = EntryForm(nickname="Inès", age="15"), EntryForm(nickname="Autre nom", age="19")
    assert await enter(means, guard, adult, young, HERE, "fr") == Underage()
    elsewhere, another = Origin(device="e" * 32, network="n" * 32), await new_adult(means)
    clock.advance(timedelta(days=STEP_UP_DAYS - 1))
    assert await enter(means, guard, adult, older, HERE, "fr") == Underage(before=True)
    assert await enter(means, guard, adult, older, elsewhere, "fr") == Underage(before=True)
    assert await enter(means, guard, another, older, HERE, "fr") == Underage(before=True)
    assert isinstance(await enter(means, guard, another, older, elsewhere, "fr"), Entered), "nobody else is held to it"
    clock.advance(timedelta(days=1, minutes=1))
    await retention.erase(means.db, means.config, clock)
    assert isinstance(await enter(means, guard, another, older, HERE, "fr"), Entered)


async def test_a_new_proof_lets_an_adult_in_who_slipped(means: Means, guard: Pipeline, adult: AgePass) -> None:
    form = EntryForm(nickname="Inès", age="17")
    assert await enter(means, guard, adult, form, HERE, "fr") == Underage()
    again = await new_adult(means)
    await doubts.settle(means, adult.id, HERE.device)
    assert not doubts.holds(means, adult.id, HERE.device)
    await come_in(means, guard, again, "Inès", "71")


async def test_a_visit_that_is_open_with_that_pass_ends(means: Means, guard: Pipeline, adult: AgePass) -> None:
    told: list[VisitId] = []
    first = await come_in(means, guard, adult)
    form = EntryForm(nickname="Marie", age="15")
    assert await enter(means, guard, adult, form, HERE, "fr", on_ended=told.append) == Underage()
    await asyncio.sleep(0)
    assert told == [first.visit.id]
    assert await visits.open_visit_for(means, first.token) is None


async def test_a_digit_that_is_missing_is_no_age_at_all(means: Means, guard: Pipeline, adult: AgePass) -> None:
    for typed in ("0", "3", "4"):
        assert await keys(means, guard, adult, EntryForm(nickname="Marie", age=typed)) == {"age": ["refuse-age-number"]}
    await come_in(means, guard, adult)


@pytest.mark.parametrize(
    ("age", "key"), [("", "age-missing"), ("  ", "age-missing"), ("vingt", "age-number"), ("121", "age-number"),
                     ("-20", "age-number"), ("34.5", "age-number"), ("34ans", "age-number"), ("9" * 30, "age-number")],
)  # fmt: skip
async def test_an_age_that_is_none_is_asked_again(
    means: Means, guard: Pipeline, adult: AgePass, age: str, key: str
) -> None:
    assert await keys(means, guard, adult, EntryForm(nickname="Marie", age=age)) == {"age": [f"refuse-{key}"]}


async def test_a_nickname_that_claims_to_be_under_18_is_refused_with_an_alternative(
    means: Means, guard: Pipeline, adult: AgePass
) -> None:
    outcome = await enter(means, guard, adult, EntryForm(nickname="ines15ans", age="34"), HERE, "fr")
    assert isinstance(outcome, Refused)
    (finding,) = outcome.faults["nickname"]
    assert (finding.text_key, finding.alternative) == ("refuse-nick-minor", "ines")
    assert await rows_in(means, "visit", "nickname_use") == 0


async def test_a_nickname_that_is_only_asked_about_goes_when_it_is_sent_once_more_as_it_is(
    means: Means, adult: AgePass
) -> None:
    heard: list[Verdict] = []
    asking = ruled.guard(
        means.config, ("ailleurs", '{ do = "prompt" }', "scam", "prompt-elsewhere"), on=Kind.NICKNAME
    )  # fmt: skip
    first = EntryForm(nickname="Marie ailleurs", age="34")
    outcome = await enter(means, asking, adult, first, HERE, "fr", on_judged=heard.append)
    assert isinstance(outcome, Refused) and outcome.is_question
    assert [one.text_key for one in outcome.faults["nickname"]] == ["prompt-nickname"]
    other = EntryForm(nickname="Jean ailleurs", age="34", meant=first.nickname)
    assert await keys(means, asking, adult, other) == {"nickname": ["prompt-nickname"]}, "another is another question"
    again = EntryForm(nickname=" Marie  ailleurs", age="34", meant=first.nickname)
    assert isinstance(await enter(means, asking, adult, again, HERE, "fr"), Entered)
    assert heard[0].features == {"hit.ailleurs": True}
    told = await means.db.read(
        lambda conn: conn.execute(select(schema.ledger.c.kind).where(schema.ledger.c.kind == "prompt.answered")).all()
    )
    assert len(told) == 1, "the yes is recorded"


async def test_a_yes_helps_against_nothing_that_is_refused(means: Means, guard: Pipeline, adult: AgePass) -> None:
    form = EntryForm(nickname="ines15ans", age="34", meant="ines15ans")
    assert await keys(means, guard, adult, form) == {"nickname": ["refuse-nick-minor"]}


async def test_every_fault_is_told_at_once_beside_its_field(means: Means, guard: Pipeline, adult: AgePass) -> None:
    form = EntryForm(nickname="", age="", gender="both", postal_code="690")
    assert await keys(means, guard, adult, form) == {
        "nickname": ["refuse-nick-short"],
        "age": ["refuse-age-missing"],
        "gender": ["refuse-gender-missing"],
        "postal_code": ["refuse-postal-form"],
    }
    form = EntryForm(nickname="Marie", age="34", postal_code="00000")
    assert await keys(means, guard, adult, form) == {"postal_code": ["refuse-postal-unknown"]}


async def test_the_operator_may_ask_for_more(means: Means, guard: Pipeline, adult: AgePass) -> None:
    required = Entry(required=["nickname", "age", "gender", "postal_code"])
    asking = _with_entry(means, required)
    form = EntryForm(nickname="Marie", age="34")
    assert await keys(asking, guard, adult, form) == {
        "gender": ["refuse-gender-missing"], "postal_code": ["refuse-postal-missing"],
    }  # fmt: skip
    answered = EntryForm(nickname="Marie", age="34", gender="man", postal_code="75011")
    outcome = await enter(asking, guard, adult, answered, HERE, "fr")
    assert isinstance(outcome, Entered)  # answered, but not consented: let in, and not kept
    assert outcome.visit.profile.gender is None


async def test_too_many_entries_from_one_network_wait(means: Means, guard: Pipeline, adult: AgePass) -> None:
    for _ in range(means.config.guard.entries_per_network_per_hour):
        await come_in(means, guard, adult)
    outcome = await enter(means, guard, adult, EntryForm(nickname="Marie", age="34"), HERE, "fr")
    assert isinstance(outcome, Refused)
    assert outcome.faults[WHOLE_FORM][0].text_key == "refuse-slow-down"
    assert outcome.retry_ms
    other = Origin(device="x", network="other")
    assert isinstance(await enter(means, guard, adult, EntryForm(nickname="Marie", age="34"), other, "fr"), Entered)


# ---------------------------------------------------------------- whose nickname it is


@pytest.mark.parametrize("twin", ["Marie", "marie", "MARIE", "Marie_", "Mar1e", "Márie", "М\u0430ri\u0435"])
async def test_nobody_can_look_like_somebody_who_is_here(means: Means, guard: Pipeline, twin: str) -> None:
    await come_in(means, guard, await new_adult(means), "Marie")
    outcome = await enter(means, guard, await new_adult(means), EntryForm(nickname=twin, age="34"), HERE, "fr")
    assert isinstance(outcome, Refused)
    found = outcome.faults["nickname"][0]
    assert found.text_key in ("refuse-nick-taken", "refuse-nick-mixed")
    assert found.alternative
    await come_in(means, guard, await new_adult(means), found.alternative)


async def test_of_two_who_want_one_nickname_at_once_one_gets_it(means: Means, guard: Pipeline) -> None:
    passes = [await new_adult(means) for _ in range(6)]
    form = EntryForm(nickname="Marie", age="34")
    outcomes = await asyncio.gather(*(enter(means, guard, one, form, HERE, "fr") for one in passes))
    assert sum(isinstance(one, Entered) for one in outcomes) == 1


async def test_a_nickname_is_held_a_while_for_whoever_left(
    means: Means, guard: Pipeline, adult: AgePass, clock: FakeClock
) -> None:
    entered = await come_in(means, guard, adult)
    await visits.end(means, entered.visit.id, "left")
    other = await new_adult(means)
    form = EntryForm(nickname="Marie", age="34")
    assert (await keys(means, guard, other, form)) == {"nickname": ["refuse-nick-taken"]}
    again = await come_in(means, guard, adult)
    await visits.end(means, again.visit.id, "left")
    clock.advance(timedelta(minutes=means.config.retention.nickname_hold_minutes, seconds=1))
    await come_in(means, guard, other)


async def test_a_pass_takes_three_nicknames_a_day_and_its_own_back_at_will(
    means: Means, guard: Pipeline, adult: AgePass, clock: FakeClock
) -> None:
    for name in ("Aube claire", "Brume", "Colline", "brume", "Colline"):
        await come_in(means, guard, adult, name)
    fourth = EntryForm(nickname="Dune", age="34")
    assert await keys(means, guard, adult, fourth) == {"nickname": ["refuse-nick-day-limit"]}
    clock.advance(timedelta(days=1))
    await come_in(means, guard, adult, "Dune")


# ---------------------------------------------------------------- one visit at a time, and its end


async def test_entering_again_ends_the_former_visit_and_tells_after_the_commit(
    means: Means, guard: Pipeline, adult: AgePass
) -> None:
    told: list[VisitId] = []
    first = await come_in(means, guard, adult)
    form = EntryForm(nickname="Autre nom", age="34")
    second = await enter(means, guard, adult, form, HERE, "fr", on_ended=told.append)
    await asyncio.sleep(0)
    assert isinstance(second, Entered)
    assert second.ended == first.visit.id
    assert told == [first.visit.id]
    assert await visits.open_visit_for(means, first.token) is None
    assert await visits.open_visit_for(means, second.token) is not None


async def test_a_visit_that_is_left_is_over_once(means: Means, guard: Pipeline, adult: AgePass) -> None:
    entered = await come_in(means, guard, adult)
    assert await visits.end(means, entered.visit.id, "left")
    assert not await visits.end(means, entered.visit.id, "left")
    assert await visits.open_visit_for(means, entered.token) is None


async def test_a_visit_ends_by_itself_when_nobody_comes_back_but_not_while_it_is_alive(
    means: Means, guard: Pipeline, adult: AgePass, clock: FakeClock
) -> None:
    entered = await come_in(means, guard, adult)
    idle = timedelta(hours=means.config.retention.idle_visit_hours)
    clock.advance(idle - timedelta(minutes=1))
    await visits.keep_alive(means, [entered.visit.id])
    clock.advance(idle - timedelta(minutes=1))
    assert await visits.end_idle(means) == []
    assert await visits.open_visit_for(means, entered.token) is not None
    clock.advance(idle + timedelta(minutes=1))
    assert await visits.end_idle(means) == [entered.visit.id]
    assert await visits.open_visit_for(means, entered.token) is None


async def test_an_idle_visit_is_closed_to_its_cookie_before_the_sweep_comes(
    means: Means, guard: Pipeline, adult: AgePass, clock: FakeClock
) -> None:
    entered = await come_in(means, guard, adult)
    clock.advance(timedelta(hours=means.config.retention.idle_visit_hours, minutes=1))
    assert await visits.open_visit_for(means, entered.token) is None
    assert await visits.end_idle(means) == []


async def test_being_seen_is_written_at_most_once_a_minute(
    means: Means, guard: Pipeline, adult: AgePass, clock: FakeClock
) -> None:
    entered = await come_in(means, guard, adult)

    async def seen_at() -> int:
        await visits.open_visit_for(means, entered.token)
        return await means.db.read(lambda conn: conn.execute(select(schema.visit.c.seen_at)).scalar_one())

    begin = clock.now()
    clock.advance(timedelta(seconds=59))
    assert await seen_at() == begin
    clock.advance(timedelta(seconds=1))
    assert await seen_at() == clock.now()


async def test_the_ledger_knows_visits_by_their_ids_alone(means: Means, guard: Pipeline, adult: AgePass) -> None:
    entered = await come_in(means, guard, adult, "Reconnaissable")
    await visits.end(means, entered.visit.id, "left")
    rows = await means.db.read(lambda conn: conn.execute(select(schema.ledger).order_by(schema.ledger.c.seq)).all())
    opened, ended = rows[-2:]
    assert (opened.kind, ended.kind) == ("visit.opened", "visit.ended")
    assert msgspec.json.decode(opened.body) == {"visit": entered.visit.id}
    assert msgspec.json.decode(ended.body) == {"visit": entered.visit.id, "why": "left"}


def _with_entry(means: Means, asked: Entry) -> Means:
    return Means(
        config=msgspec.structs.replace(means.config, entry=asked), db=means.db, keys=means.keys, clock=means.clock,
        gazetteer=means.gazetteer,
    )  # fmt: skip

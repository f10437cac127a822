"""What rules do about a nickname besides letting it in or not: to whoever comes in by it, and to nobody else."""

from __future__ import annotations

import pytest

import ruled
from caseload import enrol
from cast import HERE, adult, open_square
from parvis.access.means import Means
from parvis.chat import entry
from parvis.chat.entry import Entered, EntryForm, Refused
from parvis.chat.modes import Doorkeeper
from parvis.chat.square import Square
from parvis.core.casework import Case, StatementKind, SubjectKind
from parvis.core.exhibit import ExhibitKind, read_record
from parvis.core.policy import Feature, Queue
from parvis.core.verdict import Kind
from parvis.store import cases, exhibits, step_ups
from parvis.store import statements as stored

LIMIT = ("tapage", '{ do = "limit", what = "write-in-room", for_s = 600 }', "spam", "refuse-advert")
CASE = ("louche", '{ do = "case" }', "harassment", "refuse-advert")
HELP = ("triste", '{ do = "help", topic = "self-harm" }', "self-harm", "help-self-harm")
WORK = ("machine", '{ do = "step_up", check = "pow" }', "spam", "refuse-advert")
DOUBT = ("gare", '{ do = "hold" }', "danger", "hold-danger")
ASK = ("ailleurs", '{ do = "prompt" }, { do = "limit", what = "edit", for_s = 600 }', "spam", "refuse-advert")


@pytest.fixture
async def square(means: Means) -> Square:
    opened = await open_square(means)
    opened.guard = ruled.guard(means.config, LIMIT, CASE, HELP, WORK, DOUBT, ASK, on=Kind.NICKNAME)
    await enrol(opened.office)
    return opened


async def enter(square: Square, nickname: str, meant: str = "") -> Entered | Refused:
    age_pass = await adult(square.means)
    keeper = Doorkeeper(square, age_pass, HERE)
    form = EntryForm(nickname=nickname, age="34", meant=meant)
    outcome = await entry.enter(square.means, square.guard, age_pass, form, HERE, "fr", doorkeeper=keeper)
    assert isinstance(outcome, Entered | Refused), outcome
    return outcome


async def come_in(square: Square, nickname: str, meant: str = "") -> Entered:
    outcome = await enter(square, nickname, meant)
    assert isinstance(outcome, Entered), outcome
    return outcome


async def all_cases(square: Square) -> list[Case]:
    now = square.means.clock.now()
    return await square.means.db.read(lambda conn: cases.in_line(conn, list(Queue), now, limit=20))


async def test_whoever_comes_in_by_it_is_limited_from_the_first_moment_and_reads_why(square: Square) -> None:
    came = await come_in(square, "Grand tapage")
    live = await square.arrive(came.visit, HERE.network)
    assert [one.feature for one in live.restrictions] == [Feature.WRITE_IN_ROOM]
    (letter,) = await square.means.db.read(lambda conn: stored.of_identity(conn, came.visit.pass_id, None))
    assert (letter.kind, letter.quoted) == (StatementKind.MEASURE, "Grand tapage")


async def test_a_case_is_opened_with_the_nickname_as_evidence(square: Square) -> None:
    came = await come_in(square, "Type louche")
    (one,) = await all_cases(square)
    assert (one.subject.kind, one.subject.ref) == (SubjectKind.NICKNAME, came.visit.id)
    kept = await square.means.db.read(lambda conn: exhibits.of_case(conn, one.id))
    profile = next(each for each in kept if each.kind is ExhibitKind.PROFILE)
    assert profile.body is not None
    assert read_record(profile.body).content["nickname"] == "Type louche"


async def test_a_proof_is_owed_before_the_first_message(square: Square) -> None:
    came = await come_in(square, "Une machine")
    assert await square.means.db.read(lambda conn: step_ups.owed_by(conn, came.visit.id)) == {"pow"}


async def test_help_lines_are_shown_at_the_door_and_nothing_is_held_against_anybody(square: Square) -> None:
    came = await come_in(square, "Trop triste")
    assert came.told == ("help-door-self-harm",)
    assert await all_cases(square) == []
    refused = await enter(square, "triste gare")
    assert isinstance(refused, Refused)
    assert refused.told == came.told, "help is not withheld because something else stands in the way"


async def test_what_is_in_doubt_is_refused_in_the_doors_own_words(square: Square) -> None:
    refused = await enter(square, "gare à vous")
    assert isinstance(refused, Refused)
    assert [one.text_key for one in refused.faults["nickname"]] == ["refuse-nick-doubt"]


async def test_a_name_that_is_only_asked_about_costs_nothing_until_somebody_comes_in_by_it(square: Square) -> None:
    asked = await enter(square, "Viens ailleurs")
    assert isinstance(asked, Refused) and asked.is_question
    came = await come_in(square, "Viens ailleurs", meant="Viens ailleurs")
    live = await square.arrive(came.visit, HERE.network)
    assert [one.feature for one in live.restrictions] == [Feature.EDIT]
    letters = await square.means.db.read(lambda conn: stored.of_identity(conn, came.visit.pass_id, HERE.device))
    assert [one.addressee.visit for one in letters] == [came.visit.id], "none for having asked"


async def test_somebody_with_another_name_meets_nothing_of_it(square: Square) -> None:
    came = await come_in(square, "Odile")
    live = await square.arrive(came.visit, HERE.network)
    assert (came.told, list(live.restrictions), await all_cases(square)) == ((), [], [])

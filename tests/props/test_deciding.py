"""Whatever order of claims, decisions and second thoughts: one decision stands, reasons exist, the ledger holds."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from caseload import ANNE, BORIS, CHLOE, deciding, enrol, reported, said
from cast import in_room, open_square
from parvis.access.means import Means
from parvis.chat.square import Square
from parvis.core.areas import Gazetteer
from parvis.core.casefold import fold
from parvis.core.casework import ActionState, Case, Decision, DecisionState, StatementKind, Wish
from parvis.core.clock import DAY, HOUR, FakeClock
from parvis.core.config import Config
from parvis.core.ids import CaseId, StaffId
from parvis.core.policy import MEASURES, Measure
from parvis.moderation import actions, cases
from parvis.store import cases as stored
from parvis.store import decisions, ledger, sanctions, statements
from parvis.store.database import Database, Reading
from parvis.store.keys import load_keys
from parvis.store.writer import Tx

PEOPLE = st.sampled_from([ANNE, BORIS, CHLOE])
WISHES = st.sampled_from([
    [Wish(measure=Measure.REMOVE)],
    [Wish(measure=Measure.RESTORE)],
    [Wish(measure=Measure.MUTE, for_ms=HOUR)],
    [Wish(measure=Measure.REMOVE), Wish(measure=Measure.SUSPEND, for_ms=DAY)],
    [Wish(measure=Measure.WARN)],
    [Wish(measure=Measure.NOTHING)],
    [Wish(measure=Measure.BAN), Wish(measure=Measure.REMOVE)],
])  # fmt: skip
WAITS = st.sampled_from([timedelta(seconds=20), timedelta(minutes=1), timedelta(minutes=16), timedelta(hours=25)])
ON_THE_WAY = (DecisionState.PENDING, DecisionState.PROPOSED)


class Deciding(RuleBasedStateMachine):
    """Three people and one case that is worked on, decided, undone, reopened."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock()
        self.run(self._open())

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    async def _open(self) -> None:
        folder = Path(self.folder.name)
        keys = load_keys(folder / "keys")
        self.db = Database.open(folder, self.clock, keys)
        means = Means(
            config=Config(), db=self.db, keys=keys, clock=self.clock, gazetteer=Gazetteer.load(),
            entropy=secrets.token_bytes,
        )  # fmt: skip
        self.keys = keys
        self.square: Square = await open_square(means)
        self.office = self.square.office
        await enrol(self.office)
        live = await in_room(self.square, "Alix")
        self.item = await said(self.square, live, "Bonsoir", "c1")
        self.case: CaseId = (await reported(self.office, self.item))[0].id

    def teardown(self) -> None:
        self.run(self.db.close())
        self.loop.close()
        self.folder.cleanup()

    # ------------------------------------------------------------ what people do

    @rule(who=PEOPLE)
    def claim(self, who: StaffId) -> None:
        self.run(cases.claim(self.office, who, self.case))

    @rule(who=PEOPLE)
    def skip(self, who: StaffId) -> None:
        self.run(cases.skip(self.office, who, self.case))

    @rule(who=PEOPLE, wishes=WISHES)
    def take(self, who: StaffId, wishes: list[Wish]) -> None:
        self.run(cases.claim(self.office, who, self.case))
        self.run(actions.take(self.office, who, deciding(self._case(), *wishes)))

    @rule(who=PEOPLE)
    def undo(self, who: StaffId) -> None:
        for one in self._decisions()[-1:]:
            self.run(actions.undo(self.office, who, one.id))

    @rule(who=PEOPLE)
    def second(self, who: StaffId) -> None:
        for one in self._decisions()[-1:]:
            self.run(actions.look(self.office, who, one.id))
            self.run(actions.second(self.office, who, one.id))

    @rule(who=PEOPLE)
    def decline(self, who: StaffId) -> None:
        for one in self._decisions()[-1:]:
            self.run(actions.look(self.office, who, one.id))
            self.run(actions.decline(self.office, who, one.id, "non"))

    @rule(who=PEOPLE)
    def protect(self, who: StaffId) -> None:
        self.run(actions.protect(self.office, who, self.case))

    @rule(who=PEOPLE)
    def reopen(self, who: StaffId) -> None:
        self.run(cases.reopen(self.office, who, self.case, "à revoir"))

    @rule()
    def report_again(self) -> None:
        if self._case().state.closed_at is None:
            self.run(reported(self.office, self.item))

    @rule(who=PEOPLE)
    def reverse(self, who: StaffId) -> None:
        stood = [one for one in self._decisions() if one.state is DecisionState.EXECUTED]
        for one in stood[-1:]:
            self.run(self.db.write(partial(self._reverse, one, who)))

    def _reverse(self, one: Decision, who: StaffId, tx: Tx) -> None:
        actions.reverse(tx, self.office, one, who)

    @rule(wait=WAITS)
    def time_passes(self, wait: timedelta) -> None:
        self.clock.advance(wait)
        self.run(actions.execute_due(self.office))
        self.run(actions.expire(self.office))

    # ------------------------------------------------------------ what holds

    @invariant()
    def one_decision_at_most_is_on_its_way(self) -> None:
        found = self._decisions()
        waiting = [one.id for one in found if one.state in ON_THE_WAY]
        assert len(waiting) <= 1
        state = self._case().state
        assert (state.proposal in waiting) if state.proposal else True
        if waiting:
            assert state.closed_at is None and waiting[0] in (state.decision, state.proposal)

    @invariant()
    def the_case_is_the_fold_of_its_events(self) -> None:
        assert self._case().state == fold(self.run(self.db.read(lambda conn: stored.events(conn, self.case))))

    @invariant()
    def whoever_is_restricted_has_reasons_and_nobody_has_them_for_nothing(self) -> None:
        def look(conn: Reading) -> None:
            for one in decisions.of_case(conn, self.case):
                taken = [each for each in decisions.actions_of(conn, one.id) if MEASURES[each.wish.measure].statement]
                letters = statements.of_decision(conn, one.id)
                given = [each.id for letter in letters if letter.kind is not StatementKind.REVERSAL for each in
                         letter.measures]  # fmt: skip
                back = [each.id for letter in letters if letter.kind is StatementKind.REVERSAL for each in
                        letter.measures]  # fmt: skip
                assert {each.id for each in taken} == set(given) | set(back)

        self.run(self.db.read(look))

    @invariant()
    def what_holds_at_the_door_is_what_runs(self) -> None:
        def look(conn: Reading) -> None:
            case = stored.find(conn, self.case)
            assert case is not None and case.author is not None
            holding = set(sanctions.running_on(conn, case.author.classes(), self.clock.now()))
            running = {
                one.id for one in decisions.actions_of_case(conn, self.case)
                if one.state is ActionState.ACTIVE and (one.ends_at is None or one.ends_at > self.clock.now())
            }  # fmt: skip
            assert holding == running

        self.run(self.db.read(look))

    @invariant()
    def a_decision_that_took_effect_did_all_of_it_and_one_that_waits_only_what_is_urgent(self) -> None:
        def look(conn: Reading) -> None:
            for one in decisions.of_case(conn, self.case):
                done = sorted(each.wish.measure for each in decisions.actions_of(conn, one.id))
                wished = sorted(wish.measure for wish in one.choice.wishes)
                urgent = [measure for measure in wished if MEASURES[measure].urgent]
                whole = one.state in (DecisionState.EXECUTED, DecisionState.REVERSED)
                assert done == wished if whole else done in (urgent, wished)

        self.run(self.db.read(look))

    @invariant()
    def the_ledger_holds(self) -> None:
        found = self.run(
            self.db.read(lambda conn: ledger.verify(conn, Path(self.folder.name), self.keys.ledger.public_key()))
        )
        assert found.ok or found.first_bad is None, found.sentence

    def _decisions(self) -> list[Decision]:
        found: list[Decision] = self.run(self.db.read(lambda conn: decisions.of_case(conn, self.case)))
        return found

    def _case(self) -> Case:
        found = self.run(self.db.read(lambda conn: stored.find(conn, self.case)))
        assert isinstance(found, Case)
        return found


TestDeciding = Deciding.TestCase
TestDeciding.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)

"""Whatever is said, changed, removed, repeated or erased, in any order: a conversation stays what it was told to be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, func, select

from parvis.access.means import Means
from parvis.core.clock import FakeClock, Instant
from parvis.core.ids import CommandId, ConversationId, MessageId, RoomId, VisitId, conversation_of
from parvis.core.talk import Draft, GoneBy, Message, Outcome, Page, Status
from parvis.store import proof, talk
from parvis.store.database import Database
from parvis.store.rooms import keep
from parvis.store.schema import ledger, message_edit
from parvis.store.writer import Tx

CONVS = [conversation_of(RoomId(name)) for name in ("accueil", "nuit")]
SENDERS = [VisitId(name) for name in ("alix", "basile", "chloe")]
T = TypeVar("T")
Shown = tuple[str, str | None, int | None, str | None]
"""What a reader sees of a message: mid, text, when it was changed, who took it away."""


@dataclass
class Said:
    """One message of the model, with its earlier texts."""

    mid: str
    sender: str
    at: int
    text: str | None
    edited: int | None = None
    gone: str | None = None
    earlier: list[str] = field(default_factory=list)

    def shown(self) -> Shown:
        return self.mid, self.text, self.edited, self.gone


@dataclass
class Model:
    """What a conversation must be."""

    said: dict[int, Said] = field(default_factory=dict)
    last_n: int = 0
    rev: int = 0
    floor: int = 1

    def shown(self) -> dict[int, Shown]:
        return {n: one.shown() for n, one in self.said.items()}


def shown(items: list[Message]) -> dict[int, Shown]:
    return {one.n: (one.mid, one.text, one.edited_at, one.gone_by) for one in items}


class Talking(RuleBasedStateMachine):
    """People talk in two rooms of a real store; a model says what must be there."""

    def __init__(self, fresh_means: Callable[[], Means]) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.means = self.runner.run(self._begin(fresh_means))
        self.db, self.clock, self.count = self.means.db, self.means.clock, 0
        self.models = {conv: Model() for conv in CONVS}
        self.decided: dict[tuple[str, str], tuple[int, Outcome]] = {}
        self.seen: list[tuple[ConversationId, int, dict[int, Shown]]] = []

    async def _begin(self, fresh_means: Callable[[], Means]) -> Means:
        means = fresh_means()
        await means.db.write(lambda tx: keep(tx, means.config.rooms, means.clock.now()))
        return means

    def teardown(self) -> None:
        self.runner.run(self.db.close())
        self.runner.close()

    def _tick(self) -> Instant:
        assert isinstance(self.clock, FakeClock)
        self.clock.advance(timedelta(milliseconds=10))
        self.count += 1
        return self.clock.now()

    # ------------------------------------------------------------ what people do

    @rule(
        group=st.lists(
            st.tuples(st.sampled_from(SENDERS), st.sampled_from(CONVS), st.integers(0, 9), st.sampled_from((0, 25))),
            min_size=1, max_size=8,
        ),
        spoiled=st.booleans(),
    )  # fmt: skip
    def say_together(self, group: list[tuple[VisitId, ConversationId, int, int]], spoiled: bool) -> None:
        """Several at once, some repeating themselves, perhaps beside work that fails; each was written a moment ago."""
        drafts = [self._draft(sender, conv, f"c{cid}", lag) for sender, conv, cid, lag in group]
        outcomes = self.runner.run(self._release(drafts, spoiled))
        for draft, outcome in zip(drafts, outcomes, strict=True):
            self._expect(draft, outcome)

    def _draft(self, sender: VisitId, conv: ConversationId, cid: str, lag: int) -> Draft:
        now = self._tick()
        return Draft(
            sender=sender, nickname=sender, conversation=conv, cid=CommandId(cid), mid=MessageId(f"mid{self.count}"),
            text=f"mot {self.count}", at=Instant(now - lag),
        )  # fmt: skip

    async def _release(self, drafts: list[Draft], spoiled: bool) -> list[Outcome]:
        def fail(tx: Tx) -> None:
            talk.release(tx, [drafts[0]])
            raise ValueError("on purpose")

        sends = [self.db.write_grouped(talk.release, draft) for draft in drafts]
        spoiling = [self.db.write(fail)] if spoiled else []
        answers = await asyncio.gather(*spoiling, *sends, return_exceptions=True)
        outcomes = [one for one in answers if isinstance(one, Outcome)]
        assert len(answers) - len(outcomes) == len(spoiling), answers
        return outcomes

    def _expect(self, draft: Draft, outcome: Outcome) -> None:
        key, model = (draft.sender, draft.cid), self.models[draft.conversation]
        if key in self.decided:
            first = self.decided[key][1]
            assert outcome.repeated
            assert (outcome.status, outcome.conversation, outcome.reason, outcome.args) == (
                first.status, first.conversation, first.reason, first.args,
            )  # fmt: skip
            assert (outcome.message and outcome.message.n) == (first.message and first.message.n)
            return
        model.last_n, model.rev = model.last_n + 1, model.rev + 1
        assert outcome.message is not None and not outcome.repeated
        assert (outcome.message.n, outcome.message.rev) == (model.last_n, model.rev)
        model.said[model.last_n] = Said(draft.mid, draft.sender, draft.at, draft.text)
        self.decided[key] = (draft.at, outcome)

    @rule(sender=st.sampled_from(SENDERS), conv=st.sampled_from(CONVS), cid=st.integers(0, 9))
    def is_refused(self, sender: VisitId, conv: ConversationId, cid: int) -> None:
        draft = self._draft(sender, conv, f"c{cid}", 0)
        outcome = self.runner.run(self.db.write(lambda tx: talk.refuse(tx, draft, "refuse-too-long", {"max": 2_000})))
        if (sender, draft.cid) in self.decided:
            self._expect(draft, outcome)
        else:
            assert (outcome.status, outcome.message) == (Status.REFUSED, None)
            self.decided[sender, draft.cid] = (draft.at, outcome)

    @rule(conv=st.sampled_from(CONVS), pick=st.integers(0, 50), times=st.integers(1, 2))
    def change(self, conv: ConversationId, pick: int, times: int) -> None:
        """Two changes may fall into one millisecond: both earlier texts are kept all the same."""
        n, said = self._one(conv, pick)
        if said is None:
            return
        at = self._tick()
        for text in [f"mieux {self.count} {time}" for time in range(times)]:
            write = self.db.write(lambda tx: talk.change_text(tx, self._stored(tx, conv, n), text, at))  # noqa: B023
            new = self.runner.run(write)
            self._changed(conv, new.rev, said)
            said.text, said.edited = text, at

    @rule(conv=st.sampled_from(CONVS), pick=st.integers(0, 50), by=st.sampled_from([GoneBy.AUTHOR, GoneBy.MODERATION]))
    def take_away(self, conv: ConversationId, pick: int, by: GoneBy) -> None:
        n, said = self._one(conv, pick)
        if said is None:
            return
        at = self._tick()
        new = self.runner.run(self.db.write(lambda tx: talk.remove(tx, self._stored(tx, conv, n), by, at)))
        self._changed(conv, new.rev, said)
        said.text, said.gone = None, by

    def _one(self, conv: ConversationId, pick: int) -> tuple[int, Said | None]:
        standing = [n for n, one in self.models[conv].said.items() if one.text is not None]
        n = standing[pick % len(standing)] if standing else 0
        return n, self.models[conv].said.get(n)

    def _stored(self, tx: Tx, conv: ConversationId, n: int) -> Message:
        found = talk.find(tx.conn, conv, n)
        assert found is not None
        return found

    def _changed(self, conv: ConversationId, rev: int, said: Said) -> None:
        self.models[conv].rev += 1
        assert rev == self.models[conv].rev
        assert said.text is not None
        said.earlier.append(said.text)

    @rule(conv=st.sampled_from(CONVS), pick=st.integers(0, 50))
    def time_erases(self, conv: ConversationId, pick: int) -> None:
        """Everything up to the instant of one message, or of a tombstone, is past its time."""
        instants = sorted(one.at for one in self.models[conv].said.values())
        if not instants:
            return
        before = instants[pick % len(instants)] + 1
        self.runner.run(self.db.write(lambda tx: talk.purge_messages(tx, Instant(before))))
        for model in self.models.values():
            upto = max((n for n, one in model.said.items() if one.at < before), default=0)
            model.floor = max(model.floor, upto + 1)
            model.said = {n: one for n, one in model.said.items() if n > upto}
        kept = {one.mid for model in self.models.values() for one in model.said.values()}
        self.decided = {
            key: (at, one)
            for key, (at, one) in self.decided.items()
            if (one.message.mid in kept if one.message else at >= before)
        }

    @rule()
    def the_server_starts_again(self) -> None:
        self.runner.run(self.db.close())
        self.db = Database(self.db.folder, self.clock, self.means.keys)

    @precondition(lambda self: len(self.seen) < 12)
    @rule(conv=st.sampled_from(CONVS))
    def somebody_looks_and_goes(self, conv: ConversationId) -> None:
        self.seen.append((conv, self.models[conv].rev, self.models[conv].shown()))

    # ------------------------------------------------------------ what must hold

    @invariant()
    def the_store_is_as_told(self) -> None:
        async def look() -> None:
            await self.db.read(self._check)

        self.runner.run(look())

    def _check(self, conn: Connection) -> None:
        for conv, model in self.models.items():
            standing = talk.standing(conn, conv)
            assert standing is not None
            assert (standing.last_n, standing.rev, standing.floor_n) == (model.last_n, model.rev, model.floor)
            assert sorted(model.said) == list(range(model.floor, model.last_n + 1))
            for limit in (1, 4, 100):
                self._check_pages(conn, conv, model, limit)
        for conv, rev, view in self.seen:
            self._check_return(conn, conv, rev, dict(view))
        models = self.models.values()
        earlier = {mid: one.earlier for model in models for mid, one in self._by_mid(model) if one.earlier}
        stored: dict[str, list[str]] = {}
        for row in conn.execute(select(message_edit).order_by(message_edit.c.mid, message_edit.c.at)):
            stored.setdefault(row.mid, []).append(row.text)
        assert stored == earlier
        released = select(func.count()).select_from(ledger).where(ledger.c.kind == proof.RELEASED)
        assert conn.execute(released).scalar_one() == sum(model.last_n for model in self.models.values())
        assert proof.first_altered(conn) is None

    def _by_mid(self, model: Model) -> list[tuple[str, Said]]:
        return [(one.mid, one) for one in model.said.values()]

    def _check_pages(self, conn: Connection, conv: ConversationId, model: Model, limit: int) -> None:
        """Paging back, paging on, and looking around each show everything once."""
        back, on = _walk_back(conn, conv, limit), _walk_on(conn, conv, limit)
        assert shown(back) == shown(on) == model.shown()
        assert [one.n for one in back] == [one.n for one in on] == sorted(model.said)
        for n in {model.floor, (model.floor + model.last_n) // 2, model.last_n} & set(model.said):
            page = talk.page_around(conn, conv, n, limit)
            places = [one.n for one in page.items]
            assert n in places and places == list(range(places[0], places[-1] + 1)) and len(places) <= limit
            assert page.end == (places[0] == model.floor)

    def _check_return(self, conn: Connection, conv: ConversationId, rev: int, view: dict[int, Shown]) -> None:
        """What was seen once, and what happened since, make what is there now; or it is said that this cannot be."""
        model = self.models[conv]
        assert (talk.changes_since(conn, conv, rev, 5) is None) == (model.rev - rev > 5)
        assert talk.changes_since(conn, conv, model.rev + 1, 5) is None
        [page] = talk.catch_up(conn, {conv: rev}, 10_000)
        view |= shown(page.items)
        assert {n: one for n, one in view.items() if n >= page.standing.floor_n} == model.shown()
        assert page.standing.rev == model.rev


def _walk_back(conn: Connection, conv: ConversationId, limit: int) -> list[Message]:
    items: list[Message] = []
    page = talk.page_before(conn, conv, None, limit)
    while True:
        items = _sized(page, limit) + items
        if page.end:
            return items
        page = talk.page_before(conn, conv, items[0].n, limit)


def _walk_on(conn: Connection, conv: ConversationId, limit: int) -> list[Message]:
    items: list[Message] = []
    page = talk.page_after(conn, conv, 0, limit)
    while True:
        items += _sized(page, limit)
        if page.end:
            return items
        page = talk.page_after(conn, conv, items[-1].n, limit)


def _sized(page: Page, limit: int) -> list[Message]:
    assert len(page.items) == limit or (page.end and len(page.items) < limit)
    return page.items


def test_a_conversation_stays_what_it_was_told_to_be(fresh_means: Callable[[], Means]) -> None:
    class Here(Talking):
        """The machine over this test's store; Hypothesis makes it anew for every example."""

        def __init__(self) -> None:
            super().__init__(fresh_means)

    run_state_machine_as_test(Here, settings=settings(max_examples=20, stateful_step_count=25))

"""Doing what was decided: one executor that writes, one that only says what it would do, one table that drives both.

Deciding knows nothing of either. The table is complete: a measure without a row does not pass the type checker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, assert_never

import msgspec

from parvis.core.casework import Action, ActionState, Case, ClassKind, Identity
from parvis.core.clock import Instant
from parvis.core.ids import ActionId, MessageId, RoomId, StatementId
from parvis.core.policy import FRICTION_MS, Measure
from parvis.core.talk import GoneBy
from parvis.live.effects import Effect, Freed, MessageChanged, Refused, Released, Restricted, RoomChanged
from parvis.moderation.office import Office
from parvis.store import decisions, people, sanctions, talk
from parvis.store.database import Reading
from parvis.store.sanctions import Class
from parvis.store.writer import Tx

SHUT_OUT = frozenset({Measure.SUSPEND, Measure.BAN})
"""What ends a visit."""
ROOM_MEASURES = (Measure.CLOSE_ROOM, Measure.SLOW_ROOM, Measure.PREMODERATE)
BY_TEAM = "refuse-by-team"
"""What the author of a held message reads when somebody refused it."""


class Executor(Protocol):
    """What can be done to a case's subject and its author."""

    def remove(self) -> None:
        """Take the message away."""
        ...

    def restore(self) -> None:
        """Put the message back."""
        ...

    def restrict(self, one: Action, classes: Sequence[Class]) -> None:
        """Hold a measure against an identity class."""
        ...

    def change_room(self, one: Action, room: RoomId) -> None:
        """Close, slow or open a room, or let first messages wait."""
        ...

    def release(self) -> None:
        """Deliver what was held."""
        ...

    def refuse(self) -> None:
        """Do not deliver what was held."""
        ...

    def lift(self, of: ActionId) -> None:
        """End an earlier restriction now."""
        ...


def perform(executor: Executor, one: Action, classes: Sequence[Class]) -> None:
    """Do one measure. A warning is its statement, which is issued besides; nothing is nothing."""
    wish = one.wish
    match wish.measure:
        case Measure.NOTHING | Measure.WARN:
            return
        case Measure.REMOVE:
            executor.remove()
        case Measure.RESTORE:
            executor.restore()
        case Measure.LIMIT | Measure.MUTE | Measure.SUSPEND | Measure.BAN:
            executor.restrict(one, classes)
        case Measure.CLOSE_ROOM | Measure.SLOW_ROOM | Measure.PREMODERATE | Measure.OPEN_ROOM:
            executor.change_room(one, RoomId(wish.room or ""))
        case Measure.RELEASE:
            executor.release()
        case Measure.REFUSE:
            executor.refuse()
        case Measure.LIFT:
            executor.lift(ActionId(wish.action or ""))
        case _:
            assert_never(wish.measure)


class InStore:
    """Writes, within the caller's transaction; the living square hears of it after the commit."""

    def __init__(
        self, tx: Tx, office: Office, case: Case, statement: StatementId | None = None, *, by_rule: bool = False
    ) -> None:
        """``by_rule``: no person does it, and those who are told hear so."""
        self._tx, self._office, self._case, self._statement = tx, office, case, statement
        self._by_rule = by_rule
        self._now = office.clock.now()

    def remove(self) -> None:
        item = talk.find_by_mid(self._tx.conn, self._mid)
        if item is not None and item.text is not None:
            self._tell(MessageChanged(message=talk.remove(self._tx, item, GoneBy.MODERATION, self._now)))

    def restore(self) -> None:
        item = talk.restore(self._tx, self._mid, self._now)
        if item is not None:
            self._tell(MessageChanged(message=item, restored=True))

    def restrict(self, one: Action, classes: Sequence[Class]) -> None:
        sanctions.place(self._tx, one, classes, self._statement, one.ends_at)
        if one.wish.measure in SHUT_OUT:
            self._slow_network(one)
        for visit in sanctions.visits_of(self._tx.conn, classes):
            if one.wish.measure in SHUT_OUT and people.end_visit(self._tx, visit, self._now):
                self._tx.record("visit.ended", {"visit": visit, "why": "restricted"})
            self._tell(
                Restricted(
                    visit=visit, measure=one.wish.measure, until=one.ends_at, feature=one.wish.feature,
                    room=one.wish.room,
                )
            )  # fmt: skip

    def _slow_network(self, one: Action) -> None:
        """A network is many people: it is slowed down at the door for a day at most, and never shut out."""
        network = self._case.author.network if self._case.author else None
        if network:
            until = min(Instant(self._now + FRICTION_MS), one.ends_at or Instant(self._now + FRICTION_MS))
            sanctions.place(self._tx, one, [(ClassKind.NETWORK, network)], self._statement, until)

    def change_room(self, one: Action, room: RoomId) -> None:
        if one.wish.measure is Measure.OPEN_ROOM:
            sanctions.free_room(self._tx, room, *ROOM_MEASURES)
        else:
            sanctions.set_room(self._tx, one, room)
        self._tell(RoomChanged(room=room, measure=one.wish.measure, by_rule=self._by_rule))

    def release(self) -> None:
        outcome, author = talk.release_held(self._tx, self._mid, self._now), self._author
        if outcome is not None and author is not None:
            self._tell(Released(outcome=outcome, author=author.visit))

    def refuse(self) -> None:
        outcome, author = talk.refuse_held(self._tx, self._mid, BY_TEAM, {}), self._author
        if outcome is not None and author is not None:
            self._tell(Refused(outcome=outcome, author=author.visit))

    def lift(self, of: ActionId) -> None:
        target = decisions.find_action(self._tx.conn, of)
        if target is not None and target.state is ActionState.ACTIVE:
            self.end(target, ActionState.LIFTED)

    def end(self, one: Action, state: ActionState) -> Action:
        """What a measure holds ends now, whatever it held against."""
        for room in sanctions.free_room_of(self._tx, one.id):
            self._tell(RoomChanged(room=room, measure=Measure.OPEN_ROOM))
        classes = sanctions.classes_of(self._tx.conn, one.id)
        if state is not ActionState.EXPIRED:
            sanctions.lift(self._tx, one.id, self._now)
        for visit in sanctions.visits_of(self._tx.conn, classes):
            self._tell(Freed(visit=visit))
        return decisions.end_action(self._tx, one, state)

    def take_back(self, one: Action) -> Action | None:
        """Undo one measure as far as it can be undone; None when nothing of it can.

        What was delivered has been read, and what was refused comes too late: neither is undone.
        """
        measure = one.wish.measure
        if measure is Measure.REMOVE and one.state is ActionState.DONE:
            self.restore()
            return decisions.end_action(self._tx, one, ActionState.REVERSED)
        if measure in (Measure.WARN, Measure.REFUSE) and one.state is ActionState.DONE:
            return decisions.end_action(self._tx, one, ActionState.REVERSED)
        if one.state is ActionState.ACTIVE:
            return self.end(one, ActionState.REVERSED)
        if one.state is ActionState.EXPIRED:
            return decisions.end_action(self._tx, one, ActionState.REVERSED)
        return None

    @property
    def _mid(self) -> MessageId:
        return MessageId(self._case.subject.ref)

    @property
    def _author(self) -> Identity | None:
        return self._case.author

    def _tell(self, effect: Effect) -> None:
        self._tx.after_commit(self._office.effects.tell, effect)


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What one measure would touch."""

    measure: Measure
    visits: int = 0
    """How many visits that go on would feel it at once."""
    text: str = ""
    """The message that would go, come back or be delivered."""
    room: RoomId | None = None
    action: ActionId | None = None


class OnPaper:
    """Changes nothing: says what would be touched, for previews, training and tests."""

    def __init__(self, conn: Reading, case: Case) -> None:
        self._conn, self._case = conn, case
        self.deeds: list[Deed] = []

    def remove(self) -> None:
        self._note(Measure.REMOVE, text=self._text())

    def restore(self) -> None:
        texts = talk.earlier_texts(self._conn, self._mid)
        self._note(Measure.RESTORE, text=texts[-1][1] if texts else "")

    def restrict(self, one: Action, classes: Sequence[Class]) -> None:
        self._note(one.wish.measure, visits=len(sanctions.visits_of(self._conn, classes)))

    def change_room(self, one: Action, room: RoomId) -> None:
        self._note(one.wish.measure, room=room)

    def release(self) -> None:
        self._note(Measure.RELEASE, text=self._text())

    def refuse(self) -> None:
        self._note(Measure.REFUSE, text=self._text())

    def lift(self, of: ActionId) -> None:
        self._note(Measure.LIFT, action=of)

    @property
    def _mid(self) -> MessageId:
        return MessageId(self._case.subject.ref)

    def _text(self) -> str:
        found = talk.sent(self._conn, self._mid)
        return (found.text if found else None) or ""

    def _note(
        self, measure: Measure, *, visits: int = 0, text: str = "", room: RoomId | None = None,
        action: ActionId | None = None,
    ) -> None:  # fmt: skip
        self.deeds.append(Deed(measure=measure, visits=visits, text=text, room=room, action=action))

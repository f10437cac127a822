"""Decisions on a running server: a message reported, its case claimed and decided, the minute passed unwaited."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from caseload import ANNE, deciding, ok
from house import Doors
from parvis.core.casework import Case, Channel, Decision, Subject, SubjectKind, Wish
from parvis.core.clock import MINUTE, Clock, Instant
from parvis.core.ids import MessageId, VisitId
from parvis.core.policy import Reason
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard.pipeline import Check, Pipeline
from parvis.guard.subject import Subject as Judged
from parvis.moderation import actions, cases, evidence, holds
from parvis.moderation.office import Office
from parvis.store import people, talk
from parvis.store.writer import Tx


class Ahead:
    """The system's clock, so much later: a minute passes without waiting for it."""

    def __init__(self, clock: Clock, by: int) -> None:
        self._clock, self._by = clock, by

    def now(self) -> Instant:
        return Instant(self._clock.now() + self._by)

    def tick(self) -> float:
        return self._clock.tick() + self._by / 1000


def later_office(office: Office, by: int) -> Office:
    return replace(office, clock=Ahead(office.clock, by))


async def case_on(office: Office, mid: str) -> Case:
    """A report on a message, claimed by Anne."""

    def work(tx: Tx) -> Case:
        sent = talk.sent(tx.conn, MessageId(mid))
        assert sent is not None
        subject = Subject(kind=SubjectKind.MESSAGE, ref=sent.mid, conversation=sent.conversation, n=sent.n)
        author = people.identity_of(tx.conn, VisitId(sent.sender))
        one, _ = cases.open_or_join(
            tx, office, subject, author, "fr", Channel.VISITOR, Reason.HARASSMENT, 0, office.clock.now()
        )
        evidence.freeze(tx, office, one, subject)
        return one

    one = await office.db.write(work)
    return ok(await cases.claim(office, ANNE, one.id))


async def decide(office: Office, case: Case, *wishes: Wish) -> Decision:
    """Taken, and carried out once its minute is over."""
    taken = await actions.take(office, ANNE, deciding(case, *wishes))
    assert isinstance(taken, Decision), taken
    await actions.execute_due(later_office(office, MINUTE))
    return taken


@contextlib.contextmanager
def doubtful(doors: Doors) -> Iterator[None]:
    """The guard is not sure of whatever says "hum"."""

    def unsure(one: Judged) -> tuple[Finding, ...]:
        found = Finding(check="unsure", ruling=Ruling.HOLD, text_key=holds.DOUBT)
        return (found,) if "hum" in one.views.text else ()

    square = doors.house.square
    usual = square.guard
    square.guard = Pipeline([Check("unsure", frozenset({Kind.MESSAGE}), unsure)], doubt=doors.house.guard.doubt)
    try:
        yield
    finally:
        square.guard = usual

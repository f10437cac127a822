"""A whole matter at the desk through the real verbs: reported, decided, contested, answered; and a held message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from caseload import ANNE, BORIS, CHLOE, deciding, enrol, ok
from parvis.access import staff
from parvis.chat.square import Live, Square
from parvis.core.casework import Appeal, Channel, Decision, Outcome, Wish
from parvis.core.clock import HOUR, FakeClock, Instant
from parvis.core.ids import CommandId, ConversationId, MessageId, RoomId, fresh_word
from parvis.core.policy import HOLD_MS, Measure, Reason
from parvis.core.talk import Draft
from parvis.core.verdict import Finding, Ruling
from parvis.moderation import actions, appeals, cases, holds, reports, statements
from parvis.moderation.places import AtMessage
from parvis.moderation.reports import Filed, Notice
from parvis.store import people
from parvis.store import statements as stored

ACCUEIL = ConversationId("r:accueil")


class Later:
    """A clock so much further on."""

    def __init__(self, clock: FakeClock, by: int) -> None:
        self._clock, self._by = clock, by

    def now(self) -> Instant:
        return Instant(self._clock.now() + self._by)

    def tick(self) -> float:
        return self._clock.tick()


async def judge_a_little(square: Square, clock: FakeClock, live: Live, n: int) -> None:
    """Somebody's message is reported and removed, they are muted for an hour, the room is slowed; they contest in vain.

    Something else they said waits for the desk until its clock runs out. Whoever decided has left the team in the end.
    """
    office, means = square.office, square.means
    await enrol(office)
    reporter = await means.db.read(lambda conn: people.identity_of(conn, live.visit.id))
    filed = await reports.file(
        office,
        Notice(
            channel=Channel.VISITOR, reason=Reason.HARASSMENT, lang="fr", reporter=reporter, network="n",
            places=[AtMessage(conversation=ACCUEIL, n=n)], note="regardez donc",
        ),
    )  # fmt: skip
    assert isinstance(filed, Filed), filed
    one = ok(await cases.claim(office, ANNE, filed.cases[0]))
    wishes = (
        Wish(measure=Measure.REMOVE), Wish(measure=Measure.MUTE, for_ms=HOUR),
        Wish(measure=Measure.SLOW_ROOM, room=RoomId("accueil"), every_s=5, for_ms=HOUR),
    )  # fmt: skip
    decision = await actions.take(office, ANNE, deciding(one, *wishes))
    assert isinstance(decision, Decision), decision
    clock.advance(timedelta(minutes=1))
    assert await actions.execute_due(office) == 1
    letter, *_ = await means.db.read(lambda conn: stored.of_decision(conn, decision.id))
    lodged = await appeals.lodge(office, statements.code_of(office, letter.id), "je conteste", "fr")
    assert isinstance(lodged, Appeal), lodged
    answered = await appeals.decide(office, BORIS, lodged.id, Outcome.UPHELD, {"fr": "La décision tient."})
    assert isinstance(answered, Appeal), answered
    await _let_something_wait(square, clock, live)
    for who in (ANNE, BORIS, CHLOE):
        assert await staff.end_staff(means, None, who, despite=True) is None


async def _let_something_wait(square: Square, clock: FakeClock, live: Live) -> None:
    draft = Draft(
        sender=live.visit.id, nickname=live.visit.profile.nickname, conversation=ACCUEIL, cid=CommandId("held"),
        mid=MessageId(fresh_word()), text="dans le doute", at=clock.now(),
    )  # fmt: skip
    doubt = Finding(check="unsure", ruling=Ruling.HOLD, text_key=holds.DOUBT)
    await square.means.db.write(lambda tx: holds.hold(tx, square.office, draft, doubt))
    assert await holds.end_overdue(replace(square.office, clock=Later(clock, HOLD_MS))) == 1

"""Messages that are said and reported on the living square, as the report's own verb does it."""

from __future__ import annotations

from cast import in_room, send
from parvis.chat import messages
from parvis.chat.square import Live, Square
from parvis.core.casework import Case, Channel, Subject, SubjectKind
from parvis.core.ids import StaffId
from parvis.core.policy import Harm, Queue, Reason
from parvis.core.talk import Message, Outcome
from parvis.moderation import cases, evidence
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import people
from parvis.store.writer import Tx

ANNE, BORIS = StaffId("staff-anne"), StaffId("staff-boris")
ALL = (Queue.GENERAL, Queue.CHILD_SAFETY)


async def said(square: Square, live: Live, text: str, cid: str) -> Message:
    outcome = await messages.say(square, live, send(text, cid))
    assert isinstance(outcome, Outcome) and outcome.message is not None
    return outcome.message


async def reported(
    office: Office, item: Message, reason: Reason | Harm = Reason.HARASSMENT, channel: Channel = Channel.VISITOR
) -> tuple[Case, bool]:
    """A report on a message, as the report's own verb files it."""
    subject = Subject(kind=SubjectKind.MESSAGE, ref=item.mid, conversation=item.conversation, n=item.n)

    def work(tx: Tx) -> tuple[Case, bool]:
        author = people.identity_of(tx.conn, item.sender)
        found = cases.open_or_join(tx, office, subject, author, "fr", channel, reason, 0, office.clock.now())
        evidence.freeze(tx, office, found[0], subject)
        return found

    return await office.db.write(work)


async def opened(square: Square, name: str, reason: Reason | Harm = Reason.HARASSMENT) -> Case:
    """Somebody says something, and it is reported."""
    live = await in_room(square, name)
    one, _ = await reported(square.office, await said(square, live, f"Bonsoir de {name}", "c1"), reason)
    return one


def ok(found: Case | Refused | None) -> Case:
    assert isinstance(found, Case), found
    return found

"""Messages that are said and reported on the living square, as the report's own verb does it."""

from __future__ import annotations

import msgspec

from cast import in_room, send
from parvis.chat import messages
from parvis.chat.square import Live, Square
from parvis.core.casework import Case, Channel, Choice, Ground, Subject, SubjectKind, Wish
from parvis.core.ids import StaffId
from parvis.core.policy import Harm, Queue, Reason
from parvis.core.staff import Role, Staff
from parvis.core.talk import Message, Outcome
from parvis.moderation import cases, evidence
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import people, staff
from parvis.store.writer import Tx

ANNE, BORIS, CHLOE = StaffId("staff-anne"), StaffId("staff-boris"), StaffId("staff-chloe")
ALL = (Queue.GENERAL, Queue.CHILD_SAFETY)


async def enrol(office: Office) -> None:
    """Three people who may do everything at the desk."""
    since = office.clock.now()
    for who in (ANNE, BORIS, CHLOE):
        one = Staff(
            id=who, number=0, name=who, roles=frozenset({Role.ADMINISTRATOR, Role.LEAD}), languages=("fr", "en"),
            since=since,
        )  # fmt: skip
        await office.db.write(lambda tx, one=one: staff.add(tx, one))  # type: ignore[misc]


async def said(square: Square, live: Live, text: str, cid: str) -> Message:
    outcome = await messages.say(square, live, send(text, cid))
    assert isinstance(outcome, Outcome) and outcome.message is not None
    return outcome.message


async def reported(
    office: Office,
    item: Message,
    reason: Reason | Harm = Reason.HARASSMENT,
    channel: Channel = Channel.VISITOR,
    by: StaffId | None = None,
) -> tuple[Case, bool]:
    """A report on a message, as the report's own verb files it."""
    subject = Subject(kind=SubjectKind.MESSAGE, ref=item.mid, conversation=item.conversation, n=item.n)

    def work(tx: Tx) -> tuple[Case, bool]:
        author = people.identity_of(tx.conn, item.sender)
        found = cases.open_or_join(tx, office, subject, author, "fr", channel, reason, 0, office.clock.now(), by)
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


def deciding(case: Case, *wishes: Wish, **changes: object) -> Choice:
    """What somebody decides on a case: against the rules, with the facts in two languages."""
    usual: dict[str, object] = {
        "case": case.id, "wishes": list(wishes), "harm": case.state.harm, "ground": Ground.TERMS, "rule": 2,
        "facts": {"fr": "Un message traite quelqu'un de noms blessants.", "en": "A message calls somebody names."},
    }  # fmt: skip
    return msgspec.convert(usual | changes, Choice)

"""A process of the desk, to be killed: reports, claims, decides without end, and says each thing once it is done.

The clock runs a hundred times as fast, from the same instant in every process, so that minutes pass between two kills.
"""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import json
import os
import random
import sys
import time
from pathlib import Path

from parvis import app
from parvis.access import visits
from parvis.access.age import methods
from parvis.access.means import Means
from parvis.access.visits import Began
from parvis.core.casework import Case, Channel, Choice, Decision, Ground, Subject, SubjectKind, Wish
from parvis.core.clock import HOUR, Instant
from parvis.core.config import Config
from parvis.core.ids import CommandId, ConversationId, MessageId, RoomId, StaffId, fresh_word
from parvis.core.people import AgeBand, Origin, Profile, Visit
from parvis.core.policy import Measure, Reason
from parvis.core.staff import Role, Staff
from parvis.core.talk import Draft, Message
from parvis.moderation import actions, cases, evidence
from parvis.moderation.office import Office
from parvis.store import people, rooms, staff, talk
from parvis.store.writer import Tx

SPEED = 100
WHO = StaffId("staff-anne")
ROOM = ConversationId("r:accueil")
MUTE, SUSPEND = (Wish(measure=one, for_ms=24 * HOUR) for one in (Measure.MUTE, Measure.SUSPEND))
REMOVE, WARN = Wish(measure=Measure.REMOVE), Wish(measure=Measure.WARN)
CHOICES = (
    [REMOVE], [MUTE], [REMOVE, MUTE], [WARN], [SUSPEND, REMOVE], [Wish(measure=Measure.NOTHING)],
    [Wish(measure=Measure.SLOW_ROOM, room=RoomId("accueil"), every_s=5)],
)  # fmt: skip


class Hasty:
    """A clock that runs ahead from ``begun``, the same in every process."""

    def __init__(self, begun: float) -> None:
        self._begun = begun

    def now(self) -> Instant:
        return Instant(int((self._begun + (time.time() - self._begun) * SPEED) * 1000))

    def tick(self) -> float:
        return time.monotonic()


def office_at(means: Means) -> Office:
    return app.office_of(means)


def open_hastily(folder: Path, begun: float) -> Means:
    """The store under that clock."""
    return dataclasses.replace(app.build_means(Config(), folder), clock=Hasty(begun))


async def enrol(office: Office) -> None:
    """Rooms, and somebody who may do everything, unless they are there already."""
    roles = frozenset({Role.ADMINISTRATOR, Role.LEAD})
    one = Staff(id=WHO, number=0, name="Anne", roles=roles, languages=("fr",), since=office.clock.now())

    def work(tx: Tx) -> None:
        rooms.keep(tx, list(office.config.rooms), office.clock.now())
        if staff.find(tx.conn, WHO) is None:
            staff.add(tx, one)

    await office.db.write(work)


async def somebody(means: Means, number: str) -> Visit:
    """A visit with a pass and a device of its own."""
    draft = methods.draw_pass(means)
    proved = await means.db.write(lambda tx: methods.keep_pass(tx, means, draft, "voucher", None))
    origin = Origin(device=fresh_word(), network=fresh_word())
    profile = Profile(nickname=f"Visite {number}", age_band=AgeBand.FROM_25)
    began = await visits.begin(means, proved.age_pass, profile, origin, "fr")
    assert isinstance(began, Began), began
    return began.visit


async def report(office: Office, visit: Visit, number: str) -> Case:
    """They say something, and it is reported."""
    draft = Draft(
        sender=visit.id, nickname=visit.profile.nickname, conversation=ROOM, cid=CommandId(f"c{number}"),
        mid=MessageId(fresh_word()), text=f"message {number}", at=office.clock.now(),
    )  # fmt: skip

    def work(tx: Tx) -> Case:
        [outcome] = talk.release(tx, [draft])
        item = outcome.message
        assert isinstance(item, Message)
        subject = Subject(kind=SubjectKind.MESSAGE, ref=item.mid, conversation=ROOM, n=item.n)
        author = people.identity_of(tx.conn, visit.id)
        one, _ = cases.open_or_join(
            tx, office, subject, author, "fr", Channel.VISITOR, Reason.HARASSMENT, 0, office.clock.now()
        )
        evidence.freeze(tx, office, one, subject)
        return one

    return await office.db.write(work)


async def decide(means: Means, office: Office, number: str, wishes: list[Wish]) -> None:
    """One case from the report to the decision."""
    one = await report(office, await somebody(means, number), number)
    _say("report", one.id)
    await cases.claim(office, WHO, one.id)
    choice = Choice(
        case=one.id, wishes=wishes, harm=one.state.harm, ground=Ground.TERMS, rule=2, facts={"fr": "Des insultes."}
    )
    taken = await actions.take(office, WHO, choice)
    assert isinstance(taken, Decision), taken
    _say("take", taken.id)


def _say(what: str, which: str) -> None:
    print(json.dumps({what: which}), flush=True)


async def carry_out(office: Office) -> None:
    """The job, in a hurry."""
    while True:
        await actions.execute_due(office)
        await asyncio.sleep(0.01)


async def work(folder: Path, begun: float, seed: int) -> None:
    """Three cases at a time, until killed."""
    means = open_hastily(folder, begun)
    office, chance = office_at(means), random.Random(seed)
    await enrol(office)
    job = asyncio.create_task(carry_out(office))
    print("ready", flush=True)
    for count in itertools.count():
        await asyncio.gather(
            *(decide(means, office, f"{seed}-{count}-{lane}", chance.choice(CHOICES)) for lane in range(3))
        )
    await job


def main() -> None:
    """A child for each line: the folder, when the clock began, a seed; killed from outside."""
    app.configure_logs()  # on standard error: what is said on the other is for the test alone
    for line in sys.stdin:
        folder, begun, seed = json.loads(line)
        if os.fork() == 0:
            print(os.getpid(), flush=True)
            asyncio.run(work(Path(folder), begun, seed))


if __name__ == "__main__":
    main()

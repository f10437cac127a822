"""A case as stored: whatever happens to it, its columns say what its events amount to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from parvis.access.means import Means
from parvis.core.casefold import fold
from parvis.core.casework import Case, Channel, Event, Happened, Identity, Subject, SubjectKind
from parvis.core.clock import DAY, Instant
from parvis.core.ids import CaseId, StaffId, VisitId, fresh_word
from parvis.core.policy import Harm, Queue
from parvis.store import cases
from parvis.store.writer import Tx

AT = Instant(1_800_000_000_000)
WHO = StaffId("s1")
Step = tuple[Happened, dict[str, Any]]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.sampled_from([
        (Happened.REPORTED, {"harm": "danger", "channel": "flagger", "due_at": AT + 5, "weight": 3}),
        (Happened.CLASSIFIED, {"harm": "spam", "due_at": AT + 9}),
        (Happened.CLAIMED, {"until": AT + 900_000}),
        (Happened.FREED, {}),
        (Happened.SKIPPED, {}),
        (Happened.NOTED, {"text": "vu", "until": AT + 1_000_000}),
        (Happened.ESCALATED, {}),
        (Happened.HELD, {"until": AT + DAY}),
        (Happened.RESUMED, {}),
        (Happened.PROPOSED, {"decision": "d1"}),
        (Happened.DECLINED, {}),
        (Happened.DECIDED, {"decision": "d2"}),
        (Happened.UNDONE, {}),
        (Happened.EXECUTED, {"decision": "d2"}),
        (Happened.CONTESTED, {"appeal": "a1"}),
        (Happened.APPEAL_DECIDED, {"appeal": "a1"}),
        (Happened.REOPENED, {}),
        (Happened.WATCHED, {}),
        (Happened.CALLED, {}),
    ]),
    max_size=12,
)  # fmt: skip


def opened(tx: Tx, ref: str, harm: Harm = Harm.HARASSMENT) -> Case:
    body: dict[str, object] = {"harm": harm.value, "channel": Channel.VISITOR.value, "due_at": AT + DAY}
    first = Event(seq=1, at=AT, kind=Happened.OPENED, body=body)
    subject = Subject(kind=SubjectKind.VISIT, ref=ref)
    author = Identity(visit=VisitId(ref), nickname="Alix")
    return cases.add(tx, CaseId(fresh_word()), subject, author, "fr", Channel.VISITOR, first)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_the_columns_of_a_case_are_the_fold_of_its_events(means: Means, steps: list[Step]) -> None:
    def live(tx: Tx) -> CaseId:
        one = opened(tx, fresh_word())
        for at, (kind, body) in enumerate(steps):
            one = cases.append(tx, one, kind, Instant(AT + at), WHO, **body)
        return one.id

    found = await means.db.write(live)

    def read(conn: Connection) -> tuple[Case | None, list[Event]]:
        return cases.find(conn, found), cases.events(conn, found)

    stored, events = await means.db.read(read)
    assert stored is not None
    assert stored.state == fold(events)
    assert [event.seq for event in events] == list(range(1, len(steps) + 2))


async def test_about_one_subject_one_case_is_open_at_a_time(means: Means) -> None:
    first = await means.db.write(lambda tx: opened(tx, "v1"))
    with pytest.raises(IntegrityError):
        await means.db.write(lambda tx: opened(tx, "v1"))
    await means.db.write(lambda tx: cases.append(tx, first, Happened.EXECUTED, AT, WHO, decision="d1"))
    again = await means.db.write(lambda tx: opened(tx, "v1"))
    assert again.number == first.number + 1
    both = await means.db.read(lambda conn: cases.of_subject(conn, first.subject))
    assert [one.number for one in both] == [2, 1]


async def test_the_line_takes_the_gravest_first_and_leaves_out_what_somebody_works_on(means: Means) -> None:
    harms = (Harm.SPAM, Harm.DANGER, Harm.HATE, Harm.CHILD_SAFETY)
    made = [await means.db.write(lambda tx, harm=harm: opened(tx, f"v-{harm}", harm)) for harm in harms]  # type: ignore[misc]
    await means.db.write(
        lambda tx: cases.append(tx, made[2], Happened.CLAIMED, AT, WHO, until=AT + 900_000)
    )  # fmt: skip

    async def line(now: int) -> list[Harm]:
        found = await means.db.read(lambda conn: cases.in_line(conn, [Queue.GENERAL], Instant(now), limit=9))
        return [one.state.harm for one in found]

    assert await line(AT) == [Harm.DANGER, Harm.SPAM], "child safety is another queue"
    assert await line(AT + 900_001) == [Harm.DANGER, Harm.HATE, Harm.SPAM], "a lease that ran out frees the case"


async def test_a_closed_case_goes_after_its_time_unless_a_measure_still_holds(means: Means) -> None:
    one = await means.db.write(lambda tx: opened(tx, "v1"))
    await means.db.write(lambda tx: cases.append(tx, one, Happened.EXECUTED, AT, WHO, decision="d1"))
    assert await means.db.write(lambda tx: cases.purge(tx, AT)) == 0
    assert await means.db.write(lambda tx: cases.purge(tx, Instant(AT + 1))) == 1
    assert await means.db.read(lambda conn: cases.events(conn, one.id)) == []

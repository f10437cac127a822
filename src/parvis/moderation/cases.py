"""Cases: opened or joined by reports, worked on under a lease, looked at whole.

A verb reads the case in the transaction that changes it, so that of two people who press at once one is told who was
first. All that restricts anybody is in `parvis.moderation.actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from parvis.core.casework import (
    LEASE_MS,
    NOTE_MAX,
    Action,
    Case,
    Channel,
    Decision,
    Event,
    Happened,
    Identity,
    Report,
    Statement,
    Status,
    Subject,
)
from parvis.core.clock import MINUTE, Instant, later
from parvis.core.exhibit import Exhibit
from parvis.core.ids import AppealId, CaseId, StaffId, fresh_word
from parvis.core.policy import HARM_OF, HARMS, Harm, Queue, Reason
from parvis.live.effects import DeskMoved
from parvis.moderation import team
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import appeals, decisions, exhibits, reports, sanctions, statements
from parvis.store import cases as stored
from parvis.store.database import Reading
from parvis.store.decisions import Precedent
from parvis.store.writer import Tx

SKIPS_MAX = 2
"""Passed on so often, a case goes to the lead."""
SHOWN = 100
"""How many reports of one case are shown; a crowd that says the same says it once."""
HOLD_MAX_MS = 7 * 24 * 60 * MINUTE
"""How long a case may rest because somebody put it on hold."""

NO_CASE = Refused(text_key="refuse-case-unknown")
NOT_CLAIMED = Refused(text_key="refuse-case-not-claimed")
NOT_NOW = Refused(text_key="refuse-case-not-now")
NO_WORDS = Refused(text_key="refuse-case-no-words")
BAD_END = Refused(text_key="refuse-case-bad-end")


# ---------------------------------------------------------------- opening


def open_or_join(
    tx: Tx, office: Office, subject: Subject, author: Identity | None, lang: str, channel: Channel,
    reason: Reason | Harm, weight: int, at: Instant, by: StaffId | None = None,
) -> tuple[Case, bool]:  # fmt: skip
    """The one open case about the subject, opened or joined; True when it was there before.

    ``weight`` says how often the reporter was right before (`priority_of`). How many report changes no rank. ``by`` is
    the member of the team who opens it, for channel STAFF.
    """
    body = _said(office, channel, reason, weight, at)
    found = stored.open_on(tx.conn, subject)
    if found is None:
        first = Event(seq=1, at=at, kind=Happened.OPENED, by=by, body=body)
        one = stored.add(tx, CaseId(fresh_word(office.entropy)), subject, author, lang, channel, first)
    else:
        one = stored.append(tx, _woken(tx, found, _harm(reason), at), Happened.REPORTED, at, by, **body)
    tell(tx, office, one)
    return one, found is not None


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """So many reports of one kind that join a case together."""

    case: Case
    channel: Channel
    reason: Reason
    weight: int
    """The best of their senders'."""
    count: int


def join_all(tx: Tx, office: Office, joining: Sequence[Joining], at: Instant) -> None:
    """Let reports join cases that were read in this transaction: a crowd's cost is that of a few."""
    awake = {one.case.id: one.case for one in joining}
    for one in joining:
        awake[one.case.id] = _woken(tx, awake[one.case.id], _harm(one.reason), at)
    steps: list[tuple[Case, Happened, dict[str, object]]] = []
    for one in joining:
        body = _said(office, one.channel, one.reason, one.weight, at)
        if one.count > 1:
            body["count"] = one.count
        steps.append((awake[one.case.id], Happened.REPORTED, body))
    stored.append_each(tx, steps, at)
    for what in ["queue"] * bool(joining) + [f"case:{case_id}" for case_id in awake]:
        tx.after_commit(office.effects.tell, DeskMoved(what=what))


def _harm(reason: Reason | Harm) -> Harm:
    return HARM_OF[reason] if isinstance(reason, Reason) else reason


def _said(
    office: Office, channel: Channel, reason: Reason | Harm, weight: int, at: Instant
) -> dict[str, object]:  # fmt: skip
    """What an event says of a report, or of what the guard or somebody of the team found."""
    harm = _harm(reason)
    body: dict[str, object] = {
        "harm": harm.value, "channel": channel.value, "due_at": later(at, office.due_ms(harm)), "weight": weight,
    }  # fmt: skip
    if isinstance(reason, Reason):
        body["reason"] = reason.value
    return body


def _woken(tx: Tx, one: Case, harm: Harm, at: Instant) -> Case:
    """A case on hold comes back when something graver is reported."""
    graver = HARMS[harm].severity > HARMS[one.state.harm].severity
    if one.state.status is Status.ON_HOLD and graver:
        return stored.append(tx, one, Happened.RESUMED, at)
    return one


def tell(tx: Tx, office: Office, one: Case) -> None:
    """After the commit, open desk pages look again."""
    for what in ("queue", f"case:{one.id}"):
        tx.after_commit(office.effects.tell, DeskMoved(what=what))


# ---------------------------------------------------------------- looking


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A case whole, as the desk shows it. What may not be seen yet, a proposer's opinion, is not in it."""

    case: Case
    events: list[Event]
    reports: list[Report]
    """The first of them; ``case.state.reports`` says how many there are."""
    exhibits: list[Exhibit]
    decisions: list[Decision]
    actions: list[Action]
    """What those decisions did so far."""
    statements: list[Statement]
    running: list[Action]
    """What holds against the author now, from this case or an earlier one."""
    similar: list[Precedent]
    """The newest decisions on the same harm, and how appeals against them ended."""
    earlier: list[Case]
    """Closed cases about the same subject, the newest first."""


async def view(office: Office, case_id: CaseId) -> CaseView | None:
    """Everything about one case, read at one instant; the caller has asked for the right, and notes the look."""
    now = office.clock.now()

    def look(conn: Reading) -> CaseView | None:
        one = stored.find(conn, case_id)
        if one is None:
            return None
        taken = decisions.of_case(conn, case_id)
        classes = one.author.classes() if one.author else []
        running = (decisions.find_action(conn, each) for each in sanctions.running_on(conn, classes, now))
        return CaseView(
            case=one, events=stored.events(conn, case_id), reports=reports.of_case(conn, case_id, SHOWN),
            exhibits=exhibits.of_case(conn, case_id), decisions=taken,
            actions=decisions.actions_of_case(conn, case_id), statements=statements.of_case(conn, case_id),
            running=[each for each in running if each is not None],
            similar=decisions.similar(conn, one.state.harm, case_id),
            earlier=[each for each in stored.of_subject(conn, one.subject) if each.id != case_id],
        )  # fmt: skip

    return await office.db.read(look)


async def overdue(office: Office, *, limit: int = 100) -> list[Case]:
    """Cases past their clock without a first decision, the longest overdue first: the desk's first alarm."""
    now = office.clock.now()
    return await office.db.read(lambda conn: stored.overdue(conn, now, limit=limit))


async def count_overdue(office: Office) -> dict[Harm, int]:
    """How many cases are overdue, by harm; for the metrics and ``parvis check``."""
    now = office.clock.now()
    return await office.db.read(lambda conn: stored.count_overdue(conn, now))


# ---------------------------------------------------------------- working on one

Step = Callable[[Tx, Case, Instant], Case | Refused]


async def claim(office: Office, who: StaffId, case_id: CaseId) -> Case | Refused:
    """Take the case for a quarter of an hour; harmless when it is one's own already. Work on it renews the lease."""
    return await _work(office, who, case_id, lambda tx, one, now: _claimed(tx, one, who, now))


async def next_for(office: Office, who: StaffId, queues: Sequence[Queue], langs: Sequence[str]) -> Case | None:
    """Claim the first case in line for somebody who may work these queues and reads these languages.

    One that they passed on themselves, that they decided before, or that waits for an appeal is left to others.
    """

    def work(tx: Tx) -> Case | None:
        now, by = office.clock.now(), team.member(tx, who)
        own = [queue for queue in queues if by and queue in team.queues_of(by)]
        for one in stored.in_line(tx.conn, own, now, limit=1, langs=list(langs), not_for=who):
            taken = _claimed(tx, one, who, now)
            if isinstance(taken, Case):
                tell(tx, office, taken)
                return taken
        return None

    return await office.db.write(work)


async def free(office: Office, who: StaffId, case_id: CaseId) -> Case | Refused:
    """Give the case back to the line."""
    return await _work_own(office, who, case_id, lambda tx, one, now: stored.append(tx, one, Happened.FREED, now, who))


async def skip(office: Office, who: StaffId, case_id: CaseId, why: str = "") -> Case | Refused:
    """Pass the case on, without having to say why; one passed on twice goes to the lead."""

    def step(tx: Tx, one: Case, now: Instant) -> Case:
        one = stored.append(tx, one, Happened.SKIPPED, now, who, **_words(why))
        if one.state.skips < SKIPS_MAX or one.state.escalated:
            return one
        return stored.append(tx, one, Happened.ESCALATED, now, None, **_standing(one))

    return await _work_own(office, who, case_id, step)


async def note(office: Office, who: StaffId, case_id: CaseId, words: str) -> Case | Refused:
    """Write something down for colleagues; renews the lease of whoever has it."""
    if not words.strip():
        return NO_WORDS

    def step(tx: Tx, one: Case, now: Instant) -> Case:
        own = one.state.leased_to(now) == who
        until: dict[str, object] = {"until": later(now, LEASE_MS)} if own else {}
        return stored.append(tx, one, Happened.NOTED, now, who, **_words(words), **until)

    return await _work(office, who, case_id, step)


async def escalate(office: Office, who: StaffId, case_id: CaseId, why: str) -> Case | Refused:
    """Hand the case to the lead."""

    def step(tx: Tx, one: Case, now: Instant) -> Case:
        return stored.append(tx, one, Happened.ESCALATED, now, who, **_words(why), **_standing(one))

    return await _work_own(office, who, case_id, step)


async def hold(office: Office, who: StaffId, case_id: CaseId, until: Instant, why: str) -> Case | Refused:
    """Let the case rest until then, because something is still to come; its clock runs on."""

    def step(tx: Tx, one: Case, now: Instant) -> Case | Refused:
        if not now < until <= now + HOLD_MAX_MS:
            return BAD_END
        return stored.append(tx, one, Happened.HELD, now, who, until=until, **_words(why))

    return await _work_own(office, who, case_id, step)


async def resume(office: Office, who: StaffId, case_id: CaseId) -> Case | Refused:
    """Put a case that rests back in line."""

    def step(tx: Tx, one: Case, now: Instant) -> Case | Refused:
        if one.state.status is not Status.ON_HOLD:
            return NOT_NOW
        return stored.append(tx, one, Happened.RESUMED, now, who)

    return await _work(office, who, case_id, step)


async def classify(office: Office, who: StaffId, case_id: CaseId, harm: Harm) -> Case | Refused:
    """Say what it is about. One that changes its queue goes back to the line, for those who may work it there."""

    def step(tx: Tx, one: Case, now: Instant) -> Case:
        due = later(one.opened_at, office.due_ms(harm))
        moved = HARMS[harm].queue is not one.state.queue
        one = stored.append(
            tx, one, Happened.CLASSIFIED, now, who, harm=harm.value, channel=one.channel.value, due_at=due
        )
        return stored.append(tx, one, Happened.FREED, now, who) if moved else _renewed(tx, one, who, now)

    return await _work_own(office, who, case_id, step)


async def reopen(office: Office, who: StaffId, case_id: CaseId, why: str) -> Case | Refused:
    """Take a closed case up again, to correct one's own house; a contested decision is `appeals.decide`'s."""

    def work(tx: Tx) -> Case | Refused:
        now, one = office.clock.now(), stored.find(tx.conn, case_id)
        if one is None:
            return NO_CASE
        refused = team.objection(tx, who, one.state.queue)
        if refused:
            return refused
        if one.state.closed_at is None or stored.open_on(tx.conn, one.subject) is not None:
            return NOT_NOW
        one = stored.append(tx, one, Happened.REOPENED, now, who, **_words(why))
        one = stored.append(tx, one, Happened.CLAIMED, now, who, until=later(now, LEASE_MS))
        tell(tx, office, one)
        return one

    return await office.db.write(work)


async def wake(office: Office) -> int:
    """Put cases back in line whose rest is over; how many. Called by the clock."""
    now = office.clock.now()
    if not await office.db.read(lambda conn: stored.rested(conn, now)):
        return 0

    def work(tx: Tx) -> int:
        found = stored.rested(tx.conn, now)
        for one in found:
            tell(tx, office, stored.append(tx, one, Happened.RESUMED, now))
        return len(found)

    return await office.db.write(work)


# ---------------------------------------------------------------- what the steps share


async def _work(office: Office, who: StaffId, case_id: CaseId, step: Step) -> Case | Refused:
    """Do one step on an open case of a queue that this person may work, in one transaction."""

    def work(tx: Tx) -> Case | Refused:
        one = stored.find(tx.conn, case_id)
        if one is None:
            return NO_CASE
        refused = team.objection(tx, who, one.state.queue)
        if refused:
            return refused
        if one.state.closed_at is not None:
            return NOT_NOW
        done = step(tx, one, office.clock.now())
        if isinstance(done, Case):
            tell(tx, office, done)
        return done

    return await office.db.write(work)


async def _work_own(office: Office, who: StaffId, case_id: CaseId, step: Step) -> Case | Refused:
    """Do one step on a case that somebody has claimed."""

    def guarded(tx: Tx, one: Case, now: Instant) -> Case | Refused:
        return objection(tx, one, who, now) or step(tx, one, now)

    return await _work(office, who, case_id, guarded)


def objection(tx: Tx, one: Case, who: StaffId, now: Instant) -> Refused | None:
    """Why somebody may not work on a case now: not their queue, another has it, or they have not claimed it."""
    refused = team.objection(tx, who, one.state.queue)
    if refused:
        return refused
    holder = one.state.leased_to(now)
    if holder is not None and holder != who:
        minutes = -(-(one.state.lease_until - now) // MINUTE)
        return Refused(text_key="refuse-case-taken", args={"number": team.number_of(tx, holder), "minutes": minutes})
    return None if holder == who else NOT_CLAIMED


_CLAIMABLE = frozenset({Status.OPEN, Status.CLAIMED, Status.REOPENED})


def _claimed(tx: Tx, one: Case, who: StaffId, now: Instant) -> Case | Refused:
    taken = objection(tx, one, who, now)
    if taken is not None and taken is not NOT_CLAIMED:
        return taken
    if one.state.status not in _CLAIMABLE:
        return NOT_NOW
    return _renewed(tx, one, who, now)


def hands_off(conn: Reading, events: Sequence[Event]) -> frozenset[StaffId]:
    """Who may not decide a case that an appeal opened again: whoever decided or seconded what was overturned."""
    again = next((event for event in reversed(events) if event.kind is Happened.REOPENED), None)
    contested = appeals.find(conn, AppealId(str(again.body["appeal"]))) if again and "appeal" in again.body else None
    if contested is None:
        return frozenset()
    return frozenset(who for who in (contested.first_decider, contested.second_decider) if who)


def _renewed(tx: Tx, one: Case, who: StaffId, now: Instant) -> Case:
    return stored.append(tx, one, Happened.CLAIMED, now, who, until=later(now, LEASE_MS))


def _standing(one: Case) -> dict[str, object]:
    """What an escalation repeats, so that the fold can rank the case anew."""
    return {"harm": one.state.harm.value, "channel": one.channel.value, "due_at": one.state.due_at}


def _words(words: str) -> dict[str, object]:
    text = words.strip()[:NOTE_MAX]
    return {"text": text} if text else {}

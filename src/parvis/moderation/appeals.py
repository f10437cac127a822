"""Appeals (Regulation (EU) 2022/2065, Art. 20): free, for six months, one for each decision, answered by somebody else.

Never by who decided or seconded, never by a program. An appeal that succeeds takes the decision back with all that
followed from it, in the transaction that answers it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from parvis.core.casework import (
    APPEAL_MAX,
    Appeal,
    Appellant,
    Case,
    Channel,
    Event,
    Happened,
    Statement,
    StatementKind,
    Subject,
    SubjectKind,
)
from parvis.core.clock import DAY, Instant
from parvis.core.ids import AppealId, CaseId, ConversationId, StaffId, fresh_word
from parvis.core.policy import MEASURES, STATEMENT_DAYS
from parvis.core.text import is_blank, length, tidy_message
from parvis.live.effects import DeskMoved
from parvis.moderation import codes, statements
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import appeals as stored
from parvis.store import cases
from parvis.store import statements as stored_statements
from parvis.store.writer import Tx

UNKNOWN = Refused(text_key="refuse-appeal-unknown")
LATE = Refused(text_key="refuse-appeal-late")
TWICE = Refused(text_key="refuse-appeal-twice")
NOTHING_TAKEN = Refused(text_key="refuse-appeal-nothing")
UNDECIDED = Refused(text_key="refuse-appeal-undecided")
ACTED = Refused(text_key="refuse-appeal-acted")
SAME_PERSON = Refused(text_key="refuse-appeal-same-person")
DECIDED = Refused(text_key="refuse-appeal-decided")
NO_ANSWER = Refused(text_key="refuse-appeal-answer")
NOBODY = Refused(text_key="refuse-appeal-nobody")


# ---------------------------------------------------------------- lodging


async def lodge(office: Office, code: str, text: str, lang: str) -> Appeal | Refused:
    """Contest what a statement explains; whoever has its code may, and needs no visit."""
    words = _words(text)
    if isinstance(words, Refused):
        return words
    hashed = codes.hash_of(office.keys, "decision", code)

    def work(tx: Tx) -> Appeal | Refused:
        one, now = stored_statements.by_hash(tx.conn, hashed), office.clock.now()
        if one is None or not statements.is_readable(one, now):
            return UNKNOWN
        if not statements.may_be_contested(one, now):
            return NOTHING_TAKEN if one.kind is StatementKind.REVERSAL else LATE
        if stored.of_statement(tx.conn, one.id):
            return TWICE
        case = cases.find(tx.conn, one.case) if one.case else _case_of_refusal(tx, office, one, now)
        if case is None:
            return UNKNOWN
        hands = stored.hands_of(tx.conn, one.decision) if one.decision else None
        appeal = _appeal(office, case.id, Appellant.ADDRESSEE, words, lang, now, hands)
        return _lodged(tx, office, case, msgspec.structs.replace(appeal, statement=one.id))

    return await office.db.write(work)


async def lodge_for_report(office: Office, code: str, text: str, lang: str) -> Appeal | Refused:
    """Contest that a report led to nothing; ``code`` is that of its receipt (Art. 20(1))."""
    words = _words(text)
    if isinstance(words, Refused):
        return words
    hashed = codes.hash_of(office.keys, "receipt", code)

    def work(tx: Tx) -> Appeal | Refused:
        found, now = stored.report_by_hash(tx.conn, hashed), office.clock.now()
        case = cases.find(tx.conn, found.case) if found else None
        if found is None or case is None:
            return UNKNOWN
        decision = case.state.decision
        if found.decided_at is None or decision is None:
            return UNDECIDED
        if now - found.decided_at > STATEMENT_DAYS * DAY:
            return LATE
        if stored.of_report(tx.conn, found.report):
            return TWICE
        hands = stored.hands_of(tx.conn, decision)
        if hands and any(MEASURES[wish.measure].restricts for wish in hands.choice.wishes):
            return ACTED
        appeal = _appeal(office, case.id, Appellant.REPORTER, words, lang, now, hands)
        return _lodged(tx, office, case, msgspec.structs.replace(appeal, report=found.report))

    return await office.db.write(work)


def _words(text: str) -> str | Refused:
    """The appellant's words, tidy; why they cannot be taken otherwise."""
    tidy = tidy_message(text)
    if is_blank(tidy):
        return Refused(text_key="refuse-appeal-empty")
    if length(tidy) > APPEAL_MAX:
        return Refused(text_key="refuse-appeal-long", args={"max": APPEAL_MAX})
    return tidy


def _appeal(
    office: Office, case: CaseId, appellant: Appellant, text: str, lang: str, now: Instant, hands: stored.Hands | None
) -> Appeal:
    return Appeal(
        id=AppealId(fresh_word(office.entropy)), case=case, appellant=appellant, text=text, lang=lang, lodged_at=now,
        due_at=Instant(now + office.config.desk.appeal_days * DAY), first_decider=hands.first if hands else None,
        second_decider=hands.second if hands else None,
    )  # fmt: skip


def _lodged(tx: Tx, office: Office, case: Case, one: Appeal) -> Appeal:
    """Keep it, and reopen its case, unless something goes on there or about the same subject."""
    stored.add(tx, one)
    goes_on = case.state.closed_at is None or cases.open_on(tx.conn, case.subject) is not None
    body: dict[str, object] = {"appeal": one.id, "appellant": one.appellant.value}
    cases.append(tx, case, Happened.CONTESTED, one.lodged_at, None, **body, **({"beside": True} if goes_on else {}))
    tx.record("appeal.lodged", {"appeal": one.id, "case": one.case, "statement": one.statement, "report": one.report})
    _tell_desk(tx, office, one.case)
    return one


def _case_of_refusal(tx: Tx, office: Office, one: Statement, now: Instant) -> Case:
    """A matter for a person: what the guard refused by itself had none so far."""
    refusal = stored_statements.refusal_by_statement(tx.conn, one.id)
    ref = refusal.mid if refusal else one.id
    conversation = ConversationId(refusal.conversation) if refusal else None
    subject = Subject(kind=SubjectKind.MESSAGE, ref=ref, conversation=conversation)
    found = cases.open_on(tx.conn, subject)
    if found:
        return found
    body: dict[str, object] = {
        "harm": one.harm.value, "channel": Channel.GUARD.value, "due_at": now + office.due_ms(one.harm)
    }  # fmt: skip
    first = Event(seq=1, at=now, kind=Happened.OPENED, body=body)
    return cases.add(tx, CaseId(fresh_word(office.entropy)), subject, one.addressee, one.lang, Channel.GUARD, first)


def _tell_desk(tx: Tx, office: Office, case: CaseId) -> None:
    for what in ("queue", f"case:{case}"):
        tx.after_commit(office.effects.tell, DeskMoved(what=what))


# ---------------------------------------------------------------- reading


async def waiting(office: Office) -> list[Appeal]:
    """Appeals without an answer, the one that is due first at the front."""
    return await office.db.read(stored.waiting)


async def find(office: Office, appeal_id: AppealId) -> Appeal | None:
    """One appeal."""
    return await office.db.read(lambda conn: stored.find(conn, appeal_id))


async def of_statement(office: Office, one: Statement) -> Appeal | None:
    """The appeal against what a statement explains."""
    return await office.db.read(lambda conn: stored.of_statement(conn, one.id))


def objection(one: Appeal, who: StaffId) -> Refused | None:
    """Why somebody may not answer an appeal; None when they may."""
    if not who:
        return NOBODY
    if who in (one.first_decider, one.second_decider):
        return SAME_PERSON
    return DECIDED if one.decided_at is not None else None


def lacks_people(team: Sequence[StaffId]) -> int:
    """How many people are missing so that every appeal finds somebody who did not decide: two hands, and a third.

    A permanent restriction takes two people, and neither may answer an appeal against it.
    """
    return max(0, 3 - len(set(team)))

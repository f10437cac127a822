"""Appeals (Regulation (EU) 2022/2065, Art. 20): free, for six months, one for each decision, answered by somebody else.

Never by who decided or seconded, never by a program. An appeal that succeeds takes the decision back with all that
followed from it, in the transaction that answers it.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from parvis.core.casework import (
    APPEAL_MAX,
    Action,
    Appeal,
    Appellant,
    Automated,
    Case,
    Channel,
    DecisionState,
    Event,
    Happened,
    Outcome,
    Statement,
    StatementKind,
    Subject,
    SubjectKind,
)
from parvis.core.clock import DAY, Instant
from parvis.core.ids import ActionId, AppealId, CaseId, ConversationId, ReportId, StaffId, StatementId, fresh_word
from parvis.core.policy import MEASURES, STATEMENT_DAYS
from parvis.core.staff import Act, linked, may
from parvis.core.text import is_blank, length, tidy_message
from parvis.live.effects import DeskMoved
from parvis.moderation import actions, codes, omissions, reports, rooms, statements, team
from parvis.moderation.execution import InStore
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import appeals as stored
from parvis.store import cases, decisions
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
NO_APPEAL = Refused(text_key="refuse-appeal-gone")
NOT_A_PART = Refused(text_key="refuse-appeal-part")
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
            return NOTHING_TAKEN if one.kind in statements.TAKE_NOTHING else LATE
        if stored.of_statement(tx.conn, one.id):
            return TWICE
        case = cases.find(tx.conn, one.case) if one.case else _case_of_refusal(tx, office, one, now)
        if case is None:
            return UNKNOWN
        hands = stored.hands_of(tx.conn, one.decision) if one.decision else None
        lodged = _appeal(office, case.id, words, lang, now, hands, statement=one.id)
        if one.kind is StatementKind.ROOM:
            lodged = msgspec.structs.replace(lodged, first_decider=rooms.decider_of(tx, one.id))
        return _lodged(tx, office, case, lodged)

    return await office.db.write(work)


async def lodge_for_report(office: Office, code: str, text: str, lang: str) -> Appeal | Refused:
    """Contest that a report led to nothing; ``code`` is that of its receipt (Art. 20(1))."""
    words = _words(text)
    if isinstance(words, Refused):
        return words
    hashed = codes.hash_of(office.keys, "receipt", code)

    def work(tx: Tx) -> Appeal | Refused:
        found, now = stored.reports_by_hash(tx.conn, hashed), office.clock.now()
        if not found:
            return UNKNOWN
        open_to = [_contestable(tx, one, now) for one in found]
        lodged = [
            _lodged(tx, office, case, _appeal(office, case.id, words, lang, now, hands, report=one.report))
            for one, free in zip(found, open_to, strict=True)
            if not isinstance(free, Refused)
            for case, hands in [free]
        ]
        return lodged[0] if lodged else next(one for one in open_to if isinstance(one, Refused))

    return await office.db.write(work)


def _contestable(tx: Tx, one: stored.Contested, now: Instant) -> tuple[Case, stored.Hands | None] | Refused:
    """The case behind a report and who decided it, when it led to nothing and may still be contested."""
    case = cases.find(tx.conn, one.case)
    if case is None:
        return UNKNOWN
    if one.decided_at is None or case.state.decision is None:
        return UNDECIDED
    if now - one.decided_at > STATEMENT_DAYS * DAY:
        return LATE
    if stored.of_report(tx.conn, one.report):
        return TWICE
    hands = stored.hands_of(tx.conn, case.state.decision)
    stands = hands is not None and hands.state is DecisionState.EXECUTED
    if hands and stands and any(MEASURES[wish.measure].restricts for wish in hands.choice.wishes):
        return ACTED
    return case, hands


def _words(text: str) -> str | Refused:
    """The appellant's words, tidy; why they cannot be taken otherwise."""
    tidy = tidy_message(text)
    if is_blank(tidy):
        return Refused(text_key="refuse-appeal-empty")
    if length(tidy) > APPEAL_MAX:
        return Refused(text_key="refuse-appeal-long", args={"max": APPEAL_MAX})
    return tidy


def _appeal(
    office: Office, case: CaseId, text: str, lang: str, now: Instant, hands: stored.Hands | None, *,
    statement: StatementId | None = None, report: ReportId | None = None,
) -> Appeal:  # fmt: skip
    return Appeal(
        id=AppealId(fresh_word(office.entropy)), case=case, text=text, lang=lang, lodged_at=now,
        appellant=Appellant.REPORTER if report else Appellant.ADDRESSEE, statement=statement, report=report,
        due_at=Instant(now + office.config.desk.appeal_days * DAY), first_decider=hands.first if hands else None,
        second_decider=hands.second if hands else None,
    )  # fmt: skip


def _lodged(tx: Tx, office: Office, case: Case, one: Appeal) -> Appeal:
    """Keep it, and reopen its case, unless something goes on there or about the same subject."""
    stored.add(tx, one)
    rival = cases.open_on(tx.conn, case.subject)
    goes_on = rival is not None and (rival.id != case.id or rival.state.last_seq > 1)  # 1: opened for this appeal
    body: dict[str, object] = {"appeal": one.id, "appellant": one.appellant.value}
    cases.append(tx, case, Happened.CONTESTED, one.lodged_at, None, **body, **({"beside": True} if goes_on else {}))
    tx.record("appeal.lodged", {"appeal": one.id, "case": one.case, "statement": one.statement, "report": one.report})
    _tell_desk(tx, office, one.case)
    return one


def _case_of_refusal(tx: Tx, office: Office, one: Statement, now: Instant) -> Case:
    """A matter for a person: what the guard refused by itself, or a proposed room, had none so far."""
    refusal = stored_statements.refusal_by_statement(tx.conn, one.id)
    kind = SubjectKind.ROOM if one.kind is StatementKind.ROOM else SubjectKind.MESSAGE
    ref = refusal.mid if refusal else one.id
    conversation = ConversationId(refusal.conversation) if refusal else None
    subject = Subject(kind=kind, ref=ref, conversation=conversation)
    found = cases.open_on(tx.conn, subject)
    if found:
        return found
    came = _came(one)
    body: dict[str, object] = {
        "harm": one.harm.value, "channel": came.value, "due_at": now + office.due_ms(one.harm)
    }  # fmt: skip
    first = Event(seq=1, at=now, kind=Happened.OPENED, body=body)
    return cases.add(tx, CaseId(fresh_word(office.entropy)), subject, one.addressee, one.lang, came, first)


def _came(one: Statement) -> Channel:
    """How what is contested came about, so that no letter says of it later what is not so."""
    if one.kind is StatementKind.ROOM:
        return Channel.STAFF
    return Channel.GUARD if one.automated_detection else Channel.ROUTINE


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


async def of_report(office: Office, report: ReportId) -> Appeal | None:
    """The appeal of somebody whose report led to nothing, for their receipt."""
    return await office.db.read(lambda conn: stored.of_report(conn, report))


# ---------------------------------------------------------------- deciding


async def decide(
    office: Office, who: StaffId, appeal_id: AppealId, outcome: Outcome, answer: dict[str, str],
    give_back: Collection[ActionId] = (),
) -> Appeal | Refused:  # fmt: skip
    """Answer an appeal. ``answer`` holds the reasons by language, at least in the appellant's.

    Reversed takes the decision back with all that followed from it; partly gives back the measures named; for somebody
    whose report led to nothing, either opens the case again for a new decision.
    """

    def work(tx: Tx) -> Appeal | Refused:
        one = stored.find(tx.conn, appeal_id)
        case = cases.find(tx.conn, one.case) if one else None
        if one is None or case is None:
            return NO_APPEAL
        refused = objection(one, who) or _lacks_right(tx, who, case) or _unspoken(one, answer)
        if refused:
            return refused
        answered = msgspec.structs.replace(
            one, outcome=outcome, answer=_tidy(answer), decided_by=who, decided_at=office.clock.now()
        )
        statement = stored_statements.find(tx.conn, one.statement) if one.statement else None
        back = _given_back(tx, office, case, statement, answered, give_back)
        if isinstance(back, Refused):
            return back
        stored.decide(tx, answered)
        exception = {"linked": True} if _is_linked(tx, one, who) else {}
        tx.record("appeal.decided", {
            "appeal": one.id, "case": one.case, "outcome": outcome.value, "by": who, **exception,
        })  # fmt: skip
        if statement:
            _write_back(tx, office, statement, answered, back, _told(tx, office, statement, answered))
        _close(tx, cases.find(tx.conn, case.id) or case, answered)
        _tell_desk(tx, office, one.case)
        return answered

    return await office.db.write(work)


def objection(one: Appeal, who: StaffId) -> Refused | None:
    """Why somebody may not answer an appeal; None when they may. Nobody answers for what they decided or seconded."""
    if not who:
        return NOBODY
    if who in (one.first_decider, one.second_decider):
        return SAME_PERSON
    return DECIDED if one.decided_at is not None else None


def _is_linked(tx: Tx, one: Appeal, who: StaffId) -> bool:
    """Whether whoever answers came into the team through who decided, or the other way round."""
    everybody = team.everybody(tx)
    return any(hand and linked(hand, who, everybody) for hand in (one.first_decider, one.second_decider))


def _lacks_right(tx: Tx, who: StaffId, case: Case) -> Refused | None:
    found = team.member(tx, who)
    if found is None or not may(found, Act.DECIDE_APPEALS):
        return team.NO_RIGHT
    return team.objection(tx, who, case.state.queue)


def _unspoken(one: Appeal, answer: dict[str, str]) -> Refused | None:
    """Why an answer will not do: none in the appellant's language, or too long."""
    if is_blank(tidy_message(answer.get(one.lang, ""))):
        return NO_ANSWER
    long = any(length(text) > APPEAL_MAX for text in _tidy(answer).values())
    return Refused(text_key="refuse-appeal-long", args={"max": APPEAL_MAX}) if long else None


def _tidy(answer: dict[str, str]) -> dict[str, str]:
    tidy = {lang: tidy_message(text) for lang, text in answer.items()}
    return {lang: text for lang, text in tidy.items() if not is_blank(text)}


def _given_back(
    tx: Tx, office: Office, case: Case, statement: Statement | None, one: Appeal, give_back: Collection[ActionId]
) -> list[Action] | Refused:
    """Take back what the outcome says; the measures that no longer hold."""
    decision = decisions.find(tx.conn, statement.decision) if statement and statement.decision else None
    if statement and statement.kind is StatementKind.LEFT_OUT and one.outcome is Outcome.PARTLY:
        return NOT_A_PART  # all words stand there again, or none more than before
    if statement and statement.kind is StatementKind.ROOM and one.outcome is Outcome.REVERSED:
        rooms.give_back(tx, office, statement)
    if decision is None or one.outcome is Outcome.UPHELD or one.decided_by is None:
        return []
    if one.outcome is Outcome.REVERSED:
        back = actions.reverse(tx, office, decision, one.decided_by)
        reports.told_of(tx, case.id, [], office.clock.now())
        return back
    taken = {action.id: action for action in decisions.actions_of(tx.conn, decision.id)}
    if not give_back or not set(give_back) < set(taken):
        return NOT_A_PART
    executor = InStore(tx, office, case)
    back = [each for each in (executor.take_back(taken[which]) for which in give_back) if each is not None]
    left = [action.wish.measure for which, action in taken.items() if which not in give_back]
    reports.told_of(tx, case.id, left, office.clock.now())
    return back


def _told(tx: Tx, office: Office, one: Statement, answered: Appeal) -> str:
    """The sentence of the letter; where a part of a message was left out, what became of its words."""
    if one.kind is StatementKind.LEFT_OUT and answered.outcome is Outcome.REVERSED:
        return omissions.put_back(tx, office, one)
    return f"appeal-outcome-{answered.outcome}"


def _write_back(
    tx: Tx, office: Office, one: Statement, answered: Appeal, back: list[Action], told: str
) -> None:  # fmt: skip
    """A letter with the answer: what is given back, or that the decision stands; told in the session too."""
    kind = StatementKind.ANSWER if answered.outcome is Outcome.UPHELD else StatementKind.REVERSAL
    now, who = office.clock.now(), answered.decided_by
    statements.keep(tx, office, msgspec.structs.replace(
        one, id=StatementId(fresh_word(office.entropy)), puid=office.entropy(16).hex(), kind=kind, case=answered.case,
        measures=one.measures if kind is StatementKind.ANSWER else back, facts=answered.answer, explanation="",
        told=told, told_args={}, automated=Automated.NOT, issued_at=now,
        expires_at=statements.readable_until(now), delivered_at=None,
        decided_by=team.number_of(tx, who) if who else None,
    ))  # fmt: skip


def _close(tx: Tx, case: Case, one: Appeal) -> None:
    """The case is as it was before it was contested; a report that was wrongly turned down is decided anew."""
    now, by = one.decided_at or one.lodged_at, one.decided_by
    lodging = [event for event in cases.events(tx.conn, case.id) if event.body.get("appeal") == one.id]
    others = any(other.decided_at is None for other in stored.of_case(tx.conn, case.id) if other.id != one.id)
    beside = others or any(event.body.get("beside") for event in lodging)
    body: dict[str, object] = {"appeal": one.id, "outcome": str(one.outcome), "appellant": one.appellant.value}
    after = cases.append(tx, case, Happened.APPEAL_DECIDED, now, by, **body, **({"beside": True} if beside else {}))
    is_free = after.state.closed_at is not None and cases.open_on(tx.conn, case.subject) is None
    if one.appellant is Appellant.REPORTER and one.outcome is not Outcome.UPHELD and is_free:
        cases.append(tx, after, Happened.REOPENED, now, by, appeal=one.id)

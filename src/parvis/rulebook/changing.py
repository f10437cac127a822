"""Writing a rule, and changing the mode in which one runs: alone where it takes nothing away, by two where it does."""

from __future__ import annotations

from enum import Enum

import msgspec

from parvis.core.approval import Approval, Kind, Objection, State
from parvis.core.clock import Instant
from parvis.core.ids import ApprovalId, StaffId, fresh_word
from parvis.core.rulebook import REASON_MAX, SOURCE_MAX, ModeChange, RuleText, Why
from parvis.core.staff import Act, Staff, may
from parvis.guard.rules import MODE, BadPack, Rule
from parvis.moderation import team
from parvis.moderation.refusal import Refused
from parvis.rulebook.book import Entry, Rulebook
from parvis.rulebook.drafted import checked, digest_of, takes_two
from parvis.store import approvals, notify
from parvis.store import rulebook as stored
from parvis.store.database import Reading
from parvis.store.writer import Tx

TRIPPED = "rule_suspended"
NO_RULE = Refused(text_key="refuse-rule-unknown")
NO_REASON = Refused(text_key="refuse-rule-reason")
NO_MODE = Refused(text_key="refuse-rule-mode")
SAME_MODE = Refused(text_key="refuse-rule-same-mode")
TOO_LONG = Refused(text_key="refuse-rule-long", args={"max": SOURCE_MAX})
OF_A_PACK = Refused(text_key="refuse-rule-of-a-pack")
CHANGED = Refused(text_key="refuse-rule-changed")
NOT_ASKED = Refused(text_key="refuse-rule-not-asked")


class Said(Enum):
    """What the second of two says."""

    AGREE = "agree"
    DECLINE = "decline"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the second agrees to: this rule, doing exactly this, in this mode."""

    rule: str
    version: int
    mode: str
    digest: str


def faults_in(book: Rulebook, source: str) -> list[str]:
    """What is wrong with a text, one sentence each; nothing when it could be kept."""
    if len(source) > SOURCE_MAX:
        return [f"A rule's text has at most {SOURCE_MAX} characters; this one has {len(source)}."]
    try:
        pack = book.read(source)
    except BadPack as fault:
        return [str(fault)]
    return checked(pack, book.others_than(pack.rules[0].id))


async def write(book: Rulebook, who: StaffId, source: str) -> RuleText | Refused:
    """Keep a text as the next version of its rule; it changes nothing that runs. A first one becomes a draft.

    The caller has shown `faults_in`; here they are one refusal.
    """
    faults = faults_in(book, source)
    if faults:
        return Refused(text_key="refuse-rule-faulty", args={"fault": faults[0]})
    rule = book.read(source).rules[0]
    known = book.entries.get(rule.id)
    if known is not None and not known.is_own:
        return OF_A_PACK
    now = book.office.clock.now()

    def work(tx: Tx) -> RuleText | Refused:
        if not _may(tx, who):
            return team.NO_RIGHT
        earlier = stored.texts_of(tx.conn, rule.id)
        version = earlier[0].version + 1 if earlier else 1
        one = RuleText(rule=rule.id, version=version, source=source, by=who, at=now)
        stored.add_text(tx, one)
        if not earlier:
            stored.change_mode(
                tx, ModeChange(rule=rule.id, mode="draft", why=Why.WRITTEN, at=now, version=version, by=who)
            )
        return one

    done = await book.office.db.write(work)
    if isinstance(done, RuleText):
        await book.load()
    return done


async def change_mode(
    book: Rulebook, who: StaffId, rule: str, mode: str, reason: str, version: int | None = None
) -> ModeChange | Approval | Refused:
    """Have a rule run in another mode, or another text of it; an Approval when that waits for a second person."""
    found = _target(book, rule, version)
    refused = found if isinstance(found, Refused) else _objection(book, found, mode, reason)
    if isinstance(found, Refused) or refused is not None:
        return refused or NO_RULE
    wanted = Wanted(rule=rule, version=found.version, mode=mode, digest=digest_of(found.rule))
    if takes_two(found.rule, mode):
        return await _ask(book, who, wanted, reason)
    now = book.office.clock.now()
    change = _change(wanted, reason, who, None, now)

    def work(tx: Tx) -> ModeChange | Refused:
        if not _may(tx, who):
            return team.NO_RIGHT
        stored.change_mode(tx, change)
        return change

    done = await book.office.db.write(work)
    if isinstance(done, ModeChange):
        await _in_force(book, rule)
    return done


async def _in_force(book: Rulebook, rule: str) -> None:
    """People decided: what counts from now on is what the rule does from now on."""
    await book.load()
    if book.current.breakers is not None:
        book.current.breakers.mend(rule)


async def look(book: Rulebook, who: StaffId, rule: str) -> Approval | Refused:
    """Record that somebody looked at what was proposed, in order to answer; then they may read why."""

    def work(tx: Tx) -> Approval | Objection | Refused:
        asked, by = asked_for(tx.conn, book, rule), team.member(tx, who)
        if asked is None or by is None:
            return NOT_ASKED
        return approvals.look(tx, asked.id, by, book.office.clock.now())

    return _answered(await book.office.db.write(work))


async def answer(book: Rulebook, who: StaffId, rule: str, said: Said, words: str) -> ModeChange | Approval | Refused:
    """Agree, which puts it in force, or decline; never the one who proposed it, and only having looked."""
    office = book.office

    def work(tx: Tx) -> ModeChange | Approval | Objection | Refused:
        asked, by, now = asked_for(tx.conn, book, rule), team.member(tx, who), office.clock.now()
        if asked is None or by is None:
            return NOT_ASKED
        if said is Said.DECLINE:
            return approvals.reject(tx, asked.id, by, words, now)
        wanted = msgspec.json.decode(asked.payload, type=Wanted)
        found = _target(book, rule, wanted.version)
        if isinstance(found, Refused) or digest_of(found.rule) != wanted.digest:
            return CHANGED
        agreed = approvals.second(tx, asked.id, by, words, now, office.config.team.pair_quota)
        if isinstance(agreed, Objection):
            return agreed
        used = approvals.use(tx, asked.id, Kind.RULE_CHANGE, rule, asked.payload, now)
        if isinstance(used, Objection):
            return used
        change = _change(wanted, asked.opinion, asked.proposed_by, who, now)
        stored.change_mode(tx, change)
        return change

    done = await office.db.write(work)
    if isinstance(done, ModeChange):
        await _in_force(book, rule)
        return done
    return _answered(done)


async def withdraw(book: Rulebook, who: StaffId, rule: str) -> Approval | Refused:
    """The proposer takes it back."""

    def work(tx: Tx) -> Approval | Objection | Refused:
        asked, by = asked_for(tx.conn, book, rule), team.member(tx, who)
        if asked is None or by is None:
            return NOT_ASKED
        return approvals.withdraw(tx, asked.id, by, book.office.clock.now())

    return _answered(await book.office.db.write(work))


async def suspend(book: Rulebook, rule: str, why: str) -> ModeChange | None:
    """The breaker tripped: the rule does nothing from now on, and whoever is on call hears of it."""
    found = book.entries.get(rule)
    if found is None or not found.awake:
        return None
    wanted = Wanted(rule=rule, version=found.version, mode="suspended", digest=digest_of(found.rule))
    change = msgspec.structs.replace(
        _change(wanted, why, None, None, book.office.clock.now()), why=Why.BREAKER
    )  # fmt: skip

    def work(tx: Tx) -> ModeChange:
        stored.change_mode(tx, change)
        notify.enqueue(tx, TRIPPED, {"rule": rule, "version": found.version})
        return change

    done = await book.office.db.write(work)
    await book.load()
    return done


async def suspend_tripped(book: Rulebook) -> int:
    """Have what took itself out of service in this process stay out in every other, and after a restart; how many."""
    count = 0
    while book.tripped:
        one = book.tripped[0]
        count += await suspend(book, one.rule, one.why) is not None
        book.tripped.remove(one)
    return count


def asked_for(conn: Reading, book: Rulebook, rule: str) -> Approval | None:
    """The newest proposal about a rule that waits for a second person."""
    now = book.office.clock.now()
    asked = approvals.of_subject(conn, Kind.RULE_CHANGE, rule)
    return next((one for one in asked if one.state_at(now) is State.OPEN), None)


def wanted_by(asked: Approval) -> Wanted:
    """What a proposal is for."""
    return msgspec.json.decode(asked.payload, type=Wanted)


def _target(book: Rulebook, rule: str, version: int | None) -> Entry | Refused:
    """The rule as it would run: a shipped one, or a text of the house's own."""
    found = book.entries.get(rule)
    if found is None:
        return NO_RULE
    if not found.is_own or version in (None, found.version):
        return found
    text = found.newest
    if text is None or text.version != version:
        return NO_RULE
    pack = book.read(text.source, text.version)
    return Entry(pack.rules[0], pack, found.mode, found.change, text, text)


def _objection(book: Rulebook, found: Entry, mode: str, reason: str) -> Refused | None:
    if not MODE.fullmatch(mode):
        return NO_MODE
    if not 0 < len(reason.strip()) <= REASON_MAX:
        return NO_REASON
    standing = book.entries[found.rule.id]
    return SAME_MODE if (mode, found.version) == (standing.mode, standing.version) else None


async def _ask(book: Rulebook, who: StaffId, wanted: Wanted, reason: str) -> Approval | Refused:
    office = book.office
    draft = approvals.Draft(
        id=ApprovalId(fresh_word(office.entropy)), kind=Kind.RULE_CHANGE, subject=wanted.rule,
        payload=msgspec.json.encode(wanted), opinion=reason.strip(), hours=office.config.team.approval_hours,
    )  # fmt: skip

    def work(tx: Tx) -> Approval | Objection | Refused:
        by = team.member(tx, who)
        return team.NO_RIGHT if by is None else approvals.propose(tx, draft, by, office.clock.now())

    return _answered(await office.db.write(work))


def _answered(given: Approval | Objection | Refused | ModeChange) -> Approval | Refused:
    if isinstance(given, Objection):
        return Refused(text_key=f"refuse-pair-{given.value}")
    assert not isinstance(given, ModeChange)
    return given


def _change(wanted: Wanted, reason: str, by: StaffId | None, second: StaffId | None, now: Instant) -> ModeChange:
    return ModeChange(
        rule=wanted.rule, mode=wanted.mode, why=Why.DECIDED, at=now, version=wanted.version, digest=wanted.digest,
        reason=reason.strip()[:REASON_MAX], by=by, seconded_by=second,
    )  # fmt: skip


def _may(tx: Tx, who: StaffId) -> bool:
    found: Staff | None = team.member(tx, who)
    return found is not None and may(found, Act.CHANGE_RULES)


def rule_of(book: Rulebook, source: str) -> Rule:
    """The rule in a text that has no faults."""
    return book.read(source).rules[0]

"""Reports and notices: taken from anybody, evidence frozen and one case joined in the same transaction, and answered.

How many report something changes neither its rank nor anybody's lot: a crowd joins one case. What a reporter gets is a
code, and with it an acknowledgement, the promised clock, the decision, and how to contest it (DSA Art. 16(4) and (5)).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import StrEnum

import msgspec

from parvis.core.casework import (
    NOTE_MAX,
    Answer,
    Appeal,
    Case,
    Channel,
    DecisionState,
    Happened,
    Identity,
    Report,
    SubjectKind,
)
from parvis.core.clock import DAY, MINUTE, Instant, later
from parvis.core.ids import CaseId, FlaggerId, ReportId, StaffId, fresh_word
from parvis.core.policy import HARM_OF, HARMS, MEASURES, STATEMENT_DAYS, Measure, Reason
from parvis.core.reporting import MISUSE_MS, Misuse, misuse_of, weight_of
from parvis.core.text import tidy_message, tidy_nickname
from parvis.moderation import cases, codes, evidence, places, team
from parvis.moderation.office import Office
from parvis.moderation.places import LOCATION_MAX, LOCATIONS_MAX, Found, Place
from parvis.moderation.refusal import Refused
from parvis.store import answers
from parvis.store import appeals as stored_appeals
from parvis.store import cases as stored_cases
from parvis.store import reports as stored
from parvis.store.database import Reading
from parvis.store.gathering import Gathering
from parvis.store.reports import Filing, Record, Ruled, Tally
from parvis.store.writer import Tx

LINE = "reports"
NAME_MAX = 200
LIMIT_TOLD_MS = 3650 * DAY
EMAIL_MAX = 254
"""RFC 5321, section 4.5.3.1.3, less the angle brackets."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

NO_PLACE = Refused(text_key="refuse-report-no-place")
NOT_THERE = Refused(text_key="refuse-report-not-there")
NO_FAITH = Refused(text_key="refuse-report-good-faith")
NO_WORDS = Refused(text_key="refuse-report-no-words")
BAD_EMAIL = Refused(text_key="refuse-report-email")
NO_REPORT = Refused(text_key="refuse-report-unknown")
NOTE_LONG = Refused(text_key="refuse-report-note-long", args={"max": NOTE_MAX})
NAME_LONG = Refused(text_key="refuse-report-name-long", args={"max": NAME_MAX})
PLACES_MANY = Refused(text_key="refuse-report-places-many", args={"max": LOCATIONS_MAX})
PLACE_LONG = Refused(text_key="refuse-report-place-long", args={"max": LOCATION_MAX})
LIMITED_KEY = "refuse-report-limited"
FIELD_OF = {
    NO_PLACE.text_key: "locations", NOT_THERE.text_key: "locations", NO_FAITH.text_key: "good_faith",
    NO_WORDS.text_key: "note", BAD_EMAIL.text_key: "email", NOTE_LONG.text_key: "note", NAME_LONG.text_key: "name",
    PLACES_MANY.text_key: "locations", PLACE_LONG.text_key: "locations",
}  # fmt: skip
"""Beside which field of a form a refusal stands."""


class TooFast(msgspec.Struct, frozen=True, kw_only=True):
    """Too many from one source; nothing was kept, and it may be sent again after that time."""

    retry_ms: int

    @property
    def minutes(self) -> int:
        """As people are told."""
        return -(-self.retry_ms // MINUTE)

    @property
    def refused(self) -> Refused:
        """In words."""
        return Refused(text_key="refuse-report-too-fast", args={"minutes": self.minutes})


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody reports, as they say it. ``reporter`` is a visit for those inside, a device for those outside."""

    channel: Channel
    reason: Reason
    lang: str
    reporter: Identity | None = None
    network: str = ""
    places: list[Place] = []
    """From inside: what was pointed at."""
    locations: list[str] = []
    """From outside: addresses, or places in words, as given."""
    note: str = ""
    illegal: bool = False
    name: str = ""
    email: str = ""
    good_faith: bool = False
    flagger: FlaggerId | None = None


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """The report is on the disk. ``code`` opens its receipt; a repeat gets the same one again."""

    code: str
    reports: list[ReportId]
    cases: list[CaseId]
    due_at: Instant
    repeated: bool = False
    misuse: Misuse = Misuse.NONE
    """WARNED: the reporter should read that unfounded reports may be limited (Art. 23(2))."""


class _Item(msgspec.Struct, frozen=True, kw_only=True):
    """One notice on its way to the writer, with every place and the text it was given as."""

    office: Office
    notice: Notice
    pointed: list[tuple[Place, str]]


# ---------------------------------------------------------------- taking one


async def file(office: Office, notice: Notice) -> Filed | Refused | TooFast:
    """Take a notice; returns once it, its evidence and its case are on the disk."""
    notice = tidied(notice)
    refused = fault_in(notice)
    if refused is not None:
        return refused
    wait = _hurry(office, notice)
    if wait:
        return TooFast(retry_ms=wait)
    item = _Item(office=office, notice=notice, pointed=_pointed(office, notice))
    return await _line(office).put(item)


def _line(office: Office) -> Gathering[_Item, Filed | Refused]:
    """At most one write of reports is on its way: a storm of them does not stand between what people say."""
    if LINE not in office.lines:
        office.lines[LINE] = Gathering(office.db, _take_in)
    return office.lines[LINE]


def tidied(notice: Notice) -> Notice:
    """Without hidden controls and end spaces, each place once; too long stays too long, to be told so."""
    locations = list(dict.fromkeys(tidy_nickname(one[: LOCATION_MAX * 4]) for one in notice.locations))
    return msgspec.structs.replace(
        notice, note=tidy_message(notice.note[: NOTE_MAX * 4]), name=tidy_nickname(notice.name[: NAME_MAX * 4]),
        email=notice.email[: EMAIL_MAX * 4].strip(), locations=[one for one in locations if one],
    )  # fmt: skip


def fault_in(notice: Notice) -> Refused | None:
    """Why a notice cannot be taken as it is, or None. Name and e-mail are offered, never required (recital 50)."""
    if len(notice.note) > NOTE_MAX:
        return NOTE_LONG
    if len(notice.name) > NAME_MAX:
        return NAME_LONG
    if notice.email and (len(notice.email) > EMAIL_MAX or _EMAIL.fullmatch(notice.email) is None):
        return BAD_EMAIL
    if len(notice.locations) > LOCATIONS_MAX:
        return PLACES_MANY
    if any(len(one) > LOCATION_MAX for one in notice.locations):
        return PLACE_LONG
    if notice.reason is Reason.SERVICE and not notice.note:
        return NO_WORDS
    if not notice.places and not notice.locations:
        return NO_PLACE
    if notice.channel is not Channel.VISITOR and not notice.good_faith:
        return NO_FAITH
    return None


def _hurry(office: Office, notice: Notice) -> int:
    """Count it against its sender and their network; milliseconds to wait when that is too many."""
    tick = office.clock.tick()
    if notice.flagger is not None:
        return office.friction.try_notice(notice.flagger, tick)
    who = notice.reporter
    sender = "" if who is None else who.visit or who.device or ""
    return office.friction.try_report(sender, notice.network, tick)


def _pointed(office: Office, notice: Notice) -> list[tuple[Place, str]]:
    """Every place, with the text it was given as; a report about the square itself is about nothing else."""
    pointed: list[tuple[Place, str]] = [(place, "") for place in notice.places]
    if notice.reason is Reason.SERVICE:
        return pointed
    config = office.config
    origins = {config.square.origin, *config.server.extra_origins}
    return pointed + [(places.read(text, origins), text) for text in notice.locations]


# ---------------------------------------------------------------- many at once, in one transaction


def _take_in(tx: Tx, items: list[_Item]) -> list[Filed | Refused]:
    """Work for many at once: what concerns one case for one reason joins it in one event."""
    desk = _Intake(tx, items)
    filed = [desk.take(item) for item in items]
    desk.close()
    return filed


class _Intake:
    """One group of notices on its way into the store: whatever all of them need is read once."""

    def __init__(self, tx: Tx, items: list[_Item]) -> None:
        self._tx, self._office = tx, items[0].office
        self._now = self._office.clock.now()
        self._filings: list[Filing] = []
        self._joins: dict[tuple[str, Channel, Reason], tuple[Case, int, int]] = {}
        """What will join, by case and kind: the case, the best weight, how many."""
        self._standing = _Standings(tx.conn, [item.notice for item in items], self._now)
        self._found = places.find_all(tx.conn, {place for item in items for place, _ in item.pointed})
        self._named = {id(item): self._things(item) for item in items}
        keys = {one.subject.key for things in self._named.values() for one in things}
        self._cases = stored_cases.open_on_all(tx.conn, keys)
        repeats = (self._repeat_key(item.notice, one) for item in items for one in self._named[id(item)])
        self._known = stored.known(tx.conn, {key for key in repeats if key is not None})

    def take(self, item: _Item) -> Filed | Refused:
        """One report for each thing the notice names; those that repeat are not kept twice."""
        notice, things = item.notice, self._named[id(item)]
        misuse, until = self._standing.misuse(notice)
        if misuse is Misuse.LIMITED and not HARMS[HARM_OF[notice.reason]].immediate:
            days = -(-(min(until, self._now + LIMIT_TOLD_MS) - self._now) // DAY)
            return Refused(text_key=LIMITED_KEY, args={"days": days})
        if not things:
            return NOT_THERE
        root: ReportId | None = None
        ids: list[ReportId] = []
        for one in things:
            key = self._repeat_key(notice, one)
            repeated = self._known.get(key) if key else None
            if repeated is None:
                ids.append(self._keep(notice, one, root))
            root = root or repeated or ids[-1]
        assert root is not None
        return Filed(
            code=codes.code_of(self._office.keys, "receipt", root), reports=ids or [root],
            cases=[self._cases[one.subject.key].id for one in things],
            due_at=promised(self._office, notice.reason, self._now), repeated=not ids, misuse=misuse,
        )  # fmt: skip

    def close(self) -> None:
        """Let the cases know who joined, then keep the reports."""
        joining = [
            cases.Joining(case=case, channel=channel, reason=reason, weight=weight, count=count)
            for (_, channel, reason), (case, weight, count) in self._joins.items()
        ]
        cases.join_all(self._tx, self._office, joining, self._now)
        stored.add(self._tx, self._filings)

    def _things(self, item: _Item) -> list[Found]:
        """Each thing once. From inside, what is gone is left out; from outside, the address itself is the matter."""
        things: dict[str, Found] = {}
        for place, text in item.pointed:
            one = self._found.get(place) or (places.as_link(text) if text else None)
            if one is not None:
                things.setdefault(one.subject.key, one)
        return list(things.values())

    def _keep(self, notice: Notice, one: Found, root: ReportId | None) -> ReportId:
        report_id = ReportId(fresh_word(self._office.entropy))
        case = self._case(notice, one)
        key = self._repeat_key(notice, one) or report_id
        self._known[key] = root or report_id
        code = codes.code_of(self._office.keys, "receipt", report_id)
        kept = Report(
            id=report_id, case=case.id, channel=notice.channel, reason=notice.reason, note=notice.note,
            lang=notice.lang, at=self._now, illegal=notice.illegal, locations=notice.locations, name=notice.name,
            email=notice.email, good_faith=notice.good_faith, reporter=notice.reporter, flagger=notice.flagger,
            notice=root,
        )  # fmt: skip
        code_hash = codes.hash_of(self._office.keys, "receipt", code)
        self._filings.append(Filing(report=kept, code_hash=code_hash, dedupe=key, network=notice.network))
        return report_id

    def _case(self, notice: Notice, one: Found) -> Case:
        """The open case, which this report will join; or a new one, with its evidence."""
        weight, case = self._standing.weight(notice), self._cases.get(one.subject.key)
        if case is not None:
            kind = (one.subject.key, notice.channel, notice.reason)
            _, best, count = self._joins.get(kind, (case, weight, 0))
            self._joins[kind] = (case, max(best, weight), count + 1)
            return case
        author = places.author_of(self._tx.conn, one)
        case, _ = cases.open_or_join(
            self._tx, self._office, one.subject, author, author.lang if author else notice.lang, notice.channel,
            notice.reason, weight, self._now,
        )  # fmt: skip
        evidence.freeze(self._tx, self._office, case, one.subject)
        self._cases[one.subject.key] = case
        return case

    def _repeat_key(self, notice: Notice, one: Found) -> str | None:
        """Under which the same words of the same person about the same open case are the same report."""
        case, who = self._cases.get(one.subject.key), notice.reporter
        sender = notice.flagger or ((who.pass_id or who.device) if who else None)
        if case is None or sender is None:
            return None
        said = "\n".join([case.id, sender, notice.reason, notice.note, str(notice.illegal), notice.name, notice.email])
        return self._office.keys.hash("report repeated", said)


class _Standings:
    """How right the senders of some notices were so far, and who of them is warned or limited."""

    def __init__(self, conn: Reading, notices: Sequence[Notice], now: Instant) -> None:
        people_ = [notice.reporter for notice in notices if notice.reporter is not None and notice.flagger is None]
        passes = {who.pass_id for who in people_ if who.pass_id}
        devices = {who.device for who in people_ if who.device and not who.pass_id}
        since = Instant(now - MISUSE_MS)
        self._now = now
        self._tallies = stored.tallies(conn, "pass_id", passes, since) | stored.tallies(conn, "device", devices, since)
        self._limits = stored.limits(conn, {key for who in people_ for _, key in who.classes()}, now)
        flaggers_ = {notice.flagger for notice in notices if notice.flagger}
        self._flaggers = {one: stored.flagger_record(conn, one) for one in flaggers_}

    def misuse(self, notice: Notice) -> tuple[Misuse, Instant]:
        """Where a sender stands on the ladder of misuse, and until when they are limited."""
        who = notice.reporter
        if who is None or notice.flagger is not None:
            return Misuse.NONE, self._now
        until = max((self._limits[key] for _, key in who.classes() if key in self._limits), default=None)
        lately = self._tally(who).lately
        return misuse_of(lately.decided, lately.unfounded, limited=until is not None), until or self._now

    def weight(self, notice: Notice) -> int:
        """What a sender's record adds to a report, within narrow bounds."""
        if notice.flagger is not None:
            record = self._flaggers[notice.flagger]
        else:
            record = self._tally(notice.reporter).ever if notice.reporter else Record()
        return weight_of(record.decided, record.upheld, notice.reason)

    def _tally(self, who: Identity) -> Tally:
        return self._tallies.get(who.pass_id or who.device or "", Tally())


def promised(office: Office, reason: Reason, at: Instant) -> Instant:
    """Until when the first decision is promised to whoever reports that."""
    return later(at, office.due_ms(HARM_OF[reason]))


# ---------------------------------------------------------------- answering


class Result(StrEnum):
    """What a reporter is told of a decision: what became of the thing, never the details of a measure on a person."""

    REMOVED = "removed"
    PERSON = "person"
    """A measure concerning somebody."""
    ROOM = "room"
    NOTHING = "nothing"


RESULT_OF: dict[Measure, Result] = {
    Measure.NOTHING: Result.NOTHING,
    Measure.WARN: Result.PERSON,
    Measure.REMOVE: Result.REMOVED,
    Measure.RESTORE: Result.NOTHING,
    Measure.LIMIT: Result.PERSON,
    Measure.MUTE: Result.PERSON,
    Measure.SUSPEND: Result.PERSON,
    Measure.BAN: Result.PERSON,
    Measure.CLOSE_ROOM: Result.ROOM,
    Measure.OPEN_ROOM: Result.NOTHING,
    Measure.SLOW_ROOM: Result.ROOM,
    Measure.PREMODERATE: Result.ROOM,
    Measure.RELEASE: Result.NOTHING,
    Measure.REFUSE: Result.REMOVED,
    Measure.LIFT: Result.NOTHING,
}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a notice named, and where it stands."""

    report: ReportId
    code: str
    """Of this report alone, for contesting its decision; the first part's opens the whole receipt."""
    kind: SubjectKind
    number: int
    """Of its case."""
    decided_at: Instant | None = None
    results: list[Result] = []
    """Empty while undecided."""
    reversed: bool = False
    """The decision was taken back on appeal."""
    appeal: Appeal | None = None
    contest_until: Instant | None = None
    """Until when it can be contested here (Art. 20): while nothing was done, and nobody has contested it yet."""


class ReceiptView(msgspec.Struct, frozen=True, kw_only=True):
    """What a code opens: acknowledgement, clock, decision, and what can be done about it (Art. 16(4) to (6))."""

    code: str
    report: ReportId
    at: Instant
    due_at: Instant
    reason: Reason
    illegal: bool
    note: str
    locations: list[str]
    parts: list[Part]
    answers: list[Answer] = []
    """For reports about the square itself."""
    contest_until: Instant | None = None
    """Until when a decision can be contested here (Art. 20); None while there is none, or after that time."""
    unfounded: bool = False

    @property
    def decided(self) -> bool:
        """Whether everything it named was decided."""
        return all(part.decided_at is not None for part in self.parts)


async def read(office: Office, typed: str, network: str) -> ReceiptView | TooFast | None:
    """The receipt behind a code, however it was typed; None when it opens nothing. Guessing is slowed."""
    tick = office.clock.tick()
    wait = office.friction.try_code(network, tick)
    if wait:
        return TooFast(retry_ms=wait)
    code_hash = codes.hash_of(office.keys, "receipt", typed)
    view = await office.db.read(lambda conn: _view(conn, office, code_hash))
    if view is not None:
        office.friction.code_was_right(network, tick)
    return view


def _view(conn: Reading, office: Office, code_hash: str) -> ReceiptView | None:
    found = stored.by_code(conn, code_hash)
    if not found:
        return None
    first, now = found[0], office.clock.now()
    rulings = stored.ruled(conn, {one.case for one in found})
    parts = [_part(conn, office, one, rulings.get(one.case, [])) for one in found]
    ends = [part.contest_until for part in parts if part.contest_until is not None and part.contest_until > now]
    return ReceiptView(
        code=codes.code_of(office.keys, "receipt", first.id), report=first.id, at=first.at,
        due_at=promised(office, first.reason, first.at), reason=first.reason, illegal=first.illegal, note=first.note,
        locations=first.locations, parts=parts, answers=answers.of_cases(conn, {one.case for one in found}),
        contest_until=max(ends, default=None), unfounded=any(one.unfounded for one in found),
    )  # fmt: skip


def _part(conn: Reading, office: Office, one: Report, rulings: list[Ruled]) -> Part:
    case = stored_cases.find(conn, one.case)
    assert case is not None, "a report goes with its case"
    part = Part(
        report=one.id, code=codes.code_of(office.keys, "receipt", one.id), kind=case.subject.kind, number=case.number,
        appeal=stored_appeals.of_report(conn, one.id),
    )  # fmt: skip
    if not rulings:
        return part
    last = rulings[-1]
    results = list(dict.fromkeys(RESULT_OF[measure] for measure in last.measures)) or [Result.NOTHING]
    if len(results) > 1:
        results = [result for result in results if result is not Result.NOTHING]
    is_open = part.appeal is None and not any(MEASURES[measure].restricts for measure in last.measures)
    return msgspec.structs.replace(
        part, decided_at=last.at, results=results, reversed=last.state is DecisionState.REVERSED,
        contest_until=later(last.at, STATEMENT_DAYS * DAY) if is_open else None,
    )  # fmt: skip


def told_of(tx: Tx, case: CaseId, measures: Collection[Measure], at: Instant) -> int:
    """The case was decided, or decided anew: its reporters read it on their receipts; how many there are.

    A report is upheld when anything at all was done about it.
    """
    return stored.decide(tx, case, at, upheld=any(RESULT_OF[one] is not Result.NOTHING for one in measures))


async def judge(office: Office, who: StaffId, report_id: ReportId, *, unfounded: bool) -> Report | Refused:
    """Say that a report is manifestly unfounded, or take that back; its sender is warned, and nothing more, by this."""

    def work(tx: Tx) -> Report | Refused:
        found = stored.find(tx.conn, report_id)
        case = stored_cases.find(tx.conn, found.case) if found else None
        if found is None or case is None:
            return NO_REPORT
        refused = team.objection(tx, who, case.state.queue)
        if refused:
            return refused
        stored.mark_unfounded(tx, report_id, unfounded=unfounded)
        stored_cases.append(tx, case, Happened.NOTED, office.clock.now(), who, report=report_id, unfounded=unfounded)
        cases.tell(tx, office, case)
        return msgspec.structs.replace(found, unfounded=unfounded)

    return await office.db.write(work)


async def misuse(office: Office, who: Identity) -> Misuse:
    """Where somebody stands on the ladder of misuse, for the report form to say so."""
    asking = Notice(channel=Channel.VISITOR, reason=Reason.OTHER, lang=who.lang, reporter=who)
    now = office.clock.now()
    return await office.db.read(lambda conn: _Standings(conn, [asking], now).misuse(asking)[0])

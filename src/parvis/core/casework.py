"""Reports, cases, decisions, statements and appeals as values, and how a case's state follows from its events.

Events are appended and never changed; whatever a case is *now* is a fold over them. Columns that repeat part of
it exist only so that queues can be sorted, and a test holds them to the fold (`parvis.core.casefold`).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from parvis.core.clock import MINUTE, Instant
from parvis.core.ids import (
    ActionId,
    AnswerId,
    AppealId,
    CaseId,
    ConversationId,
    DecisionId,
    FlaggerId,
    MessageId,
    PassId,
    ReportId,
    RoomId,
    StaffId,
    StatementId,
    VisitId,
)
from parvis.core.policy import HARMS, Feature, Harm, Measure, Queue, Reason

LEASE_MS = 15 * MINUTE
"""How long a claimed case stays with one person; work on it renews the lease."""
NOTE_MAX = 2_000
"""Characters of a reporter's or moderator's note."""
FACTS_MAX = 5_000
"""Characters of the facts in a statement (limit of the Transparency Database)."""
APPEAL_MAX = 5_000
WINDOW = 3
"""Messages on each side of a reported one that are frozen with it."""


# ---------------------------------------------------------------- who and what


class SubjectKind(StrEnum):
    """What a report or a case is about."""

    MESSAGE = "message"
    VISIT = "visit"
    NICKNAME = "nickname"
    ROOM = "room"
    LINK = "link"
    """An address given from outside that leads to nothing we (still) hold."""
    SERVICE = "service"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is judged. ``ref``: a message's mid, a visit's or room's id; for links and the service a short word."""

    kind: SubjectKind
    ref: str
    conversation: ConversationId | None = None
    n: int | None = None

    @property
    def key(self) -> str:
        """One open case at most has this key."""
        return f"{self.kind}:{self.ref}"


class ClassKind(StrEnum):
    """What a restriction can hold on to; a network only ever adds friction, for a day at most."""

    PASS = "pass"  # noqa: S105 - not a password
    DEVICE = "device"
    NETWORK = "network"


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody without an account, as far as a case must know: frozen when the case opens, for visits are erased."""

    visit: VisitId
    pass_id: PassId | None = None
    device: str | None = None
    """HMAC of the device cookie."""
    network: str | None = None
    nickname: str = ""
    lang: str = "fr"

    def classes(self) -> list[tuple[ClassKind, str]]:
        """The identity class a restriction names: never the network."""
        found = [(ClassKind.PASS, self.pass_id), (ClassKind.DEVICE, self.device)]
        return [(kind, key) for kind, key in found if key]


class Channel(StrEnum):
    """How something came to the desk."""

    VISITOR = "visitor"
    OUTSIDER = "outsider"
    FLAGGER = "flagger"
    GUARD = "guard"
    ROUTINE = "routine"
    """First messages are read before they go: nobody pointed at this one, and no program found anything in it."""
    STAFF = "staff"


SOURCES: dict[Channel, str] = {
    Channel.VISITOR: "SOURCE_ARTICLE_16",
    Channel.OUTSIDER: "SOURCE_ARTICLE_16",
    Channel.FLAGGER: "SOURCE_TRUSTED_FLAGGER",
    Channel.GUARD: "SOURCE_VOLUNTARY",
    Channel.ROUTINE: "SOURCE_VOLUNTARY",
    Channel.STAFF: "SOURCE_VOLUNTARY",
}
"""``source_type`` of the Transparency Database."""
HELD = (Channel.GUARD, Channel.ROUTINE)
"""How something comes that waits, or that a rule acted on: by no person."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One notice (Regulation (EU) 2022/2065, Art. 16) or report of a rule broken, as kept."""

    id: ReportId
    case: CaseId
    channel: Channel
    reason: Reason
    note: str
    lang: str
    at: Instant
    illegal: bool = False
    """The reporter says that the law is broken, not only the rules."""
    locations: list[str] = []
    """Links or places as given, for notices from outside."""
    name: str = ""
    email: str = ""
    good_faith: bool = False
    reporter: Identity | None = None
    flagger: FlaggerId | None = None
    decided_at: Instant | None = None
    notice: ReportId | None = None
    """The first report of the same notice, when it named several places; its code opens them all."""
    upheld: bool | None = None
    """Whether something was done about it; None until the case is decided."""
    unfounded: bool = False
    """Found manifestly unfounded by a person (Art. 23(2))."""


class Topic(StrEnum):
    """What a report about the square itself is about; each has at most one open case."""

    MINORS = "minors"
    """It lets in people under 18, or does not protect them."""
    DANGER = "danger"
    """It lets violence, traps or traffic happen."""
    MODERATION = "moderation"
    """Reports without an answer, decisions that are wrong."""
    PRIVACY = "privacy"
    ACCESS = "access"
    """Somebody cannot use it: a disability, a device, a language."""
    OTHER = "other"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator answered in public to reports about the square itself; it names nobody."""

    id: AnswerId
    case: CaseId
    topic: Topic
    question: dict[str, str]
    """What was asked, in the operator's words, by language."""
    answer: dict[str, str]
    asked_at: Instant
    at: Instant
    by: int | None = None
    """The number of whoever answered."""


# ---------------------------------------------------------------- a case and its events


class Status(StrEnum):
    """Where a case stands; always derived."""

    OPEN = "open"
    CLAIMED = "claimed"
    AWAITING_SECOND = "awaiting-second"
    ON_HOLD = "on-hold"
    PENDING = "pending"
    """Decided, and still to be undone for a minute."""
    DECIDED = "decided"
    REOPENED = "reopened"
    """Contested, or an earlier decision was reversed."""


class Happened(StrEnum):
    """The kinds of case events."""

    OPENED = "opened"
    REPORTED = "reported"
    """Another report joined."""
    CLASSIFIED = "classified"
    CLAIMED = "claimed"
    FREED = "freed"
    SKIPPED = "skipped"
    NOTED = "noted"
    ESCALATED = "escalated"
    HELD = "held"
    """Put on hold by a person, until an instant."""
    RESUMED = "resumed"
    PROPOSED = "proposed"
    """A decision that takes two people waits for the second."""
    DECLINED = "declined"
    """The second did not agree."""
    DECIDED = "decided"
    UNDONE = "undone"
    EXECUTED = "executed"
    PROTECTED = "protected"
    """One person alone suspended somebody for a day at most, while the case goes on."""
    LIMITED = "limited"
    """A rule of the guard did something by itself for a while, while the case goes on."""
    LAPSED = "lapsed"
    """What was held was refused by the clock, and nobody was at work on it."""
    CONTESTED = "contested"
    APPEAL_DECIDED = "appeal-decided"
    REOPENED = "reopened"
    WATCHED = "watched"
    """Context beyond the window was opened; the access log has the purpose."""
    CALLED = "called"
    """Nobody was on duty, and the person on call was called."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a case. ``by`` is None for the house itself and for people outside the team."""

    seq: int
    at: Instant
    kind: Happened
    by: StaffId | None = None
    body: dict[str, object] = {}
    """Ids, codes, instants; a note's words stand here too, and are erased with the case."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a case is now."""

    status: Status = Status.OPEN
    harm: Harm = Harm.OTHER
    queue: Queue = Queue.GENERAL
    severity: int = 0
    priority: int = 0
    due_at: Instant = Instant(0)
    lease_by: StaffId | None = None
    lease_until: Instant = Instant(0)
    hold_until: Instant | None = None
    reports: int = 0
    skips: int = 0
    escalated: bool = False
    first_decided_at: Instant | None = None
    decision: DecisionId | None = None
    """The last decision that stands or is on its way."""
    proposal: DecisionId | None = None
    closed_at: Instant | None = None
    last_seq: int = 0

    def leased_to(self, now: Instant) -> StaffId | None:
        """Who works it right now."""
        return self.lease_by if self.lease_by and self.lease_until > now else None

    def is_overdue(self, now: Instant) -> bool:
        """Past its clock without a first decision."""
        return self.first_decided_at is None and self.closed_at is None and now > self.due_at


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One matter, with what never changes about it and its state now."""

    id: CaseId
    number: int
    """Counts from 1; what people say to each other."""
    subject: Subject
    author: Identity | None
    """Whom a decision would hit; None for rooms, links and the service."""
    lang: str
    channel: Channel
    """How it first came."""
    opened_at: Instant
    state: State


PRIORITY_IMMEDIATE = 1_000
"""Immediate harms stand before all others, whatever else adds up."""
PRIORITY_FLAGGER = 300
PRIORITY_ESCALATED = 200
PRIORITY_TOP = 10_000
"""Above every sum of these."""
CLOCK_BITS = 42
"""What an instant in milliseconds takes, until the year 2109."""


def priority_of(harm: Harm, channel: Channel, weight: int, *, escalated: bool) -> int:
    """What sorts the queue, greatest first; how many reported adds nothing, so that a crowd cannot push.

    ``weight`` says how often the reporter was right before; it counts for at most 20 either way.
    """
    policy = HARMS[harm]
    total = policy.severity + min(max(weight, -20), 20)
    total += PRIORITY_IMMEDIATE if policy.immediate else 0
    total += PRIORITY_FLAGGER if channel is Channel.FLAGGER else 0
    return total + (PRIORITY_ESCALATED if escalated else 0)


def rank_of(state: State) -> int:
    """One number that sorts the line, least first: the greater priority, then the earlier clock."""
    return (PRIORITY_TOP - state.priority << CLOCK_BITS) + state.due_at


# ---------------------------------------------------------------- deciding


class Ground(StrEnum):
    """Why a restriction: the law, or the square's own rules (Art. 17(3)(d) and (e))."""

    ILLEGAL = "DECISION_GROUND_ILLEGAL_CONTENT"
    TERMS = "DECISION_GROUND_INCOMPATIBLE_CONTENT"


class Automated(StrEnum):
    """How far a program decided (Art. 17(3)(c))."""

    FULLY = "AUTOMATED_DECISION_FULLY"
    PARTIALLY = "AUTOMATED_DECISION_PARTIALLY"
    NOT = "AUTOMATED_DECISION_NOT_AUTOMATED"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """One measure a decision asks for. ``for_ms`` is its length; None where it has no end or needs none."""

    measure: Measure
    for_ms: int | None = None
    feature: Feature | None = None
    room: RoomId | None = None
    every_s: int | None = None
    """For a slow room: seconds between two messages of one visit; for first messages: how many of them wait."""
    action: ActionId | None = None
    """For lift: which restriction ends."""


BY_RULE = StaffId("guard")
"""Stands where a decision names who took it, for what a rule of the guard did by itself: no person has this id."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decides on a case, before anything is done."""

    case: CaseId
    wishes: list[Wish]
    harm: Harm
    ground: Ground
    rule: int
    """The rule it is against (from 1); also for what is illegal, since the rules forbid that too."""
    facts: dict[str, str]
    """What happened, by language; at least one."""
    legal_ground: str = ""
    explanation: str = ""
    """For the law: why it is illegal. For the rules: why it is against this one; empty takes the rule's own words."""
    automated_detection: bool = False
    similar: list[CaseId] = []


class DecisionState(StrEnum):
    """Where a decision is on its way."""

    PROPOSED = "proposed"
    PENDING = "pending"
    EXECUTED = "executed"
    UNDONE = "undone"
    DECLINED = "declined"
    REVERSED = "reversed"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A choice and what became of it."""

    id: DecisionId
    choice: Choice
    state: DecisionState
    by: StaffId
    at: Instant
    execute_at: Instant
    executed_at: Instant | None = None
    seconded_by: StaffId | None = None
    terms_version: str = ""
    supersedes: DecisionId | None = None


class ActionState(StrEnum):
    """Where a measure is."""

    ACTIVE = "active"
    EXPIRED = "expired"
    LIFTED = "lifted"
    REVERSED = "reversed"
    DONE = "done"
    """Took effect at once and has no length: a removal, a warning."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One measure that was taken."""

    id: ActionId
    decision: DecisionId
    case: CaseId
    wish: Wish
    state: ActionState
    starts_at: Instant
    ends_at: Instant | None = None


class Sanction(msgspec.Struct, frozen=True, kw_only=True):
    """A restriction as the door and the square meet it."""

    action: ActionId
    statement: StatementId | None
    measure: Measure
    kind: ClassKind
    key: str
    starts_at: Instant
    ends_at: Instant | None = None
    """None: without end."""
    feature: Feature | None = None
    room: RoomId | None = None
    """For a limit that holds in one room only."""


# ---------------------------------------------------------------- reasons and appeals


class StatementKind(StrEnum):
    """What a statement is about."""

    MEASURE = "measure"
    REFUSAL = "refusal"
    """An automatic refusal, explained on request."""
    LEFT_OUT = "left-out"
    """A rule of the guard left a part out of a message; told at once."""
    WARNING = "warning"
    REVERSAL = "reversal"
    """Something was given back."""
    ANSWER = "answer"
    """An appeal was answered, and the decision stands."""
    ROOM = "room"
    """A room somebody proposed was declined, closed, or came to an end."""
    ROOM_OPEN = "room-open"
    """A room somebody proposed is open."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A statement of reasons (Regulation (EU) 2022/2065, Art. 17): codes and facts; words are made when shown."""

    id: StatementId
    puid: str
    """Unique for ever towards the Transparency Database; says nothing of anybody."""
    kind: StatementKind
    case: CaseId | None
    decision: DecisionId | None
    addressee: Identity
    lang: str
    measures: list[Action]
    harm: Harm
    ground: Ground
    rule: int
    legal_ground: str
    explanation: str
    facts: dict[str, str]
    source: str
    automated_detection: bool
    automated: Automated
    content_at: Instant
    """When what it is about was said."""
    quoted: str
    """The words it is about, for the person who wrote them; never exported."""
    terms_version: str
    issued_at: Instant
    expires_at: Instant
    decided_by: int | None = None
    """The moderator's number."""
    told: str = ""
    """Text key of one more sentence, filled with ``told_args``: what the author of a refused message was told, how an
    appeal ended."""
    told_args: dict[str, str | int] = {}
    delivered_at: Instant | None = None
    message: MessageId | None = None
    """The message that a part was left out of, for putting it back."""


class Outcome(StrEnum):
    """How an appeal ends."""

    UPHELD = "upheld"
    """The first decision stands."""
    PARTLY = "partly"
    REVERSED = "reversed"


class Appellant(StrEnum):
    """Who contests."""

    ADDRESSEE = "addressee"
    REPORTER = "reporter"
    """Somebody whose report led to nothing (Art. 20(1))."""


class Appeal(msgspec.Struct, frozen=True, kw_only=True):
    """An internal complaint (Art. 20): free, for six months, decided by somebody else."""

    id: AppealId
    case: CaseId
    appellant: Appellant
    text: str
    lang: str
    lodged_at: Instant
    due_at: Instant
    statement: StatementId | None = None
    report: ReportId | None = None
    first_decider: StaffId | None = None
    second_decider: StaffId | None = None
    """Who seconded the first decision may not decide the appeal either."""
    outcome: Outcome | None = None
    decided_by: StaffId | None = None
    decided_at: Instant | None = None
    answer: dict[str, str] = {}


class Flagger(msgspec.Struct, frozen=True, kw_only=True):
    """A trusted flagger (Art. 22), registered by the operator."""

    id: FlaggerId
    name: str
    contact: str
    harms: list[Harm]
    since: Instant
    ended_at: Instant | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A message that waits for the desk."""

    mid: MessageId
    conversation: ConversationId
    sender: VisitId
    nickname: str
    text: str
    at: Instant
    reason: str

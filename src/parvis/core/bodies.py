"""What crosses the JSON doors below ``/api``, defined once: bodies, answers, problems; OpenAPI is generated from here.

Times are milliseconds since 1970. Unknown fields are ignored, on both sides, so that the doors can grow. Rooms and
messages are told in the very shapes of the socket's frames (`parvis.core.protocol`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parvis.core.casework import (
    APPEAL_MAX,
    ActionState,
    Automated,
    Ground,
    Outcome,
    StatementKind,
    SubjectKind,
    Topic,
)
from parvis.core.people import OLDEST, Gender
from parvis.core.policy import Measure, Reason
from parvis.core.protocol import Cid, Conv, Count, Me, Person, RoomState
from parvis.core.rooms import ProposalState
from parvis.core.talk import PAGE_MAX, Status

TYPED_MAX = 300
"""Characters of a field that somebody typed."""
Typed = Annotated[str, Meta(max_length=TYPED_MAX)]


# ---------------------------------------------------------------- what is asked


class Nothing(Struct, frozen=True):
    """An empty object: there is nothing to say, but a browser elsewhere must not be able to say it for somebody."""


class VoucherBody(Struct, frozen=True, kw_only=True):
    """A one-time code from a counter."""

    code: Annotated[Typed, Meta(description="The short form, the link form, or the whole link.")]


class EntryBody(Struct, frozen=True, kw_only=True):
    """The entry card; which fields must be there says ``/api/how``."""

    nickname: Annotated[
        Typed, Meta(description="3 to 24 characters, unique by look, judged by the guard.", examples=["Capucine"])
    ]
    age: Annotated[int, Meta(ge=0, le=OLDEST, description="In years; only its band is kept.", examples=[34])]
    gender: Gender | None = None
    gender_consent: Annotated[bool, Meta(description="Without it the gender is not kept (GDPR Art. 9(2)(a)).")] = False
    postal_code: Annotated[Typed, Meta(description="French, five digits; only an area is kept of it.")] = ""
    meant: Annotated[
        bool,
        Meta(description="The nickname was asked about (a reason that begins with `prompt-`), and is meant as it is."),
    ] = False
    proof: Annotated[
        str,
        Meta(
            description=(
                "While the square is careful: the answer to `/api/proof`, as JSON text with the `challenge` as it came "
                "and ALTCHA's `solution` (`counter`, `derivedKey`), or without one once `wait_s` seconds are over."
            )
        ),
    ] = ""


class ProposalBody(Struct, frozen=True, kw_only=True):
    """A room as somebody would like it, by language code; at least in one language."""

    name: dict[str, Typed]
    topic: dict[str, Typed]


class ConsentBody(Struct, frozen=True, kw_only=True):
    """The consent a sensitive room asks for: an act of its own (GDPR Art. 9(2)(a))."""

    consent: Literal["yes"]


class HistoryQuery(Struct, frozen=True, kw_only=True):
    """A stretch of history: at most one of ``before``, ``after``, ``around``; none of them for the newest."""

    before: Annotated[Count, Meta(description="Messages below this n.")] | UnsetType = UNSET
    after: Annotated[Count, Meta(description="Messages above this n.")] | UnsetType = UNSET
    around: Annotated[Count, Meta(description="This n in the middle.")] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=PAGE_MAX, description="Messages at most.")] = 20


class MessageBody(Struct, frozen=True, kw_only=True):
    """Something to say. ``cid`` makes a repeat harmless: it is answered with the first one's status."""

    cid: Cid
    text: Annotated[str, Meta(description="Up to 2,000 characters; judged by the guard.")]
    re: Annotated[Count, Meta(description="The n of the message it answers.")] | None = None


class TextBody(Struct, frozen=True, kw_only=True):
    """A new text for an own message, within two minutes."""

    text: str


class MessageAt(Struct, frozen=True, kw_only=True):
    """One message of a room."""

    conv: Conv
    n: Count


class ReportBody(Struct, frozen=True, kw_only=True):
    """A report, or a notice of illegal content (Regulation (EU) 2022/2065, Art. 16). At least one place must be named.

    From inside ``message``, ``room`` or ``visit``; from outside ``locations``; about the square itself ``topic``.
    """

    reason: Reason
    message: MessageAt | None = None
    room: Annotated[Typed, Meta(description="A room's id, such as `accueil`.")] | None = None
    visit: Annotated[Typed, Meta(description="Somebody's id, as in a message's `from`.")] | None = None
    nickname: Annotated[bool, Meta(description="What they call themselves, rather than what they do.")] = False
    topic: Annotated[Topic, Meta(description="With the reason `service`; answered in public.")] | None = None
    locations: Annotated[
        list[str],
        Meta(
            description="Up to 20 links, or places in words, of 500 characters each; one report for each, one receipt.",
            examples=[["https://place.example/square/accueil#12"]],
        ),
    ] = []
    note: Annotated[str, Meta(description="Why, in up to 2,000 characters; for the team alone.")] = ""
    illegal: Annotated[bool, Meta(description="The law is broken, not only the square's rules.")] = False
    name: Annotated[str, Meta(description="Offered, not required.")] = ""
    email: Annotated[str, Meta(description="Offered, not required; nothing is sent to it without need.")] = ""
    good_faith: Annotated[
        bool, Meta(description="The notice is accurate and complete as far as one knows; needed from outside.")
    ] = False


class ReceiptBody(Struct, frozen=True, kw_only=True):
    """The code of a receipt."""

    code: Annotated[Typed, Meta(description="However it is typed, or the whole link with it.")]


class DecisionBody(Struct, frozen=True, kw_only=True):
    """The code of a decision."""

    code: Annotated[Typed, Meta(description="However it is typed, or the whole link with it.")]


class AppealBody(Struct, frozen=True, kw_only=True):
    """What somebody has to say against a decision."""

    code: Annotated[Typed, Meta(description="However it is typed, or the whole link with it.")]
    text: Annotated[str, Meta(description=f"In French or English, at most {APPEAL_MAX} characters.")]


class RefusalBody(Struct, frozen=True, kw_only=True):
    """Which message was refused."""

    cid: Annotated[Cid, Meta(description="As it was sent, within the last seven days and by the same visit.")]


class PasskeyBody(Struct, frozen=True, kw_only=True):
    """What a passkey of the team is to be asked for."""

    what: Literal["sign-in", "enrol", "step-up", "add-key"]
    token: Annotated[Typed, Meta(description="To `enrol`: the invitation's.")] = ""
    name: Annotated[Typed, Meta(description="To `enrol`: how the team will call whoever joins.")] = ""


class PulseQuery(Struct, frozen=True, kw_only=True):
    """Of which case, if one is open."""

    case: Annotated[Typed, Meta(description="The case's id.")] = ""


class RuleBody(Struct, frozen=True, kw_only=True):
    """A rule as it is being written."""

    source: Annotated[str, Meta(description="TOML, as the house's own rules are written.")]


# ---------------------------------------------------------------- what is answered


class Passed(Struct, frozen=True, kw_only=True):
    """The age was checked; the pass itself is in the cookie."""

    expires_at: int


class Entered(Struct, frozen=True, kw_only=True):
    """Somebody is on the square; the visit's secret is in the cookie."""

    visit: Me
    room: Annotated[str, Meta(description="Where people land.")]
    gender_left_out: Annotated[bool, Meta(description="A gender was given without the consent to keep it.")] = False
    told: Annotated[list[str], Meta(description="Said to whoever came in, alone: help lines that a rule shows.")] = []


class Kept(Struct, frozen=True, kw_only=True):
    """One thing that is kept, and for how long, in the reader's language."""

    what: str
    how_long: str


class VisitAnswer(Struct, frozen=True, kw_only=True):
    """Everything that is kept about this visit."""

    visit: Me
    lang: str
    entered_at: int
    area: Annotated[str, Meta(description="The area's name; the postal code itself is not kept.")] | None
    consents: Annotated[list[str], Meta(description="``gender``, ``room:<id>``.")]
    kept: list[Kept]


class ProposalTold(Struct, frozen=True, kw_only=True):
    """A room that somebody proposed."""

    id: str
    name: dict[str, str]
    topic: dict[str, str]
    at: int
    state: ProposalState
    room: str | None
    """Its id once it is open; kept when it has ended."""
    reasons: dict[str, str]
    """Why it was declined or closed, by language; the whole letter is read at ``/decision``."""


class ProposalsAnswer(Struct, frozen=True, kw_only=True):
    """What this visitor proposed lately, the newest first."""

    proposals: list[ProposalTold]


class RoomLine(Struct, frozen=True, kw_only=True):
    """Something that stands in a room besides what is said there."""

    kind: Literal["welcome", "evening", "pinned", "lively", "line"]
    heading: str
    words: str


class RoomAround(Struct, frozen=True, kw_only=True):
    """What stands in a room, in the reader's language, and whether somebody of the team is here."""

    lit: bool
    duty: str
    """The same in words."""
    lines: list[RoomLine]
    board: str = ""
    """The words that lead to ``/board`` while few are here. Its lines are messages of the room ``_board``."""


class RoomsAnswer(Struct, frozen=True, kw_only=True):
    """All rooms as this visit sees them, in the operator's order."""

    rooms: list[RoomState]


class Said(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a message; it is on the disk by now."""

    cid: str
    st: Status
    conv: str
    n: int | None = None
    mid: str | None = None
    ts: int | None = None


class Changed(Struct, frozen=True, kw_only=True):
    """The message that was changed or taken away."""

    conv: str
    n: int


class PeopleAnswer(Struct, frozen=True, kw_only=True):
    """Who is in the room; at most 200 are listed, ``here`` is a coarse step."""

    people: list[Person]
    here: int


class CounterAnswer(Struct, frozen=True, kw_only=True):
    """A counter where age is checked, in the reader's language."""

    name: str
    address: str
    hours: str


class HowAnswer(Struct, frozen=True, kw_only=True):
    """What the door says to anybody: whether it is open, and how to get in."""

    open: bool
    why_closed: Annotated[list[str], Meta(description="What is still missing, in sentences.")]
    age_methods: list[str]
    counters: list[CounterAnswer]
    next_evening: str
    busy_hours: str
    here: Annotated[int, Meta(description="A coarse step of how many are on the square.")]
    opens_at: Annotated[
        int | None,
        Meta(description="When its hours open the door again, milliseconds since 1970; null while they leave it open."),
    ]
    required: Annotated[list[str], Meta(description="Fields of the entry card that must be filled in.")]
    genders: list[Gender]
    languages: list[str]


class ProofAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A proof of work (ALTCHA PoW v2), for this device and for ten minutes."""

    asked: bool
    challenge: Annotated[str, Meta(description="ALTCHA's challenge as JSON text; send it back unchanged.")] = ""
    wait_s: Annotated[int, Meta(description="Seconds after which the answer may leave the solution out.")] = 0
    strength: Annotated[str, Meta(description="`light`, `firm` or `heavy`: how often this network asked.")] = ""


class ReportTaken(Struct, frozen=True, kw_only=True):
    """The report is on the disk with its evidence: this is the confirmation of receipt (Art. 16(4))."""

    code: Annotated[str, Meta(description="Opens the receipt, at `/receipt` and `/api/receipt`; a secret.")]
    due_at: Annotated[int, Meta(description="Until when a first decision is promised.")]
    repeated: Annotated[bool, Meta(description="It had been received before; the code is that one's.")] = False
    warned: Annotated[bool, Meta(description="Several of these reports were manifestly unfounded (Art. 23(2)).")] = (
        False
    )


class ReceiptPart(Struct, frozen=True, kw_only=True):
    """One thing that the report named, and what was decided about it."""

    kind: SubjectKind
    decided_at: int | None
    results: Annotated[list[Literal["removed", "person", "room", "nothing"]], Meta(description="Empty until decided.")]
    reversed: Annotated[bool, Meta(description="The decision was taken back on appeal.")]


class PublicAnswer(Struct, frozen=True, kw_only=True):
    """What the operator answered to reports about the square itself; texts by language."""

    topic: Topic
    question: dict[str, str]
    answer: dict[str, str]
    at: int


class ReceiptAnswer(Struct, frozen=True, kw_only=True):
    """Where a report stands (Art. 16(4) to (6))."""

    code: str
    at: int
    due_at: int
    reason: Reason
    decided: bool
    parts: list[ReceiptPart]
    answers: list[PublicAnswer]
    contest_until: Annotated[int, Meta(description="Until then the decision can be contested, at `/receipt`.")] | None
    unfounded: Annotated[bool, Meta(description="Found manifestly unfounded; several of these may be limited.")]


class DecisionMeasure(Struct, frozen=True, kw_only=True):
    """One measure, as it is now."""

    measure: Measure
    state: ActionState
    starts_at: int
    ends_at: Annotated[int, Meta(description="Null where it has no end, or no length.")] | None


class DecisionSection(Struct, frozen=True, kw_only=True):
    """A part of the letter, in words."""

    title: str
    paragraphs: list[str]


class DecisionAppeal(Struct, frozen=True, kw_only=True):
    """What was said against it, and the answer by language."""

    text: str
    lodged_at: int
    due_at: int
    outcome: Outcome | None
    answer: dict[str, str]
    decided_at: int | None


class DecisionAnswer(Struct, frozen=True, kw_only=True):
    """A statement of reasons (Art. 17); codes are those of the DSA Transparency Database."""

    code: Annotated[str, Meta(description="Opens it, at `/decision` and `/api/decision`; a secret.")]
    kind: StatementKind
    issued_at: int
    readable_until: int
    measures: list[DecisionMeasure]
    ground: Ground
    rule: Annotated[int, Meta(description="Counts from 1; 0 where no rule is named.")]
    legal_ground: str
    source: str
    automated_detection: bool
    automated: Automated
    terms_version: str
    decided_by: Annotated[int, Meta(description="The number of whoever decided; null for a program.")] | None
    letter: list[DecisionSection]
    may_contest: bool
    appeal: DecisionAppeal | None


class StandingAnswer(Struct, frozen=True, kw_only=True):
    """How a trusted flagger's notices fare (Art. 22(3) and (6))."""

    notices: int
    decided: int
    upheld: int
    accuracy: Annotated[float, Meta(description="Share of the decided that led to something.")] | None
    median_ms: Annotated[int, Meta(description="Half had a first decision within that time.")] | None


class PasskeyOptions(Struct, frozen=True, kw_only=True):
    """What a browser hands to the passkey."""

    options: Annotated[
        dict[str, Any],
        Meta(
            description="PublicKeyCredentialCreationOptionsJSON, or for `sign-in` and `step-up` "
            "PublicKeyCredentialRequestOptionsJSON (W3C Web Authentication Level 3, section 5.1)."
        ),
    ]


class Pulse(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether anything moved."""

    moves: Annotated[int, Meta(description="Grows with whatever moves at the desk; begins anew with the server.")]
    seq: Annotated[int, Meta(description="Of the open case, its newest event.")] | None = None


class RuleFaults(Struct, frozen=True, kw_only=True):
    """What is wrong with a rule's text."""

    faults: Annotated[list[str], Meta(description="A sentence each, in English as rules are; none when it can run.")]


class Ready(Struct, frozen=True, kw_only=True):
    """Whether the store can be read, and whether the public door is open."""

    ready: bool
    open: bool


class Clause(Struct, frozen=True, kw_only=True):
    """A section of the terms, or one of the rules; texts by language."""

    id: str
    title: dict[str, str]
    text: dict[str, str]


class Terms(Struct, frozen=True, kw_only=True):
    """Terms and rules for machines (Regulation (EU) 2022/2065, Art. 14(1))."""

    service: str
    version: str
    languages: list[str]
    page: str
    contact: str
    terms: list[Clause]
    rules: list[Clause]


# ---------------------------------------------------------------- what went wrong


class Fault(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One reason, beside the field it is about."""

    field: str
    text_key: str
    detail: str
    alternative: Annotated[str, Meta(description="A nickname that would pass.")] | None = None


class HelpLine(Struct, frozen=True, kw_only=True):
    """A number to call."""

    number: str
    detail: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why it was not done (RFC 9457). ``text_key`` is for programs, ``detail`` is the sentence for people."""

    title: Annotated[str, Meta(description="The HTTP status in words.")]
    status: int
    text_key: str
    detail: Annotated[str, Meta(description="In the language of the request.")]
    field: str | None = None
    alternative: Annotated[str, Meta(description="A nickname that would pass.")] | None = None
    retry_ms: Annotated[int, Meta(description="When trying again makes sense.")] | None = None
    faults: Annotated[list[Fault], Meta(description="All reasons, when a form has more than one.")] = []
    help: Annotated[list[HelpLine], Meta(description="Who listens, for somebody who is under 18.")] = []
    until: Annotated[int, Meta(description="When the door opens again for you, milliseconds since 1970.")] | None = None
    decision: (
        Annotated[str, Meta(description="Opens the statement of reasons at /api/decision: why, and how to contest.")]
        | None
    ) = None


class ClosedProblem(Struct, frozen=True, kw_only=True):
    """The notice of a closing of the whole square, for programs (RFC 9457); the same facts as on the page."""

    type: str = "about:blank"
    title: Annotated[str, Meta(description="The HTTP status in words.")]
    status: int
    text_key: str
    detail: Annotated[str, Meta(description="In the language of the request.")]
    kind: Annotated[str, Meta(description="`judicial`, `operator` or `pause`.")]
    authority: Annotated[str, Meta(description="Who closes, as they wrote it.")]
    basis: Annotated[str, Meta(description="The order, the article, or the reason.")]
    day: Annotated[str, Meta(description="Since when: YYYY-MM-DD.")]
    blocked_by: Annotated[str, Meta(description="The address of whoever carries it out.")]
    text: Annotated[dict[str, str], Meta(description="The closer's own text by language; may be empty.")]

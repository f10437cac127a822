"""What is forbidden and what may be done about it: harms, rules, legal grounds and measures, in one place.

The internal taxonomy is that of the EU's DSA Transparency Database (Regulation (EU) 2022/2065, Art. 24(5); codes of
its API, schema version 2), so that statements of reasons, exports and yearly reports need no translation. Articles of
French law are named as grounds a person may choose; have them checked by counsel before relying on one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from parvis.core.clock import DAY, HOUR, MINUTE

TERMS_VERSION = "2026-11-26"
"""The terms and rules in force; decisions name the version they applied (Regulation (EU) 2022/2065, Art. 14)."""

RULES = (
    "rules-adults",
    "rules-respect",
    "rules-identity",
    "rules-trade",
    "rules-harm",
    "rules-honest",
    "rules-tell",
)
"""Text keys of the rules in their order: "rule 4" in a refusal means the fourth. Each has a `-title` too."""


class Category(StrEnum):
    """Categories of the DSA Transparency Database that can occur on a square of words."""

    CYBER_VIOLENCE = "STATEMENT_CATEGORY_CYBER_VIOLENCE"
    DATA_PROTECTION = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
    SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    OTHER_TERMS = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
    MINORS = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"
    PUBLIC_SECURITY = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY"
    SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    SELF_HARM = "STATEMENT_CATEGORY_SELF_HARM"
    PRODUCTS = "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"
    VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE"


class Harm(StrEnum):
    """What a case is about: decides the clock, who may see it and what it is called towards the law."""

    CHILD_SAFETY = "child-safety"
    """An adult who seeks minors, or sexual words about them."""
    MINOR_PRESENT = "minor-present"
    """Somebody who may be under 18; never punished."""
    DANGER = "danger"
    """A threat to life, an ambush in the making, an attack that happened."""
    SELF_HARM = "self-harm"
    """Somebody who may harm themselves: help, never punishment; or who urges others to."""
    EXPLOITATION = "exploitation"
    """Procuring and offers of paid sex; the writer may be the victim."""
    BLACKMAIL = "blackmail"
    """Sextortion and other blackmail."""
    PRIVACY = "privacy"
    """Somebody's name, address, orientation, health or image made known."""
    HARASSMENT = "harassment"
    """Insults, threats of less than life, insistence after a no."""
    HATE = "hate"
    """Hatred for what somebody is or loves."""
    TERRORISM = "terrorism"
    """Praise of, or call to, terrorism."""
    DRUGS = "drugs"
    """Drugs and other forbidden goods offered."""
    SCAM = "scam"
    """Money obtained by a lie."""
    IMPERSONATION = "impersonation"
    """Posing as somebody who exists, or as the team."""
    SPAM = "spam"
    """Advertising, floods."""
    OTHER = "other"
    """Against the rules in another way."""
    SERVICE = "service"
    """Not a person but the square itself: what it lets happen."""


class Queue(StrEnum):
    """Who may work a case; each asks a role of its own (`parvis.core.staff`)."""

    GENERAL = "general"
    CHILD_SAFETY = "child-safety"
    """Only for the child-safety role, and the lead."""
    SERVICE = "service"
    """About the square itself: for leads and administrators."""


@dataclass(frozen=True)
class HarmPolicy:
    """All that follows from a harm. ``keyword`` is a ``category_specification``; ``rule`` counts from 1."""

    harm: Harm
    category: Category
    keyword: str | None
    rule: int
    severity: int
    """1 to 100."""
    due_ms: int
    """Until the first decision, while nothing else is configured; shown to reporters."""
    immediate: bool = False
    """Always before all others; calls the person on call when nobody is on duty."""
    queue: Queue = Queue.GENERAL
    anonymous: bool = False
    """A notice may come without name and e-mail (Art. 16(2)(c): offences of Directive 2011/93/EU, Art. 3 to 7)."""
    grounds: tuple[str, ...] = ()
    """Legal grounds to choose from, as the statement quotes them."""


_TABLE = (
    HarmPolicy(
        Harm.CHILD_SAFETY, Category.MINORS, "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS", 1, 100, 15 * MINUTE,
        immediate=True, queue=Queue.CHILD_SAFETY, anonymous=True,
        grounds=("Code pénal, art. 227-22-1", "Code pénal, art. 227-23", "Code pénal, art. 227-24"),
    ),
    HarmPolicy(
        Harm.MINOR_PRESENT, Category.MINORS, "KEYWORD_AGE_SPECIFIC_RESTRICTIONS_MINORS", 1, 90, 15 * MINUTE,
        immediate=True, queue=Queue.CHILD_SAFETY, anonymous=True,
    ),
    HarmPolicy(
        Harm.DANGER, Category.VIOLENCE, "KEYWORD_COORDINATED_HARM", 5, 98, 15 * MINUTE, immediate=True,
        grounds=("Code pénal, art. 222-17", "Code pénal, art. 132-77", "Code pénal, art. 311-4"),
    ),
    HarmPolicy(
        Harm.SELF_HARM, Category.SELF_HARM, "KEYWORD_SUICIDE", 5, 95, 15 * MINUTE, immediate=True,
        grounds=("Code pénal, art. 223-13",),
    ),
    HarmPolicy(
        Harm.EXPLOITATION, Category.VIOLENCE, "KEYWORD_HUMAN_EXPLOITATION", 4, 80, 4 * HOUR,
        grounds=("Code pénal, art. 225-5", "Code pénal, art. 225-12-1"),
    ),
    HarmPolicy(
        Harm.BLACKMAIL, Category.CYBER_VIOLENCE, "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING", 5, 80, 4 * HOUR,
        grounds=("Code pénal, art. 312-10", "Code pénal, art. 226-2-1"),
    ),
    HarmPolicy(
        Harm.PRIVACY, Category.CYBER_VIOLENCE, "KEYWORD_CYBER_STALKING", 3, 75, 4 * HOUR,
        grounds=("Code pénal, art. 223-1-1", "Code pénal, art. 226-1"),
    ),
    HarmPolicy(
        Harm.TERRORISM, Category.PUBLIC_SECURITY, "KEYWORD_TERRORIST_CONTENT", 5, 92, HOUR, immediate=True,
        grounds=("Code pénal, art. 421-2-5",),
    ),
    HarmPolicy(
        Harm.HARASSMENT, Category.CYBER_VIOLENCE, "KEYWORD_CYBER_HARASSMENT", 2, 60, 12 * HOUR,
        grounds=("Code pénal, art. 222-33-2-2", "Code pénal, art. 222-33", "Code pénal, art. R624-3"),
    ),
    HarmPolicy(
        Harm.HATE, Category.SPEECH, "KEYWORD_HATE_SPEECH", 2, 70, 24 * HOUR,
        grounds=("Loi du 29 juillet 1881, art. 24", "Loi du 29 juillet 1881, art. 33"),
    ),
    HarmPolicy(
        Harm.DRUGS, Category.PRODUCTS, "KEYWORD_PROHIBITED_PRODUCTS", 4, 60, 24 * HOUR,
        grounds=("Code pénal, art. 222-37", "Code de la santé publique, art. L3421-4"),
    ),
    HarmPolicy(
        Harm.SCAM, Category.SCAMS, "KEYWORD_PHISHING", 4, 55, 24 * HOUR, grounds=("Code pénal, art. 313-1",)
    ),
    HarmPolicy(
        Harm.IMPERSONATION, Category.SCAMS, "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING", 6, 50, 24 * HOUR,
        grounds=("Code pénal, art. 226-4-1",),
    ),
    HarmPolicy(Harm.SPAM, Category.OTHER_TERMS, "KEYWORD_OTHER", 4, 20, 72 * HOUR),
    HarmPolicy(Harm.OTHER, Category.OTHER_TERMS, "KEYWORD_OTHER", 7, 30, 48 * HOUR),
    HarmPolicy(Harm.SERVICE, Category.OTHER_TERMS, "KEYWORD_OTHER", 7, 50, 7 * DAY, queue=Queue.SERVICE),
)  # fmt: skip
HARMS: dict[Harm, HarmPolicy] = {one.harm: one for one in _TABLE}


class Reason(StrEnum):
    """What a reporter may choose; the words are ``reason-<value>`` in the locales."""

    MINOR = "minor"
    SEEKS_MINORS = "seeks-minors"
    DANGER = "danger"
    ATTACKED = "attacked"
    SELF_HARM = "self-harm"
    BLACKMAIL = "blackmail"
    PAID_SEX = "paid-sex"
    PRIVACY = "privacy"
    HARASSMENT = "harassment"
    SEXUAL = "sexual"
    HATE = "hate"
    TERRORISM = "terrorism"
    DRUGS = "drugs"
    SCAM = "scam"
    IMPERSONATION = "impersonation"
    SPAM = "spam"
    OTHER = "other"
    SERVICE = "service"
    """About the square itself; offered by the outside form only."""


HARM_OF: dict[Reason, Harm] = {
    Reason.MINOR: Harm.MINOR_PRESENT,
    Reason.SEEKS_MINORS: Harm.CHILD_SAFETY,
    Reason.DANGER: Harm.DANGER,
    Reason.ATTACKED: Harm.DANGER,
    Reason.SELF_HARM: Harm.SELF_HARM,
    Reason.BLACKMAIL: Harm.BLACKMAIL,
    Reason.PAID_SEX: Harm.EXPLOITATION,
    Reason.PRIVACY: Harm.PRIVACY,
    Reason.HARASSMENT: Harm.HARASSMENT,
    Reason.SEXUAL: Harm.HARASSMENT,
    Reason.HATE: Harm.HATE,
    Reason.TERRORISM: Harm.TERRORISM,
    Reason.DRUGS: Harm.DRUGS,
    Reason.SCAM: Harm.SCAM,
    Reason.IMPERSONATION: Harm.IMPERSONATION,
    Reason.SPAM: Harm.SPAM,
    Reason.OTHER: Harm.OTHER,
    Reason.SERVICE: Harm.SERVICE,
}


class Measure(StrEnum):
    """What a decision can do; one decision may hold several."""

    NOTHING = "nothing"
    WARN = "warn"
    REMOVE = "remove"
    RESTORE = "restore"
    LIMIT = "limit"
    """One feature less for a while: see `Feature`."""
    MUTE = "mute"
    """Reads, but does not write, for a while."""
    SUSPEND = "suspend"
    """Not let in for a while: the visit ends, the identity class meets its reasons at the door."""
    BAN = "ban"
    """Not let in any more. Takes two people."""
    CLOSE_ROOM = "close-room"
    """A room is read-only until it is opened again."""
    OPEN_ROOM = "open-room"
    """A room is as usual again: whatever the desk did to it ends."""
    SLOW_ROOM = "slow-room"
    """Each visit writes at most once in so many seconds there."""
    PREMODERATE = "premoderate"
    """The first messages of each visit in a room wait for the desk."""
    RELEASE = "release"
    """What the guard held takes its place now."""
    REFUSE = "refuse"
    """What the guard held is not delivered."""
    LIFT = "lift"
    """An earlier restriction ends now."""


class Feature(StrEnum):
    """What `Measure.LIMIT` takes away; later requests, conversations and nearby."""

    WRITE_IN_ROOM = "write-in-room"
    EDIT = "edit"
    REPORT = "report"


class Told(Enum):
    """Who hears of a measure."""

    AUTHOR = "author"
    ROOM = "room"
    NOBODY = "nobody"


@dataclass(frozen=True)
class MeasurePolicy:
    """All that follows from a measure; codes are those of the DSA Transparency Database."""

    measure: Measure
    visibility: str | None = None
    provision: str | None = None
    account: str | None = None
    other: str | None = None
    """What stands in ``decision_visibility_other``, in English as the database asks, when the code is OTHER."""
    restricts: bool = False
    """Takes something from a person: must have reasons (Art. 17), can be contested (Art. 20), goes to the database."""
    told: Told = Told.AUTHOR
    statement: bool = True
    two_people: bool = False
    urgent: bool = False
    """Takes effect at once instead of after `UNDO_MS`."""
    timed: bool = False
    """Needs an end."""
    on_room: bool = False
    on_message: bool = False


_MEASURES = (
    MeasurePolicy(Measure.NOTHING, told=Told.NOBODY, statement=False),
    MeasurePolicy(Measure.WARN),
    MeasurePolicy(
        Measure.REMOVE, visibility="DECISION_VISIBILITY_CONTENT_REMOVED", restricts=True, urgent=True, on_message=True
    ),
    MeasurePolicy(Measure.RESTORE, urgent=True, on_message=True),
    MeasurePolicy(Measure.LIMIT, provision="DECISION_PROVISION_PARTIAL_SUSPENSION", restricts=True, timed=True),
    MeasurePolicy(Measure.MUTE, provision="DECISION_PROVISION_PARTIAL_SUSPENSION", restricts=True, timed=True),
    MeasurePolicy(Measure.SUSPEND, account="DECISION_ACCOUNT_SUSPENDED", restricts=True, timed=True),
    MeasurePolicy(Measure.BAN, account="DECISION_ACCOUNT_TERMINATED", restricts=True, two_people=True),
    MeasurePolicy(Measure.CLOSE_ROOM, told=Told.ROOM, statement=False, on_room=True),
    MeasurePolicy(Measure.OPEN_ROOM, told=Told.ROOM, statement=False, on_room=True),
    MeasurePolicy(Measure.SLOW_ROOM, told=Told.ROOM, statement=False, on_room=True),
    MeasurePolicy(Measure.PREMODERATE, told=Told.ROOM, statement=False, on_room=True),
    MeasurePolicy(Measure.RELEASE, urgent=True, statement=False, on_message=True),
    MeasurePolicy(
        Measure.REFUSE, visibility="DECISION_VISIBILITY_OTHER", other="Not published: refused before delivery",
        restricts=True, urgent=True, on_message=True,
    ),
    MeasurePolicy(Measure.LIFT, urgent=True),
)  # fmt: skip
MEASURES: dict[Measure, MeasurePolicy] = {one.measure: one for one in _MEASURES}

UNDO_MS = MINUTE
"""How long a decision that is not urgent waits, so that it can really be undone."""
EMERGENCY_MS = 24 * HOUR
"""How long one person alone may protect, while a permanent restriction waits for a second."""
HOLD_MS = 6 * HOUR
"""What waits for the desk is refused after that, never delivered: doubt closes the door."""
FRICTION_MS = 24 * HOUR
"""How long the network of somebody suspended is slowed down at the door at most; it is never kept out."""
STATEMENT_DAYS = 183
"""A statement can be read, and contested, for six months (Art. 20(1))."""
REFUSAL_DAYS = 7
"""How long the text of an automatic refusal is kept, so that reasons can be asked for."""
STEP_UP_DAYS = 7
"""How long it is kept that a rule asked somebody for a proof before their next message; then it asks no more."""
TERRITORY = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
"""Where a restriction holds, as ISO 3166 codes; a square is the same everywhere, so all of the EU and EEA."""
BODIES = (
    ("Appeals Centre Europe", "https://www.appealscentre.eu"),
    ("User Rights", "https://user-rights.org"),
)
"""Out-of-court dispute settlement bodies certified under Art. 21; the Commission's list has all, have it checked."""

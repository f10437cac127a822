"""The two-person rule: what one proposes and another agrees to, after having looked for themselves.

The second reads the matter before the first one's opinion: it is withheld until they have recorded that they looked.
Who agrees is another person, with the right for that kind; the same two do not agree with each other for ever. What
was agreed to is exactly what may then be done, once: callers hand the payload in again, and its digest must match.
In an emergency one person may protect at once, for a day at most, and cannot renew it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from parvis.core.clock import DAY, HOUR, Instant
from parvis.core.ids import ApprovalId, StaffId
from parvis.core.staff import Act, Staff, linked, may

EMERGENCY_MS = 24 * HOUR
"""How long one person alone may protect."""
OPINION_MAX = 2_000
"""Characters of an opinion."""
PAIRS_MS = 30 * DAY
"""How far back pairs are counted."""


class Kind(StrEnum):
    """What needs two people."""

    PERMANENT_RESTRICTION = "permanent_restriction"
    OPEN_BEYOND = "open_beyond"
    """Evidence beyond the reported window."""
    RULE_CHANGE = "rule_change"
    KEY_RECOVERY = "key_recovery"
    """Somebody of the team lost every key and is to come back."""
    CLOSING = "closing"
    """The whole square is closed, or opened again."""


NEEDED: dict[Kind, Act] = {
    Kind.PERMANENT_RESTRICTION: Act.DECIDE_GRAVE,
    Kind.OPEN_BEYOND: Act.SEE_EVIDENCE_BEYOND,
    Kind.RULE_CHANGE: Act.CHANGE_RULES,
    Kind.KEY_RECOVERY: Act.MANAGE_STAFF,
    Kind.CLOSING: Act.CLOSE,
}
"""The right that both of a pair need; the second needs `Act.SECOND` besides."""

PROTECTS = frozenset({Kind.PERMANENT_RESTRICTION})
"""Kinds whose protective half one person may do alone in an emergency."""


class State(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    APPROVED = "approved"
    """Agreed to, and not done yet."""
    REJECTED = "rejected"
    USED = "used"
    """Agreed to and done."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Nobody agreed, or nobody acted, in time."""


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """One proposal. ``opinion`` is the proposer's; show `opinion_for` instead of it."""

    id: ApprovalId
    kind: Kind
    subject: str
    """What it is about: a case's id, somebody's staff id, a rule's name."""
    payload: bytes
    """Exactly what would be done, as JSON of ids and codes."""
    digest: str
    """SHA-256 of the payload, 64 hex characters."""
    proposed_by: StaffId
    proposed_at: Instant
    expires_at: Instant
    opinion: str
    state: State = State.OPEN
    emergency_until: Instant | None = None
    """Until when the proposer may protect alone; None when that was not asked for."""
    looks: dict[StaffId, Instant] = {}
    """Who has looked at the matter before agreeing or not, and when."""
    decided_by: StaffId | None = None
    decided_at: Instant | None = None
    answer: str = ""
    """What the second had to say."""

    def state_at(self, now: Instant) -> State:
        """The state, with time taken into account."""
        waits = self.state in (State.OPEN, State.APPROVED)
        return State.EXPIRED if waits and now >= self.expires_at else self.state


class Others(msgspec.Struct, frozen=True, kw_only=True):
    """Who else could be the second of a pair, counted without the two of it."""

    free: int = 0
    """Those who are not linked with the proposer (`parvis.core.staff.linked`)."""
    bound: int = 0
    """Those who are."""
    linked: bool = False
    """Whether the second of the pair is."""


class Objection(StrEnum):
    """Why a step of the pair is refused; `parvis.core.approval` is the only place that says so."""

    NO_RIGHT = "no-right"
    SAME_PERSON = "same-person"
    NOT_LOOKED = "not-looked"
    SAME_PAIR = "same-pair"
    LINKED = "linked"
    """One of the two came into the team through the other, and somebody else could agree."""
    NOT_OPEN = "not-open"
    """It was decided, withdrawn, done or has expired."""
    ABOUT_ONESELF = "about-oneself"
    NO_EMERGENCY = "no-emergency"
    """This kind has no protective half that one person may do alone."""
    EMERGENCY_AGAIN = "emergency-again"
    """Somebody protected alone against the same subject before, and nobody agreed."""
    ALREADY_OPEN = "already-open"
    """The very same thing waits for a second already."""
    ANOTHER_PAYLOAD = "another-payload"
    """What is to be done is not what was agreed to."""


def digest_of(payload: bytes) -> str:
    """SHA-256, 64 hex characters."""
    return hashlib.sha256(payload).hexdigest()


def objection_to_propose(
    kind: Kind, subject: str, digest: str, staff: Staff, now: Instant, earlier: Iterable[Approval], *, emergency: bool
) -> Objection | None:
    """Whether somebody may propose this; ``earlier`` are the proposals of that kind about that subject."""
    if not may(staff, NEEDED[kind]):
        return Objection.NO_RIGHT
    if subject == staff.id:
        return Objection.ABOUT_ONESELF
    same = list(earlier)
    if any(one.state_at(now) is State.OPEN and one.digest == digest for one in same):
        return Objection.ALREADY_OPEN
    if not emergency:
        return None
    if kind not in PROTECTS:
        return Objection.NO_EMERGENCY
    renewed = any(one.emergency_until is not None and one.state not in (State.APPROVED, State.USED) for one in same)
    return Objection.EMERGENCY_AGAIN if renewed else None


def objection_to_look(approval: Approval, staff: Staff, now: Instant) -> Objection | None:
    """Whether somebody may look at this proposal in order to answer it."""
    if approval.state_at(now) is not State.OPEN:
        return Objection.NOT_OPEN
    if staff.id == approval.proposed_by:
        return Objection.SAME_PERSON
    if staff.id == approval.subject:
        return Objection.ABOUT_ONESELF
    both = may(staff, Act.SECOND) and may(staff, NEEDED[approval.kind])
    return None if both else Objection.NO_RIGHT


def objection_to_answer(approval: Approval, staff: Staff, now: Instant) -> Objection | None:
    """Whether somebody may say yes or no: all of `objection_to_look`, and they have looked."""
    refused = objection_to_look(approval, staff, now)
    if refused:
        return refused
    return None if staff.id in approval.looks else Objection.NOT_LOOKED


def objection_to_second(
    approval: Approval, staff: Staff, now: Instant, *, pairs: Sequence[frozenset[StaffId]], quota: int, others: Others
) -> Objection | None:
    """Whether somebody may agree.

    ``pairs`` are those who agreed on this kind lately, newest first. The same two may agree ``quota`` times in a row;
    then it takes somebody else, as long as the team has others who could. Two of whom one let the other in do not
    agree as long as somebody could whom neither rule keeps out: they may be one person.
    """
    refused = objection_to_answer(approval, staff, now)
    if refused:
        return refused
    pair = frozenset({approval.proposed_by, staff.id})
    in_a_row = 0
    for one in pairs:
        if one != pair:
            break
        in_a_row += 1
    if others.linked and others.free:
        return Objection.LINKED
    instead = others.free + (others.bound if others.linked else 0)
    return Objection.SAME_PAIR if instead and in_a_row >= quota else None


def others_than(approval: Approval, second: StaffId, everybody: Iterable[Staff]) -> Others:
    """Who else of the team could agree, and how the second stands to the proposer."""
    known = {one.id: one for one in everybody}
    without = frozenset({approval.proposed_by, second, StaffId(approval.subject)})
    could = eligible(known.values(), approval.kind, without=without)
    bound = sum(1 for one in could if linked(approval.proposed_by, one.id, known))
    return Others(
        free=len(could) - bound, bound=bound, linked=linked(approval.proposed_by, second, known)
    )  # fmt: skip


def objection_to_use(approval: Approval, kind: Kind, subject: str, digest: str, now: Instant) -> Objection | None:
    """Whether this may now be done, for which two people agreed to exactly that, once."""
    if approval.state_at(now) is not State.APPROVED:
        return Objection.NOT_OPEN
    same = (approval.kind, approval.subject, approval.digest) == (kind, subject, digest)
    return None if same else Objection.ANOTHER_PAYLOAD


def opinion_for(approval: Approval, staff: Staff) -> str | None:
    """The proposer's opinion, for whoever may know it: themselves, and whoever has looked; None before that."""
    return approval.opinion if staff.id == approval.proposed_by or staff.id in approval.looks else None


def emergency_end(now: Instant) -> Instant:
    """Until when one person alone may protect from now on."""
    return Instant(now + EMERGENCY_MS)


def eligible(team: Iterable[Staff], kind: Kind, *, without: frozenset[StaffId] = frozenset()) -> list[Staff]:
    """Who of the team could be the second for that kind, leaving some people out."""
    return [one for one in team if one.id not in without and may(one, Act.SECOND) and may(one, NEEDED[kind])]

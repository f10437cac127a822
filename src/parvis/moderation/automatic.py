"""What a rule of the guard does by itself beside its ruling: limits, slow rooms, proofs asked, cases.

Each is part of the transaction that gives the message its place, holds or refuses it, so a resend does nothing twice
and nothing is acknowledged that is not on the disk. A measure is a decision like any other, with its case, its evidence
and its reasons, taken by nobody (`BY_RULE`) and marked as automated (Regulation (EU) 2022/2065, Art. 17(3)(c)): it ends
by the clock, can be contested, and ends earlier when a person decides its case otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from parvis.core.casework import (
    BY_RULE,
    Case,
    Channel,
    Choice,
    Decision,
    DecisionState,
    Ground,
    Happened,
    Identity,
    Sanction,
    Subject,
    SubjectKind,
    Wish,
)
from parvis.core.clock import SECOND, Instant
from parvis.core.ids import CommandId, ConversationId, DecisionId, RoomId, fresh_word, room_of
from parvis.core.policy import HARMS, TERMS_VERSION, Feature, Harm, Measure
from parvis.core.talk import Draft, Message
from parvis.core.verdict import Act, Finding
from parvis.live.effects import Owes
from parvis.moderation import carrying, cases, evidence, measures
from parvis.moderation.office import Office
from parvis.store import cases as stored
from parvis.store import decisions, people, sanctions, step_ups
from parvis.store.writer import Tx

ACTS = frozenset({"limit", "slow_room", "step_up", "case"})
"""The kinds of actions that are carried out here."""
GUARD = "guard"
"""Who froze evidence, where no person did."""
FACTS = {
    "fr": "Une règle de la garde a reconnu, dans ce que vous écriviez ou dans votre manière d’écrire, ce que nos "
    "règles ne permettent pas. Un programme vous a limité pour une courte durée ; personne de l’équipe "
    "ne l’avait encore lu.",
    "en": "A rule of the guard recognised, in what you wrote or in how you wrote, what our rules do not allow. A "
    "program limited you for a short time; nobody of the team had read it yet.",
}
"""The facts of an automatic measure: what the rule is about stands beside them, which words set it off does not."""


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what a finding is about; ``said`` is the text as its author wrote it."""

    author: Identity
    subject: Subject
    conversation: ConversationId | None = None
    said: str = ""


def of_draft(tx: Tx, draft: Draft, original: str, n: int | None) -> Occasion:
    """The occasion of a message; ``original`` is its text before anything was left out, ``n`` its place if any."""
    author = people.identity_of(tx.conn, draft.sender) or Identity(visit=draft.sender, nickname=draft.nickname)
    subject = Subject(kind=SubjectKind.MESSAGE, ref=draft.mid, conversation=draft.conversation, n=n)
    return Occasion(
        author=author, subject=subject, conversation=draft.conversation, said=original
    )  # fmt: skip


def of_message(tx: Tx, item: Message, original: str) -> Occasion:
    """The occasion of a message that was changed; ``original`` is its new text before anything was left out."""
    draft = Draft(
        sender=item.sender, nickname=item.nickname, conversation=item.conversation, cid=CommandId(""), mid=item.mid,
        text=original, at=item.edited_at or item.at, re=item.re,
    )  # fmt: skip
    return of_draft(tx, draft, original, item.n)


def follow(tx: Tx, office: Office, one: Occasion, findings: Iterable[Finding], case: Case | None = None) -> None:
    """Do what these findings want done; ``case`` is the one that was opened for a hold, in this transaction."""
    todo = [(finding, act) for finding in findings for act in finding.acts if act.kind in ACTS]
    opens = next((finding for finding, act in todo if act.kind == "case"), None)
    if opens is not None and case is None:
        case = _open(tx, office, one, _harm(opens))[0]
    _limit(tx, office, one, [(finding, act) for finding, act in todo if act.kind == "limit"], case)
    for finding, act in todo:
        if act.kind == "slow_room":
            _slow(tx, office, one, finding, act)
        elif act.kind == "step_up":
            _ask(tx, office, one, finding, act)


def _limit(tx: Tx, office: Office, one: Occasion, wanted: list[tuple[Finding, Act]], case: Case | None) -> None:
    """Less for a while, unless limits that last longer hold already; all that one text brings is one decision."""
    classes, now = one.author.classes(), office.clock.now()
    holding = sanctions.standing(tx.conn, classes, now)
    wishes: dict[Feature, Wish] = {}
    for _, act in wanted:
        feature, for_ms = Feature(act.what), act.for_s * SECOND
        longest = wishes[feature].for_ms if feature in wishes else None
        if not _holds(holding, feature, Instant(now + for_ms)) and (longest or 0) < for_ms:
            wishes[feature] = Wish(measure=Measure.LIMIT, feature=feature, for_ms=for_ms)
    if not classes or not wishes:
        return
    harm = max((_harm(finding) for finding, _ in wanted), key=lambda each: HARMS[each].severity)
    found, joined = (case, True) if case is not None else _open(tx, office, one, harm)
    _take(tx, office, found, harm, list(wishes.values()), stays=joined or HARMS[harm].immediate)


def _holds(holding: list[Sanction], feature: Feature, until: Instant) -> bool:
    """Whether a limit of this kind stands for at least as long, in all rooms."""
    limits = [one for one in holding if one.feature is feature and one.room is None]
    return any(one.ends_at is None or one.ends_at >= until for one in limits)


def _slow(tx: Tx, office: Office, one: Occasion, finding: Finding, act: Act) -> None:
    """Everybody in the room writes more slowly for a while, unless it is slow already."""
    room, now, harm = room_of(one.conversation) if one.conversation else None, office.clock.now(), _harm(finding)
    standing = sanctions.room_measures(tx.conn, now)
    if room is None or any(each.room == room and each.measure is Measure.SLOW_ROOM for each in standing):
        return
    about = Occasion(author=one.author, subject=Subject(kind=SubjectKind.ROOM, ref=room))
    found, joined = _open(tx, office, about, harm)
    wish = Wish(measure=Measure.SLOW_ROOM, room=RoomId(room), every_s=act.every_s, for_ms=act.for_s * SECOND)
    _take(tx, office, found, harm, [wish], stays=joined)


def _ask(tx: Tx, office: Office, one: Occasion, finding: Finding, act: Act) -> None:
    """Something must be shown before the next message; whoever has no pass and no device any more is gone."""
    now, classes = office.clock.now(), one.author.classes()
    if classes and step_ups.ask(tx, fresh_word(office.entropy), one.author, act.check, finding.check, now):
        for visit in sanctions.visits_of(tx.conn, classes):
            tx.after_commit(office.effects.tell, Owes(visit=visit, checks=step_ups.owed_by(tx.conn, visit)))


def _open(tx: Tx, office: Office, one: Occasion, harm: Harm) -> tuple[Case, bool]:
    """The case about it, opened or joined, with the evidence of this moment; True when it was there before."""
    author = None if one.subject.kind is SubjectKind.ROOM else one.author
    found = cases.open_or_join(
        tx, office, one.subject, author, one.author.lang, Channel.GUARD, harm, 0, office.clock.now()
    )
    evidence.freeze(tx, office, found[0], one.subject, by=GUARD, original=one.said)
    return found


def _take(tx: Tx, office: Office, one: Case, harm: Harm, wishes: list[Wish], *, stays: bool) -> None:
    """Take the measures with their decision and statement; the case ``stays`` open where a person must see it."""
    now = office.clock.now()
    choice = Choice(
        case=one.id, wishes=wishes, harm=harm, ground=Ground.TERMS, rule=HARMS[harm].rule, facts=FACTS,
        automated_detection=True,
    )  # fmt: skip
    decision = Decision(
        id=DecisionId(fresh_word(office.entropy)), choice=choice, state=DecisionState.EXECUTED, by=BY_RULE, at=now,
        execute_at=now, executed_at=now, terms_version=TERMS_VERSION,
    )  # fmt: skip
    decisions.add(tx, decision)
    carrying.carry_out(tx, office, one, decision, measures.plan(one, choice, now))
    if stays:
        cases.tell(tx, office, stored.append(tx, one, Happened.LIMITED, now, None, **carrying.told(decision)))
    else:
        cases.tell(tx, office, carrying.close(tx, office, one, decision, None))


def _harm(finding: Finding) -> Harm:
    return finding.harm or Harm.OTHER

"""Proposing a room: who may, how often, and whether its name and topic may stand at all; the team decides the rest."""

from __future__ import annotations

import msgspec

from parvis.chat import standing
from parvis.chat.square import Live, Square
from parvis.core.clock import DAY, MINUTE, Instant
from parvis.core.ids import ProposalId, fresh_word
from parvis.core.rooms import NAME_MAX, TOPIC_MAX, Proposal, ProposalState
from parvis.core.text import is_blank, length, tidy_nickname
from parvis.core.verdict import Kind, Ruling
from parvis.guard import subject
from parvis.live.effects import DeskMoved
from parvis.moderation.refusal import Refused
from parvis.store import people, proposals
from parvis.store.database import Reading
from parvis.store.writer import Tx

SHUT = Refused(text_key="refuse-proposal-shut")
NO_SPACE = Refused(text_key="refuse-disk-proposal")
RESTRICTED = Refused(text_key="refuse-proposal-restricted")
STRANGER = Refused(text_key="refuse-proposal-stranger")
WAITS = Refused(text_key="refuse-proposal-waits")
ENOUGH_OWN = Refused(text_key="refuse-proposal-own-limit")
ENOUGH = Refused(text_key="refuse-proposal-day-limit")
NO_NAME = Refused(text_key="refuse-proposal-name", args={"max": NAME_MAX})
NO_TOPIC = Refused(text_key="refuse-proposal-topic", args={"max": TOPIC_MAX})
GONE = Refused(text_key="refuse-proposal-unknown")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A room as somebody would like it: name and topic by language, at least in one."""

    name: dict[str, str]
    topic: dict[str, str]


async def propose(square: Square, live: Live, draft: Draft) -> Proposal | Refused:
    """Put a room in line for the team; judged like any name, and by who asks."""
    tidy = _tidied(draft, square.means.config.square.languages)
    refused = may_propose(square, live) or _form(tidy) or await _judged(square, live, tidy)
    if refused is not None:
        return refused
    now = square.means.clock.now()

    def work(tx: Tx) -> Proposal | Refused:
        who = people.identity_of(tx.conn, live.visit.id)
        if who is None:
            return GONE
        refused = too_many(square, proposals.of_classes(tx.conn, who.classes(), Instant(now - DAY)))
        if refused is not None:
            return refused
        if proposals.count_since(tx.conn, Instant(now - DAY)) >= square.means.config.proposals.per_day:
            return ENOUGH
        one = Proposal(
            id=ProposalId(fresh_word(square.means.entropy)), who=who, nickname=who.nickname, lang=live.visit.lang,
            name=tidy.name, topic=tidy.topic, at=now,
        )  # fmt: skip
        proposals.add(tx, one)
        tx.after_commit(square.office.effects.tell, DeskMoved(what="queue"))
        return one

    return await square.means.db.write(work)


async def withdraw(square: Square, live: Live, proposal: ProposalId) -> Proposal | Refused:
    """Take one's own proposal back while nobody has answered it."""

    def work(tx: Tx) -> Proposal | Refused:
        who = people.identity_of(tx.conn, live.visit.id)
        mine = proposals.of_classes(tx.conn, who.classes(), square.means.clock.now()) if who else []
        one = next((one for one in mine if one.id == proposal and one.state is ProposalState.WAITING), None)
        if one is None:
            return GONE
        return proposals.move(tx, one, ProposalState.WITHDRAWN, None, square.means.clock.now())

    return await square.means.db.write(work)


async def own(square: Square, live: Live) -> list[Proposal]:
    """What somebody proposed within a month, and what of it still waits or is open, the newest first."""
    since = Instant(square.means.clock.now() - 30 * DAY)
    visit = live.visit.id

    def look(conn: Reading) -> list[Proposal]:
        who = people.identity_of(conn, visit)
        return proposals.of_classes(conn, who.classes(), since) if who else []

    return await square.means.db.read(look)


def may_propose(square: Square, live: Live) -> Refused | None:
    """Why somebody may not propose a room now, from memory alone: standing, time here, nothing held against them."""
    now, wanted = square.means.clock.now(), square.means.config.proposals
    if square.upkeep.is_scarce:
        return NO_SPACE
    if not wanted.own_per_day or not wanted.per_day:
        return SHUT
    if standing.holding(live.restrictions, now) or live.owes:
        return RESTRICTED
    if square.signals.reputation.step(live.who.classes, now) < wanted.standing:
        return STRANGER
    left = live.visit.entered_at + wanted.minutes_here * MINUTE - now
    if left > 0:
        return Refused(text_key="refuse-proposal-newcomer", args={"minutes": -(-left // MINUTE)})
    return None


def too_many(square: Square, mine: list[Proposal]) -> Refused | None:
    """Why somebody who proposed these may not propose another now, or None."""
    now = square.means.clock.now()
    if any(one.state is ProposalState.WAITING for one in mine):
        return WAITS
    today = sum(1 for one in mine if one.at > now - DAY)
    return ENOUGH_OWN if today >= square.means.config.proposals.own_per_day else None


def _tidied(draft: Draft, langs: list[str]) -> Draft:
    name = {lang: tidy_nickname(draft.name.get(lang, "")) for lang in langs}
    topic = {lang: tidy_nickname(draft.topic.get(lang, "")) for lang in langs}
    spoken = [lang for lang in langs if not is_blank(name[lang])]
    return Draft(name={lang: name[lang] for lang in spoken}, topic={lang: topic[lang] for lang in spoken})


def _form(draft: Draft) -> Refused | None:
    """A name in some language, and beside each name what is talked about there."""
    if not draft.name or any(length(name) > NAME_MAX for name in draft.name.values()):
        return NO_NAME
    faulty = any(is_blank(topic) or length(topic) > TOPIC_MAX for topic in draft.topic.values())
    return NO_TOPIC if faulty else None


async def _judged(square: Square, live: Live, draft: Draft) -> Refused | None:
    """What the guard says of it; what is in doubt is refused, for a name is seen by everybody at once."""
    clock = square.means.clock
    said = [(Kind.ROOM_NAME, name) for name in draft.name.values()]
    said += [(Kind.TOPIC, topic) for topic in draft.topic.values()]
    for kind, text in said:
        one = subject.name(text, kind, network=live.network, now=clock.now(), tick=clock.tick())
        verdict = await square.guard.judge(one)
        if verdict.ruling > Ruling.PROMPT and verdict.reason is not None:
            return Refused(text_key=_sentence(kind, verdict.reason.text_key), args=verdict.reason.args)
    return None


def _sentence(kind: Kind, key: str) -> str:
    """Sentences about messages and nicknames say too much, or the wrong thing, of a room's name."""
    if key == "refuse-check-down":
        return key
    return "refuse-proposal-judged-name" if kind is Kind.ROOM_NAME else "refuse-proposal-judged-topic"

"""What rules look at when the message is delivered already, and what they make of counters, minute by minute.

Rules of stage ``async`` read a stored message a second later, with what its author said in a day; rules of stage
``sweep`` read counters alone. Both can limit, slow a room, ask for a proof and open a case, never stop what is said.
"""

from __future__ import annotations

import asyncio
from functools import partial

from parvis.chat.later import Waiting
from parvis.chat.square import Square
from parvis.core.casework import Subject as About
from parvis.core.casework import SubjectKind
from parvis.core.clock import DAY, MINUTE, Instant
from parvis.core.ids import ConversationId, MessageId, VisitId
from parvis.core.talk import Message, Outcome
from parvis.core.verdict import Finding, Kind, Value, Verdict, strongest
from parvis.guard import scored, subject
from parvis.guard.around import Around
from parvis.guard.attributes import ADDRESSED
from parvis.guard.simhash import NONE, OWN_NEAR, differ, simhash
from parvis.guard.trails import Trail, Who
from parvis.guard.views import Views
from parvis.moderation import automatic, omissions
from parvis.store import cases as stored_cases
from parvis.store import people, talk
from parvis.store import signals as stored
from parvis.store.database import Reading
from parvis.store.writer import Tx

TOGETHER = 200
"""Second looks, or people swept, before others have their turn."""


def note(square: Square, who: Who, outcome: Outcome, verdict: Verdict) -> None:
    """A message was delivered: whether a later rule waits for what was found in it."""
    if outcome.message is not None and not outcome.repeated:
        note_text(square, who, verdict, outcome.message)


def note_text(square: Square, who: Who, verdict: Verdict, item: Message) -> None:
    """The same for what others can read now: a new message, or a new text in the place of one."""
    if square.packs.edition.looks_again(verdict.features):
        is_whole = not any(act.kind == omissions.ACT for one in verdict.findings for act in one.acts)
        scores = scored.of(verdict.features) if is_whole else {}
        square.later.waiting.append(Waiting(who, item.conversation, item.n, item.edited_at, scores))


async def look_again(square: Square) -> int:
    """Ask the later rules of what waits; how many messages acted on something. Called every second."""
    acted, waiting = 0, square.later.waiting
    for _ in range(min(len(waiting), TOGETHER)):
        one = waiting.popleft()
        item, addressed = await square.means.db.read(partial(_look, one, square.means.clock.now()))
        if item is None or item.text is None:
            continue
        now = square.means.clock.now()
        around = Around(square.signals, one.who, one.conversation, item.text, now, more={ADDRESSED: addressed})
        text = subject.message(
            item.text, visit=one.who.visit, conversation=one.conversation, network=one.who.network, ref="", now=now,
            tick=square.means.clock.tick(), context=around,
        )  # fmt: skip
        same = item.edited_at == one.edited_at
        findings = square.packs.edition.after(text, one.scores if same else None)
        _count(square, findings, text.features, one.who, item.mid)
        if any(finding.acts for finding in findings):
            await square.means.db.write(partial(_follow_message, square, item.mid, one, findings))
            acted += 1
    return acted


def _follow_message(square: Square, mid: MessageId, one: Waiting, findings: tuple[Finding, ...], tx: Tx) -> None:
    """Do it, if the message is still there and no case about it is open; so a second time does nothing."""
    item = talk.find(tx.conn, one.conversation, one.n)
    about = About(kind=SubjectKind.MESSAGE, ref=mid)
    if item is not None and item.text is not None and stored_cases.open_on(tx.conn, about) is None:
        automatic.follow(tx, square.office, automatic.of_message(tx, item, item.text), findings)


def _look(one: Waiting, now: Instant, conn: Reading) -> tuple[Message | None, int]:
    """The message as it stands, and to how many people or places its author said nearly this in a day."""
    item = talk.find(conn, one.conversation, one.n)
    if item is None or item.text is None:
        return None, 0
    mark = simhash(Views(item.text).gist)
    if mark == NONE:
        return item, 0
    said = stored.said_by(conn, stored.visits_like(conn, item.sender), Instant(now - DAY))
    near = [each for each in said if differ(simhash(Views(each.text or "").gist), mark) <= OWN_NEAR]
    answered = talk.find_all(conn, [(each.conversation, each.re) for each in near if each.re is not None])
    to: set[str] = set()
    for each in near:
        before = answered.get((each.conversation, each.re)) if each.re is not None else None
        to.add(before.sender if before else each.conversation)
    return item, len(to)


# ---------------------------------------------------------------- by counters alone


async def sweep(square: Square) -> int:
    """Ask the rules over counters of whoever did something since the last time; how many they acted on."""
    edition, signals, now = square.packs.edition, square.signals, square.means.clock.now()
    since, square.later.swept_at = square.later.swept_at, now
    if not edition.sweeps:
        return 0
    busy = [trail for _, trail in signals.people.touched_since(since) if trail.said]
    acted = 0
    for at, trail in enumerate(busy):
        if at % TOGETHER == TOGETHER - 1:
            await asyncio.sleep(0)
        acted += await _sweep_one(square, trail, now)
    return acted


async def _sweep_one(square: Square, trail: Trail, now: Instant) -> bool:
    last = trail.said[-1]
    around = Around(
        square.signals, last.by, last.conversation, None, now,
        newcomer_ms=square.means.config.guard.newcomer_minutes * MINUTE,
    )  # fmt: skip
    one = subject.message(
        "", visit=last.by.visit, conversation=last.conversation, network=last.by.network, ref="", now=now,
        tick=square.means.clock.tick(), context=around,
    )  # fmt: skip
    findings = square.packs.edition.judge(one, stage="sweep")
    new = tuple(found for found in findings if square.later.is_first(last.by.visit, found.check, now))
    _count(square, new, {}, last.by, None)
    if not any(finding.acts for finding in new):
        return False
    return await square.means.db.write(partial(_follow_visit, square, last.by.visit, last.conversation, new))


def _follow_visit(
    square: Square, visit: VisitId, conv: ConversationId, findings: tuple[Finding, ...], tx: Tx
) -> bool:  # fmt: skip
    """Do it to whoever is behind a visit, unless a case about it is open: people see to it then."""
    author = people.identity_of(tx.conn, visit)
    about = About(kind=SubjectKind.VISIT, ref=visit)
    if author is None or stored_cases.open_on(tx.conn, about) is not None:
        return False
    occasion = automatic.Occasion(author=author, subject=about, conversation=conv)
    automatic.follow(tx, square.office, occasion, findings)
    return True


def _count(
    square: Square, findings: tuple[Finding, ...], features: dict[str, Value], who: Who, mid: MessageId | None
) -> None:  # fmt: skip
    """For the metrics and the rules desk."""
    for finding in findings:
        square.metrics.findings.labels(finding.check, finding.told).inc()
    if findings:
        square.office.hits.note(
            square.office, strongest(findings, features), kind=Kind.MESSAGE, who=who.pass_id, ref=mid
        )

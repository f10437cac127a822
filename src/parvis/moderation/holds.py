"""Messages that wait for the desk: held with a case of their own, released or refused by a decision, or by the clock.

A hold ends by policy in refusal, never in delivery: doubt closes the door, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from parvis.core.casework import Case, Channel, Happened, Identity, Subject, SubjectKind
from parvis.core.clock import Instant
from parvis.core.ids import MessageId
from parvis.core.policy import HARMS, HOLD_MS, Harm
from parvis.core.talk import Draft, Outcome
from parvis.core.verdict import Finding
from parvis.live.effects import Refused
from parvis.moderation import automatic, cases, evidence, omissions
from parvis.moderation.office import Office
from parvis.store import cases as stored
from parvis.store import people, talk
from parvis.store import statements as stored_statements
from parvis.store.writer import Tx

DOUBT = "held-doubt"
"""What the author reads when the guard was not sure."""
FIRST = "held-first"
"""What the author reads where first messages wait."""
ROUTINE = "premoderate"
"""The check that stands where first messages are read first: it looks at nothing, so nothing was detected."""
OVER = "refuse-hold-over"
"""What the author reads when nobody read it in time."""


def hold(
    tx: Tx, office: Office, draft: Draft, finding: Finding, *, besides: Sequence[Finding] = (), original: str = ""
) -> Outcome:
    """Keep a message without a place and open its case; a repeat of its ``cid`` returns what became of it then.

    ``finding`` is why; its sentence is for the author. ``besides`` are findings of which more follows
    (`moderation.automatic`); ``original`` is the text before a part was left out, where one was.
    """
    outcome = talk.hold(tx, draft, finding.text_key, finding.args)
    if outcome.repeated:
        return outcome
    author = people.identity_of(tx.conn, draft.sender) or Identity(visit=draft.sender, nickname=draft.nickname)
    subject = Subject(kind=SubjectKind.MESSAGE, ref=draft.mid, conversation=draft.conversation)
    found = Channel.ROUTINE if finding.check == ROUTINE and not besides else Channel.GUARD
    case, _ = cases.open_or_join(
        tx, office, subject, author, author.lang, found, finding.harm or Harm.OTHER, 0, draft.at
    )
    evidence.freeze(tx, office, case, subject, by=automatic.GUARD, original=original)
    if besides:
        occasion = automatic.of_draft(tx, draft, original or draft.text, None)
        omissions.explain(tx, office, occasion, besides, draft.at)
        automatic.follow(tx, office, occasion, besides, case)
    return outcome


async def end_overdue(office: Office) -> int:
    """Refuse what nobody read in time; how many. Called by the clock."""
    before = Instant(office.clock.now() - HOLD_MS)
    found = await office.db.read(lambda conn: talk.held_before(conn, before))
    return sum([await office.db.write(partial(_end, office, mid)) for mid in found])


def _end(office: Office, mid: MessageId, tx: Tx) -> bool:
    """Its author is told, and can ask for reasons; the case closes, unless somebody must still look at it."""
    now, waiting = office.clock.now(), talk.sent(tx.conn, mid)
    outcome = talk.refuse_held(tx, mid, OVER, {})
    if outcome is None or waiting is None:
        return False
    one = stored.open_on(tx.conn, Subject(kind=SubjectKind.MESSAGE, ref=mid))
    author = one.author if one and one.author else people.identity_of(tx.conn, waiting.sender)
    who = author or Identity(visit=waiting.sender, nickname=waiting.nickname)
    draft = Draft(
        sender=waiting.sender, nickname=waiting.nickname, conversation=waiting.conversation, cid=outcome.cid, mid=mid,
        text=waiting.text or "", at=now, re=waiting.re,
    )  # fmt: skip
    harm = one.state.harm if one and one.state.harm is not Harm.OTHER else None
    check = ROUTINE if one and one.channel is Channel.ROUTINE else "hold"
    stored_statements.keep_refusal(tx, draft, who, (OVER, {}), [check], harm)
    tx.after_commit(office.effects.tell, Refused(outcome=outcome, author=waiting.sender))
    if one is not None and not _still_needed(one, now):
        cases.tell(tx, office, stored.append(tx, one, Happened.LAPSED, now))
    return True


def _still_needed(one: Case, now: Instant) -> bool:
    """Somebody works on it, it was reported besides, or it is too grave to be closed by the clock."""
    return one.state.leased_to(now) is not None or one.state.reports > 0 or HARMS[one.state.harm].immediate

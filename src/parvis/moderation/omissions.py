"""What a rule left out of a message: the reasons for its author, issued in the transaction that leaves it out.

Where these are contested with success the message shows its own words again, if it still stands as it was.

To publish less than somebody wrote restricts what they said (Regulation (EU) 2022/2065, Art. 17(1)(a)). Where no rule
does more than that no case is opened; one is when the statement is contested, as for a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from parvis.core.casework import Automated, Ground, Statement, StatementKind
from parvis.core.clock import Instant
from parvis.core.ids import MessageId, StatementId, fresh_word
from parvis.core.policy import HARMS, TERMS_VERSION, Harm
from parvis.core.talk import Notes, Status
from parvis.core.verdict import Finding
from parvis.live.effects import WordsBack
from parvis.moderation import statements
from parvis.moderation.automatic import Occasion
from parvis.moderation.office import Office
from parvis.store import talk
from parvis.store.writer import Tx

ACT = "redact"
MARK = "[…]"
"""What stands where a part of a text was left out."""
TOLD = "told-left-out"
"""What the author is told at once, where the rule has no words of its own for it."""
BACK, WAITS, GONE = "appeal-left-out-back", "appeal-left-out-waits", "appeal-left-out-gone"
"""What the letter says when an appeal succeeded: the words are back, will be, or cannot be."""


def explain(tx: Tx, office: Office, one: Occasion, findings: Iterable[Finding], at: Instant) -> Statement | None:
    """Give the author the reasons, if one of these findings leaves something out of what was said ``at`` that time.

    Of several the gravest harm names the rule: one text, one statement.
    """
    harms = [found.harm or Harm.OTHER for found in findings if any(act.kind == ACT for act in found.acts)]
    if not harms:
        return None
    harm = max(harms, key=lambda each: HARMS[each].severity)
    now = office.clock.now()
    letter = Statement(
        id=StatementId(fresh_word(office.entropy)), puid=office.entropy(16).hex(), kind=StatementKind.LEFT_OUT,
        case=None, decision=None, addressee=one.author, lang=one.author.lang, measures=[], harm=harm,
        ground=Ground.TERMS, rule=HARMS[harm].rule, legal_ground="", explanation="", facts={},
        source="SOURCE_VOLUNTARY", automated_detection=True, automated=Automated.FULLY, content_at=at, quoted=one.said,
        terms_version=TERMS_VERSION, issued_at=now, expires_at=statements.readable_until(now),
        message=MessageId(one.subject.ref),
    )  # fmt: skip
    return statements.keep(tx, office, letter)


def put_back(tx: Tx, office: Office, one: Statement) -> str:
    """Show all the words again, to everybody in the room; which sentence tells the author what came of it.

    Not of a message that is no longer kept, was taken away, or has been changed since: those are other words.
    """
    kept = talk.sent(tx.conn, one.message) if one.message else None
    if kept is None or kept.edited_at not in (None, one.content_at) or MARK not in (kept.text or ""):
        return GONE
    if kept.status is Status.HELD:
        talk.fill(tx, kept.mid, one.quoted)
        return WAITS
    item = talk.find_by_mid(tx.conn, kept.mid)
    if item is None:
        return GONE
    whole = talk.put_back(tx, item, one.quoted, office.clock.now(), _untold(item.notes))
    tx.after_commit(office.effects.tell, WordsBack(message=whole))
    return BACK


def _untold(notes: Notes | None) -> Notes | None:
    """What other rules added; no longer that something was left out."""
    if notes is None:
        return None
    left = msgspec.structs.replace(notes, told=tuple(key for key in notes.told if key != TOLD))
    return None if left == Notes() else left

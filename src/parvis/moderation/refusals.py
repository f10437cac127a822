"""What the guard refused by itself: its text kept for a week, and one statement of reasons for whoever asks."""

from __future__ import annotations

from parvis.core.casework import Automated, Ground, Identity, Statement, StatementKind
from parvis.core.clock import DAY
from parvis.core.ids import CommandId, MessageId, PassId, StatementId, VisitId, fresh_word
from parvis.core.policy import HARMS, REFUSAL_DAYS, TERMS_VERSION, Harm
from parvis.core.talk import Draft
from parvis.core.verdict import Verdict
from parvis.moderation import holds, statements
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import people
from parvis.store import statements as stored
from parvis.store.statements import Refusal
from parvis.store.writer import Tx

GONE = Refused(text_key="refuse-why-gone")
HARM_OF: dict[str, Harm] = {
    "refuse-minor": Harm.MINOR_PRESENT,
    "refuse-advert": Harm.EXPLOITATION,
    "refuse-advert-link": Harm.SPAM,
    "refuse-hate": Harm.HATE,
}
"""Which harm a sentence stands for where the check behind it names none; any other is about the form of a text."""
FORM_RULE = 6
"""A room is not to be drowned: too long, unreadable."""


def keep(tx: Tx, draft: Draft, verdict: Verdict) -> None:
    """Keep the text of a refusal in the transaction that refuses it, for a week and for nothing but its reasons."""
    reason, who = verdict.reason, people.identity_of(tx.conn, draft.sender)
    if reason is not None and who is not None:
        checks = sorted({finding.check for finding in verdict.findings if not finding.shadow})
        stored.keep_refusal(tx, draft, who, (reason.text_key, reason.args), checks, reason.harm)


async def of_identity(office: Office, pass_id: PassId | None, device: str | None) -> list[Refusal]:
    """What the guard refused whoever holds this pass or this device in the last week, the newest first."""
    since = office.clock.now() - REFUSAL_DAYS * DAY
    found = await office.db.read(lambda conn: stored.refusals_of(conn, pass_id, device))
    return [one for one in found if one.at > since]


async def reasons(office: Office, mid: MessageId, pass_id: PassId | None, device: str | None) -> Statement | Refused:
    """The statement that explains a refusal, issued at the first asking; only for whom it was refused."""

    def work(tx: Tx) -> Statement | Refused:
        one = stored.find_refusal(tx.conn, mid)
        return _explained(tx, office, one if one and _is_of(one, pass_id, device) else None)

    return await office.db.write(work)


async def reasons_for(office: Office, visit: VisitId, cid: CommandId) -> Statement | Refused:
    """The same by the ``cid`` under which a visit sent it."""
    return await office.db.write(lambda tx: _explained(tx, office, stored.refusal_of(tx.conn, visit, cid)))


def _explained(tx: Tx, office: Office, one: Refusal | None) -> Statement | Refused:
    if one is None or one.at <= office.clock.now() - REFUSAL_DAYS * DAY:
        return GONE
    earlier = stored.find(tx.conn, one.statement) if one.statement else None
    if earlier:
        return earlier
    issued = statements.keep(tx, office, _statement(office, one))
    stored.explain(tx, one.mid, issued.id)
    return issued


def _is_of(one: Refusal, pass_id: PassId | None, device: str | None) -> bool:
    return (one.pass_id is not None and one.pass_id == pass_id) or (one.device is not None and one.device == device)


def _statement(office: Office, one: Refusal) -> Statement:
    now = office.clock.now()
    harm = one.harm or HARM_OF.get(one.reason)
    rule = FORM_RULE if harm is None else HARMS[harm].rule
    who = Identity(visit=one.visit, pass_id=one.pass_id, device=one.device, lang=one.lang)
    return Statement(
        id=StatementId(fresh_word(office.entropy)), puid=office.entropy(16).hex(), kind=StatementKind.REFUSAL,
        case=None, decision=None, addressee=who, lang=one.lang, measures=[], harm=harm or Harm.OTHER,
        ground=Ground.TERMS, rule=rule, legal_ground="", explanation="", facts={}, source="SOURCE_VOLUNTARY",
        automated_detection=one.checks != [holds.ROUTINE], automated=Automated.FULLY, content_at=one.at,
        quoted=one.text, terms_version=TERMS_VERSION, issued_at=now, expires_at=statements.readable_until(now),
        told=one.reason, told_args=one.args,
    )  # fmt: skip

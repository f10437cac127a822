"""What a rule left out of a message: the reasons for its author, issued in the transaction that leaves it out.

To publish less than somebody wrote restricts what they said (Regulation (EU) 2022/2065, Art. 17(1)(a)). Where no rule
does more than that no case is opened; one is when the statement is contested, as for a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable

from parvis.core.casework import Automated, Ground, Statement, StatementKind
from parvis.core.clock import Instant
from parvis.core.ids import StatementId, fresh_word
from parvis.core.policy import HARMS, TERMS_VERSION, Harm
from parvis.core.verdict import Finding
from parvis.moderation import statements
from parvis.moderation.automatic import Occasion
from parvis.moderation.office import Office
from parvis.store.writer import Tx

ACT = "redact"


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
    )  # fmt: skip
    return statements.keep(tx, office, letter)

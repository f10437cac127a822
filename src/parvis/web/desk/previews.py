"""What a choice would do and what its addressee would read, shown before anything is done."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.casework import SOURCES, Action, ActionState, Automated, Case, Channel, Choice, Statement
from parvis.core.clock import DAY, Instant
from parvis.core.ids import ActionId, DecisionId, StatementId
from parvis.core.policy import MEASURES, STATEMENT_DAYS, TERMS_VERSION
from parvis.core.showing import Evidence
from parvis.moderation import actions, measures, statements, wording
from parvis.moderation.execution import Deed
from parvis.moderation.measures import Consequence
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.web.desk import deciding
from parvis.web.letters import Shown, Writer


@dataclass(frozen=True)
class Preview:
    """The consequences, the letter in each language, and what exactly this was a preview of."""

    plan: list[tuple[Consequence, Deed | None]]
    letters: list[tuple[str, Shown]]
    needs_two: bool
    digest: str


async def preview(
    office: Office, case: Case, choice: Choice, evidence: Evidence, number: int, writers: list[Writer]
) -> Preview | Refused:
    """Run the plan through the executor that writes nothing, and write the letter that nobody gets yet."""
    simulated = await actions.simulate(office, choice)
    if isinstance(simulated, Refused):
        return simulated
    deeds = {deed.measure: deed for deed in simulated.deeds}
    now = office.clock.now()
    return Preview(
        plan=[(one, deeds.get(one.wish.measure)) for one in simulated.plan],
        letters=_letters(case, choice, evidence, now, number, writers),
        needs_two=measures.needs_two(choice), digest=deciding.digest_of(choice),
    )  # fmt: skip


def rehearse(
    case: Case, choice: Choice, evidence: Evidence, now: Instant, number: int, writers: list[Writer]
) -> Preview:
    """The same for a case that is not in the store, once nothing speaks against the choice."""
    return Preview(
        plan=[(one, None) for one in measures.plan(case, choice, now)],
        letters=_letters(case, choice, evidence, now, number, writers),
        needs_two=measures.needs_two(choice), digest=deciding.digest_of(choice),
    )  # fmt: skip


def _letters(
    case: Case, choice: Choice, evidence: Evidence, now: Instant, number: int, writers: list[Writer]
) -> list[tuple[str, Shown]]:
    """The statement as it would be issued, in each language; none where nobody is addressed."""
    if case.author is None or not any(MEASURES[wish.measure].statement for wish in choice.wishes):
        return []
    one = statement_of(case, choice, evidence, now, number)
    return [(writer.lang, writer.letter(wording.letter(one, now, writer.lang))) for writer in writers]


def statement_of(case: Case, choice: Choice, evidence: Evidence, now: Instant, number: int) -> Statement:
    """The statement this choice would issue, with ids that nobody will see."""
    assert case.author is not None
    taken = [
        Action(
            id=ActionId(""), decision=DecisionId(""), case=case.id, wish=one.wish, starts_at=one.starts_at,
            state=ActionState.ACTIVE if one.lasts else ActionState.DONE, ends_at=one.until,
        )
        for one in measures.plan(case, choice, now)
        if MEASURES[one.wish.measure].statement
    ]  # fmt: skip
    said = evidence.message
    return Statement(
        id=StatementId(""), puid="", kind=statements.kind_of(taken), case=case.id, decision=None,
        addressee=case.author, lang=case.author.lang, measures=taken, harm=choice.harm, ground=choice.ground,
        rule=choice.rule, legal_ground=choice.legal_ground, explanation=choice.explanation, facts=choice.facts,
        source=SOURCES[case.channel], automated_detection=case.channel is Channel.GUARD, automated=Automated.NOT,
        content_at=said.at if said else case.opened_at, quoted=said.text if said else "",
        terms_version=TERMS_VERSION, issued_at=now, expires_at=Instant(now + STATEMENT_DAYS * DAY), decided_by=number,
    )  # fmt: skip

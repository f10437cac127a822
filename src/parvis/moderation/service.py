"""Reports about the square itself, and the answers to them that everybody may read."""

from __future__ import annotations

from parvis.core.casework import FACTS_MAX, Answer, Happened, SubjectKind, Topic
from parvis.core.ids import AnswerId, CaseId, StaffId, fresh_word
from parvis.core.text import tidy_message
from parvis.moderation import cases, team
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import answers
from parvis.store import cases as stored_cases
from parvis.store.writer import Tx

NO_CASE = Refused(text_key="refuse-answer-no-case")
NO_WORDS = Refused(text_key="refuse-answer-no-words")
TOO_LONG = Refused(text_key="refuse-answer-too-long", args={"max": FACTS_MAX})


async def answer(
    office: Office, who: StaffId, case_id: CaseId, question: dict[str, str], answered: dict[str, str]
) -> Answer | Refused:
    """Publish an answer to a case about the square itself: what was asked, in one's own words, and what is done.

    Both stand on a public page and must name nobody; the reporters read them on their receipts. The case itself is
    closed by a decision, like every other.
    """
    question, answered = _tidied(question), _tidied(answered)
    if not question or not answered:
        return NO_WORDS
    if max(len(text) for text in (*question.values(), *answered.values())) > FACTS_MAX:
        return TOO_LONG

    def work(tx: Tx) -> Answer | Refused:
        case, now = stored_cases.find(tx.conn, case_id), office.clock.now()
        if case is None or case.subject.kind is not SubjectKind.SERVICE:
            return NO_CASE
        one = Answer(
            id=AnswerId(fresh_word(office.entropy)), case=case.id, topic=Topic(case.subject.ref), question=question,
            answer=answered, asked_at=case.opened_at, at=now, by=team.number_of(tx, who) or None,
        )  # fmt: skip
        answers.add(tx, one)
        cases.tell(tx, office, stored_cases.append(tx, case, Happened.NOTED, now, who, answer=one.id))
        return one

    return await office.db.write(work)


async def published(office: Office) -> list[Answer]:
    """All public answers, the newest first."""
    return await office.db.read(answers.listed)


def _tidied(texts: dict[str, str]) -> dict[str, str]:
    tidy = {lang: tidy_message(text) for lang, text in texts.items()}
    return {lang: text for lang, text in tidy.items() if text}

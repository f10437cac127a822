"""However many cases there are, what the desk asks for is found by an index: nothing is read from end to end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from parvis.access.means import Means
from parvis.core.casework import ClassKind, Status, Subject, SubjectKind
from parvis.core.clock import Instant
from parvis.core.ids import CaseId, ConversationId, DecisionId, StaffId, VisitId
from parvis.core.policy import Harm, Queue
from parvis.store import cases, decisions, exhibits, reports, sanctions, statements, talk
from parvis.store.database import Reading
from parvis.store.prepared import driver

NOW = Instant(1_800_000_000_000)
WHO, CASE = StaffId("anne"), CaseId("c" * 20)
CLASSES = [(ClassKind.PASS, "p"), (ClassKind.DEVICE, "d")]
SUBJECT = Subject(kind=SubjectKind.MESSAGE, ref="m")
LARGE = re.compile(
    r"SCAN (case|case_event|report|decision|action|sanction|statement|appeal|exhibit|message|message_edit|visit)\b"
)
QUESTIONS: dict[str, Callable[[Reading], Any]] = {
    "in line": lambda conn: cases.in_line(conn, list(Queue), NOW, limit=20, langs=["fr", "en"], not_for=WHO),
    "with a status": lambda conn: cases.with_status(conn, Status.PENDING, limit=20),
    "mine": lambda conn: cases.leased_to(conn, WHO, NOW),
    "overdue": lambda conn: cases.overdue(conn, NOW, limit=20),
    "how many overdue": lambda conn: cases.count_overdue(conn, NOW),
    "rested": lambda conn: cases.rested(conn, NOW),
    "about a subject": lambda conn: (cases.open_on(conn, SUBJECT), cases.of_subject(conn, SUBJECT)),
    "contested": lambda conn: cases.is_contested(conn, CASE),
    "one case": lambda conn: (cases.find(conn, CASE), cases.events(conn, CASE)),
    "its reports": lambda conn: reports.of_case(conn, CASE, 100),
    "its evidence": lambda conn: exhibits.of_case(conn, CASE),
    "its decisions": lambda conn: (decisions.of_case(conn, CASE), decisions.actions_of_case(conn, CASE)),
    "its statements": lambda conn: statements.of_case(conn, CASE),
    "what a decision did": lambda conn: decisions.actions_of(conn, DecisionId("d")),
    "similar ones": lambda conn: decisions.similar(conn, Harm.HARASSMENT, CASE),
    "decisions due": lambda conn: decisions.due(conn, NOW),
    "proposals": lambda conn: decisions.proposed(conn),
    "measures over": lambda conn: decisions.ended(conn, NOW),
    "what holds": lambda conn: sanctions.standing(conn, CLASSES, NOW),
    "who is hit": lambda conn: sanctions.visits_of(conn, CLASSES),
    "what waits": lambda conn: talk.held_before(conn, NOW),
    "what was said": lambda conn: talk.count_said(conn, VisitId("v"), ConversationId("r:accueil")),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_nothing_is_read_from_end_to_end(means: Means, question: str) -> None:
    assert await means.db.read(lambda conn: plans_of(conn, QUESTIONS[question])) != []
    found = await means.db.read(lambda conn: plans_of(conn, QUESTIONS[question]))
    assert [line for line in found if LARGE.search(line)] == []
    assert [line for line in found if question == "in line" and "TEMP B-TREE" in line] == [], "read in its order"


def plans_of(conn: Reading, ask: Callable[[Reading], Any]) -> list[str]:
    """How SQLite would find what is asked for; it is asked itself, whichever way the question came to it."""
    asked: list[str] = []
    raw = driver(conn)
    raw.set_trace_callback(asked.append)
    try:
        ask(conn)
    finally:
        raw.set_trace_callback(None)
    return [row[3] for sql in asked for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}")]

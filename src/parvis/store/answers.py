"""Public answers to reports about the square itself, as stored."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, Row, insert, select

from parvis.core.casework import Answer, Topic
from parvis.core.clock import Instant
from parvis.core.ids import AnswerId, CaseId
from parvis.store.schema_cases import answer
from parvis.store.writer import Tx

SHOWN = 200


def add(tx: Tx, one: Answer) -> None:
    """Publish an answer."""
    tx.conn.execute(
        insert(answer).values(
            id=one.id, case=one.case, topic=one.topic.value, question=msgspec.json.encode(one.question).decode(),
            answer=msgspec.json.encode(one.answer).decode(), asked_at=one.asked_at, at=one.at, by=one.by,
        )
    )  # fmt: skip
    tx.record("service.answered", {"answer": one.id, "case": one.case})


def listed(conn: Connection) -> list[Answer]:
    """All that were published, the newest first; at most `SHOWN`."""
    return [_answer(row) for row in conn.execute(select(answer).order_by(answer.c.at.desc()).limit(SHOWN))]


def of_cases(conn: Connection, cases: Collection[CaseId]) -> list[Answer]:
    """The answers to these cases, in order."""
    query = select(answer).where(answer.c.case.in_(cases)).order_by(answer.c.at)
    return [_answer(row) for row in conn.execute(query)]


def _answer(row: Row[tuple[object, ...]]) -> Answer:
    return Answer(
        id=AnswerId(row.id), case=CaseId(row.case), topic=Topic(row.topic), question=msgspec.json.decode(row.question),
        answer=msgspec.json.decode(row.answer), asked_at=Instant(row.asked_at), at=Instant(row.at), by=row.by,
    )  # fmt: skip

"""Statements of reasons as stored, and what the guard refused by itself while reasons can be asked for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, insert, or_, select, update

from parvis.core.casework import Action, ActionState, Identity, Statement
from parvis.core.clock import Instant
from parvis.core.ids import CaseId, CommandId, DecisionId, MessageId, PassId, StatementId, VisitId
from parvis.core.policy import Harm
from parvis.core.talk import Draft
from parvis.store.prepared import Prepared
from parvis.store.schema import message
from parvis.store.schema_cases import action, decision, refusal, statement
from parvis.store.writer import Tx

_decoder = msgspec.json.Decoder(Statement)

# ---------------------------------------------------------------- writing

_UNREAD = Prepared(
    select(statement.c.id).where(
        or_(statement.c.visit == bindparam("visit"), statement.c.pass_id == bindparam("pass_id")),
        statement.c.delivered_at.is_(None),
        statement.c.expires_at > bindparam("now"),
    )
)


def add(tx: Tx, one: Statement, code_hash: str) -> None:
    """Keep a statement; IntegrityError when its puid or code is taken."""
    tx.conn.execute(
        insert(statement).values(
            id=one.id, puid=one.puid, code_hash=code_hash, case=one.case, decision=one.decision,
            visit=one.addressee.visit, pass_id=one.addressee.pass_id, device=one.addressee.device, kind=one.kind,
            lang=one.lang, fields=msgspec.json.encode(one).decode(), issued_at=one.issued_at,
            expires_at=one.expires_at, delivered_at=one.delivered_at,
        )
    )  # fmt: skip


def mark_delivered(tx: Tx, ids: list[StatementId], at: Instant, until: Instant) -> int:
    """Note when each was first shown, and that it can be read until then; how many had not been shown before."""
    fresh = update(statement).where(statement.c.id.in_(ids), statement.c.delivered_at.is_(None))
    return tx.conn.execute(fresh.values(delivered_at=at, expires_at=until)).rowcount


# ---------------------------------------------------------------- reading


def by_hash(conn: Connection, code_hash: str) -> Statement | None:
    """The statement that a code opens."""
    return _one(conn, statement.c.code_hash == code_hash)


def find(conn: Connection, statement_id: StatementId) -> Statement | None:
    """One statement, or None."""
    return _one(conn, statement.c.id == statement_id)


def of_decision(conn: Connection, decision: DecisionId) -> list[Statement]:
    """All statements a decision issued, in order."""
    return _many(conn, statement.c.decision == decision)


def of_case(conn: Connection, case: CaseId) -> list[Statement]:
    """All statements that decisions on a case issued, in order."""
    mine = select(decision.c.id).where(decision.c.case == case)
    return _many(conn, statement.c.decision.in_(mine))


def of_identity(conn: Connection, pass_id: PassId | None, device: str | None, *, limit: int = 50) -> list[Statement]:
    """What is addressed to whoever holds this pass or this device, the newest first, as long as it is kept."""
    mine = [column == key for column, key in ((statement.c.pass_id, pass_id), (statement.c.device, device)) if key]
    if not mine:
        return []
    query = select(statement).where(or_(*mine)).order_by(statement.c.issued_at.desc(), statement.c.id).limit(limit)
    return _refreshed(conn, [_statement(row) for row in conn.execute(query).mappings()])


def unread_of(conn: Connection, visit: VisitId, pass_id: PassId, now: Instant) -> list[Statement]:
    """What was addressed to this visit or its pass and has not been shown yet, the oldest first."""
    if _UNREAD.first(conn, visit=visit, pass_id=pass_id, now=now) is None:  # as for nearly everybody who comes
        return []
    mine = or_(statement.c.visit == visit, statement.c.pass_id == pass_id)
    return _many(conn, mine, statement.c.delivered_at.is_(None), statement.c.expires_at > now)


def issued_since(conn: Connection, since: Instant) -> Iterator[Statement]:
    """All that were issued from an instant on, in order, a few hundred in memory at a time."""
    query = select(statement).where(statement.c.issued_at >= since).order_by(statement.c.issued_at, statement.c.id)
    for part in conn.execute(query.execution_options(yield_per=500)).mappings().partitions(500):
        yield from [_statement(row) for row in part]


def _one(conn: Connection, *where: ColumnElement[bool]) -> Statement | None:
    return next(iter(_many(conn, *where)), None)


def _many(conn: Connection, *where: ColumnElement[bool]) -> list[Statement]:
    query = select(statement).where(*where).order_by(statement.c.issued_at, statement.c.id)
    return _refreshed(conn, [_statement(row) for row in conn.execute(query).mappings()])


def _statement(row: RowMapping) -> Statement:
    delivered = None if row["delivered_at"] is None else Instant(row["delivered_at"])
    return msgspec.structs.replace(
        _decoder.decode(row["fields"]), expires_at=Instant(row["expires_at"]), delivered_at=delivered
    )  # fmt: skip


def _refreshed(conn: Connection, found: list[Statement]) -> list[Statement]:
    """With each measure as it is now: a statement says what was lifted or reversed since."""
    ids = [one.id for each in found for one in each.measures]
    if not ids:
        return found
    rows = conn.execute(select(action.c.id, action.c.state, action.c.ends_at).where(action.c.id.in_(ids)))
    now = {row.id: (ActionState(row.state), row.ends_at) for row in rows}

    def current(one: Action) -> Action:
        if one.id not in now:
            return one
        state, ends_at = now[one.id]
        return msgspec.structs.replace(one, state=state, ends_at=None if ends_at is None else Instant(ends_at))

    return [msgspec.structs.replace(each, measures=[current(one) for one in each.measures]) for each in found]


# ---------------------------------------------------------------- what the guard refused by itself


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was not delivered, as kept for a few days."""

    mid: MessageId
    visit: VisitId
    pass_id: PassId | None
    device: str | None
    lang: str
    conversation: str
    text: str
    reason: str
    """Text key of the sentence the author was told."""
    args: dict[str, str | int]
    checks: list[str]
    at: Instant
    statement: StatementId | None
    harm: Harm | None = None
    """Of the rule behind it, where it names one."""


class _Reason(msgspec.Struct, frozen=True):
    key: str
    args: dict[str, str | int] = {}


def keep_refusal(
    tx: Tx, draft: Draft, who: Identity, reason: tuple[str, dict[str, str | int]], checks: list[str],
    harm: Harm | None = None,
) -> None:  # fmt: skip
    """Keep the text of an automatic refusal, so that its author can be given reasons (Art. 17)."""
    tx.conn.execute(
        insert(refusal).values(
            mid=draft.mid, visit=who.visit, pass_id=who.pass_id, device=who.device, lang=who.lang,
            conversation=draft.conversation, text=draft.text, at=draft.at,
            reason=msgspec.json.encode(_Reason(*reason)).decode(), checks=msgspec.json.encode(checks).decode(),
            harm=harm,
        )
    )  # fmt: skip


def refusal_by_statement(conn: Connection, statement_id: StatementId) -> Refusal | None:
    """The refusal that a statement explains, while it is kept."""
    row = conn.execute(select(refusal).where(refusal.c.statement == statement_id)).mappings().first()
    return _refusal(row) if row else None


def find_refusal(conn: Connection, mid: MessageId) -> Refusal | None:
    """One refusal, while it is kept."""
    row = conn.execute(select(refusal).where(refusal.c.mid == mid)).mappings().first()
    return _refusal(row) if row else None


def refusal_of(conn: Connection, visit: VisitId, cid: CommandId) -> Refusal | None:
    """What this visit was refused under that ``cid``, while it is kept."""
    query = select(refusal).join(message, message.c.mid == refusal.c.mid)
    row = conn.execute(query.where(message.c.sender == visit, message.c.cid == cid)).mappings().first()
    return _refusal(row) if row else None


def refusals_of(conn: Connection, pass_id: PassId | None, device: str | None, *, limit: int = 20) -> list[Refusal]:
    """What the guard refused whoever holds this pass or this device, the newest first."""
    mine = [column == key for column, key in ((refusal.c.pass_id, pass_id), (refusal.c.device, device)) if key]
    if not mine:
        return []
    query = select(refusal).where(or_(*mine)).order_by(refusal.c.at.desc(), refusal.c.mid).limit(limit)
    return [_refusal(row) for row in conn.execute(query).mappings()]


def explain(tx: Tx, mid: MessageId, statement_id: StatementId) -> None:
    """Note which statement explains a refusal."""
    tx.conn.execute(update(refusal).where(refusal.c.mid == mid).values(statement=statement_id))


def _refusal(row: RowMapping) -> Refusal:
    reason = msgspec.json.decode(row["reason"], type=_Reason)
    return Refusal(
        mid=MessageId(row["mid"]), visit=VisitId(row["visit"]), pass_id=row["pass_id"], device=row["device"],
        lang=row["lang"], conversation=row["conversation"], text=row["text"], reason=reason.key, args=reason.args,
        checks=msgspec.json.decode(row["checks"], type=list[str]), at=Instant(row["at"]), statement=row["statement"],
        harm=Harm(row["harm"]) if row["harm"] else None,
    )  # fmt: skip

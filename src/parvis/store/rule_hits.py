"""What rules met, and what they read of it: for the rules desk and for trying a rule on the past. Never a text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from parvis.core.casework import Choice, DecisionState, SubjectKind
from parvis.core.clock import MINUTE, Instant
from parvis.core.policy import Harm, Measure
from parvis.core.verdict import Act, Kind, Value
from parvis.store.schema_cases import case, decision
from parvis.store.schema_rulebook import feature_vector, rule_hit, shadow_hit
from parvis.store.writer import Tx

LATER_MS = 10 * MINUTE
"""So long after a message was said the last rule has looked at it; there is an index on when, and none on what."""
HARMLESS = frozenset({Measure.NOTHING, Measure.RELEASE, Measure.RESTORE, Measure.LIFT, Measure.OPEN_ROOM})
"""Measures of a decision that found nothing wrong."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that matched."""

    rule: str
    version: str
    acts: tuple[Act, ...]
    read: dict[str, Value]
    shadow: bool


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One text that was judged, as far as rules could read it."""

    at: Instant
    kind: Kind
    ref: str | None
    who: str
    ruling: str
    features: dict[str, Value]
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How a rule fared: how often it acted, only watched, and what people decided about what it met."""

    did: int = 0
    would: int = 0
    upheld: int = 0
    cleared: int = 0


@dataclass(frozen=True)
class Vector:
    """What was found in one text, and what a person decided about it, if anybody did."""

    id: int
    at: Instant
    kind: Kind
    who: str
    features: dict[str, Value]
    rules: tuple[str, ...]
    harm: Harm | None
    """Under which a person decided."""
    upheld: bool | None
    """Whether something was done about it; None while nobody has decided."""


def add(tx: Tx, seen: Sequence[Seen]) -> None:
    """Keep what was judged: a row for each text in which something was found, and one for each rule that matched."""
    tx.conn.execute(insert(feature_vector), [
        {"at": one.at, "kind": one.kind.value, "ref": one.ref, "who": one.who, "ruling": one.ruling,
         "features": _json(one.features), "rules": _json([hit.rule for hit in one.hits])}
        for one in seen
    ])  # fmt: skip
    for table, shadow in ((rule_hit, False), (shadow_hit, True)):
        rows = [
            {"at": one.at, "rule": hit.rule, "version": hit.version, "kind": one.kind.value, "ref": one.ref,
             "acts": _json(hit.acts), "read": _json(hit.read)}
            for one in seen for hit in one.hits if hit.shadow is shadow
        ]  # fmt: skip
        if rows:
            tx.conn.execute(insert(table), rows)


def tallies(conn: Connection, since: Instant) -> dict[str, Tally]:
    """How every rule that met anything since then fared."""
    found: dict[str, Tally] = {}
    decided = _decided(conn, since)
    for table in (rule_hit, shadow_hit):
        rows = conn.execute(select(table.c.rule, table.c.ref).where(table.c.at >= since))
        for rule, ref in rows:
            now = found.get(rule, Tally())
            upheld = decided[ref][1] if ref in decided else None
            found[rule] = Tally(
                did=now.did + (table is rule_hit), would=now.would + (table is shadow_hit),
                upheld=now.upheld + (upheld is True), cleared=now.cleared + (upheld is False),
            )  # fmt: skip
    return found


def count_vectors(conn: Connection, since: Instant) -> int:
    """How many texts a trial would look at."""
    return int(conn.execute(select(func.count()).where(feature_vector.c.at >= since)).scalar_one())


def vectors(conn: Connection, since: Instant, after: int, limit: int) -> list[Vector]:
    """The next texts since then, by their numbers."""
    query = select(feature_vector).where(feature_vector.c.at >= since, feature_vector.c.id > after)
    rows = conn.execute(query.order_by(feature_vector.c.id).limit(limit)).mappings().all()
    decided = _decided(conn, since, [row["ref"] for row in rows if row["ref"]])
    return [
        Vector(
            id=row["id"], at=Instant(row["at"]), kind=Kind(row["kind"]), who=row["who"],
            features=msgspec.json.decode(row["features"], type=dict[str, Value]),
            rules=tuple(msgspec.json.decode(row["rules"], type=list[str])),
            harm=decided.get(row["ref"], (None, None))[0], upheld=decided.get(row["ref"], (None, None))[1],
        )
        for row in rows
    ]  # fmt: skip


def met(conn: Connection, rules: Collection[str], since: Instant) -> set[str]:
    """The texts that one of these rules met since then, acting or only watching."""
    found: set[str] = set()
    for table in (rule_hit, shadow_hit):
        query = select(table.c.ref).where(table.c.rule.in_(rules), table.c.at >= since, table.c.ref.is_not(None))
        found.update(conn.execute(query).scalars())
    return found


def acted_on(conn: Connection, ref: str, said_at: Instant) -> list[Hit]:
    """The rules that acted on a message when it was said, in order; what only watched is nobody's reason to decide."""
    near = rule_hit.c.at.between(said_at - MINUTE, said_at + LATER_MS)
    rows = conn.execute(select(rule_hit).where(near, rule_hit.c.ref == ref).order_by(rule_hit.c.id)).mappings()
    return [
        Hit(
            rule=row["rule"], version=row["version"], acts=msgspec.json.decode(row["acts"], type=tuple[Act, ...]),
            read=msgspec.json.decode(row["read"], type=dict[str, Value]), shadow=False,
        )
        for row in rows
    ]  # fmt: skip


def purge(tx: Tx, before: Instant) -> int:
    """Forget what is older; how many rows."""
    tables = (rule_hit, shadow_hit, feature_vector)
    return tx.erases(sum(tx.conn.execute(delete(one).where(one.c.at < before)).rowcount for one in tables))


def _decided(conn: Connection, since: Instant, refs: Sequence[str] | None = None) -> dict[str, tuple[Harm, bool]]:
    """What people decided about messages: under which harm, and whether they did anything about them.

    A decision that was taken back, by its author or after an appeal, says that there was nothing to it.
    """
    query = (
        select(case.c.subject_ref, decision.c.harm, decision.c.choice, decision.c.state)
        .join(decision, decision.c.case == case.c.id)
        .where(
            case.c.subject_kind == SubjectKind.MESSAGE.value, decision.c.at >= since,
            decision.c.state.in_((DecisionState.EXECUTED.value, DecisionState.REVERSED.value)),
        )
        .order_by(decision.c.at)
    )  # fmt: skip
    if refs is not None:
        query = query.where(case.c.subject_ref.in_(refs))
    return {
        ref: (Harm(harm), state == DecisionState.EXECUTED.value and _against(msgspec.json.decode(choice, type=Choice)))
        for ref, harm, choice, state in conn.execute(query)
    }


def _against(choice: Choice) -> bool:
    """Whether a decision found something wrong: anything but letting be, releasing and giving back."""
    return any(wish.measure not in HARMLESS for wish in choice.wishes)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

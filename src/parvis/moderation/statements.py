"""Statements of reasons: issued in the transaction that restricts, found again by their code or by whom they are for.

Codes and facts are kept; the words are made when a statement is shown (Regulation (EU) 2022/2065, Art. 17).
"""

from __future__ import annotations

import contextlib

from parvis.core.casework import (
    SOURCES,
    Action,
    Automated,
    Case,
    Channel,
    Choice,
    Decision,
    Identity,
    Statement,
    StatementKind,
)
from parvis.core.clock import DAY, MINUTE, Instant
from parvis.core.errors import StoreUnavailable
from parvis.core.ids import PassId, StatementId, fresh_word
from parvis.core.policy import MEASURES, STATEMENT_DAYS, Measure
from parvis.live.effects import Addressed
from parvis.moderation import codes
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.moderation.wording import holds
from parvis.store import statements as stored
from parvis.store.writer import Tx

TAKE_NOTHING = frozenset({StatementKind.REVERSAL, StatementKind.ANSWER, StatementKind.ROOM_OPEN})
"""Letters that there is nothing to contest about."""
GIVES_BACK = frozenset({Measure.RESTORE, Measure.LIFT, Measure.RELEASE})


def issue(
    tx: Tx, office: Office, *, case: Case, decision: Decision, choice: Choice, actions: list[Action],
    addressee: Identity, quoted: str, content_at: Instant, decided_by_number: int | None,
    kind: StatementKind | None = None, automated: Automated = Automated.NOT,
) -> Statement:  # fmt: skip
    """Issue the statement for one person in the transaction that decides; its addressee is told after the commit.

    ``actions`` are the measures that hit this person; ``quoted`` the words it is about (empty for a nickname or a
    visit); ``content_at`` when they were said. ``kind`` follows from the measures unless given. Call it before the
    effects that close connections are queued, so that the notice is seen first.
    """
    one = Statement(
        id=StatementId(fresh_word(office.entropy)), puid=office.entropy(16).hex(), kind=kind or kind_of(actions),
        case=case.id, decision=decision.id, addressee=addressee, lang=addressee.lang, measures=actions,
        harm=choice.harm, ground=choice.ground, rule=choice.rule, legal_ground=choice.legal_ground,
        explanation=choice.explanation, facts=choice.facts, source=_source(case, automated),
        automated_detection=choice.automated_detection or case.channel is Channel.GUARD, automated=automated,
        content_at=content_at, quoted=quoted, terms_version=decision.terms_version, issued_at=office.clock.now(),
        expires_at=readable_until(office.clock.now()), decided_by=decided_by_number,
    )  # fmt: skip
    return keep(tx, office, one)


def _source(case: Case, automated: Automated) -> str:
    """Who pointed at it; what a rule does by itself nobody asked for, also where its case was reported before."""
    return SOURCES[Channel.GUARD if automated is Automated.FULLY else case.channel]


def keep(tx: Tx, office: Office, one: Statement) -> Statement:
    """Keep a statement that was put together, note it in the ledger, tell its addressee after the commit."""
    stored.add(tx, one, codes.hash_of(office.keys, "decision", code_of(office, one.id)))
    tx.record("statement.issued", {"statement": one.id, "case": one.case, "kind": one.kind.value})
    tell(tx, office, one)
    return one


def tell(tx: Tx, office: Office, one: Statement) -> None:
    """After the commit, the addressee's open connections hear that there is something to read."""
    who = one.addressee
    effect = Addressed(visit=who.visit, statement=one.id, kind=one.kind, pass_id=who.pass_id)
    tx.after_commit(office.effects.tell, effect)


def kind_of(actions: list[Action]) -> StatementKind:
    """What a statement with these measures is: a restriction, something given back, or a warning."""
    measures = [one.wish.measure for one in actions]
    if any(MEASURES[one].restricts for one in measures):
        return StatementKind.MEASURE
    return StatementKind.REVERSAL if GIVES_BACK.intersection(measures) else StatementKind.WARNING


def readable_until(at: Instant) -> Instant:
    """Six months from when somebody was told."""
    return Instant(at + STATEMENT_DAYS * DAY)


async def note_shown(office: Office, found: list[Statement]) -> None:
    """`mark_delivered` for a page: while nothing can be written, people still read."""
    with contextlib.suppress(StoreUnavailable):
        await mark_delivered(office, found)


def is_readable(one: Statement, now: Instant) -> bool:
    """For six months, and beyond them while a restriction still holds."""
    return one.expires_at > now or any(holds(action, now) for action in one.measures)


def may_be_contested(one: Statement, now: Instant) -> bool:
    """For six months; a letter that gives back, or answers, takes nothing that could be contested."""
    return one.expires_at > now and one.kind not in TAKE_NOTHING


def code_of(office: Office, statement_id: StatementId) -> str:
    """The code that opens a statement: for whoever is recognised as its addressee, and nobody else."""
    return codes.code_of(office.keys, "decision", statement_id)


async def open_with(office: Office, code: str, network: str) -> Statement | Refused | None:
    """`by_code` for a door: how often a network may be wrong is limited, and so is everybody together."""
    tick = office.clock.tick()
    wait = office.friction.try_code(network, tick)
    if wait:
        return Refused(text_key="refuse-slow-down", args={"minutes": -(-wait // MINUTE)})
    found = await by_code(office, code)
    if found:
        office.friction.code_was_right(network, tick)
    return found


async def by_code(office: Office, code: str) -> Statement | None:
    """The statement a code opens; None for a wrong code and for one that can no longer be read, alike."""
    hashed, now = codes.hash_of(office.keys, "decision", code), office.clock.now()
    found = await office.db.read(lambda conn: stored.by_hash(conn, hashed))
    return found if found and is_readable(found, now) else None


async def find(office: Office, statement_id: StatementId) -> Statement | None:
    """The statement behind a restriction that is met; as long as that holds it can be read."""
    return await office.db.read(lambda conn: stored.find(conn, statement_id))


async def of_identity(office: Office, pass_id: PassId | None, device: str | None) -> list[Statement]:
    """What is addressed to whoever holds this pass or this device, the newest first."""
    now = office.clock.now()
    found = await office.db.read(lambda conn: stored.of_identity(conn, pass_id, device))
    return [one for one in found if is_readable(one, now)]


async def mark_delivered(office: Office, found: list[Statement]) -> None:
    """Note that they were shown: the six months for contesting start when somebody is told (Art. 20(2))."""
    unread, now = [one.id for one in found if one.delivered_at is None], office.clock.now()
    if unread:
        await office.db.write(lambda tx: stored.mark_delivered(tx, unread, now, readable_until(now)))

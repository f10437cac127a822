"""What the guard counts, as far as the store knows it: who came, what was said and held, who was reported; standing."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from parvis.core.casework import HELD, Channel, ClassKind, Identity, SubjectKind
from parvis.core.clock import Instant
from parvis.core.ids import CommandId, ConversationId, PassId, VisitId
from parvis.core.talk import Status
from parvis.store.prepared import Prepared
from parvis.store.schema import message, visit
from parvis.store.schema_cases import case, report
from parvis.store.schema_signals import reputation
from parvis.store.writer import Tx

LOAD_MAX = 50_000
"""Of each kind, so many of the newest are read at a start."""
_ONE = Prepared(select(visit.c.device).where(visit.c.id == bindparam("visit")))


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that is kept."""

    visit: VisitId
    pass_id: PassId
    device: str
    network: str
    entered_at: Instant


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """A message, delivered or refused; the text is None where it is gone."""

    sender: VisitId
    conversation: ConversationId
    n: int | None
    cid: CommandId
    text: str | None
    at: Instant
    re: int | None


class Waited(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was brought before the desk before it was delivered."""

    author: Identity
    conversation: ConversationId
    at: Instant
    in_doubt: bool
    """Something was found in it; it did not wait only because first messages are read first."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a key of an identity class has earned, in thousandths of points, as of an instant."""

    kind: ClassKind
    key: str
    points: int
    at: Instant
    day: int
    today: int
    taken: dict[str, int] = {}
    """What decisions took, by their ids."""


def entered(conn: Connection) -> list[Entered]:
    """All visits that are kept, the oldest first."""
    columns = visit.c.id, visit.c.pass_id, visit.c.device, visit.c.network, visit.c.entered_at
    rows = conn.execute(select(*columns).order_by(visit.c.entered_at.desc()).limit(LOAD_MAX)).all()
    return [
        Entered(
            visit=VisitId(row.id), pass_id=PassId(row.pass_id), device=row.device, network=row.network,
            entered_at=Instant(row.entered_at),
        )
        for row in reversed(rows)
    ]  # fmt: skip


def device_of(conn: Connection, one: VisitId) -> str:
    """The device of a visit, as a keyed hash; empty once it is erased."""
    row = _ONE.first(conn, visit=one)
    return row.device if row else ""


def spoken(conn: Connection, since: Instant) -> list[Spoken]:
    """What was delivered and refused since then, the oldest first; what is held has no place yet."""
    columns = (
        message.c.sender, message.c.conversation, message.c.n, message.c.cid, message.c.text, message.c.at,
        message.c.re,
    )  # fmt: skip
    lately = select(*columns).where(message.c.at >= since, message.c.status != Status.HELD.value)
    rows = conn.execute(lately.order_by(message.c.at.desc(), message.c.n.desc()).limit(LOAD_MAX)).all()
    return [
        Spoken(
            sender=VisitId(row.sender), conversation=ConversationId(row.conversation), n=row.n,
            cid=CommandId(row.cid), text=row.text, at=Instant(row.at), re=row.re,
        )
        for row in reversed(rows)
    ]  # fmt: skip


def said_by(conn: Connection, who: Iterable[VisitId], since: Instant, limit: int = 500) -> list[Spoken]:
    """What these visits said since then and is still there, the newest first."""
    mine = message.c.sender.in_(list(who)), message.c.at >= since, message.c.status == Status.DELIVERED.value
    query = select(message).where(*mine, message.c.text.is_not(None)).order_by(message.c.at.desc()).limit(limit)
    return [
        Spoken(
            sender=VisitId(row.sender), conversation=ConversationId(row.conversation), n=row.n,
            cid=CommandId(row.cid), text=row.text, at=Instant(row.at), re=row.re,
        )
        for row in conn.execute(query)
    ]  # fmt: skip


def visits_like(conn: Connection, one: VisitId) -> list[VisitId]:
    """The visits that are kept of the same pass or device, this one among them."""
    own = conn.execute(select(visit.c.pass_id, visit.c.device).where(visit.c.id == one)).one_or_none()
    if own is None:
        return [one]
    same = select(visit.c.id).where((visit.c.pass_id == own.pass_id) | (visit.c.device == own.device))
    return [VisitId(each) for each in conn.execute(same).scalars()]


def held(conn: Connection, since: Instant) -> list[Waited]:
    """Messages that were held since then, whatever became of them; a case about what was delivered has an ``n``."""
    asked = select(case.c.opened_at, case.c.author, case.c.conversation, case.c.channel).where(
        case.c.opened_at >= since, case.c.channel.in_(HELD), case.c.author.is_not(None),
        case.c.subject_kind == SubjectKind.MESSAGE.value, case.c.n.is_(None), case.c.conversation.is_not(None),
    )  # fmt: skip
    return [
        Waited(
            author=msgspec.json.decode(row.author, type=Identity), conversation=ConversationId(row.conversation),
            at=Instant(row.opened_at), in_doubt=row.channel == Channel.GUARD.value,
        )
        for row in conn.execute(asked.order_by(case.c.opened_at).limit(LOAD_MAX)).all()
    ]  # fmt: skip


def reported(conn: Connection, after: Instant) -> list[tuple[Instant, Identity]]:
    """Who was reported after that instant, once for each report, and when."""
    found = (
        select(report.c.at, case.c.author)
        .join(case, case.c.id == report.c.case)
        .where(report.c.at > after, case.c.author.is_not(None))
    )
    return [_whose(*row) for row in conn.execute(found.order_by(report.c.at).limit(LOAD_MAX)).all()]


def standings(conn: Connection) -> list[Standing]:
    """All that was earned, the oldest first."""
    rows = conn.execute(select(reputation).order_by(reputation.c.at.desc()).limit(2 * LOAD_MAX)).all()
    return [
        Standing(
            kind=ClassKind(row.class_kind), key=row.class_key, points=row.points, at=Instant(row.at), day=row.day,
            today=row.today, taken=msgspec.json.decode(row.taken, type=dict[str, int]),
        )
        for row in reversed(rows)
    ]  # fmt: skip


def keep_standings(tx: Tx, found: Iterable[Standing]) -> None:
    """Keep what changed."""
    rows = [
        {
            "class_kind": one.kind.value, "class_key": one.key, "points": one.points, "at": one.at, "day": one.day,
            "today": one.today, "taken": msgspec.json.encode(one.taken).decode(),
        }
        for one in found
    ]  # fmt: skip
    if rows:
        put = upsert(reputation)
        changed = {name: put.excluded[name] for name in ("points", "at", "day", "today", "taken")}
        tx.conn.execute(put.on_conflict_do_update(index_elements=["class_kind", "class_key"], set_=changed), rows)


def purge_standings(tx: Tx, before: Instant) -> int:
    """Erase what nothing was added to since before that instant; how many rows."""
    return tx.erases(tx.conn.execute(delete(reputation).where(reputation.c.at < before)).rowcount)


def _whose(at: int, author: str) -> tuple[Instant, Identity]:
    return Instant(at), msgspec.json.decode(author, type=Identity)

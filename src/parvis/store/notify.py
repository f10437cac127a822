"""Calls to the person on call, kept until they are delivered: made due in the transaction that gives the reason.

A call carries ids and counts, never what somebody wrote or who they are. Those of a kind that come while a call of
that kind is still fresh go together into the next one, so that ten thousand reports do not ring ten thousand times.
"""

from __future__ import annotations

import re

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from parvis.core.clock import Instant
from parvis.core.ids import fresh_word
from parvis.store.schema import notification
from parvis.store.writer import Tx

KINDS = frozenset(
    {
        "immediate_case_unattended",
        "abnormal_looking",
        "raid_unattended",
        "rule_suspended",
        "backup_failed",
        "disk_filling",
    }
)
SHOWN = 20
"""Bodies that one call carries; of those beyond only the number is told."""
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call: ``count`` events of a kind, the first of them with their bodies."""

    id: str
    kind: str
    created_at: Instant
    count: int
    items: list[dict[str, object]]
    tries: int = 0


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How calling goes: for the metrics and for the operator."""

    waiting: int
    waiting_since: Instant | None
    delivered_at: Instant | None
    """The last one that got through."""
    gave_up: int


class _Body(msgspec.Struct, frozen=True):
    count: int
    items: list[dict[str, object]]


def enqueue(tx: Tx, kind: str, body: dict[str, object]) -> None:
    """Have the person on call called once this is committed.

    ``body`` holds ids (letters, digits, ``_.:-``) and whole numbers; ValueError for anything else, and for a kind that
    the documentation does not know.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of call: {kind}")
    for key, value in body.items():
        if not isinstance(value, int) and not (isinstance(value, str) and _WORD.fullmatch(value)):
            raise ValueError(f"a call carries ids and counts only: {key}")
    now = tx.now()
    tx.conn.execute(
        insert(notification).values(
            id=fresh_word(), kind=kind, body=_encoded(1, [body]), created_at=now, next_try_at=now, tries=0
        )
    )


# ---------------------------------------------------------------- delivering


def is_waiting(conn: Connection) -> bool:
    """Whether any call is on its way."""
    return conn.execute(select(notification.c.id).where(*_OPEN).limit(1)).first() is not None


def due(tx: Tx, now: Instant, quiet_ms: int) -> list[Call]:
    """The calls to make now, the oldest first: new ones joined by kind, and failed ones whose time has come.

    What a call carries is fixed from here on; the receiver gets the same bytes under the same id at each try.
    """
    _join(tx, now, quiet_ms)
    ready = select(notification).where(
        *_OPEN, notification.c.first_try_at.is_not(None), notification.c.next_try_at <= now
    )
    return [_call(row) for row in tx.conn.execute(ready.order_by(notification.c.created_at, notification.c.id))]


def _join(tx: Tx, now: Instant, quiet_ms: int) -> None:
    """Make one call of all that are new, kind by kind; each new one tells of one event."""
    latest = select(notification.c.kind).where(notification.c.first_try_at > now - quiet_ms)
    fresh = (*_OPEN, notification.c.first_try_at.is_(None), notification.c.kind.not_in(latest))
    counts = select(notification.c.kind, func.count()).where(*fresh).group_by(notification.c.kind)
    for kind, count in tx.conn.execute(counts).all():
        mine = (*_OPEN, notification.c.first_try_at.is_(None), notification.c.kind == kind)
        order = (notification.c.created_at, notification.c.id)
        shown = [_call(row) for row in tx.conn.execute(select(notification).where(*mine).order_by(*order).limit(SHOWN))]
        body = _encoded(count, [item for call in shown for item in call.items])
        tx.conn.execute(delete(notification).where(*mine, notification.c.id != shown[0].id))
        first = update(notification).where(notification.c.id == shown[0].id)
        tx.conn.execute(first.values(body=body, first_try_at=now, next_try_at=now))


def settle(tx: Tx, call: str, now: Instant, *, next_try_at: Instant | None, delivered: bool) -> None:
    """Note how a try went: delivered, to be tried again, or (neither) given up."""
    values: dict[str, object] = {"tries": notification.c.tries + 1}
    if delivered:
        values["delivered_at"] = now
    elif next_try_at is not None:
        values["next_try_at"] = next_try_at
    else:
        values["gave_up_at"] = now
    tx.conn.execute(update(notification).where(notification.c.id == call, *_OPEN).values(values))


def give_up(tx: Tx, now: Instant, created_before: Instant) -> int:
    """Give up what has waited since before that instant: a call that late helps nobody; how many."""
    late = update(notification).where(*_OPEN, notification.c.created_at < created_before)
    return tx.conn.execute(late.values(gave_up_at=now)).rowcount


# ---------------------------------------------------------------- how it goes


def standing(conn: Connection) -> Standing:
    """How calling goes."""
    waiting, since = conn.execute(select(func.count(), func.min(notification.c.created_at)).where(*_OPEN)).one()
    delivered = conn.execute(select(func.max(notification.c.delivered_at))).scalar_one()
    given_up = select(func.count()).where(notification.c.gave_up_at.is_not(None))
    return Standing(
        waiting=waiting, waiting_since=since, delivered_at=delivered, gave_up=conn.execute(given_up).scalar_one()
    )


def purge(tx: Tx, before: Instant) -> int:
    """Erase calls that were delivered or given up before that instant; how many."""
    done = or_(notification.c.delivered_at < before, notification.c.gave_up_at < before)
    return tx.erases(tx.conn.execute(delete(notification).where(done)).rowcount)


_OPEN = (notification.c.delivered_at.is_(None), notification.c.gave_up_at.is_(None))


def _encoded(count: int, items: list[dict[str, object]]) -> str:
    return msgspec.json.encode(_Body(count, items)).decode()


def _call(row: Row[tuple[object, ...]]) -> Call:
    body = msgspec.json.decode(row.body, type=_Body)
    return Call(
        id=row.id, kind=row.kind, created_at=Instant(row.created_at), count=body.count, items=body.items,
        tries=row.tries,
    )  # fmt: skip

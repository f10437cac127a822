"""Evidence as stored: kept once, never changed, destroyed in time; the ledger tells of each step with ids and digests.

Decide first, then do: `capture` draws and, where it must, seals (and may fail); `keep` only writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Row, delete, exists, insert, or_, select, update

from parvis.core.clock import DAY, Instant
from parvis.core.exhibit import ALWAYS_SEALED, Capture, Exhibit, ExhibitKind, Hold, draw
from parvis.core.ids import CaseId, Entropy, ExhibitId
from parvis.store.schema import exhibit
from parvis.store.schema_cases import case
from parvis.store.sealing import Sealer
from parvis.store.writer import Tx

KEPT, OPENED, DESTROYED = "exhibit.kept", "exhibit.opened", "exhibit.destroyed"
HELD, LIFTED = "exhibit.held", "exhibit.lifted"
REMEMBERED_MS = 30 * DAY
"""How long a destroyed exhibit's row remains, so that whoever looks for it reads when it was destroyed."""
PORTION = 500
"""Ids in one statement; SQLite has a limit on the number of variables."""

Item = TypeVar("Item")


# ---------------------------------------------------------------- keeping and reading


def capture(what: Capture, sealer: Sealer, entropy: Entropy) -> Exhibit:
    """Make an exhibit of it, sealed where it must be.

    SealingUnavailable when it must be sealed and cannot: then it is not kept, in clear least of all.
    """
    drawn = draw(what, entropy)
    if not what.must_be_sealed:
        return drawn
    assert drawn.body is not None
    return msgspec.structs.replace(drawn, body=None, sealed=sealer.seal(drawn.body))


def keep(tx: Tx, one: Exhibit) -> None:
    """Keep it for good; ValueError for one that would stand in clear and must not."""
    if one.kind in ALWAYS_SEALED and one.body is not None:
        raise ValueError("what lies beyond the reported window is kept sealed or not at all")
    tx.conn.execute(insert(exhibit).values(_row(one)))
    told: dict[str, object] = {
        "exhibit": one.id, "case": one.case, "kind": one.kind.value, "digest": one.digest, "captured": one.captured_at,
        "by": one.captured_by, "expires": one.expires_at,
    }  # fmt: skip
    if one.sealed is not None:
        told["sealed"] = hashlib.sha256(one.sealed).hexdigest()
    tx.record(KEPT, told)


def read(conn: Connection, one: ExhibitId) -> Exhibit | None:
    """The exhibit of that id, also a destroyed one for a while."""
    row = conn.execute(select(exhibit).where(exhibit.c.id == one)).one_or_none()
    return None if row is None else _exhibit(row)


def of_case(conn: Connection, of: CaseId) -> list[Exhibit]:
    """All exhibits of a case, the first captured first."""
    mine = select(exhibit).where(exhibit.c.case == of).order_by(exhibit.c.captured_at, exhibit.c.id)
    return [_exhibit(row) for row in conn.execute(mine)]


def verify(one: Exhibit) -> bool:
    """Whether its record in clear is the one that was captured; one that is sealed or destroyed shows no difference.

    `parvis.store.custody` compares every exhibit, sealed ones too, with what the ledger says of it.
    """
    return one.body is None or hashlib.sha256(one.body).hexdigest() == one.digest


def hand_out(tx: Tx, one: ExhibitId, *, to: str, why: str) -> Exhibit | None:
    """Read it to take it out of the house; ``to`` and ``why`` are ids or codes, and stand in the ledger."""
    found = read(tx.conn, one)
    if found is not None and found.destroyed_at is None:
        tx.record(OPENED, {"exhibit": one, "to": to, "why": why})
    return found


# ---------------------------------------------------------------- what happens to it later


def hold(tx: Tx, one: ExhibitId, what: Hold) -> bool:
    """Keep it from being destroyed, whatever its day; False when it is gone. A new hold replaces an older one."""
    living = update(exhibit).where(exhibit.c.id == one, exhibit.c.destroyed_at.is_(None))
    values = {"held_owner": what.owner, "held_basis": what.basis, "held_until": what.until}
    if tx.conn.execute(living.values(values)).rowcount == 0:
        return False
    tx.record(HELD, {"exhibit": one, "until": what.until})
    return True


def lift(tx: Tx, one: ExhibitId) -> bool:
    """End its legal hold; False when there was none."""
    held = update(exhibit).where(exhibit.c.id == one, exhibit.c.held_owner.is_not(None))
    if tx.conn.execute(held.values(held_owner=None, held_basis=None, held_until=None)).rowcount == 0:
        return False
    tx.record(LIFTED, {"exhibit": one})
    return True


def purge(tx: Tx, now: Instant) -> int:
    """Destroy what is past its day, is not held, and whose case is no longer kept; how many.

    A case is kept while it is open, and then as long as its decisions can be contested (`parvis.store.cases.purge`).
    Of a destroyed exhibit the row stays thirty days, without its record; the ledger's entry stays.
    """
    past = (
        exhibit.c.destroyed_at.is_(None), exhibit.c.expires_at < now, ~exists().where(case.c.id == exhibit.c.case),
        or_(exhibit.c.held_owner.is_(None), exhibit.c.held_until < now),
    )  # fmt: skip
    doomed = tx.conn.execute(select(exhibit.c.id, exhibit.c.digest).where(*past)).all()
    for portion in portions([row.id for row in doomed]):
        gone = update(exhibit).where(exhibit.c.id.in_(portion))
        tx.conn.execute(gone.values(body=None, sealed=None, destroyed_at=now))
    for row in doomed:
        tx.record(DESTROYED, {"exhibit": row.id, "digest": row.digest})
    tx.conn.execute(delete(exhibit).where(exhibit.c.destroyed_at < now - REMEMBERED_MS))
    return tx.erases(len(doomed))


def portions(items: list[Item]) -> Iterable[list[Item]]:
    """The same items in lists that fit in one statement."""
    return (items[start : start + PORTION] for start in range(0, len(items), PORTION))


# ---------------------------------------------------------------- rows


def _row(one: Exhibit) -> dict[str, object]:
    return {
        "id": one.id, "case": one.case, "kind": one.kind.value, "digest": one.digest, "body": one.body,
        "sealed": one.sealed, "captured_at": one.captured_at, "captured_by": one.captured_by,
        "expires_at": one.expires_at,
    }  # fmt: skip


def _exhibit(row: Row[tuple[object, ...]]) -> Exhibit:
    held = None
    if row.held_owner is not None:
        held = Hold(owner=row.held_owner, basis=row.held_basis, until=row.held_until)
    return Exhibit(
        id=ExhibitId(row.id), case=None if row.case is None else CaseId(row.case), kind=ExhibitKind(row.kind),
        digest=row.digest, body=row.body, sealed=row.sealed, captured_at=Instant(row.captured_at),
        captured_by=row.captured_by, expires_at=Instant(row.expires_at), hold=held, destroyed_at=row.destroyed_at,
    )  # fmt: skip

"""Chain of custody: the ledger's entries about evidence, read again from the first, and whether the exhibits fit them.

Every column of an exhibit is told in the ledger, but for the names in a legal hold; so whoever changes, adds, removes
or destroys one behind our back is found, also where it is sealed and nobody here can read it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select

from parvis.core.clock import Instant
from parvis.store import exhibits
from parvis.store.ledger import as_bytes, number
from parvis.store.schema import exhibit, ledger


class _Entry(Struct, frozen=True):
    """The body of any entry about an exhibit."""

    exhibit: str
    case: str | None = None
    kind: str | None = None
    digest: str | None = None
    sealed: str | None = None
    captured: int | None = None
    by: str | None = None
    expires: int | None = None
    until: int | None = None


@dataclass
class _Told:
    """What an exhibit must be, by the entries so far."""

    case: str | None
    kind: str | None
    digest: str | None
    sealed: str | None
    captured: int | None
    by: str | None
    expires: int
    held: bool = False
    until: int | None = None
    destroyed: bool = False


class _Reader:
    """Reads entries one after the other; what cannot have happened is a fault."""

    def __init__(self) -> None:
        self.told: dict[str, _Told] = {}
        self.faults: list[str] = []

    def read(self, seq: int, at: int | None, kind: str, body: bytes | None) -> None:
        try:
            entry = msgspec.json.decode(body or b"", type=_Entry)
        except msgspec.MsgspecError:
            entry = None
        if entry is None or at is None:
            self.faults.append(f"Entry {seq} should tell of an exhibit, and cannot be read.")
            return
        one = self.told.get(entry.exhibit)
        if kind == exhibits.KEPT and one is None:
            self.told[entry.exhibit] = _Told(
                entry.case, entry.kind, entry.digest, entry.sealed, entry.captured, entry.by, entry.expires or 0
            )
        elif kind == exhibits.KEPT or one is None:
            self.faults.append(f"Entry {seq} does not fit what the ledger says of exhibit {entry.exhibit} before.")
        else:
            self._change(one, entry, kind, Instant(at))

    def _change(self, one: _Told, entry: _Entry, kind: str, at: Instant) -> None:
        match kind:
            case exhibits.HELD:
                one.held, one.until = True, entry.until
            case exhibits.LIFTED:
                one.held, one.until = False, None
            case exhibits.DESTROYED:
                self._destroy(one, entry.exhibit, at)

    def _destroy(self, one: _Told, name: str, at: Instant) -> None:
        one.destroyed = True
        if at <= one.expires:
            self.faults.append(f"Exhibit {name} was destroyed before its day.")
        if one.held and (one.until is None or at <= one.until):
            self.faults.append(f"Exhibit {name} was destroyed while it was held.")


COLUMNS = (
    "id", "case", "kind", "digest", "body", "sealed", "captured_at", "captured_by", "expires_at", "held_owner",
    "held_until", "destroyed_at",
)  # fmt: skip


def faults(conn: Connection) -> list[str]:
    """A sentence for each exhibit that is not what the ledger says of it; empty when all are."""
    reader = _Reader()
    about = select(ledger.c.seq, as_bytes(ledger.c.at), ledger.c.kind, as_bytes(ledger.c.body))
    for seq, at, kind, body in conn.execute(about.where(ledger.c.kind.like("exhibit.%")).order_by(ledger.c.seq)):
        reader.read(seq, number(at), kind, body)
    found, there = reader.faults, set[str]()
    query = select(*(as_bytes(exhibit.c[name]).label(name) for name in COLUMNS)).order_by(exhibit.c.id)
    for row in conn.execute(query.execution_options(yield_per=100)):
        name = (row.id or b"").decode("utf-8", "replace")
        there.add(name)
        if fault := _fault(row, reader.told.get(name)):
            found.append(f"Exhibit {name} {fault}.")
    return found + [
        f"Exhibit {name} is missing." for name, told in reader.told.items() if not told.destroyed and name not in there
    ]


def _fault(row: Row[tuple[Any, ...]], told: _Told | None) -> str | None:
    if told is None:
        return "is not in the ledger"
    if told.destroyed != (row.destroyed_at is not None):
        return "should have been destroyed" if told.destroyed else "is destroyed, and the ledger does not say so"
    if (row.case, row.kind, row.captured_at, row.captured_by, row.expires_at) != (
        _stored(told.case), _stored(told.kind), _stored(told.captured), _stored(told.by), _stored(told.expires),
    ):  # fmt: skip
        return "does not belong where, or last as long as, the ledger says"
    if (row.held_owner is not None, row.held_until) != (told.held, _stored(told.until)):
        return "is not held as the ledger says"
    return _altered(row.body, row.sealed, row.digest, told)


def _altered(body: bytes | None, sealed: bytes | None, digest: bytes, told: _Told) -> str | None:
    if digest != _stored(told.digest):
        return "has another digest than the ledger says"
    if told.destroyed:
        return None if body is None and sealed is None else "is said to be destroyed, and is still there"
    kept, other = (sealed, body) if told.sealed else (body, sealed)
    if kept is None or other is not None or hashlib.sha256(kept).hexdigest() != (told.sealed or told.digest):
        return "holds a record that was changed"
    return None


def _stored(value: str | int | None) -> bytes | None:
    """How the database keeps it, seen as bytes."""
    return None if value is None else str(value).encode()

"""The append-only register: each entry is chained to the one before by hashes, and its signed head also lies outside.

The chain covers body *hashes*, so that a body can be erased later (GDPR Art. 17) without breaking the proof. The head
file holds count, time, hash and an Ed25519 signature; whoever cuts entries off the end has to forge it too.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import ColumnElement, Connection, LargeBinary, cast, select

from parvis.core.clock import Instant
from parvis.store.prepared import bulk_insert
from parvis.store.proof import ERASABLE
from parvis.store.schema import ledger

DOMAIN = b"parvis.ledger.v1\0"
GENESIS = bytes(32)
_APPEND = bulk_insert(ledger, ("seq", "at", "kind", "body", "body_hash", "hash"))
HEAD_FILE = "ledger.head"


@dataclass(frozen=True)
class Tail:
    """The last entry's number and hash; number 0 and 32 zero bytes before the first."""

    seq: int
    hash: bytes


@dataclass(frozen=True)
class Entry:
    """One thing to record: what kind, when, and a small JSON body of ids and counts."""

    at: Instant
    kind: str
    body: bytes


class Head(msgspec.Struct, frozen=True):
    """The signed statement kept outside the database; ``hash`` is hex, ``signature`` base64."""

    count: int
    at: int
    hash: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """What the signature covers."""
        return DOMAIN + f"{self.count}\n{self.at}\n{self.hash}".encode()


def chain(previous: bytes, seq: int, at: int, kind: str, body_hash: bytes) -> bytes:
    """SHA-256 over domain, previous hash, number, time, kind (length first) and body hash."""
    word = kind.encode()
    parts = (DOMAIN, previous, seq.to_bytes(8, "big"), at.to_bytes(8, "big"), len(word).to_bytes(2, "big"), word)
    return hashlib.sha256(b"".join((*parts, body_hash))).digest()


def tail(conn: Connection) -> Tail:
    """The last entry as stored."""
    row = conn.execute(select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)).first()
    return Tail(row.seq, row.hash) if row else Tail(0, GENESIS)


def append(conn: Connection, last: Tail, entries: Iterable[Entry]) -> Tail:
    """Add entries after ``last`` and return the new tail; the caller holds the write lock."""
    rows: list[tuple[int, Instant, str, bytes, bytes, bytes]] = []
    seq, previous = last.seq, last.hash
    for entry in entries:
        seq += 1
        body_hash = hashlib.sha256(entry.body).digest()
        previous = chain(previous, seq, entry.at, entry.kind, body_hash)
        rows.append((seq, entry.at, entry.kind, entry.body, body_hash, previous))
    _APPEND.run(conn, rows)
    return Tail(seq, previous)


def signed(last: Tail, at: Instant, key: Ed25519PrivateKey) -> Head:
    """The tail as a signed statement."""
    plain = Head(last.seq, at, last.hash.hex())
    return msgspec.structs.replace(plain, signature=base64.b64encode(key.sign(plain.signed_bytes())).decode())


def write_head(folder: Path, last: Tail, at: Instant, key: Ed25519PrivateKey) -> None:
    """Sign the tail and put it beside the database, atomically and synced."""
    head = signed(last, at, key)
    fresh = folder / (HEAD_FILE + ".new")
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(head) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / HEAD_FILE)


def read_head(folder: Path) -> Head | None:
    """The head beside the database, or None when there is none; ValueError when it cannot be read as one."""
    return read_head_file(folder / HEAD_FILE)


def read_head_file(path: Path) -> Head | None:
    """The same for a copy kept elsewhere."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Head)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as fault:
        raise ValueError("the head file is not one that Parvis wrote") from fault


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a verification found; ``first_bad`` is the first entry's number that does not hold."""

    ok: bool
    count: int
    """Entries that are there."""
    first_bad: int | None = None
    faults: list[str] = field(default_factory=list)
    """A sentence each, in the order of the entries; those about a head as a whole come first."""
    after_head: int = 0
    """Entries that came after the signed head: chained, but not yet signed."""

    @property
    def sentence(self) -> str:
        """The first fault, or that all holds."""
        if self.faults:
            return self.faults[0]
        late = f" ({self.after_head} came after it)" if self.after_head else ""
        return f"All {self.count} entries hold, and the signed head agrees{late}."


def verify(conn: Connection, folder: Path, public: Ed25519PublicKey, copies: Iterable[Path] = ()) -> Report:
    """Check numbers, hashes, bodies and their absence, and the head kept outside.

    ``copies`` are older heads that were kept on another machine: they still tell of a rewritten ledger when whoever
    rewrote it had this server's keys and signed a new head.
    """
    about_heads: list[str] = []
    heads: dict[int, Head] = {}
    for path in (folder / HEAD_FILE, *copies):
        head, fault = _checked_head(path, public, is_copy=path.parent != folder)
        about_heads += [fault] if fault else []
        if head is not None:
            heads[head.count] = head if heads.get(head.count, head).hash == head.hash else _NO_HEAD
    found = _Finding(heads)
    for row in _entries(conn):
        found.look_at(row)
    found.look_beyond()
    newest = max((head.count for head in heads.values()), default=0)
    return Report(
        ok=not (about_heads or found.bad), count=found.count, first_bad=next(iter(sorted(found.bad)), None),
        faults=about_heads + [found.bad[seq] for seq in sorted(found.bad)],
        after_head=max(found.last.seq - newest, 0),
    )  # fmt: skip


_NO_HEAD = Head(0, 0, "two heads of this count differ")


class _Finding:
    """Reads entry after entry and notes each that does not hold; goes on after a bad one with what is stored."""

    def __init__(self, heads: dict[int, Head]) -> None:
        self.bad: dict[int, str] = {}
        self.count = 0
        self.last = Tail(0, GENESIS)
        self._heads, self._vouched = heads, 0

    def look_at(self, row: _Row) -> None:
        self.count += 1
        expected = self.last.seq + 1
        if row.seq != expected:
            self._blame(min(row.seq, expected), _gap(row.seq, expected))
        elif fault := _fault(row, self.last):
            self._blame(row.seq, f"Entry {row.seq} {fault}.")
        self.last = Tail(max(row.seq, self.last.seq), row.hash)
        if head := self._heads.get(row.seq):
            self._compare(head, row)

    def _compare(self, head: Head, row: _Row) -> None:
        if head.hash == row.hash.hex():
            self._vouched = row.seq
        else:
            since = f"something from entry {self._vouched + 1} on was rewritten"
            self._blame(row.seq, f"Entry {row.seq} is not the one in the signed head: {since}.")

    def look_beyond(self) -> None:
        """What a head counts and is not there."""
        counted = max(self._heads, default=0)
        if counted > self.last.seq:
            first = self.last.seq + 1
            self._blame(first, f"{_missing(first, counted)}: the signed head counts {counted}.")

    def _blame(self, seq: int, sentence: str) -> None:
        self.bad.setdefault(seq, sentence)


def _gap(found: int, expected: int) -> str:
    if found < expected:
        return f"Entry {found} stands where none can be."
    return f"{_missing(expected, found - 1)} (the next one is {found})."


def _missing(first: int, last: int) -> str:
    return f"Entry {first} is missing" if first == last else f"Entries {first} to {last} are missing"


@dataclass(frozen=True)
class _Row:
    seq: int
    at: int | None
    """None for what is no time."""
    kind: str
    body: bytes | None
    body_hash: bytes
    hash: bytes


def _entries(conn: Connection) -> Iterator[_Row]:
    columns = [as_bytes(one) for one in (ledger.c.at, ledger.c.kind, ledger.c.body, ledger.c.body_hash, ledger.c.hash)]
    query = select(ledger.c.seq, *columns).order_by(ledger.c.seq)
    for seq, at, kind, body, body_hash, own in conn.execute(query.execution_options(yield_per=1000)):
        kind_text = (kind or b"").decode("utf-8", "replace")
        yield _Row(seq, number(at), kind_text, body, body_hash or b"", own or b"")


def as_bytes(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as the bytes that are stored: whoever tampers may leave there what no type of ours can be read from."""
    return cast(column, LargeBinary)


def number(stored: bytes | None) -> int | None:
    """A whole number from 0 up, from its digits; None for anything else."""
    return int(stored) if stored is not None and stored.isdigit() else None


def _fault(row: _Row, last: Tail) -> str | None:
    if row.at is None:
        return "holds what Parvis never writes"
    if row.body is None and row.kind not in ERASABLE:
        return "has lost its body"
    if row.body is not None and hashlib.sha256(row.body).digest() != row.body_hash:
        return "has a body that was changed"
    if chain(last.hash, row.seq, row.at, row.kind, row.body_hash) != row.hash:
        return "does not follow from the one before"
    return None


def _checked_head(path: Path, public: Ed25519PublicKey, *, is_copy: bool) -> tuple[Head | None, str | None]:
    """The head in a file, and what is wrong with it; a copy whose signature fails is still worth comparing."""
    name = f"The copy of the head in {path}" if is_copy else "The head file"
    head = None
    try:
        head = read_head_file(path)
        if head is not None:
            public.verify(base64.b64decode(head.signature), head.signed_bytes())
    except (ValueError, InvalidSignature):
        return head if is_copy else None, f"{name} is not signed by this server's key, or was changed."
    if head is None:
        missing = f"{name} is missing." if is_copy else "The signed head is missing: entries may have been cut off."
        return None, missing
    return head, None

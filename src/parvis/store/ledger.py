"""The append-only register: each entry is chained to the one before by hashes, and its signed head also lies outside.

The chain covers body *hashes*, so that a body can be erased later (GDPR Art. 17) without breaking the proof. The head
file holds count, time, hash and an Ed25519 signature; whoever cuts entries off the end has to forge it too.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, insert, select

from parvis.core.clock import Instant
from parvis.store.schema import ledger

DOMAIN = b"parvis.ledger.v1\0"
GENESIS = bytes(32)
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
    rows: list[dict[str, object]] = []
    seq, previous = last.seq, last.hash
    for entry in entries:
        seq += 1
        body_hash = hashlib.sha256(entry.body).digest()
        previous = chain(previous, seq, entry.at, entry.kind, body_hash)
        rows.append({
            "seq": seq, "at": entry.at, "kind": entry.kind, "body": entry.body, "body_hash": body_hash,
            "hash": previous,
        })  # fmt: skip
    if rows:
        conn.execute(insert(ledger), rows)
    return Tail(seq, previous)


def write_head(folder: Path, last: Tail, at: Instant, key: Ed25519PrivateKey) -> None:
    """Sign the tail and put it beside the database, atomically and synced."""
    plain = Head(last.seq, at, last.hash.hex())
    head = msgspec.structs.replace(plain, signature=base64.b64encode(key.sign(plain.signed_bytes())).decode())
    fresh = folder / (HEAD_FILE + ".new")
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(head) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / HEAD_FILE)


def read_head(folder: Path) -> Head | None:
    """The head file's content, or None when there is none; ValueError when it cannot be read as one."""
    try:
        return msgspec.json.decode((folder / HEAD_FILE).read_bytes(), type=Head)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as fault:
        raise ValueError("the head file is not one that Parvis wrote") from fault


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a verification found; ``first_bad`` is the first entry's number that does not hold."""

    ok: bool = False
    count: int
    first_bad: int | None = None
    sentence: str


def verify(conn: Connection, folder: Path, public: Ed25519PublicKey) -> Report:
    """Check numbers, hashes, bodies that are still there, and the head kept outside."""
    head_fault, head = _checked_head(folder, public)
    if head_fault:
        return Report(count=0, sentence=head_fault)
    last = Tail(0, GENESIS)
    for row in _entries(conn):
        fault = _fault(row, last)
        if fault:
            return Report(count=last.seq, first_bad=last.seq + 1, sentence=f"Entry {last.seq + 1} {fault}.")
        last = Tail(row.seq, row.hash)
        if head and head.count == last.seq and head.hash != last.hash.hex():
            sentence = f"Entry {last.seq} is not the one in the signed head."
            return Report(count=last.seq, first_bad=last.seq, sentence=sentence)
    if head and head.count > last.seq:
        missing = last.seq + 1
        sentence = f"Entry {missing} is missing: the signed head counts {head.count}."
        return Report(count=last.seq, first_bad=missing, sentence=sentence)
    return Report(ok=True, count=last.seq, sentence=f"All {last.seq} entries hold, and the signed head agrees.")


@dataclass(frozen=True)
class _Row:
    seq: int
    at: int
    kind: str
    body: bytes | None
    body_hash: bytes
    hash: bytes


def _entries(conn: Connection) -> Iterator[_Row]:
    for row in conn.execution_options(yield_per=1000).execute(select(ledger).order_by(ledger.c.seq)):
        yield _Row(row.seq, row.at, row.kind, _raw(row.body), _raw(row.body_hash) or b"", _raw(row.hash) or b"")


def _raw(stored: bytes | str | None) -> bytes | None:
    """Whoever tampers may leave text where bytes were: it is read as such, and then does not hold."""
    return stored.encode() if isinstance(stored, str) else stored


def _fault(row: _Row, last: Tail) -> str | None:
    if row.seq != last.seq + 1:
        return f"is missing (the next one is {row.seq})"
    if row.body is not None and hashlib.sha256(row.body).digest() != row.body_hash:
        return "has a body that was changed"
    if chain(last.hash, row.seq, row.at, row.kind, row.body_hash) != row.hash:
        return "does not follow from the one before"
    return None


def _checked_head(folder: Path, public: Ed25519PublicKey) -> tuple[str | None, Head | None]:
    try:
        head = read_head(folder)
        if head:
            public.verify(base64.b64decode(head.signature), head.signed_bytes())
    except (ValueError, InvalidSignature):
        return "The head file is not signed by this server's key, or was changed.", None
    if head is None:
        return "The signed head is missing: entries may have been cut off.", None
    return None, head

"""Whatever is changed, removed, put elsewhere or cut off in the files, once or more: the first bad one is named."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from parvis.access.means import Means
from parvis.core.clock import DAY, FakeClock, Instant, later
from parvis.core.exhibit import Capture, ExhibitKind, Hold
from parvis.core.ids import CaseId
from parvis.store import custody, exhibits, ledger, sealing
from parvis.store.database import FILE, Database
from parvis.store.keys import Keys, load_keys
from parvis.store.ledger import Report
from parvis.store.sealing import Recipient
from parvis.store.writer import Tx

COUNT = 24
Row = dict[str, Any]


@dataclass(frozen=True)
class Original:
    """A closed square with a full ledger, its head, and an older copy of the head."""

    folder: Path
    keys: Keys
    copy: Path
    rows: list[Row]
    erasable: frozenset[int]
    exhibits: dict[str, Row]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, fresh_means: Callable[[], Means]) -> Original:
    copy = tmp_path_factory.mktemp("elsewhere") / "ledger.head"
    folder, keys = asyncio.run(_lived(fresh_means, copy))
    with contextlib.closing(_opened(folder)) as conn:
        rows = [dict(row) for row in conn.execute("SELECT * FROM ledger ORDER BY seq")]
        kept = {row["id"]: dict(row) for row in conn.execute("SELECT * FROM exhibit")}
    erasable = frozenset(row["seq"] for row in rows if row["kind"].startswith("message."))
    assert len(rows) == COUNT and len(kept) == 6 and erasable
    return Original(folder, keys, copy, rows, erasable, kept)


async def _lived(fresh_means: Callable[[], Means], copy: Path) -> tuple[Path, Keys]:
    """Some of everything: messages, cases, evidence in clear, sealed, held, destroyed."""
    means = fresh_means()
    folder, clock = means.db.folder, means.clock
    assert isinstance(clock, FakeClock)
    means.keys.sealer.keep([Recipient(key=sealing.fresh_pair().public, name="Camille", added="2026-11-24")])
    ids = []
    for number in range(6):
        kind = ExhibitKind.BEYOND if number % 2 else ExhibitKind.MESSAGE
        what = Capture(
            kind=kind, case=CaseId(f"case-{number}"), content={"n": number}, at=clock.now(), by="report",
            expires_at=later(clock.now(), (number + 1) * DAY),
        )  # fmt: skip
        one = exhibits.capture(what, means.keys.sealer, means.entropy)
        await means.db.write(lambda tx, one=one: exhibits.keep(tx, one))  # type: ignore[misc]
        ids.append(one.id)
    hold = Hold(owner="staff-1", basis="order", until=None)
    await means.db.write(lambda tx: exhibits.hold(tx, ids[0], hold))
    await means.db.write(lambda tx: exhibits.hold(tx, ids[3], hold))
    await means.db.write(lambda tx: exhibits.lift(tx, ids[3]))
    await means.db.write(lambda tx: exhibits.purge(tx, Instant(clock.now())))
    await means.db.close()
    shutil.copy(folder / ledger.HEAD_FILE, copy)
    clock.advance(timedelta(days=3))
    keys = load_keys(folder / "keys")
    again = Database(folder, clock, keys)
    await again.write(lambda tx: exhibits.purge(tx, Instant(clock.now())))
    for number in range(20):
        await again.write(lambda tx, number=number: _record(tx, number))  # type: ignore[misc]
        if await again.read(lambda conn: ledger.tail(conn).seq) == COUNT:
            break
    await again.close()
    return folder, keys


def _record(tx: Tx, number: int) -> None:
    kind = ("message.released", "case.opened", "message.removed")[number % 3]
    tx.record(kind, {"number": number})


# ---------------------------------------------------------------- what somebody may do to it

seqs = st.integers(1, COUNT)
NO_TEXT = "what SQLite calls text and no decoder can read"
words = st.sampled_from([b"{}", b"", b"\x00", "texte", 7, 3.5, NO_TEXT])
Step = tuple[Any, ...]
changes = st.tuples(
    st.just("change"), seqs, st.sampled_from(["at", "kind", "body", "body_hash", "hash"]), st.integers(1, 5)
)
odd = st.tuples(st.just("odd"), seqs, st.sampled_from(["at", "kind", "body", "body_hash", "hash"]), words)
erased = st.tuples(st.just("erase"), seqs)
removed = st.tuples(st.just("remove"), seqs)
swapped = st.tuples(st.just("swap"), seqs, seqs).filter(lambda step: step[1] != step[2])
cut = st.tuples(st.just("cut"), st.integers(2, COUNT))
doubled = st.tuples(st.just("double"), seqs)
steps = st.lists(st.one_of(changes, odd, erased, removed, swapped, cut, doubled), min_size=1, max_size=3)


def done_to(conn: sqlite3.Connection, step: Step) -> None:
    match step:
        case ("change", seq, column, by):
            _change(conn, seq, column, by)
        case ("odd", seq, column, value):
            _put(conn, "ledger", column, value, "seq", seq)
        case ("erase", seq):
            conn.execute("UPDATE ledger SET body = NULL WHERE seq = ?", [seq])
        case ("remove", seq):
            conn.execute("DELETE FROM ledger WHERE seq = ?", [seq])
        case ("swap", one, other):
            for before, after in ((one, -1), (other, one), (-1, other)):
                conn.execute("UPDATE ledger SET seq = ? WHERE seq = ?", [after, before])
        case ("cut", seq):
            conn.execute("DELETE FROM ledger WHERE seq >= ?", [seq])
        case ("double", seq):
            columns = "at, kind, body, body_hash, hash"
            end = "(SELECT max(seq) + 1 FROM ledger)"
            conn.execute(
                f"INSERT INTO ledger (seq, {columns}) SELECT {end}, {columns} FROM ledger WHERE seq = ?", [seq]
            )


def _put(conn: sqlite3.Connection, table: str, column: str, value: object, key: str, which: object) -> None:
    said, given = ("CAST(? AS TEXT)", b"a\xff") if value == NO_TEXT else ("?", value)
    conn.execute(f'UPDATE {table} SET "{column}" = {said} WHERE {key} = ?', [given, which])


def _change(conn: sqlite3.Connection, seq: int, column: str, by: int) -> None:
    row = conn.execute(f"SELECT {column} AS it FROM ledger WHERE seq = ?", [seq]).fetchone()
    if row is None or row["it"] is None:
        return
    value = row["it"]
    fresh: object
    if isinstance(value, int):
        fresh = value + by
    elif isinstance(value, bytes):
        fresh = bytes([*value[:-1], (value[-1] + by) % 256]) if value else b"x"
    else:
        fresh = f"{value}{by}"
    conn.execute(f"UPDATE ledger SET {column} = ? WHERE seq = ?", [fresh, seq])


@contextlib.contextmanager
def tampered(original: Original) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A copy to do things to."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in (FILE, ledger.HEAD_FILE):
            shutil.copy(original.folder / name, folder / name)
        with contextlib.closing(_opened(folder)) as conn:
            yield folder, conn


def _opened(folder: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(folder / FILE, isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
    conn.execute("PRAGMA ignore_check_constraints = ON")
    return conn


def verified(original: Original, folder: Path, *copies: Path) -> tuple[Report, list[str]]:
    engine = create_engine(f"sqlite:///{folder / FILE}")
    try:
        with engine.connect() as conn:
            report = ledger.verify(conn, folder, original.keys.ledger.public_key(), copies)
            return report, custody.faults(conn)
    finally:
        engine.dispose()


def first_difference(original: Original, conn: sqlite3.Connection) -> int | None:
    """By comparing with what was there: an erased body of a message is no difference, what came after the head is none
    as long as nothing before it is missing.
    """
    now = [dict(row) for row in conn.execute("SELECT * FROM ledger ORDER BY seq")]
    for place, before in enumerate(original.rows):
        after = now[place] if place < len(now) else None
        if after is not None and after["body"] is None and before["seq"] in original.erasable:
            after = {**after, "body": before["body"]}
        if after != before:
            return int(before["seq"])
    return COUNT + 1 if len(now) > COUNT else None


@settings(max_examples=150)
@given(steps)
def test_the_first_entry_that_is_not_as_it_was_is_named(original: Original, steps: list[Step]) -> None:
    with tampered(original) as (folder, conn):
        for step in steps:
            done_to(conn, step)
        expected = first_difference(original, conn)
        report, _ = verified(original, folder, original.copy)
        assert (report.ok, report.first_bad) == (expected is None, expected), report.faults
        if expected is not None:
            assert str(expected) in report.faults[0]


@settings(max_examples=60)
@given(st.integers(1, COUNT), st.booleans())
def test_a_chain_that_was_rewritten_and_fits_together_does_not_fit_the_heads(
    original: Original, since: int, signed_anew: bool
) -> None:
    """Somebody changes an entry and computes all that follow anew; with the server's key they even sign a new head.

    Then only the copy on the other machine tells, for what it covers.
    """
    with tampered(original) as (folder, conn):
        rows = [dict(row) for row in conn.execute("SELECT * FROM ledger ORDER BY seq")]
        last = ledger.Tail(since - 1, rows[since - 2]["hash"] if since > 1 else ledger.GENESIS)
        engine = create_engine(f"sqlite:///{folder / FILE}")
        with engine.begin() as forging:
            forging.exec_driver_sql("DELETE FROM ledger WHERE seq >= ?", (since,))
            entries = [ledger.Entry(Instant(row["at"]), row["kind"], b'{"forged":1}') for row in rows[since - 1 :]]
            last = ledger.append(forging, last, entries)
        engine.dispose()
        if signed_anew:
            ledger.write_head(folder, last, Instant(1), original.keys.ledger)
        covered = ledger.read_head_file(original.copy)
        assert covered is not None
        report, _ = verified(original, folder, original.copy)
        assert report.ok is (signed_anew and since > covered.count)
        if since <= covered.count:
            assert report.first_bad == covered.count
            assert "from entry 1 on was rewritten" in report.faults[0]
        elif not signed_anew:
            assert report.first_bad == COUNT
            assert f"from entry {covered.count + 1} on was rewritten" in report.faults[0]


exhibit_columns = st.sampled_from(
    ["case", "kind", "digest", "body", "sealed", "captured_at", "captured_by", "expires_at", "held_owner", "held_until",
     "destroyed_at"]
)  # fmt: skip


hits = st.tuples(st.integers(0, 5), st.one_of(st.just("DELETE"), exhibit_columns), words)


@settings(max_examples=120)
@given(st.lists(hits, min_size=1, max_size=3))
def test_evidence_that_is_not_as_it_was_is_named(original: Original, hits: list[tuple[int, str, object]]) -> None:
    ids = sorted(original.exhibits)
    with tampered(original) as (folder, conn):
        for place, column, value in hits:
            if column == "DELETE":
                conn.execute("DELETE FROM exhibit WHERE id = ?", [ids[place]])
            else:
                _put(conn, "exhibit", column, value, "id", ids[place])
        now = {row["id"]: dict(row) for row in conn.execute("SELECT * FROM exhibit")}
        touched = {name for name, row in original.exhibits.items() if _told(now.get(name)) != _told(row)}
        gone = {name for name, row in original.exhibits.items() if row["destroyed_at"] and name not in now}
        report, faults = verified(original, folder)
        assert report.ok
        assert {fault.split()[1] for fault in faults} == touched - gone


def _told(row: Row | None) -> Row | None:
    """What the ledger tells of: all but the names in a legal hold, and when exactly something was destroyed."""
    if row is None:
        return None
    return {**row, "held_owner": row["held_owner"] is not None, "held_basis": None,
            "destroyed_at": row["destroyed_at"] is not None}  # fmt: skip

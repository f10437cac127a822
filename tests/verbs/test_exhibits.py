"""Evidence is kept as it was, sealed where it must be, destroyed in time, and nobody can touch it unseen."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from parvis.access.means import Means
from parvis.core.clock import DAY, FakeClock, Instant, later
from parvis.core.errors import SealingUnavailable
from parvis.core.exhibit import Capture, Exhibit, ExhibitKind, Hold, draw, read_record
from parvis.core.ids import CaseId
from parvis.legal import retention
from parvis.store import custody, exhibits, schema, sealing
from parvis.store.database import FILE
from parvis.store.schema_cases import case
from parvis.store.sealing import Pair, Recipient

CASE = CaseId("0123456789abcdef0123")
WORDS = "mirabelle et quetsche"


@pytest.fixture
def officer(means: Means) -> Pair:
    """Somebody holds the private half of the key that is sealed to; the server has only the other."""
    pair = sealing.fresh_pair()
    means.keys.sealer.keep([Recipient(key=pair.public, name="Camille", added="2026-11-24")])
    return pair


def capture(means: Means, kind: ExhibitKind = ExhibitKind.MESSAGE, *, of: CaseId | None = CASE) -> Exhibit:
    now = means.clock.now()
    what = Capture(
        kind=kind, case=of, content={"text": WORDS}, at=now, by="report", expires_at=later(now, 30 * DAY)
    )  # fmt: skip
    return exhibits.capture(what, means.keys.sealer, means.entropy)


async def kept(means: Means, kind: ExhibitKind = ExhibitKind.MESSAGE, *, of: CaseId | None = CASE) -> Exhibit:
    one = capture(means, kind, of=of)
    await means.db.write(lambda tx: exhibits.keep(tx, one))
    return one


async def stored(means: Means, one: Exhibit) -> Exhibit | None:
    return await means.db.read(lambda conn: exhibits.read(conn, one.id))


async def ledger_of(means: Means) -> list[tuple[str, bytes]]:
    query = select(schema.ledger.c.kind, schema.ledger.c.body).order_by(schema.ledger.c.seq)
    return await means.db.read(lambda conn: [(kind, body) for kind, body in conn.execute(query)])


async def open_case(means: Means, closed_at: Instant | None = None) -> None:
    """A case as far as its evidence cares."""
    values = {
        "id": CASE, "number": 1, "subject": "room:x", "subject_kind": "room", "subject_ref": "x", "lang": "fr",
        "channel": "inside", "opened_at": 1, "status": "open", "harm": "other", "queue": "general", "severity": 1,
        "priority": 1, "due_at": 1, "closed_at": closed_at,
    }  # fmt: skip
    await means.db.write(lambda tx: tx.conn.execute(case.insert().values(values)))


async def erase(means: Means) -> int:
    return (await retention.erase(means.db, means.config, means.clock))["legal-keep-exhibits"]


async def faults(means: Means) -> list[str]:
    return await means.db.read(custody.faults)


def tamper(means: Means, statement: str, *values: object) -> None:
    with sqlite3.connect(means.db.folder / FILE) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute(statement, values)
    conn.close()


# ---------------------------------------------------------------- keeping


async def test_what_is_kept_reads_back_as_it_was_and_says_what_it_is(means: Means) -> None:
    one = await kept(means)
    found = await stored(means, one)
    assert found == one
    assert found.body is not None
    assert hashlib.sha256(found.body).hexdigest() == found.digest
    record = read_record(found.body)
    assert (record.id, record.case, record.content, record.captured_by) == (one.id, CASE, {"text": WORDS}, "report")
    assert await means.db.read(lambda conn: exhibits.of_case(conn, CASE)) == [one]


async def test_a_record_in_clear_is_compared_with_its_own_digest(means: Means, officer: Pair) -> None:
    one, closed = await kept(means), await kept(means, ExhibitKind.BEYOND)
    assert exhibits.verify(one) and exhibits.verify(closed)
    assert not exhibits.verify(replace(one, body=(one.body or b"") + b" "))


async def test_the_ledger_tells_of_it_with_ids_and_digests_only(means: Means, officer: Pair) -> None:
    one, sealed = await kept(means), await kept(means, ExhibitKind.BEYOND)
    told = await ledger_of(means)
    assert [kind for kind, _ in told] == ["exhibit.kept", "exhibit.kept"]
    assert one.digest.encode() in told[0][1] and one.id.encode() in told[0][1]
    assert sealed.sealed is not None
    assert hashlib.sha256(sealed.sealed).hexdigest().encode() in told[1][1]
    assert WORDS.encode() not in told[0][1] + told[1][1]


async def test_nobody_can_find_out_what_was_said_by_trying_digests(means: Means) -> None:
    """Twice the same words, never the same digest: a random salt lies in the record."""
    now = means.clock.now()
    what = Capture(kind=ExhibitKind.NOTE, case=None, content={"text": "oui"}, at=now, by="report", expires_at=now)
    salts = {read_record(draw(what, means.entropy).body or b"").salt for _ in range(20)}
    assert len(salts) == 20 and all(len(salt) == 32 for salt in salts)


async def test_what_lies_beyond_the_window_can_be_read_with_the_offline_key_only(means: Means, officer: Pair) -> None:
    one = await kept(means, ExhibitKind.BEYOND)
    found = await stored(means, one)
    assert found is not None and found.body is None and found.sealed is not None
    files = [path.read_bytes() for path in means.db.folder.rglob("*") if path.is_file()]
    assert not any(WORDS.encode() in content for content in files), "nowhere on this machine in clear"
    opened = sealing.unseal(officer.secret, found.sealed)
    assert read_record(opened).content == {"text": WORDS}
    assert hashlib.sha256(opened).hexdigest() == found.digest


async def test_without_a_key_it_is_not_kept_at_all(means: Means) -> None:
    with pytest.raises(SealingUnavailable, match="parvis keys init"):
        capture(means, ExhibitKind.BEYOND)
    assert await ledger_of(means) == []


async def test_what_must_be_sealed_is_never_kept_in_clear_by_mistake(means: Means, officer: Pair) -> None:
    clear = replace(capture(means), kind=ExhibitKind.BEYOND)
    with pytest.raises(ValueError, match="sealed or not at all"):
        await means.db.write(lambda tx: exhibits.keep(tx, clear))


async def test_taking_a_sealed_one_out_stands_in_the_ledger(means: Means, officer: Pair) -> None:
    one = await kept(means, ExhibitKind.BEYOND)
    taken = await means.db.write(lambda tx: exhibits.hand_out(tx, one.id, to="staff-7", why="appeal"))
    assert taken == one
    kind, body = (await ledger_of(means))[-1]
    assert kind == "exhibit.opened"
    assert b"staff-7" in body and b"appeal" in body and one.id.encode() in body


# ---------------------------------------------------------------- its end


async def test_evidence_goes_once_it_is_past_its_day_and_its_case_is_gone(means: Means, clock: FakeClock) -> None:
    one = await kept(means)
    clock.advance(timedelta(days=30))
    assert await erase(means) == 0
    clock.advance(timedelta(milliseconds=1))
    assert await erase(means) == 1
    found = await stored(means, one)
    assert found is not None
    assert (found.body, found.destroyed_at, found.digest) == (None, clock.now(), one.digest)
    kind, body = (await ledger_of(means))[-1]
    assert kind == "exhibit.destroyed" and one.digest.encode() in body
    content = b"".join(path.read_bytes() for path in means.db.folder.iterdir() if path.name.startswith(FILE))
    assert WORDS.encode() not in content, "gone from the file's free pages and the log too"
    clock.advance(timedelta(days=30, milliseconds=1))
    await erase(means)
    assert await stored(means, one) is None
    assert await faults(means) == []


@pytest.mark.parametrize("closed", [False, True])
async def test_evidence_stays_as_long_as_its_case_is_kept(means: Means, clock: FakeClock, closed: bool) -> None:
    """Also after it is closed: the decision can still be contested."""
    one = await kept(means)
    await open_case(means, clock.now() if closed else None)
    clock.advance(timedelta(days=300))
    assert await erase(means) == 0
    assert await stored(means, one) == one


async def test_a_legal_hold_outlasts_the_case(means: Means, clock: FakeClock) -> None:
    one = await kept(means)
    hold = Hold(owner="staff-1", basis="requisition 2026-17", until=later(clock.now(), 100 * DAY))
    assert await means.db.write(lambda tx: exhibits.hold(tx, one.id, hold))
    clock.advance(timedelta(days=100))
    assert await erase(means) == 0
    assert await stored(means, one) == replace(one, hold=hold)
    clock.advance(timedelta(milliseconds=1))
    assert await erase(means) == 1, "a hold has an end"
    assert b"requisition" not in b"".join(body for _, body in await ledger_of(means))
    assert await faults(means) == []


async def test_a_hold_without_an_end_lasts_until_it_is_lifted(means: Means, clock: FakeClock) -> None:
    one = await kept(means)
    await means.db.write(lambda tx: exhibits.hold(tx, one.id, Hold(owner="staff-1", basis="order", until=None)))
    clock.advance(timedelta(days=3_000))
    assert await erase(means) == 0
    assert await means.db.write(lambda tx: exhibits.lift(tx, one.id))
    assert not await means.db.write(lambda tx: exhibits.lift(tx, one.id))
    assert await erase(means) == 1
    assert await faults(means) == []


async def test_a_destroyed_one_can_not_be_held_or_taken_out(means: Means, clock: FakeClock) -> None:
    one = await kept(means)
    clock.advance(timedelta(days=31))
    await erase(means)
    before = len(await ledger_of(means))
    hold = Hold(owner="staff-1", basis="order", until=None)
    assert not await means.db.write(lambda tx: exhibits.hold(tx, one.id, hold))
    gone = await means.db.write(lambda tx: exhibits.hand_out(tx, one.id, to="staff-7", why="appeal"))
    assert gone is not None and gone.body is None
    assert len(await ledger_of(means)) == before


# ---------------------------------------------------------------- whoever touches it


MOVED = "does not belong where, or last as long as, the ledger says"
UNTOLD = "is destroyed, and the ledger does not say so"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE exhibit SET body = ? WHERE id = ?", "holds a record that was changed"),
        ("UPDATE exhibit SET digest = ? WHERE id = ?", "has another digest than the ledger says"),
        ('UPDATE exhibit SET "case" = ? WHERE id = ?', MOVED),
        ("UPDATE exhibit SET kind = ? WHERE id = ?", MOVED),
        ("UPDATE exhibit SET expires_at = ? WHERE id = ?", MOVED),
        ("UPDATE exhibit SET captured_by = ? WHERE id = ?", MOVED),
        ("UPDATE exhibit SET held_owner = ? WHERE id = ?", "is not held as the ledger says"),
        ("UPDATE exhibit SET body = NULL, destroyed_at = ? WHERE id = ?", UNTOLD),
        ("UPDATE exhibit SET sealed = ?, body = NULL WHERE id = ?", "holds a record that was changed"),
        ("DELETE FROM exhibit WHERE ? = '1' AND id = ?", "is missing"),
        ("UPDATE exhibit SET sealed = ? WHERE id <> ?", "holds a record that was changed"),
    ],
)  # fmt: skip
async def test_whoever_touches_evidence_is_found_out(means: Means, officer: Pair, statement: str, fault: str) -> None:
    one, sealed = await kept(means), await kept(means, ExhibitKind.BEYOND)
    assert await faults(means) == []
    tamper(means, statement, "1", one.id)
    hit = sealed if "<>" in statement else one
    assert await faults(means) == [f"Exhibit {hit.id} {fault}."]


async def test_evidence_that_was_slipped_in_is_found(means: Means) -> None:
    one = capture(means)
    await means.db.write(lambda tx: exhibits.keep(tx, capture(means)))
    tamper(
        means,
        "INSERT INTO exhibit (id, kind, digest, body, captured_at, captured_by, expires_at) VALUES (?,?,?,?,?,?,?)",
        one.id, "message", one.digest, one.body, one.captured_at, "report", one.expires_at,
    )  # fmt: skip
    assert await faults(means) == [f"Exhibit {one.id} is not in the ledger."]


async def test_two_records_swapped_are_both_named(means: Means) -> None:
    first, second = await kept(means), await kept(means)
    tamper(means, "UPDATE exhibit SET body = ? WHERE id = ?", second.body, first.id)
    tamper(means, "UPDATE exhibit SET body = ? WHERE id = ?", first.body, second.id)
    assert {fault.split()[1] for fault in await faults(means)} == {first.id, second.id}


async def test_evidence_made_to_expire_early_by_hand_is_found_after_it_is_gone(means: Means) -> None:
    one = await kept(means)
    tamper(means, "UPDATE exhibit SET expires_at = 1 WHERE id = ?", one.id)
    assert await erase(means) == 1
    assert f"Exhibit {one.id} was destroyed before its day." in await faults(means)


async def test_evidence_whose_hold_was_removed_by_hand_is_found_after_it_is_gone(
    means: Means, clock: FakeClock
) -> None:
    one = await kept(means)
    await means.db.write(lambda tx: exhibits.hold(tx, one.id, Hold(owner="staff-1", basis="order", until=None)))
    tamper(means, "UPDATE exhibit SET held_owner = NULL WHERE id = ?", one.id)
    clock.advance(timedelta(days=31))
    assert await erase(means) == 1
    assert f"Exhibit {one.id} was destroyed while it was held." in await faults(means)

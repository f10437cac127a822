"""The ledger: every change, removal, reordering or cut is found, and the first bad entry is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from parvis.access.means import Means
from parvis.core.clock import Instant, SystemClock
from parvis.core.ids import CommandId, ConversationId, MessageId, VisitId
from parvis.core.talk import Draft
from parvis.store import ledger, proof, talk
from parvis.store.database import FILE, Database
from parvis.store.keys import Keys, load_keys
from parvis.store.ledger import Report
from parvis.web.house import House

ROOM = ConversationId("r:accueil")


def draft(text: str) -> Draft:
    return Draft(
        sender=VisitId("v"), nickname="Ana", conversation=ROOM, cid=CommandId(text), mid=MessageId(f"m-{text}"),
        text=text, at=Instant(1),
    )  # fmt: skip


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A closed database with ten entries and its head."""
    db = Database.open(tmp_path, SystemClock(), load_keys(tmp_path / "keys"))
    for number in range(10):
        await db.write(lambda tx, number=number: tx.record("test", {"number": number}))  # type: ignore[misc]
    await db.close()
    return tmp_path


async def verified(folder: Path) -> Report:
    keys: Keys = load_keys(folder / "keys")
    db = Database.open(folder, SystemClock(), keys)
    try:
        return await db.read(lambda conn: ledger.verify(conn, folder, keys.ledger.public_key()))
    finally:
        await db.close()


def tamper(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / FILE) as conn:
        for statement in statements:
            conn.execute(statement)


async def test_an_untouched_ledger_holds(folder: Path) -> None:
    report = await verified(folder)
    assert (report.ok, report.count) == (True, 10)


async def test_an_erased_body_leaves_the_proof_whole(folder: Path) -> None:
    """What a message's entry said goes with the message (GDPR Art. 17); its hash stays."""
    db = Database.open(folder, SystemClock(), load_keys(folder / "keys"))
    await db.write(lambda tx: tx.record("message.released", {"mid": "m", "digest": "d"}))
    await db.close()
    tamper(folder, "UPDATE ledger SET body = NULL WHERE seq = 11")
    assert (await verified(folder)).ok


async def test_no_other_entry_may_lose_its_body(folder: Path) -> None:
    tamper(folder, "UPDATE ledger SET body = NULL WHERE seq IN (3, 4)")
    report = await verified(folder)
    assert (report.ok, report.first_bad) == (False, 3)
    assert report.faults == ["Entry 3 has lost its body.", "Entry 4 has lost its body."]


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        (["UPDATE ledger SET body = '{}' WHERE seq = 4"], 4),
        (["UPDATE ledger SET kind = 'other' WHERE seq = 5"], 5),
        (["UPDATE ledger SET at = at + 1 WHERE seq = 6"], 6),
        (["DELETE FROM ledger WHERE seq = 7"], 7),
        (["DELETE FROM ledger WHERE seq > 8"], 9),
        (
            [
                "UPDATE ledger SET seq = 100 WHERE seq = 2",
                "UPDATE ledger SET seq = 2 WHERE seq = 3",
                "UPDATE ledger SET seq = 3 WHERE seq = 100",
            ],
            2,
        ),
    ],
)
async def test_whoever_alters_the_ledger_is_found_out(folder: Path, statements: list[str], first_bad: int) -> None:
    tamper(folder, *statements)
    report = await verified(folder)
    assert (report.ok, report.first_bad) == (False, first_bad)


async def test_a_rewritten_chain_does_not_fit_the_signed_head(folder: Path) -> None:
    """Somebody with the code, but not the key, recomputes everything after a change."""
    tamper(folder, "DELETE FROM ledger")
    db = Database.open(folder, SystemClock(), load_keys(folder / "keys"))
    head = (folder / ledger.HEAD_FILE).read_bytes()
    for number in range(12):
        await db.write(lambda tx, number=number: tx.record("test", {"forged": number}))  # type: ignore[misc]
    await db.close()
    (folder / ledger.HEAD_FILE).write_bytes(head)
    report = await verified(folder)
    assert (report.ok, report.first_bad) == (False, 10)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"count":10,"at":1,"hash":"00","signature":"AAAA"}', None])
async def test_a_missing_or_forged_head_is_named(folder: Path, content: bytes | None) -> None:
    path = folder / ledger.HEAD_FILE
    path.unlink() if content is None else path.write_bytes(content)
    report = await verified(folder)
    assert not report.ok
    assert "head" in report.sentence


async def test_a_message_whose_text_was_changed_in_the_file_is_named(means: Means, house: House) -> None:
    await means.db.write(lambda tx: talk.release(tx, [draft("one"), draft("two")]))
    assert await means.db.read(proof.first_altered) is None
    tamper(means.db.folder, "UPDATE message SET text = 'something else' WHERE n = 2")
    assert await means.db.read(proof.first_altered) == ("r:accueil", 2)


async def test_an_edited_message_is_vouched_for_with_its_new_text(means: Means, house: House) -> None:
    await means.db.write(lambda tx: talk.release(tx, [draft("one")]))
    old = await means.db.read(lambda conn: talk.find(conn, ROOM, 1))
    assert old
    await means.db.write(lambda tx: talk.change_text(tx, old, "another", Instant(2)))
    assert await means.db.read(proof.first_altered) is None


async def test_two_processes_keep_one_chain(folder: Path) -> None:
    """The command line writes while the server runs."""
    keys = load_keys(folder / "keys")
    server, command = (Database.open(folder, SystemClock(), keys) for _ in range(2))
    for number in range(6):
        db = server if number % 2 else command
        await db.write(lambda tx, number=number: tx.record("test", {"turn": number}))  # type: ignore[misc]
    await command.close()
    await server.close()
    report = await verified(folder)
    assert (report.ok, report.count) == (True, 16)

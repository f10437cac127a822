"""What is past its time is gone from the tables, the file's free pages and the log; and the ledger still holds."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from cast import ACCUEIL, HERE, adult, come_in, in_room, open_square, send
from parvis.access import visits
from parvis.access.age import voucher
from parvis.access.means import Means
from parvis.chat.messages import delete, edit, say
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import FakeClock
from parvis.core.talk import Outcome
from parvis.legal import retention
from parvis.store import ledger, people, proof, schema, talk
from parvis.store.database import FILE
from parvis.store.writer import EMPTY_BUSY_MS

SECOND = timedelta(seconds=1)


@pytest.fixture
async def square(means: Means) -> Square:
    return await open_square(means)


async def erase(means: Means) -> dict[str, int]:
    return await retention.erase(means.db, means.config, means.clock)


async def count(means: Means, table: Table) -> int:
    return await means.db.read(lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one())


async def said(square: Square, live: Live, text: str, cid: str) -> int:
    outcome = await say(square, live, send(text, cid))
    assert isinstance(outcome, Outcome) and outcome.message is not None
    return outcome.message.n


async def texts(means: Means) -> list[tuple[int, str | None]]:
    page = await means.db.read(lambda conn: talk.page_before(conn, ACCUEIL, None, 100))
    return [(item.n, item.text) for item in page.items]


def traces(means: Means, *words: str) -> list[str]:
    """Where in the raw files these words still stand, whatever the tables say."""
    files = [path for path in means.db.folder.iterdir() if path.name.startswith(FILE)]
    assert any(path.name == FILE for path in files)
    return [f"{word} in {path.name}" for word in words for path in files if word.encode() in path.read_bytes()]


# ---------------------------------------------------------------- messages


async def test_a_message_stays_a_day_and_not_a_second_more(square: Square, clock: FakeClock) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    await said(square, alix, "hier", "c1")
    clock.advance(timedelta(hours=23))
    await said(square, alix, "tantôt", "c2")
    clock.advance(timedelta(hours=1))
    await erase(means)
    assert await texts(means) == [(1, "hier"), (2, "tantôt")]
    clock.advance(timedelta(milliseconds=1))
    assert (await erase(means))["legal-keep-messages"] == 1
    assert await texts(means) == [(2, "tantôt")]
    standing = await means.db.read(lambda conn: talk.standing(conn, ACCUEIL))
    assert standing is not None
    assert (standing.floor_n, standing.last_n) == (2, 2)


async def test_an_empty_room_goes_on_counting_where_it_was(square: Square, clock: FakeClock) -> None:
    alix = await in_room(square, "Alix")
    for turn in range(3):
        await said(square, alix, f"mot {turn}", f"c{turn}")
    clock.advance(timedelta(hours=25))
    await erase(square.means)
    assert await texts(square.means) == []
    assert await said(square, alix, "premier du soir", "c9") == 4


async def test_earlier_texts_and_tombstones_and_refusals_go_with_the_history(square: Square, clock: FakeClock) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    await said(square, alix, "faute", "c1")
    await said(square, alix, "à reprendre", "c2")
    await edit(square, alix, p.EditCommand(id=0, conv=ACCUEIL, n=1, text="sans faute"))
    await delete(square, alix, ACCUEIL, 2)
    await say(square, alix, send("x" * 2_001, "c3"))
    assert (await count(means, schema.message), await count(means, schema.message_edit)) == (3, 2)
    clock.advance(timedelta(hours=24) + SECOND)
    assert (await erase(means))["legal-keep-messages"] == 3
    assert (await count(means, schema.message), await count(means, schema.message_edit)) == (0, 0)


async def test_of_two_in_one_instant_none_is_left_below_the_floor(square: Square, clock: FakeClock) -> None:
    """Of two who write at once the later one may get the lower n: clients drop what is below the floor, so must we."""
    means, alix = square.means, await in_room(square, "Alix")
    await said(square, alix, "placé en premier", "c1")
    clock.advance(-SECOND)
    await said(square, alix, "écrit en premier", "c2")
    clock.advance(timedelta(hours=24) + SECOND)
    await erase(means)
    assert await texts(means) == []


async def test_erased_words_can_not_be_found_in_the_files_either(square: Square, clock: FakeClock) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    words = ["mirabelle", "groseille", "cassis", "framboise", "quetsche"]
    await said(square, alix, f"{words[0]} " * 150, "c1")
    await said(square, alix, words[1], "c2")
    await edit(square, alix, p.EditCommand(id=0, conv=ACCUEIL, n=2, text=words[2]))
    await said(square, alix, words[3], "c3")
    await delete(square, alix, ACCUEIL, 3)
    clock.advance(timedelta(hours=23))
    await said(square, alix, "pourvu que cela reste", "c4")
    assert len(traces(means, *words[:4])) >= 4, "they were there"
    clock.advance(timedelta(hours=2))
    await erase(means)
    assert await texts(means) == [(4, "pourvu que cela reste")]
    assert traces(means, *words) == []
    assert traces(means, "pourvu que cela reste")


async def test_what_is_erased_is_overwritten_on_every_writing_connection(means: Means) -> None:
    setting = await means.db.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA secure_delete").scalar_one())
    assert setting == 1


async def test_a_reader_in_the_way_only_delays_it(square: Square, clock: FakeClock) -> None:
    """Somebody reads a long snapshot while the log should be emptied: nobody waits long, and it is emptied later."""
    means, alix = square.means, await in_room(square, "Alix")
    await said(square, alix, "mirabelle", "c1")
    clock.advance(timedelta(hours=25))
    reader = sqlite3.connect(means.db.folder / FILE, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM message").fetchone() == (1,)
    asked: list[str] = []

    def listen(driver: Any) -> None:
        driver.set_trace_callback(asked.append)

    await means.db.write(lambda tx: listen(tx.conn.connection.driver_connection))
    await erase(means)
    at = next(at for at, one in enumerate(asked) if "wal_checkpoint" in one)
    patience = [int(one.rpartition("=")[2]) for one in (asked[at - 1], asked[at + 1])]
    assert patience == [EMPTY_BUSY_MS, 5_000], "milliseconds: little for emptying the log, as ever for all else"
    assert traces(means, "mirabelle")
    reader.close()
    for _ in range(200):
        if not traces(means, "mirabelle"):
            break
        await asyncio.sleep(0.02)
    assert traces(means, "mirabelle") == []


async def test_the_ledger_still_holds_when_what_it_spoke_of_is_gone(square: Square, clock: FakeClock) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    for turn in range(5):
        await said(square, alix, f"mot {turn}", f"c{turn}")
    before = await count(means, schema.ledger)
    clock.advance(timedelta(hours=25))
    await erase(means)
    await said(square, alix, "du jour", "c9")
    public, folder = means.keys.ledger.public_key(), means.db.folder
    for _ in range(300):
        head = ledger.read_head(folder)
        if head and head.count == before + 1:
            break
        await asyncio.sleep(0.01)
    report = await means.db.read(lambda conn: ledger.verify(conn, folder, public))
    assert (report.ok, report.count) == (True, before + 1), report.sentence
    assert await means.db.read(proof.first_altered) is None


# ---------------------------------------------------------------- people


async def test_a_visit_is_forgotten_a_day_after_it_ended(square: Square, clock: FakeClock) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    await means.db.write(lambda tx: people.give_consent(tx, alix.visit.id, "room:arc-en-ciel", clock.now()))
    clock.advance(timedelta(hours=1))
    await visits.end(means, alix.visit.id, "left")
    clock.advance(timedelta(hours=24))
    await erase(means)
    assert await count(means, schema.visit) == 1
    clock.advance(timedelta(milliseconds=1))
    assert (await erase(means))["legal-keep-visit"] == 1
    tables = (schema.visit, schema.membership, schema.consent)
    assert [await count(means, table) for table in tables] == [0, 0, 0]


async def test_a_visit_that_goes_on_is_kept(square: Square, clock: FakeClock) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    for _ in range(30):
        clock.advance(timedelta(hours=1))
        await visits.keep_alive(means, [alix.visit.id])
        assert await visits.end_idle(means) == []
        await erase(means)
    assert await count(means, schema.visit) == 1


async def test_an_idle_visit_ends_and_then_is_forgotten(square: Square, clock: FakeClock) -> None:
    means, alix = square.means, await in_room(square, "Alix")
    clock.advance(timedelta(hours=12) + SECOND)
    assert await visits.end_idle(means) == [alix.visit.id]
    clock.advance(timedelta(hours=24) + SECOND)
    assert (await erase(means))["legal-keep-visit"] == 1


async def test_which_nicknames_a_pass_took_is_kept_for_a_day_at_most(means: Means, clock: FakeClock) -> None:
    """The limit is by day: yesterday's names serve nothing, and the privacy page promises one day."""
    await come_in(means, "Alix")
    await erase(means)
    assert await count(means, schema.nickname_use) == 1, "needed today"
    clock.advance(timedelta(hours=24))
    assert (await erase(means))["legal-keep-nicknames"] == 1
    assert await count(means, schema.nickname_use) == 0


async def test_a_pass_is_forgotten_the_moment_it_expires(means: Means, clock: FakeClock) -> None:
    await adult(means)
    clock.advance(timedelta(days=30))
    await erase(means)
    assert await count(means, schema.age_pass) == 1
    clock.advance(timedelta(milliseconds=1))
    assert (await erase(means))["legal-keep-pass"] == 1
    assert await count(means, schema.age_pass) == 0


async def test_a_voucher_is_forgotten_thirty_days_after_its_date_with_its_print_run(
    means: Means, clock: FakeClock
) -> None:
    batch = await voucher.issue(means, 3, "comptoir")
    await voucher.redeem(means, batch.vouchers[0].link, HERE)
    clock.advance(timedelta(days=120))
    await erase(means)
    assert await count(means, schema.voucher) == 3
    clock.advance(timedelta(milliseconds=1))
    assert (await erase(means))["legal-keep-vouchers"] == 3
    assert [await count(means, table) for table in (schema.voucher, schema.voucher_batch)] == [0, 0]


async def test_a_nickname_leaves_no_trace_once_visit_and_messages_are_forgotten(
    square: Square, clock: FakeClock
) -> None:
    means, alix = square.means, await in_room(square, "Mirabelle")
    await said(square, alix, "bonsoir", "c1")
    await visits.end(means, alix.visit.id, "left")
    assert traces(means, "Mirabelle")
    clock.advance(timedelta(hours=48) + SECOND)
    await erase(means)
    assert traces(means, "Mirabelle", "mirabelle") == []

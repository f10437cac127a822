"""What is kept no longer than promised: erased from the tables, from the file, and from what the ledger says."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.schema import Table

from cast import ACCUEIL, adult, come_in, in_room, open_square, send
from parvis.access import visits
from parvis.access.age import voucher
from parvis.access.means import Means
from parvis.chat import messages
from parvis.core import protocol as p
from parvis.core.clock import FakeClock
from parvis.core.talk import Outcome
from parvis.legal import retention
from parvis.store import ledger, proof, talk
from parvis.store.database import FILE
from parvis.store.schema import age_pass, message, message_edit, metadata, nickname_use, visit
from parvis.store.schema import voucher as voucher_table

SECRET = "un secret bien reconnaissable"


async def count(means: Means, table: Table) -> int:
    return int(await means.db.read(lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one()))


async def erase(means: Means) -> dict[str, int]:
    return await retention.erase(means.db, means.config, means.clock)


async def test_messages_leave_after_their_time_with_their_earlier_texts_and_the_floor_rises(
    means: Means, clock: FakeClock
) -> None:
    square = await open_square(means)
    ana = await in_room(square, "Ana")
    for number in range(3):
        await messages.say(square, ana, send(f"{SECRET} {number}", f"old{number}"))
    await messages.edit(square, ana, p.EditCommand(id=1, conv=ACCUEIL, n=2, text=f"{SECRET} autrement"))
    hours = means.config.retention.room_history_hours
    clock.advance(timedelta(hours=hours - 1))
    await messages.say(square, ana, send("encore jeune", "young"))
    await erase(means)
    assert await count(means, message) == 4, "not a minute too early"
    clock.advance(timedelta(hours=1, seconds=1))
    await erase(means)
    page = await means.db.read(lambda conn: talk.page_before(conn, ACCUEIL, None, 20))
    assert [(item.n, item.text) for item in page.items] == [(4, "encore jeune")]
    assert (page.standing.floor_n, page.standing.last_n) == (4, 4)
    assert await count(means, message_edit) == 0
    after = await messages.say(square, ana, send("la suite", "next"))
    assert isinstance(after, Outcome)
    assert after.message
    assert after.message.n == 5


async def test_erased_words_are_in_no_file_any_more_and_the_ledger_still_holds(means: Means, clock: FakeClock) -> None:
    square = await open_square(means)
    ana = await in_room(square, "Ana")
    await messages.say(square, ana, send(SECRET, "c1"))
    assert SECRET.encode() in whole(means)
    clock.advance(timedelta(hours=means.config.retention.room_history_hours, seconds=1))
    await erase(means)
    await means.db.close()
    assert SECRET.encode() not in whole(means)
    again = type(means.db).open(means.db.folder, clock, means.keys)
    try:
        public = means.keys.ledger.public_key()
        report = await again.read(lambda conn: ledger.verify(conn, again.folder, public))
        assert report.ok, report.sentence
        assert await again.read(proof.first_altered) is None
        bodies = await again.read(
            lambda conn: conn.exec_driver_sql("SELECT body FROM ledger WHERE kind LIKE 'message.%'").scalars().all()
        )
        assert bodies == [None]
    finally:
        await again.close()


def whole(means: Means) -> bytes:
    """The database as somebody with the disk would read it, its log included."""
    files = [means.db.folder / (FILE + ending) for ending in ("", "-wal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


async def test_visits_passes_nicknames_and_vouchers_leave_after_their_time(means: Means, clock: FakeClock) -> None:
    await voucher.issue(means, 2, "test")
    one = await come_in(means, "Ana")
    await visits.end(means, one.id, "left")
    await erase(means)
    assert [await count(means, table) for table in (visit, age_pass, nickname_use, voucher_table)] == [1, 1, 1, 2]
    clock.advance(timedelta(hours=means.config.retention.visit_hours, minutes=1))
    await erase(means)
    assert await count(means, visit) == 0
    clock.advance(timedelta(days=2))
    await erase(means)
    assert await count(means, nickname_use) == 0
    clock.advance(timedelta(days=means.config.age.pass_days))
    await erase(means)
    assert await count(means, age_pass) == 0
    clock.advance(timedelta(days=means.config.age.voucher_days + 31))
    await erase(means)
    assert await count(means, voucher_table) == 0


async def test_a_living_visit_is_not_erased_however_old(means: Means, clock: FakeClock) -> None:
    one = await come_in(means, "Ana")
    for _ in range(5):
        clock.advance(timedelta(hours=11))
        await visits.keep_alive(means, [one.id])
        await erase(means)
    assert await count(means, visit) == 1


async def test_every_table_about_people_has_a_rule_or_goes_with_one(means: Means) -> None:
    """A new table must be named here with the rule that empties it, or with the reason why none does."""
    emptied = {
        "message": "legal-keep-messages", "message_edit": "message", "visit": "legal-keep-visit", "consent": "visit",
        "membership": "visit", "age_pass": "legal-keep-pass", "nickname_use": "legal-keep-nicknames",
        "voucher": "legal-keep-vouchers", "voucher_batch": "counts and dates of a print run only",
        "room": "the operator's own", "conversation": "counters only", "ledger": "hashes; bodies go with the messages",
    }  # fmt: skip
    assert set(emptied) == set(metadata.tables)
    known = {rule.what for rule in retention.rules(means.config)}
    assert {why for why in emptied.values() if why.startswith("legal-")} <= known


async def test_an_expired_pass_does_not_take_a_visit_with_it_unasked(means: Means) -> None:
    """A pass in use is not past its time."""
    await adult(means)
    assert (await erase(means))["legal-keep-pass"] == 0

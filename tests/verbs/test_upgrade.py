"""From the database of every earlier landing to this one: nothing is lost, and what fails leaves the old as it was."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from landings import FOLDER, LANDINGS, unpack
from parvis import app
from parvis.access.means import Means
from parvis.core.clock import Instant, SystemClock, later
from parvis.core.config import Config
from parvis.core.errors import ConfigError, Damaged
from parvis.core.settings_safety import Guard
from parvis.store import integrity, ledger, locks, revision, talk, upgrade
from parvis.store.database import Database
from parvis.store.folder import served_alone
from parvis.store.keys import load_keys
from parvis.store.schema import metadata
from terminal import Run, typing_in

NOW = Instant(1_795_800_000_000)


def stored(folder: Path, query: str) -> list[tuple[object, ...]]:
    conn = sqlite3.connect(f"file:{folder / 'parvis.db'}?mode=ro", uri=True)
    try:
        return conn.execute(query).fetchall()
    finally:
        conn.close()


SAID = "SELECT mid, conversation, n, sender, nickname, text, at FROM message ORDER BY mid"
VISITS = "SELECT id, nickname, token_hash FROM visit ORDER BY id"
VOUCHERS = "SELECT * FROM voucher ORDER BY 1"
ENTRIES = "SELECT seq, at, kind, body, hash FROM ledger ORDER BY seq"


def upgraded(folder: Path) -> upgrade.Upgraded | None:
    return upgrade.upgrade(folder, load_keys(folder / "keys"), NOW)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The first landing's folder."""
    return unpack(LANDINGS[0], tmp_path / "first")


# ---------------------------------------------------------------- every earlier landing


def test_a_folder_of_each_landing_is_kept_and_the_first_is_the_oldest_there_can_be(first: Path) -> None:
    assert len(LANDINGS) >= 5
    assert revision.Revision.of_file(first / "parvis.db").name == revision.HISTORY[0]


@pytest.mark.parametrize("landing", LANDINGS)
def test_each_folder_has_the_tables_that_its_row_in_the_readme_says(landing: str, tmp_path: Path) -> None:
    [row] = [line for line in (FOLDER / "README.md").read_text().splitlines() if line.startswith(f"| {landing} |")]
    folder = unpack(landing, tmp_path / "data")
    assert revision.Revision.of_file(folder / "parvis.db").name == row.split("|")[3].strip()


@pytest.mark.parametrize("landing", LANDINGS)
def test_everything_comes_along(landing: str, tmp_path: Path) -> None:
    folder = unpack(landing, tmp_path / "data")
    before = {query: stored(folder, query) for query in (SAID, VISITS, VOUCHERS, ENTRIES)}
    rows, newest = integrity.rows(folder / "parvis.db"), upgrade.pending(folder) is None
    done = upgraded(folder)
    assert (done is None) if newest else (done is not None and done.new == revision.HEAD)
    assert len(before[SAID]) >= 6
    assert {query: stored(folder, query) for query in (SAID, VISITS, VOUCHERS)} == {
        query: before[query] for query in (SAID, VISITS, VOUCHERS)
    }
    after = stored(folder, ENTRIES)
    told = [kind for _, _, kind, _, _ in after[len(before[ENTRIES]) :]]
    assert after[: len(before[ENTRIES])] == before[ENTRIES] and told == [upgrade.UPGRADED] * (not newest)
    now = integrity.rows(folder / "parvis.db")
    assert {name: now[name] for name in rows if name != "ledger"} == {
        name: count for name, count in rows.items() if name != "ledger"
    }
    assert integrity.faults(folder / "parvis.db", folder, load_keys(folder / "keys").ledger.public_key(), []) == []
    assert upgraded(folder) is None, "and a second time there is nothing to do"


@pytest.mark.parametrize("landing", LANDINGS)
def test_the_tables_are_then_those_of_a_fresh_square(landing: str, tmp_path: Path) -> None:
    folder = unpack(landing, tmp_path / "data")
    upgraded(folder)
    engine = create_engine(f"sqlite:///{folder / 'parvis.db'}")
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("landing", LANDINGS)
async def test_the_square_opens_on_it_and_people_read_what_was_said(landing: str, tmp_path: Path) -> None:
    folder = unpack(landing, tmp_path / "data")
    upgraded(folder)
    async with app.open_means(Config(guard=Guard(newcomer_minutes=0)), folder) as means:
        house = app.build_house(means, demo=True)
        await house.rulebook.load()
        await house.square.open()
        room = next(conv for conv in house.square.newest if conv == "r:lille")
        page = await means.db.read(lambda conn: talk.page_before(conn, room, None, 100))
        assert [one.text for one in page.items] == [f"{word} {n}" for n in range(3) for word in ("bonsoir", "réponse")]
        await means.db.write(lambda tx: tx.record("test", {}))
        report = await means.db.read(lambda conn: ledger.verify(conn, folder, means.keys.ledger.public_key()))
    assert [one for one in report.faults if "missing" in one] == []


def test_what_a_killed_server_left_in_its_log_comes_along(first: Path, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    conn = sqlite3.connect(first / "parvis.db", isolation_level=None)
    conn.execute("PRAGMA wal_autocheckpoint = 0")
    conn.execute("UPDATE voucher_batch SET label = 'in the log'")
    shutil.copytree(first, killed)
    conn.close()
    assert (killed / "parvis.db-wal").stat().st_size > 0
    upgraded(killed)
    assert sorted(one.name for one in killed.glob("parvis.db*")) == ["parvis.db"], "no log of another database"
    assert stored(killed, "SELECT label FROM voucher_batch") == [("in the log",)]


# ---------------------------------------------------------------- what fails leaves the old as it was


def test_an_upgrade_that_fails_midway_changes_nothing_and_says_where(first: Path) -> None:
    """A table of somebody else's stands where a later migration wants its own: the ones before it ran in the copy."""
    with sqlite3.connect(first / "parvis.db") as conn:
        conn.execute("CREATE TABLE room_proposal (mine INTEGER)")
    conn.close()
    names, before = sorted(one.name for one in first.iterdir()), (first / "parvis.db").read_bytes()
    with pytest.raises(Damaged, match=r"^The upgrade from 0001 to \d+ failed, and the old database stands as it was: "):
        upgraded(first)
    assert (first / "parvis.db").read_bytes() == before
    assert sorted(one.name for one in first.iterdir() if one.name != locks.USE_FILE) == names, "nothing is left behind"
    with sqlite3.connect(first / "parvis.db") as conn:
        conn.execute("DROP TABLE room_proposal")
    conn.close()
    assert upgraded(first) is not None


def test_rows_that_point_nowhere_are_found_before_anything_is_swapped(first: Path) -> None:
    """They were there before and are no fault of the upgrade: it goes on. It is stopped by those it would make."""
    known = integrity.faults(first / "parvis.db", first, load_keys(first / "keys").ledger.public_key(), [])
    assert known == []
    conn = sqlite3.connect(first / "parvis.db")
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("DELETE FROM visit")
    conn.commit()
    conn.close()
    assert upgraded(first) is not None


def test_without_room_it_does_not_begin(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (first / "parvis.db").read_bytes()
    monkeypatch.setattr("parvis.store.backup.MARGIN", 10**18)
    with pytest.raises(Exception, match="no room for an upgrade"):
        upgraded(first)
    assert (first / "parvis.db").read_bytes() == before


async def test_a_server_or_a_command_that_has_it_open_is_in_the_way(means: Means) -> None:
    with pytest.raises(ConfigError, match=r"has .* open: stop it"):
        upgraded(means.db.folder)


def test_nobody_opens_it_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with locks.alone(folder), pytest.raises(ConfigError, match="is being upgraded"):
        Database.open(folder, SystemClock(), load_keys(folder / "keys"))


def test_tables_of_a_newer_parvis_are_left_alone(first: Path) -> None:
    with sqlite3.connect(first / "parvis.db") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    for attempt in (lambda: upgraded(first), lambda: Database.open(first, SystemClock(), load_keys(first / "keys"))):
        with pytest.raises(ConfigError, match="newer Parvis"):
            attempt()


# ---------------------------------------------------------------- at a terminal


@pytest.fixture
def run(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typing_in(tmp_path, monkeypatch, capsys)


def test_an_operator_upgrades_goes_back_and_upgrades_again(run: Run, first: Path) -> None:
    said = run("serve", "--data", "first")
    assert said.status == 2 and "Run: parvis upgrade --data" in said.err
    before = (first / "parvis.db").read_bytes()
    said = run("upgrade", "--data", "first")
    assert said.status == 0 and "Upgraded from 0001" in said.out and "no offline key" in said.err
    assert "up to date" in run("upgrade", "--data", "first").out
    assert run("ledger", "verify", "--data", "first").status == 0
    said = run("upgrade", "--back", "--data", "first")
    assert said.status == 0, said.err
    assert (first / "parvis.db").read_bytes() == before
    assert "Upgraded from 0001" in run("upgrade", "--data", "first").out


def test_going_back_says_what_it_would_leave_behind(run: Run, first: Path) -> None:
    upgraded(first)
    assert run("keys", "init", "--name", "Camille", "--out", "key.txt", "--data", "first").status == 0
    said = run("upgrade", "--back", "--data", "first")
    assert said.status == 2 and "1 entries came" in said.err and "--yes" in said.err
    assert run("upgrade", "--back", "--yes", "--data", "first").status == 0
    assert (first / upgrade.AFTER / "parvis.db").is_file(), "what was left is kept for a day"
    said = run("upgrade", "--data", "first")
    assert "Backed up: " in said.out, "now there is a key"


def test_a_running_server_is_to_be_stopped_first(run: Run, first: Path) -> None:
    with served_alone(first):
        said = run("upgrade", "--data", "first")
    assert said.status == 2 and "stop it first" in said.err
    with (first / "serve.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


# ---------------------------------------------------------------- what is kept, and how long


def test_the_old_database_is_gone_after_a_day(first: Path) -> None:
    upgraded(first)
    assert upgrade.forget(first, later(NOW, upgrade.KEPT_MS - 1)) == []
    assert upgrade.forget(first, later(NOW, upgrade.KEPT_MS)) == [upgrade.BEFORE]
    assert not (first / upgrade.BEFORE).exists()
    assert stored(first, "SELECT count(*) FROM message") == [(6,)]
    with pytest.raises(ConfigError, match="nothing to go back to"):
        upgrade.back(first, NOW)


def test_letting_go_of_a_second_name_leaves_the_database_itself(first: Path) -> None:
    """Killed between the two steps, the database of before is still the database."""
    upgrade._keep(first, NOW, revision.Revision("0001"))
    with pytest.raises(ConfigError, match="nothing to go back to"):
        upgrade.back(first, NOW)
    upgrade.forget(first, later(NOW, upgrade.KEPT_MS))
    assert stored(first, "SELECT count(*) FROM message") == [(6,)]

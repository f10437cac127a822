"""`parvis close` and `parvis reopen` as typed: what is said, what lies in the folder, and what a fault ends with."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from parvis import app
from parvis.access.age import voucher
from parvis.access.means import Means
from parvis.core.clock import FakeClock, SystemClock
from parvis.core.closing import Kind, Wanted, notice_of
from parvis.core.config import Config
from parvis.core.settings import Legal
from parvis.core.settings_server import Server
from parvis.legal import closing, retention
from parvis.live import closing as file
from parvis.live.closing import Closed
from parvis.store import closings, ledger
from parvis.store.closings import Kept
from team import enrol
from terminal import Run, Said, typing_in

DATA = Server().data
CLOSE = ("close", "--authority", "Tribunal de Lille", "--basis", "Ordonnance 12", "--yes")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    typed = typing_in(tmp_path, monkeypatch, capsys)
    assert typed("init").status == 0
    return typed


def means_of(tmp_path: Path) -> Means:
    return app.build_means(Config(legal=Legal(operator="x")), tmp_path / DATA, SystemClock())


def kept(tmp_path: Path) -> Kept | None:
    async def read() -> Kept | None:
        means = means_of(tmp_path)
        found = await means.db.read(closings.standing)
        await means.db.close()
        return found

    return asyncio.run(read())


def test_a_closing_is_in_the_folder_and_in_the_store_with_a_signed_head(tmp_path: Path, run: Run) -> None:
    said = run(*CLOSE, "--kind", "judicial", "--date", "2026-11-20", "--text-fr", "Par ordre.")
    assert (said.status, "451" in said.err, "last head" in said.err) == (0, True, True)
    notice, row = file.read(tmp_path / DATA), kept(tmp_path)
    assert notice is not None and row is not None and row.notice == notice
    assert (notice.authority, notice.basis, notice.day, notice.text_fr) == (
        "Tribunal de Lille", "Ordonnance 12", "2026-11-20", "Par ordre.",
    )  # fmt: skip
    assert row.review_at is not None and row.head is not None
    means = means_of(tmp_path)
    means.keys.ledger.public_key().verify(base64.b64decode(row.head.signature), row.head.signed_bytes())
    asyncio.run(means.db.close())
    assert run("ledger", "verify").status == 0
    assert "The square is closed" in run("check").out


def test_an_inventory_is_a_bag_whose_every_file_is_proved_by_one_signature(tmp_path: Path, run: Run) -> None:
    said = run(*CLOSE, "--kind", "judicial", "--inventory", "bag")
    assert said.status == 0, said.err
    bag = tmp_path / "bag"
    tags = (bag / "tagmanifest-sha256.txt").read_bytes()
    key = load_pem_public_key((bag / "data" / "ledger.pub").read_bytes())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(base64.b64decode((bag / "tagmanifest-sha256.txt.sig").read_text()), tags)
    listed = {"tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"}
    for manifest, algorithm in (
        ("tagmanifest-sha256.txt", "sha256"), ("manifest-sha256.txt", "sha256"), ("manifest-sha512.txt", "sha512"),
    ):  # fmt: skip
        for line in (bag / manifest).read_text("utf-8").splitlines():
            digest, name = line.split("  ", 1)
            assert hashlib.new(algorithm, (bag / name).read_bytes()).hexdigest() == digest, name
            listed.add(name)
    assert {str(one.relative_to(bag)) for one in bag.rglob("*") if one.is_file()} == listed
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    row, stock = kept(tmp_path), json.loads((bag / "data" / "inventory.json").read_text("utf-8"))
    assert row is not None and row.head is not None
    head = json.loads((bag / "data" / "ledger.head").read_text("utf-8"))
    assert (head["hash"], head["signature"]) == (row.head.hash, row.head.signature)
    assert stock["closing"] == row.notice.id and stock["tables"]["room"] == 10 and stock["tables"]["closing"] == 1
    assert stock["files"]["parvis.db"] > 0 and "keys/ledger.key" in stock["files"]
    assert all(one.stat().st_mode & 0o077 == 0 for one in bag.rglob("*") if one.is_file())


def test_an_inventory_replaces_nothing_and_then_nothing_is_closed(tmp_path: Path, run: Run) -> None:
    (tmp_path / "bag").mkdir()
    said = run(*CLOSE, "--kind", "judicial", "--inventory", "bag")
    assert said.status == 2 and "is there already" in said.err
    assert file.read(tmp_path / DATA) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--kind", "judicial", "--basis", ""), "Say on what basis"),
        (("--kind", "judicial", "--blocked-by", "nowhere"), "must be a whole one"),
        (("--kind", "judicial", "--date", "yesterday"), "YYYY-MM-DD"),
        (("--kind", "pause", "--minutes", "0"), "The wait is from 1"),
        (("--kind", "judicial", "--logo", "missing.svg"), "missing.svg: the file cannot be read"),
        (("--kind", "judicial", "--logo", "parvis.toml"), "neither SVG nor PNG"),
        (("--kind", "judicial", "--text-fr", "@missing.txt"), "missing.txt cannot be read"),
        (
            (
                "--kind",
                "forever",
            ),
            "forever",
        ),
    ],
)
def test_a_fault_ends_with_one_sentence_and_closes_nothing(
    tmp_path: Path, run: Run, words: tuple[str, ...], sentence: str
) -> None:
    typed = ("close", "--authority", "X", "--yes") if "--basis" in words else CLOSE
    said = run(*typed, *words)
    assert (said.status, said.err.count("parvis: "), sentence in said.err) == (2, 1, True)
    assert file.read(tmp_path / DATA) is None and kept(tmp_path) is None


def test_what_is_left_out_is_asked_for(tmp_path: Path, run: Run) -> None:
    for words in (("close", "--kind", "judicial", "--authority", "x", "--yes"), ("close", "--yes"), ("reopen",)):
        said = run(*words)
        assert (said.status, said.out) == (2, "")


def test_without_a_yes_nothing_is_closed_but_the_page_is_written(tmp_path: Path, run: Run) -> None:
    said = run(*CLOSE[:-1], "--kind", "judicial", "--export", "page")
    assert (said.status, "Nothing was closed" in said.err) == (2, True)
    assert file.read(tmp_path / DATA) is None
    assert {one.name for one in (tmp_path / "page").iterdir()} == {
        "index.html", "index.fr.html", "index.en.html", "robots.txt", "notice.json", "nginx.conf", "Caddyfile",
    }  # fmt: skip
    page = (tmp_path / "page" / "index.html").read_text("utf-8")
    assert "Tribunal de Lille" in page and "<script" not in page and page.startswith("<!doctype html>")
    for name in ("nginx.conf", "Caddyfile"):
        served = (tmp_path / "page" / name).read_text("utf-8")
        assert "451" in served and r"rel=\"blocked-by\"" in served and "sha256-" in served
        assert served.count("{") == served.count("}")


def test_a_second_closing_is_refused_unless_it_is_stricter(tmp_path: Path, run: Run) -> None:
    assert run(*CLOSE, "--kind", "operator").status == 0
    for kind in ("operator", "pause"):
        said = run(*CLOSE, "--kind", kind)
        assert (said.status, "closed already" in said.err) == (2, True)
    assert run(*CLOSE, "--kind", "judicial").status == 0
    found = kept(tmp_path)
    assert found is not None and found.notice.kind == "judicial"


def test_a_locked_store_keeps_nobody_from_closing(tmp_path: Path, run: Run) -> None:
    lock = sqlite3.connect(tmp_path / DATA / "parvis.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    said = run(*CLOSE, "--kind", "judicial")
    lock.close()
    assert (said.status, "by the file alone" in said.err) == (0, True)
    assert file.read(tmp_path / DATA) is not None and kept(tmp_path) is None


def test_a_damaged_store_keeps_nobody_from_closing(tmp_path: Path, run: Run) -> None:
    (tmp_path / DATA / "parvis.db").write_bytes(b"no database" * 1_000)
    said = run(*CLOSE, "--kind", "judicial")
    assert (said.status, "by the file alone" in said.err) == (0, True)
    assert file.read(tmp_path / DATA) is not None


def _codes(tmp_path: Path, *names: str) -> list[str]:
    async def draw() -> list[str]:
        means = means_of(tmp_path)
        people = [await enrol(means, name) for name in names]
        drawn = [await closing.draw_code(app.office_of(means), one.staff.id) for one in people]
        await means.db.close()
        return [str(one) for one in drawn]

    return asyncio.run(draw())


def test_two_words_open_it_and_one_or_old_ones_do_not(tmp_path: Path, run: Run) -> None:
    assert _said(run("reopen", "--code", "1-a", "--code", "2-b")) == (2, "parvis: The square is not closed.\n")
    assert run(*CLOSE, "--kind", "pause").status == 0
    ada, boris = _codes(tmp_path, "Ada", "Boris")
    for codes in ((ada,), (ada, ada), (ada, "9-aaaa-bbbb-cccc-dddd"), (ada, boris, ada)):
        said = run("reopen", *(word for code in codes for word in ("--code", code)))
        assert (said.status, file.read(tmp_path / DATA) is not None) == (2, True)
    assert run("reopen", "--code", ada, "--code", boris, "--why", "réparé").status == 0
    assert file.read(tmp_path / DATA) is None and kept(tmp_path) is None
    assert run(*CLOSE, "--kind", "pause").status == 0
    assert run("reopen", "--code", ada, "--code", boris).status == 2, "for that closing alone"


def _said(said: Said) -> tuple[int, str]:
    return said.status, said.err


# ---------------------------------------------------------------- what is held


async def test_nothing_is_erased_while_an_order_holds_it_and_everything_in_its_time_afterwards(
    means: Means, clock: FakeClock
) -> None:
    await voucher.issue(means, 1, "test")
    office = app.office_of(means)
    now = clock.now()
    erased: dict[str, int] = {}
    for kind, holds in ((Kind.JUDICIAL, True), (Kind.OPERATOR, False)):
        wanted = Wanted(kind=kind, authority="x", basis="y")
        notice = notice_of(wanted, kind.value, "2026-11-24", "http://localhost", now, None, None)
        await closing.keep(office, notice)
        clock.advance(timedelta(days=400))
        erased = await retention.erase(means.db, means.config, clock)
        assert (erased == {}) is holds
        await means.db.write(lambda tx: closings.end(tx, clock.now(), None, None, ""))
    assert erased["legal-keep-vouchers"] > 0


async def test_a_row_without_its_file_closes_and_a_file_whose_row_ended_does_not(means: Means) -> None:
    office, folder = app.office_of(means), means.db.folder
    wanted = Wanted(kind=Kind.PAUSE, authority="x", basis="y")
    notice = notice_of(wanted, "a" * 20, "2026-11-24", "http://localhost", means.clock.now(), None, None)
    await closing.keep(office, notice)
    closed = Closed(folder, means.clock, "http://localhost")
    await closing.settle(office, closed)
    assert (file.read(folder), closed.notice) == (notice, notice)
    await means.db.write(lambda tx: closings.end(tx, means.clock.now(), None, None, ""))
    await closing.settle(office, closed)
    assert (file.read(folder), closed.notice) == (None, None)
    assert await means.db.read(ledger.tail) != ledger.Tail(0, ledger.GENESIS)

"""What an operator lives with backups: made, proved, refused with the part that is damaged, and a square again."""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from parvis.core.clock import DAY, HOUR, FakeClock, Instant, later
from parvis.core.config import Config, parse
from parvis.core.errors import ConfigError, Damaged, StoreUnavailable
from parvis.core.settings_server import Backup
from parvis.legal import backups
from parvis.store import archive, backup, ledger, recovery, sealing
from parvis.store.archive import Part
from parvis.store.keys import Keys, load_keys
from terminal import Run, typing_in


@dataclass
class Square:
    """A square with its data folder, a key that is elsewhere, and a place for backups."""

    run: Run
    folder: Path
    key: Path
    to: Path

    @property
    def secret(self) -> str:
        return sealing.secret_in(self.key.read_text("utf-8"))

    @property
    def keys(self) -> Keys:
        return load_keys(self.folder / "keys")

    def made(self) -> Path:
        """A backup, made without a terminal."""
        settings = self.folder.parent / "parvis.toml"
        config = parse(settings.read_text("utf-8"), "parvis.toml")
        return backups.make(backups.what_of(config, self.folder, settings, self.to), self.keys, Instant(NOW)).file


NOW = 1_795_700_000_000


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One square for all of them, to be copied."""
    place = tmp_path_factory.mktemp("first")
    for words in (
        ("init", "--name", "La place", "--operator", "Nous", "--contact-email", "a@example.org"),
        ("keys", "init", "--name", "Camille", "--out", "key.txt"),
        ("voucher", "issue", "-n", "3", "--plain", "--label", "mirabelle"),
    ):
        subprocess.run([sys.executable, "-m", "parvis", *words], cwd=place, check=True, capture_output=True)
    return place


@pytest.fixture
def square(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Square:
    monkeypatch.setattr(os, "nice", lambda _by: 0)  # the test's own process keeps its place
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return Square(typing_in(tmp_path, monkeypatch, capsys), tmp_path / "data", tmp_path / "key.txt", tmp_path / "to")


def files_of(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


# ---------------------------------------------------------------- making


def test_a_backup_is_one_sealed_file_for_its_owner_and_nothing_in_clear_stays(square: Square) -> None:
    before = files_of(square.folder)
    said = square.run("backup", "--to", str(square.to))
    assert said.status == 0, said.err
    made = Path(said.out.strip())
    assert backup.NAMED.fullmatch(made.name)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert b"mirabelle" not in made.read_bytes()
    assert made.read_bytes().startswith(b"age-encryption.org/v1")
    assert [one.name for one in square.to.iterdir()] == [made.name]
    assert set(files_of(square.folder)) - set(before) == {"backup.json", "backup.lock"}


def test_it_is_proved_by_whoever_holds_the_key_and_by_nobody_else(square: Square, tmp_path: Path) -> None:
    made = square.made()
    said = square.run("restore", "--check", str(made), "--key", "key.txt")
    assert said.status == 0 and "is whole" in said.out
    other = tmp_path / "other.txt"
    other.write_text(sealing.fresh_pair().secret)
    said = square.run("restore", "--check", str(made), "--key", str(other))
    assert said.status == 2 and "not sealed to this key" in said.err


def test_a_folder_means_its_newest_and_one_that_is_too_old_is_refused(square: Square, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    said = square.run("restore", "--check", str(empty), "--key", "key.txt")
    assert said.status == 2 and f"There is no backup in {empty}." in said.err
    made = square.made()
    old = made.with_name("parvis-2001-02-03T040506Z.age")
    old.write_bytes(b"of long ago")
    said = square.run("restore", "--check", str(made.parent), "--within-days", "2", "--key", "key.txt")
    assert said.status == 0 and f"{made.name} is whole" in said.out
    made.unlink()
    said = square.run("restore", "--check", str(old.parent), "--within-days", "2", "--key", "key.txt")
    assert said.status == 2 and f"{old.name} is older than 2 days" in said.err


def test_each_of_several_keys_opens_it_alone(square: Square, tmp_path: Path) -> None:
    second = sealing.fresh_pair()
    assert square.run("keys", "add", "--name", "Dominique", "--recipient", second.public).status == 0
    made = square.made()
    assert recovery.check(made, second.secret, []).manifest.entries > 0
    assert recovery.check(made, square.secret, []).manifest.entries > 0


def test_what_is_restored_is_the_square_it_was(square: Square, tmp_path: Path) -> None:
    made = square.made()
    said = square.run("restore", str(made), "--key", "key.txt", "--to", "again")
    assert said.status == 0, said.err
    again = tmp_path / "again"
    assert files_of(again) == ["keys/ledger.key", "keys/pepper.key", "keys/recipients.txt", "ledger.head", "parvis.db",
                               "parvis.toml"]  # fmt: skip
    assert stat.S_IMODE(again.stat().st_mode) == 0o700
    assert "mirabelle" in square.run("voucher", "list", "--data", str(again)).out
    assert "All" in square.run("ledger", "verify", "--data", str(again)).out
    assert (again / "keys/pepper.key").read_bytes() == (square.folder / "keys/pepper.key").read_bytes()


def test_a_house_that_keeps_its_keys_to_itself_restores_without_them(square: Square, tmp_path: Path) -> None:
    settings = tmp_path / "parvis.toml"
    settings.write_text(settings.read_text().replace("with_keys = true", "with_keys = false"))
    found = recovery.restore(square.made(), square.secret, tmp_path / "again", [])
    assert [one.name for one in found.manifest.parts if one.name.startswith("keys/")] == ["keys/recipients.txt"]
    assert not (tmp_path / "again/keys/pepper.key").exists()


def test_a_square_that_was_closed_comes_back_closed(square: Square, tmp_path: Path) -> None:
    (square.folder / backup.CLOSED).write_text('{"kind":"judicial"}')
    recovery.restore(square.made(), square.secret, tmp_path / "again", [])
    assert (tmp_path / "again" / backup.CLOSED).read_text() == '{"kind":"judicial"}'


def test_a_private_key_that_lies_in_the_folder_never_goes_along(square: Square) -> None:
    shutil.copy(square.key, square.folder / "DEMONSTRATION-private-key.txt")
    shutil.copy(square.key, square.folder / "keys" / "mine.txt")
    manifest = recovery.check(square.made(), square.secret, []).manifest
    assert [one.name for one in manifest.parts] == [
        "ledger.head", "parvis.toml", "keys/recipients.txt", "keys/pepper.key", "keys/ledger.key", "parvis.db.gz",
    ]  # fmt: skip


def test_that_a_copy_of_everything_was_taken_stands_in_the_ledger(square: Square) -> None:
    assert square.run("backup", "--to", str(square.to)).status == 0
    stored = sqlite3.connect(square.folder / "parvis.db")
    body = stored.execute("SELECT body FROM ledger WHERE kind = 'backup.made'").fetchone()[0]
    stored.close()
    assert set(msgspec.json.decode(body)) == {"sha256", "bytes", "entries"}


# ---------------------------------------------------------------- refused


def test_without_an_offline_key_nothing_is_written(square: Square) -> None:
    (square.folder / "keys" / sealing.FILE).unlink()
    said = square.run("backup", "--to", str(square.to))
    assert said.status == 2
    assert said.err.strip().splitlines() == [
        "parvis: There is no offline key, and a backup is never written in clear. Make one with: parvis keys init"
    ]
    assert not square.to.exists()


def test_without_room_it_says_how_much_it_takes(square: Square, monkeypatch: pytest.MonkeyPatch) -> None:
    """The margin is what it must leave free: with one that no disk has, none has room."""
    monkeypatch.setattr(backup, "MARGIN", 10**18)
    said = square.run("backup", "--to", str(square.to))
    assert said.status == 2 and said.err.count("\n") == 1
    assert "There is no room for a backup in" in said.err
    assert list(square.to.iterdir()) == []
    assert "THE LAST ONE FAILED" in square.run("check").out


def test_a_database_that_is_not_whole_is_not_backed_up(square: Square) -> None:
    stored = sqlite3.connect(square.folder / "parvis.db")
    stored.execute("UPDATE ledger SET body = x'7b7d' WHERE seq = 1")
    stored.commit()
    stored.close()
    said = square.run("backup", "--to", str(square.to))
    assert said.status == 2 and "not whole" in said.err and "Entry 1" in said.err
    assert list(square.to.iterdir()) == []


def damaged_at(file: Path, at: int, into: Path) -> Path:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    into.write_bytes(data)
    return into


def test_damage_is_refused_wherever_it_is_and_its_part_is_named(square: Square, tmp_path: Path) -> None:
    """One bit in the middle of each sealed block: each is refused, each part is named at least once, nothing stays."""
    made, blamed = square.made(), set()
    size = made.stat().st_size
    payload = size - (size // (archive.SEALED + 16)) * (archive.SEALED + 16)
    for at in range(payload, size, archive.SEALED + 16):
        with pytest.raises(Damaged, match=r"^x\.age is damaged in (.*): it was changed or cut off\.$") as refused:
            recovery.restore(damaged_at(made, at, tmp_path / "x.age"), square.secret, tmp_path / "again", [])
        blamed.add(str(refused.value).split(" in ")[1].split(":")[0])
        assert not (tmp_path / "again").exists()
    assert blamed >= {"parvis.toml", "keys/recipients.txt", "keys/pepper.key", "keys/ledger.key", "parvis.db.gz"}
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(recovery.PREFIX)], "nothing in clear is left"


@pytest.mark.parametrize("left", [0, 100, 1_000, 200_000])
def test_one_that_was_cut_off_is_refused(square: Square, tmp_path: Path, left: int) -> None:
    cut = tmp_path / "cut.age"
    cut.write_bytes(square.made().read_bytes()[:left])
    with pytest.raises(Damaged, match=r"^cut\.age is damaged in "):
        recovery.check(cut, square.secret, [])


def forged(square: Square, tmp_path: Path, *, parts: list[Part], keep: bool = True) -> Path:
    """An archive made anew from the parts of a true one, by somebody who knows the public key only."""
    true = tmp_path / "true"
    recovery.restore(square.made(), square.secret, true, [])
    held: dict[str, bytes] = {}

    def begin(name: str, _size: int) -> archive.Sink:
        held[name] = b""

        def take(piece: bytes) -> None:
            held[name] += piece

        return take

    archive.read(next(square.to.iterdir()), square.secret, begin, [])
    changed = {one.name: one for one in parts}
    whole = [changed.pop(name, Part(name, content)) for name, content in held.items()] if keep else []
    file = tmp_path / "forged.age"
    archive.write(file, [*whole, *changed.values()], [sealing.public_of(square.secret)], 0)
    return file


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (Part("parvis.toml", b"[square]\n"), "is damaged in parvis.toml: it is not what the manifest says"),
        (Part("keys/more.key", b"x"), "holds keys/more.key, of which its manifest says nothing"),
        (Part("manifest.json", b"{}"), "is damaged in manifest.json"),
        (Part("parvis.db.gz", b"x"), "is damaged in parvis.db.gz"),
    ],
)
def test_a_part_that_the_manifest_does_not_know_is_refused(
    square: Square, tmp_path: Path, part: Part, sentence: str
) -> None:
    with pytest.raises(Damaged, match=sentence.replace(".", r"\.")):
        recovery.check(forged(square, tmp_path, parts=[part]), square.secret, [])


def test_no_part_can_lead_out_of_the_folder(square: Square, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("../out", "/etc/passwd", "keys/../../out", ".hidden", "a/./b"):
        with pytest.raises(ConfigError, match="cannot be part of a backup"):
            archive.write(tmp_path / "x.age", [Part(name, b"x")], [sealing.fresh_pair().public], 0)
        assert not (tmp_path / "x.age").exists()


def test_a_head_kept_elsewhere_tells_of_a_backup_that_was_made_up(square: Square, tmp_path: Path) -> None:
    """Whoever has this server's keys can make a backup that is whole in itself; an older head is not theirs."""
    early = tmp_path / "early.head"
    shutil.copy(square.folder / ledger.HEAD_FILE, early)
    made = square.made()
    assert recovery.check(made, square.secret, [early]).manifest.entries > 0
    head = ledger.read_head_file(early)
    assert head is not None
    early.write_bytes(msgspec.json.encode(msgspec.structs.replace(head, hash="00" * 32)))
    with pytest.raises(Damaged, match=r"is damaged in parvis\.db: "):
        recovery.check(made, square.secret, [early])


def test_nothing_that_exists_is_restored_over(square: Square) -> None:
    said = square.run("restore", str(square.made()), "--key", "key.txt", "--to", str(square.folder))
    assert said.status == 2 and "not empty" in said.err


def test_one_that_a_newer_parvis_made_is_left_alone(square: Square, tmp_path: Path) -> None:
    stored = sqlite3.connect(square.folder / "parvis.db")
    stored.execute("UPDATE alembic_version SET version_num = '9999'")
    stored.commit()
    stored.close()
    what = backups.what_of(Config(), square.folder, None, square.to)
    made = backup.make(what, square.keys, Instant(0))
    with pytest.raises(ConfigError, match="newer Parvis"):
        recovery.check(made.file, square.secret, [])


# ---------------------------------------------------------------- how many, how long


def pretend(to: Path, *times: Instant) -> list[str]:
    to.mkdir(exist_ok=True)
    for at in times:
        (to / backup.name_of(at)).write_bytes(b"x")
    return [backup.name_of(at) for at in times]


def test_the_newest_stay_and_old_ones_go_in_time(tmp_path: Path, clock: FakeClock) -> None:
    now, to = clock.now(), tmp_path / "b"
    names = pretend(to, *(later(now, -n * DAY) for n in range(10)))
    (to / "parvis-notes.age").write_bytes(b"not ours")
    assert len(backup.prune(to, 5, 30, now)) == 5
    assert sorted(one.name for one in to.glob("parvis-2*")) == sorted(names[:5])
    clock.advance(timedelta(days=6))
    config = Config(backup=Backup(days=7, keep=5, to="b"))
    assert backups.prune(config, tmp_path, clock.now()) == 3, "what was erased leaves backups too, made anew or not"
    assert sorted(one.name for one in to.iterdir()) == sorted([*names[:2], "parvis-notes.age"])


def test_the_next_is_due_by_the_last_that_was_made_and_sooner_after_one_that_failed(clock: FakeClock) -> None:
    now, daily = clock.now(), Config(backup=Backup(every_hours=24))
    good, bad = backups.Note(tried_at=now, made_at=now), backups.Note(tried_at=now, fault="Full.", made_at=None)
    assert not backups.is_due(Config(), None, now)
    assert backups.is_due(daily, None, now)
    assert not backups.is_due(daily, good, later(now, 24 * HOUR - 1))
    assert backups.is_due(daily, good, later(now, 24 * HOUR))
    assert not backups.is_due(daily, bad, later(now, HOUR - 1))
    assert backups.is_due(daily, bad, later(now, HOUR))
    assert not backups.is_late(daily, good, later(now, 30 * HOUR))
    assert backups.is_late(daily, good, later(now, 37 * HOUR))


# ---------------------------------------------------------------- what could go wrong on the way


def test_two_at_once_are_one(square: Square) -> None:
    what = backups.what_of(Config(), square.folder, None, square.to)
    with backup._alone(square.folder), pytest.raises(StoreUnavailable, match="Another backup"):
        backup.make(what, square.keys, Instant(0))


def test_what_a_killed_one_left_in_clear_is_gone_with_the_next(square: Square) -> None:
    left = square.folder / (backup.TEMPORARY + "x")
    left.mkdir()
    (left / "parvis.db").write_bytes(b"mirabelle")
    square.made()
    assert not left.exists()


def test_an_archive_names_the_key_of_the_ledger_it_must_follow(square: Square) -> None:
    manifest = recovery.check(square.made(), square.secret, []).manifest
    raw = square.keys.ledger.public_key().public_bytes_raw()
    assert base64.b64decode(manifest.ledger_key) == raw


def test_a_seal_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise StoreUnavailable("The disk went away.")

    class Gone(Part):
        def pieces(self) -> Iterator[bytes]:
            return broken()

    with pytest.raises(StoreUnavailable, match="went away"):
        archive.write(tmp_path / "x.age", [Gone("a", b"xx")], [sealing.fresh_pair().public], 0)
    assert list(tmp_path.iterdir()) == []

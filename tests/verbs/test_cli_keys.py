"""What an operator lives at a terminal with sealing keys, with the register, and with the person on call."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from parvis import app
from parvis.core.clock import DAY, SystemClock, later
from parvis.core.config import Config
from parvis.core.exhibit import Capture, Exhibit, ExhibitKind
from parvis.store import exhibits, ledger, notify, sealing
from receiver import call_at, receiving
from terminal import Run, typing_in

SECRET = re.compile(r"AGE-SECRET-KEY-1[A-Z0-9]{58}")
PUBLIC = re.compile(r"age1[a-z0-9]{58}")
PHRASE = re.compile(r"(?:It must say|On doit lire)\s*: ([a-z]+ [a-z]+ [a-z]+ [a-z]+)")


@pytest.fixture
def square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``parvis …`` typed in a folder with a square."""
    run = typing_in(tmp_path, monkeypatch, capsys)
    assert run("init", "--name", "La place", "--operator", "Nous", "--contact-email", "a@example.org").status == 0
    return run


@pytest.fixture
def secret(square: Run, tmp_path: Path) -> str:
    """The square has a key; the private half is in key.txt, and here."""
    assert square("keys", "init", "--name", "Camille", "--out", "key.txt").status == 0
    return sealing.secret_in((tmp_path / "key.txt").read_text("utf-8"))


def kept(folder: Path, kind: ExhibitKind = ExhibitKind.BEYOND) -> Exhibit:
    """Something is kept as evidence."""
    now = SystemClock().now()
    what = Capture(
        kind=kind, case=None, content={"text": "mirabelle"}, at=now, by="report", expires_at=later(now, DAY)
    )  # fmt: skip

    async def keep() -> Exhibit:
        async with app.open_means(Config(), folder) as means:
            one = exhibits.capture(what, means.keys.sealer, means.entropy)
            await means.db.write(lambda tx: exhibits.keep(tx, one))
            return one

    return asyncio.run(keep())


def tamper(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "parvis.db") as stored:
        for statement in statements:
            stored.execute(statement)
    stored.close()


def counted(folder: Path) -> int:
    """How many entries the signed head counts."""
    head = ledger.read_head(folder)
    assert head is not None
    return head.count


# ---------------------------------------------------------------- the ceremony


def test_the_sheet_as_text_is_itself_a_key_that_opens_its_own_test(square: Run, tmp_path: Path) -> None:
    said = square("keys", "init", "--name", "Camille Étoile", "--out", "key.txt")
    assert said.status == 0
    sheet = tmp_path / "key.txt"
    text = sheet.read_text("utf-8")
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert [line for line in text.splitlines() if not line.startswith("#")] == [SECRET.search(text)[0]]  # type: ignore[index]
    block = text[text.index("# -----BEGIN") : text.index("# -----END")] + "# -----END AGE ENCRYPTED FILE-----\n"
    sealed = block.replace("# ", "").encode()
    opened = sealing.unseal(sealing.secret_in(text), sealed).decode().strip()
    assert PHRASE.findall(text) == [opened, opened], "in both languages"
    assert "Camille Étoile la garde" in text and "Camille Étoile keeps it" in text
    assert "key.txt | age -d -i key.txt" in text
    assert text.count("Date et signature") == 2
    assert not SECRET.search(said.out + said.err)


def test_the_private_key_is_in_the_sheet_and_in_no_file_of_the_square(secret: str, tmp_path: Path) -> None:
    for path in (tmp_path / "data").rglob("*"):
        assert path.is_dir() or secret.encode().lower() not in path.read_bytes().lower(), path
    assert PUBLIC.search((tmp_path / "data" / "keys" / "recipients.txt").read_text("utf-8"))


def test_the_sheet_to_print_holds_the_key_the_test_and_lines_to_sign(square: Run, tmp_path: Path) -> None:
    assert square("keys", "init", "--name", "<Camille>", "--lang", "fr", "--out", "k.html", "--qr").status == 0
    page = (tmp_path / "k.html").read_text("utf-8")
    parts = re.findall(r"<span>([A-Z0-9-]+)</span>", page)
    assert SECRET.fullmatch("".join(parts))
    assert "&lt;Camille&gt;\u2069 la garde" in page and "<Camille>" not in page
    assert "-----BEGIN AGE ENCRYPTED FILE-----" in page
    assert page.count("Date et signature") == 2 and "Date and signature" not in page
    assert 'class="qr"' in page
    for outside in ("<script", "<link", "src=", "url(", "@import", "/static/"):
        assert outside not in page
    assert 'class="qr"' not in _printed_without(square, tmp_path)


def _printed_without(square: Run, tmp_path: Path) -> str:
    assert square("keys", "add", "--name", "B", "--out", "b.html").status == 0
    return (tmp_path / "b.html").read_text("utf-8")


def test_the_sheet_goes_to_standard_output_when_asked_and_by_default_to_a_file_to_print(
    square: Run, tmp_path: Path
) -> None:
    said = square("keys", "init", "--out", "-", "--lang", "en")
    assert SECRET.search(said.out) and not SECRET.search(said.err)
    assert "Nous keeps it" in said.out
    assert square("keys", "add", "--name", "B").status == 0
    [sheet] = tmp_path.glob("sealing-key-*.html")
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600


@pytest.mark.parametrize("out", ["data/key.txt", "data/keys/key.html", "./data/../data/key.txt"])
def test_the_private_key_never_goes_into_the_data_folder(square: Run, tmp_path: Path, out: str) -> None:
    said = square("keys", "init", "--out", out)
    assert (said.status, "lies in the data folder" in said.err) == (2, True)
    assert not (tmp_path / "data" / "keys" / "recipients.txt").exists()


def test_a_sheet_that_exists_is_never_overwritten_and_no_key_is_made_for_nothing(square: Run, tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text("à garder", "utf-8")
    assert square("keys", "init", "--out", "key.txt").status == 2
    assert (tmp_path / "key.txt").read_text("utf-8") == "à garder"
    assert square("keys", "list").out == ""


# ---------------------------------------------------------------- several keys, changes, trying


def test_a_key_made_elsewhere_is_added_listed_and_retired(square: Run, secret: str) -> None:
    other = sealing.fresh_pair()
    assert square("keys", "add", "--name", "Dominique", "--recipient", other.public).status == 0
    rows = square("keys", "list").out.splitlines()
    assert [row.split()[0] for row in rows] == [sealing.public_of(secret), other.public]
    assert all("current" in row for row in rows) and rows[1].endswith("Dominique")
    assert square("keys", "retire", other.public[:12]).status == 0
    assert "retired" in square("keys", "list").out.splitlines()[1]
    assert square("keys", "retire", "Camille").status == 2
    bad = square("keys", "add", "--name", "X", "--recipient", other.public[:-1])
    assert (bad.status, "no public age key" in bad.err) == (2, True)


def test_a_rotation_names_its_key_when_there_are_several(square: Run, secret: str, tmp_path: Path) -> None:
    assert square("keys", "rotate", "--out", "new.txt").status == 0
    assert [row.split()[2] for row in square("keys", "list").out.splitlines()] == ["retired", "current"]
    assert square("keys", "test", "--identity", "new.txt").status == 0
    old = square("keys", "test", "--identity", "key.txt")
    assert (old.status, "nothing that came later" in old.out) == (1, True)
    assert square("keys", "add", "--name", "Dominique", "--out", "d.txt").status == 0
    unclear = square("keys", "rotate", "--out", "other.txt")
    assert (unclear.status, "Which key?" in unclear.err) == (2, True)
    assert not (tmp_path / "other.txt").exists()
    assert square("ledger", "verify").status == 0


def test_a_key_is_tried_here_or_where_it_is_kept(square: Run, secret: str, tmp_path: Path) -> None:
    here = square("keys", "test", "--identity", "key.txt")
    assert (here.status, here.out) == (0, "This key (Camille) opens what is sealed today.\n")
    there = square("keys", "test", "--out", "probe.age")
    phrase = there.out.strip().rpartition(": ")[2]
    assert sealing.unseal(secret, (tmp_path / "probe.age").read_bytes()).decode().strip() == phrase
    (tmp_path / "wrong.txt").write_text("bonsoir", "utf-8")
    assert square("keys", "test", "--identity", "wrong.txt").status == 2
    (tmp_path / "other.txt").write_text(sealing.fresh_pair().secret, "utf-8")
    assert square("keys", "test", "--identity", "other.txt").status == 1


def test_sealed_evidence_opens_with_the_key_on_a_machine_without_a_square(
    square: Run, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = kept(tmp_path / "data")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert one.sealed is not None
    (elsewhere / "exhibit.age").write_bytes(one.sealed)
    shutil.move(tmp_path / "key.txt", elsewhere / "key.txt")
    monkeypatch.chdir(elsewhere)
    said = square("keys", "open", "exhibit.age", "--identity", "key.txt", "--out", "exhibit.json")
    assert said.status == 0
    assert one.digest in said.err and one.id in said.err, "what the ledger has, to compare"
    assert b"mirabelle" in (elsewhere / "exhibit.json").read_bytes()
    assert stat.S_IMODE((elsewhere / "exhibit.json").stat().st_mode) == 0o600
    again = square("keys", "open", "exhibit.age", "--identity", "key.txt", "--out", "exhibit.json")
    assert again.status == 2
    assert "mirabelle" in square("keys", "open", "exhibit.age", "--identity", "key.txt").out


def test_without_a_key_there_is_nothing_to_try(square: Run) -> None:
    said = square("keys", "test", "--out", "x.age")
    assert (said.status, said.err) == (2, "parvis: There is no key yet. Make one with: parvis keys init\n")


def test_check_says_what_can_be_sealed_and_by_whom_it_is_opened(square: Run, tmp_path: Path) -> None:
    before = square("check").out
    assert "Nothing can be sealed, so what must be is not kept." in before
    assert square("keys", "init", "--name", "Camille", "--out", "key.txt").status == 0
    after = square("check").out
    assert "- Sealed to Camille, since 20" in after
    assert "Nothing can be sealed" not in after
    file = tmp_path / "data" / "keys" / "recipients.txt"
    file.write_text(file.read_text("utf-8") + f"\n# name: X\n{sealing.fresh_pair().public}\n", "utf-8")
    assert "of which the ledger says nothing" in square("check").out
    file.write_text("rien", "utf-8")
    assert "cannot be used: line 1 is neither a key" in square("check").out


# ---------------------------------------------------------------- the register


@pytest.fixture
def folder(secret: str, tmp_path: Path) -> Path:
    """A square with sealed and clear evidence."""
    kept(tmp_path / "data")
    kept(tmp_path / "data", ExhibitKind.MESSAGE)
    return tmp_path / "data"


def test_touched_evidence_is_named_sealed_or_not(square: Run, folder: Path) -> None:
    assert square("ledger", "verify", "--data", "data").status == 0
    tamper(folder, "UPDATE exhibit SET sealed = sealed || 'x' WHERE sealed IS NOT NULL")
    tamper(folder, "DELETE FROM exhibit WHERE body IS NOT NULL")
    said = square("ledger", "verify", "--data", "data")
    assert said.status == 1
    lines = sorted(re.sub(r"[0-9a-f]{20}", "…", line) for line in said.out.splitlines())
    assert lines == ["Exhibit … holds a record that was changed.", "Exhibit … is missing."]


def test_several_faults_are_all_told_the_first_entry_first(square: Run, folder: Path) -> None:
    tamper(
        folder,
        "UPDATE ledger SET kind = 'x' WHERE seq = 3",
        "DELETE FROM ledger WHERE seq IN (6, 7)",
        "UPDATE exhibit SET digest = 'x' WHERE body IS NOT NULL",
        "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)",
    )
    said = square("ledger", "verify", "--data", "data")
    assert said.status == 1
    lines = said.out.splitlines()
    assert lines[0] == "Entry 3 does not follow from the one before."
    assert lines[1] == "Entries 6 to 7 are missing (the next one is 8)."
    last = counted(folder)
    assert lines[2] == f"Entry {last} is missing: the signed head counts {last}."
    assert any(line.startswith("Exhibit") for line in lines[3:])


def test_many_faults_are_counted_rather_than_all_printed(square: Run, folder: Path) -> None:
    tamper(folder, *("INSERT INTO exhibit (id, kind, digest, body, captured_at, captured_by, expires_at) VALUES "
                     f"('e{number}', 'note', '', x'', 1, '', 1)" for number in range(50)))  # fmt: skip
    lines = square("ledger", "verify", "--data", "data").out.splitlines()
    assert (len(lines), lines[-1]) == (21, "And 30 more.")


def test_a_copy_of_the_head_kept_elsewhere_outlives_a_server_that_was_taken_over(
    square: Run, folder: Path, tmp_path: Path
) -> None:
    """Whoever has the machine has its keys too, and can sign a shorter ledger; the copy still counts what was there."""
    shutil.copy(folder / "ledger.head", tmp_path / "usb.head")
    assert square("ledger", "verify", "--data", "data", "--head", "usb.head").status == 0
    last = counted(folder)
    tamper(folder, "DELETE FROM exhibit", f"DELETE FROM ledger WHERE seq > {last - 2}")
    kept(folder, ExhibitKind.MESSAGE)
    assert square("ledger", "verify", "--data", "data").status == 0, "signed anew: from here nothing is seen"
    said = square("ledger", "verify", "--data", "data", "--head", "usb.head")
    assert (said.status, said.out) == (1, f"Entry {last} is missing: the signed head counts {last}.\n")
    kept(folder, ExhibitKind.MESSAGE)
    said = square("ledger", "verify", "--data", "data", "--head", "usb.head")
    assert said.status == 1
    rewritten = "is not the one in the signed head: something from entry 1 on was rewritten."
    assert said.out.startswith(f"Entry {last} {rewritten}")


def test_a_copy_that_is_missing_or_of_another_square_is_told(square: Run, folder: Path, tmp_path: Path) -> None:
    missing = square("ledger", "verify", "--data", "data", "--head", "nowhere.head")
    assert (missing.status, missing.out) == (1, "The copy of the head in nowhere.head is missing.\n")
    (folder / "keys" / "ledger.key").unlink()
    shutil.copy(folder / "ledger.head", tmp_path / "usb.head")
    kept(folder, ExhibitKind.MESSAGE)
    said = square("ledger", "verify", "--data", "data", "--head", "usb.head")
    assert said.status == 1
    assert said.out == "The copy of the head in usb.head is not signed by this server's key, or was changed.\n"


# ---------------------------------------------------------------- the person on call


def test_a_test_call_says_what_became_of_it(square: Run, tmp_path: Path) -> None:
    nobody = square("notify", "test")
    assert (nobody.status, "nobody would be called" in nobody.err) == (2, True)
    made = square("notify", "secret").out.strip()
    assert made.startswith("whsec_") and square("notify", "secret").out.strip() == made

    async def called(*answers: int | str) -> tuple[int, str]:
        async with receiving(*answers) as pager:
            call_at(pager.url, tmp_path / "parvis.toml")
            said = await asyncio.to_thread(square, "notify", "test")
            assert pager.heard[0].told["type"] == "test"
            assert pager.heard[0].is_signed_with(made)
            return said.status, said.out

    assert asyncio.run(called()) == (0, "The call got through: it answered 204.\n")
    assert asyncio.run(called(500)) == (1, "The call did not get through: answered 500.\n")


def test_check_says_who_is_called_and_how_it_went(square: Run, tmp_path: Path) -> None:
    assert "- Nobody is called: on_call.url is empty." in square("check").out
    call_at("https://pager.example.org/a-secret-path", tmp_path / "parvis.toml")
    assert "on-call.key is missing. Make it with: parvis notify secret" in square("check").out
    square("notify", "secret")

    async def enqueue() -> None:
        async with app.open_means(Config(), tmp_path / "data") as means:
            await means.db.write(lambda tx: notify.enqueue(tx, "abnormal_looking", {"alarm": "a1"}))

    asyncio.run(enqueue())
    told = square("check").out.partition("The person on call")[2]
    assert "- Calls go to pager.example.org, signed." in told and "a-secret-path" not in told
    assert "- 1 waiting since 20" in told

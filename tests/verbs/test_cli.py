"""What a person at a terminal lives: making a square, checking it, printing cards, proving the register, a demo."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from caseload import opened
from cast import open_square
from parvis import app
from parvis.__about__ import __version__
from parvis.access import looks, staff
from parvis.access.means import Means
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.looking import Purpose, Sight
from parvis.core.policy import Reason
from parvis.core.staff import Role
from parvis.moderation import numbers
from parvis.web import rights
from team import enrol
from terminal import Run, typing_in

INVITE = re.compile(r"/staff/invite#t=([A-Za-z0-9_-]{43})$", re.MULTILINE)
SHORT = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``parvis …`` typed in an empty folder."""
    return typing_in(tmp_path, monkeypatch, capsys)


@pytest.fixture
def square(run: Run) -> Run:
    """The same, with a square made in that folder."""
    assert run("init", "--name", "La place", "--operator", "Nous", "--contact-email", "a@example.org").status == 0
    return run


def test_init_makes_a_file_that_explains_itself_and_a_folder_for_its_owner_only(run: Run, tmp_path: Path) -> None:
    said = run("init", "--name", "La place", "--origin", "https://chat.example.org")
    assert said.status == 0
    text = (tmp_path / "parvis.toml").read_text("utf-8")
    assert tomllib.loads(text)["square"]["name"] == "La place"
    assert text.count("#") > 50
    for made in (tmp_path / "data", tmp_path / "data" / "keys"):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
    with sqlite3.connect(tmp_path / "data" / "parvis.db") as stored:
        assert stored.execute("select count(*) from room where closed_at is null").fetchone()[0] == 10
    stored.close()
    assert "parvis check" in said.out
    links = INVITE.findall(said.out)
    assert len(links) == len(set(links)) == 2
    kept = (tmp_path / "data" / "parvis.db").read_bytes()
    assert not any(link.encode() in kept for link in links), "hashes only"


def test_the_first_link_leads_to_the_teams_own_address_where_it_was_said(run: Run) -> None:
    said = run("init", "--origin", "https://chat.example.org", "--private-origin", "https://team.chat.example.org")
    first, second = re.findall(r"https://\S+/staff/invite", said.out)
    assert {urlsplit(link).netloc for link in (first, second)} == {"team.chat.example.org"}
    elsewhere = run("init", "--data", "b", "--origin", "https://a.example", "--private-origin", "https://b.example")
    assert elsewhere.status == 2 and "server.private_origin" in elsewhere.err


def test_init_overwrites_nothing(square: Run, tmp_path: Path) -> None:
    before = (tmp_path / "parvis.toml").read_bytes()
    said = square("init", "--name", "Autre")
    assert said.status == 2
    assert said.err == (
        "parvis: parvis.toml exists and stays as it is. Change it by hand, or name another with --config.\n"
    )
    assert (tmp_path / "parvis.toml").read_bytes() == before


def test_init_that_could_not_be_served_makes_nothing(run: Run, tmp_path: Path) -> None:
    said = run("init", "--origin", "http://chat.example.org")
    assert said.status == 2
    assert "must begin with https://" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_square_in_a_folder_of_its_own_is_found_by_that_folder(run: Run, tmp_path: Path) -> None:
    assert run("init", "--data", "ailleurs").status == 0
    assert tomllib.loads((tmp_path / "ailleurs" / "parvis.toml").read_text("utf-8"))["server"]["data"] == "."
    assert run("check", "--data", "ailleurs").status == 0
    assert run("voucher", "list", "--config", "ailleurs/parvis.toml").status == 0


def test_check_says_who_may_do_what_and_what_keeps_the_door_shut(square: Run) -> None:
    said = square("check")
    assert said.status == 0
    assert '* square.name = "La place"' in said.out
    assert "  age.pass_days = 30" in said.out
    assert "With an age pass" in said.out and "/enter" in said.out
    assert "port 8081: /metrics" in said.out
    assert "data opens for its owner only." in said.out
    assert "Still missing: 2 more people on the team" in said.out
    assert "A restriction without an end needs 2 people (child-safety or lead or moderator); 0 there" in said.out
    assert "An appeal, which another person than the first decides, needs 2 people" in said.out
    assert "An appeal against what two people decided, which neither of them answers, needs 3 people" in said.out
    assert "Cases without a first decision: 0; messages held: 0." in said.out and "OVERDUE" not in said.out
    assert "contact address" not in said.out


async def test_check_sounds_the_alarm_for_every_clock_that_is_over(means: Means, clock: FakeClock) -> None:
    square = await open_square(means)
    await opened(square, "Alix", Reason.DANGER)
    clock.advance(timedelta(hours=1))
    said = rights.desk_sentences(await numbers.now(square.office))
    late = "OVERDUE: cases past their clock without a decision: 1 (1 about danger)."
    assert said == [late, "Cases without a first decision: 1; messages held: 0."]


def test_check_tells_every_fault_and_ends_with_status_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "parvis.toml").write_text('[server]\nprot = 1\n[age]\nmethods = ["declared"]\n', "utf-8")
    said = run("check")
    assert said.status == 2
    assert said.out == ""
    assert said.err == "parvis: parvis.toml, line 2: server.prot is not a setting; did you mean server.port?\n"


def test_check_warns_when_others_can_read_the_data(square: Run, tmp_path: Path) -> None:
    (tmp_path / "data").chmod(0o755)
    assert "data is open to other accounts: chmod 700" in square("check").out


@pytest.mark.parametrize("words", [("check",), ("serve",), ("voucher", "list"), ("poster",), ("ledger", "verify")])
def test_without_a_configuration_every_command_says_how_to_make_one(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert said.status == 2
    assert said.err == "parvis: There is no configuration at parvis.toml. Make one with: parvis init\n"


def test_a_folder_without_a_square_is_named(square: Run) -> None:
    for words in (("voucher", "issue"), ("serve",), ("ledger", "verify")):
        said = square(*words, "--data", "nulle-part")
        assert (said.status, said.err) == (
            2, "parvis: The folder nulle-part holds no square. Make one with: parvis init\n",
        )  # fmt: skip


def test_a_file_where_the_folder_should_be_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pris").write_text("", "utf-8")
    said = run("init", "--config", "a.toml", "--data", "pris")
    assert (said.status, said.err) == (2, "parvis: The folder pris cannot be made: File exists.\n")


def test_a_misspelt_option_is_one_sentence(run: Run) -> None:
    said = run("demo", "--prot", "9000")
    assert said.status == 2
    assert said.err == "parvis: Unknown option: --prot. Did you mean --port?\n"


def test_vouchers_come_as_cards_that_only_their_owner_can_read(square: Run, tmp_path: Path) -> None:
    said = square("voucher", "issue", "-n", "9", "--label", "guichet")
    assert said.status == 0
    (cards,) = tmp_path.glob("cards-*.html")
    assert stat.S_IMODE(cards.stat().st_mode) == 0o600
    page = cards.read_text("utf-8")
    codes = {found.group() for found in SHORT.finditer(page)}
    assert len(codes) == 9
    assert cards.name in said.err
    assert not codes & set(said.err.split()), "codes stand on the cards only"
    listed = square("voucher", "list").out.splitlines()
    assert listed[1].split()[2:] == ["9", "0", "guichet"]


def test_plain_vouchers_are_codes_and_nothing_else(square: Run, tmp_path: Path) -> None:
    said = square("voucher", "issue", "-n", "3", "--plain")
    assert all(SHORT.fullmatch(line) for line in said.out.splitlines())
    assert len(said.out.splitlines()) == 3
    assert not list(tmp_path.glob("*.html"))


def test_cards_can_go_to_standard_output(square: Run, tmp_path: Path) -> None:
    said = square("voucher", "issue", "-n", "1", "-o", "-", "--lang", "fr")
    assert said.out.startswith("<!doctype html>")
    assert not list(tmp_path.glob("*.html"))


def test_printed_cards_are_never_overwritten_and_no_code_is_made_for_nothing(square: Run, tmp_path: Path) -> None:
    (tmp_path / "c.html").write_text("imprimées", "utf-8")
    assert square("voucher", "issue", "--out", "c.html").status == 2
    assert (tmp_path / "c.html").read_text("utf-8") == "imprimées"
    assert len(square("voucher", "list").out.splitlines()) == 1


def test_a_language_the_square_does_not_speak_is_not_printed(square: Run, tmp_path: Path) -> None:
    text = (tmp_path / "parvis.toml").read_text("utf-8")
    (tmp_path / "parvis.toml").write_text(text.replace('# languages = ["fr", "en"]', 'languages = ["fr"]'), "utf-8")
    said = square("poster", "--lang", "en")
    assert (said.status, said.err) == (2, "parvis: --lang en: the square speaks fr (square.languages).\n")


def test_the_poster_is_written_and_can_be_written_again(square: Run, tmp_path: Path) -> None:
    assert square("poster").status == 0
    assert square("poster").status == 0
    assert "La place" in (tmp_path / "poster.html").read_text("utf-8")


def test_an_untouched_register_holds_and_a_touched_one_is_found(square: Run, tmp_path: Path) -> None:
    good = square("ledger", "verify", "--data", "data")
    assert (good.status, good.out) == (0, "All 12 entries hold, and the signed head agrees.\n")
    with sqlite3.connect(tmp_path / "data" / "parvis.db") as stored:
        stored.execute("""update ledger set body = '{"room":"cachee"}' where seq = 4""")
    stored.close()
    bad = square("ledger", "verify", "--data", "data")
    assert (bad.status, bad.out) == (1, "Entry 4 has a body that was changed.\n")


def test_whoever_owns_the_machine_invites_lists_ends_and_lets_back_in(square: Run, tmp_path: Path) -> None:
    said = square("staff", "invite", "--name", "Léa", "--role", "moderator")
    assert said.status == 0 and len(INVITE.findall(said.out)) == 1
    lines = square("staff", "list").out.splitlines()
    assert [line.split()[1:] for line in lines[1:]] == [
        ["invited", "administrator,", "lead"], ["invited", "administrator,", "lead"], ["invited", "moderator", "Léa"],
    ]  # fmt: skip
    both = square("staff", "invite", "--role", "auditor", "--role", "lead")
    assert (both.status, both.err) == (2, "parvis: A trainee or an auditor bears no other role.\n")
    for words in (("staff", "end", "7"), ("staff", "recover", "7")):
        assert square(*words).err == "parvis: Nobody on the team has the number 7. See: parvis staff list\n"
    asyncio.run(two_come_in(tmp_path / "data"))
    assert "2 people enrolled: no. 1 (administrator, lead), no. 2 (moderator)." in square("check").out
    assert "1 alarm waits for an administrator" in square("check").out
    warned = square("staff", "end", "2")
    assert warned.status == 2 and "the square would shut to the public: 1 people" in warned.err
    assert square("staff", "recover", "2").status == 0
    assert square("staff", "end", "2", "--despite").out == "No. 2 is no longer on the team.\n"
    assert len([line for line in square("staff", "list").out.splitlines() if "Boris" in line]) == 0
    assert square("ledger", "verify", "--data", "data").status == 0


async def two_come_in(data: Path) -> None:
    """Ada and Boris, by real passkeys; Boris looks at something without a case."""
    async with app.open_means(Config(), data) as means:
        await enrol(means, "Ada")
        boris = await enrol(means, "Boris", Role.MODERATOR)
        await staff.begin_shift(means, boris.present)
        await looks.look(means, boris.staff, Purpose.DECIDE, Sight.VISIT, "v1", None)


def test_help_and_version_answer(run: Run) -> None:
    assert run("--version").out.strip() == __version__
    for words in ((), ("init",), ("voucher", "issue"), ("poster",), ("ledger", "verify"), ("serve",), ("demo",)):
        assert "parvis" in run(*words, "--help").out


def test_the_demo_takes_the_next_free_port_opens_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = [sys.executable, "-m", "parvis", "demo", "--json", "--vouchers", "3", "--port", str(port)]
        room = {**os.environ, "TMPDIR": str(tmp_path)}
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=room) as server:
            assert server.stdout
            first = json.loads(server.stdout.readline())
            assert re.fullmatch(r"http://localhost:\d+", first["url"])
            assert first["url"] != f"http://localhost:{port}"
            assert len(first["vouchers"]) == 3
            assert len(set(first["staff_invites"])) == 2
            assert all(link.startswith("http://localhost:") and INVITE.search(link) for link in first["staff_invites"])
            assert all(SHORT.fullmatch(code) for code in first["vouchers"])
            assert httpx.get(first["url"]).status_code == 200
            assert list(tmp_path.glob("parvis-demo-*"))
            server.send_signal(signal.SIGTERM)
            out, err = server.communicate(timeout=20)
    assert out == ""
    assert f"Port {port} is taken; using " in err
    assert server.returncode == 0
    assert not list(tmp_path.glob("parvis-demo-*"))


def test_a_demo_that_keeps_its_data_can_be_worked_on_while_it_runs_but_not_served_twice(tmp_path: Path) -> None:
    parvis = [sys.executable, "-m", "parvis"]
    kept = str(tmp_path / "essai")
    with subprocess.Popen(
        [*parvis, "demo", "--data", kept, "--port", "18090"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        assert "open on this machine: http://localhost:" in server.stdout.readline()
        issued = subprocess.run(
            [*parvis, "voucher", "issue", "-n", "2", "--plain", "--data", kept],
            capture_output=True,
            text=True,
            check=True,
        )
        assert len(issued.stdout.splitlines()) == 2
        second = subprocess.run([*parvis, "serve", "--data", kept], capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert second.stderr == f"parvis: Another parvis serves {kept} already; stop it first.\n"
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
    assert (tmp_path / "essai" / "parvis.db").is_file()


def test_a_demo_never_opens_a_real_square(square: Run) -> None:
    said = square("demo", "--data", "data")
    assert said.status == 2
    assert "holds a square that no demonstration made" in said.err


@pytest.mark.parametrize(
    ("section", "setting", "line"),
    [
        ("square", 'origin = "http://chat.example.org"', "square.origin must begin with https://"),
        ("square", 'timezone = "Mars/Olympus"', "square.timezone must be a time zone"),
        ("square", 'logo = "ours.png"', "square.logo is not a setting"),
        ("server", "port = 99_999", "server.port must be a whole number from 1 to 65,535"),
        ("age", 'methods = ["declared"]', "a declared age is not an age check"),
        ("retention", "case_days = 3", "retention.case_days must be a whole number from 183"),
        ("hours", 'weekly = ["some day"]', "hours.weekly must hold lines such as"),
        ("backup", 'every_hours = "often"', "backup.every_hours must be a whole number"),
        ("on_call", 'url = "ftp://pager.example.org"', "on_call.url must look like"),
        ("desk", 'unattended_closes = ["everything"]', 'desk.unattended_closes holds "everything"'),
        ("nowhere", "x = 1", "nowhere is not a setting"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence_that_says_where(
    square: Run, tmp_path: Path, section: str, setting: str, line: str
) -> None:
    (tmp_path / "parvis.toml").write_text(f"[{section}]\n{setting}\n", "utf-8")
    said = square("serve")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("parvis: parvis.toml, line ") and line in said.err
    assert said.err.count("\n") == 1 and said.err.rstrip().endswith((".", "?"))


def test_serve_says_which_port_it_cannot_have(square: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = (tmp_path / "parvis.toml").read_text("utf-8")
        (tmp_path / "parvis.toml").write_text(text.replace("\nport = 8080", f"\nport = {port}"), "utf-8")
        said = square("serve")
    assert said.status == 2
    assert said.err == f"parvis: server.port: 127.0.0.1, port {port} cannot be listened on: Address already in use.\n"

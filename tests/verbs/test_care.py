"""`parvis doctor` and `parvis status`: what is wrong is named with what mends it, and how it goes in counts."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest

from parvis import checkup
from parvis.checkup import Ill, Patient
from parvis.core.clock import FakeClock, Instant
from parvis.core.config import Config
from parvis.core.numbers import HarmNumbers, Numbers
from parvis.core.policy import Harm
from parvis.live.metrics import Metrics
from process import free_port
from terminal import Run, typing_in

PAIR = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
"""A public key of the age documentation's; nothing is sealed to it here."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typing_in(tmp_path, monkeypatch, capsys)


@pytest.fixture
def patient(run: Run, tmp_path: Path) -> Patient:
    """A square in good health: made, keyed, backed up a moment ago."""
    place = tmp_path / "data"
    port = free_port()
    made = run("init", "--data", str(place), "--origin", "https://chat.example.org", "--port", str(port))
    assert made.status == 0, made.err
    (place / "keys" / "recipients.txt").write_text(f"{PAIR}\n")
    (place / "backups").mkdir()
    (place / "backups" / "parvis-2026-11-26T161200Z.age").write_bytes(b"sealed")
    config = Config()
    config = msgspec.structs.replace(
        config,
        square=msgspec.structs.replace(config.square, origin="https://chat.example.org"),
        server=msgspec.structs.replace(
            config.server,
            port=port,
            private_port=free_port(),
            trusted_proxies=["127.0.0.1/32"],
            private_origin="https://team.chat.example.org",
        ),
        backup=msgspec.structs.replace(config.backup, every_hours=24),
    )
    made_at = (place / "backups" / "parvis-2026-11-26T161200Z.age").stat().st_mtime
    return Patient(config, place, place / "parvis.toml", clock_at(made_at + 60))


def clock_at(seconds: float) -> FakeClock:
    return FakeClock(datetime.fromtimestamp(seconds, UTC))


def after(patient: Patient, hours: int) -> Patient:
    """The same square so many hours later, or earlier."""
    return replace(patient, clock=clock_at(patient.clock.now() / 1000 + hours * 3600))


def ills(check: checkup.Check, patient: Patient) -> list[Ill]:
    return list(check(patient))


def only(check: checkup.Check, patient: Patient) -> Ill:
    (ill,) = check(patient)
    return ill


OURS = tuple(check for check in checkup.HERE if check not in (checkup.disk, checkup.clock, checkup.unit))
"""What hangs on the square alone and not on the machine the tests run on."""


@pytest.mark.parametrize("check", OURS, ids=lambda check: check.__name__)
def test_a_square_in_good_health_is_left_alone(patient: Patient, check: checkup.Check) -> None:
    assert ills(check, patient) == []


def test_a_port_that_another_program_holds_is_named(patient: Patient) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", patient.config.server.port))
        other.listen()
        closing = threading.Thread(target=lambda: other.accept()[0].close())
        closing.start()
        ill = only(checkup.ports, patient)
        closing.join()
    assert f"Port {patient.config.server.port} (server.port)" in ill.what and "ss -ltnp" in ill.mend


def test_a_folder_open_to_others_is_named(patient: Patient) -> None:
    patient.place.chmod(0o755)
    ill = only(checkup.rights, patient)
    assert ill.mend == f"chmod -R go= {patient.place}"
    os.system(ill.mend)
    assert ills(checkup.rights, patient) == []


def test_missing_keys_are_named_and_not_made_anew(patient: Patient) -> None:
    (patient.place / "keys" / "pepper.key").unlink()
    (patient.place / "keys" / "recipients.txt").unlink()
    server, sealing = checkup.keys(patient)
    assert "pepper.key" in server.what and "parvis restore" in server.mend
    assert sealing.mend == f"parvis keys init --data {patient.place}"
    assert not (patient.place / "keys" / "pepper.key").exists()


def test_a_clock_that_is_behind_is_named(patient: Patient) -> None:
    behind = after(patient, -1)
    assert "future" in only(checkup.clock, behind).what


def test_a_backup_that_is_old_and_one_that_is_missing_are_named(patient: Patient) -> None:
    later = after(patient, 72)
    assert only(checkup.backed_up, later).what == "The last backup is 72 hours old."
    next((patient.place / "backups").iterdir()).unlink()
    assert only(checkup.backed_up, patient) == Ill("There is no backup.", f"parvis backup --data {patient.place}")


def test_a_proxy_that_nobody_trusts_and_a_way_without_tls_are_named(patient: Patient) -> None:
    config = patient.config
    alone = msgspec.structs.replace(config, server=msgspec.structs.replace(config.server, trusted_proxies=[]))
    assert "trusted_proxies" in only(checkup.proxy, replace(patient, config=alone)).mend
    plain = msgspec.structs.replace(
        config, square=msgspec.structs.replace(config.square, origin="http://chat.example.org")
    )
    assert "TLS" in only(checkup.proxy, replace(patient, config=plain)).mend
    bare = msgspec.structs.replace(config, server=msgspec.structs.replace(config.server, private_bind="0.0.0.0"))
    assert "private_bind" in only(checkup.proxy, replace(patient, config=bare)).mend
    shut_out = msgspec.structs.replace(config, server=msgspec.structs.replace(config.server, private_origin=""))
    assert "https://team.chat.example.org" in only(checkup.proxy, replace(patient, config=shut_out)).mend


def test_a_database_that_is_none_is_named(patient: Patient) -> None:
    (patient.place / "parvis.db").write_bytes(b"this is not a database, whatever its name says" * 100)
    assert "cannot be read" in only(checkup.tables, patient).what


def test_a_name_that_leads_nowhere_is_named(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    config = patient.config
    lost = msgspec.structs.replace(
        config, square=msgspec.structs.replace(config.square, origin="https://square.invalid")
    )
    assert "square.invalid leads nowhere" in only(checkup.name_and_door, replace(patient, config=lost)).what


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that come before the system's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


@pytest.mark.parametrize(
    ("told", "is_ill"),
    [
        ("LoadState=loaded\nType=simple\nWatchdogUSec=0", True),
        ("LoadState=loaded\nType=notify\nWatchdogUSec=0", True),
        ("LoadState=loaded\nType=notify\nWatchdogUSec=30s", False),
        ("LoadState=not-found\nType=simple\nWatchdogUSec=0", False),
    ],
)
def test_a_unit_that_nobody_watches_is_named(patient: Patient, programs: Path, told: str, is_ill: bool) -> None:
    systemctl = programs / "systemctl"
    systemctl.write_text(f"#!/bin/sh\ncat <<E\n{told}\nE\n")
    systemctl.chmod(0o755)
    assert bool(ills(checkup.unit, patient)) is is_ill


def test_the_command_says_both_and_ends_with_one(patient: Patient, run: Run) -> None:
    said = run("doctor", "--offline", "--data", str(patient.place))
    assert said.status == 1
    lines = said.out.splitlines()
    assert all(line.startswith(("- ", "    ")) for line in lines) and len(lines) % 2 == 0
    assert "No proxy is trusted" in said.out, "the file that init wrote trusts none"


def test_a_square_that_nobody_serves_says_so(patient: Patient, run: Run) -> None:
    said = run("status", "--data", str(patient.place))
    assert said.status == 1
    assert "server    does not run" in said.out and "https://chat.example.org" in said.out


@contextlib.contextmanager
def telling(port: int, metrics: Metrics) -> Iterator[None]:
    """A private listener that tells these numbers."""

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(metrics.text() if self.path == "/metrics" else b'{"ready":true,"open":true}')

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", port), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("cases", "appeals", "said"),
    [
        (0, 0, "all kept"),
        (1, 0, "fewer than 5 past their time"),
        (0, 4, "fewer than 5 past their time"),
        (4, 3, "7 past their time"),
    ],
)
def test_clocks_that_ran_out_are_told_without_pointing_at_one(
    patient: Patient, run: Run, cases: int, appeals: int, said: str
) -> None:
    metrics = Metrics()
    harm = HarmNumbers(harm=Harm.HARASSMENT, promised_ms=1, waiting=cases, overdue=cases)
    metrics.show_desk(
        Numbers(at=Instant(0), harms=[harm], backlog=[], held=0, appeals_waiting=appeals, appeals_overdue=appeals)
    )
    with telling(patient.config.server.port + 1, metrics):
        told = run("status", "--data", str(patient.place))
    assert told.status == 0 and f"clocks    {said}\n" in told.out, told.out + told.err

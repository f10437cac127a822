"""What `parvis doctor` looks at: each check finds nothing, or says what is wrong and the command that mends it."""

from __future__ import annotations

import errno
import importlib.metadata
import ipaddress
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from parvis.core.clock import HOUR, MINUTE, Clock
from parvis.core.config import Config, team_origin
from parvis.legal import backups, sending
from parvis.store import folder
from parvis.store.database import FILE
from parvis.store.revision import Revision

OLDEST = (3, 11)
SECONDS = 5.0
"""For one question to the network or to systemd."""
FREE_LEAST = 0.2
"""Of a disk: below that, room is made before something is refused."""
UNIT = "parvis"


@dataclass(frozen=True)
class Ill:
    """Something that is wrong, in a sentence, and what mends it: a command, or a line of the configuration."""

    what: str
    mend: str


@dataclass(frozen=True)
class Patient:
    """One square, as its commands find it; ``settings`` is the file they come from."""

    config: Config
    place: Path
    settings: Path
    clock: Clock


Check = Callable[[Patient], Iterator[Ill]]


def look(patient: Patient, *, offline: bool) -> Iterator[Ill]:
    """Everything that is wrong; ``offline`` asks nothing of the network."""
    for check in (*HERE, *(() if offline else OUTSIDE)):
        yield from check(patient)


def answer_of(address: str, port: int, path: str, *, tls: str = "") -> str:
    """What a server says to a GET, head and body; OSError when it cannot be reached. ``tls``: the name to be proved."""
    with socket.create_connection((address, port), SECONDS) as plain:
        line = ssl.create_default_context().wrap_socket(plain, server_hostname=tls) if tls else plain
        with line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: {tls or address}\r\nConnection: close\r\n\r\n".encode())
            parts = iter(lambda: line.recv(65_536), b"")
            return b"".join(parts).decode("utf-8", "replace")


# ---------------------------------------------------------------- on this machine


def python(_patient: Patient) -> Iterator[Ill]:
    """Python and what Parvis is built on."""
    if sys.version_info < OLDEST:
        yield Ill(f"This is Python {sys.version.split()[0]}; Parvis needs 3.11 or later.", "apt-get install python3")
    for wanted in importlib.metadata.requires("parvis") or []:
        name = re.split(r"[^\w.-]", wanted, maxsplit=1)[0]
        if ";" not in wanted and not _is_there(name):
            yield Ill(f"The Python package {name} is missing.", f"{sys.executable} -m pip install '{wanted}'")


def rights(patient: Patient) -> Iterator[Ill]:
    """The folder is its owner's alone, and that is the account that runs Parvis."""
    place = patient.place
    if folder.is_open_to_others(place):
        yield Ill(f"Other accounts of this machine may look into {place}.", f"chmod -R go= {place}")
    strange = [path for path in (place, *place.glob("*"), *place.glob("keys/*")) if path.stat().st_uid != os.geteuid()]
    if strange and os.geteuid() == 0:
        return  # root looks after the account that runs Parvis
    if strange:
        yield Ill(f"{strange[0]} belongs to another account than the one asking.", f"chown -R {os.geteuid()} {place}")


def keys(patient: Patient) -> Iterator[Ill]:
    """The server's keys are there, and one that evidence and backups are sealed to."""
    held = patient.place / "keys"
    missing = [name for name in ("pepper.key", "ledger.key") if not (held / name).is_file()]
    if missing:
        yield Ill(
            f"Missing in {held}: {' and '.join(missing)}. A new one would void every pass and break the ledger.",
            f"parvis restore BACKUP --key key.txt --to NEW-FOLDER, and take {held} from there",
        )
    if not (held / "recipients.txt").is_file():
        yield Ill(
            "There is no sealing key: evidence beyond a report is not kept, and no backup can be made.",
            f"parvis keys init --data {patient.place}",
        )


def disk(patient: Patient) -> Iterator[Ill]:
    """There is room."""
    usage = shutil.disk_usage(patient.place)
    if usage.free < usage.total * FREE_LEAST:
        yield Ill(
            f"The disk of {patient.place} has {usage.free * 100 // usage.total} % left ({usage.free / 1e9:.1f} GB).",
            f"du -xh --max-depth=1 {patient.place} | sort -h",
        )


def clock(patient: Patient) -> Iterator[Ill]:
    """The machine's clock goes right: clocks of the law, passes and keys hang on it."""
    written = int((patient.place / FILE).stat().st_mtime * 1000)
    if written > patient.clock.now() + 5 * MINUTE:
        yield Ill(
            "The database was written in what is still the future: this clock is behind.", "timedatectl set-ntp true"
        )
    elif _asked("timedatectl", "show", "--property=NTPSynchronized", "--value") == "no":
        yield Ill("This machine's clock is set by nobody.", "timedatectl set-ntp true")


def tables(patient: Patient) -> Iterator[Ill]:
    """The tables have the shape this Parvis needs."""
    revision = Revision.of_readable(patient.place / FILE)
    if revision is None:
        yield Ill(
            "The database cannot be read.",
            f"parvis restore BACKUP --key key.txt --to NEW-FOLDER; {patient.place} stays",
        )
        return
    if revision.is_newer:
        yield Ill("A later Parvis made these tables.", f"{sys.executable} -m pip install --upgrade parvis")
    elif not revision.is_current:
        yield Ill("The tables are those of an earlier Parvis.", f"parvis upgrade --data {patient.place}")


def backed_up(patient: Patient) -> Iterator[Ill]:
    """There is a backup, and it is fresh."""
    config, note, now = patient.config, backups.read_note(patient.place), patient.clock.now()
    made = newest_backup(patient)
    if made is None:
        yield Ill("There is no backup.", f"parvis backup --data {patient.place}")
    elif backups.is_late(config, note, now) or now - made > max(48, 2 * config.backup.every_hours) * HOUR:
        yield Ill(f"The last backup is {(now - made) // HOUR} hours old.", f"parvis backup --data {patient.place}")
    if not config.backup.every_hours:
        yield Ill("Nobody makes backups by themselves.", f"in {patient.settings}: [backup] every_hours = 24")


def summary_sent(patient: Patient) -> Iterator[Ill]:
    """The daily summary gets through, where one is wanted."""
    for way, fault in sending.faults(patient.config, patient.place).items():
        yield Ill(
            f"The daily summary did not get through by {way}: {fault}.", f"parvis summary --send --data {patient.place}"
        )


def newest_backup(patient: Patient) -> int | None:
    """When the newest file in ``backup.to`` was made, in milliseconds since 1970."""
    there = (patient.place / patient.config.backup.to).glob("parvis-*.age")
    return max((int(path.stat().st_mtime * 1000) for path in there), default=None)


def ports(patient: Patient) -> Iterator[Ill]:
    """Both ports are ours, or free."""
    server = patient.config.server
    for name, address, port in (
        ("server.port", server.bind, server.port), ("server.private_port", server.private_bind, server.private_port),
    ):  # fmt: skip
        if _is_taken(address, port) and not _is_ours(address, port):
            yield Ill(
                f"Port {port} ({name}) is taken by another program.",
                f"ss -ltnp 'sport = :{port}', or in {patient.settings}: {name} = another",
            )


def proxy(patient: Patient) -> Iterator[Ill]:
    """TLS stands before it, and what stands there is believed."""
    square, server = urlsplit(patient.config.square.origin), patient.config.server
    if square.scheme == "http" and not _is_local(square.hostname or ""):
        yield Ill(
            "square.origin is http: what people write can be read on the way, and passkeys do not work.",
            f'put TLS before it (deploy/Caddyfile), then in {patient.settings}: square.origin = "https://{square.netloc}"',
        )
    if square.scheme == "https" and not server.trusted_proxies:
        yield Ill(
            "No proxy is trusted: all visitors seem to come from one address, and its limits hit everybody.",
            f'in {patient.settings}: server.trusted_proxies = ["127.0.0.1/32"]',
        )
    if square.scheme == "https" and not team_origin(patient.config):
        yield Ill(
            "No browser reaches the private listener: neither /admin, nor the desk while the square is closed.",
            f"deploy/nginx.conf or deploy/Caddyfile shows how; then in {patient.settings}: "
            f'server.private_origin = "https://team.{square.netloc}"',
        )
    if not _is_local(server.private_bind):
        yield Ill(
            f"The private listener is bound to {server.private_bind}, where others may reach it.",
            f'in {patient.settings}: server.private_bind = "127.0.0.1"',
        )


def unit(_patient: Patient) -> Iterator[Ill]:
    """Where systemd runs it, it is told how things are, and starts it again when it hangs."""
    told = _asked("systemctl", "show", UNIT, "--property=LoadState,Type,WatchdogUSec")
    found = dict(line.split("=", 1) for line in (told or "").splitlines() if "=" in line)
    if found.get("LoadState") != "loaded":
        return
    if found.get("Type") != "notify" or found.get("WatchdogUSec", "0") in ("0", "infinity"):
        yield Ill(
            f"The unit {UNIT} is not watched: a server that hangs would stay so.",
            "cp deploy/parvis.service /etc/systemd/system/ && systemctl daemon-reload && systemctl restart parvis",
        )


# ---------------------------------------------------------------- seen from outside


def name_and_door(patient: Patient) -> Iterator[Ill]:
    """The name leads here, and behind it stands a certificate, a proxy and this server."""
    square = urlsplit(patient.config.square.origin)
    host = square.hostname or ""
    if _is_local(host):
        return
    try:
        addresses = {str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}
    except OSError:
        yield Ill(
            f"The name {host} leads nowhere.", f"an A or AAAA record for {host} at your registrar; then: dig {host}"
        )
        return
    if not any(_is_of_this_machine(address) for address in addresses):
        yield Ill(f"{host} leads to {', '.join(sorted(addresses))}, which is not this machine (right behind NAT only).",
                  f"dig {host}; ip -brief address")  # fmt: skip
    if square.scheme == "https":
        yield from _behind_tls(host, square.port or 443)


def _behind_tls(host: str, port: int) -> Iterator[Ill]:
    try:
        said = answer_of(host, port, "/healthz", tls=host)
    except ssl.SSLError as fault:
        yield Ill(
            f"The certificate of {host} is not good: {fault.reason or fault}.",
            "systemctl reload caddy; journalctl -u caddy",
        )
    except OSError as fault:
        yield Ill(f"https://{host} does not answer: {folder.words(fault)}.", "systemctl status caddy")
    else:
        if not said.rstrip().endswith("ok"):
            yield Ill(
                f"https://{host} answers, but not with this server: {said.splitlines()[0]}.",
                "see deploy/Caddyfile, reverse_proxy",
            )


HERE: tuple[Check, ...] = (python, rights, keys, disk, clock, tables, backed_up, summary_sent, ports, proxy, unit)
OUTSIDE: tuple[Check, ...] = (name_and_door,)


# ---------------------------------------------------------------- small


def _is_there(name: str) -> bool:
    try:
        return bool(importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return False


def _asked(*command: str) -> str | None:
    """What a program of the system says; None when it is not there or has nothing to say."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)  # noqa: S603 - ours
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _is_taken(address: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as fault:
            return fault.errno == errno.EADDRINUSE
    return False


def _is_ours(address: str, port: int) -> bool:
    try:
        return answer_of(address, port, "/healthz").rstrip().endswith("ok")
    except OSError:
        return False


def _is_local(host: str) -> bool:
    if host in ("localhost", "") or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_of_this_machine(address: str) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True

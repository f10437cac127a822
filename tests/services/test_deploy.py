"""What `deploy/` holds does what it says: the unit, the proxies' files, the page that walks from a bare machine."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from parvis.live import systemd
from process import free_port, running
from terminal import typing_in

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
START = ROOT / "docs" / "start" / "README.md"
EXPOSED_MOST = 2.0
"""What systemd-analyze may find open: of 10; below 2 it says OK."""


def program(name: str) -> str:
    """A program of the system, or the test is left out where it is not installed."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# ---------------------------------------------------------------- systemd


@pytest.fixture
def manager(tmp_path: Path) -> socket.socket:
    """Where systemd would listen."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.bind(str(tmp_path / "notify"))
    line.settimeout(60)
    return line


async def test_systemd_hears_that_it_is_ready_that_it_lives_and_that_it_stops(
    manager: socket.socket, tmp_path: Path
) -> None:
    with manager:
        env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "400000"}
        async with running(tmp_path / "data", env=env) as server:
            heard = [(await asyncio.to_thread(manager.recv, 100)).decode() for _ in range(4)]
            server.process.send_signal(signal.SIGTERM)
            await server.process.wait()
        manager.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                heard.append(manager.recv(100).decode())
    assert heard.count(systemd.READY) == 1
    assert heard.count(systemd.ALIVE) >= 3
    assert heard[-1] == systemd.STOPPING or systemd.STOPPING in heard[-3:]


def test_without_systemd_nothing_is_told_and_nobody_is_watched() -> None:
    assert not systemd.tell(systemd.READY, {})
    assert not systemd.tell(systemd.READY, {"NOTIFY_SOCKET": "/nowhere/at/all"})
    assert systemd.seconds_between({}) is None
    assert systemd.seconds_between({"WATCHDOG_USEC": "never"}) is None
    assert systemd.seconds_between({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, pid=2) is None
    assert systemd.seconds_between({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "2"}, pid=2) == 15.0


def test_the_unit_is_one_and_leaves_little_open(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    unit = tmp_path / "parvis.service"
    text = (DEPLOY / "parvis.service").read_text("utf-8")
    assert "Type=notify" in text and "WatchdogSec=" in text and "StateDirectory=parvis" in text
    reload = re.search(r"^ExecReload=/bin/sh -c 'kill -HUP \"\$\$MAINPID\"'$", text, re.MULTILINE)
    assert reload, "the shell's own kill: a bare Debian has no /bin/kill"
    unit.write_text(text.replace("/opt/parvis/bin/parvis", sys.executable), "utf-8")
    assert said(analyze, "verify", "--man=no", str(unit)).strip() == ""
    told = said(analyze, "security", "--offline=true", str(unit))
    found = re.search(r"Overall exposure level for parvis\.service: ([\d.]+)", told)
    assert found and float(found[1]) <= EXPOSED_MOST, told


def test_the_newest_backup_is_proved_each_week_where_the_key_is(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    for name in ("parvis-check-backup.service", "parvis-check-backup.timer"):
        text = (DEPLOY / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/parvis/bin/parvis", sys.executable), "utf-8")
    assert said(analyze, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))).strip() == ""
    assert "OnCalendar=weekly" in (tmp_path / "parvis-check-backup.timer").read_text("utf-8")


def test_the_command_of_the_weekly_proof_is_one() -> None:
    text = (DEPLOY / "parvis-check-backup.service").read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=/opt/parvis/bin/(parvis .+)$", text, re.MULTILINE)
    words = [word for word in shlex.split(command)[1:] if word.startswith("--") or word == "restore"]
    told = said(sys.executable, "-m", "parvis", "restore", "--help")
    assert all(word in told for word in words[1:]) and len(words) == 4, words


# ---------------------------------------------------------------- proxies

NAMES = ("chat.example.org", "team.chat.example.org")
NOBODY = "203.0.113.0/24"
"""The team's networks, as the files have them before an operator writes their own."""


@dataclass
class Behind:
    """What stands in Parvis' place, on both of its ports; the head of each request it heard, in small letters."""

    public: int
    private: int
    heard: list[tuple[str, str]]


@contextlib.asynccontextmanager
async def parvis_in_disguise() -> AsyncIterator[Behind]:
    heard: list[tuple[str, str]] = []

    def answering(name: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append((name, (await reader.readuntil(b"\r\n\r\n")).decode().lower()))
            said = name.encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(said), said))
            await writer.drain()
            writer.close()

        return answer

    public = await asyncio.start_server(answering("public"), "127.0.0.1", 0)
    private = await asyncio.start_server(answering("private"), "127.0.0.1", 0)
    async with public, private:
        yield Behind(public.sockets[0].getsockname()[1], private.sockets[0].getsockname()[1], heard)


@contextlib.asynccontextmanager
async def before(command: list[str], ready: int) -> AsyncIterator[None]:
    """A proxy that listens; stopped at the end."""
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    try:
        async with asyncio.timeout(30):
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", ready)
                    writer.close()
                    break
                await asyncio.sleep(0.05)
        yield
    finally:
        process.terminate()
        await process.wait()


def nginx_conf(folder: Path, http: int, https: int, behind: Behind, team: str) -> Path:
    """Our file inside the frame that Debian's nginx gives it, in a folder of its own, for the team's network."""
    said(program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=example.org",
         "-keyout", str(folder / "key"), "-out", str(folder / "chain"))  # fmt: skip
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    live = "/etc/letsencrypt/live/chat.example.org"
    for old, new in (
        (f"{live}/fullchain.pem", f"{folder}/chain"), (f"{live}/privkey.pem", f"{folder}/key"),
        ("listen 80;", f"listen 127.0.0.1:{http};"), ("listen 443 ssl", f"listen 127.0.0.1:{https} ssl"),
        ("127.0.0.1:8080", f"127.0.0.1:{behind.public}"), ("127.0.0.1:8081", f"127.0.0.1:{behind.private}"),
        (f"allow {NOBODY}", f"allow {team}"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    text = re.sub(r"^ +listen \[::\].*\n", "", text, flags=re.MULTILINE)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\n{places}{text}\n}}\n", "utf-8"
    )
    return whole


def caddy_file(folder: Path, port: int, behind: Behind, team: str) -> Path:
    """Our file with both names in clear on one port: no certificate is asked for."""
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    for old, new in (
        ("{\n\tservers {", "{\n\tadmin off\n\tservers {"),
        *((f"\n{name} {{", f"\nhttp://{name}:{port} {{") for name in NAMES),
        ("127.0.0.1:8080", f"127.0.0.1:{behind.public}"), ("127.0.0.1:8081", f"127.0.0.1:{behind.private}"),
        (f"remote_ip {NOBODY}", f"remote_ip {team}"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    whole = folder / "Caddyfile"
    whole.write_text(text, "utf-8")
    return whole


async def answers(origin: str) -> list[tuple[int, str]]:
    """What both names answer to somebody who claims to come from elsewhere."""
    async with httpx.AsyncClient(verify=False) as client:
        claims = {"X-Forwarded-For": "198.51.100.7", "X-Client-Port": "1"}
        told = [await client.get(origin, headers={"Host": name, **claims}) for name in NAMES]
    return [(one.status_code, one.text) for one in told]


def is_who_it_is(head: str) -> bool:
    """The address and the port are what the proxy saw; nothing that was claimed is in the head."""
    seen = "x-forwarded-for: 127.0.0.1\r\n" in head and re.search(r"x-client-port: \d{4,5}\r\n", head)
    return bool(seen) and "198.51.100.7" not in head and "x-client-port: 1\r\n" not in head


@pytest.mark.parametrize("team", ["127.0.0.0/8", NOBODY])
@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
async def test_a_proxy_leads_each_name_to_its_listener_and_the_teams_only_from_the_teams_networks(
    tmp_path: Path, proxy: str, team: str
) -> None:
    port, found = free_port(), program(proxy)
    async with parvis_in_disguise() as behind:
        if proxy == "nginx":
            conf = nginx_conf(tmp_path, free_port(), port, behind, team)
            command, origin = [found, "-c", str(conf), "-g", "daemon off;"], f"https://127.0.0.1:{port}/"
        else:
            conf = caddy_file(tmp_path, port, behind, team)
            command, origin = (
                [found, "run", "--config", str(conf), "--adapter", "caddyfile"],
                f"http://127.0.0.1:{port}/",
            )
        async with before(command, port):
            public, private = await answers(origin)
    assert public == (200, "public")
    if team == NOBODY:
        assert private[0] == 403
        assert [name for name, _ in behind.heard] == ["public"], "nothing reached the private listener"
    else:
        assert private == (200, "private")
        assert [name for name, _ in behind.heard] == ["public", "private"]
    assert all(is_who_it_is(head) for _, head in behind.heard), behind.heard
    assert all(f"host: {name}\r\n" in head for name, (_, head) in zip(NAMES, behind.heard, strict=False))


def test_caddy_takes_the_file_as_it_is() -> None:
    told = said(program("caddy"), "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile")
    assert all(f'"{name}"' in told for name in NAMES)


def test_both_files_stay_shut_to_the_team_until_its_networks_are_written_in() -> None:
    """Where neither proxy is installed, too."""
    nginx, caddy = ((DEPLOY / name).read_text("utf-8") for name in ("nginx.conf", "Caddyfile"))
    (site,) = [part for part in nginx.split("\nserver {") if "server_name team.chat.example.org;" in part]
    networks = re.findall(r"^    allow (\S+);", site, re.MULTILINE)
    assert (
        set(networks) == {NOBODY, "2001:db8::/32"}
        and "deny all;" in site
        and "proxy_pass http://parvis_private;" in site
    )
    assert "upstream parvis_private {\n    server 127.0.0.1:8081;" in nginx
    site = caddy[caddy.index("\nteam.chat.example.org {") :]
    assert re.search(r"@elsewhere not remote_ip (.+)", site)[1].split() == networks  # type: ignore[index]
    assert "respond @elsewhere 403" in site and "reverse_proxy 127.0.0.1:8081 {" in site


# ---------------------------------------------------------------- containers


def test_the_containers_name_files_that_exist_and_publish_no_port_of_parvis() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [words.split()[-2] for words in re.findall(r"^COPY (?!--from)(.*)$", dockerfile, re.MULTILINE)]
    assert copied and all((ROOT / name).exists() for name in copied)
    assert "USER 10001" in dockerfile and "--uid 10001" in dockerfile
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    published = re.findall(r'"(\d+):(\d+)', compose)
    assert {inner for _, inner in published} == {"80", "443"}
    assert "dockerfile: deploy/Dockerfile" in compose and "./Caddyfile:" in compose


async def test_the_containers_health_is_that_of_the_server(tmp_path: Path) -> None:
    """The very command of the image: well while the server answers, ill as soon as it does not."""
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    _, script, code = json.loads(re.findall(r"^  CMD (\[.*\])$", dockerfile, re.MULTILINE)[0])
    async with running(tmp_path / "data") as server:
        asked = code.replace("http://127.0.0.1:8080", server.origin)
        assert asked != code

        async def status() -> int:
            check = await asyncio.create_subprocess_exec(
                sys.executable, script, asked, stderr=asyncio.subprocess.DEVNULL
            )
            return await check.wait()

        assert await status() == 0
        server.process.send_signal(signal.SIGTERM)
        await server.process.wait()
        assert await status() == 1


# ---------------------------------------------------------------- the page


def commands_of(page: Path) -> list[str]:
    """Every line to be typed on a page, without its remark."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


OF_THE_SYSTEM = {"apt-get", "git", "python3", "/opt/parvis/bin/pip", "useradd", "install", "su", "export", "cp",
                 "systemctl", "sed", "./dev"}  # fmt: skip
"""What the page has the system do; everything else is run here."""
ENDS = {"doctor": 1, "status": 1}
"""On a square without a sealing key and a server, both have something to say."""


def test_the_page_runs_from_a_bare_folder_to_a_square_with_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = typing_in(tmp_path, monkeypatch, capsys)
    place = tmp_path / "square"
    lines = commands_of(START)
    ours = [line for line in lines if shlex.split(line)[0] == "parvis" and shlex.split(line)[1] != "demo"]
    assert {shlex.split(line)[0] for line in lines} - {"parvis"} <= OF_THE_SYSTEM
    assert [shlex.split(line)[1] for line in ours] == [
        "init", "notify", "check", "doctor", "status", "voucher", "poster",
    ]  # fmt: skip
    for line in ours:
        words = [word.replace("/var/lib/parvis", str(place)) for word in shlex.split(line)[1:]]
        if words[0] == "doctor":
            words.append("--offline")
        told = run(*words)
        assert (line, told.status) == (line, ENDS.get(words[0], 0)), told.out + told.err
    assert (tmp_path / "cards.html").stat().st_size > 10_000
    assert (tmp_path / "poster.html").stat().st_size > 1_000


def test_files_that_the_page_copies_are_there() -> None:
    copied = re.findall(r"/opt/parvis-source/(\S+)", START.read_text("utf-8"))
    assert copied and all((ROOT / name).exists() for name in copied)

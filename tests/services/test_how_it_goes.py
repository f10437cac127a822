"""`parvis status` beside a server that runs, hangs or is not there; and a server that sends its summary by itself."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from parvis import app
from parvis.core import daily
from parvis.core.clock import SystemClock
from parvis.core.config import Config
from parvis.core.daily import Tally
from parvis.store import daily as stored
from postbox import Postbox, certified, open_postbox
from process import START_SECONDS, free_port
from receiver import receiving

PARVIS = [sys.executable, "-m", "parvis"]


async def typed(*words: str) -> tuple[int, str]:
    """A command's status, and all that it says."""
    process = await asyncio.create_subprocess_exec(
        *PARVIS, *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


@contextlib.asynccontextmanager
async def serving(
    folder: Path, port: int, env: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`parvis serve`, once its private listener answers."""
    process = await asyncio.create_subprocess_exec(
        *PARVIS, "serve", "--data", str(folder), stderr=asyncio.subprocess.DEVNULL, env={**os.environ, **(env or {})}
    )
    try:
        async with httpx.AsyncClient() as private, asyncio.timeout(START_SECONDS):
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if (await private.get(f"http://127.0.0.1:{port + 1}/readyz")).status_code == 200:
                        break
                await asyncio.sleep(0.1)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            await process.wait()


@pytest.mark.slow
async def test_status_says_how_it_goes_or_what_to_do_next(tmp_path: Path) -> None:
    folder, port = tmp_path / "square", free_port()
    status, said = await typed("init", "--data", str(folder), "--port", str(port))
    assert status == 0, said
    status, said = await typed("status", "--data", str(folder))
    assert status == 1
    assert f"server    does not run (nothing of this square answers on 127.0.0.1, port {port + 1})" in said
    assert f"systemctl start parvis, or: parvis serve --data {folder}" in said and "journalctl -u parvis" in said
    async with serving(folder, port) as server:
        status, said = await typed("status", "--data", str(folder))
        assert status == 0, said
        lines = dict(re.split(r"  +", line, maxsplit=1) for line in said.splitlines())
        assert lines["door"] == "shut (parvis check says why)" and lines["mode"] == "normal"
        assert lines["people"] == "0 on the square, 0 of the team on duty" and lines["clocks"] == "all kept"
        assert lines["waiting"] == "0 cases, 0 messages" and lines["faults"] == "none" and lines["backup"] == "none"
        server.send_signal(signal.SIGSTOP)
        status, said = await typed("status", "--data", str(folder))
        server.send_signal(signal.SIGCONT)
        assert status == 1
        assert f"server    runs, and does not answer on 127.0.0.1, port {port + 1}" in said


@pytest.mark.slow
async def test_a_server_sends_the_summary_of_yesterday_by_itself(tmp_path: Path) -> None:
    folder, port = tmp_path / "square", free_port()
    await typed("init", "--data", str(folder), "--port", str(port), "--name", "La place")
    _, secret = await typed("notify", "secret", "--summary", "--data", str(folder))
    await lived(folder, Tally(visits=31, reports=3))
    context, authority = certified(tmp_path)
    async with receiving() as hook, open_postbox(Postbox(tls=context, answers=[451])) as box:
        wanted: dict[str, object] = {
            "hour": 0, "language": "fr", "url": hook.url, "mail_to": ["team@example.org"],
            "mail_from": "square@example.org", "smtp_host": "localhost", "smtp_port": box.port,
        }  # fmt: skip
        write(folder / "parvis.toml", wanted)
        async with serving(folder, port, {"SSL_CERT_FILE": str(authority)}):
            async with asyncio.timeout(START_SECONDS):
                while not (folder / "summary.json").exists() or b"mail" not in (folder / "summary.json").read_bytes():
                    await asyncio.sleep(0.1)
            _, said = await typed("status", "--data", str(folder))
            assert "summary   mail failed: the mail server answered 451; last sent 0 hours ago" in said
            _, ills = await typed("doctor", "--offline", "--data", str(folder))
            assert "The daily summary did not get through by mail: the mail server answered 451." in ills
            os.environ["SSL_CERT_FILE"] = str(authority)
            try:
                status, said = await typed("summary", "--send", "--data", str(folder))
            finally:
                del os.environ["SSL_CERT_FILE"]
            assert (status, said) == (0, "webhook: answered 204\nmail: the mail server took it\n")
    first = hook.heard[0]
    assert first.is_signed_with(secret.strip()) and len({one.id for one in hook.heard}) == 1
    assert first.told["data"]["counts"]["visits"] == 31 and first.told["data"]["counts"]["reports"] is None
    [letter] = box.taken
    text = letter.letter.get_content().replace("\u00a0", " ")
    assert letter.letter["Subject"].startswith("La place, ") and "Signalements : moins de 5" in text
    assert "La porte est fermée. Il manque" in text


async def lived(folder: Path, tally: Tally) -> None:
    """Yesterday went like this."""
    zone = ZoneInfo(Config().square.timezone)
    day = daily.local_day(SystemClock().now(), zone) - timedelta(days=1)
    since, until = daily.begins(day, zone), daily.begins(day + timedelta(days=1), zone)
    async with app.open_means(Config(), folder) as means:
        await means.db.write(lambda tx: stored.add(tx, day.isoformat(), since, until, tally))


def write(settings: Path, wanted: dict[str, object]) -> None:
    """Into the file's section of the summary."""
    head, section, rest = settings.read_text("utf-8").partition("[summary]")
    assert section
    for name, value in wanted.items():
        rest, times = re.subn(rf"(?m)^{name} = .*$", f"{name} = {json.dumps(value)}", rest, count=1)
        assert times == 1
    settings.write_text(head + section + rest, "utf-8")

"""The server is killed while a call to the person on call is on its way: after a restart it still gets through."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from parvis import app
from parvis.core.config import Config
from parvis.store import notify
from process import START_SECONDS, free_port
from receiver import SILENCE, Receiver, call_at, receiving

PARVIS = [sys.executable, "-m", "parvis"]


async def said(*words: str) -> str:
    """What a command prints; it must succeed."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*PARVIS, *words, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


@contextlib.asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`parvis serve`: its door is shut, and what happens by the clock happens all the same."""
    process = await asyncio.create_subprocess_exec(
        *PARVIS, "serve", "--data", str(folder), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            await process.wait()


async def heard(pager: Receiver, count: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while len(pager.heard) < count:
            await asyncio.sleep(0.02)


async def enqueue(folder: Path) -> None:
    """As the desk does, in the transaction of what needs somebody."""
    async with app.open_means(Config(), folder) as means:
        await means.db.write(lambda tx: notify.enqueue(tx, "immediate_case_unattended", {"case": "c0ffee"}))


@pytest.mark.slow
async def test_a_call_survives_a_kill_and_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "square"
    port = free_port()
    await said("init", "--data", str(folder), "--port", str(port))
    secret = (await said("notify", "secret", "--data", str(folder))).strip()
    async with receiving(SILENCE, 500) as pager:
        call_at(pager.url, folder / "parvis.toml")
        await enqueue(folder)
        async with serving(folder) as server:
            await heard(pager, 1)
            os.kill(server.pid, signal.SIGKILL)
            await server.wait()
        assert "1 waiting since" in await said("check", "--data", str(folder))
        async with serving(folder):
            await heard(pager, 3)
            async with httpx.AsyncClient() as private:
                address = f"http://127.0.0.1:{port + 1}/metrics"
                async with asyncio.timeout(START_SECONDS):
                    while "parvis_calls_waiting 0.0" not in (await private.get(address)).text:
                        await asyncio.sleep(0.1)
                told = (await private.get(address)).text
        assert 'parvis_calls_total{came="delivered",kind="immediate_case_unattended"} 1.0' in told
        assert 'parvis_calls_total{came="failed",kind="immediate_case_unattended"} 1.0' in told
    assert len({call.id for call in pager.heard}) == 1, "the receiver can tell that it is one call"
    assert len({call.body for call in pager.heard}) == 1
    assert all(call.is_signed_with(secret) for call in pager.heard)
    assert "The last one got through on" in await said("check", "--data", str(folder))

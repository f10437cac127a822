"""`kill -9` between delivery and the second look: nothing acknowledged is lost, no second look is lost or doubled."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from process import Server, Visitor, come_in, running

ROOM = "lille"
GREETERS = {
    "Chloé": "bonsoir, il fait doux à la fenêtre",
    "Dora": "qui aime marcher le dimanche ?",
    "Emma": "je relis un vieux roman",
}
PLANS = (
    "tu viens ce soir vers 21 h ? je t'attends chez moi, on sera bien tous les deux",
    "coucou, tu viens ce soir vers 22 h ? je t'attends chez moi, on sera bien tous les deux",
    "dis, tu viens ce soir vers 23 h ? je t'attends chez moi, on sera bien tous les deux",
)
"""One appointment with three people: harmless once, a case once a rule of stage ``async`` has seen the third."""


async def greet(server: Server) -> list[int]:
    """Three people say good evening; where."""
    found = []
    for code, (name, text) in zip(server.vouchers[1:], GREETERS.items(), strict=True):
        who = await come_in(server.origin, code, name)
        async with who.talking(ROOM) as line:
            told = await line.say(text, "hello", ROOM)
            assert told["st"] == "delivered", told
            found.append(told["n"])
    return found


async def plan(who: Visitor, server: Server, greetings: list[int]) -> str:
    """Make the appointment with each; the server is killed at the very moment the last is acknowledged."""
    told: dict[str, Any] = {}
    async with who.talking(ROOM) as line:
        for text, n in zip(PLANS, greetings, strict=True):
            told = await line.ask("send", conv=f"r:{ROOM}", cid=f"plan-{n}", text=text, re=n)
            if told["t"] == "err":  # asked whether it is meant
                told = await line.ask("send", conv=f"r:{ROOM}", cid=f"meant-{n}", text=text, re=n)
            assert told["st"] == "delivered", told
        server.process.send_signal(signal.SIGKILL)
    await server.process.wait()
    return str(told["mid"])


def stored(data: Path, mids: Iterable[str]) -> tuple[int, list[int]]:
    """How many of these messages are in the store, and how many cases there are about each."""
    with contextlib.closing(sqlite3.connect(f"file:{data}/parvis.db?mode=ro", uri=True)) as conn:
        kept = [conn.execute("SELECT count(*) FROM message WHERE mid = ?", [mid]).fetchone()[0] for mid in mids]
        about = "SELECT count(*) FROM \"case\" WHERE subject_kind = 'message' AND subject_ref = ?"
        return sum(kept), [conn.execute(about, [mid]).fetchone()[0] for mid in mids]


@pytest.mark.slow
async def test_a_kill_between_delivery_and_the_second_look_loses_neither(tmp_path: Path) -> None:
    data, said, greetings, looked = tmp_path / "data", list[str](), list[int](), list[int]()
    for name in ("Parleuse A", "Parleuse B", "Parleuse C"):
        async with running(data, vouchers=4) as server:
            greetings = greetings or await greet(server)
            said.append(await plan(await come_in(server.origin, server.vouchers[0], name), server, greetings))
        kept, looked = stored(data, said)
        assert kept == len(said), "an acknowledged message is gone"
        if 0 in looked:
            break
    assert 0 in looked, "the kills came too late, each time"
    async with running(data), asyncio.timeout(60):
        while 0 in stored(data, said)[1]:
            await asyncio.sleep(0.1)
    async with running(data):
        await asyncio.sleep(2.5)  # two rounds of second looks
    assert stored(data, said) == (len(said), [1] * len(said)), "each has had its second look, and only one"

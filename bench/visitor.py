"""Before anything is measured somebody comes in by the door with `parvis.client`: what is measured is the whole square.

They redeem a code, enter, hear themselves, find it in the history, and are refused what the guard refuses.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.machine import BenchError, Cores
from bench.people import CODE
from bench.servers import PARVIS, serving
from bench.workloads import ROOM
from parvis.client.faults import RefusedError
from parvis.client.visitor import Client
from parvis.core.protocol import Msg

PATIENCE_SECONDS = 20
WORDS = "Bonsoir, on mesure."
REFUSED = "j'ai 15 ans"


def prove(people: Path, cores: Cores, *, first: bool) -> None:
    """Start the server once and visit it; BenchError when it is not the square it should be."""
    with serving(PARVIS, ROOM, people, cores, first=first) as running:
        try:
            asyncio.run(asyncio.wait_for(_visit(running.port, (people / CODE).read_text()), PATIENCE_SECONDS))
        except (RefusedError, TimeoutError, AssertionError) as fault:
            raise BenchError(f"The square that was to be measured did not answer as it should: {fault!r}") from fault


async def _visit(port: int, code: str) -> None:
    async with Client(f"http://localhost:{port}") as client:
        await client.redeem(code)
        entered = await client.enter("Arpenteur", 40)
        await client.join(entered.room)
        said = await client.say(entered.room, WORDS)
        async for frame in client.listen():
            if isinstance(frame, Msg):
                assert (frame.text, frame.n) == (WORDS, said.n), "what was said was heard otherwise"
                break
        page = await client.history(entered.room)
        assert [item.text for item in page.items if isinstance(item, Msg)] == [WORDS], "it was not kept"
        assert await _refusal(client, entered.room) == "refuse-minor", "the guard is not on"
        await client.leave()


async def _refusal(client: Client, room: str) -> str | None:
    try:
        await client.say(room, REFUSED)
    except RefusedError as refused:
        return refused.text_key
    return None

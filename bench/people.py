"""People for the bench: age passes and visits made by the verbs of the house, in a data folder of their own.

Every connection to Parvis is somebody who was checked at the door. What takes a person a minute is done here in bulk:
a pass drawn and kept, a visit begun, and its three cookies written down for the load generator.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

from bench.parvis_server import config_for
from parvis import app
from parvis.access import visits
from parvis.access.age import methods, voucher
from parvis.access.means import Means
from parvis.core.clock import SystemClock
from parvis.core.people import AgeBand, Profile
from parvis.web import cookies
from parvis.web.address import origin_of

COOKIES = "cookies.txt"
CODE = "code.txt"
"""One voucher, for whoever comes in by the door (`bench.visitor`)."""
AT_ONCE = 250
LETTERS = "abdefghkoprstuxy"
"""No two of them look alike, alone or side by side: nicknames are kept apart by how they look."""


def make(folder: Path, count: int) -> None:
    """Fill ``folder`` with a square that ``count`` people have entered, and their cookies, one line each."""
    asyncio.run(_make(folder, count))


async def _make(folder: Path, count: int) -> None:
    async with app.open_means(config_for(port=1, rooms=1), folder) as means:
        lines: list[str] = []
        names = nicknames()
        while len(lines) < count:
            group = list(islice(names, min(AT_ONCE, count - len(lines))))
            lines += await asyncio.gather(*(_enter(means, nickname) for nickname in group))
        batch = await voucher.issue(means, 1, "bench")
    (folder / COOKIES).write_text("\n".join(lines) + "\n")
    (folder / CODE).write_text(batch.vouchers[0].short)


def nicknames() -> Iterator[str]:
    """Ever new ones."""
    return ("guest" + "".join(letters) for letters in product(LETTERS, repeat=4))


async def _enter(means: Means, nickname: str) -> str:
    """One person through the door; returns what their browser would send as its Cookie header."""
    draft = methods.draw_pass(means)
    proved = await means.db.write(lambda tx: methods.keep_pass(tx, means, draft, "voucher", None))
    device = secrets.token_urlsafe(32)
    origin = origin_of(means.keys, "127.0.0.1", device, SystemClock().now())
    profile = Profile(nickname=nickname, age_band=AgeBand.FROM_35)
    began = await visits.begin(means, proved.age_pass, profile, origin, "fr")
    if not isinstance(began, visits.Began):
        raise RuntimeError(f"{nickname} was refused: {began.text_key}")
    jar = {cookies.PASS: proved.token, cookies.VISIT: began.token, cookies.DEVICE: device}
    return "; ".join(f"{name}={value}" for name, value in jar.items())

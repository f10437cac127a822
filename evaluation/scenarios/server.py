"""The square that the scenarios happen on: the real server as a process of its own, as it is configured by default.

Everybody comes from a network of their own: the server believes the X-Forwarded-For of this machine alone. Two
moderators are there, so that what the guard doubts waits for them. `python -m evaluation.scenarios.server PORT FOLDER`
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from parvis import app
from parvis.access import staff
from parvis.access.age import voucher
from parvis.access.means import Means
from parvis.core.config import Config
from parvis.core.ids import StaffId, fresh_word
from parvis.core.rulebook import ModeChange, Why
from parvis.core.staff import Role, Staff
from parvis.demo import sealing, seeds
from parvis.guard.edition import shipped
from parvis.rulebook.drafted import digest_of
from parvis.store import folder, rulebook
from parvis.store import staff as people
from parvis.store.writer import Tx

READY, LOG = "ready", "server.log"
START_SECONDS = 60
MODERATORS = ("Maud", "Ivan")


@dataclass(frozen=True)
class Place:
    """A running square: where it answers, and its data as the command line reaches them."""

    origin: str
    means: Means

    async def codes(self, count: int) -> list[str]:
        """Fresh entry codes, as an association hands them out."""
        batch = await voucher.issue(self.means, count, "scenario")
        return [one.short for one in batch.vouchers]


@contextlib.asynccontextmanager
async def running(data: Path, *, awake: bool = False) -> AsyncIterator[Place]:
    """A square with a team, served by a process of its own until the end of the block.

    ``awake``: that team has let every shipped rule that only watches act, as two people may at the rules desk.
    """
    port = _free_port()
    async with app.open_means(config_for(port), data) as means:
        await sealing.begin(means, data)
        await _hire(means)
        if awake:
            await _wake(means)
        words = (sys.executable, "-m", "evaluation.scenarios.server", str(port), str(data))
        with (data / LOG).open("w") as log:
            process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, stderr=log)
        try:
            assert process.stdout
            async with asyncio.timeout(START_SECONDS):
                if (await process.stdout.readline()).decode().strip() != READY:
                    raise RuntimeError(f"The server does not start:\n{(data / LOG).read_text()}")
            yield Place(means.config.square.origin, means)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()


def config_for(port: int) -> Config:
    """The demonstration's settings, behind a reverse proxy on this machine; no rate or limit is changed."""
    config = seeds.config(port)
    server = msgspec.structs.replace(config.server, trusted_proxies=["127.0.0.0/8", "::1/128"])
    return msgspec.structs.replace(config, server=server)


async def _hire(means: Means) -> None:
    now, roles = means.clock.now(), frozenset({Role.LEAD, Role.MODERATOR})
    drawn = [
        Staff(id=StaffId(fresh_word()), number=0, name=name, roles=roles, languages=("fr", "en"), since=now)
        for name in MODERATORS
    ]
    await means.db.write(lambda tx: [people.add(tx, one) for one in drawn])


async def _wake(means: Means) -> None:
    now = means.clock.now()
    first, second = (one.id for one in await staff.team(means))
    changes = [
        ModeChange(rule=rule.id, mode="live", why=Why.DECIDED, at=now, digest=digest_of(rule), by=first,
                   seconded_by=second, reason="A scenario with every rule awake.")
        for pack in shipped() for rule in pack.rules if rule.mode == "shadow"
    ]  # fmt: skip

    def work(tx: Tx) -> None:
        for one in changes:
            rulebook.change_mode(tx, one)

    await means.db.write(work)


def _free_port() -> int:
    with contextlib.closing(app.bind("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def main() -> None:
    """Serve until told to stop; says when it answers."""
    port, data = int(sys.argv[1]), Path(sys.argv[2])
    with folder.served_alone(data):
        listeners = app.Listeners([app.bind("127.0.0.1", port)], [app.bind("127.0.0.1", 0)])
        app.serve(config_for(port), data, listeners, demo=True, ready=lambda _means: print(READY, flush=True))


if __name__ == "__main__":
    main()

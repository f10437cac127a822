"""How long the server takes for the desk's pages with a hundred thousand cases; prints one line a page, judges nothing.

    .venv/bin/python bench/desk_pages.py [--cases 100000]

Cases go straight into the store's tables, as decided, open, late and on hold in shares of a busy year; then a person of
the team asks for each page over HTTP, one after the other. What is told is the middle and the slowest of the answers.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from sqlalchemy import insert

from house import Doors, easy, open_doors
from moderator import Moderator, moderating
from parvis import app
from parvis.core.clock import DAY, MINUTE
from parvis.core.ids import fresh_word
from parvis.core.policy import HARMS, Harm
from parvis.store.schema_cases import case, case_event
from parvis.store.writer import Tx

PAGES = ("/desk", "/desk/numbers", "/desk/approvals", "/desk/appeals", "/api/desk/pulse")
TIMES = 20
BATCH = 5_000
OPEN_SHARE = 50
"""One case in so many is open; the others are decided."""


def rows(count: int, now: int) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """Cases of the last year with their first event each, spread evenly over harms and languages."""
    harms = [harm for harm in Harm if harm is not Harm.SERVICE]
    for number in range(1, count + 1):
        harm = harms[number % len(harms)]
        policy, waits = HARMS[harm], number % OPEN_SHARE == 0
        opened = now - (number * MINUTE // 4 if waits else 365 * DAY * number // count)
        decided = None if waits else opened + policy.due_ms * (number % 13) // 10
        one = fresh_word()
        yield (
            {
                "id": one, "number": number, "subject": f"visit:{one}", "subject_kind": "visit", "subject_ref": one,
                "lang": "fr" if number % 3 else "en", "channel": "visitor", "opened_at": opened,
                "status": "open" if waits else "decided", "harm": harm.value, "queue": policy.queue.value,
                "severity": policy.severity, "priority": policy.severity + 1_000 * policy.immediate,
                "due_at": opened + policy.due_ms, "reports": 1, "first_decided_at": decided, "closed_at": decided,
                "last_seq": 1,
            },
            {"case": one, "seq": 1, "at": opened, "kind": "opened", "body": f'{{"harm":"{harm.value}"}}'},
        )  # fmt: skip


async def fill(doors: Doors, count: int) -> float:
    """Put them in; seconds it took."""
    started = time.perf_counter()
    made = list(rows(count, doors.house.means.clock.now()))
    for start in range(0, count, BATCH):
        some = made[start : start + BATCH]

        def work(tx: Tx, some: list[tuple[dict[str, object], dict[str, object]]] = some) -> None:
            tx.conn.execute(insert(case), [one for one, _ in some])
            tx.conn.execute(insert(case_event), [event for _, event in some])

        await doors.house.means.db.write(work)
    return time.perf_counter() - started


async def measure(who: Moderator, path: str) -> list[float]:
    """Milliseconds of each answer, first one left out: templates are read then."""
    await who.get(path)
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await who.get(path)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


async def run(count: int) -> None:
    """Fill a store, then ask."""
    app.configure_logs()
    with tempfile.TemporaryDirectory(prefix="parvis-desk-") as folder:
        async with (
            open_doors(Path(folder), demo=True, shape=easy) as doors,
            moderating(doors, "Anne") as anne,
        ):
            print(f"{count} cases in {await fill(doors, count):.1f} s")
            newest = count - count % OPEN_SHARE
            jump = await anne.client.get(f"/desk/go?n={newest}")
            for path in (*PAGES, jump.headers["location"]):
                taken = await measure(anne, path)
                name = "/desk/case/{case}" if "/case/" in path else path
                print(f"{name:20} median {median(taken):6.1f} ms   slowest of {TIMES} {max(taken):6.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, default=100_000)
    asyncio.run(run(parser.parse_args().cases))

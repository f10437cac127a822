"""What tests stand on: a real store, a clock that moves when told, a whole house, a real server."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import tables
from house import Doors, open_doors
from parvis import app
from parvis.access.means import Means
from parvis.core.areas import Gazetteer
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.settings_safety import Guard
from parvis.store.database import Database
from parvis.store.keys import load_keys
from parvis.web.house import House

SETTLED = Config(guard=Guard(newcomer_minutes=0))
"""Everybody is at home here; what newcomers may not do is `tests/verbs/test_counting.py`'s."""


AGAIN = {"stories", "services", "doors"}
"""Folders whose tests drive a browser, processes of their own, or a whole server by its doors."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for a browser or for other processes may fail by the machine's load: it is tried once more, which
    pytest's last line counts. What fails twice fails; everything else is tried once.
    """
    for item in items:
        if AGAIN & {folder.name for folder in item.path.parents}:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def means(tmp_path: Path, clock: FakeClock, gazetteer: Gazetteer) -> AsyncIterator[Means]:
    """Everything verbs need, on a real SQLite file."""
    tables.lay(tmp_path)
    keys = load_keys(tmp_path / "keys")
    db = Database.open(tmp_path, clock, keys)
    yield Means(config=SETTLED, db=db, keys=keys, clock=clock, gazetteer=gazetteer, entropy=secrets.token_bytes)
    await db.close()


@pytest.fixture
async def house(means: Means) -> House:
    """A whole open house without listeners."""
    built = app.build_house(means, demo=True)
    await built.rulebook.load()
    await built.square.open()
    return built


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    """A real server on loopback, open as in the demo, with the system's clock."""
    async with open_doors(tmp_path, demo=True) as opened:
        yield opened

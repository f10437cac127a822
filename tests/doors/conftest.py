"""What several files of tests share: an open server for a whole file, and an administrator of a file's `square`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from house import Doors, easy, open_doors
from team import as_staff, enrol


@pytest.fixture(scope="module")
async def open_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    """A server that many may enter; names and rooms are each test's own."""
    async with open_doors(tmp_path_factory.mktemp("house"), demo=True, shape=easy) as doors:
        yield doors


@pytest.fixture
async def ada(square: Doors) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator of the file's `square`, before the private listener, with a colleague."""
    one, _ = await enrol(square.house.means, "Ada"), await enrol(square.house.means, "Boris")
    await square.house.recount()
    async with square.private(**{"Accept-Language": "fr"}) as client:
        yield as_staff(client, one)

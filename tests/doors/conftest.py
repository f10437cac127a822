"""One open server for a whole file of tests; a test that spoils something opens its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from house import Doors, easy, open_doors


@pytest.fixture(scope="module")
async def open_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    """A server that many may enter; names and rooms are each test's own."""
    async with open_doors(tmp_path_factory.mktemp("house"), demo=True, shape=easy) as doors:
        yield doors

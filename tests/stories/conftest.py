"""A browser for the whole session, a demonstration square for each file of stories, and people who sit before it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest
from playwright.async_api import Browser, expect

from house import Doors, easy, open_doors
from parvis.core.config import Config
from parvis.demo import seeds
from stories.browsing import People, open_browser

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every story is driven in a browser; the hook sees all tests of the run, also those of other folders."""
    for item in items:
        if item.path.is_relative_to(__file__.rpartition("/")[0]):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


def shown(config: Config) -> Config:
    """The demonstration's counters, hours and imprint, so that every page is full; nobody here is too fast."""
    demo = seeds.config(8080)
    return msgspec.structs.replace(easy(config), legal=demo.legal, door=demo.door, counters=demo.counters)


@pytest.fixture(scope="module")
async def square(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    """A square that many stories happen on; each brings its own names, and its own room where it counts messages."""
    async with open_doors(tmp_path_factory.mktemp("square"), demo=True, shape=shown, by_the_clock=True) as doors:
        yield doors


@pytest.fixture
async def people(browser: Browser, square: Doors) -> AsyncIterator[People]:
    """Whoever comes in a story. When it ends, no page may have complained, nor asked another host for anything."""
    here = People(browser, square)
    yield here
    assert await here.go_home() == []

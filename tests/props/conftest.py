"""How long Hypothesis may search and where it remembers; and a fresh store for each example, made once and copied."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from parvis.access.means import Means
from parvis.core.areas import Gazetteer
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.settings import Retention
from parvis.core.settings_safety import Guard
from parvis.store.database import Database, migrate
from parvis.store.keys import load_keys

set_hypothesis_home_dir(Path(".cache") / "hypothesis")
settings.register_profile(
    "house", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

FreshMeans = Callable[[], Means]
TALKATIVE = Config(
    guard=Guard(messages_per_10s=1_000, network_messages_per_10s=1_000, newcomer_minutes=0),
    retention=Retention(room_history_hours=1),
)


@pytest.fixture(scope="module")
def fresh_means(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> FreshMeans:
    """Everything verbs need, on an empty store of its own; must be called on the loop that will use it."""
    template = tmp_path_factory.mktemp("template")
    keys = load_keys(template / "keys")
    migrate(template)

    def make() -> Means:
        folder = Path(tempfile.mkdtemp(dir=template.parent))
        shutil.copytree(template, folder, dirs_exist_ok=True)
        clock = FakeClock()
        return Means(config=TALKATIVE, db=Database(folder, clock, keys), keys=keys, clock=clock, gazetteer=gazetteer)

    return make

"""How full is full: the four steps, by what this account may still use."""

from __future__ import annotations

import pytest

from parvis.core.config import parse
from parvis.core.disk import Level, Space, level_of
from parvis.core.errors import ConfigError
from parvis.core.settings_server import Disk


@pytest.mark.parametrize(
    ("used", "free", "level"),
    [
        (0, 100, Level.FINE), (79, 21, Level.FINE), (80, 20, Level.FILLING), (94, 6, Level.FILLING),
        (95, 5, Level.SCARCE), (98, 2, Level.SCARCE), (99, 1, Level.FULL), (100, 0, Level.FULL),
    ],
)  # fmt: skip
def test_each_step_begins_where_the_settings_say(used: int, free: int, level: Level) -> None:
    assert level_of(Space(used, free), Disk()) is level


def test_a_disk_without_a_byte_is_full_whatever_the_settings_say() -> None:
    never = Disk(warn_percent=100, scarce_percent=100, full_percent=100)
    assert level_of(Space(10**12, 1), never) is Level.FULL, "rounded up, as df does"
    assert level_of(Space(999, 1), Disk(warn_percent=80, scarce_percent=95, full_percent=100)) is Level.FULL
    assert level_of(Space(5, 0), never) is Level.FULL
    assert level_of(Space(0, 0), never) is Level.FULL


def test_steps_out_of_order_stop_the_start_with_one_sentence() -> None:
    with pytest.raises(ConfigError, match=r"disk\.scarce_percent must lie between") as refused:
        parse("[disk]\nwarn_percent = 97\n", "parvis.toml")
    assert len(refused.value.faults) == 1

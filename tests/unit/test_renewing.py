"""A file that is read again while people are in: what is taken on, what waits, and that nothing is forgotten."""

from __future__ import annotations

from msgspec.structs import fields, replace

from parvis.core.config import Config
from parvis.core.renewing import RESTART, needs_restart, renewal
from parvis.core.settings import Legal, Square, default_rooms
from parvis.core.settings_safety import Desk, Guard
from parvis.core.settings_server import Backup, OnCall, Server


def test_what_can_be_is_taken_on_and_what_is_built_in_waits() -> None:
    old = Config()
    new = Config(
        legal=Legal(operator="Nous"), on_call=OnCall(quiet_minutes=9), guard=Guard(messages_per_10s=3),
        server=Server(port=9_999), desk=Desk(appeal_days=3, reports_per_visit_per_10min=1), backup=Backup(keep=2),
        square=Square(name="Ailleurs", languages=["fr"]),
    )  # fmt: skip
    found = renewal(old, new)
    assert sorted(found.taken) == [
        "backup.keep",
        "desk.appeal_days",
        "legal.operator",
        "on_call.quiet_minutes",
        "square.name",
    ]
    assert sorted(found.waiting) == [
        "desk.reports_per_visit_per_10min", "guard.messages_per_10s", "server.port", "square.languages",
    ]  # fmt: skip
    desk = replace(new.desk, reports_per_visit_per_10min=old.desk.reports_per_visit_per_10min)
    assert found.config == replace(
        old, legal=new.legal, on_call=new.on_call, backup=new.backup, desk=desk, square=Square(name="Ailleurs")
    )


def test_rooms_and_counters_are_taken_on_as_a_whole() -> None:
    fewer = Config(rooms=default_rooms()[:3])
    assert renewal(Config(), fewer).taken == ["room"]
    assert renewal(Config(), fewer).config == fewer


def test_the_same_file_changes_nothing() -> None:
    found = renewal(Config(), Config())
    assert (found.config, found.taken, found.waiting) == (Config(), [], [])


def test_every_name_that_waits_is_a_setting() -> None:
    parts = {part.encode_name: getattr(Config(), part.name) for part in fields(Config)}
    for name in RESTART:
        section, _, setting = name.partition(".")
        assert section in parts
        assert not setting or needs_restart(section, setting)
        assert not setting or setting in {one.encode_name for one in fields(parts[section])}

"""Which settings a running server takes on when it is told to read its file again, and which wait for a restart."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import fields, replace

from parvis.core.config import Config

RESTART: frozenset[str] = frozenset(
    {
        "square.origin", "square.languages", "square.timezone", "square.source_url", "server", "entry", "guard",
        "model", "learned", "desk.reports_per_visit_per_10min",
        "desk.reports_per_network_per_10min", "team.tries_per_network_per_10min",
    }
)  # fmt: skip
"""Sections, and single settings, that are built into what runs: listeners, cookies, checks, counters, names on keys."""


def needs_restart(section: str, setting: str) -> bool:
    """Whether a change of it is in force only after a restart."""
    return section in RESTART or f"{section}.{setting}" in RESTART


@dataclass(frozen=True)
class Renewal:
    """What becomes of a file that was read again: the settings from now on, and the names of what changed."""

    config: Config
    taken: list[str]
    waiting: list[str]


def renewal(old: Config, new: Config) -> Renewal:
    """All of ``new`` that a running server can take on, on top of ``old``."""
    taken: list[str] = []
    waiting: list[str] = []
    parts: dict[str, object] = {}
    for part in fields(Config):
        name, mine, wanted = part.encode_name, getattr(old, part.name), getattr(new, part.name)
        if isinstance(mine, list):
            parts[part.name] = wanted
            taken += [name] if mine != wanted else []
            continue
        kept: dict[str, object] = {}
        for one in fields(mine):
            if getattr(mine, one.name) == getattr(wanted, one.name):
                continue
            if needs_restart(name, one.name):
                kept[one.name] = getattr(mine, one.name)
                waiting.append(f"{name}.{one.name}")
            else:
                taken.append(f"{name}.{one.name}")
        parts[part.name] = replace(wanted, **kept)
    return Renewal(replace(old, **parts), taken, waiting)

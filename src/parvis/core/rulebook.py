"""The house's own rules and the modes in which rules run, as values: what was written, by whom, and who agreed."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from parvis.core.clock import Instant
from parvis.core.ids import StaffId

REASON_MAX = 500
"""Characters of a reason."""
SOURCE_MAX = 20_000
"""Characters of a rule's text: lists, the rule, its tests."""


class Why(StrEnum):
    """What made a rule change its mode."""

    WRITTEN = "written"
    """Its first text; it sleeps until somebody wakes it."""
    DECIDED = "decided"
    """Somebody of the team, alone or with a second."""
    BREAKER = "breaker"
    """It acted too often; the house suspended it by itself."""


class RuleText(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a rule that the house wrote."""

    rule: str
    version: int
    """From 1."""
    source: str
    """TOML, as in a pack: one ``[[rule]]`` with its tests, and the ``[[list]]`` it needs."""
    by: StaffId
    at: Instant


class ModeChange(msgspec.Struct, frozen=True, kw_only=True):
    """From when on a rule runs in a mode; the newest one of a rule holds."""

    rule: str
    mode: str
    """`parvis.guard.rules.MODE`."""
    why: Why
    at: Instant
    version: int = 0
    """Which text of the house's own it is for; 0 for a rule of a pack."""
    digest: str = ""
    """Of what the rule does, as it was decided about: waking something else takes a new decision."""
    reason: str = ""
    by: StaffId | None = None
    """None: the house itself."""
    seconded_by: StaffId | None = None

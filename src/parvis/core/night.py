"""When nobody of the team is on duty: which features the operator closes, and whether they are closed now."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from parvis.core.clock import Instant


class Closes(StrEnum):
    """What can close while nobody is on duty; the door and the composer say so in words."""

    ENTRY = "entry"
    """Nobody new comes in; whoever is in stays."""
    NEWCOMERS = "writing-newcomers"
    """Whoever came in since the last person left reads, and writes once somebody is there."""
    WRITING = "writing"
    """Nobody writes in any room until somebody is there."""


def closed_now(wanted: Iterable[str], *, unattended_since: Instant | None) -> frozenset[Closes]:
    """What is closed; nothing while somebody is on duty."""
    return frozenset() if unattended_since is None else frozenset(Closes(one) for one in wanted)


def may_write(entered_at: Instant, closed: frozenset[Closes], unattended_since: Instant | None) -> bool:
    """Whether somebody who came in then may write now."""
    waits = Closes.NEWCOMERS in closed and unattended_since is not None
    return not (waits and entered_at >= (unattended_since or 0))

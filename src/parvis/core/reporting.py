"""What a reporter's own record means: how much weight a report has, and when misuse is warned of or limited.

Pure numbers in, values out. Weight only sorts the queue, within `priority_of`'s narrow bounds; it restricts nobody.
"""

from __future__ import annotations

import math
from enum import StrEnum

from parvis.core.clock import DAY
from parvis.core.policy import HARM_OF, HARMS, Reason

KNOWN_FROM = 6
"""Decided reports before a record says anything (as in Discourse, whose flags weigh nothing before the sixth)."""
AXIS = 0.7
"""The share of upheld reports that is worth neither more nor less."""
WEIGHT_MAX = 20
WARN_FROM = 3
"""Manifestly unfounded reports within `MISUSE_MS` after which somebody is warned, when they are also a third of all."""
MISUSE_MS = 90 * DAY


class Misuse(StrEnum):
    """Where somebody stands on the ladder of Art. 23: warned first, limited only by a person's decision."""

    NONE = "none"
    WARNED = "warned"
    LIMITED = "limited"


def weight_of(decided: int, upheld: int, reason: Reason) -> int:
    """-20 to 20 from how often somebody was right; danger is never weighed down."""
    if decided < KNOWN_FROM:
        return 0
    share = upheld / decided
    above = share >= AXIS
    distance = (share - AXIS) / (1 - AXIS) if above else (share - AXIS) / AXIS
    weight = round(distance * 5 * math.log(decided, 4))
    bounded = min(max(weight, -WEIGHT_MAX), WEIGHT_MAX)
    return max(bounded, 0) if HARMS[HARM_OF[reason]].immediate else bounded


def misuse_of(decided: int, unfounded: int, *, limited: bool) -> Misuse:
    """Absolute number and share both count, as Art. 23(3) asks; gravity and intent are for the person who decides."""
    if limited:
        return Misuse.LIMITED
    often = unfounded >= WARN_FROM and unfounded * 3 >= decided
    return Misuse.WARNED if often else Misuse.NONE

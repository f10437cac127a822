"""What the desk does to those who work there: how long grave cases were before their eyes, and when it is enough."""

from __future__ import annotations

import msgspec

from parvis.core.policy import HARMS, Harm

GRAVE_FROM = 70
"""Severity from which time with a case counts as exposure."""
PAUSE_FROM = 90
"""Severity from which a pause of `PAUSE_SECONDS` is offered once the case is decided."""
PAUSE_SECONDS = 120
GAP_SECONDS = 120
"""An open page that gives no sign of life for longer counts for so long only: whoever was there has gone."""


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """What one person had before their eyes in a day, of one harm."""

    harm: Harm
    seconds: int
    items: int
    """Pieces of evidence that were revealed."""


class Meter(msgspec.Struct, frozen=True, kw_only=True):
    """One person's day: minutes with grave cases, and how many the operator asks nobody to exceed."""

    minutes: int
    cap: int

    @property
    def is_full(self) -> bool:
        """Whether it is enough for today."""
        return self.minutes >= self.cap


def is_grave(harm: Harm) -> bool:
    """Whether time with such a case counts."""
    return HARMS[harm].severity >= GRAVE_FROM


def asks_for_a_pause(harm: Harm) -> bool:
    """Whether a pause is offered after such a case."""
    return HARMS[harm].severity >= PAUSE_FROM


def meter_of(seen: list[Exposure], cap: int) -> Meter:
    """The day's meter."""
    return Meter(minutes=sum(one.seconds for one in seen if is_grave(one.harm)) // 60, cap=cap)

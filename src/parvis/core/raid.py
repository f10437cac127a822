"""The signs of a raid as numbers, and which service mode they call for: a pure decision, so that it can be argued."""

from __future__ import annotations

import msgspec

from parvis.core.clock import MINUTE, Instant
from parvis.core.mode import LADDER, Mode, Raised
from parvis.core.settings_safety import Modes

EASE = 0.6
"""What part of each threshold still keeps a step that stands."""
RUSH = 3
"""So many times the crowd that makes the square careful is a raid by itself."""
PATIENCE_MS = 2 * MINUTE
"""When the same texts still come so long after newcomers were made to read, the next step is taken."""


class Signals(msgspec.Struct, frozen=True, kw_only=True):
    """The last minute; shares are percent, and 0 while there is too little to speak of a share."""

    joins: int = 0
    usual: float = 0.0
    """Joins a minute in the hours before."""
    names_alike: int = 0
    """How little the nicknames of those who came differ: 0 all different, 100 all the same but for digits."""
    texts_alike: int = 0
    """Of the newcomers' messages, those that nearly repeat another one."""
    mentions: int = 0
    """Mentions of people in ten messages."""
    messages: int = 0


def called_for(signals: Signals, raised: Raised, now: Instant, limits: Modes, ease: float = 1.0) -> Mode:
    """The mode these signals call for; with ``ease`` below 1, the one they would still justify."""
    crowd = max(limits.joins_per_minute, limits.joins_times_usual * signals.usual) * ease
    signs = [
        signals.names_alike >= limits.names_alike_percent * ease,
        signals.texts_alike >= limits.texts_alike_percent * ease,
        signals.mentions >= limits.mentions_per_ten * ease,
    ]
    is_crowd, is_rush = signals.joins >= crowd, signals.joins >= RUSH * crowd
    if not is_crowd and not any(signs):
        return Mode.NORMAL
    found = Mode.CAREFUL
    if is_rush or sum(signs) >= 2 or (is_crowd and any(signs)):
        found = Mode.NEWCOMERS_READ
    goes_on = any(signs[1:]) and now - raised.at >= PATIENCE_MS
    if raised.mode.holds(Mode.NEWCOMERS_READ) and any(signs[1:]):
        found = LADDER[min(raised.mode.rank + (1 if goes_on and ease == 1.0 else 0), len(LADDER) - 1)]
    return min(found, Mode(limits.by_itself_up_to), key=lambda mode: mode.rank)

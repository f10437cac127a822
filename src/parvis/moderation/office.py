"""What every verb of moderation needs: settings, store, secrets, time and chance, and whom to tell of what was done."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from parvis.core.clock import MINUTE, Clock
from parvis.core.config import Config
from parvis.core.ids import Entropy
from parvis.core.policy import HARMS, Harm
from parvis.live.effects import Effects
from parvis.moderation.friction import Friction
from parvis.moderation.hits import Hits
from parvis.store.database import Database
from parvis.store.gathering import Gathering
from parvis.store.keys import Keys


@dataclass(frozen=True)
class Office:
    """Built once by `parvis.app`; ``effects`` reaches the living square, or nobody where there is none."""

    config: Config
    db: Database
    keys: Keys
    clock: Clock
    entropy: Entropy = secrets.token_bytes
    effects: Effects = field(default_factory=Effects)
    friction: Friction = field(init=False)
    hits: Hits = field(default_factory=Hits)
    lines: dict[str, Gathering[Any, Any]] = field(default_factory=dict)
    """What gathers while it waits to be written, by what it is."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "friction", Friction(self.config.desk))

    def renew(self, config: Config) -> None:
        """These settings from now on; what was built from others stays (core.renewing)."""
        object.__setattr__(self, "config", config)

    def due_ms(self, harm: Harm) -> int:
        """How long a case of this harm may wait for its first decision: the operator's clock, else the usual one."""
        chosen = self.config.desk.clocks.get(harm.value)
        return HARMS[harm].due_ms if chosen is None else chosen * MINUTE

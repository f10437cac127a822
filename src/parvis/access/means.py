"""What every verb needs to do its work, handed in as one value: settings, store, secrets, time and chance."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from parvis.access.challenges import Challenges
from parvis.access.friction import Friction
from parvis.access.proof_of_work import ProofOfWork
from parvis.core.areas import Gazetteer
from parvis.core.clock import Clock
from parvis.core.config import Config
from parvis.core.ids import Entropy
from parvis.store.database import Database
from parvis.store.keys import Keys


@dataclass(frozen=True)
class Means:
    """Built once by `parvis.app`, and by tests with a clock of their own."""

    config: Config
    db: Database
    keys: Keys
    clock: Clock
    gazetteer: Gazetteer
    entropy: Entropy = secrets.token_bytes
    friction: Friction = field(init=False)
    challenges: Challenges = field(init=False)
    proofs: ProofOfWork = field(init=False)

    def renew(self, config: Config) -> None:
        """These settings from now on; what was built from others stays (core.renewing)."""
        object.__setattr__(self, "config", config)

    def __post_init__(self) -> None:
        object.__setattr__(self, "friction", Friction(self.config.guard, self.config.team))
        object.__setattr__(self, "challenges", Challenges(self.entropy))
        object.__setattr__(self, "proofs", ProofOfWork(self.keys, self.entropy))

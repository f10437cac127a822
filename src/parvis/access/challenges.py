"""Challenges that a passkey signs: each good once, for five minutes, and only where it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parvis.core.ids import Entropy, StaffId

SECONDS = 300.0
KEPT_MAX = 5_000
"""Open challenges at once; beyond that the oldest is forgotten, and whoever asked for it asks again."""


class Ceremony(StrEnum):
    """What a passkey is asked for."""

    ENROL = "enrol"
    SIGN_IN = "sign-in"
    STEP_UP = "step-up"
    ADD_KEY = "add-key"


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge that waits for its answer."""

    ceremony: Ceremony
    bound: str
    """To what: an invitation, a session, a device."""
    staff: StaffId | None
    """Whose passkey it is to be; None at sign-in, where the passkey says so."""
    until: float


class Challenges:
    """Kept in memory for one server process; a restart costs whoever is touching their key one more touch."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy
        self._open: dict[bytes, Asked] = {}

    def __len__(self) -> int:
        return len(self._open)

    def ask(self, ceremony: Ceremony, bound: str, staff: StaffId | None, tick: float) -> bytes:
        """A fresh challenge of 32 random bytes."""
        while self._open:
            oldest = next(iter(self._open))
            if self._open[oldest].until > tick and len(self._open) < KEPT_MAX:
                break
            del self._open[oldest]
        challenge = self._entropy(32)
        self._open[challenge] = Asked(ceremony, bound, staff, tick + SECONDS)
        return challenge

    def take(self, challenge: bytes, ceremony: Ceremony, bound: str, tick: float) -> Asked | None:
        """What this challenge was asked for, and never again; None when it was not asked there, or is too old."""
        asked = self._open.pop(challenge, None)
        if asked is None or asked.until <= tick:
            return None
        return asked if (asked.ceremony, asked.bound) == (ceremony, bound) else None

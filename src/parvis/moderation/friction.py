"""What slows down whoever tries too often at the desk's open doors, counted in memory only."""

from __future__ import annotations

from parvis.core.buckets import Buckets, Rate

EVERYBODY = ""
"""The key of what is counted for all networks together."""
CODES_PER_NETWORK = Rate(20, 600.0)
CODES_IN_TOTAL = Rate(5_000, 3600.0)
"""High, because a code of 128 bits needs no such wall, and nobody's receipt may be shut by a stranger's guessing."""


class Friction:
    """Buckets for one server process. Every ``try_`` gives milliseconds to wait; 0: counted, may go on."""

    def __init__(self) -> None:
        self._codes = Buckets(CODES_PER_NETWORK)
        self._all_codes = Buckets(CODES_IN_TOTAL)

    def try_code(self, network: str, tick: float) -> int:
        """One look-up by a receipt or decision code."""
        wait = max(self._codes.wait(network, tick), self._all_codes.wait(EVERYBODY, tick))
        if not wait:
            self._codes.take(network, tick)
            self._all_codes.take(EVERYBODY, tick)
        return wait

    def code_was_right(self, network: str, tick: float) -> None:
        """Take the count back: who has the code may read as often as they like."""
        self._codes.give_back(network, tick)
        self._all_codes.give_back(EVERYBODY, tick)

"""What slows down whoever tries too often at the desk's open doors, counted in memory only."""

from __future__ import annotations

from parvis.core.buckets import Buckets, Rate
from parvis.core.settings_safety import Desk

EVERYBODY = ""
"""The key of what is counted for all networks together."""
CODES_PER_NETWORK = Rate(20, 600.0)
CODES_IN_TOTAL = Rate(5_000, 3600.0)
"""High, because a code of 128 bits needs no such wall, and nobody's receipt may be shut by a stranger's guessing."""
NOTICES_PER_FLAGGER = Rate(600, 600.0)
TOKENS_PER_NETWORK = Rate(20, 600.0)


class Friction:
    """Buckets for one server process. Every ``try_`` gives milliseconds to wait; 0: counted, may go on."""

    def __init__(self, rates: Desk) -> None:
        self._senders = Buckets(Rate(rates.reports_per_visit_per_10min, 600.0))
        self._networks = Buckets(Rate(rates.reports_per_network_per_10min, 600.0))
        self._flaggers = Buckets(NOTICES_PER_FLAGGER)
        self._tokens = Buckets(TOKENS_PER_NETWORK)
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

    def try_report(self, sender: str, network: str, tick: float) -> int:
        """One report by a visit, or by a device outside; ``sender`` is empty where nothing tells them apart."""
        wait = self._networks.wait(network, tick)
        if sender:
            wait = max(wait, self._senders.wait(sender, tick))
        if not wait:
            self._networks.take(network, tick)
            if sender:
                self._senders.take(sender, tick)
        return wait

    def try_notice(self, flagger: str, tick: float) -> int:
        """One notice by a trusted flagger."""
        return _take(self._flaggers, flagger, tick)

    def try_token(self, network: str, tick: float) -> int:
        """One look at a flagger's token."""
        return _take(self._tokens, network, tick)

    def token_was_right(self, network: str, tick: float) -> None:
        """Take the count back."""
        self._tokens.give_back(network, tick)


def _take(buckets: Buckets, key: str, tick: float) -> int:
    wait = buckets.wait(key, tick)
    if not wait:
        buckets.take(key, tick)
    return wait

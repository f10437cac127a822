"""What slows down whoever tries too often: codes, entries, the team's door; by network prefix, in memory only."""

from __future__ import annotations

from parvis.core.buckets import Buckets, Rate
from parvis.core.clock import MINUTE
from parvis.core.settings_safety import Guard, Team
from parvis.core.verdict import Finding, Ruling

SLOWED = 6
"""A slowed network has this part of the usual entries."""
EVERYBODY = ""
"""The key of what is counted for all networks together."""


class Friction:
    """Buckets for one server process; a restart empties them, which costs a guesser nothing worth having."""

    def __init__(self, rates: Guard, team: Team) -> None:
        self._tries = Buckets(Rate(rates.code_tries_per_network_per_10min, 600.0))
        self._all_tries = Buckets(Rate(rates.code_tries_total_per_hour, 3600.0))
        self._entries = Buckets(Rate(rates.entries_per_network_per_hour, 3600.0))
        slow = max(1, rates.entries_per_network_per_hour // SLOWED)
        self._slow_entries = Buckets(Rate(slow, 3600.0))
        self._staff = Buckets(Rate(team.tries_per_network_per_10min, 600.0))

    def try_code(self, network: str, tick: float) -> Finding | None:
        """Count one guess at a short code; a finding when it may not be made now."""
        wait = max(self._tries.wait(network, tick), self._all_tries.wait(EVERYBODY, tick))
        if wait:
            return _slow_down(wait)
        self._tries.take(network, tick)
        self._all_tries.take(EVERYBODY, tick)
        return None

    def code_was_right(self, network: str, tick: float) -> None:
        """Take the count back: a whole evening's guests may redeem their cards over one line."""
        self._tries.give_back(network, tick)
        self._all_tries.give_back(EVERYBODY, tick)

    def try_entry(self, network: str, tick: float) -> Finding | None:
        """Count one entry; a finding when it may not be made now."""
        return _try(self._entries, network, tick)

    def try_slow_entry(self, network: str, tick: float) -> Finding | None:
        """The same for a network from which somebody was shut out within the last day: fewer an hour, never none."""
        return _try(self._slow_entries, network, tick)

    def try_staff(self, network: str, tick: float) -> Finding | None:
        """Count one try at the team's door (an invitation, a sign-in); a finding when it may not be made now."""
        wait = self._staff.wait(network, tick)
        if wait:
            return _slow_down(wait)
        self._staff.take(network, tick)
        return None

    def staff_was_right(self, network: str, tick: float) -> None:
        """Take the count back: a whole team may work behind one line."""
        self._staff.give_back(network, tick)


def _try(buckets: Buckets, network: str, tick: float) -> Finding | None:
    wait = buckets.wait(network, tick)
    if wait:
        return _slow_down(wait)
    buckets.take(network, tick)
    return None


def _slow_down(wait: int) -> Finding:
    return Finding(
        check="friction", ruling=Ruling.REFUSE, text_key="refuse-slow-down", args={"minutes": -(-wait // MINUTE)},
        retry_ms=wait,
    )  # fmt: skip

"""How fast a visit, and a whole network prefix, may speak."""

from __future__ import annotations

from parvis.core.buckets import Buckets, Rate
from parvis.core.verdict import Finding, Ruling


class Flood:
    """A bucket for each visit and one for each network prefix; a refused message costs nothing."""

    def __init__(self, per_visit: Rate, per_network: Rate) -> None:
        self._visits = Buckets(per_visit)
        self._networks = Buckets(per_network)

    def judge(self, visit: str, network: str, tick: float) -> tuple[Finding, ...]:
        """Take a token of each, or say when there will be one."""
        wait = max(self._visits.wait(visit, tick), self._networks.wait(network, tick))
        if not wait:
            self._visits.take(visit, tick)
            self._networks.take(network, tick)
            return ()
        seconds = -(-wait // 1000)
        return (
            Finding(
                check="flood", ruling=Ruling.REFUSE, text_key="refuse-rate", args={"seconds": seconds}, retry_ms=wait
            ),
        )

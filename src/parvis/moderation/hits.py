"""What rules meet is noted beside the path of a message, and written a second later together with the rest."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from parvis.core.verdict import Finding, Kind, Value, Verdict
from parvis.store import rule_hits
from parvis.store.rule_hits import Hit, Seen

if TYPE_CHECKING:
    from parvis.moderation.office import Office

WAITING_MAX = 20_000
"""What may wait to be written; beyond that (a store that is down) the oldest is let go, and counted."""
TOGETHER = 1_000
"""Rows in one write at most: nobody else waits for longer than that takes."""


class Hits:
    """Built once with the office; noting costs nothing where nothing was found."""

    def __init__(self) -> None:
        self._waiting: deque[Seen] = deque(maxlen=WAITING_MAX)
        self.lost = 0

    def note(self, office: Office, verdict: Verdict, *, kind: Kind, who: str, ref: str | None = None) -> None:
        """Note one judgement; ``who`` is whose text it was (a pass or a device), hashed before it is kept."""
        if not verdict.features and not any(one.actions for one in verdict.findings):
            return
        if len(self._waiting) == WAITING_MAX:
            self.lost += 1
        seen = Seen(
            at=office.clock.now(), kind=kind, ref=ref, who=office.keys.hash("rule-hits", who)[:20],
            ruling=verdict.ruling.name.lower(), features=_values(verdict),
            hits=tuple(_hit(one) for one in verdict.findings if one.actions),
        )  # fmt: skip
        self._waiting.append(seen)

    async def write(self, office: Office) -> int:
        """Keep what was noted; how many texts. Called by the clock, and once more at the end."""
        written = 0
        while self._waiting:
            some = [self._waiting[at] for at in range(min(len(self._waiting), TOGETHER))]
            await office.db.write(lambda tx, some=some: rule_hits.add(tx, some))  # type: ignore[misc]
            for _ in some:
                self._waiting.popleft()
            written += len(some)
        return written


def _values(verdict: Verdict) -> dict[str, Value]:
    """What was found in the text, and what was looked up around it by rules whose prefilter fired."""
    around = {name: value for one in verdict.findings for name, value in one.values.items() if value}
    return around | verdict.features


def _hit(finding: Finding) -> Hit:
    return Hit(
        rule=finding.check, version=finding.version, acts=finding.actions, read=finding.values, shadow=finding.shadow
    )

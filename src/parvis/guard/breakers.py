"""Rules that act too often to be right act no more: counted in memory, by day, each person once.

A person counts once for a rule and a day, so that nobody alone can take a rule out of service by meeting it again and
again. What tripped stays out until somebody mends it, in this process; that it stays out of the next is for whoever is
told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from parvis.core.clock import DAY
from parvis.core.verdict import Kind, Verdict
from parvis.guard.rules import Rule
from parvis.guard.subject import Subject


@dataclass(frozen=True)
class Tripped:
    """A rule that took itself out of service, and why, in a sentence for staff."""

    rule: str
    why: str


Told = Callable[[Tripped], None]
"""Called while a text is judged: quick, and never raising."""


def log_tripped(tripped: Tripped) -> None:
    """Say it in the log; what is told when nobody else is."""
    structlog.get_logger("parvis.guard").error("rule_tripped", rule=tripped.rule, why=tripped.why)


class Breakers:
    """Counts whom rules meet, and takes out of service those that meet too many. For one thread."""

    def __init__(self, told: Told = log_tripped) -> None:
        self.told = told
        self.out: frozenset[str] = frozenset()
        """Rules that act no more; they watch."""
        self._day = -1
        self._judged: dict[Kind, int] = {}
        self._met: dict[str, set[str]] = {}

    def mend(self, rule: str) -> None:
        """It may act again, and is counted from nought."""
        self._met.pop(rule, None)
        self.out -= {rule}

    def note(self, subject: Subject, verdict: Verdict, rules: Callable[[str], Rule | None]) -> None:
        """One text and what became of it; ``rules`` finds a rule by its id."""
        day = subject.now // DAY
        if day != self._day:
            self._day, self._judged, self._met = day, dict.fromkeys(Kind, 0), {}
        self._judged[subject.kind] += 1
        for finding in verdict.findings:
            if finding.actions and not finding.shadow and (rule := rules(finding.check)) is not None:
                self._count(rule, subject.visit or subject.network)

    def _count(self, rule: Rule, person: str) -> None:
        if rule.breaker is None or rule.id in self.out:
            return
        met = self._met.setdefault(rule.id, set())
        met.add(person)
        judged = sum(self._judged[kind] for kind in rule.on)
        if len(met) >= rule.breaker.actions_per_day:
            self._trip(rule, f"It met {len(met)} people today; its breaker allows no more.")
        elif judged >= rule.breaker.min_sample and len(met) > rule.breaker.max_match_rate * judged:
            self._trip(rule, f"It met {len(met)} people in {judged} texts; its breaker trips at "
                             f"{rule.breaker.max_match_rate:.1%}.")  # fmt: skip

    def _trip(self, rule: Rule, why: str) -> None:
        self.out |= {rule.id}
        self.told(Tripped(rule.id, why))

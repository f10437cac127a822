"""How each rule fares: how often it acted in a week, how often people agreed, what asking it costs."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.clock import DAY, Instant, moment_of
from parvis.core.rulebook import Why
from parvis.rulebook.book import Entry, Rulebook
from parvis.store import rule_hits
from parvis.store.rule_hits import Tally

WEEK_MS = 7 * DAY
NOTHING = Tally()


@dataclass(frozen=True)
class Row:
    """A rule with its week."""

    entry: Entry
    did: int
    would: int
    """Seen while it only watched."""
    upheld: int
    cleared: int
    cost_us: float
    """Microseconds of one question, without the lists, which all rules share."""
    is_late: bool
    """Past the day at which somebody was to look at it again."""

    @property
    def decided(self) -> int:
        """Of what it met, so much was decided about by people."""
        return self.upheld + self.cleared

    @property
    def precision(self) -> float | None:
        """Of that, how much was decided against."""
        return self.upheld / self.decided if self.decided else None

    @property
    def tripped(self) -> bool:
        """Whether it suspended itself."""
        return self.entry.change is not None and self.entry.change.why is Why.BREAKER


async def of_all(book: Rulebook, now: Instant, only: str | None = None) -> list[Row]:
    """A row for each rule, those that act first, then by name."""
    tallies = await book.office.db.read(lambda conn: rule_hits.tallies(conn, Instant(now - WEEK_MS)))
    today = moment_of(now).date()
    rows = [
        _row(
            entry, tallies.get(name, NOTHING), book.current.edition.cost_us(name), is_late=entry.rule.review_by < today
        )
        for name, entry in book.entries.items()
        if only in (None, name)
    ]
    return sorted(rows, key=lambda one: (not one.tripped, not one.entry.awake, one.entry.rule.id))


def _row(entry: Entry, tally: Tally, cost_us: float, *, is_late: bool) -> Row:
    return Row(
        entry=entry, did=tally.did, would=tally.would, upheld=tally.upheld, cleared=tally.cleared, cost_us=cost_us,
        is_late=is_late,
    )  # fmt: skip

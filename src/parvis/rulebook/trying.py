"""A rule tried on what was judged in the last weeks: whom it would have met, and what people decided about those.

What is read are the values that rules read (`store.rule_hits`), never a text. A list that the new rule brings along
is therefore in none of them: what depends on it is tried on the rule's own tests alone, and the outcome says so. What
is around a text (who says it, how often, where) was looked up then only for rules whose prefilter fired: where a rule
turns on something that was not, the outcome counts the text apart instead of guessing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from parvis.core.clock import DAY, Instant
from parvis.core.errors import Unavailable
from parvis.core.ids import Entropy, fresh_word
from parvis.guard.attributes import HIT
from parvis.guard.cel import BadCondition
from parvis.guard.edition import Edition
from parvis.guard.matching import BadPattern
from parvis.guard.rules import BadPack, Rule
from parvis.rulebook.book import Rulebook
from parvis.rulebook.drafted import needed_by
from parvis.store import rule_hits
from parvis.store.rule_hits import Vector

DAYS = 30
PAGE = 500
"""Vectors read and asked at a time; then others have their turn."""
KEPT = 20
"""Trials that are remembered; the oldest is forgotten first."""


@dataclass
class Outcome:
    """What became of it so far; ``read`` of ``total`` says how far it is."""

    rule: str
    began_at: Instant
    total: int = 0
    read: int = 0
    matched: int = 0
    people: set[str] = field(default_factory=set)
    """Whose texts it would have met, by keyed hashes; only their number is shown."""
    kinds: Counter[str] = field(default_factory=Counter)
    overlap: Counter[str] = field(default_factory=Counter)
    """Rules that matched the same texts, and how often."""
    upheld: int = 0
    """Matched, and a person decided against it."""
    cleared: int = 0
    """Matched, and a person found nothing wrong with it."""
    missed: int = 0
    """A person decided against it under the same harm, and the rule would not have matched."""
    blind: tuple[str, ...] = ()
    """Lists it reads that no vector can hold."""
    unsure: int = 0
    """Texts about which it cannot be said: it turns on something around them that no rule looked up then."""
    unknown: tuple[str, ...] = ()
    """What it reads around a text; known where a rule that ran then read it too."""
    by_counters: bool = False
    """It looks at counters alone, by the minute: of those nothing is kept, so the past tells nothing."""
    is_done: bool = False
    fault: str = ""

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return 1.0 if self.is_done or not self.total else self.read / self.total

    @property
    def precision(self) -> float | None:
        """Of what it would have met and a person decided about, how much was decided against."""
        decided = self.upheld + self.cleared
        return self.upheld / decided if decided else None


async def run(
    book: Rulebook, rule: Rule, source: str, outcome: Outcome, tell: Callable[[int, int], None] | None = None
) -> None:
    """Ask the rule of every vector of the last weeks, page by page; ``outcome`` fills, ``tell`` hears how far it is."""
    now = book.office.clock.now()
    since = Instant(now - DAYS * DAY)
    edition = await asyncio.to_thread(_with, book, rule, source)
    known = book.current.edition.known
    outcome.blind = tuple(
        sorted(name.removeprefix(HIT) for name in edition.reads(rule.id) if name.startswith(HIT) and name not in known)
    )
    outcome.unknown = tuple(sorted(edition.reads(rule.id) & edition.looked_up))
    outcome.by_counters = outcome.is_done = rule.stage == "sweep"
    if outcome.by_counters:
        return
    outcome.total = await book.office.db.read(lambda conn: rule_hits.count_vectors(conn, since))
    after = 0
    while page := await book.office.db.read(partial(rule_hits.vectors, since=since, after=after, limit=PAGE)):
        await asyncio.to_thread(_ask, edition, rule, page, outcome)
        after = page[-1].id
        if tell:
            tell(outcome.read, outcome.total)
    outcome.is_done = True


def _with(book: Rulebook, rule: Rule, source: str) -> Edition:
    """An edition in which the rule can be asked; one that runs already is asked there."""
    if not source:
        return book.current.edition
    own, others = book.read(source), book.others_than(rule.id)
    lists = [one for pack in (*others, own) for one in pack.lists]
    return Edition([*needed_by(rule, others, lists), own])


def _ask(edition: Edition, rule: Rule, page: list[Vector], outcome: Outcome) -> None:
    for one in page:
        outcome.read += 1
        if one.kind not in rule.on:
            continue
        matched = edition.answer(rule.id, {"msg.kind": one.kind.value, **one.features})
        if matched is None:
            outcome.unsure += 1
        elif matched:
            outcome.matched += 1
            outcome.kinds[one.kind.value] += 1
            outcome.people.add(one.who)
            outcome.overlap.update(each for each in one.rules if each != rule.id)
            outcome.upheld += one.upheld is True
            outcome.cleared += one.upheld is False
        elif one.upheld and one.harm is rule.harm:
            outcome.missed += 1


class Trials:
    """Trials that run or were run lately, in memory: they are quick to repeat."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy
        self._kept: dict[str, Outcome] = {}
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, book: Rulebook, rule: Rule, source: str) -> str:
        """Try a rule on the past, in the background; its name, for looking how far it is."""
        name = fresh_word(self._entropy)
        outcome = self._kept[name] = Outcome(rule.id, book.office.clock.now())
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        task = asyncio.get_running_loop().create_task(self._run(book, rule, source, outcome))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return name

    def find(self, name: str) -> Outcome | None:
        """What is known of a trial; None when it was never begun or is forgotten."""
        return self._kept.get(name)

    async def _run(self, book: Rulebook, rule: Rule, source: str, outcome: Outcome) -> None:
        try:
            await run(book, rule, source, outcome)
        except (BadPack, BadPattern, BadCondition, Unavailable) as fault:
            outcome.fault, outcome.is_done = str(fault), True

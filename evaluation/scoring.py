"""What the guard made of the rows: counts, shares, and which goals hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evaluation.corpus import CLASSES, LGBTQ, PLAIN
from parvis.core.verdict import Kind
from parvis.guard.trial import Judged

GOAL = 0.95
"""The least recall and the least precision of a class."""
WRONGFUL = 5.0
"""The most harmless lines in 1,000 that may be held or refused."""
MANNERS = ("plain", "disguised")
FORM = ("name_short", "name_long", "name_form", "name_mixed", "room_name")
"""Checks that say how a name must look, whatever it says."""


@dataclass(frozen=True)
class Outcome:
    """One row, as it stands or under a disguise, and what became of it."""

    part: str
    disguise: str
    judged: Judged

    @property
    def is_plain(self) -> bool:
        """Whether it was judged as it stands in the corpus."""
        return self.disguise == PLAIN


@dataclass(frozen=True)
class Counts:
    """How many rows came out how."""

    caught: int = 0
    missed: int = 0
    wrongly: int = 0
    """Harmless, and the guard did something all the same."""
    passed: int = 0

    @property
    def recall(self) -> float | None:
        """The share of what should be acted on that was."""
        return _share(self.caught, self.missed)

    @property
    def precision(self) -> float | None:
        """The share of what was acted on that should have been."""
        return _share(self.caught, self.wrongly)

    @property
    def holds(self) -> bool:
        """Whether it reaches the goal."""
        return (self.recall or 0.0) >= GOAL and (self.precision or 0.0) >= GOAL


@dataclass(frozen=True)
class Wrongful:
    """Harmless lines that somebody could not say."""

    stopped: int
    lines: int

    @property
    def per_1000(self) -> float:
        """In a thousand lines."""
        return 1000 * self.stopped / self.lines if self.lines else 0.0


@dataclass(frozen=True)
class Goal:
    """One thing that has to hold in one part of the corpus."""

    part: str
    manner: str
    words: str
    held: bool


def outcome(part: str, disguise: str, judged: Judged) -> Outcome | None:
    """None for a harmless name that was only turned away for the signs its disguise put into it."""
    row = judged.row
    by_form = row.kind is not Kind.MESSAGE and all(one.check in FORM for one in judged.findings if not one.shadow)
    wasted = row.expect == "allow" and judged.acted and disguise != PLAIN and by_form
    return None if wasted else Outcome(part, disguise, judged)


def count(outcomes: Iterable[Outcome]) -> Counts:
    """All of them together."""
    cells = {("act", True): 0, ("act", False): 0, ("allow", True): 0, ("allow", False): 0}
    for one in outcomes:
        cells[one.judged.row.expect, one.judged.acted] += 1
    return Counts(*cells.values())


def wrongful(outcomes: Iterable[Outcome], group: str | None = None) -> Wrongful:
    """How many harmless lines were held or refused; of one group, or of everybody."""
    harmless = [
        one.judged for one in outcomes if one.judged.row.expect == "allow" and group in (None, one.judged.row.group)
    ]
    return Wrongful(sum(one.stopped for one in harmless), len(harmless))


def goals(part: str, outcomes: list[Outcome]) -> list[Goal]:
    """Every class plain and disguised, then the harmless lines, those about LGBTQ+ people apart."""
    found = []
    for manner in MANNERS:
        chosen = [one for one in outcomes if one.is_plain == (manner == "plain")]
        for topic in CLASSES:
            found.append(Goal(part, manner, topic, count(of_class(chosen, topic)).holds))
        for words, group in (("harmless lines", None), ("harmless lines about LGBTQ+ people", LGBTQ)):
            found.append(Goal(part, manner, words, wrongful(chosen, group).per_1000 <= WRONGFUL))
    return found


def of_class(outcomes: Iterable[Outcome], topic: str, lang: str | None = None) -> list[Outcome]:
    """Those of one class, in one language or in both."""
    return [one for one in outcomes if one.judged.row.topic == topic and lang in (None, one.judged.row.lang)]


def grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    """By what ``key`` says of each, in the order of their coming."""
    found: dict[str, list[Outcome]] = {}
    for one in outcomes:
        found.setdefault(key(one), []).append(one)
    return found


def show(share: float | None) -> str:
    """A share as people read it; a dash where nothing was there to share."""
    return "–" if share is None else f"{share:.2f}"


def _share(some: int, others: int) -> float | None:
    return some / (some + others) if some + others else None

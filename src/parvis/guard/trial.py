"""The guard tried on texts with nobody behind them: what it sees in one, how it does on many whose answer is known."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from parvis.core.clock import Instant, SystemClock
from parvis.core.config import Config
from parvis.core.ids import ConversationId, VisitId
from parvis.core.text import tidy_message, tidy_nickname
from parvis.core.verdict import Finding, Kind, Ruling, Verdict
from parvis.guard import subject
from parvis.guard.edition import Edition
from parvis.guard.edition import shipped as shipped_packs
from parvis.guard.pipeline import Pipeline
from parvis.guard.rules import Pack
from parvis.guard.standard import checks
from parvis.guard.views import Views


class BadRow(ValueError):
    """A line that is no row of a corpus; the text says which and why."""


class Row(msgspec.Struct, frozen=True, kw_only=True, rename={"topic": "class"}):
    """One labelled text. ``act`` means that the guard has to do something, whatever it is."""

    kind: Kind
    lang: str
    text: str
    topic: str
    expect: Literal["allow", "act"]
    group: str = ""
    """Whom it is about, where that is counted apart: ``lgbtq``."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A row and what became of it."""

    row: Row
    acted: bool
    stopped: bool
    """Held or refused: the person could not say it."""
    findings: tuple[Finding, ...]


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """How one class does in one language: counts of rows."""

    topic: str
    lang: str
    caught: int
    missed: int
    wrongly: int
    """Harmless rows of the class on which the guard acted."""
    passed: int

    @property
    def recall(self) -> float | None:
        """Share of what should be acted on that was."""
        return _share(self.caught, self.missed)

    @property
    def precision(self) -> float | None:
        """Share of what was acted on that should have been."""
        return _share(self.caught, self.wrongly)


class Trial:
    """The server's own checks, each text as somebody else's first."""

    def __init__(self, packs: Iterable[Pack] | None = None, *, all_live: bool = False) -> None:
        self.edition = Edition(shipped_packs() if packs is None else packs, all_live=all_live)
        self._guard = Pipeline(checks(Config(), edition=self.edition), doubt=Ruling.HOLD)
        self._now = SystemClock().now()
        self._numbers = itertools.count()

    def judge(self, kind: Kind, text: str) -> Verdict:
        """What the server would answer to somebody who says only this."""
        one, now = f"{next(self._numbers):020x}", Instant(self._now)
        if kind is not Kind.MESSAGE:
            return self._guard.judge_now(subject.name(tidy_nickname(text), kind, network=one, now=now, tick=0.0))
        return self._guard.judge_now(
            subject.message(
                tidy_message(text), visit=VisitId(one), conversation=ConversationId("r:trial"), network=one, ref=one,
                now=now, tick=0.0,
            )
        )  # fmt: skip

    def explain(self, kind: Kind, text: str) -> dict[str, object]:
        """The text's views, the lists found, every rule that matches with what it read, and the verdict."""
        tidy = tidy_message(text) if kind is Kind.MESSAGE else tidy_nickname(text)
        views, verdict = Views(tidy), self.judge(kind, text)
        reading = self.edition.read(views, kind)
        return {
            "kind": kind.value,
            "views": {"text": views.text, "folded": views.folded, "bare": views.bare},
            "lists": sorted(reading.hits),
            "asked": reading.asked,
            "rules": [
                {
                    "id": one.id, "version": one.version, "mode": one.mode, "harm": one.harm.value,
                    "does": [act.kind for act in one.actions], "when": one.when, "unless": one.unless,
                }
                for one in reading.matched
            ],
            "values": dict(sorted(reading.values.items())),
            "findings": [
                {"check": one.check, "ruling": one.told, "text_key": one.text_key}
                for one in verdict.findings
            ],
            "ruling": verdict.ruling.name.lower(),
            "decided_by": verdict.reason.check if verdict.reason else None,
        }  # fmt: skip

    def run(self, rows: Iterable[Row]) -> Iterator[Judged]:
        """Judge them one by one."""
        for row in rows:
            verdict = self.judge(row.kind, row.text)
            stopped = verdict.ruling >= Ruling.HOLD
            acted = any(not one.shadow for one in verdict.findings)
            yield Judged(row=row, acted=acted, stopped=stopped, findings=verdict.findings)


def scores(judged: Iterable[Judged]) -> list[Score]:
    """A line for each class and language, in their order."""
    cells: dict[tuple[str, str], list[int]] = {}
    for one in judged:
        cell = cells.setdefault((one.row.topic, one.row.lang), [0, 0, 0, 0])
        cell[(0 if one.acted else 1) if one.row.expect == "act" else (2 if one.acted else 3)] += 1
    return [
        Score(topic=topic, lang=lang, caught=cell[0], missed=cell[1], wrongly=cell[2], passed=cell[3])
        for (topic, lang), cell in sorted(cells.items())
    ]


def wrongful(judged: Iterable[Judged], group: str | None = None) -> tuple[int, int]:
    """How many harmless rows were held or refused, and of how many; of one group, or of all."""
    harmless = [one for one in judged if one.row.expect == "allow" and group in (None, one.row.group)]
    return sum(one.stopped for one in harmless), len(harmless)


def read_rows(lines: Iterable[str], source: str) -> list[Row]:
    """Rows from JSON lines, empty ones left out; BadRow names the first that is none."""
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                rows.append(msgspec.json.decode(line, type=Row))
            except msgspec.DecodeError as fault:
                raise BadRow(f"{source}, line {number}: {fault}.") from fault
    return rows


def failed_tests(packs: Iterable[Pack]) -> list[str]:
    """A sentence for each inline test of these packs that does not come out as it says."""
    edition = Edition(packs)
    faults = []
    for rule in edition.rules:
        for one in rule.tests:
            matched = rule in edition.read(Views(one.text), one.kind or rule.on[0]).matched
            if matched != (one.expect == "match"):
                faults.append(f"{rule.id}: «{one.text}» was to give {one.expect}.")
    return faults


def _share(some: int, others: int) -> float | None:
    return some / (some + others) if some + others else None

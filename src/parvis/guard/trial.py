"""The guard tried on texts with nobody behind them: what it sees in one, how it does on many whose answer is known."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

import msgspec

from parvis.core.clock import Instant, SystemClock
from parvis.core.config import Config
from parvis.core.ids import ConversationId, VisitId
from parvis.core.text import tidy_message, tidy_nickname
from parvis.core.verdict import Finding, Kind, Ruling, Value, Verdict
from parvis.guard import subject
from parvis.guard.attributes import LEARNED
from parvis.guard.citing import View
from parvis.guard.edition import Current, Edition, Match, as_shipped
from parvis.guard.edition import shipped as shipped_packs
from parvis.guard.found import Span
from parvis.guard.learned import shipped_twice as shipped_model
from parvis.guard.pipeline import Pipeline
from parvis.guard.rules import Pack, Rule, RuleTest
from parvis.guard.scored import as_values
from parvis.guard.standard import checks
from parvis.guard.subject import Subject
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
    """The server's own checks, each text as somebody else's first; ``unlearned``: without the learned check."""

    def __init__(self, packs: Iterable[Pack] | None = None, *, all_live: bool = False, unlearned: bool = False) -> None:
        plain = packs is None and not all_live
        edition = as_shipped() if plain else Edition(packs or shipped_packs(), all_live=all_live)
        self.edition = edition.scored_by(None if unlearned else shipped_model())
        self._guard = Pipeline(checks(Config(), rules=Current(self.edition)), doubt=Ruling.HOLD)
        self._now = SystemClock().now()
        self._numbers = itertools.count()

    def judge(self, kind: Kind, text: str) -> Verdict:
        """What the server would answer to somebody who says only this."""
        return self._guard.judge_now(self.subject(kind, text))

    def subject(self, kind: Kind, text: str) -> Subject:
        """The text as somebody says it of whom nothing else is known."""
        one, now = f"{next(self._numbers):020x}", Instant(self._now)
        if kind is not Kind.MESSAGE:
            return subject.name(tidy_nickname(text), kind, network=one, now=now, tick=0.0)
        return subject.message(
            tidy_message(text), visit=VisitId(one), conversation=ConversationId("r:trial"), network=one, ref=one,
            now=now, tick=0.0,
        )  # fmt: skip

    def explain(self, kind: Kind, text: str) -> dict[str, object]:
        """The text's views, what was found where, every rule that matches with what it read, and the verdict.

        Places are offsets in the text as it was written.
        """
        one, verdict = self.subject(kind, text), self.judge(kind, text)
        views, reading = one.views, self.edition.read(one)
        reason = verdict.reason
        return {
            "kind": kind.value,
            "views": {name: getattr(views, name) for name in get_args(View)},
            "lists": sorted(reading.hits),
            "found": [_cited(one, name, span) for name in sorted(reading.hits) for span in reading.spans_of(name)],
            "features": dict(sorted(reading.features.items())),
            "scores": self._scores(one, reading.features),
            "asked": len(reading.asked),
            "at_a_loss": list(reading.at_a_loss),
            "rules": [_told(match, reason) for match in reading.matches],
            "values": dict(sorted(reading.values.items())),
            "findings": [
                {"check": found.check, "ruling": found.told, "text_key": found.text_key} for found in verdict.findings
            ],
            "ruling": verdict.ruling.name.lower(),
            "decided_by": reason.check if reason else None,
        }

    def _scores(self, one: Subject, features: Mapping[str, Value]) -> dict[str, Value]:
        """What the learned check says, also where it is too little for anything; {} where there is no model."""
        found = {name: value for name, value in features.items() if not name.startswith(LEARNED)}
        model = self.edition.model
        return dict(sorted(as_values(model.score(one.views, found), model).items())) if model else {}

    def run(self, rows: Iterable[Row]) -> Iterator[Judged]:
        """Judge them one by one."""
        for row in rows:
            verdict = self.judge(row.kind, row.text)
            stopped = verdict.ruling >= Ruling.HOLD
            acted = any(_acts(one) for one in verdict.findings)
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


def failed_tests(packs: Iterable[Pack], only: str | None = None) -> list[str]:
    """A sentence for each inline test of these packs (of one rule alone) that does not come out as it says."""
    edition, now = Edition(packs, model=shipped_model()), SystemClock().now()
    faults = []
    for rule in edition.rules:
        for one in rule.tests if only in (None, rule.id) else ():
            if one.given.keys() - edition.known.keys():
                faults.append(
                    f"{rule.id}: a test gives {min(one.given.keys() - edition.known.keys())}, which there is not."
                )
            elif _matches(edition, rule, one, now) != (one.expect == "match"):
                faults.append(f"{rule.id}: «{one.text or one.given}» was to give {one.expect}.")
    return faults


def _matches(edition: Edition, rule: Rule, test: RuleTest, now: Instant) -> bool:
    kind = test.kind or rule.on[0]
    said = Subject(kind=kind, views=Views(test.text), network="", now=now, tick=0.0)
    if not test.given:
        return rule in edition.read(said, stage=rule.stage).matched
    return edition.ask(rule.id, {"msg.kind": kind.value, **edition.read(said).features, **test.given})


def _cited(said: Subject, name: str, span: Span) -> dict[str, object]:
    start, end = span
    return {"list": name, "start": start, "end": end, "text": said.views.text[start:end]}


def _told(match: Match, reason: Finding | None) -> dict[str, object]:
    """A rule that matches, and whether it won."""
    one = match.rule
    return {
        "id": one.id, "version": one.version, "mode": one.mode, "harm": one.harm.value,
        "does": [act.kind for act in one.actions], "when": one.when, "unless": one.unless,
        "values": dict(sorted(match.values.items())), "spans": match.spans,
        "wins": reason is not None and reason.check == one.id,
    }  # fmt: skip


def _acts(finding: Finding) -> bool:
    """Whether anybody notices: a check that is code, or a rule that does something."""
    return not finding.shadow and (not finding.actions or any(one.kind != "allow" for one in finding.actions))


def _share(some: int, others: int) -> float | None:
    return some / (some + others) if some + others else None

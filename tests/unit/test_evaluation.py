"""The corpus is what it says it is, and an evaluation counts right."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest

from evaluation import corpus, report, run
from evaluation.disguises import DISGUISES
from evaluation.scoring import Counts, Outcome, count, goals, outcome, wrongful
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard.trial import Judged, Row

PARTS = {part: corpus.rows(part) for part in corpus.PARTS}
FICTIONAL = re.compile(r"(?:0|\+33 ?)6[ .]?39[ .]?98(?:[ .]?\d\d){2}|(?:0|\+44 ?)7700[ ]?900[ ]?\d{3}")


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("part", corpus.PARTS)
@pytest.mark.parametrize("lang", corpus.LANGUAGES)
def test_every_class_has_lines_in_each_language_and_a_third_of_all_is_harmless(part: str, lang: str) -> None:
    mine = [row for row in PARTS[part] if row.lang == lang]
    found = Counter((row.topic, row.expect) for row in mine)
    assert {topic for topic, _ in found} == set(corpus.CLASSES)
    assert min(found[topic, "act"] for topic in corpus.CLASSES) >= 25
    assert min(found[topic, "allow"] for topic in corpus.CLASSES) >= 12
    assert 0.3 <= sum(row.expect == "allow" for row in mine) / len(mine) <= 0.4


@pytest.mark.parametrize("part", corpus.PARTS)
def test_names_and_lines_about_lgbtq_people_are_there(part: str) -> None:
    kinds = Counter(row.kind for row in PARTS[part])
    assert kinds[Kind.NICKNAME] >= 20 and kinds[Kind.ROOM_NAME] >= 10
    assert sum(row.group == corpus.LGBTQ and row.expect == "allow" for row in PARTS[part]) >= 50


def test_no_line_stands_twice_and_no_unseen_one_resembles_a_seen_one() -> None:
    texts = [row.text.lower() for rows in PARTS.values() for row in rows]
    assert len(texts) == len(set(texts))
    seen = [words(row.text) for row in PARTS["seen"]]
    for row in PARTS["unseen"]:
        mine = words(row.text)
        assert max(len(mine & one) / len(mine | one) for one in seen) < 0.7, row.text


def test_every_mobile_number_is_one_of_fiction() -> None:
    for rows in PARTS.values():
        for row in rows:
            rest = FICTIONAL.sub("", row.text)
            assert not re.search(r"\d(?:[ .]?\d){8,}", rest), row.text


def test_every_link_leads_nowhere() -> None:
    for rows in PARTS.values():
        for row in rows:
            for host in re.findall(r"(?://|www\.|@)([\w.-]+\.[a-z]+)", row.text):
                assert host.endswith(".example"), row.text


def judged(expect: Literal["act", "allow"], *found: Ruling, kind: Kind = Kind.MESSAGE, check: str = "rule") -> Judged:
    row = Row(kind=kind, lang="fr", text="…", topic="threat", expect=expect)
    findings = tuple(Finding(check=check, ruling=one, text_key="refuse-rule") for one in found)
    return Judged(row=row, acted=bool(found), stopped=max(found, default=0) >= Ruling.HOLD, findings=findings)


def test_counts_recall_precision_and_what_could_not_be_said() -> None:
    made = [
        judged("act", Ruling.HOLD), judged("act", Ruling.PROMPT), judged("act"),
        judged("allow", Ruling.PROMPT), judged("allow", Ruling.REFUSE), judged("allow"),
    ]  # fmt: skip
    outcomes = [Outcome("seen", "plain", one) for one in made]
    counts = count(outcomes)
    assert counts == Counts(caught=2, missed=1, wrongly=2, passed=1)
    assert (counts.recall, counts.precision) == (2 / 3, 0.5)
    spoken = wrongful(outcomes)
    assert (spoken.stopped, spoken.lines) == (1, 3)
    assert not wrongful(outcomes, "lgbtq").lines


def test_a_class_holds_from_nineteen_in_twenty_on() -> None:
    assert Counts(caught=19, missed=1, wrongly=1).holds
    assert not Counts(caught=18, missed=1).holds
    assert not Counts(caught=19, wrongly=2).holds
    assert not Counts().holds


def test_goals_that_hold_are_told_from_those_that_do_not() -> None:
    found = goals("seen", [Outcome("seen", "plain", judged("act", Ruling.HOLD))])
    held = {(one.manner, one.words) for one in found if one.held}
    assert ("plain", "threat") in held and ("plain", "hate") not in held and ("disguised", "threat") not in held


@pytest.mark.parametrize(("disguise", "counted"), [("plain", True), ("emoji", False)])
def test_a_harmless_name_is_not_wronged_by_the_signs_of_its_disguise(disguise: str, counted: bool) -> None:
    name = judged("allow", Ruling.REFUSE, kind=Kind.NICKNAME, check="name_form")
    assert (outcome("seen", disguise, name) is not None) == counted
    minor = judged("allow", Ruling.REFUSE, kind=Kind.NICKNAME, check="name_minor")
    assert outcome("seen", disguise, minor) is not None


@pytest.mark.slow
def test_a_short_run_judges_every_line_and_some_under_each_disguise(tmp_path: Path) -> None:
    found = run.judge(short=True)
    told = Counter(one.disguise for one in found)
    assert told["plain"] == sum(map(len, PARTS.values()))
    assert min(told[name] for name in DISGUISES) > 50
    page = tmp_path / "page.md"
    page.write_text("before\n[here]\nlast time\n[there]\nafter\n")
    report.write(page, "[here]", "[there]", report.tables(found))
    written = page.read_text()
    assert (
        written.startswith("before\n[here]\n") and written.endswith("[there]\nafter\n") and "last time" not in written
    )
    assert all(f"| {name} " in written for name in (*DISGUISES, *corpus.CLASSES))

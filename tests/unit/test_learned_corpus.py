"""The shipped model and its pack against the lines: what it learned from, and that its rules are right."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

import pytest

from evaluation import corpus
from learning.lines import TRAINING, digest, taught
from parvis.core.config import Config
from parvis.core.policy import Harm
from parvis.core.verdict import Kind, Ruling
from parvis.guard.attributes import CLASSES
from parvis.guard.edition import as_shipped, shipped
from parvis.guard.learned import load
from parvis.guard.rules import Rule
from parvis.guard.trial import Row, Trial, read_rows

PACK = next(one for one in shipped() if one.pack == "parvis.learned")
LEAST_RIGHT = 0.9
"""Of what a rule met of the seen part, so much has to be harmful."""
WRONGFUL_MAX = 2
"""Harmless lines of some 400 that the pack's rules may hold."""


@functools.cache
def met() -> list[tuple[Row, list[Rule]]]:
    """Every seen line with the rules of the pack that match, whatever their mode."""
    trial, ours = Trial(), {one.id for one in PACK.rules}
    found = []
    for row in corpus.rows("seen"):
        matched = trial.edition.read(trial.subject(row.kind, row.text)).matched
        found.append((row, [one for one in matched if one.id in ours]))
    return found


def plain(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def test_the_model_was_made_of_the_lines_that_are_here() -> None:
    label = load().label
    assert (label.corpus, label.lines, label.classes) == (digest(taught()), len(taught()), CLASSES)


def test_no_line_that_measures_is_learned() -> None:
    measured = {plain(row.text) for part in corpus.PARTS for row in corpus.rows(part)} - {""}
    assert not [row.text for row in taught() if plain(row.text) in measured]


def test_lines_to_learn_from_are_in_both_languages_and_speak_of_every_class() -> None:
    rows = [
        row for file in TRAINING.glob("*.jsonl") for row in read_rows(file.read_text("utf-8").splitlines(), file.name)
    ]
    for lang in ("fr", "en"):
        counts = Counter((row.topic, row.expect) for row in rows if row.lang == lang)
        assert all(min(counts[topic, "act"], counts[topic, "allow"]) >= 150 for topic in CLASSES)


def test_everyday_talk_has_no_score_worth_a_rule() -> None:
    trial = Trial()
    for text in ("salut tout le monde", "hello everybody, how was your day?", "tu viens d'où ?", "good night all"):
        assert trial.edition.read(trial.subject(corpus.rows("seen")[0].kind, text)).matches == ()


def test_the_rooms_that_come_with_parvis_may_be_called_as_they_are() -> None:
    trial, asked = Trial(), []
    for room in Config().rooms:
        asked += [(Kind.ROOM_NAME, one) for one in room.name.values()]
        asked += [(Kind.TOPIC, one) for one in room.topic.values()]
    assert not [text for kind, text in asked if trial.judge(kind, text).findings]


NAMED = (
    "LGBT+ people",
    "Les lesbiennes",
    "Jewish people",
    "Les juifs",
    "Muslims",
    "Les Arabes",
    "Roma",
    "Trans people",
)


@pytest.mark.parametrize("who", NAMED)
@pytest.mark.parametrize(
    "beside", ["and those close to them", "et leurs proches", "are my neighbours", "sont mes voisins"]
)
def test_who_is_only_named_is_neither_stopped_nor_asked(who: str, beside: str) -> None:
    assert Trial().judge(Kind.MESSAGE, f"{who} {beside}").ruling is Ruling.ALLOW


@pytest.mark.parametrize(
    "text", ["900", "2026", "62710561", "69003", "0001", "message numéro 9", "+33 4 65 71 00 00", "15"]
)
def test_numbers_are_not_asked_about(text: str) -> None:
    assert Trial().judge(Kind.MESSAGE, text).findings == ()


@pytest.mark.parametrize("rule", [one.id for one in PACK.rules])
def test_a_rule_is_mostly_right_about_lines_by_another_hand(rule: str) -> None:
    mine = [row.expect for row, rules in met() if any(one.id == rule for one in rules)]
    assert mine.count("act") >= LEAST_RIGHT * len(mine)


def test_the_pack_holds_nearly_nothing_that_is_harmless() -> None:
    harmless = [(row, rules) for row, rules in met() if row.expect == "allow"]
    stopped = [row.text for row, rules in harmless if any(one.ruling >= Ruling.HOLD for one in rules)]
    assert len(stopped) <= WRONGFUL_MAX
    assert not [row.text for row, rules in harmless if row.group == corpus.LGBTQ and row.text in stopped]


def test_who_is_in_distress_is_helped_and_nothing_else() -> None:
    distress = [one for one in PACK.rules if one.harm is Harm.SELF_HARM and "hit.urged" not in one.when]
    assert {act.kind for one in distress for act in one.actions} == {"help"}


def test_without_the_model_the_pack_sleeps() -> None:
    trial = Trial(unlearned=True)
    names = {one.id for one in PACK.rules}
    for row in corpus.rows("seen")[:200]:
        assert names.isdisjoint(trial.edition.read(trial.subject(row.kind, row.text)).asked)


def test_all_editions_share_one_model() -> None:
    one, tried = as_shipped().model, Trial().edition.model
    assert one is not None and tried is not None
    assert (one.digest, one.looks_twice, tried.looks_twice) == (tried.digest, False, True)
    assert tried is Trial().edition.model

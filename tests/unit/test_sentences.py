"""What somebody reads whose message a rule stopped: the clause in plain words, and never the words that set it off."""

from __future__ import annotations

import re

import pytest

from parvis.core.clock import Instant
from parvis.core.policy import HARMS
from parvis.core.verdict import Kind
from parvis.guard.edition import Edition, shipped
from parvis.guard.rules import Rule
from parvis.guard.subject import name
from parvis.web.i18n import LANGUAGES, Texts

TEXTS = Texts(strict=True)
EDITION = Edition(shipped())
STOPS = frozenset({"hold", "refuse", "redact"})
NAMED = re.compile(r"(?:règles?|rules?)\s[\d ,etand]+")
SPOKEN = frozenset({"refuse-minor", "refuse-nick-minor", "refuse-name-adults-only", "refuse-name-unfit"})
"""Sentences that say their clause in words alone: the square is for adults; what a name may be read as."""


def stopping() -> list[Rule]:
    return [one for one in EDITION.rules if STOPS.intersection(act.kind for act in one.actions)]


@pytest.mark.parametrize("rule", stopping(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_names_the_clause_of_its_harm(rule: Rule, lang: str) -> None:
    said = TEXTS.text(lang, rule.text_key)
    named = {int(number) for part in NAMED.findall(said) for number in re.findall(r"\d", part)}
    assert HARMS[rule.harm].rule in named or rule.text_key in SPOKEN, said


@pytest.mark.parametrize("rule", stopping(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_holds_nothing_that_its_own_rule_would_stop(rule: Rule, lang: str) -> None:
    """Nobody learns from it which words were recognised."""
    said = TEXTS.text(lang, rule.text_key)
    for sentence in re.split(r"(?<=[.!?:;])\s", said):
        judged = name(sentence, Kind.MESSAGE, network="", now=Instant(0), tick=0.0)
        assert rule.id not in {one.id for one in EDITION.read(judged).matched}, sentence

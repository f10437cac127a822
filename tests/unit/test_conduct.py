"""Rules over conduct are held to conversations: what is live meets harmful ones, and spares every harmless one."""

from __future__ import annotations

from collections import Counter

import pytest

from evaluation import conduct
from evaluation.conduct import Conversation, met, read
from parvis.guard.edition import as_shipped

CORPUS = read()
RULES = {rule.id: rule.mode for pack in as_shipped().packs if pack.pack == conduct.PACK for rule in pack.rules}
LIVE = {rule for rule, mode in RULES.items() if mode == "live"}
ACT, ALLOW = ([one for one in CORPUS if one.expect == what] for what in ("act", "allow"))
BEYOND = {"choir-of-six-fr", "lure-unseen-fr", "lure-soft-fr", "rewritten-rooms-fr"}
"""What no counter and no pattern of these rules sees; told in docs/reference/packs.md."""


@pytest.mark.parametrize("one", ALLOW, ids=lambda one: one.name)
def test_no_rule_that_acts_meets_a_harmless_conversation(one: Conversation) -> None:
    assert LIVE.isdisjoint(met(one)), one.title


@pytest.mark.parametrize("one", [one for one in ACT if one.name not in BEYOND], ids=lambda one: one.name)
def test_a_rule_that_acts_meets_a_harmful_conversation(one: Conversation) -> None:
    assert LIVE.intersection(met(one)), one.title


def test_every_rule_that_acts_has_met_something_and_more_than_half_of_the_corpus_is_harmless() -> None:
    found = Counter(rule for one in ACT for rule in met(one))
    assert set(found) >= LIVE
    assert len(ALLOW) > len(ACT) >= 12
    assert {one.lang for one in ACT} == {one.lang for one in ALLOW} == {"fr", "en"}


def test_the_report_names_each_rule_and_what_is_missed() -> None:
    told = conduct.report()
    assert all(rule in told for rule in RULES)
    assert all(name in told for name in BEYOND)

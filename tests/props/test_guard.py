"""Whatever is said, in whatever order checks are asked and packs are renewed: nothing refused goes through."""

from __future__ import annotations

import random
import sys
import threading
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fruit
from parvis.core.clock import Instant
from parvis.core.config import Config
from parvis.core.ids import ConversationId, VisitId
from parvis.core.settings_safety import Guard
from parvis.core.text import tidy_message
from parvis.core.verdict import Kind, Ruling, Verdict
from parvis.guard import standard, subject
from parvis.guard.edition import Current, Edition, as_shipped
from parvis.guard.pipeline import Check, Findings, Pipeline
from parvis.guard.subject import Subject

TALKATIVE = Config(guard=Guard(messages_per_10s=1_000, network_messages_per_10s=1_000))
SHIPPED = as_shipped()
PIECES = [test.text for rule in SHIPPED.rules for test in rule.tests if Kind.MESSAGE in rule.on and test.text]
LONG = "x" * 2_001
TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=40), st.sampled_from(["lol", "e" + "\u0301" * 12, LONG])),
    min_size=1, max_size=3,
).map(" ".join)  # fmt: skip


def said(text: str) -> Subject:
    return subject.message(
        tidy_message(text), visit=VisitId("v"), conversation=ConversationId("r:x"), network="n", ref="c",
        now=Instant(0), tick=0.0,
    )  # fmt: skip


def broken(_subject: Subject) -> Findings:
    raise RuntimeError


def shuffled(chance: random.Random, *more: Check) -> Pipeline:
    checks = [*standard.checks(TALKATIVE, rules=Current(SHIPPED)), *more]
    chance.shuffle(checks)
    return Pipeline(checks, doubt=Ruling.HOLD)


@settings(max_examples=60)
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_checks_changes_no_ruling(text: str, chance: random.Random) -> None:
    usual = Pipeline(standard.checks(TALKATIVE, rules=Current(SHIPPED)), doubt=Ruling.HOLD).judge_now(said(text))
    other = shuffled(chance).judge_now(said(text))
    assert other.ruling is usual.ruling
    assert {one.check for one in other.findings} == {one.check for one in usual.findings}


@settings(max_examples=30)
@given(TEXTS, st.randoms(use_true_random=False))
def test_with_a_check_that_fails_anywhere_nothing_goes_through(text: str, chance: random.Random) -> None:
    guard = shuffled(chance, Check("broken", frozenset(Kind), broken))
    assert guard.judge_now(said(text)).ruling is Ruling.REFUSE


# ---------------------------------------------------------------- renewing packs while people speak


def edition(version: str) -> Edition:
    """Ten rules of this version, that all match; the odd versions refuse and the even ones hold."""
    ruling = "refuse" if int(version) % 2 else "hold"
    return Edition([fruit.pack(*(fruit.rule(f"r{at}-{version}", do=ruling) for at in range(10)), version=version)])


def is_whole(verdict: Verdict) -> bool:
    """Whether every rule of one version spoke, and none of another."""
    versions = {one.version for one in verdict.findings}
    if len(versions) != 1 or len(verdict.findings) != 10:
        return False
    return verdict.ruling is (Ruling.REFUSE if int(versions.pop()) % 2 else Ruling.HOLD)


@given(st.lists(st.one_of(st.just("judge"), st.integers(0, 3).map(str)), max_size=20))
def test_a_text_is_judged_by_the_edition_that_was_put_in_force_last(steps: list[str]) -> None:
    current = Current(EDITIONS[0])
    guard = Pipeline([standard.rule_check(current)], doubt=Ruling.HOLD)
    last = "0"
    for step in steps:
        if step == "judge":
            verdict = guard.judge_now(said("des pommes"))
            assert is_whole(verdict)
            assert verdict.findings[0].version == last
        else:
            current.swap(EDITIONS[int(step)])
            last = step


EDITIONS = [edition(str(version)) for version in range(4)]


@pytest.fixture
def _restless() -> object:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_restless")
def test_while_packs_are_renewed_under_load_no_text_meets_half_of_one() -> None:
    current = Current(EDITIONS[0])
    patient = replace(standard.rule_check(current), budget=60.0)  # whether the machine is busy is not asked here
    guard = Pipeline([patient], doubt=Ruling.HOLD)
    done = threading.Event()
    verdicts: list[Verdict] = []

    def talk() -> None:
        for _ in range(300):
            verdicts.append(guard.judge_now(said("des pommes")))

    def renew() -> None:
        while not done.is_set():
            for one in EDITIONS:
                current.swap(one)

    speakers = [threading.Thread(target=talk) for _ in range(4)]
    renewer = threading.Thread(target=renew)
    for one in (renewer, *speakers):
        one.start()
    for one in speakers:
        one.join()
    done.set()
    renewer.join()
    assert len(verdicts) == 1_200
    assert all(is_whole(one) for one in verdicts)

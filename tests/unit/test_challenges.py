"""A challenge is good once, for a while, and only where it was asked for; however many are asked, memory is bounded."""

from __future__ import annotations

import secrets

from parvis.access.challenges import KEPT_MAX, SECONDS, Ceremony, Challenges
from parvis.core.ids import StaffId

ADA = StaffId("a" * 20)


def test_a_challenge_is_taken_once() -> None:
    open_ = Challenges(secrets.token_bytes)
    one = open_.ask(Ceremony.STEP_UP, "s1", ADA, 0.0)
    assert len(one) == 32
    asked = open_.take(one, Ceremony.STEP_UP, "s1", 1.0)
    assert asked is not None and asked.staff == ADA
    assert open_.take(one, Ceremony.STEP_UP, "s1", 1.0) is None


def test_a_challenge_asked_elsewhere_is_refused_and_gone() -> None:
    open_ = Challenges(secrets.token_bytes)
    for ceremony, bound in ((Ceremony.SIGN_IN, "s1"), (Ceremony.STEP_UP, "s2")):
        one = open_.ask(Ceremony.STEP_UP, "s1", ADA, 0.0)
        assert open_.take(one, ceremony, bound, 1.0) is None
        assert open_.take(one, Ceremony.STEP_UP, "s1", 1.0) is None


def test_a_challenge_grows_old() -> None:
    open_ = Challenges(secrets.token_bytes)
    one, two = (open_.ask(Ceremony.SIGN_IN, "d", None, 0.0) for _ in range(2))
    assert open_.take(one, Ceremony.SIGN_IN, "d", SECONDS - 1) is not None
    assert open_.take(two, Ceremony.SIGN_IN, "d", SECONDS) is None


def test_what_was_never_asked_is_refused() -> None:
    assert Challenges(secrets.token_bytes).take(b"x" * 32, Ceremony.SIGN_IN, "d", 0.0) is None


def test_memory_is_bounded_and_empties_itself() -> None:
    open_ = Challenges(secrets.token_bytes)
    for _ in range(KEPT_MAX + 50):
        open_.ask(Ceremony.SIGN_IN, "d", None, 0.0)
    assert len(open_) == KEPT_MAX
    open_.ask(Ceremony.SIGN_IN, "d", None, SECONDS + 1)
    assert len(open_) == 1

"""A machine's work, or a wait in its place: good once, for one place, for ten minutes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import altcha
import pytest

from parvis.access.proof_of_work import SPENT_MAX, Asked, ProofOfWork, Strength
from parvis.core.clock import FakeClock
from parvis.store.keys import load_keys

DEVICE, NETWORK = "d" * 32, "n" * 32


@pytest.fixture
def counted() -> Callable[[int], bytes]:
    """Chance that repeats itself never."""
    state = iter(range(1, 1_000_000))
    return lambda length: next(state).to_bytes(length, "big")


@pytest.fixture
def proofs(tmp_path: Path, counted: Callable[[int], bytes]) -> ProofOfWork:
    return ProofOfWork(load_keys(tmp_path), counted)


def asked_of(proofs: ProofOfWork, clock: FakeClock, bound: str = DEVICE, network: str = NETWORK) -> Asked:
    return proofs.ask(bound, network, clock.now(), clock.tick())


async def refused(
    proofs: ProofOfWork, clock: FakeClock, answer: str, bound: str = DEVICE, network: str = NETWORK
) -> str | None:
    found = await proofs.refused(answer, bound, network, clock.now(), clock.tick())
    return found.text_key if found else None


def solved(asked: Asked) -> str:
    challenge = altcha.Challenge.from_dict(json.loads(asked.challenge))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return json.dumps({"challenge": challenge.to_dict(), "solution": solution.to_dict()})


def unsolved(asked: Asked) -> str:
    return json.dumps({"challenge": json.loads(asked.challenge)})


async def test_work_is_good_once_and_where_it_was_asked(proofs: ProofOfWork, clock: FakeClock) -> None:
    answer = solved(asked_of(proofs, clock))
    assert await refused(proofs, clock, answer) is None
    assert await refused(proofs, clock, answer) == "refuse-proof", "once"
    other = solved(asked_of(proofs, clock))
    assert await refused(proofs, clock, other, bound="e" * 32) == "refuse-proof", "another device"


async def test_work_that_is_too_old_is_asked_again(proofs: ProofOfWork, clock: FakeClock) -> None:
    answer = solved(asked_of(proofs, clock))
    clock.advance(timedelta(minutes=10))
    assert await refused(proofs, clock, answer) == "refuse-proof"


async def test_a_wrong_solution_uses_the_challenge_up(proofs: ProofOfWork, clock: FakeClock) -> None:
    asked = asked_of(proofs, clock)
    right = json.loads(solved(asked))
    wrong = right | {"solution": right["solution"] | {"counter": right["solution"]["counter"] + 1}}
    assert await refused(proofs, clock, json.dumps(wrong)) == "refuse-proof"
    assert await refused(proofs, clock, json.dumps(right)) == "refuse-proof", "guessing costs a challenge each time"


@pytest.mark.parametrize(
    "answer",
    ["", "no json", "[]", "7", '{"challenge": 3}', '{"challenge": {"parameters": {}}}', "[" * 3_000, "x" * 5_000],
)
async def test_what_is_no_answer_is_refused_in_the_same_words(
    proofs: ProofOfWork, clock: FakeClock, answer: str
) -> None:
    assert await refused(proofs, clock, answer) == "refuse-proof"


async def test_nobody_makes_a_challenge_easier(proofs: ProofOfWork, clock: FakeClock) -> None:
    easy = json.loads(unsolved(asked_of(proofs, clock)))
    easy["challenge"]["parameters"] |= {"cost": 1, "keyPrefix": ""}
    easy["solution"] = altcha.solve_challenge(altcha.Challenge.from_dict(easy["challenge"])).to_dict()  # type: ignore[union-attr]
    assert await refused(proofs, clock, json.dumps(easy)) == "refuse-proof"
    sooner = json.loads(unsolved(asked_of(proofs, clock)))
    sooner["challenge"]["parameters"]["data"]["ready"] = 0
    assert await refused(proofs, clock, json.dumps(sooner)) == "refuse-proof"


async def test_whoever_cannot_compute_waits(proofs: ProofOfWork, clock: FakeClock) -> None:
    asked = asked_of(proofs, clock)
    assert asked.wait_s == Strength.LIGHT.wait_s
    assert asked.answer == unsolved(asked).replace(": ", ":").replace(", ", ",")
    clock.advance(timedelta(seconds=asked.wait_s - 1))
    assert await refused(proofs, clock, asked.answer) == "refuse-proof-early"
    assert proofs.still_open(asked.answer, DEVICE, clock.now()), "being hasty costs nothing"
    clock.advance(timedelta(seconds=1))
    assert await refused(proofs, clock, asked.answer) is None
    assert proofs.still_open(asked.answer, DEVICE, clock.now()) is None


async def test_few_of_a_network_wait_at_a_time(proofs: ProofOfWork, clock: FakeClock) -> None:
    many = [asked_of(proofs, clock) for _ in range(20)]
    clock.advance(timedelta(seconds=60))
    told = [await refused(proofs, clock, unsolved(one)) for one in many]
    assert told[:6] == [None] * 6 and set(told[6:]) == {"refuse-proof-busy"}
    other = asked_of(proofs, clock, network="o" * 32)
    clock.advance(timedelta(seconds=60))
    assert await refused(proofs, clock, unsolved(other), network="o" * 32) is None, "another network has its own"


def test_it_grows_with_how_often_a_network_asks_and_eases_again(proofs: ProofOfWork, clock: FakeClock) -> None:
    strengths = [asked_of(proofs, clock).strength for _ in range(40)]
    assert strengths == ["light"] * 6 + ["firm"] * 24 + ["heavy"] * 10
    assert asked_of(proofs, clock, network="o" * 32).strength == "light"
    clock.advance(timedelta(hours=2))
    assert asked_of(proofs, clock).strength == "light"


async def test_when_too_many_are_remembered_nobody_is_let_pass_unchecked(proofs: ProofOfWork, clock: FakeClock) -> None:
    proofs._spent = {str(n): clock.now() + 60_000 for n in range(SPENT_MAX)}
    assert await refused(proofs, clock, solved(asked_of(proofs, clock))) == "refuse-proof"
    clock.advance(timedelta(minutes=2))
    assert await refused(proofs, clock, solved(asked_of(proofs, clock))) is None

"""Proof of work (ALTCHA): a moment of a machine's time, asked of whoever may be one of very many; or a wait instead.

What is asked grows with how often the same network asked within the hour (docs/decisions/0026). Asking costs this
server one HMAC; an answer costs it one key derivation, beside the loop. Each challenge holds for one place (a device
at the door, a visit on the square), for ten minutes, for one answer, right or wrong. Whoever cannot compute may wait:
the same challenge without a solution is good from ``ready`` on, for a few people of a network at a time.
"""

from __future__ import annotations

import asyncio
import json
from enum import Enum

import altcha
import msgspec

from parvis.core.buckets import Buckets, Rate
from parvis.core.clock import MINUTE, SECOND, Instant
from parvis.core.ids import Entropy, fresh_word
from parvis.core.verdict import Finding, Ruling
from parvis.store.keys import Keys

LASTS_MS = 10 * MINUTE
"""How long a challenge can be answered."""
ANSWER_MAX = 4_000
"""Characters of an answer; a longer one is none."""
SPENT_MAX = 100_000
"""Answered challenges remembered at once, about ten minutes of 160 entries a second; beyond that nobody is let pass."""
ALGORITHM = "PBKDF2/SHA-256"
PREFIX = "00"
"""What the derived key must begin with: one in 256 does, so that is how many are tried on average."""
EVERYBODY = ""
"""The key of what is counted for all networks together."""
OFTEN = Rate(6, 3600.0)
VERY_OFTEN = Rate(30, 3600.0)
"""Challenges of one network in an hour, beyond which they are harder; a whole hall may share one."""
WAITS_PER_NETWORK = Rate(6, 600.0)
WAITS_IN_TOTAL = Rate(120, 600.0)
"""Waiting costs a machine nothing, so there is room for few who do."""


class Strength(Enum):
    """Iterations of each derivation, and seconds of waiting in its place.

    On one core here 256 derivations take about 0.2, 0.9 and 1.8 s; an old phone takes some eight times as long.
    """

    LIGHT = (2_000, 20)
    FIRM = (10_000, 40)
    HEAVY = (20_000, 60)

    @property
    def cost(self) -> int:
        """Iterations of PBKDF2."""
        return self.value[0]

    @property
    def wait_s(self) -> int:
        """Seconds after which no solution is needed."""
        return self.value[1]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, as it goes to a browser."""

    challenge: str
    """ALTCHA's challenge (PoW v2) as JSON, to be sent back within the answer."""
    wait_s: int
    """Seconds after which the answer may leave the solution out."""
    strength: str
    """``light``, ``firm`` or ``heavy``."""
    answer: str
    """What is sent back as it stands by whoever waits; a solution found earlier is in it."""


class _Bound(msgspec.Struct, frozen=True):
    """What a challenge of ours carries, under its signature."""

    id: str
    bound: str
    until: int
    ready: int


class ProofOfWork:
    """Kept in memory for one server process; a restart makes open challenges worthless, and they are asked anew."""

    def __init__(self, keys: Keys, entropy: Entropy) -> None:
        self._entropy = entropy
        self._secret = keys.hash("proof-of-work", fresh_word(entropy))
        self._spent: dict[str, int] = {}
        self._often, self._very_often = Buckets(OFTEN), Buckets(VERY_OFTEN)
        self._waits, self._all_waits = Buckets(WAITS_PER_NETWORK), Buckets(WAITS_IN_TOTAL)

    def ask(self, bound: str, network: str, now: Instant, tick: float) -> Asked:
        """A fresh challenge for one place: the device's hash at the door, the visit's id on the square."""
        strength = self._strength(network, tick)
        data = _Bound(fresh_word(self._entropy), bound, now + LASTS_MS, now + strength.wait_s * SECOND)
        made = altcha.create_challenge(
            ALGORITHM, strength.cost, key_prefix=PREFIX, data=msgspec.to_builtins(data), hmac_secret=self._secret
        )
        challenge = json.dumps(made.to_dict(), separators=(",", ":"))
        return Asked(
            challenge=challenge, wait_s=strength.wait_s, strength=strength.name.lower(),
            answer=f'{{"challenge":{challenge}}}',
        )  # fmt: skip

    def still_open(self, answer: str, bound: str, now: Instant) -> Asked | None:
        """The challenge of an answer that came with a card in which something else was wrong, if it was not used up."""
        found = self._read(answer)
        if found is None:
            return None
        challenge, _, data = found
        if data.bound != bound or data.until <= now or data.id in self._spent:
            return None
        left = max(0, -(-(data.ready - now) // SECOND))
        strength = next((one for one in Strength if one.cost == challenge.parameters.cost), Strength.HEAVY)
        text = json.dumps(challenge.to_dict(), separators=(",", ":"))
        return Asked(challenge=text, wait_s=left, strength=strength.name.lower(), answer=answer)

    async def refused(self, answer: str, bound: str, network: str, now: Instant, tick: float) -> Finding | None:
        """Why an answer is not good here, or None; the challenge is used up, unless somebody only waited too briefly.

        An answer is JSON: ``{"challenge": as it was asked, "solution": {"counter": …, "derivedKey": …}}``; without
        ``solution`` the wait must be over.
        """
        asked = self._read(answer)
        if asked is None:
            return _again()
        challenge, solution, data = asked
        if data.bound != bound or data.until <= now:
            return _again()
        if solution is None and now < data.ready:
            return _too_soon(data.ready - now)
        if not self._spend(data, now):
            return _again()
        if solution is None:
            return self._waited(network, tick)
        payload = altcha.Payload(challenge, solution)
        good = await asyncio.to_thread(altcha.verify_solution, payload, self._secret)
        return None if good.verified else _again()

    def _strength(self, network: str, tick: float) -> Strength:
        steps = ((self._very_often, Strength.HEAVY), (self._often, Strength.FIRM))
        found = next((strength for buckets, strength in steps if buckets.wait(network, tick)), Strength.LIGHT)
        for buckets, _ in steps:
            buckets.take(network, tick)
        return found

    def _read(self, answer: str) -> tuple[altcha.Challenge, altcha.Solution | None, _Bound] | None:
        """The parts of an answer whose challenge is ours."""
        if not answer or len(answer) > ANSWER_MAX:
            return None
        try:
            whole = json.loads(answer)
            challenge = altcha.Challenge.from_dict(whole["challenge"])
            data = msgspec.convert(challenge.parameters.data, _Bound)
            solution = altcha.Solution.from_dict(whole["solution"]) if whole.get("solution") else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, msgspec.ValidationError):
            return None
        return (challenge, solution, data) if self._is_ours(challenge) else None

    def _is_ours(self, challenge: altcha.Challenge) -> bool:
        """Whether we signed it: ALTCHA looks at the signature before it looks at a solution, which this one has not."""
        empty = altcha.Payload(challenge, altcha.Solution(counter=-1, derived_key=""))
        return altcha.verify_solution(empty, self._secret).invalid_signature is False

    def _spend(self, data: _Bound, now: Instant) -> bool:
        """Note that it was answered; False when it was before, or when too many are remembered to be sure."""
        while self._spent and (len(self._spent) >= SPENT_MAX or next(iter(self._spent.values())) <= now):
            oldest = next(iter(self._spent))
            if self._spent[oldest] > now:
                return False
            del self._spent[oldest]
        if data.id in self._spent:
            return False
        self._spent[data.id] = data.until
        return True

    def _waited(self, network: str, tick: float) -> Finding | None:
        wait = max(self._waits.wait(network, tick), self._all_waits.wait(EVERYBODY, tick))
        if wait:
            return Finding(
                check="proof_of_work", ruling=Ruling.REFUSE, text_key="refuse-proof-busy",
                args={"minutes": -(-wait // MINUTE)}, retry_ms=wait,
            )  # fmt: skip
        self._waits.take(network, tick)
        self._all_waits.take(EVERYBODY, tick)
        return None


def _again() -> Finding:
    return Finding(check="proof_of_work", ruling=Ruling.REFUSE, text_key="refuse-proof")


def _too_soon(left: int) -> Finding:
    return Finding(
        check="proof_of_work", ruling=Ruling.REFUSE, text_key="refuse-proof-early",
        args={"seconds": -(-left // SECOND)}, retry_ms=left,
    )  # fmt: skip

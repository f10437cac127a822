"""Receipt and decision codes: shown again, found however they are typed, never guessed from one another."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parvis.core.settings_safety import Desk
from parvis.moderation import codes
from parvis.moderation.friction import CODES_IN_TOTAL, CODES_PER_NETWORK, Friction
from parvis.store.keys import Keys
from parvis.store.sealing import Sealer

NOBODY = Sealer(Path("no-recipients"))
KEYS = Keys(b"p" * 32, Ed25519PrivateKey.generate(), NOBODY)
OTHER = Keys(b"q" * 32, Ed25519PrivateKey.generate(), NOBODY)


def test_a_code_can_be_shown_again_and_carries_128_bits() -> None:
    code = codes.code_of(KEYS, "receipt", "r1")
    assert code == codes.code_of(KEYS, "receipt", "r1")
    assert [len(part) for part in code.split("-")] == list(codes.GROUPS)
    assert sum(codes.GROUPS) * 5 >= 128


def test_codes_differ_by_what_they_open_by_purpose_and_by_server() -> None:
    found = {
        codes.code_of(keys, purpose, ref)
        for keys in (KEYS, OTHER)
        for purpose in ("receipt", "decision")
        for ref in ("a", "b")
    }
    assert len(found) == 8


def test_a_code_is_found_however_it_is_typed_or_pasted() -> None:
    code = codes.code_of(KEYS, "receipt", "r1")
    kept = codes.hash_of(KEYS, "receipt", code)
    for typed in (
        code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code}\n", code.replace("0", "o"),
        code.replace("1", "l"), f"https://place.example/receipt#c={code}", f"/receipt#c={code.lower()}",
    ):  # fmt: skip
        assert codes.hash_of(KEYS, "receipt", typed) == kept, typed
    assert codes.hash_of(KEYS, "decision", code) != kept
    assert codes.hash_of(KEYS, "receipt", "") != kept
    assert codes.hash_of(KEYS, "receipt", code + "x" * 1_000_000) != kept


def test_guessing_is_slowed_per_network_and_in_total_and_a_right_code_costs_nothing() -> None:
    friction, tick = Friction(Desk()), 1_000.0
    for _ in range(10 * CODES_PER_NETWORK.count):
        assert friction.try_code("home", tick) == 0
        friction.code_was_right("home", tick)
    for _ in range(CODES_PER_NETWORK.count):
        assert friction.try_code("n", tick) == 0
    assert friction.try_code("n", tick) > 0
    assert friction.try_code("elsewhere", tick) == 0
    for at in range(CODES_IN_TOTAL.count):
        friction.try_code(f"many {at}", tick)
    assert friction.try_code("one more", tick) > 0

"""Which texts count as nearly the same, and which only share a few words."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.clock import MINUTE, SECOND, Instant
from parvis.guard import simhash
from parvis.guard.simhash import NEAR, NONE, OWN_NEAR, Alike, differ
from parvis.guard.views import Views

LURE = "Salut, on se voit ce soir à 21 h sur le parking derrière la gare, viens seul"


def print_of(text: str) -> int:
    return simhash.simhash(Views(text).gist)


@pytest.mark.parametrize(
    "text",
    [
        "salut on se voit CE SOIR à 21 h sur le parking derrière la gare !! viens seul…",
        "Viens seul, on se voit ce soir à 21 h sur le parking derrière la gare, salut",
        "S\u0430lut, on se voit ce s\u043eir à 21 h sur le parking derrière la gare, viens seul",
    ],
)
def test_signs_order_and_look_alike_letters_make_no_other_text(text: str) -> None:
    assert differ(print_of(LURE), print_of(text)) <= NEAR


@pytest.mark.parametrize(
    "text",
    [
        "Salut, on se voit ce soir à 22 h sur le parking derrière la gare, viens seul",
        "Salut Karim, on se voit ce soir à 21 h sur le parking derrière la gare, viens seul",
        "Coucou, on se voit ce soir à 21 h sur le parking derrière la gare, viens seul",
    ],
)
def test_another_name_hour_or_greeting_is_the_same_text_of_the_same_person(text: str) -> None:
    assert differ(print_of(LURE), print_of(text)) <= OWN_NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LURE, "Qui a vu le film hier soir à la télévision ? il était très long"),
        ("Qui veut parler avec moi ce soir ?", "Qui veut jouer avec moi ce soir ?"),
        ("viens ce soir 21h au parking de la gare", "je suis ce soir à la gare, et toi ?"),
        ("Bonjour à tous, ça va bien ce soir ?", "Bonne nuit à tous, dormez bien ce soir"),
    ],
)
def test_texts_that_share_some_words_are_two(one: str, other: str) -> None:
    assert differ(print_of(one), print_of(other)) > OWN_NEAR


@pytest.mark.parametrize("text", ["oui", "salut ça va ?", "mdr mdr mdr mdr", "", "! ! ! ! ! ! ! !"])
def test_what_everybody_says_has_no_print(text: str) -> None:
    assert print_of(text) == NONE


def test_a_print_is_the_same_in_every_process() -> None:
    """It is kept across restarts, so it may not hang on Python's own hash of texts."""
    code = f"from parvis.guard.simhash import simhash; print(simhash({Views(LURE).gist!r}))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(made.stdout) == print_of(LURE)


@given(st.text(max_size=400))
def test_any_text_has_a_print_of_sixty_four_bits(text: str) -> None:
    assert 0 <= simhash.simhash(text) < 1 << simhash.BITS


@given(st.integers(1, 2**64 - 1), st.sets(st.integers(0, 63), max_size=5))
def test_others_are_found_exactly_when_they_differ_in_three_bits_at_most(print_: int, turned: set[int]) -> None:
    other = print_
    for bit in turned:
        other ^= 1 << bit
    alike = Alike()
    alike.add(print_, "a", Instant(0))
    assert alike.others(other, "b", Instant(1)) == (1 if len(turned) <= NEAR else 0)
    assert alike.others(other, "a", Instant(1)) == 0


def test_people_are_counted_not_texts_and_are_forgotten_after_their_time() -> None:
    alike, print_ = Alike(), print_of(LURE)
    for at in range(5):
        alike.add(print_, f"person {at % 2}", Instant(at * SECOND))
    assert alike.others(print_, "somebody", Instant(5 * SECOND)) == 2
    assert alike.others(print_, "somebody", Instant(11 * MINUTE)) == 0


def test_memory_has_an_end_whatever_is_said() -> None:
    alike = Alike(most=500)
    for at in range(3_000):
        alike.add((at * 0x9E3779B97F4A7C15) % 2**64, f"{at}", Instant(at))
    assert len(alike) <= 2 * 4 * 501

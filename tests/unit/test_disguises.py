"""A disguise hides words from a machine, never from a reader, and is the same every time."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.disguises import BOXED, CYRILLIC, DISGUISES, FACES, FONTS, LEET, SIGNS, UNSEEN, disguised

THREAT = "je vais te retrouver demain soir et te casser les jambes"
SPELLED = sorted(set(DISGUISES) - {"phonetic", "mirrored", "mixed"})
"""Those that change how letters look or stand, not which letters there are."""


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_changes_the_text_and_the_same_way_every_time(name: str) -> None:
    found = [disguised(name, THREAT, "fr") for _ in range(2)]
    assert found[0] == found[1] != THREAT


@pytest.mark.parametrize("name", DISGUISES)
def test_another_seed_tells_another_one(name: str) -> None:
    assert len({disguised(name, THREAT, "fr", seed) for seed in range(20)}) > 1


@pytest.mark.parametrize("name", sorted(set(DISGUISES) - {"leet", "mirrored", "mixed"}))
@given(seed=st.integers(0, 50))
def test_a_number_can_still_be_dialled(name: str, seed: int) -> None:
    found = disguised(name, "appelle moi vite au 06 39 98 12 40 stp", "fr", seed)
    assert "".join(one for one in found if one.isdigit()) == "0639981240"


@pytest.mark.parametrize("name", sorted(set(DISGUISES) - {"mirrored"}))
@pytest.mark.parametrize("kept", ["http://colis.example/suivi", "lea.exemple@mail.example", "discord.gg/exemple"])
def test_a_link_can_still_be_copied(name: str, kept: str) -> None:
    assert kept in disguised(name, f"regarde donc vite ici {kept} maintenant", "fr")


@pytest.mark.parametrize("name", SPELLED)
@given(seed=st.integers(0, 50))
def test_a_reader_finds_every_letter_in_its_place(name: str, seed: int) -> None:
    assert _read(disguised(name, THREAT, "fr", seed)) == _read(THREAT)


@given(seed=st.integers(0, 50))
def test_a_mirror_shows_the_same_letters(seed: int) -> None:
    found = disguised("mirrored", THREAT, "fr", seed)
    assert found[::-1] == THREAT or [word[::-1] for word in found.split()] == THREAT.split()


def test_what_is_heard_is_written_in_the_spelling_of_its_language() -> None:
    french = {disguised("phonetic", "quelqu'un pour moi", "fr", seed) for seed in range(20)}
    english = {disguised("phonetic", "are you free tonight", "en", seed) for seed in range(20)}
    assert "kelkun pr mwa" in french and "r u free 2nite" in english


def _read(text: str) -> str:
    """As eyes do: look-alikes as letters, signs between letters not seen, a stretched letter once."""
    back = {sign: letter for letter, signs in LEET.items() for sign in signs}
    back |= {twin: letter for letter, twin in CYRILLIC.items()} | {box[0]: letter for letter, box in BOXED.items()}
    for first in FONTS:
        step = 32 if first == 0xFF21 else 26
        back |= {chr(first + at + upper): chr(97 + at) for at in range(26) for upper in (0, step)}
    plain = (
        back.get(one, one).lower() for one in unicodedata.normalize("NFD", text) if one not in UNSEEN + FACES + SIGNS
    )
    letters = [one for one in plain if one.isalpha() and one.isascii()]
    return "".join(one for at, one in enumerate(letters) if at == 0 or one != letters[at - 1])

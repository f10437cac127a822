"""What people type arrives tidy: one form, nothing hidden, counted as they count."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.text import is_blank, tidy_code, tidy_message, tidy_nickname, whole_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bonsoir", "bonsoir"),
        ("  bonsoir  ", "bonsoir"),
        ("e\u0301te\u0301", "été"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("un\u2028deux", "un\ndeux"),
        ("fin de ligne   \nsuite", "fin de ligne\nsuite"),
        ("\n\n  au milieu\n\n", "au milieu"),
        ("\x00\x1b[31mrouge\x7f", "[31mrouge"),
        ("tab\tici", "tab\tici"),
        ("cela \u202eecnassiuP\u202c va", "cela ecnassiuP va"),
        ("\u2066caché\u2069", "caché"),
        ("famille 👨\u200d👩\u200d👧", "famille 👨\u200d👩\u200d👧"),
    ],
)
def test_a_message_is_kept_in_one_form_without_hidden_controls(typed: str, kept: str) -> None:
    assert tidy_message(typed) == kept


@given(st.text())
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    once = tidy_message(typed)
    assert tidy_message(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("tower", ["a" + "\u0301\u0316" * 8_000, " " * 16_000 + "x", "\n " * 8_000, "é" * 16_000])
def test_a_hostile_text_costs_no_time(tower: str) -> None:
    before = time.thread_time()
    tidy_message(tower)
    assert time.thread_time() - before < 0.05


@pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b\u200d", "\u2800\u2800", "\u3164", "\ufe0f\u2060", "\u00ad"])
def test_a_text_without_ink_is_blank(nothing: str) -> None:
    assert is_blank(nothing)


@pytest.mark.parametrize("something", ["a", "?", "👍", "\u0301", "·"])
def test_a_text_with_ink_is_not_blank(something: str) -> None:
    assert not is_blank(something)


def test_a_nickname_is_one_line_with_single_spaces() -> None:
    assert tidy_nickname("  Marie \n  du\tNord ") == "Marie du Nord"


@pytest.mark.parametrize("typed", ["abcd-efgh-jk1o", "ABCD EFGH JKLO", "abcd–efgh–jki0", "ａｂｃｄefghjk10 "])
def test_a_code_reads_the_same_however_it_is_copied(typed: str) -> None:
    assert tidy_code(typed) == "ABCDEFGHJK10"


@pytest.mark.parametrize(("typed", "number"), [("34", 34), (" 34 ", 34), ("３４", 34), ("٣٤", 34), ("034", 34)])
def test_an_age_may_be_typed_in_any_digits(typed: str, number: int) -> None:
    assert whole_number(typed) == number


@pytest.mark.parametrize("typed", ["", "vingt", "3.4", "-34", "34ans", "²", "9" * 40])
def test_what_is_no_whole_number_is_not_guessed(typed: str) -> None:
    assert whole_number(typed) is None

"""What a pattern cannot match without: it may be asked in vain, but no match is ever missed."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from parvis.guard.clauses import LONGEST, SETS, Piece
from parvis.guard.edition import shipped
from parvis.guard.matching import Matcher
from parvis.guard.needed import needed_by
from parvis.guard.reach import reach
from parvis.guard.views import Views

LETTERS = st.text(alphabet="abc ", min_size=1, max_size=4)
ATOMS = st.one_of(
    LETTERS,
    st.sampled_from(
        [".", "[ab]", "[^a]", "[^a-z]", "[a-c]", r"\b", r"\B", "^", "$", r"\s", r"\W", r"\.", "€", "[€.]", "é", "[ .]"]
    ),
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=4)
    group = st.builds("({}{})".format, st.sampled_from(["", "?:"]), some.map("|".join))
    return st.one_of(
        some.map("".join),
        group,
        st.builds("{}{}".format, st.one_of(group, st.sampled_from(["a", ".", "[ab]"])),
                  st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}", "{0}", "??", "+?"])),
    )  # fmt: skip


PATTERNS = st.recursive(ATOMS, _grown, max_leaves=12)


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("lune", {"lune"}),
        ("(?:lune|soleil)s?", {"lune", "soleil", "lunes", "soleils"}),
        ("je (?:te )?dors", {"|dors"}),
        (r"\b(?:la|le) .{0,40}baleine", {"baleine"}),
        ("x{2,3}", {"x"}),
        (r"[€£] ?\d", {"€", "£", "€|", "£|"}),
        ("an 1[0-2]", {"|10", "|11", "|12"}),
        (r"\blune\b", {"|lune|"}),
        ("(?:^|[^a-z])c(?:$|[^a-z0-9])", {"|c|"}),
        ("(?:^|[ .,;!?()-])la lune", {"|lune"}),
        (r"€\b", {"€"}),
        (r"a\W+blanche", {"blanche"}),
        (r"a\Wblanche", {"|blanche"}),
    ],
)
def test_pieces_of_a_pattern(pattern: str, pieces: set[str]) -> None:
    found = needed_by(pattern)
    assert {"|" * one.begins + one.text + "|" * one.ends for clause in found for one in clause[0]} == pieces


@pytest.mark.parametrize("pattern", ["(?:lune)?", "lune|.", "[a-z]+", "(?i)lune", r"\d{2}", r"\b", "^$", r"\p{L}lune"])
def test_where_nothing_can_be_told_a_pattern_is_always_asked(pattern: str) -> None:
    assert needed_by(pattern) == ()


def words(*texts: str) -> frozenset[Piece]:
    return frozenset(Piece(text, begins=True, ends=True) for text in texts)


def test_the_pieces_that_everyday_talk_holds_least_come_first() -> None:
    assert needed_by(r"\b(?:et|de|la|the) \w+ anticonstitutionnel") == (
        (frozenset({Piece("itutionnel")}), words("et", "de", "la", "the")),
    )
    assert needed_by(r"zz \w+ de") == ((frozenset({Piece("zz", ends=True)}), frozenset({Piece("de", begins=True)})),)


def test_of_each_set_one_piece_must_be_there() -> None:
    assert needed_by("baleine.*(?:banquise|iceberg)") == (
        (frozenset({Piece("baleine")}), frozenset({Piece("banquise"), Piece("iceberg")})),
    )


def test_what_can_be_said_in_several_ways_is_told_apart() -> None:
    """Else a word of one way, and a word of another, would have the pattern asked."""
    assert set(needed_by(r"\bvers la lune\b|\bvers .* soleil\b")) == {
        (words("lune"), words("vers"), words("la")),
        (frozenset({Piece("soleil", begins=True, ends=True)}), words("vers")),
    }


def test_a_word_begins_where_the_one_before_it_ends() -> None:
    """Also where there are too many ways to multiply them out."""
    some = "|".join(f"mer{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    (clause,) = needed_by(f"(?:{some}) (?:{some.replace('mer', 'ile')})")
    assert {one.begins for one in clause[1]} == {True} or {one.begins for one in clause[0]} == {True}


@given(PATTERNS, st.text(alphabet="abc €.é", max_size=12))
def test_no_match_is_missed(pattern: str, text: str) -> None:
    clauses = needed_by(pattern)
    found = re2.search(pattern, text) is not None
    assert Matcher(patterns=[pattern]).found(text) == ({0} if found else set())
    if found:
        assert not clauses or any(all(any(one.text in text for one in some) for some in each) for each in clauses)
    pieces = [piece for each in clauses for some in each for piece in some]
    assert all(0 < len(piece.text) <= LONGEST and piece.text.split() == [piece.text] for piece in pieces)
    assert all(0 < len(clause) <= SETS for clause in clauses)


def test_in_the_texts_of_the_shipped_packs_none_is_missed() -> None:
    packs = shipped()
    patterns = [pattern for pack in packs for one in pack.lists for pattern in one.patterns]
    matcher = Matcher(patterns=patterns)
    plain = [re2.compile(pattern) for pattern in patterns]
    for text in [test.text for pack in packs for rule in pack.rules for test in rule.tests][::7]:
        bare = Views(text).bare
        assert matcher.found(bare) == {at for at, one in enumerate(plain) if one.search(bare)}


def test_nearly_every_shipped_pattern_can_be_passed_over() -> None:
    patterns = [pattern for pack in shipped() for one in pack.lists for pattern in one.patterns]
    assert sum(not needed_by(pattern) for pattern in patterns) <= len(patterns) // 50


# ---------------------------------------------------------------- a long text, part by part


@pytest.mark.parametrize(
    ("pattern", "breaks"),
    [
        ("lune", 0),
        ("[a-z0-9'-]+", 0),
        ("la lune", 1),
        (r"la\W+lune", 1),
        ("(?:la|dans la) lune", 2),
        ("(?:[a-z]+[, ]+){0,3}lune", 3),
        (".{0,25}lune", 13),
        ("[^.]{4}", 2),
        ("(?:^|[^a-z])lune(?:$|[^a-z])", 2),
        ("lune.*", None),
        ("(?:la )+lune", None),
        ("[^a-z]*", None),
        ("^lune", None),
        ("lune(?: ?$|!)", None),
        ("(?i)lune", None),
    ],
)
def test_how_many_breaks_a_match_may_hold(pattern: str, breaks: int | None) -> None:
    assert reach(pattern) == breaks


WORDS = st.lists(st.sampled_from(["a", "b", "ab", "c", ",", "bc", "?"]), min_size=30, max_size=60)


@given(PATTERNS, WORDS)
def test_no_match_is_missed_in_a_long_text(pattern: str, words: list[str]) -> None:
    text = " ".join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("parvis.guard.matching.STRETCH", 4)
        assert Matcher(patterns=[pattern]).found(text) == ({0} if re2.search(pattern, text) else set())


def test_in_long_texts_of_the_shipped_packs_none_is_missed() -> None:
    packs = shipped()
    patterns = [pattern for pack in packs for one in pack.lists for pattern in one.patterns][::3]
    matcher = Matcher(patterns=patterns)
    plain = [re2.compile(pattern) for pattern in patterns]
    said = [Views(test.text).bare for pack in packs for rule in pack.rules for test in rule.tests if test.text]
    for at in range(0, len(said) - 12, 97):
        text = " ".join(said[at : at + 12])
        assert matcher.found(text) == {place for place, one in enumerate(plain) if one.search(text)}

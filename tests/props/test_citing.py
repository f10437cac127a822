"""Whatever a view finds can be cited from the original text: every stretch of every view has its place there."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from parvis.core.text import tidy_message
from parvis.guard.citing import View
from parvis.guard.views import Views
from parvis.guard.vocabulary import of_lists

WORDS = ("salut", "j'ai", "quinze", "ans", "lycéenne", "g", "kel", "L33t", "été", "Москва", "🇸🇴", "a.b", "ﬁn", "ẞ", "İ")
SEPARATORS = (" ", "  ", ".", "-", "🔥", "\u200b", "\n", "'", "\u0301")
LISTS = of_lists(["lycéenne", "quinze ans"], [])
bits = st.one_of(st.sampled_from(WORDS), st.sampled_from(SEPARATORS), st.text(max_size=4))
texts = st.one_of(st.text(max_size=60), st.lists(bits, max_size=14).map("".join)).map(tidy_message)


@given(texts)
def test_every_stretch_of_every_view_has_its_place_in_the_text(text: str) -> None:
    views = Views(text)
    views.vocabulary = LISTS
    for view in get_args(View):
        seen: str = getattr(views, view)
        for at in range(len(seen)):
            start, end = views.cite(view, at, at + 1)
            assert 0 <= start < end <= len(text), (view, at)
        whole = views.cite(view, 0, len(seen))
        assert all(whole[0] <= one <= whole[1] for at in range(len(seen)) for one in views.cite(view, at, at + 1))


@given(texts)
def test_a_plain_form_is_made_of_what_is_cited(text: str) -> None:
    views = Views(text)
    for at, sign in enumerate(views.bare):
        start, end = views.cite("bare", at, at + 1)
        assert sign in Views("x" + text[start:end] + "x").bare


@given(texts)
def test_where_nothing_is_restored_the_form_is_the_plain_one_itself(text: str) -> None:
    views = Views(text)
    views.vocabulary = LISTS
    assert views.restored is views.bare or views.restored != views.bare
    assert views.mirrored is views.bare or views.mirrored != views.bare

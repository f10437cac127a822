"""An association prints cards and a poster: what stands on them, in both languages, and what never does."""

from __future__ import annotations

from datetime import date

import pytest
import segno

from parvis.core.config import Config
from parvis.core.settings import Counter, Door, Legal, Square
from parvis.web import paper
from parvis.web.i18n import Texts
from parvis.web.render import Renderer

LINKS = [f"0123456789ABCDEFGHJKMNPQR{last}" for last in "0123456789AB"]


def counter(number: int) -> Counter:
    return Counter(name=f"Maison {number}", address=f"{number} rue du Port", hours={"fr": "mardi", "en": "Tuesday"})


@pytest.fixture
def pages() -> Renderer:
    settings = Config(
        square=Square(name="La <place>", origin="https://chat.example.org"),
        legal=Legal(operator="Association secrète", contact_email="contact@example.org", phone="01 99 00 00 00"),
        counters=[counter(1), counter(2)],
        door=Door(next_evening={"fr": "vendredi 4 décembre", "en": "Friday 4 December"}),
    )
    return Renderer(Texts(strict=True, isolating=False), settings)


def card(number: int) -> paper.Card:
    return paper.Card(f"ABCD-EFGH-JKM{number % 10}", LINKS[number], date(2026, 12, 8), date(2027, 2, 22))


def test_a_card_carries_its_code_its_link_and_both_days_in_both_languages(pages: Renderer) -> None:
    told: list[int] = []
    page = paper.cards(pages, [card(0)], ["fr", "en"], told.append)
    assert "ABCD-EFGH-JKM0" in page
    assert "chat.example.org" in page
    assert "22 février 2027" in page and "8 décembre 2026" in page
    assert "22 February 2027" in page and "8 December 2026" in page
    assert told == [1]


def test_the_qr_code_on_a_card_is_the_link_with_the_code_in_its_fragment(pages: Renderer) -> None:
    page = paper.cards(pages, [card(3)], ["fr"], lambda _done: None)
    wanted = segno.make(f"https://chat.example.org/age#v={LINKS[3]}", error="m", micro=False)
    drawn = wanted.svg_inline(omitsize=True, border=4, dark=paper.INK, light="#ffffff", svgclass="qr", lineclass=None)
    assert drawn in page
    assert LINKS[3] not in page, "the link form is for cameras only"


def test_eight_cards_fill_a_sheet_and_the_ninth_begins_another(pages: Renderer) -> None:
    eight = paper.cards(pages, [card(number) for number in range(8)], ["fr", "en"], lambda _done: None)
    nine = paper.cards(pages, [card(number) for number in range(9)], ["fr", "en"], lambda _done: None)
    assert eight.count('<section class="sheet">') == 1
    assert nine.count('<section class="sheet">') == 2
    assert nine.count('class="code"') == 9


def test_nothing_about_the_operator_stands_on_a_card_and_names_are_escaped(pages: Renderer) -> None:
    page = paper.cards(pages, [card(0)], ["fr", "en"], lambda _done: None)
    assert "La &lt;place&gt;" in page and "La <place>" not in page
    for kept_out in ("Association secrète", "contact@example.org", "01 99 00"):
        assert kept_out not in page


def test_paper_needs_nothing_from_anywhere(pages: Renderer) -> None:
    for page in (paper.cards(pages, [card(0)], ["fr"], lambda _done: None), paper.poster(pages, ["fr", "en"])):
        for outside in ("<script", "<link", "src=", "url(", "@import", "/static/"):
            assert outside not in page


def test_a_card_in_one_language_keeps_silent_in_the_other(pages: Renderer) -> None:
    page = paper.cards(pages, [card(0)], ["en"], lambda _done: None)
    assert "8 December 2026" in page
    assert "décembre" not in page
    assert '<html lang="en">' in page


def test_the_poster_says_where_when_and_for_whom_and_bears_no_code(pages: Renderer) -> None:
    page = paper.poster(pages, ["fr", "en"])
    for said in (
        "Maison 1",
        "2 rue du Port",
        "mardi",
        "Tuesday",
        "18+",
        "vendredi 4 décembre",
        "3018",
        "chat.example.org",
    ):
        assert said in page
    wanted = segno.make("https://chat.example.org/how", error="m", micro=False)
    assert (
        wanted.svg_inline(omitsize=True, border=4, dark=paper.INK, light="#ffffff", svgclass="qr", lineclass=None)
        in page
    )
    assert "#v=" not in page


def test_a_poster_without_counters_says_where_they_will_be_announced() -> None:
    bare = Renderer(Texts(strict=True, isolating=False), Config(square=Square(origin="https://chat.example.org")))
    page = paper.poster(bare, ["fr", "en"])
    assert "Les guichets sont annoncés sur chat.example.org" in page
    assert "Counters are announced at chat.example.org" in page


def test_a_poster_with_many_counters_shows_six_and_sends_to_the_page_for_the_others() -> None:
    many = Config(
        square=Square(origin="https://chat.example.org"), counters=[counter(number) for number in range(1, 9)]
    )
    page = paper.poster(Renderer(Texts(strict=True, isolating=False), many), ["fr"])
    assert "Maison 6" in page and "Maison 7" not in page
    assert "Autres guichets\u00a0: chat.example.org" in page


def test_what_a_person_types_keeps_an_unusual_port() -> None:
    assert paper.short_address("http://localhost:8080") == "localhost:8080"

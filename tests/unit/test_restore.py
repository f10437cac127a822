"""Disguises are undone with words kept apart; what is no disguise stays exactly as it is."""

from __future__ import annotations

import gc
import sys

import pytest

from parvis.guard.edition import as_shipped
from parvis.guard.extractors import Said
from parvis.guard.literals import words_in
from parvis.guard.views import Views
from parvis.guard.vocabulary import Vocabulary, of_lists

LISTS = of_lists(
    ["salope", "lycéenne", "collégienne", "mineure", "occupe toi", "connard", "te tuer"],
    map(words_in, ["j'ai (?:1[0-7]|quinze) ?ans", "quel age"]),
)


def restored(text: str, vocabulary: Vocabulary = LISTS) -> str:
    views = Views(text)
    views.vocabulary = vocabulary
    return views.restored


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("j'4i 15 4n5, t'3s d'0ù ?", "j'ai 15 ans, t'es d'ou ?"),
        ("j ' a i   1 5   a n s", "j'ai 15 ans"),
        ("j ' a i 1 5 a n s", "j'ai 15 ans"),
        ("j_a_i_1_5_a_n_s", "j'ai 15 ans"),
        ("s-a-l-o-p-e", "salope"),
        ("s🔥a🔥l🔥o🔥p🔥e", "salope"),
        ("sal🔥ope !", "salope !"),
        ("sa lo pe", "salope"),
        ("je vais te tu er", "je vais te tuer"),
        ("🇸🇦🇱🇴🇵🇪", "salope"),
        ("s🅰l🅾pe", "salope"),
        ("saaaaaloooope", "salope"),
        ("loveee youuu", "love you"),
        ("jjj'aaaiii 15 aaannnsss", "j'ai 15 ans"),
        ("$al0pe, c0nn4rd", "salope, connard"),
        ("c*nnard", "connard"),
        ("lyc33nn3", "lyceenne"),
        ("l5 ans", "15 ans"),
        ("1O ans", "10 ans"),
        ("epolas", "salope"),
        ("s\u200ba\u200blоpe", "salope"),
    ],
)
def test_a_disguise_is_read_as_what_it_hides(text: str, meant: str) -> None:
    assert restored(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("g 15 an", "j'ai 15 ans"),
        ("kinze an", "quinze ans"),
        ("slt kel age tu as?", "salut quel age tu as?"),
        ("jsuis lycéene", "je suis lyceenne"),
        ("chuis o kolège", "je suis o college"),
        ("ke tu veux okup moin", "que tu veux occupe moins"),
        ("u r gr8, c u l8r 2nite", "you are great, see you later tonight"),
        ("tkt jcherche koi", "t'inquiete je cherche quoi"),
    ],
)
def test_what_is_written_by_ear_is_read_by_ear(text: str, meant: str) -> None:
    assert restored(text) == meant


@pytest.mark.parametrize("text", ["sna 51 ia'j", "ia'j 51 sna", "ecnamor al ed emia'j", "?no uoy era woh"])
def test_a_text_in_a_mirror_is_turned_around(text: str) -> None:
    views = Views(text)
    views.vocabulary = LISTS
    assert views.mirrored is not views.bare
    assert {"j'ai", "j'aime", "are"} & set(views.mirrored.split())


@pytest.mark.parametrize(
    "text",
    [
        "je vais dire a tout le monde que ton frere est seropo",
        "mon petit frere passe le brevet cette semaine, on croise les doigts",
        "you are the night watch and we know the garden by the river",
    ],
)
def test_words_put_right_one_by_one_do_not_hide_that_a_text_is_in_a_mirror(text: str) -> None:
    """Lists know so many words that most of a mirrored text's can be put right where they stand, in the wrong order."""
    views = Views(text[::-1])
    views.vocabulary = as_shipped()._vocabulary
    assert views.restored != views.bare, "some were"
    assert views.mirrored.startswith(text)


ORDINARY = """
    bonsoir à toutes et à tous, ça va ?
    j'habite à Saint-Étienne, près de la gare
    peut-être qu'on se verra demain... ou pas !
    le film commence à 20h30, entrée 12,50 €
    https://example.org/a/b?c=d et www.example.fr
    Karim et Inès arrivent de Puteaux par la ligne 13
    j'ai 45 ans, divorcé, deux enfants
    rdv à 18h devant le cinéma, salle 3
    yes I think so, see you around eight
    for i in range(10): print(i)
    el perro de mi hermana es muy grande
    Ich wohne in München und arbeite als Lehrer
    c'est à moi, l'été arrive, d'accord
    il y a 2 ans on était à Brest
    привет, как дела
    我喜欢音乐
"""


@pytest.mark.parametrize("text", [line.strip() for line in ORDINARY.strip().splitlines()])
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    views = Views(text)
    views.vocabulary = LISTS
    assert (views.restored, views.mirrored) == (views.bare, views.bare)


def test_a_text_of_words_is_its_own_restored_form() -> None:
    views = Views("bonsoir, quelqu'un veut parler de cinéma ou de musique ce soir ?")
    assert views.restored is views.bare
    assert views.mirrored is views.bare


def test_words_of_a_pattern_are_found_in_it() -> None:
    assert words_in(r"(?:ly|col)cee?s?\b") == {
        *("lycee", "lycees", "lyce", "lyces", "colcee", "colcees", "colce", "colces")
    }
    sentence = r"je suis [a-z]+nne (?:(?:tres )*jeune|m[uo]i) ?ans\d"
    assert words_in(sentence) == {"je", "suis", "tres", "jeune", "mui", "moi"}


@pytest.mark.parametrize(
    ("text", "view", "found", "cited"),
    [
        ("Oh, s.a.l.o.p.e va", "restored", "salope", "s.a.l.o.p.e"),
        ("dis  J ' a i   1 5   a n s", "restored", "15", "1 5"),
        ("t'es une epolas toi", "restored", "salope", "epolas"),
        ("ecnamor al ed emia'j", "mirrored", "romance", "ecnamor"),
        ("Été à  Paris", "bare", "ete", "Été"),
        ("Été à  Paris", "folded", "paris", "Paris"),
        ("s\u200ba\u0301lоpe ici", "bare", "salope", "s\u200ba\u0301lоpe"),
        ("slt kel age tu as", "restored", "quel", "kel"),
    ],
)
def test_what_a_view_found_is_cited_from_the_original(text: str, view: str, found: str, cited: str) -> None:
    views = Views(text)
    views.vocabulary = LISTS
    start = getattr(views, view).index(found)
    begin, end = views.cite(view, start, start + len(found))  # type: ignore[arg-type]
    assert text[begin:end] == cited


HOSTILE = {
    "letters apart": "l e t t r e s ",
    "letters apart in a row": "x y ",
    "leet": "q1w2 ",
    "stars": "a*b* ",
    "dots": "j.e.v.o.u.s.",
    "separators": "a" + "." * 40,
    "unknown words": "brzt kvlm ",
    "held letters": "aaaaaaaa",
    "numbers spoken": "zero six trente ",
    "ages": "j'ai 15 ans ",
    "almost links": "a . b point ",
    "right to left": "\u202eab\u202c ",
}


def calls(text: str) -> int:
    """Calls made to restore a text and to extract from it, by a vocabulary that has never seen it."""
    views, count = Views(text), 0
    views.vocabulary = of_lists(["salope"], [])
    assert views.bare

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    gc.disable()
    sys.setprofile(note)
    try:
        Said(views, 2026)
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_grows_with_the_length_of_a_hostile_text_and_no_faster(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (500, 2_000))
    assert calls(long) <= 4.4 * calls(short) + 100

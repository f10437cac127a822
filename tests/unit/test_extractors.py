"""What a text says beside its words: numbers to call, links, names elsewhere, prices, ages and whose they are."""

from __future__ import annotations

import pytest

from parvis.guard.extractors import Said
from parvis.guard.phones import digits_of
from parvis.guard.views import Views

YEAR = 2026


def said(text: str, name: str) -> int:
    return Said(Views(text), YEAR).values.get(f"msg.{name}", 0)


OWN_AGES = """
    j'ai 15 ans, tu viens quand ? = 15
    Salut, j’ai 16 ans et toi ? = 16
    jai 14ans = 14
    J'AI QUINZE ANS = 15
    moi j'ai que 13 ans = 13
    j'ai bientôt 18 ans = 17
    je n'ai pas encore 18 ans = 17
    je suis pas encore majeure = 17
    je suis encore mineure = 17
    je suis collégienne = 13
    f 15 ans lyon = 15
    15 ans = 15
    15f = 15
    g 15 an = 15
    j'4i 15 4n5 = 15
    sna 51 ia'j = 15
    je suis une fille de 14 ans = 14
    jvais avoir 16 ans en mars = 15
    je vais avoir 18 ans = 17
    je suis en terminale = 17
    je suis en 3e, et toi = 14
    je passe le brevet cette année = 14
    je suis au lycée = 16
    je suis née en 2011 = 15
    I'm 15 years old = 15
    hi im 14 yo = 14
    i'm only 14 and you = 14
    15 yo here = 15
    sorry, I'm under 18 = 17
    i turn 16 next week = 15
    i'm in year 9 = 13
    i'm in 10th grade = 15
    i was born in 2012 = 14
    turning 16 next month = 15
    née en 2011, et alors = 15
    jsuis de 2010 = 16
    F16 de Nantes = 16
    ado de 15 piges qui s'ennuie = 15
    j'ai 45 ans = 45
"""
NO_AGES = """
    j'ai 15 ans de métier
    j'ai 15 ans de plus que toi
    j'ai 15 ans d'ancienneté, et vous ?
    j'ai 17 ans de mariage
    quand j'ai eu 15 ans on a déménagé
    tu crois que j'ai 12 ans ?
    on dirait que j'ai 15 ans
    dans ma tête j'ai 15 ans
    ma fille me dit : j'ai 15 ans, je fais ce que je veux
    « j'ai 15 ans », disait le titre du film
    j'avais 15 ans
    j'ai 15 ans... non, 45 !
    à 16 ans j'étais déjà au travail
    si je suis mineur je n'entre pas
    je suis mineur de fond, comme mon père
    je suis en première dans le train
    je suis en seconde main sur une appli
    15 ans de mariage déjà
    15 ans déjà qu'on se connaît
    il y a 15 ans on était à Brest
    ça fait 15 ans que je fume plus
    un whisky de 12 ans
    mon chat a 14 ans
    bientôt 18 euros
    I'm 15 minutes away
    I'm 12 years older than her
    I'm 16 years sober
    took me ten years to say it
    I'm fifteen years into this job
    when I was 15 I moved
    I feel like I'm 15 years old
"""
OTHERS_AGES = """
    ma fille a 15 ans = 15
    il a 16 ans = 16
    elle a que 13 ans = 13
    je connais une fille de 14 ans = 14
    tu as 15 ans ? = 15
    ma nièce de 14 ans cherche un stage = 14
    my daughter is 15 = 15
    he is 15 = 15
    she's 14 years old = 14
    a 15 year old girl = 15
"""


def lines(block: str) -> list[str]:
    return [line.strip() for line in block.strip().splitlines()]


def pairs(block: str) -> list[tuple[str, int]]:
    return [(text, int(years)) for text, years in (line.rsplit(" = ", 1) for line in lines(block))]


@pytest.mark.parametrize(("text", "years"), pairs(OWN_AGES))
def test_the_age_somebody_claims_is_read(text: str, years: int) -> None:
    assert (said(text, "age_self"), said(text, "age_other")) == (years, 0)


@pytest.mark.parametrize("text", lines(NO_AGES))
def test_what_was_is_imagined_is_quoted_or_counts_something_else_is_nobodys_age(text: str) -> None:
    assert (said(text, "age_self"), said(text, "age_other")) == (0, 0)


@pytest.mark.parametrize(("text", "years"), pairs(OTHERS_AGES))
def test_an_age_of_somebody_else_is_told_from_ones_own(text: str, years: int) -> None:
    assert (said(text, "age_self"), said(text, "age_other")) == (0, years)


@pytest.mark.parametrize(
    "text",
    [
        "appelle-moi au 06 39 98 01 23",
        "06.39.98.01.23",
        "O6 39 98 Ol 23",
        "0 6 3 9 9 8 0 1 2 3",
        "+33 6 39 98 01 23",
        "0033639980123",
        "+44 7700 900123",
        "07700 900123",
        "zero six trente neuf quatre vingt dix huit zero un vingt trois",
        "zéro six 39 quatre-vingt-dix-huit 01 vingt-trois",
        "z3r0 six trente-neuf quatre-vingt-dix-huit zero un vingt-trois",
        "0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣0️⃣1️⃣2️⃣3️⃣",
        "06😀39😀98😀01😀23",
        "0475 12 34 56 en Belgique",
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(text: str) -> None:
    assert said(text, "phones") == 1


@pytest.mark.parametrize(
    "text",
    [
        "le 3018 est gratuit",
        "0 800 05 95 95",
        "rendez-vous le 06/07/2026 à 20 h 30",
        "commande 0612345678901",
        "j'ai 12 345 678 points",
        "un deux trois quatre cinq six soleil",
    ],
)
def test_digits_that_call_nobody_are_no_number(text: str) -> None:
    assert said(text, "phones") == 0


def test_tens_are_read_as_they_are_spoken() -> None:
    spoken = "zero six quatre vingt dix huit soixante et onze vingt et un double sept"
    assert digits_of(spoken.split()) == "0698712177"


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("site point com", "urls", 1),
        ("mon site c'est machin point fr", "urls", 1),
        ("hxxp://exemple.example/x", "urls", 1),
        ("t . me/truc", "urls", 1),
        ("www.exemple.example et https://autre.example/b", "urls", 2),
        ("lea.m@exemple.example ou lea arobase exemple point fr", "urls", 2),
        ("d'un point de vue com ou pas", "urls", 0),
        ("ok.et toi.moi ça va", "urls", 0),
        ("mon insta c lea_x", "handles", 1),
        ("snap: lea.x2", "handles", 1),
        ("add me on snap lea_22", "handles", 1),
        ("j'adore snap et insta", "handles", 0),
        ("insta c'est nul", "handles", 0),
        ("@lea et @max vous venez ?", "mentions", 2),
        ("150 € l'heure", "prices", 1),
        ("100 roses, 80/h", "prices", 2),
        ("£120 an hour", "prices", 1),
        ("20h30 au 5e étage", "prices", 0),
        ("trois roses rouges", "prices", 0),
    ],
)
def test_links_names_elsewhere_and_prices_are_counted(text: str, name: str, count: int) -> None:
    assert said(text, name) == count


def test_what_is_extracted_is_cited_from_the_text_as_it_was_written() -> None:
    text = "Écris-moi,  O6.39.98.Ol.23 ou j'4i 15 4n5"
    found = Said(Views(text), YEAR)
    assert [text[start:end] for start, end in found.spans(["msg.phones", "msg.age_self"])] == [
        "O6.39.98.Ol.23",
        "15 4n5",
    ]

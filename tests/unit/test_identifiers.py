"""Hashes, plates, order numbers and other identifiers are read as what they are: nothing is made of their pieces."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest

from parvis.core.verdict import Kind, Ruling
from parvis.guard.edition import as_shipped
from parvis.guard.trial import Trial

DRAW = random.Random(20261127)
SMALL, LARGE = string.digits + string.ascii_lowercase, string.digits + string.ascii_uppercase


def some(count: int, signs: str) -> str:
    return "".join(DRAW.choices(signs, k=count))


def hexadecimal(count: int) -> str:
    return some(count, "0123456789abcdef")


MADE: dict[str, Callable[[], str]] = {
    "short hash": lambda: hexadecimal(8),
    "long hash": lambda: hexadecimal(40),
    "uuid": lambda: "-".join(map(hexadecimal, (8, 4, 4, 4, 12))),
    "address of a card": lambda: ":".join(hexadecimal(2) for _ in range(6)),
    "identifier": lambda: some(DRAW.randint(6, 14), SMALL),
    "key": lambda: "-".join(some(4, LARGE) for _ in range(3)),
    "plate": lambda: f"{some(2, string.ascii_uppercase)}-{DRAW.randint(100, 999)}-{some(2, string.ascii_uppercase)}",
    "old plate": lambda: f"{DRAW.randint(10, 9999)} {some(2, string.ascii_uppercase)} {DRAW.randint(10, 95)}",
    "order": lambda: f"{DRAW.randint(10, 99)}/{some(1, string.ascii_uppercase)}{DRAW.randint(1, 9)}-{some(3, LARGE)}",
}
FRAMES = ("{}", "le commit {} casse tout", "ma plaque c'est {}", "order {} is late", "la référence est {}")
BY_CHANCE = ("85d7a070", "25/Q1", "123 AG 75", "87ba58f9", "7a90", "x14g=80x", "3G45-2GK4", "12ag4")
NUMBERS = (
    "ma commande 604-1182-22 est arrivée", "order number RC 4471", "look at M10", "13/I9-895", "la M11 est fermée",
    "12, rue des Lilas", "15h", "10/10, parfait",
)  # fmt: skip
ORDERS = ("ma commande 604-1182-22 est arrivée", "colis n° 604118 livré", "order 4471-22 has shipped")
NO_ORDERS = ("commande 604-1182-22, beuh livrée", "order number 4471, weed 10€ a gram", "commande 100€ de taz")
CODES = ("7g for 50", "14 for 80", "3.5 = 30", "14g=80", "28g a 150€", "50€le g", "70e le g", "8/g", "40 a q")
MORE_CODES = ("1g60/2g100/5g220", "2g 100€ | 5g 220€", "200 les 5g", "cinquante les deux g", "50 the 8th")


def lists_in(text: str) -> frozenset[str]:
    return as_shipped().read(Trial().subject(Kind.MESSAGE, text)).hits


@pytest.mark.parametrize("kind", MADE)
def test_an_identifier_is_no_code_of_the_trade(kind: str) -> None:
    for _ in range(60):
        for frame in FRAMES:
            text = frame.format(MADE[kind]())
            assert "hit.drug_code" not in lists_in(text), text


@pytest.mark.parametrize("text", BY_CHANCE)
def test_what_by_chance_holds_a_weight_or_an_age_is_not_stopped(text: str) -> None:
    assert lists_in(text).isdisjoint({"hit.drug_code", "hit.young_age_said"})


@pytest.mark.parametrize("text", CODES + MORE_CODES)
def test_a_code_of_the_trade_is_still_found(text: str) -> None:
    assert "hit.drug_code" in lists_in(text)


@pytest.mark.parametrize("text", NUMBERS)
def test_an_ordinary_number_stops_nothing(text: str) -> None:
    assert Trial(unlearned=True).judge(Kind.MESSAGE, text).ruling is Ruling.ALLOW


@pytest.mark.parametrize(("text", "opens"), [*[(one, False) for one in ORDERS], *[(one, True) for one in NO_ORDERS]])
def test_the_number_of_an_order_opens_no_case_about_drugs_unless_goods_are_named(text: str, opens: bool) -> None:
    found = as_shipped().read(Trial().subject(Kind.MESSAGE, text)).features
    sure = {"msg.kind": "message", **found, "learned.on": True, "learned.harm": 100, "learned.top": "drugs"}
    assert as_shipped().ask("learned-drugs", sure) is opens

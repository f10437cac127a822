"""An excuse that must stand beside what it excuses, and the places findings cite."""

from __future__ import annotations

import pytest

import fruit
from parvis.core.clock import Instant
from parvis.core.verdict import Kind
from parvis.guard.edition import Edition
from parvis.guard.rules import BadPack
from parvis.guard.subject import Subject
from parvis.guard.views import Views

LISTS = """
[[list]]
id = "coarse"
terms = ["zut"]
patterns = ["flut+e"]
[[list]]
id = "laughed"
terms = ["lol", "mdr"]
[[rule]]
id = "rude"
title = { fr = "Grossier", en = "Rude" }
harm = "harassment"
on = ["message"]
mode = "live"
actions = [{ do = "prompt" }]
text_key = "refuse-advert"
owner = "lead"
review_by = 2027-05-26
"""
NEAR = "when = 'hit.coarse'\nunless = 'near.laughed'\nnear = 12\n"
FAR = "bien des mots plus loin"


def edition(rule: str = NEAR) -> Edition:
    return Edition([fruit.headed(LISTS + rule)])


def about(text: str) -> Subject:
    return Subject(kind=Kind.MESSAGE, views=Views(text), network="", now=Instant(0), tick=0.0)


@pytest.mark.parametrize(
    ("text", "excused"),
    [
        ("zut lol", True),
        ("lol, zut", True),
        ("MDR ! Flutte !", True),
        ("zut alors, mdr", True),
        (f"zut, {FAR} lol", False),
        ("zut", False),
        (f"zut lol, {FAR} : zut", False),
        (f"zut lol, {FAR} : flute mdr", True),
        ("zut " * 100 + "lol", False),
        ("zut lol " * 100, False),
    ],
)
def test_what_excuses_stands_beside_every_place_it_excuses(text: str, excused: bool) -> None:
    found = edition().judge(about(text))
    assert ([one.check for one in found] == []) is excused


def test_laughter_far_away_is_found_all_the_same() -> None:
    reading = edition().read(about(f"zut, {FAR} lol"))
    assert reading.hits == {"hit.coarse", "hit.laughed"}
    assert reading.values == {"hit.coarse": True, "near.laughed": False}


def test_a_finding_cites_what_the_rule_is_about_and_not_what_might_have_excused_it() -> None:
    text = f"Ah  ZÙT… {FAR} lol"
    (finding,) = edition().judge(about(text))
    assert [text[start:end] for start, end in finding.spans] == ["ZÙT"]


def test_where_places_are_not_kept_anywhere_is_near() -> None:
    assert not edition().ask("rude", {"hit.coarse": True, "hit.laughed": True})
    assert edition().ask("rude", {"hit.coarse": True})
    assert edition().ask("rude", {"hit.coarse": True, "hit.laughed": True, "near.laughed": False})


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("when = 'hit.coarse && near.laughed'\nnear = 5\n", "asks in `when` what stands near"),
        ("when = 'hit.coarse'\nunless = 'near.laughed'\n", "how near"),
        ("when = 'hit.coarse'\nunless = 'hit.laughed'\nnear = 5\n", "none of its excuses must stand near"),
        ("when = 'hit.coarse'\nunless = 'near.laughed'\nnear = 500\n", "500 characters apart"),
        ("when = 'hit.coarse'\nunless = 'near.lauged'\nnear = 5\n", "Did you mean near.laughed"),
        ("when = 'msg.length > 3'\nalways = true\nunless = 'near.laughed'\nnear = 5\n", "near what list"),
    ],
)
def test_a_distance_that_means_nothing_stops_the_start(rule: str, why: str) -> None:
    with pytest.raises(BadPack, match=why):
        edition(rule)

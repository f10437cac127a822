"""The handbook at ``/help``: pages that `scripts/handbook.py` made of `docs/`, in the frame of all other pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.errors import Unavailable
from parvis.web.house import house_of

PAGES = Path(__file__).parent / "handbook" / "pages.json"
SECTIONS = ("visit", "start", "operate", "moderate", "law", "reference", "build", "decisions")
"""The parts of the handbook, in the order in which they are listed; each is a folder of `docs/`."""
WRITTEN = "en"
"""The language every page has."""


class Chapter(msgspec.Struct, frozen=True):
    """One page in one language. ``name`` is its address below ``/help``; the first page has none."""

    name: str
    lang: str
    title: str
    body: str

    @property
    def section(self) -> str:
        """The part of the handbook it stands in; empty for the first page."""
        return self.name.partition("/")[0]


class Handbook:
    """All pages, by name and language."""

    def __init__(self, chapters: Iterable[Chapter]) -> None:
        self._chapters = {(one.name, one.lang): one for one in chapters}
        self.names = sorted({name for name, _ in self._chapters})

    def find(self, name: str, lang: str) -> Chapter | None:
        """The page in that language, else in the one that has all pages; None where there is no such page."""
        return self._chapters.get((name, lang)) or self._chapters.get((name, WRITTEN))

    def beside(self, section: str, lang: str) -> list[Chapter]:
        """The other pages of a section."""
        found = (self.find(name, lang) for name in self.names if name.startswith(f"{section}/"))
        return [one for one in found if one is not None]


@cache
def shipped() -> Handbook:
    """The handbook this installation came with; Unavailable when it was built without."""
    try:
        content = PAGES.read_bytes()
    except FileNotFoundError:
        raise Unavailable("The handbook has not been built. Build it: ./dev setup, or pip install .") from None
    return Handbook(msgspec.json.decode(content, type=list[Chapter]))


async def chapter(request: Request) -> Response:
    """One page of the handbook."""
    handbook = await asyncio.to_thread(shipped)
    name, lang = request.path_params.get("path"), request.state.lang
    found = handbook.find(name or "", lang)
    if found is None or name == "":
        raise HTTPException(404)
    return house_of(request).pages.page(
        request, "chapter.html", chapter=found, body=Markup(found.body), sections=SECTIONS,  # noqa: S704 - our own pages
        beside=handbook.beside(found.section, lang) if found.section else [],
    )  # fmt: skip


routes = [Route("/help", chapter), Route("/help/{path:path}", chapter)]

"""The reference, for programs at ``/openapi.json`` and ``/asyncapi.json``, and for people at ``/docs``."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.web.api import asyncapi, openapi, views
from parvis.web.files import AN_HOUR
from parvis.web.gate import Asked
from parvis.web.house import house_of
from parvis.web.i18n import Texts
from parvis.web.render import Renderer


@dataclass
class Reference:
    """Both documents of one square, each made once, when first asked for, beside the loop that carries the talk."""

    needs: Mapping[str, Asked]
    origin: str
    texts: Texts
    read: dict[str, Markup] = field(default_factory=dict)
    """The body of the page by language: hundreds of doors and frames are not set out anew for every reader."""

    @cached_property
    def http(self) -> openapi.Document:
        """OpenAPI."""
        return openapi.document(self.needs, self.origin)

    @cached_property
    def socket(self) -> openapi.Document:
        """AsyncAPI."""
        return asyncapi.document(self.origin, self.texts)

    def body(self, pages: Renderer, lang: str) -> Markup:
        """Both, to read; headings in the reader's language."""
        if lang not in self.read:
            shown = pages.render("_reference.html", lang, http=views.http(self.http), socket=views.socket(self.socket))
            self.read[lang] = Markup(shown)  # noqa: S704 - our own template has escaped it
        return self.read[lang]


async def openapi_json(request: Request) -> Response:
    """The JSON doors, as OpenAPI 3.1."""
    reference = reference_of(request)
    return _file(await asyncio.to_thread(lambda: reference.http))


async def asyncapi_json(request: Request) -> Response:
    """The socket, as AsyncAPI 3.0."""
    reference = reference_of(request)
    return _file(await asyncio.to_thread(lambda: reference.socket))


async def docs(request: Request) -> Response:
    """Both, to read."""
    pages = house_of(request).pages
    body = await asyncio.to_thread(reference_of(request).body, pages, request.state.lang)
    return pages.page(request, "docs.html", body=body)


def reference_of(request: Request) -> Reference:
    """The documents of the square that answers this request."""
    found = request.app.state.reference
    assert isinstance(found, Reference)
    return found


routes = [Route("/openapi.json", openapi_json), Route("/asyncapi.json", asyncapi_json), Route("/docs", docs)]


def _file(document: openapi.Document) -> Response:
    return Response(msgspec.json.encode(document), media_type="application/json", headers={"Cache-Control": AN_HOUR})

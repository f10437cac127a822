"""Pages that set something, one for each group of settings; what does not fit is told beside its field."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.access import choosing
from parvis.access.choosing import Misfits
from parvis.core.chosen import GROUPS
from parvis.core.config import Config
from parvis.core.verdict import Finding
from parvis.store import chosen as stored
from parvis.store import staff as people
from parvis.web import backstage
from parvis.web.admin import fields, frame
from parvis.web.house import house_of

SHOWN = 200


async def group(request: Request) -> Response:
    """A page of settings."""
    return _page(request, _group_of(request))


async def save(request: Request) -> Response:
    """Keep all of the page's settings, or none."""
    name, form, written = _group_of(request), await request.form(), house_of(request).written
    values = {one: fields.typed(form, one) for one in GROUPS[name] if one not in written.lines}
    refusal = await keep(request, values)
    if isinstance(refusal, Misfits):
        return _page(request, name, refusal, values)
    return refusal or RedirectResponse(f"/admin/settings/{name}?kept=1", status_code=303)


async def keep(request: Request, values: Mapping[str, object]) -> Response | Misfits | None:
    """Set these and let the house follow; why nothing was kept, where nothing was."""
    house = house_of(request)
    outcome = await choosing.choose(house.means, house.written, backstage.staff_of(request), values)
    if isinstance(outcome, Finding):
        return backstage.refused(request, outcome, backstage.ADMIN)
    if isinstance(outcome, Config):
        await house.adopt(outcome)
        return None
    return outcome


async def log(request: Request) -> Response:
    """Who set what, when, from what to what."""
    db = house_of(request).means.db
    changes = await db.read(lambda conn: stored.latest(conn, SHOWN))
    names = {one.id: one.name for one in await db.read(people.everybody)}
    return frame.page(request, "admin_log.html", changes=changes, names=names)


routes = [
    Route("/admin/settings/{group}", group),
    Route("/admin/settings/{group}", save, methods=["POST"]),
    Route("/admin/log", log),
]


def _group_of(request: Request) -> str:
    name: str = request.path_params["group"]
    if name not in GROUPS:
        raise HTTPException(404)
    return name


def _page(
    request: Request, name: str, misfits: Misfits | None = None, values: Mapping[str, object] | None = None
) -> Response:
    house, wrong, typed = house_of(request), set(misfits.names if misfits else ()), values or {}
    shown = [
        fields.field(house.wanted, house.written, one, is_wrong=one in wrong, typed=typed.get(one))
        for one in GROUPS[name]
    ]
    elsewhere = sorted(wrong - set(GROUPS[name]))
    return frame.page(
        request, "admin_settings.html", 422 if misfits else 200, group=name, fields=shown, elsewhere=elsewhere,
        file=house.written.file, waits=house.waits_for_a_start, kept=request.query_params.get("kept") == "1",
        languages=house.wanted.square.languages, zones=fields.ZONES if name == "square" else [],
        templates=_templates(request) if name == "house-rules" else {},
    )  # fmt: skip


def _templates(request: Request) -> dict[str, str]:
    """Rules to begin with, in each language that runs."""
    texts = house_of(request).texts
    return {lang: texts.text(lang, "admin-rules-template") for lang in texts.languages}

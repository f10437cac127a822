"""What stands round every page of the administration: its menu, and one way to render it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from parvis.core.staff import Act
from parvis.web import backstage
from parvis.web.backstage import ADMIN, MINE, Page

MENU: tuple[Page, ...] = (
    (ADMIN, "admin-nav-overview", Act.KEEP_HOUSE),
    ("/admin/numbers", "admin-nav-numbers", Act.KEEP_HOUSE),
    ("/admin/settings/square", "admin-nav-square", Act.KEEP_HOUSE),
    ("/admin/settings/legal", "admin-nav-legal", Act.KEEP_HOUSE),
    ("/admin/settings/house-rules", "admin-nav-house-rules", Act.KEEP_HOUSE),
    ("/admin/rooms", "admin-nav-rooms", Act.KEEP_HOUSE),
    ("/admin/settings/door", "admin-nav-door", Act.KEEP_HOUSE),
    ("/admin/counters", "admin-nav-counters", Act.KEEP_HOUSE),
    ("/admin/settings/hours", "admin-nav-hours", Act.KEEP_HOUSE),
    ("/admin/settings/age", "admin-nav-age", Act.KEEP_HOUSE),
    ("/admin/settings/retention", "admin-nav-retention", Act.KEEP_HOUSE),
    ("/desk/keeping", "admin-nav-keeping", Act.KEEP_SQUARE),
    ("/staff/team", "admin-nav-team", Act.MANAGE_STAFF),
    ("/admin/log", "admin-nav-log", Act.KEEP_HOUSE),
    ("/admin/closing", "admin-nav-closing", Act.CLOSE),
    (MINE, "staff-nav-me", None),
)
"""The pages in their order, with what each asks; nobody is shown a door that is not theirs."""


def page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """A page of the administration."""
    menu = backstage.menu_of(request, MENU, ADMIN)
    return backstage.page(request, template, status, menu=menu, menu_key="admin-nav", **context)

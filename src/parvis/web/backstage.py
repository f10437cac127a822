"""What every page of the team has around it: who is here and what they may do, and how a fresh touch is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from parvis.access import sessions
from parvis.access.sessions import Present
from parvis.core.clock import MINUTE
from parvis.core.config import team_origin
from parvis.core.staff import Act, Staff, acts_of, public_name
from parvis.core.verdict import Finding
from parvis.store.staff import Session
from parvis.web.address import own_path
from parvis.web.house import House, house_of

DESK = "/desk"
ADMIN = "/admin"
MINE = "/staff/me"
Page = tuple[str, str, Act | None]
"""Of a menu: where it leads, its words, and what it asks; None is open to the whole team."""
FIELD_MAX = 4_000
"""Characters of a field that are looked at; a passkey's answer has a limit of its own."""


@dataclass(frozen=True)
class Entry:
    """A link of a menu."""

    href: str
    key: str
    is_here: bool


def menu_of(request: Request, pages: Iterable[Page], front: str = "") -> list[Entry]:
    """What of these pages is theirs, in order; what lies below a page belongs to it, but for the ``front`` one."""
    path = request.url.path
    return [
        Entry(href, key, path == href or (href != front and path.startswith(href + "/")))
        for href, key, act in pages
        if act is None or may_here(request, act)
    ]


def page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """A page for whoever of the team is here, with the team's own navigation and what its script needs."""
    house, staff = house_of(request), staff_of(request)
    around: dict[str, object] = {
        "menu": menu_of(request, _pages(request)),
        "menu_key": "staff-nav",
        "staff": staff,
        "acts": {act.value for act in acts_of(staff.roles)},
        "public": public_name(staff, request.state.lang),
        "touch_ms": touch_ms(house, request.state.session),
        "fault": None,
    }
    return house.pages.page(request, template, status, **(around | context))


def _pages(request: Request) -> Iterator[Page]:
    """The team's own pages; the administration only where there is a way to it."""
    yield MINE, "staff-nav-me", None
    yield DESK, "staff-nav-desk", Act.SIMULATE
    yield "/staff/team", "staff-nav-team", Act.MANAGE_STAFF
    if href := admin_href(request):
        yield href, "staff-nav-admin", Act.KEEP_HOUSE
    yield "/staff/access", "staff-nav-access", Act.SEE_ACCESS_LOG


def admin_href(request: Request) -> str:
    """Where the administration is for whoever is here; empty where it is not theirs, or nobody said how to reach it."""
    if not may_here(request, Act.KEEP_HOUSE):
        return ""
    here = request.app.state.private
    origin = team_origin(house_of(request).means.config)
    return ADMIN if here else origin and origin + ADMIN


def refused(request: Request, finding: Finding, back: str) -> Response:
    """Why something was not done, with the way back; a missing touch is asked for at once."""
    if finding.text_key == "refuse-step-up":
        return confirm(request, back)
    return page(request, "staff_refused.html", status_of(finding), finding=finding, back=back)


def confirm(request: Request, back: str) -> Response:
    """The passkey, once more; then back to that page."""
    return page(request, "staff_confirm.html", 403, back=own_path(back, MINE))


def needs_touch(request: Request) -> bool:
    """Whether a grave act has to wait for a touch of the passkey: then answer with `confirm`, having done nothing.

    The gate asks this by itself where the route's own act is in `core.staff.GRAVE`.
    """
    return not sessions.has_stepped_up(house_of(request).means, request.state.session)


def came_from(request: Request) -> str:
    """The path of our own page that a form stood on, as the browser says; nothing where it does not say."""
    found = urlsplit(request.headers.get("referer", ""))
    return found.path if f"{found.scheme}://{found.netloc}" in house_of(request).origins else ""


def staff_of(request: Request) -> Staff:
    """Who is here; the gate has seen to it that somebody is."""
    staff: Staff | None = request.state.staff
    assert staff is not None
    return staff


def may_here(request: Request, act: Act) -> bool:
    """Whether whoever is here has that right."""
    return act in acts_of(staff_of(request).roles)


def present_of(request: Request) -> Present:
    """Who is here, and with which sign-in."""
    session: Session = request.state.session
    return Present(staff=staff_of(request), session=session)


def touch_ms(house: House, session: Session) -> int:
    """For how many more milliseconds the last touch of the passkey stands behind grave acts; 0 when it does not."""
    if not sessions.has_stepped_up(house.means, session):
        return 0
    return session.stepped_up_at + house.means.config.team.step_up_minutes * MINUTE - house.means.clock.now()


def status_of(finding: Finding) -> int:
    """How a refusal is answered."""
    return 429 if finding.retry_ms else 422


async def fields_of(request: Request, most: int = FIELD_MAX) -> dict[str, str]:
    """Text fields of the form, none longer than ``most``."""
    form: FormData = await request.form()
    return {name: value[:most] for name, value in form.items() if isinstance(value, str)}


async def choices_of(request: Request, name: str) -> list[str]:
    """What was ticked under one name."""
    form: FormData = await request.form()
    return [value for value in form.getlist(name) if isinstance(value, str)]

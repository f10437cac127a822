"""The five cookies there are, and how they are set: HttpOnly, SameSite, and under https Secure and host-only."""

from __future__ import annotations

from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from parvis.web.house import House

PASS = "parvis_pass"  # noqa: S105 - a cookie's name
VISIT = "parvis_visit"
DEVICE = "parvis_device"
LANG = "parvis_lang"
STAFF = "parvis_staff"
"""The team's sign-in: never sent with a request that another site began (SameSite=Strict)."""

DAY_SECONDS = 24 * 3600
YEAR_SECONDS = 365 * DAY_SECONDS


def name_of(house: House, name: str) -> str:
    """The name as sent: with the ``__Host-`` prefix under https (RFC 6265bis section 4.1.3.2)."""
    return f"__Host-{name}" if house.secure else name


def read_cookie(request: HTTPConnection, house: House, name: str) -> str | None:
    """The cookie's value; None when it is absent, empty or far too long to be ours."""
    value = request.cookies.get(name_of(house, name))
    return value if value and len(value) <= 100 else None


def set_cookie(response: Response, house: House, name: str, value: str, max_age: int) -> None:
    """Set one of ours for ``max_age`` seconds."""
    response.set_cookie(
        name_of(house, name), value, max_age=max_age, path="/", secure=house.secure, httponly=True,
        samesite=_reach(name),
    )  # fmt: skip


def drop_cookie(response: Response, house: House, name: str) -> None:
    """Let the browser forget one of ours."""
    response.delete_cookie(name_of(house, name), path="/", secure=house.secure, httponly=True, samesite=_reach(name))


def _reach(name: str) -> Literal["lax", "strict"]:
    return "strict" if name == STAFF else "lax"

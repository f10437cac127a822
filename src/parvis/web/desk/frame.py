"""What stands round every page of the desk: who is here, what they may open, and one way to render it."""

from __future__ import annotations

from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parvis.core.clock import Instant, moment_of
from parvis.core.disk import Level
from parvis.core.staff import Act, Staff, may
from parvis.live.upkeep import Upkeep
from parvis.moderation.refusal import Refused
from parvis.web import backstage
from parvis.web.backstage import DESK, Page
from parvis.web.desk import words
from parvis.web.house import house_of

PAGES: tuple[Page, ...] = (
    (DESK, "desk-nav-shift", Act.SEE_DESK),
    ("/desk/approvals", "desk-nav-pairs", Act.SEE_DESK),
    ("/desk/appeals", "desk-nav-appeals", Act.DECIDE_APPEALS),
    ("/desk/quality", "desk-nav-quality", Act.WORK_QUALITY),
    ("/desk/rooms", "desk-nav-rooms", Act.OPEN_ROOMS),
    ("/desk/evenings", "desk-nav-evenings", Act.KEEP_SQUARE),
    ("/desk/board", "desk-nav-board", Act.KEEP_SQUARE),
    ("/desk/keeping", "desk-nav-keeping", Act.KEEP_SQUARE),
    ("/desk/numbers", "desk-nav-numbers", Act.SEE_NUMBERS),
    ("/desk/mode", "desk-nav-mode", Act.SET_MODE),
    ("/desk/texts", "desk-nav-texts", Act.SEE_DESK),
    ("/desk/rules", "desk-nav-rules", Act.CHANGE_RULES),
    ("/desk/flaggers", "desk-nav-flaggers", Act.MANAGE_FLAGGERS),
    ("/desk/training", "desk-nav-training", Act.SIMULATE),
    ("/desk/help", "desk-nav-help", Act.SIMULATE),
)
"""The desk's rooms in their order, with what each asks; nobody is shown a door that is not theirs."""


def staff_of(request: Request) -> Staff:
    """Who is at the desk; the gate has made sure that somebody is."""
    return cast("Staff", request.state.staff)


def now_of(request: Request) -> Instant:
    """The house's clock."""
    return house_of(request).means.clock.now()


def page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """A page of the desk."""
    staff, now = staff_of(request), now_of(request)
    around: dict[str, object] = {
        "rooms": backstage.menu_of(request, PAGES, DESK), "staff": staff, "now": now, "page_class": "desk",
        "moves": house_of(request).desk.moves,
        "clock": words.clock, "span": words.span, "time_of": _time_of(request), "problem": None,
        "notices": _notices(house_of(request).square.upkeep),
        "sees_desk": may(staff, Act.SEE_DESK),
        "touch_ms": backstage.touch_ms(house_of(request), request.state.session),
    }  # fmt: skip
    return house_of(request).pages.page(request, template, status, **(around | context))


LEVELS = {Level.FILLING: "desk-disk-filling", Level.SCARCE: "desk-disk-scarce", Level.FULL: "desk-disk-full"}


def _notices(upkeep: Upkeep) -> list[Refused]:
    """What the house itself has to say, above every page of the desk."""
    found = [Refused(text_key=LEVELS[upkeep.level], args={"percent": upkeep.percent})] if upkeep.level else []
    return found + ([Refused(text_key="desk-backup-failed")] if upkeep.backup_failed else [])


def _time_of(request: Request) -> object:
    zone = house_of(request).zone

    def time_of(at: Instant, *, with_day: bool = True) -> str:
        moment = moment_of(at).astimezone(zone)
        return moment.strftime("%d.%m. %H:%M" if with_day else "%H:%M")

    return time_of


def back(path: str) -> Response:
    """After a form: look at what came of it."""
    return RedirectResponse(path, status_code=303)


def number_in(value: object, least: int, most: int) -> int:
    """A number from a form, kept within its bounds."""
    found = int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else least
    return min(max(found, least), most)


def refused(request: Request, why: Refused, status: int = 409) -> Response:
    """A page that only says why something was not done, and leads back."""
    return page(request, "desk_refused.html", status, problem=why)

"""Closing the square and opening it again, by two administrators; on the private listener alone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.approval import Approval, opinion_for
from parvis.core.clock import day_of
from parvis.core.closing import LOGOS_MAX, TEXT_MAX, WORDS_MAX, Kind, Wanted
from parvis.legal import closing, logos
from parvis.moderation.refusal import Refused
from parvis.store import closings
from parvis.store.closings import Kept
from parvis.store.database import Reading
from parvis.web.admin import frame
from parvis.web.backstage import choices_of, fields_of
from parvis.web.desk import team
from parvis.web.desk.frame import back, now_of, number_in, staff_of
from parvis.web.house import house_of

PAGE = "/admin/closing"
SHOWN = 20
UNKNOWN = Refused(text_key="refuse-desk-unknown")
Form = dict[str, str]


async def shown(request: Request) -> Response:
    """What holds, what waits for a second person, and the way to each."""
    return await _page(request)


async def step(request: Request) -> Response:
    """Propose, answer, or draw a word for the shell; the gate has asked for a touch of the passkey."""
    house, who, form = house_of(request), staff_of(request).id, await fields_of(request)
    office, closed, words = house.office, house.square.closing, form.get("words", "")
    done: object = UNKNOWN
    match form.get("do"):
        case "close":
            wanted = await _wanted(request, form)
            done = await closing.propose(office, who, wanted, words) if wanted else UNKNOWN
        case "reopen":
            done = await closing.propose(office, who, None, words)
        case "look":
            done = await closing.look(office, who)
        case "agree":
            done = await closing.agree(office, closed, who, words)
        case "decline":
            done = await closing.decline(office, who, words)
        case "withdraw":
            done = await closing.withdraw(office, who)
        case "code":
            done = await closing.draw_code(office, who)
    if isinstance(done, Refused):
        return await _page(request, form, problem=done, status=409)
    return await _page(request, code=done) if isinstance(done, str) else back(PAGE)


async def _wanted(request: Request, form: Form) -> Wanted | None:
    """What the form asks for; None when no kind was chosen."""
    if form.get("kind") not in tuple(Kind):
        return None
    ready = dict(logos.on_the_shelf(house_of(request).means.db.folder))
    chosen = [ready[name] for name in await choices_of(request, "logos") if name in ready]
    return Wanted(
        kind=Kind(form["kind"]), authority=form.get("authority", ""), basis=form.get("basis", ""),
        day=form.get("day", ""), blocked_by=form.get("blocked_by", ""), text_fr=form.get("text_fr", ""),
        text_en=form.get("text_en", ""), logos=tuple(chosen),
        again_minutes=number_in(form.get("again", "60"), 0, 10**6),
    )  # fmt: skip


async def _page(
    request: Request, form: Form | None = None, *, problem: Refused | None = None, code: str = "", status: int = 200
) -> Response:
    means, staff, now = house_of(request).means, staff_of(request), now_of(request)

    def look(conn: Reading) -> tuple[list[Kept], Approval | None]:
        return closings.latest(conn, SHOWN), closing.asked_for(conn, now)

    past, asked = await means.db.read(look)
    return frame.page(
        request, "admin_closing.html", status, fault=problem, notice=house_of(request).square.closing.notice,
        kept=next((one for one in past if one.ended_at is None), None), past=past, asked=asked,
        wanted=closing.wanted_by(asked) if asked else None, opinion=opinion_for(asked, staff) if asked else None,
        names=await team.numbers(means), kinds=tuple(reversed(Kind)), form=form or {}, today=day_of(now), code=code,
        logos=logos.on_the_shelf(means.db.folder), most=(WORDS_MAX, TEXT_MAX, LOGOS_MAX),
    )  # fmt: skip


routes = [Route(PAGE, shown), Route(PAGE, step, methods=["POST"])]

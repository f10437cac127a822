"""Rooms that visitors propose, for the team: approve, decline or close them, with reasons for the proposer."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.ids import ProposalId, RoomId
from parvis.core.policy import RULES
from parvis.core.rooms import NAME_MAX, REASONS_MAX, TOPIC_MAX
from parvis.moderation import rooms
from parvis.moderation.refusal import Refused
from parvis.web.desk import frame
from parvis.web.house import house_of

PAGE = "/desk/rooms"


async def page(request: Request) -> Response:
    """What waits for an answer, and which rooms are open."""
    return await _shown(request)


async def change(request: Request) -> Response:
    """One answer; a refused one keeps what was typed."""
    form = await request.form()
    done = await _done(request, form)
    if isinstance(done, Refused):
        return await _shown(request, problem=done, typed=form, status=409 if done == rooms.DECIDED else 422)
    return frame.back(PAGE)


async def _done(request: Request, form: FormData) -> object:
    house, who = house_of(request), frame.staff_of(request).id
    langs = house.means.config.square.languages
    one = ProposalId(str(form.get("proposal", "")))
    reasons = {lang: str(form.get(f"reasons-{lang}", ""))[: 2 * REASONS_MAX] for lang in langs}
    rule = frame.number_in(form.get("rule"), 0, len(RULES))
    match form.get("do"):
        case "approve":
            texts = {lang: (str(form.get(f"name-{lang}", "")), str(form.get(f"topic-{lang}", ""))) for lang in langs}
            sensitive = form.get("sensitive") == "yes"
            return await rooms.approve(house.office, who, one, texts, sensitive=sensitive)
        case "decline":
            return await rooms.decline(house.office, who, one, reasons, rule)
        case "close":
            return await rooms.close(house.office, who, RoomId(str(form.get("room", ""))), reasons, rule)
        case _:
            return rooms.UNKNOWN


async def _shown(
    request: Request, *, problem: Refused | None = None, typed: FormData | None = None, status: int = 200
) -> Response:
    house = house_of(request)
    return frame.page(
        request, "desk_rooms.html", status, waiting=await rooms.waiting(house.office),
        open_ones=await rooms.open_ones(house.office), langs=house.means.config.square.languages,
        rules=list(enumerate(RULES, 1)), problem=problem, typed=typed or {}, name_max=NAME_MAX, topic_max=TOPIC_MAX,
        reasons_max=REASONS_MAX,
    )  # fmt: skip


routes = [Route(PAGE, page), Route(PAGE, change, methods=["POST"])]

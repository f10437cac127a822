"""Where visitors propose a room, and see what became of what they proposed; complete without JavaScript."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.chat import proposals
from parvis.chat.proposals import Draft
from parvis.core.ids import ProposalId
from parvis.core.rooms import NAME_MAX, TOPIC_MAX
from parvis.moderation.refusal import Refused
from parvis.web.house import house_of
from parvis.web.square import live_of

PAGE = "/propose"


async def page(request: Request) -> Response:
    """The form, or why there is none now; and one's own proposals."""
    return await _shown(request)


async def send(request: Request) -> Response:
    """Propose a room; what was typed stays when it cannot be."""
    house, live, form = house_of(request), await live_of(request), await request.form()
    draft = _typed(form, house.means.config.square.languages)
    outcome = await proposals.propose(house.square, live, draft)
    if isinstance(outcome, Refused):
        return await _shown(request, draft=draft, fault=outcome, status=422)
    return RedirectResponse(PAGE, status_code=303)


async def take_back(request: Request) -> Response:
    """Take a proposal back that nobody has answered."""
    house, live, form = house_of(request), await live_of(request), await request.form()
    outcome = await proposals.withdraw(house.square, live, ProposalId(str(form.get("proposal", ""))[:40]))
    if isinstance(outcome, Refused):
        return await _shown(request, fault=outcome, status=404)
    return RedirectResponse(PAGE, status_code=303)


routes = [
    Route(PAGE, page),
    Route(PAGE, send, methods=["POST"]),
    Route(f"{PAGE}/withdraw", take_back, methods=["POST"]),
]


def _typed(form: FormData, langs: list[str]) -> Draft:
    most = 4 * TOPIC_MAX
    return Draft(
        name={lang: str(form.get(f"name-{lang}", ""))[:most] for lang in langs},
        topic={lang: str(form.get(f"topic-{lang}", ""))[:most] for lang in langs},
    )


async def _shown(
    request: Request, *, draft: Draft | None = None, fault: Refused | None = None, status: int = 200
) -> Response:
    house, live = house_of(request), await live_of(request)
    langs = house.means.config.square.languages
    mine = await proposals.own(house.square, live)
    why_not = proposals.may_propose(house.square, live) or proposals.too_many(house.square, mine)
    return house.pages.page(
        request, "propose.html", status, draft=draft or Draft(name={}, topic={}), fault=fault, mine=mine,
        why_not=why_not,
        langs=[request.state.lang, *(one for one in langs if one != request.state.lang)],
        name_max=NAME_MAX, topic_max=TOPIC_MAX, empty_days=house.means.config.proposals.empty_days,
    )  # fmt: skip

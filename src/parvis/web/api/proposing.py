"""The JSON doors of rooms that visitors propose: the same verbs as the page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from parvis.chat import proposals
from parvis.chat.proposals import Draft
from parvis.chat.square import Pace
from parvis.core import bodies
from parvis.core.ids import ProposalId
from parvis.core.rooms import Proposal
from parvis.moderation.refusal import Refused
from parvis.web.api.operation import given
from parvis.web.api.talking import hurry, refused
from parvis.web.house import house_of
from parvis.web.problems import problem
from parvis.web.square import live_of


async def my_proposals(request: Request, _nothing: bodies.Nothing) -> Response:
    """The rooms this visitor proposed lately, and what became of each."""
    square, live = house_of(request).square, await live_of(request)
    wait = hurry(square, live, Pace.ASK)
    if wait:
        return refused(request, wait)
    return given(bodies.ProposalsAnswer(proposals=[_told(one) for one in await proposals.own(square, live)]))


async def propose_room(request: Request, body: bodies.ProposalBody) -> Response:
    """Propose a room; the team answers with reasons."""
    square, live = house_of(request).square, await live_of(request)
    outcome = await proposals.propose(square, live, Draft(name=body.name, topic=body.topic))
    if isinstance(outcome, Refused):
        return problem(request, 422, outcome.text_key, outcome.args)
    return given(_told(outcome))


async def withdraw_proposal(request: Request, _nothing: bodies.Nothing) -> Response:
    """Take a proposal back that nobody has answered."""
    square, live = house_of(request).square, await live_of(request)
    outcome = await proposals.withdraw(square, live, ProposalId(request.path_params["proposal"]))
    return problem(request, 404, outcome.text_key, outcome.args) if isinstance(outcome, Refused) else given()


def _told(one: Proposal) -> bodies.ProposalTold:
    return bodies.ProposalTold(
        id=one.id, name=one.name, topic=one.topic, at=one.at, state=one.state, room=one.room, reasons=one.reasons
    )

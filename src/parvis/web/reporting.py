"""What a page's form and a JSON door have in common when somebody reports: who it is, and where they point."""

from __future__ import annotations

from starlette.requests import Request

from parvis.chat import reporting
from parvis.core import bodies
from parvis.core.casework import Channel, Identity, Topic
from parvis.core.ids import ConversationId, RoomId, VisitId
from parvis.core.policy import Reason
from parvis.moderation.places import AtMessage, AtRoom, AtService, AtVisit, Place
from parvis.moderation.reports import Notice
from parvis.web.house import house_of

STATUS_OF = {"refuse-report-not-there": 404, "refuse-report-limited": 403}
"""Refusals that are no fault of the form; all others are 422."""


async def notice_of(request: Request, body: bodies.ReportBody) -> Notice:
    """The notice, from whoever sends it: somebody on the square, or a stranger known by a device at most."""
    state = request.state
    visit = state.visit
    if visit is not None:
        channel, reporter = Channel.VISITOR, await reporting.identity(house_of(request).office, visit)
    else:
        channel, reporter = Channel.OUTSIDER, Identity(visit=VisitId(""), device=state.origin.device, lang=state.lang)
    return Notice(
        channel=channel, reason=body.reason, lang=state.lang, reporter=reporter, network=state.origin.network,
        places=places_of(body), locations=body.locations, note=body.note, illegal=body.illegal, name=body.name,
        email=body.email, good_faith=body.good_faith,
    )  # fmt: skip


def places_of(body: bodies.ReportBody) -> list[Place]:
    """What it points at from inside, or the square itself."""
    if body.reason is Reason.SERVICE:
        return [AtService(topic=body.topic or Topic.OTHER)]
    found: list[Place] = []
    if body.message is not None:
        found.append(AtMessage(conversation=ConversationId(body.message.conv), n=body.message.n))
    if body.room is not None:
        found.append(AtRoom(room=RoomId(body.room)))
    if body.visit is not None:
        found.append(AtVisit(visit=VisitId(body.visit), nickname=body.nickname))
    return found

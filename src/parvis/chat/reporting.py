"""Reporting from inside: a message, a room, somebody, or what they call themselves; the desk's own verb takes it."""

from __future__ import annotations

from parvis.chat.refusal import BAD_FRAME, Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import Channel, Identity
from parvis.core.ids import ConversationId, VisitId, room_of
from parvis.core.people import Visit
from parvis.core.policy import Reason
from parvis.core.reporting import Misuse
from parvis.moderation import reports
from parvis.moderation.office import Office
from parvis.moderation.places import AtMessage, AtRoom, AtVisit, Place
from parvis.moderation.refusal import Refused
from parvis.moderation.reports import Notice, TooFast
from parvis.store import people

CODES = {
    reports.NOT_THERE.text_key: p.ErrCode.GONE,
    reports.LIMITED_KEY: p.ErrCode.FORBIDDEN,
}
"""Refusals of the desk that are more than a form filled in wrongly."""


async def report(square: Square, live: Live, command: p.ReportCommand) -> p.Receipt | Refusal:
    """Take the report durably, with its evidence.

    Being in the room is not asked: what was seen there can be reported after leaving it, and a receipt shows nothing.
    """
    place = place_of(command)
    if place is None or command.reason is Reason.SERVICE:
        return BAD_FRAME
    notice = Notice(
        channel=Channel.VISITOR, reason=command.reason, lang=live.visit.lang, note=command.note,
        illegal=command.illegal, places=[place], reporter=await identity(square.office, live.visit),
        network=live.network,
    )  # fmt: skip
    filed = await reports.file(square.office, notice)
    if isinstance(filed, Refused | TooFast):
        return refusal(filed)
    return p.Receipt(
        re=command.id, code=filed.code, due=filed.due_at, repeated=filed.repeated,
        warned=filed.misuse is Misuse.WARNED,
    )  # fmt: skip


def place_of(command: p.ReportCommand) -> Place | None:
    """What a command points at; None when it points at nothing, or at two things."""
    match command:
        case p.ReportCommand(conv=str(conv), visit=None, n=int(n)):
            return AtMessage(conversation=ConversationId(conv), n=n)
        case p.ReportCommand(conv=str(conv), visit=None, n=None):
            room = room_of(ConversationId(conv))
            return None if room is None else AtRoom(room=room)
        case p.ReportCommand(conv=None, visit=str(visit), n=None):
            return AtVisit(visit=VisitId(visit), nickname=command.nickname)
    return None


async def identity(office: Office, visit: Visit) -> Identity:
    """Who reports, as the desk may know it."""
    known = await office.db.read(lambda conn: people.identity_of(conn, visit.id))
    return known or Identity(visit=visit.id, pass_id=visit.pass_id, lang=visit.lang)


def refusal(why: Refused | TooFast) -> Refusal:
    """The desk's refusal, as the conversation tells one."""
    if isinstance(why, TooFast):
        told = why.refused
        return Refusal(code=p.ErrCode.RATE, text_key=told.text_key, args=told.args, retry_ms=why.retry_ms)
    return Refusal(code=CODES.get(why.text_key, p.ErrCode.BAD), text_key=why.text_key, args=why.args)

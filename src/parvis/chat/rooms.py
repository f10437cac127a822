"""Rooms: which there are, coming in, going out, who is there, what was read."""

from __future__ import annotations

import contextlib

from parvis.access import visits
from parvis.chat import frames
from parvis.chat.lobby import Sight
from parvis.chat.refusal import CONSENT, NO_ROOM, NOT_HERE, Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.errors import StoreUnavailable
from parvis.core.ids import ConversationId, RoomId, conversation_of
from parvis.core.talk import LANDING, Page, Room, Standing
from parvis.store import people, talk

PEOPLE_MAX = 200
ROOM_PURPOSE = "room:"
"""Before a room's id: what the consent to be in it is called."""


def open_room_for(square: Square, live: Live, conv: ConversationId) -> Room | Refusal:
    """The room, if this visit is in it: the one place where membership is asked. Everybody here is at the board."""
    room = square.place(conv)
    if room is None or room is square.board:
        return room or NO_ROOM
    return room if conv in live.joined else NOT_HERE


def consent_purpose(room: Room) -> str:
    """What the sensitive-data consent for this room is called in the store."""
    return f"{ROOM_PURPOSE}{room.id}"


async def join(square: Square, live: Live, conv: ConversationId) -> Page | Refusal:
    """Come in and get the last messages; a sensitive room asks its consent first (GDPR Art. 9(2)(a))."""
    room = square.room(conv)
    if room is None:
        return NO_ROOM
    visit, now = live.visit, square.means.clock.now()
    if room.sensitive and not await square.means.db.read(
        lambda conn: people.has_consent(conn, visit.id, consent_purpose(room))
    ):
        return CONSENT
    if conv not in live.joined:
        await square.means.db.write_grouped(talk.join, (visit.id, conv, now))
    if conv not in live.joined:  # asked again: another tab may have come in meanwhile, and each is counted once
        live.joined.add(conv)
        for tab in live.tabs:
            tab.enter(conv)
    return square.means.db.glance(lambda conn: talk.page_before(conn, conv, None, LANDING))


async def leave(square: Square, live: Live, conv: ConversationId) -> None:
    """Go out; harmless when not in."""
    visit = live.visit
    await square.means.db.write(lambda tx: talk.leave(tx, visit.id, conv))
    live.joined.discard(conv)
    for tab in live.tabs:
        tab.leave(conv)
    square.presence.forget(conv, visit.id)


async def consent(square: Square, live: Live, conv: ConversationId) -> Room | Refusal:
    """Keep the consent that a sensitive room asks for; coming in is the next step."""
    room = square.room(conv)
    if room is None:
        return NO_ROOM
    visit, now = live.visit, square.means.clock.now()
    await square.means.db.write(lambda tx: people.give_consent(tx, visit.id, consent_purpose(room), now))
    return room


async def withdraw(square: Square, live: Live, room: RoomId) -> None:
    """Take the consent for a room back, and go out of it (GDPR Art. 7(3)); also for a room that is no more."""
    await visits.withdraw_consent(square.means, live.visit.id, f"{ROOM_PURPOSE}{room}")
    await leave(square, live, conversation_of(room))


def people_in(square: Square, live: Live, conv: ConversationId) -> list[p.Person] | Refusal:
    """Who is in this room now, longest here first, at most 200."""
    room = open_room_for(square, live, conv)
    if isinstance(room, Refusal):
        return room
    now = square.means.clock.now()
    return [frames.person(visit, now) for visit in square.presence.people(conv)[:PEOPLE_MAX]]


async def mark_read(square: Square, live: Live, conv: ConversationId, n: int) -> None:
    """Everything up to ``n`` was read. While the store cannot write, this is forgotten: reading must go on."""
    visit = live.visit
    if conv not in live.joined:
        return
    with contextlib.suppress(StoreUnavailable):
        await square.means.db.write(lambda tx: talk.mark_read(tx, visit.id, conv, n))


async def listed(square: Square, live: Live, lang: str) -> list[p.RoomState]:
    """All rooms as this visit sees them, in the operator's order."""
    visit = live.visit
    sight = await square.lobby.look(square, lang)
    return _as_seen(square, sight, square.means.db.glance(lambda conn: talk.standings_in(conn, visit.id)), lang)


def whole(square: Square, live: Live, sight: Sight, lang: str, pending: list[p.Pending]) -> bytes:
    """The encoded `State` of this visit: the same bytes for everybody who has just come."""
    visit = live.visit
    mine = square.means.db.glance(lambda conn: talk.standings_in(conn, visit.id)) if live.joined else []
    if not mine and not pending:
        return sight.state()
    return p.encode(p.State(rooms=_as_seen(square, sight, mine, lang), requests=0, pending=pending))


def _as_seen(square: Square, sight: Sight, mine: list[Standing], lang: str) -> list[p.RoomState]:
    states = list(sight.states)
    for standing in mine:
        room, place = square.room(standing.conversation), sight.places.get(standing.conversation)
        if room is not None and place is not None:
            here = square.presence.here(standing.conversation)
            states[place] = frames.room_state(room, standing, lang, here, square.mode_of(room), square.opens_at(room))
    return states

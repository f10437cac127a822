"""The rooms as people see them who are not in them: worked out once for everybody, not once for each who arrives."""

from __future__ import annotations

import msgspec

from parvis.access.means import Means
from parvis.chat import frames
from parvis.core import protocol as p
from parvis.core.ids import ConversationId, conversation_of
from parvis.core.talk import Room, RoomMode, Standing
from parvis.store import talk

FRESH_SECONDS = 5.0
"""How old ``rev`` and ``floor_n`` of a room one is not in may be; ``last_n`` and who is here are of this moment."""


class Lobby:
    """Standings of all rooms, read now and then, and the states made of them, kept while nothing in them changes."""

    def __init__(self) -> None:
        self._standings: dict[ConversationId, Standing] = {}
        self._due = 0.0
        self._states: dict[tuple[ConversationId, str], tuple[Room, Standing, p.RoomState]] = {}

    async def look(self, means: Means) -> None:
        """Read the standings again if they are old."""
        if means.clock.tick() >= self._due:
            self._due = means.clock.tick() + FRESH_SECONDS
            read = await means.db.read(talk.standings)
            self._standings = {one.conversation: one for one in read}

    def state(self, room: Room, lang: str, last_n: int, here: int, mode: RoomMode) -> p.RoomState | None:
        """One room for somebody who is not in it; None for a room that is not stored yet."""
        conv = conversation_of(room.id)
        standing = self._standings.get(conv)
        if standing is None:
            self._due = 0.0
            return None
        known = self._states.get((conv, lang))
        if known is not None:
            of_room, of_standing, state = known
            if (
                of_room is room
                and of_standing is standing
                and (state.last_n, state.here, state.mode) == (last_n, here, mode)
            ):
                return state
        state = frames.room_state(room, msgspec.structs.replace(standing, last_n=last_n), lang, here, mode)
        self._states[conv, lang] = room, standing, state
        return state

"""The rooms as people see them who are not in them: worked out once for everybody, not once for each who arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from parvis.chat import frames
from parvis.core import protocol as p
from parvis.core.ids import ConversationId, conversation_of
from parvis.core.talk import Room, Standing
from parvis.store import talk

if TYPE_CHECKING:
    from parvis.chat.square import Square

FRESH_SECONDS = 5.0
"""How old ``rev`` and ``floor_n`` of a room one is not in may be; ``last_n`` and who is here are of this moment."""
MODE_SECONDS = 1.0
"""How long a room's mode may be shown that ended by the clock; what the desk decides shows at once."""


@dataclass
class Sight:
    """What the lobby looked like: the states, where each room stands in them, and what they were made from."""

    states: list[p.RoomState]
    places: dict[ConversationId, int]
    made_from: object
    until: float
    frame: bytes = b""
    """`State` for somebody who is in none of the rooms and waits for nothing; made when first asked for."""

    def state(self) -> bytes:
        """The frame, encoded once for all."""
        if not self.frame:
            self.frame = p.encode(p.State(rooms=self.states, requests=0, pending=[]))
        return self.frame


class Lobby:
    """Standings of all rooms, read now and then, and what was made of them, kept while nothing in it changes."""

    def __init__(self) -> None:
        self._standings: dict[ConversationId, Standing] = {}
        self._due = 0.0
        self._sights: dict[str, Sight] = {}

    def forget(self) -> None:
        """Read everything anew at the next look: history was erased, and a room begins elsewhere."""
        self._due = 0.0

    async def look(self, square: Square, lang: str) -> Sight:
        """All rooms in one language, as somebody sees them who is in none."""
        tick = square.means.clock.tick()
        if tick >= self._due:
            read = await square.means.db.read(talk.standings)
            self._standings = {one.conversation: one for one in read}
            self._due = tick + FRESH_SECONDS
        made_from = (
            self._due, sum(square.newest.values()), square.presence.version, tuple(square.rules.items()),
            square.changes,
        )  # fmt: skip
        sight = self._sights.get(lang)
        if sight is None or sight.made_from != made_from or tick >= sight.until:
            states = [state for room in square.rooms.values() if (state := self._state(square, room, lang))]
            places = {ConversationId(state.conv): place for place, state in enumerate(states)}
            sight = self._sights[lang] = Sight(states, places, made_from, tick + MODE_SECONDS)
        return sight

    def _state(self, square: Square, room: Room, lang: str) -> p.RoomState | None:
        """None for a room that is not stored yet."""
        conv = conversation_of(room.id)
        standing = self._standings.get(conv)
        if standing is None:
            self._due = 0.0
            return None
        standing = msgspec.structs.replace(standing, last_n=square.newest.get(conv, standing.last_n))
        return frames.room_state(
            room, standing, lang, square.presence.here(conv), square.mode_of(room), square.opens_at(room)
        )

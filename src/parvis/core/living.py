"""What the team does so that the square lives: how it keeps a room, evenings with a host, announcements."""

from __future__ import annotations

import msgspec

from parvis.core.clock import DAY, HOUR, Instant
from parvis.core.ids import RoomId, StaffId, conversation_of
from parvis.core.talk import Room

LINE_MAX = 140
"""Characters of a welcome line and of an evening's title, in one language; and of a line that a visitor leaves."""
PINNED_MAX = 600
"""Characters of the rules pinned in a room, of an evening's words and of an announcement, in one language."""
SLOW_MAX_S = 600
EVENING_MAX_MS = 12 * HOUR
AHEAD_MAX_MS = 60 * DAY
"""How far ahead an evening can be announced; as far as hours are looked up."""
NOTICE_MAX_DAYS = 60
EVENING_DAYS = 7
"""How long an evening is kept after its end."""
LIVELY_DAYS = 28
"""How many days of counts by the hour say when the square is lively."""
LIVELY_LEAST = 5
"""Nothing under so many people is ever told."""
BOARD = Room(id=RoomId("_board"), name={"fr": "Le tableau", "en": "The board"}, topic={})
"""Where visitors leave a line while few are here: a room in all but the lists (decision 0039). No operator's room can
have this id, see `core.config.ROOM_ID`."""
BOARD_TALK = conversation_of(BOARD.id)


class RoomPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How a room is kept; texts by language."""

    room: RoomId
    weekly: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    every_s: int | None = None
    """Seconds between two messages of one visit; None where it is not slowed."""
    welcome: dict[str, str] = {}
    pinned: dict[str, str] = {}
    at: Instant = Instant(0)
    by: StaffId | None = None


class Evening(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody welcomes people in a room, from then until then; texts by language."""

    id: str
    room: RoomId
    host: str
    title: dict[str, str]
    words: dict[str, str]
    starts_at: Instant
    ends_at: Instant
    at: Instant
    by: StaffId

    def is_on(self, now: Instant) -> bool:
        """Whether it goes on at this instant."""
        return self.starts_at <= now < self.ends_at


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement of the team; text by language."""

    id: str
    words: dict[str, str]
    at: Instant
    until: Instant
    by: StaffId

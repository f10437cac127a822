"""When the square and each of its rooms are open, by the one clock; worked out again only when something changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from parvis.core import hours
from parvis.core.clock import DAY, Instant
from parvis.core.hours import ALWAYS, OPEN, Interval, Opening, Timetable
from parvis.core.ids import RoomId

FRESH_MS = DAY
"""What was worked out is worked out anew after a day, so that the horizon moves along."""


class Hours:
    """The square's own timetable, those of rooms, and what opens a room out of hours."""

    def __init__(self, own: Timetable, zone: ZoneInfo) -> None:
        self.zone = zone
        self._own = own
        self._rooms: Mapping[RoomId, Timetable] = {}
        self._besides: Mapping[RoomId, list[Interval]] = {}
        self._known: dict[RoomId | None, tuple[Opening, int]] = {}
        self._is_plain = own.is_always_open

    def keep(self, own: Timetable) -> None:
        """The square's own hours from now on."""
        self._own = own
        self.plan(self._rooms, self._besides)

    def plan(self, rooms: Mapping[RoomId, Timetable], besides: Mapping[RoomId, list[Interval]]) -> None:
        """Rooms with hours of their own, and what opens a room (and the door) besides."""
        self._rooms, self._besides = rooms, besides
        self._is_plain = self._own.is_always_open and all(one.is_always_open for one in rooms.values())
        self._known.clear()

    def of_square(self, now: Instant) -> Opening:
        """Whether the door is open: by its hours, or because something goes on in one of the rooms."""
        return OPEN if self._is_plain else self._of(None, now)

    def of_room(self, room: RoomId, now: Instant) -> Opening:
        """Whether a room is open: by the square's hours and its own, or because something goes on there."""
        return OPEN if self._is_plain else self._of(room, now)

    def _of(self, room: RoomId | None, now: Instant) -> Opening:
        known = self._known.get(room)
        if known is not None and now < known[1]:
            return known[0]
        found = hours.at(self._intervals(room, now), now)
        self._known[room] = found, min(found.until or now + FRESH_MS, now + FRESH_MS)
        return found

    def _intervals(self, room: RoomId | None, now: Instant) -> list[Interval]:
        usual = hours.intervals(self._own, now, self.zone)
        if room is None:
            besides: Iterable[Interval] = (one for many in self._besides.values() for one in many)
        else:
            table = self._rooms.get(room, ALWAYS)
            if not table.is_always_open:
                usual = hours.both(usual, hours.intervals(table, now, self.zone))
            besides = self._besides.get(room, ())
        return hours.union([*usual, *besides])

"""Who is here now: counted by connection, forgiving a lost line for 90 seconds, told to others in small steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from parvis.core.clock import Instant
from parvis.core.ids import ConversationId, VisitId
from parvis.core.people import Visit
from parvis.core.talk import PRESENCE_GRACE_MS, crowd


@dataclass(slots=True)
class Present:
    """One visit in one conversation; ``gone_at`` is set while no connection is left."""

    visit: Visit
    lines: int = 0
    gone_at: Instant | None = None


@dataclass
class Change:
    """Who came and who went since the last telling."""

    came: dict[VisitId, Visit] = field(default_factory=dict)
    went: set[VisitId] = field(default_factory=set)


class Presence:
    """The rooms' living memory; nothing of it is ever stored."""

    def __init__(self) -> None:
        self._rooms: dict[ConversationId, dict[VisitId, Present]] = {}
        self._changes: dict[ConversationId, Change] = {}
        self.version = 0
        """Grows whenever the answer of `here` for some room has changed."""

    def arrive(self, conv: ConversationId, visit: Visit) -> None:
        """One more connection of this visit is in this conversation."""
        people = self._rooms.setdefault(conv, {})
        here = people.get(visit.id)
        if here is None:
            here = people[visit.id] = Present(visit)
            self.version += crowd(len(people)) != crowd(len(people) - 1)
            change = self._changes.setdefault(conv, Change())
            change.went.discard(visit.id)
            change.came[visit.id] = visit
        here.lines += 1
        here.gone_at = None

    def depart(self, conv: ConversationId, visit: VisitId, now: Instant) -> None:
        """One connection fewer; the visit stays present for the grace time."""
        here = self._rooms.get(conv, {}).get(visit)
        if here is not None:
            here.lines = max(here.lines - 1, 0)
            if not here.lines:
                here.gone_at = now

    def glimpse(self, conv: ConversationId, visit: Visit, now: Instant) -> None:
        """Seen without a connection (a page loaded without JavaScript): present for the grace time."""
        self.arrive(conv, visit)
        self.depart(conv, visit.id, now)

    def forget(self, conv: ConversationId, visit: VisitId) -> None:
        """Gone for good, at once: left the room, or the square."""
        people = self._rooms.get(conv, {})
        if people.pop(visit, None) is not None:
            self.version += crowd(len(people)) != crowd(len(people) + 1)
            change = self._changes.setdefault(conv, Change())
            change.came.pop(visit, None)
            change.went.add(visit)  # also who was not told yet: somebody may have read the list in between

    def forget_everywhere(self, visit: VisitId) -> None:
        """Gone from every conversation."""
        for conv in list(self._rooms):
            self.forget(conv, visit)

    def sweep(self, now: Instant) -> None:
        """Let go of those whose grace time is over."""
        for conv, people in list(self._rooms.items()):
            for visit, here in list(people.items()):
                if here.gone_at is not None and now - here.gone_at >= PRESENCE_GRACE_MS:
                    self.forget(conv, visit)
            if not people:
                del self._rooms[conv]

    def changes(self) -> Iterator[tuple[ConversationId, Change]]:
        """What to tell, and forget it as told."""
        told, self._changes = self._changes, {}
        yield from ((conv, change) for conv, change in told.items() if change.came or change.went)

    def people(self, conv: ConversationId) -> list[Visit]:
        """Everybody present, longest here first."""
        return [here.visit for here in self._rooms.get(conv, {}).values()]

    def here(self, conv: ConversationId) -> int:
        """A coarse step of how many are present."""
        return crowd(len(self._rooms.get(conv, ())))

    def square(self) -> int:
        """A coarse step of how many different visits are present anywhere."""
        return crowd(len({visit for people in self._rooms.values() for visit in people}))

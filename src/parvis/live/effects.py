"""What decisions do to the living square: told after the commit, obeyed at once by every open connection.

Moderation changes what is stored and publishes one of these; it knows no socket. Whoever is absent meets the same
restriction in the store, at the door.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from parvis.core.casework import StatementKind
from parvis.core.clock import Instant
from parvis.core.ids import PassId, RoomId, StatementId, VisitId
from parvis.core.mode import Standing
from parvis.core.policy import Feature, Measure
from parvis.core.talk import Message, Outcome


class Restricted(msgspec.Struct, frozen=True, kw_only=True):
    """A visit may do less from now on; ``until`` is None for ever. For suspend and ban its connections close."""

    visit: VisitId
    measure: Measure
    until: Instant | None
    feature: Feature | None = None
    room: RoomId | None = None
    """For a limit that holds in one room only."""


class Freed(msgspec.Struct, frozen=True, kw_only=True):
    """Restrictions of a visit changed: ask the store again."""

    visit: VisitId


class Owes(msgspec.Struct, frozen=True, kw_only=True):
    """What a visit must show before it writes again, all of it; empty once it was shown."""

    visit: VisitId
    checks: frozenset[str]
    """``pow``, ``age``."""


class MessageChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A message was removed or restored: its room hears the tombstone or the text."""

    message: Message
    restored: bool = False


class WordsBack(msgspec.Struct, frozen=True, kw_only=True):
    """A message shows all its words again, of which a rule had left a part out: its room hears its text."""

    message: Message


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """A held message took its place: its room hears it, its author hears that it was delivered."""

    outcome: Outcome
    author: VisitId


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A held message was refused: its author hears it."""

    outcome: Outcome
    author: VisitId


class RoomChanged(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk did to a room: ask the store again, tell those who are there."""

    room: RoomId
    measure: Measure
    by_rule: bool = False
    """No person did it, but a rule of the guard."""


class RoomListed(msgspec.Struct, frozen=True, kw_only=True):
    """A room that visitors proposed opened, or ended for good: ask the store which there are."""

    room: RoomId


class Addressed(msgspec.Struct, frozen=True, kw_only=True):
    """A statement for somebody: their open connections are told that there is something to read."""

    visit: VisitId
    statement: StatementId
    kind: StatementKind = StatementKind.MEASURE
    pass_id: PassId | None = None
    """A visit under another nickname, with the same age pass, hears it too."""


class ModeChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The whole square is more or less open than before: everybody present is told."""

    standing: Standing


class SquareKept(msgspec.Struct, frozen=True, kw_only=True):
    """The team changed hours, a room's lines, evenings or announcements: ask the store again."""

    room: RoomId | None = None
    """Whose pace may have changed; None for what concerns no room's pace."""


class DeskMoved(msgspec.Struct, frozen=True, kw_only=True):
    """Something changed for the team: open desk pages look again."""

    what: str
    """``queue``, ``case:<id>``, ``shift``."""


Effect = (
    Restricted
    | Freed
    | Owes
    | MessageChanged
    | WordsBack
    | Released
    | Refused
    | RoomChanged
    | RoomListed
    | Addressed
    | ModeChanged
    | SquareKept
    | DeskMoved
)
Tell = Callable[[Effect], None]
"""Hands an effect to the living square; does nothing where there is none, as on the command line."""


class Effects:
    """A list of listeners: the square, the desk's live updates, tests."""

    def __init__(self) -> None:
        self._listeners: list[Tell] = []

    def listen(self, listener: Tell) -> None:
        """Hear every effect from now on, in the order of the commits."""
        self._listeners.append(listener)

    def deafen(self, listener: Tell) -> None:
        """Hear no more; harmless when it did not listen."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def tell(self, effect: Effect) -> None:
        """Hand it to all; called on the event loop, after the commit."""
        for listener in tuple(self._listeners):
            listener(effect)

"""Trails: what one person, one conversation or one network did lately, in bounded memory and without a word of it."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from parvis.core.clock import MINUTE, SECOND, Instant
from parvis.core.ids import ConversationId, PassId, VisitId

WINDOW_MS = 10 * MINUTE
MARKS_MAX = 64
CONVERSATIONS_MAX = 64
LAZY_MS = 15 * SECOND
"""How long somebody's place in line may be behind."""


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the square, as far as counting must know: a visit and its identity class."""

    visit: VisitId
    pass_id: PassId
    device: str
    network: str
    entered_at: Instant
    key: str
    """Under which it is counted: its pass."""
    keys: tuple[str, ...]
    """Under which somebody of its class was counted: its own, and those of other passes on this device that day."""
    classes: tuple[str, ...]
    """What standing belongs to: the pass, and the device."""


def key_of(pass_id: PassId) -> str:
    """Under which somebody with this pass is counted."""
    return f"p:{pass_id}"


def who(
    visit: VisitId, pass_id: PassId, device: str, network: str, entered_at: Instant, others: Iterable[str] = ()
) -> Who:
    """Somebody with their keys; ``others`` are those of other passes on the device."""
    key = key_of(pass_id)
    classes, keys = (key, f"d:{device}") if device else (key,), (key, *(one for one in others if one != key))
    return Who(
        visit=visit, pass_id=pass_id, device=device, network=network, entered_at=entered_at, key=key,
        keys=keys, classes=classes,
    )  # fmt: skip


class Said(msgspec.Struct, frozen=True):
    """One message that was delivered."""

    at: Instant
    conversation: ConversationId
    n: int
    by: Who
    print: int
    mentions: int
    alike: bool
    """Whether somebody else had said nearly the same."""


class Mark(StrEnum):
    """What else is counted of a person."""

    REFUSED = "refused"
    HELD = "held"
    REPORTED = "reported"


class Trail:
    """What was done lately by one person, in one conversation or from one network."""

    __slots__ = ("convs", "marks", "said", "since", "touched")

    def __init__(self, most: int, now: Instant) -> None:
        self.said: deque[Said] = deque(maxlen=most)
        self.marks: deque[tuple[Instant, Mark | VisitId]] | None = None
        self.convs: dict[ConversationId, Instant] = {}
        """When something was last said where; old ones go when there are many."""
        self.since = self.touched = now

    def visited(self, conv: ConversationId, now: Instant) -> None:
        """Somebody wrote there."""
        self.convs[conv] = now
        if len(self.convs) > CONVERSATIONS_MAX:
            self.convs = {conv: at for conv, at in self.convs.items() if now - at < WINDOW_MS}

    def lately(self, now: Instant, within_ms: int = WINDOW_MS) -> Iterator[Said]:
        """The newest first."""
        since = now - within_ms
        for one in reversed(self.said):
            if one.at < since:
                return
            yield one

    def mark(self, at: Instant, what: Mark | VisitId) -> None:
        """Count something that is no message."""
        if self.marks is None:
            self.marks = deque(maxlen=MARKS_MAX)
        self.marks.append((at, what))

    def marked(self, what: Mark, since: int) -> int:
        """How often since then."""
        return sum(at >= since and one == what for at, one in self.marks) if self.marks else 0

    def different(self, since: int) -> int:
        """How many visits were marked since then: those that came, for networks; those stopped, for conversations."""
        return len({one for at, one in self.marks if at >= since}) if self.marks else 0


class Book:
    """Trails by key; one untouched for ``keep_ms`` is the same as none, and beyond ``most`` the idlest goes."""

    def __init__(self, keep_ms: int, most: int, said_max: int) -> None:
        self._keep_ms, self._most, self._said_max = keep_ms, most, said_max
        self._trails: OrderedDict[str, Trail] = OrderedDict()

    def __len__(self) -> int:
        return len(self._trails)

    def get(self, key: str) -> Trail | None:
        """What is known under a key."""
        return self._trails.get(key)

    def open(self, key: str, now: Instant) -> Trail:
        """The trail to write on."""
        trail = self._trails.get(key)
        if trail is None:
            self._forget_idle(now)
            trail = self._trails[key] = Trail(self._said_max, now)
        elif now - trail.touched > LAZY_MS:
            trail.touched = now
            self._trails.move_to_end(key)
        return trail

    def note(self, key: str, one: Said) -> Trail:
        """Add a message; the trail it is on now."""
        trail = self._trails.get(key)
        if trail is None or one.at - trail.touched > LAZY_MS:
            trail = self.open(key, one.at)
        trail.said.append(one)
        return trail

    def touched_since(self, since: Instant) -> Iterator[tuple[str, Trail]]:
        """Those that were written on since then, give or take `LAZY_MS`, the newest first."""
        for key, trail in reversed(self._trails.items()):
            if trail.touched < since - LAZY_MS:
                return
            yield key, trail

    def _forget_idle(self, now: Instant) -> None:
        """Two at most for each that is new, so that memory follows traffic at no cost anybody notices."""
        for _ in (1, 2):
            key = next(iter(self._trails), None)
            if key is None:
                return
            if now - self._trails[key].touched < self._keep_ms and len(self._trails) < self._most:
                return
            del self._trails[key]

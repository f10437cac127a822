"""What rules can know around a text: who says it, where, and what came before; looked up when a rule asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from parvis.core.clock import DAY, MINUTE, Instant
from parvis.core.ids import ConversationId
from parvis.core.verdict import Value
from parvis.guard.attributes import AROUND, NEAR_ELSEWHERE
from parvis.guard.signals import Signals
from parvis.guard.simhash import NONE, OWN_NEAR, differ, simhash
from parvis.guard.trails import WINDOW_MS, Mark, Said, Who
from parvis.guard.views import Views

RAISED = (NEAR_ELSEWHERE,)
_DEFAULTS = {one.name: one.default for one in AROUND}
SHARE_LEAST = 10
"""Of fewer messages no share is told: two that say the same are no raid."""


class Around:
    """The `Context` of one text; ``text`` is None in a sweep, where none is looked at.

    ``more`` holds values that were worked out beforehand, such as those that only the store knows.
    """

    __slots__ = ("_conv", "_now", "_print", "_signals", "_text", "_who", "more", "newcomer_ms")

    def __init__(
        self, signals: Signals, who: Who, conv: ConversationId | None, text: str | None, now: Instant,
        *, newcomer_ms: int = WINDOW_MS, more: Mapping[str, Value] | None = None,
    ) -> None:  # fmt: skip
        self._signals, self._who, self._conv, self._text, self._now = signals, who, conv, text, now
        self._print: int | None = None
        self.newcomer_ms = newcomer_ms
        self.more: Mapping[str, Value] = more or {}

    def value(self, name: str) -> Value:
        """One attribute; what nothing is known of is at its default."""
        if name in self.more:
            return self.more[name]
        ask = _ASKED.get(name)
        return ask(self) if ask is not None else _DEFAULTS[name]

    def raised(self) -> Iterable[str]:
        """Whether this was said elsewhere; settled at once for nearly everybody, who writes in one place."""
        conv = self._conv
        for key in self._who.keys:
            trail = self._signals.people.get(key)
            if trail is not None and trail.convs and (len(trail.convs) > 1 or conv not in trail.convs):
                return RAISED if self.near_elsewhere() else ()
        return ()

    # ------------------------------------------------------------ one function for each

    def is_newcomer(self) -> bool:
        """Here for the first minutes, and known for nothing."""
        now, who = self._now, self._who
        if now - who.entered_at >= self.newcomer_ms or self._signals.reputation.step(who.classes, now):
            return False
        trails = (self._signals.people.get(key) for key in who.keys)
        return not any(trail is not None and now - trail.since >= self.newcomer_ms for trail in trails)

    def near_elsewhere(self) -> int:
        """In how many other conversations nearly this was said; in a sweep, in how many."""
        if self._text is None:
            return max((len({one.conversation for one in group}) for group in self._groups()), default=0)
        return len(self._own_alike()[1] - {self._conv})

    def near(self) -> int:
        """How often nearly this was said."""
        if self._text is None:
            return max((len(group) for group in self._groups()), default=0)
        return self._own_alike()[0]

    def _own_alike(self) -> tuple[int, frozenset[ConversationId]]:
        return self._signals.own_alike(self._who.keys, self._mark(), self._now)

    def _groups(self) -> list[list[Said]]:
        """What this person said in ten minutes, put together with what is nearly the same."""
        groups: list[list[Said]] = []
        for one in self._said():
            if one.print != NONE:
                group = next((some for some in groups if differ(some[0].print, one.print) <= OWN_NEAR), None)
                if group is None:
                    groups.append([one])
                else:
                    group.append(one)
        return groups

    def _mark(self) -> int:
        if self._print is None:
            self._print = simhash(Views(self._text).gist) if self._text is not None else NONE
        return self._print

    def _said(self, within_ms: int = WINDOW_MS) -> list[Said]:
        """The person's messages of late, by the key that has most."""
        trails = (self._signals.people.get(key) for key in self._who.keys)
        return max((list(trail.lately(self._now, within_ms)) for trail in trails if trail), key=len, default=[])

    def _marked(self, what: Mark, within_ms: int) -> int:
        trails = (self._signals.people.get(key) for key in self._who.keys)
        return max((trail.marked(what, self._now - within_ms) for trail in trails if trail), default=0)

    def _here(self) -> list[Said]:
        place = self._signals.places.get(self._conv) if self._conv else None
        return list(place.lately(self._now)) if place else []

    def _stopped(self) -> int:
        place = self._signals.places.get(self._conv) if self._conv else None
        return place.different(self._now - WINDOW_MS) if place else 0

    def _share(self) -> int:
        said = self._here()
        return sum(one.alike for one in said) * 100 // len(said) if len(said) >= SHARE_LEAST else 0

    def _others(self) -> int:
        mark = self._mark()
        return 0 if mark == NONE else self._signals.alike.others(mark, self._who.key, self._now)

    def _visits(self) -> int:
        trail = self._signals.networks.get(self._who.network)
        return trail.different(self._now - WINDOW_MS) if trail else 0

    def _from_network(self) -> int:
        trail = self._signals.networks.get(self._who.network)
        return sum(1 for _ in trail.lately(self._now)) if trail else 0

    def _of_visit(self) -> int:
        return sum(one.by.visit == self._who.visit for one in self._said())

    def _elsewhere(self) -> int:
        return len({one.conversation for one in self._said()} - {self._conv})

    def _minutes(self) -> int:
        return max(self._now - self._who.entered_at, 0) // MINUTE

    def _reputation(self) -> int:
        return self._signals.reputation.step(self._who.classes, self._now)


_ASKED: dict[str, Callable[[Around], Value]] = {
    "sender.messages_1m": lambda one: len(one._said(MINUTE)),
    "sender.messages_10m": lambda one: len(one._said()),
    "sender.visit_messages_10m": Around._of_visit,
    "sender.conversations_10m": Around._elsewhere,
    "sender.near_duplicates_10m": Around.near,
    NEAR_ELSEWHERE: Around.near_elsewhere,
    "sender.alike_people_10m": Around._others,
    "sender.mentions_10m": lambda one: sum(said.mentions for said in one._said()),
    "sender.refused_10m": lambda one: one._marked(Mark.REFUSED, WINDOW_MS),
    "sender.held_24h": lambda one: one._marked(Mark.HELD, DAY),
    "sender.reports_24h": lambda one: one._marked(Mark.REPORTED, DAY),
    "sender.minutes_here": Around._minutes,
    "sender.reputation": Around._reputation,
    "sender.is_newcomer": Around.is_newcomer,
    "conversation.messages_10m": lambda one: len(one._here()),
    "conversation.people_10m": lambda one: len({said.by.pass_id for said in one._here()}),
    "conversation.stopped_people_10m": Around._stopped,
    "conversation.near_duplicate_share": Around._share,
    "network.visits_10m": Around._visits,
    "network.messages_10m": Around._from_network,
    "square.mode": lambda one: one._signals.mode,
}
"""How each attribute is found; a test holds it to `parvis.guard.attributes.AROUND`."""

"""What was done lately, by whom, where and from where: counted in memory, in windows of the wall clock, without a word.

Nothing here is kept for itself. After a restart it is counted again from what the store keeps anyway (messages, visits,
cases, reports: `parvis.chat.counting`), so a `kill -9` loses nothing; only reputation has a table.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterable

from parvis.core.clock import DAY, MINUTE, Instant
from parvis.core.ids import ConversationId, PassId, VisitId
from parvis.guard.reputation import Reputations
from parvis.guard.simhash import NONE, OWN_NEAR, Alike, simhash
from parvis.guard.trails import WINDOW_MS, Book, Mark, Said, Trail, Who, who

PEOPLE_MAX = 50_000
PLACES_MAX = 5_000
NETWORKS_MAX = 20_000
SAID_MAX = 64
"""Messages of one person, of ten minutes, that are remembered: counters end there, and mean "so many or more"."""
PLACE_MAX = 256
TALK_MS = 5 * MINUTE
"""An answer within so long is one."""
EXCHANGES_MAX = 20_000
PASSES_MAX = 4
"""Of a device that many share, so many passes are looked at."""


class Signals:
    """All counters of a square. `parvis.guard.around` reads them for rules."""

    def __init__(self) -> None:
        self.people = Book(DAY, PEOPLE_MAX, SAID_MAX)
        self.places = Book(WINDOW_MS, PLACES_MAX, PLACE_MAX)
        self.networks = Book(WINDOW_MS, NETWORKS_MAX, PLACE_MAX)
        self.alike = Alike(WINDOW_MS)
        self.reputation = Reputations()
        self.mode = "normal"
        """The service mode, told by whoever changes it."""
        self._devices: OrderedDict[str, dict[str, Instant]] = OrderedDict()
        self.heard_until = Instant(0)
        """Reports until then were counted."""
        self._answered: OrderedDict[tuple[PassId, PassId], Instant] = OrderedDict()

    # ------------------------------------------------------------ what happens

    def entered(
        self, visit: VisitId, pass_id: PassId, device: str, network: str, entered_at: Instant, now: Instant
    ) -> Who:
        """Somebody is on the square, or comes from another network."""
        one = who(visit, pass_id, device, network, entered_at, self._passes_on(device, now))
        self.networks.open(network, now).mark(entered_at, visit)
        trail = self.people.open(one.key, now)
        trail.since = min(trail.since, entered_at)
        if device:
            self._devices.setdefault(device, {})[one.key] = now
            self._devices.move_to_end(device)
            if len(self._devices) > PEOPLE_MAX:
                self._devices.popitem(last=False)
        return one

    def _passes_on(self, device: str, now: Instant) -> list[str]:
        """The keys of passes that used this device within a day, the newest first; some at most."""
        found = self._devices.get(device, {})
        return [key for key, at in reversed(found.items()) if now - at < DAY][:PASSES_MAX]

    def said(
        self, by: Who, conv: ConversationId, n: int, gist: str, at: Instant, re: int | None = None, *,
        earns: bool = True,
    ) -> None:  # fmt: skip
        """A message was delivered; ``gist`` is `Views.gist` of its text."""
        mark = simhash(gist)
        alike = mark != NONE and self.alike.add(mark, by.key, at)
        one = Said(at, conv, n, by, mark, gist.count("@"), alike)
        self.people.note(by.key, one).visited(conv, at)
        self.networks.note(by.network, one)
        place = self.places.note(conv, one)
        if earns:
            self._note_talk(place, one, re)

    def marked(self, key: str, what: Mark, at: Instant) -> None:
        """Something was refused or held, or reported, of whoever is counted under this key."""
        self.people.open(key, at).mark(at, what)

    def stopped(self, by: Who, what: Mark, conv: ConversationId, at: Instant) -> None:
        """Something of somebody was refused or held there."""
        self.marked(by.key, what, at)
        self.places.open(conv, at).mark(at, by.visit)

    # ------------------------------------------------------------ talk that is answered

    def _note_talk(self, place: Trail, one: Said, re: int | None) -> None:
        if re is not None:
            before = next((said for said in place.lately(one.at) if said.n == re), None)
            if before is not None and _strangers(before.by, one.by):
                self._note_answer(one, before.by)
        elif len(place.said) >= len(_TURNS):
            self._note_turns(place, one)

    def _note_answer(self, one: Said, other: Who) -> None:
        """``one`` answers somebody; if that one has answered it, they are talking."""
        self._answered[one.by.pass_id, other.pass_id] = one.at
        self._answered.move_to_end((one.by.pass_id, other.pass_id))
        if len(self._answered) > EXCHANGES_MAX:
            self._answered.popitem(last=False)
        back = self._answered.get((other.pass_id, one.by.pass_id))
        if back is not None and one.at - back < WINDOW_MS:
            self._earn(one.by, other, one.at)

    def _note_turns(self, place: Trail, one: Said) -> None:
        """Two people alone, who take turns: the last four messages are theirs, and the word went over twice."""
        last = [place.said[at] for at in _TURNS]
        if one.at - last[-1].at > TALK_MS:
            return
        speakers = [said.by.pass_id for said in last]
        other = next((said.by for said in last if said.by.pass_id != one.by.pass_id), None)
        if other is None or len(set(speakers)) != 2:
            return
        changes = sum(before != after for before, after in itertools.pairwise(speakers))
        if changes > 1 and _strangers(other, one.by):
            self._earn(one.by, other, one.at)

    def _earn(self, one: Who, other: Who, at: Instant) -> None:
        self.reputation.earn(one.classes, other.pass_id, at)
        self.reputation.earn(other.classes, one.pass_id, at)

    # ------------------------------------------------------------ what they add up to

    def own_alike(self, keys: Iterable[str], mark: int, now: Instant) -> tuple[int, frozenset[ConversationId]]:
        """How often somebody said nearly this in ten minutes, and in which conversations; of several keys the most."""
        best: tuple[int, frozenset[ConversationId]] = (0, frozenset())
        for key in keys:
            trail = self.people.get(key)
            if trail is None or mark == NONE:
                continue
            near = [one.conversation for one in trail.lately(now) if _is_near(one.print, mark)]
            best = max(best, (len(near), frozenset(near)), key=lambda found: (len(found[1]), found[0]))
        return best


_TURNS = (-1, -2, -3, -4)


def _is_near(one: int, other: int) -> bool:
    return one != NONE and (one ^ other).bit_count() <= OWN_NEAR


def _strangers(one: Who, other: Who) -> bool:
    """Whether these are two people, as far as can be seen: what one does alone earns nothing."""
    return (
        one.pass_id != other.pass_id and one.network != other.network and (one.device != other.device or not one.device)
    )

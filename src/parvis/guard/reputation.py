"""Standing, earned by talk that is answered: slowly, from many people, fading, and lost when a decision says so.

It belongs to the identity class (age pass, device), is never shown to anybody, and is told in coarse steps only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

import msgspec

from parvis.core.clock import DAY, Instant

HALF_LIFE_MS = 14 * DAY
STEPS = (2.5, 9.0, 28.0)
"""Points from which a step is reached: the first takes three people, the third weeks of talk. Halves forgive fading."""
DAY_MAX = 5
"""Points of one day; talking all night makes nobody known."""
PARTNERS_MAX = DAY_MAX
"""With so many people a day talk counts, each of them once."""
KEYS_MAX = 100_000
LEAST = 0.05
"""Less than this is nothing."""


class Score(msgspec.Struct, kw_only=True):
    """What one key of an identity class has earned, as of an instant."""

    points: float = 0.0
    at: Instant = Instant(0)
    """When ``points`` were that many; they fade from then on."""
    day: int = 0
    today: int = 0
    """How many of them were earned on ``day`` (days since 1970)."""
    taken: dict[str, float] = msgspec.field(default_factory=dict)
    """What each decision took, the earliest first, to be given back if it falls."""
    partners: set[str] = msgspec.field(default_factory=set)
    """With whom, today; only in memory."""

    def now(self, now: Instant) -> float:
        """What is left of the points."""
        return self.points * 0.5 ** (max(now - self.at, 0) / HALF_LIFE_MS) if self.points else 0.0


class Reputations:
    """The scores by key (``p:`` pass, ``d:`` device); those untouched longest are forgotten beyond ``most``."""

    def __init__(self, most: int = KEYS_MAX) -> None:
        self._most = most
        self._scores: OrderedDict[str, Score] = OrderedDict()
        self._changed: set[str] = set()

    def __len__(self) -> int:
        return len(self._scores)

    def step(self, keys: Iterable[str], now: Instant) -> int:
        """0 for nobody known, to 3; of several keys the best."""
        best = max((self._scores[key].now(now) for key in keys if key in self._scores), default=0.0)
        return sum(best >= points for points in STEPS)

    def earn(self, keys: Iterable[str], partner: str, now: Instant) -> None:
        """One point for talk with ``partner``, unless it was counted today or today has had its share."""
        day = now // DAY
        for key in keys:
            score = self._open(key)
            if score.day != day:
                score.day, score.today = day, 0
                score.partners.clear()
            if score.today < DAY_MAX and partner not in score.partners:
                score.partners.add(partner)
                score.points, score.at, score.today = score.now(now) + 1.0, now, score.today + 1
                self._changed.add(key)

    def lose(self, keys: Iterable[str], decision: str, now: Instant) -> None:
        """A decision found a breach: everything goes. Where nothing is left, it is known that it would have."""
        for key in keys:
            score = self._scores.get(key)
            if score is not None and (score.points or (score.taken and decision not in score.taken)):
                score.taken[decision] = score.taken.get(decision, 0.0) + score.now(now)
                score.points, score.at = 0.0, now
                self._changed.add(key)

    def give_back(self, keys: Iterable[str], decision: str, now: Instant) -> None:
        """That decision fell: what it took comes back, or goes to the next one, which would have taken it as well."""
        for key in keys:
            score = self._scores.get(key)
            if score is None or decision not in score.taken:
                continue
            names = list(score.taken)
            after = names[names.index(decision) + 1 :]
            amount = score.taken.pop(decision)
            if after:
                score.taken[after[0]] += amount
            else:
                score.points, score.at = score.now(now) + amount, now
            self._changed.add(key)

    def load(self, kept: Iterable[tuple[str, Score]]) -> None:
        """What the store has, the oldest first."""
        self._scores.update(kept)

    def take_changed(self) -> list[tuple[str, Score]]:
        """What is to be kept, and has not been."""
        changed, self._changed = self._changed, set()
        return [(key, self._scores[key]) for key in changed if key in self._scores]

    def changed_again(self, keys: Iterable[str]) -> None:
        """These could not be kept."""
        self._changed.update(keys)

    def _open(self, key: str) -> Score:
        score = self._scores.get(key)
        if score is None:
            while len(self._scores) >= self._most and not self._changed:
                self._scores.popitem(last=False)
            score = self._scores[key] = Score()
        else:
            self._scores.move_to_end(key)
        return score

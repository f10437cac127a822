"""What lists found in a text, view by view; where it stands is worked out only when a rule wants to know."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.guard.citing import View
from parvis.guard.extractors import Said
from parvis.guard.matching import Matcher
from parvis.guard.views import Views

VIEWS: tuple[View, ...] = ("bare", "restored", "mirrored")
"""Those that are matched, the plainest first; the others only where they say something else."""
SPANS_MAX = 64
"""Places of one list, or of several asked for together; who counts more has seen enough."""

Span = tuple[int, int]


class Found:
    """The lists of which something was found, the views it was found in, and what else the text says."""

    def __init__(self, views: Views, matcher: Matcher, owners: Sequence[str], said: Said) -> None:
        self.said = said
        self._views = views
        self._matcher = matcher
        self._owners = owners
        self._seen: list[tuple[View, str, set[int]]] = []
        bare, known = "", dict[str, set[int]]()
        for view in VIEWS:
            text = getattr(views, view)
            if text != bare:
                if places := matcher.found(text, known):
                    self._seen.append((view, text, places))
                bare = bare or text
        self.hits: frozenset[str] = frozenset([owners[place] for _, _, places in self._seen for place in places])

    def spans(self, names: frozenset[str]) -> tuple[Span, ...]:
        """Where in the original text these lists found something, in order, what overlaps joined."""
        return joined(self._places(names))

    def all_near(self, names: frozenset[str], others: frozenset[str], distance: int) -> bool:
        """Whether beside each place of these lists stands something of the others, at most so many characters away.

        Where there are too many places to look at, nothing is near: what excuses a part of a text excuses nothing.
        """
        places, excuses = self._places(names), self._places(others)
        return len(places) < SPANS_MAX and all(
            any(_apart(one, other) <= distance for other in excuses) for one in places
        )

    def stretches(self, names: frozenset[str]) -> list[tuple[str, list[Span]]]:
        """Each view in which these lists found something, and where in it."""
        made = []
        for _, text, places in self._seen:
            asked = {place for place in places if self._owners[place] in names}
            if asked:
                made.append((text, self._matcher.spans(text, asked, SPANS_MAX)))
        return made

    def _places(self, names: frozenset[str]) -> list[Span]:
        found = self.said.spans(names)
        for view, text, places in self._seen:
            asked = {place for place in places if self._owners[place] in names}
            if asked:
                said = self._matcher.spans(text, asked, SPANS_MAX)
                found += [self._views.cite(view, start, end) for start, end in said]
        return found


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """In order, those that overlap or touch as one."""
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


def _apart(one: Span, other: Span) -> int:
    """Characters between them; none where they overlap."""
    return max(other[0] - one[1], one[0] - other[1], 0)

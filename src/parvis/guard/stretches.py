"""Which words of a text are scored together, so that nobody hides a sentence in a long text.

A stretch is a place among a text's words (`parvis.guard.wording.words`): from one to before another.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence

from parvis.guard import wording
from parvis.guard.restore import BETWEEN

WINDOW, STEP = 24, 12
"""Words that are looked at together, and how far to the next such stretch: whoever hides a sentence in a long text
gains nothing."""
STRETCHES = 96
"""Of one text; more than the longest message has."""

Stretch = tuple[int, int, bool]
"""From one word to before another; whether of the text as it is read from its end."""


def overlapping(first: int, past: int) -> Iterator[tuple[int, int]]:
    """All of a text of ordinary length; of a longer one, stretches that overlap by half."""
    yield first, min(past, first + WINDOW)
    for start in range(first + STEP, min(past - STEP, first + STEP * STRETCHES), STEP):
        yield start, min(start + WINDOW, past)


def ways(text: str) -> list[tuple[int, int]]:
    """Of a text read from its end, where among its words each way of reading it stands (`restore.mirrored`)."""
    counts = [len(wording.words(way)) for way in text.split(BETWEEN)]
    ends = list(itertools.accumulate(counts, initial=0))
    return list(itertools.pairwise(ends))


def about(text: str, count: int, places: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Stretches of a text's ``count`` words, at most `WINDOW`, in which one of these places stands whole."""
    begins, ends = zip(*[one.span() for one in wording.WORD.finditer(text)], strict=True) if count else ((), ())
    made: set[tuple[int, int]] = set()
    for begin, end in places:
        first, past = bisect.bisect_right(ends, begin), bisect.bisect_left(begins, end)
        if first < past:
            most = max(WINDOW, past - first)
            for start in range(max(past - most, 0), first + 1):
                made.update((start, stop) for stop in range(past, min(start + most, count) + 1))
    return made

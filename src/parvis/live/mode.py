"""The service mode in this process: what holds, the light counters that see a raid coming, and the bell others ring.

Another process (the command line) changes a row and touches a file; the running server looks at the file's time every
second and reads the rows only when it changed. A closing of the whole square (``kind`` in the table) comes by the same
bell.
"""

from __future__ import annotations

import math
import os
import re
from collections import Counter, deque
from collections.abc import Iterable
from pathlib import Path

from parvis.core.clock import Instant
from parvis.core.ids import VisitId
from parvis.core.mode import Mode, Placed, Raised, Standing, standing
from parvis.core.raid import Signals

BELL_FILE = "mode.bell"
WINDOW_S = 60.0
KEPT_MAX = 5_000
"""Joins or messages of a window that are looked at; a bigger raid is one all the same."""
ENOUGH = 10
"""So many names or texts are needed before a share means anything."""
HALF_LIFE_MIN = 60.0
"""After so many minutes half of what is usual is what came since."""
SAID_OF = re.compile(r"[\d\W_]+")
MENTION = re.compile(r"(?<!\w)@\w")


class Bell:
    """A file whose time says that rows changed."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / BELL_FILE
        self._heard: int | None = None

    def ring(self) -> None:
        """Have a running server look within a second. OSError when the folder cannot be written."""
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.close(descriptor)
        os.utime(self._file)

    def rang(self) -> bool:
        """Whether it rang since this was last asked; the first time, always."""
        try:
            seen = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            seen = 0
        fresh, self._heard = seen != self._heard, seen
        return fresh


class Watch:
    """Counters of the last minute and of what is usual; a restart forgets them."""

    def __init__(self) -> None:
        self._joins: deque[tuple[float, str]] = deque(maxlen=KEPT_MAX)
        self._said: deque[tuple[float, int, int]] = deque(maxlen=KEPT_MAX)
        self._usual, self._minute_at, self._minute = 0.0, -math.inf, 0

    def came(self, nickname: str, tick: float) -> None:
        """Somebody came in."""
        self._joins.append((tick, _stem(nickname)))
        self._minute += 1

    def said(self, text: str, tick: float) -> None:
        """Somebody who is watched wrote something, whatever becomes of it."""
        self._said.append((tick, hash(SAID_OF.sub("", text.casefold())), len(MENTION.findall(text))))

    def read(self, tick: float, *, learns: bool) -> Signals:
        """The signals now; while it ``learns``, what comes becomes what is usual."""
        self._turn(tick, learns=learns)
        for kept in (self._joins, self._said):
            while kept and kept[0][0] <= tick - WINDOW_S:
                kept.popleft()
        texts = len(self._said)
        return Signals(
            joins=len(self._joins),
            usual=round(self._usual, 2),
            names_alike=_alike(stem for _, stem in self._joins),
            texts_alike=_repeated(text for _, text, _ in self._said),
            mentions=sum(count for *_, count in self._said) * 10 // texts if texts >= ENOUGH else 0,
            messages=texts,
        )

    def forget(self) -> None:
        """Only what comes from now on counts: after a step was left, its signs must come anew."""
        self._joins.clear()
        self._said.clear()

    def _turn(self, tick: float, *, learns: bool) -> None:
        """Fold each minute that is over into what is usual."""
        if self._minute_at == -math.inf:
            self._minute_at = tick
        minutes = int((tick - self._minute_at) // WINDOW_S)
        if minutes < 1:
            return
        if learns:
            keep = 0.5 ** (1 / HALF_LIFE_MIN)
            self._usual = self._usual * keep**minutes + self._minute * (1 - keep) * keep ** (minutes - 1)
        self._minute, self._minute_at = 0, self._minute_at + minutes * WINDOW_S


class Modes:
    """What holds on this square; `parvis.moderation.modes` reads and writes the rows behind it."""

    def __init__(self, folder: Path) -> None:
        self.bell = Bell(folder)
        self.watch = Watch()
        self.placed: Placed | None = None
        self.raised = Raised()
        self.signals = Signals()
        self.raid_began: Instant | None = None
        """Since when the mode has been stricter than normal; whoever came after that is a newcomer until it ends."""
        self.now = Standing()
        """What was last told to everybody."""
        self.returned: dict[VisitId, bool] = {}
        """Of visits that were asked about since the raid began: whether they were here before."""

    @property
    def mode(self) -> Mode:
        """The mode in force."""
        return self.now.mode

    def settle(self, now: Instant) -> bool:
        """Work out what holds; True when that is news to everybody."""
        before, self.now = self.now, standing(self.placed, self.raised, now)
        if self.mode is Mode.NORMAL:
            self.raid_began = None
            self.returned.clear()
        elif self.raid_began is None:
            self.raid_began = now
        return (before.mode, before.way) != (self.mode, self.now.way)


def _stem(nickname: str) -> str:
    """What two nicknames of one swarm share: letters without digits and signs, the first five."""
    return SAID_OF.sub("", nickname.casefold())[:5]


def _alike(stems: Iterable[str]) -> int:
    """100 less the entropy of the stems in percent of the most it could be."""
    counts = Counter(stems)
    total = counts.total()
    if total < ENOUGH:
        return 0
    entropy = -sum(n / total * math.log2(n / total) for n in counts.values())
    return round(100 * (1 - entropy / math.log2(total)))


def _repeated(texts: Iterable[int]) -> int:
    """Percent of the texts that another one equals, but for digits, signs and case."""
    counts = Counter(texts)
    total = counts.total()
    return round(100 * sum(n for n in counts.values() if n > 1) / total) if total >= ENOUGH else 0

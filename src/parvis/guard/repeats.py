"""Whether somebody says the same thing for the third time in a short while."""

from __future__ import annotations

from collections import OrderedDict

from parvis.core.verdict import Finding, Ruling

SHORT = 3
"""Texts up to this many letters may come more often: "oui", "lol" and "?" are half of talking."""
TIMES = 3
"""The time that is refused; for a short text twice as many."""
KEYS_MAX = 20_000


class Repeats:
    """What was said lately, as hashes, by visit and conversation; forgotten after the window, bounded in number."""

    def __init__(self, window_seconds: float, keys_max: int = KEYS_MAX) -> None:
        self._window = window_seconds
        self._keys_max = keys_max
        self._said: OrderedDict[tuple[str, str, int], tuple[tuple[float, str], ...]] = OrderedDict()  # see Buckets

    def __len__(self) -> int:
        return len(self._said)

    def judge(self, visit: str, conversation: str, folded: str, ref: str, tick: float) -> tuple[Finding, ...]:
        """Refuse the third time within the window; the same ``ref`` again is the same message, not a repetition."""
        said = self._said.get((visit, conversation, hash(folded)))
        if said is None:
            return ()
        recent = [at for at, other in said if tick - at < self._window and other != ref]
        allowed = TIMES - 1 if len(folded) > SHORT else 2 * TIMES - 1
        if len(recent) < allowed:
            return ()
        wait = int((recent[-allowed] + self._window - tick) * 1000) + 1
        return (Finding(check="repeats", ruling=Ruling.REFUSE, text_key="refuse-repeat", retry_ms=wait),)

    def note(self, visit: str, conversation: str, folded: str, ref: str, tick: float) -> None:
        """Remember that it was said: only what passed the guard counts as a time."""
        key = (visit, conversation, hash(folded))
        said = self._said.pop(key, None)
        self._forget_idle(tick)
        if said is None:
            self._said[key] = ((tick, ref),)
        elif any(other == ref for _, other in said):
            self._said[key] = said
        else:
            self._said[key] = (*said[1 - 2 * TIMES :], (tick, ref))

    def _forget_idle(self, tick: float) -> None:
        for _ in range(2):
            oldest = next(iter(self._said), None)
            if oldest is None:
                return
            if tick - self._said[oldest][-1][0] < self._window and len(self._said) < self._keys_max:
                return
            del self._said[oldest]

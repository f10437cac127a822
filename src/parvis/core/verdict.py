"""What the guard decided, and why: the value every nickname, room name and message is judged into."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Literal

import msgspec

from parvis.core.policy import Harm


class Ruling(IntEnum):
    """The four answers, weakest first: of several findings the strongest wins."""

    ALLOW = 0
    PROMPT = 1
    HOLD = 2
    REFUSE = 3


class Kind(StrEnum):
    """What is being judged."""

    NICKNAME = "nickname"
    ROOM_NAME = "room_name"
    TOPIC = "topic"
    MESSAGE = "message"


Value = bool | int | str
"""What a rule can read of a text, of who says it and where."""


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"kind": "do"}):
    """One thing that follows from a rule; what beside its kind counts depends on it."""

    kind: Literal[
        "allow", "help", "warn_recipient", "prompt", "redact", "limit", "slow_room", "step_up", "case", "hold", "refuse"
    ]
    topic: str = ""
    """For ``help``: which help lines are shown."""
    what: str = ""
    """For ``limit``: which `core.policy.Feature` is taken away."""
    for_s: int = 0
    """For ``limit`` and ``slow_room``: seconds until it ends."""
    every_s: int = 0
    """For ``slow_room``: seconds between two messages of one person."""
    check: str = ""
    """For ``step_up``: ``pow`` (a proof of work) or ``age`` (the adult proof again)."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one check saw. ``text_key`` names the sentence a person reads, ``args`` fills it."""

    check: str
    ruling: Ruling
    text_key: str
    args: dict[str, str | int] = {}
    retry_ms: int | None = None
    """When trying again makes sense (flood); None when the text itself is the reason."""
    alternative: str | None = None
    """A nickname that would pass, when the check can offer one."""
    harm: Harm | None = None
    """What a hold would be about; the desk's queue and clock follow from it."""
    version: str = ""
    """Of the pack the rule behind it came with; nothing for a check that is code."""
    shadow: bool = False
    """Seen by a rule that only watches: counted, and without any effect."""
    actions: tuple[Act, ...] = ()
    """What the rule behind it wants done; none for a check that is code. In shadow, nothing of it is done."""
    values: dict[str, Value] = {}
    """What the rule read."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the original text the lists it read found something, as character offsets."""

    @property
    def told(self) -> str:
        """Its ruling in a word, for metrics and explanations: ``shadow`` when it has no effect."""
        return "shadow" if self.shadow else self.ruling.name.lower()

    @property
    def acts(self) -> tuple[Act, ...]:
        """What is to be done: nothing for a rule that only watches."""
        return () if self.shadow else self.actions


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The strongest ruling of all findings; no findings is an allow."""

    ruling: Ruling
    findings: tuple[Finding, ...] = ()
    features: dict[str, Value] = {}
    """What was found in the text, and what rules looked up around it, without a word of it: for hits and backtests."""

    @property
    def reason(self) -> Finding | None:
        """The finding that decided, for the person it hits; never one that only watches."""
        return next((f for f in self.findings if f.ruling is self.ruling and not f.shadow), None)


ALLOWED = Verdict(ruling=Ruling.ALLOW)


def strongest(findings: tuple[Finding, ...], features: dict[str, Value] | None = None) -> Verdict:
    """Fold findings into a verdict."""
    ruling = max((f.ruling for f in findings), default=Ruling.ALLOW)
    return Verdict(ruling=ruling, findings=findings, features=features or {})

"""What the guard decided, and why: the value every nickname, room name and message is judged into."""

from __future__ import annotations

from enum import IntEnum, StrEnum

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

    @property
    def told(self) -> str:
        """Its ruling in a word, for metrics and explanations: ``shadow`` when it has no effect."""
        return "shadow" if self.shadow else self.ruling.name.lower()


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The strongest ruling of all findings; no findings is an allow."""

    ruling: Ruling
    findings: tuple[Finding, ...] = ()

    @property
    def reason(self) -> Finding | None:
        """The finding that decided, for the person it hits."""
        return next((f for f in self.findings if f.ruling is self.ruling), None)


ALLOWED = Verdict(ruling=Ruling.ALLOW)


def strongest(findings: tuple[Finding, ...]) -> Verdict:
    """Fold findings into a verdict."""
    return Verdict(ruling=max((f.ruling for f in findings), default=Ruling.ALLOW), findings=findings)

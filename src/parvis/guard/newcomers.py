"""What newcomers may not do yet: talk as fast as others, write links, carry one text from room to room."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.core.buckets import Buckets, Rate
from parvis.core.verdict import Finding, Ruling
from parvis.guard.attributes import NEAR_ELSEWHERE, Context
from parvis.guard.subject import Subject
from parvis.guard.views import Views

NEWCOMER = "sender.is_newcomer"
_ADDRESS = re.compile(
    r"https?[: ]|://|\bwww\.|\bt\.me\b|\w@[a-z0-9-]+\.[a-z]"
    r"|(?:^|[^\w@.-])(?:[a-z0-9-]+\.)+(?:com|fr|net|org|info|biz|eu|uk|ru|io|cc|tv|gg|tk|ly|xyz|bio|me|link|app|chat)"
    r"(?:/|$|[^\w.-]|\.(?:\s|$))"
)
_ELSEWHERE = re.compile(
    r"\b(?:snap|snapchat|insta|instagram|ig|telegram|tg|whatsapp|discord|kik|tiktok|skype|signal)\b"
    r"(?: ?[:=>@]+ ?[\w.]{3,}| [a-z.]+[_.\d][\w.]*\d| [a-z]+_[\w.]+)"
)


def holds_way_out(views: Views) -> bool:
    """A link, a mail address, or a name on another service; not the service's name alone, nor an @ to somebody here."""
    return bool(_ADDRESS.search(views.bare) or _ELSEWHERE.search(views.bare))


@dataclass(frozen=True)
class Limits:
    """What newcomers are held to."""

    rate: Rate
    links: bool
    rooms_per_text: int


class Newcomers:
    """The limits of the first minutes. Each says when it ends; whoever has standing meets none of them."""

    def __init__(self, limits: Limits, minutes: int) -> None:
        self._limits, self._minutes = limits, minutes
        self._visits = Buckets(limits.rate)

    def judge(self, subject: Subject) -> tuple[Finding, ...]:
        """Refuse what a newcomer may not do yet; a refused text costs no token."""
        context = subject.context
        if context is None or not context.value(NEWCOMER):
            return ()
        key = self._stopped(subject, context)
        if key is not None:
            return (_refused(key, minutes=self._left(context)),)
        wait = self._visits.wait(subject.visit or "", subject.tick)
        if wait:
            return (_refused("refuse-rate", seconds=-(-wait // 1000), retry_ms=wait),)
        self._visits.take(subject.visit or "", subject.tick)
        return ()

    def _stopped(self, subject: Subject, context: Context) -> str | None:
        if not self._limits.links and holds_way_out(subject.views):
            return "refuse-newcomer-link"
        if NEAR_ELSEWHERE in context.raised() and int(context.value(NEAR_ELSEWHERE)) >= self._limits.rooms_per_text:
            return "refuse-newcomer-repeat"
        return None

    def _left(self, context: Context) -> int:
        return max(self._minutes - int(context.value("sender.minutes_here")), 1)


def _refused(key: str, *, retry_ms: int | None = None, **args: int) -> Finding:
    return Finding(check="newcomers", ruling=Ruling.REFUSE, text_key=key, args=dict(args), retry_ms=retry_ms)

"""What waits for a second look after delivery, and until when people were swept; seconds of it, in memory.

Nothing of it is written when a message is delivered. After a start, a server that was killed or stopped makes good what
it owed: the last minute before the newest message is read again, except what a later rule is known to have met.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Mapping

import msgspec

from parvis.access.means import Means
from parvis.core.casework import Subject as About
from parvis.core.casework import SubjectKind
from parvis.core.clock import HOUR, MINUTE, Instant
from parvis.core.ids import ConversationId, VisitId
from parvis.core.talk import Message
from parvis.core.verdict import Value
from parvis.guard import scored, subject
from parvis.guard.edition import Edition
from parvis.guard.trails import Who
from parvis.store import cases, rule_hits, talk
from parvis.store.database import Reading

WAITING_MAX = 5_000
"""Beyond that the oldest are passed over."""
ACTED_MAX = 10_000
MISSED_MS = MINUTE
"""What was delivered so shortly before the server went down may not have had its second look."""


class Waiting(msgspec.Struct, frozen=True):
    """A delivered message in which something was found that a later rule reads."""

    who: Who
    conversation: ConversationId
    n: int
    edited_at: Instant | None = None
    """As it was when it was judged: what was changed since is another text."""
    scores: Mapping[str, Value] = {}
    """What the learned check said of it; nothing where another text was judged than is stored."""


class Later:
    """One for each square."""

    def __init__(self) -> None:
        self.waiting: deque[Waiting] = deque(maxlen=WAITING_MAX)
        self.swept_at = Instant(0)
        self._acted: OrderedDict[tuple[VisitId, str], Instant] = OrderedDict()

    def is_first(self, visit: VisitId, rule: str, now: Instant) -> bool:
        """Whether a rule over counters has not acted on a visit within an hour: counters stay high for a while."""
        before = self._acted.get((visit, rule))
        if before is not None and now - before < HOUR:
            return False
        self._acted[visit, rule] = now
        self._acted.move_to_end((visit, rule))
        if len(self._acted) > ACTED_MAX:
            self._acted.popitem(last=False)
        return True


async def missed(means: Means, edition: Edition, people: Mapping[VisitId, Who]) -> list[Waiting]:
    """After a start: what was delivered just before the server went down and still waits for its second look.

    A text that a later rule met, or about which there is a case, had it; one that had it and met nothing may have
    another, which comes to the same.
    """
    if not edition.later:
        return []
    lately = await means.db.read(lambda conn: talk.last_delivered(conn, MISSED_MS, WAITING_MAX))
    read = {one.mid: _features(means, edition, one) for one in lately if one.sender in people}
    found = [one for one in lately if one.mid in read and edition.looks_again(read[one.mid])]
    if not found:
        return []
    since = min(one.at for one in found)

    def seen(conn: Reading) -> set[str]:
        about = (About(kind=SubjectKind.MESSAGE, ref=one.mid) for one in found)
        return rule_hits.met(conn, edition.later, since) | {one.ref for one in about if cases.of_subject(conn, one)}

    had = await means.db.read(seen)
    return [
        Waiting(people[one.sender], one.conversation, one.n, one.edited_at, scored.of(read[one.mid]))
        for one in found
        if one.mid not in had
    ]


def _features(means: Means, edition: Edition, one: Message) -> dict[str, Value]:
    """What is found in it."""
    text = subject.message(
        one.text or "", visit=one.sender, conversation=one.conversation, network="", ref="", now=one.at,
        tick=means.clock.tick(),
    )  # fmt: skip
    return edition.read(text, asleep=False, stage="async").features

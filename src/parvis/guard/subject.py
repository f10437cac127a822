"""What is being judged, as one value: the text in its views, who says it where, and when."""

from __future__ import annotations

import msgspec

from parvis.core.clock import Instant
from parvis.core.ids import ConversationId, VisitId
from parvis.core.verdict import Kind, Value
from parvis.guard.attributes import Context
from parvis.guard.views import Views


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A message, a nickname or a room name before its verdict; ``views.text`` is tidy already (core.text)."""

    kind: Kind
    views: Views
    network: str
    """HMAC of the network prefix, as in `parvis.core.people.Origin`."""
    now: Instant
    tick: float
    """Seconds on a clock that never goes back, for windows and rates."""
    visit: VisitId | None = None
    conversation: ConversationId | None = None
    ref: str = ""
    """The sender's own key for this attempt (``cid``): trying the same one again is no repetition."""
    context: Context | None = None
    """What is known around it; None: everything there is at its default."""
    features: dict[str, Value] = msgspec.field(default_factory=dict)
    """Filled by the rules with what they found in the text, for the verdict."""
    matched: list[str] = msgspec.field(default_factory=list)
    """Filled by the rules with which of them match, watching ones too: a second opinion is asked about nothing else."""


def message(
    text: str, *, visit: VisitId, conversation: ConversationId, network: str, ref: str, now: Instant, tick: float,
    context: Context | None = None,
) -> Subject:  # fmt: skip
    """A message to be judged; ``text`` is tidy."""
    return Subject(
        kind=Kind.MESSAGE, views=Views(text), network=network, now=now, tick=tick, visit=visit,
        conversation=conversation, ref=ref, context=context,
    )  # fmt: skip


def name(text: str, kind: Kind, *, network: str, now: Instant, tick: float) -> Subject:
    """A nickname or room name to be judged; ``text`` is tidy."""
    return Subject(kind=kind, views=Views(text), network=network, now=now, tick=tick)

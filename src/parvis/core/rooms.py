"""Rooms that visitors propose, as values: who asked for which room, and what became of it."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import msgspec

from parvis.core.casework import Identity
from parvis.core.clock import Instant
from parvis.core.ids import ProposalId, RoomId, StaffId, StatementId

NAME_MAX = 40
"""Characters of a proposed room's name."""
TOPIC_MAX = 140
"""Characters of what is said under it."""
REASONS_MAX = 1_000
"""Characters of the reasons for declining or closing, in one language."""
WAIT_DAYS = 14
"""A proposal that nobody of the team has answered by then comes to an end, and its proposer is told."""
REMEMBER_DAYS = 30
"""How long it is kept who proposed a room, once it was declined or has closed."""
_SLUG_MAX = 20


class ProposalState(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    """The room is open."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """By the proposer."""
    LAPSED = "lapsed"
    """Nobody answered in time."""
    CLOSED = "closed"
    """The room was closed by the team."""
    EMPTY = "empty"
    """The room ended because nobody spoke there any more."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A room that somebody would like; texts by language, in those its proposer wrote."""

    id: ProposalId
    who: Identity | None
    """None once nobody need be told any more."""
    nickname: str
    lang: str
    name: dict[str, str]
    topic: dict[str, str]
    at: Instant
    state: ProposalState = ProposalState.WAITING
    decided_by: StaffId | None = None
    decided_at: Instant | None = None
    reasons: dict[str, str] = {}
    room: RoomId | None = None
    statement: StatementId | None = None
    """The last letter about it."""


def room_id(name: str, word: str) -> RoomId:
    """An id for a proposed room: what can be read of its name, and a random word, so that it is nobody else's."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_MAX].strip("-")
    return RoomId(f"{slug or 'salon'}-{word[:5]}")

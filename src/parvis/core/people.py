"""People on the square: a visit and its profile, with no more about anybody than the square needs."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from parvis.core.clock import MINUTE, Instant
from parvis.core.ids import AreaId, PassId, VisitId

NEWCOMER_MS = 10 * MINUTE
"""How long the newcomer mark stays beside a nickname."""


class AgeBand(StrEnum):
    """All that is kept of an age."""

    FROM_18 = "18-24"
    FROM_25 = "25-34"
    FROM_35 = "35-49"
    FROM_50 = "50-64"
    FROM_65 = "65+"


class Gender(StrEnum):
    """The open list of the entry card; leaving it out is one more answer."""

    WOMAN = "woman"
    MAN = "man"
    NON_BINARY = "non-binary"
    OTHER = "other"


class Mark(StrEnum):
    """The server-drawn sign beside a nickname; text can never imitate it."""

    NEW = "new"
    NONE = ""
    STAFF = "staff"


ADULT_FROM = 18
OLDEST = 120


def band_of(age: int) -> AgeBand:
    """The band of an adult age in years; ValueError under 18, which the entry verb has answered before."""
    if age < ADULT_FROM:
        raise ValueError("no band under 18")
    for band, upto in ((AgeBand.FROM_18, 24), (AgeBand.FROM_25, 34), (AgeBand.FROM_35, 49), (AgeBand.FROM_50, 64)):
        if age <= upto:
            return band
    return AgeBand.FROM_65


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose to say at the door; gender only with consent, the postal code only as an area."""

    nickname: str
    age_band: AgeBand
    gender: Gender | None = None
    area: AreaId | None = None


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One stay on the square, from Enter to leaving."""

    id: VisitId
    pass_id: PassId
    profile: Profile
    lang: str
    entered_at: Instant
    left_at: Instant | None = None

    def mark(self, now: Instant) -> Mark:
        """The newcomer mark for the first ten minutes."""
        return Mark.NEW if now - self.entered_at < NEWCOMER_MS else Mark.NONE


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request comes from, as keyed hashes only: never an address, never the cookie itself."""

    device: str
    """HMAC of the device cookie, 32 hex characters."""
    network: str
    """HMAC of the /32 (IPv4) or /64 (IPv6) prefix, under a key that changes every day."""

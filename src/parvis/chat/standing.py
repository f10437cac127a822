"""What a visit may do here right now, from memory alone: no question to the store for any message.

Nobody is silenced without being told: each refusal names what holds and how long, and the statement of reasons why.
"""

from __future__ import annotations

from dataclasses import dataclass

from parvis.chat.refusal import Refusal
from parvis.core.clock import DAY, HOUR, MINUTE, SECOND, Instant
from parvis.core.ids import RoomId
from parvis.core.policy import Feature, Measure
from parvis.core.protocol import ErrCode
from parvis.live.effects import Restricted
from parvis.store.sanctions import RoomMeasure

SHUT_OUT = frozenset({Measure.SUSPEND, Measure.BAN})
ROOM_MEASURES = (Measure.CLOSE_ROOM, Measure.PREMODERATE, Measure.SLOW_ROOM)
"""What can stand on a room, the most felt first."""
ROOM_CLOSED = Refusal(code=ErrCode.FORBIDDEN, text_key="refuse-room-closed")


@dataclass(frozen=True)
class RoomRules:
    """What the desk did to a room, as long as it stands."""

    measures: tuple[RoomMeasure, ...] = ()

    def amount(self, measure: Measure, now: Instant) -> int | None:
        """Seconds for a slow room, how many first messages wait, 0 for a closed one; None when it does not stand."""
        holds = (one for one in self.measures if one.measure is measure and (one.ends_at is None or one.ends_at > now))
        return next((one.amount or 0 for one in holds), None)

    def strongest(self, now: Instant) -> Measure | None:
        """What still stands there and is felt most; None when the room is as usual."""
        found = (one for one in ROOM_MEASURES if self.amount(one, now) is not None)
        return next(found, None)

    def is_closed(self, now: Instant) -> bool:
        """Whether it can only be read."""
        return self.amount(Measure.CLOSE_ROOM, now) is not None


USUAL = RoomRules()


def holding(restrictions: list[Restricted], now: Instant) -> list[Restricted]:
    """Those that have not ended."""
    return [one for one in restrictions if one.until is None or one.until > now]


def is_shut_out(restrictions: list[Restricted], now: Instant) -> bool:
    """Whether somebody may not be here at all."""
    return any(one.measure in SHUT_OUT for one in holding(restrictions, now))


def may_write(restrictions: list[Restricted], room: RoomId, now: Instant) -> Refusal | None:
    """Why somebody may not write in a room, or None."""
    for one in holding(restrictions, now):
        if one.measure is Measure.MUTE or one.measure in SHUT_OUT:
            return _for_a_while("refuse-muted", one, now)
        if one.feature is Feature.WRITE_IN_ROOM and one.room in (None, room):
            return _for_a_while("refuse-limited-room", one, now)
    return None


def owing(checks: frozenset[str]) -> Refusal:
    """Why somebody may not write before they have shown something; the adult proof first, where both are asked."""
    which = "age" if "age" in checks else "pow"
    return Refusal(code=ErrCode.FORBIDDEN, text_key=f"refuse-step-up-{which}", told=f"told-step-up-{which}")


def may_edit(restrictions: list[Restricted], now: Instant) -> Refusal | None:
    """Why somebody may not change what they said, or None; taking it away is always possible."""
    limit = next((one for one in holding(restrictions, now) if one.feature is Feature.EDIT), None)
    return _for_a_while("refuse-limited-edit", limit, now) if limit else None


def too_soon(last_at: Instant, every_s: int, now: Instant) -> Refusal | None:
    """Why a slow room wants patience, or None."""
    wait = last_at + every_s * SECOND - now
    if wait <= 0:
        return None
    args: dict[str, str | int] = {"seconds": -(-wait // SECOND)}
    return Refusal(code=ErrCode.RATE, text_key="refuse-room-slow", args=args, retry_ms=wait)


def _for_a_while(key: str, one: Restricted, now: Instant) -> Refusal:
    """With what is left of it in the largest unit that is at least two; what has no end has no such refusal."""
    left = (one.until or Instant(now + DAY)) - now
    for unit, name in ((DAY, "days"), (HOUR, "hours")):
        if left >= 2 * unit:
            return _left(f"{key}-{name}", left, unit)
    return _left(f"{key}-minutes", left, MINUTE)


def _left(key: str, left: int, unit: int) -> Refusal:
    return Refusal(code=ErrCode.FORBIDDEN, text_key=key, args={"count": -(-left // unit)})

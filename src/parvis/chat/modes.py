"""What a service mode means for those who are here and for those at the door; and how everybody is told."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import MINUTE, SECOND, Instant, day_of
from parvis.core.mode import Mode, Standing
from parvis.core.people import Origin
from parvis.core.verdict import Finding, Ruling
from parvis.live.bus import EVERYBODY, Packet
from parvis.store import people
from parvis.store.people import AgePass

BEFORE_MS = 2 * MINUTE
"""Whoever came in so shortly before a raid was noticed is one of its newcomers."""


@dataclass(frozen=True)
class Doorkeeper:
    """Asked last before somebody comes in: does the service mode let them, and have they done what it asks?"""

    square: Square
    age_pass: AgePass
    origin: Origin
    proof: str = ""
    """The answer to a proof of work, as it came with the entry card."""

    def shut(self) -> Finding | None:
        """Why the door is shut to somebody who was never here before, or None."""
        square = self.square
        if not square.modes.mode.holds(Mode.KNOWN_ONLY) or self._is_known():
            return None
        wait = minutes_left(square)
        return Finding(
            check="mode", ruling=Ruling.REFUSE, text_key="refuse-mode-door", args={"minutes": wait},
            retry_ms=wait * MINUTE,
        )  # fmt: skip

    def must_prove(self) -> bool:
        """Whether a proof of work is asked of them."""
        return self.square.modes.mode.holds(Mode.CAREFUL) and not self._is_known()

    async def refused(self) -> Finding | None:
        """Why they cannot come in now, or None; a proof that was sent along is used up."""
        found = NO_SPACE if self.square.upkeep.is_scarce else self.shut()
        if found is None and self.must_prove():
            means, origin = self.square.means, self.origin
            now, tick = means.clock.now(), means.clock.tick()
            found = await means.proofs.refused(self.proof, origin.device, origin.network, now, tick)
        if found is not None:
            self.square.metrics.entries_stopped.labels(found.text_key).inc()
        return found

    def note(self, nickname: str) -> None:
        """They came in."""
        if not self._is_known():
            self.square.modes.watch.came(nickname, self.square.means.clock.tick())

    def _is_known(self) -> bool:
        one, device, now = self.age_pass.id, self.origin.device, self.square.means.clock.now()
        if self.square.signals.reputation.step((f"p:{one}", f"d:{device}"), now):
            return True
        before = _known_before(self.square, now)
        return self.square.means.db.glance(lambda conn: people.was_here(conn, one, device, day_of(now), before))


NO_SPACE = Finding(check="disk", ruling=Ruling.REFUSE, text_key="refuse-disk-door", retry_ms=5 * MINUTE)


def may_write(square: Square, live: Live) -> Refusal | None:
    """Why somebody may not write while the square is narrowed, or None."""
    mode = square.modes.mode
    if mode is Mode.READ_ONLY:
        return _until("refuse-mode-nobody", square)
    if not is_newcomer(square, live):
        return None
    if mode.holds(Mode.NEWCOMERS_READ):
        return _until("refuse-mode-newcomers", square)
    every_s, now = square.means.config.modes.newcomer_every_s, square.means.clock.now()
    wait = live.wrote_at + every_s * SECOND - now
    if wait > 0:
        args: dict[str, str | int] = {"seconds": -(-wait // SECOND)}
        return Refusal(code=p.ErrCode.RATE, text_key="refuse-mode-slow", args=args, retry_ms=wait)
    live.wrote_at = now
    return None


def is_newcomer(square: Square, live: Live) -> bool:
    """Whether somebody came in lately, or since a raid began, was never here before, and has no standing."""
    now, entered, modes = square.means.clock.now(), live.visit.entered_at, square.modes
    came_with_it = modes.raid_began is not None and entered >= modes.raid_began - BEFORE_MS
    if not came_with_it and entered <= now - square.means.config.guard.newcomer_minutes * MINUTE:
        return False
    if square.signals.reputation.step(live.who.classes, now):
        return False
    visit = live.visit.id
    if visit not in modes.returned:
        before = _known_before(square, now)
        modes.returned[visit] = square.means.db.glance(
            lambda conn: people.visit_was_here(conn, visit, day_of(now), before)
        )
    return not modes.returned[visit]


def watch(square: Square, live: Live, text: str, now: Instant) -> None:
    """Count what newcomers write, and once something is going on, what anybody does."""
    fresh = now - live.visit.entered_at < square.means.config.guard.newcomer_minutes * MINUTE
    if fresh or square.modes.mode is not Mode.NORMAL:
        square.modes.watch.said(text, square.means.clock.tick())


def tell(square: Square, now: Standing) -> None:
    """Everybody present hears it."""
    square.metrics.show_mode(now)
    square.signals.mode = now.mode.value
    square.bus.publish(EVERYBODY, Packet(p.encode(frame(now))))


def after_welcome(square: Square) -> list[bytes]:
    """What somebody who has just come must know of it: nothing while it is normal."""
    now = square.modes.now
    return [] if now.mode is Mode.NORMAL else [p.encode(frame(now))]


def banner(square: Square) -> str:
    """The text about it, for pages; nothing while it is normal."""
    mode = square.modes.mode
    return "" if mode is Mode.NORMAL else f"square-mode-{mode.value}"


def frame(now: Standing) -> p.ModeFrame:
    """As everybody hears it."""
    until = None if now.mode is Mode.NORMAL else now.until
    return p.ModeFrame(mode=now.mode.value, text_key=f"square-mode-{now.mode.value}", until=until)


def minutes_left(square: Square) -> int:
    """Until the mode in force ends or is looked at again; at least one."""
    until = square.modes.now.until
    return 1 if until is None else max(1, -(-(until - square.means.clock.now()) // MINUTE))


def _known_before(square: Square, now: Instant) -> Instant:
    """Whoever came in before this was here before it all began."""
    began = square.modes.raid_began
    return Instant((now if began is None else began) - square.means.config.guard.newcomer_minutes * MINUTE)


def _until(key: str, square: Square) -> Refusal:
    return Refusal(code=p.ErrCode.FORBIDDEN, text_key=key, args={"minutes": minutes_left(square)})

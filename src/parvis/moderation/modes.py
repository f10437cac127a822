"""Service modes: placed by a person with a reason and an end, raised and left by themselves; told to everybody."""

from __future__ import annotations

import contextlib

import msgspec

from parvis.core.clock import MINUTE, Instant
from parvis.core.errors import StoreUnavailable
from parvis.core.ids import StaffId, fresh_word
from parvis.core.mode import (
    PLACED_MAX_MINUTES,
    WHY_MAX,
    Mode,
    Placed,
    Raised,
    Way,
    after_a_start,
    next_step,
)  # fmt: skip
from parvis.core.raid import EASE, called_for
from parvis.live.effects import ModeChanged
from parvis.live.mode import Bell, Modes
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import modes as stored
from parvis.store import notify
from parvis.store.writer import Tx

CALL = "raid_unattended"
"""What the person on call is called about: newcomers were made to read while nobody is on duty."""


async def place(
    office: Office, bell: Bell, mode: Mode, minutes: int, why: str, *, by: StaffId | None
) -> Placed | Refused:
    """A person's choice, from now for so many minutes; ``by`` is None for the shell. ``normal`` overrules a raid."""
    words = " ".join(why.split())[:WHY_MAX]
    if not words:
        return Refused(text_key="desk-mode-no-why")
    if not 1 <= minutes <= PLACED_MAX_MINUTES:
        return Refused(text_key="desk-mode-how-long", args={"most": PLACED_MAX_MINUTES // 60})
    now = office.clock.now()
    one = Placed(
        mode=mode, at=now, until=Instant(now + minutes * MINUTE), way=Way.STAFF if by else Way.SHELL, by=by, why=words
    )
    await office.db.write(lambda tx: stored.place(tx, one))
    bell.ring()
    return one


async def release(office: Office, bell: Bell, *, by: StaffId | None, why: str) -> Placed | None:
    """End what a person placed, now; None when nothing of that kind holds. Steps of a raid leave by themselves."""
    now = office.clock.now()

    def work(tx: Tx) -> Placed | None:
        placed, _ = stored.in_force(tx.conn)
        if placed is None or placed.until <= now:
            return None
        ended = msgspec.structs.replace(
            placed, at=now, until=now, by=by, way=Way.STAFF if by else Way.SHELL, why=" ".join(why.split())[:WHY_MAX]
        )
        stored.place(tx, ended)
        return ended

    released = await office.db.write(work)
    bell.ring()
    return released


async def load(office: Office, modes: Modes) -> None:
    """At a start: what holds according to the store. StoreUnavailable lets nobody in without knowing it."""
    modes.bell.rang()
    modes.placed, raised = await office.db.read(stored.in_force)
    modes.raised = after_a_start(raised, office.clock.now())
    modes.settle(office.clock.now())


async def tend(office: Office, modes: Modes, *, attended: bool) -> None:
    """Every second: hear the bell, read the signals, take the next step, tell everybody what is new."""
    now = office.clock.now()
    if modes.bell.rang():
        modes.placed, _ = await office.db.read(stored.in_force)
    before = modes.raised
    learns = not before.mode.holds(Mode.NEWCOMERS_READ)
    modes.signals = modes.watch.read(office.clock.tick(), learns=learns)
    after = _after(office, modes, now)
    if after.mode is before.mode:
        modes.raised = after
    elif after.mode.rank > before.mode.rank:  # narrower at once, whether or not it can be written down
        modes.raised = after
        _tell(office, modes, now)
        with contextlib.suppress(StoreUnavailable):
            await _keep(office, modes, after, calls=not attended and before.mode is Mode.NORMAL)
    else:  # wider only once that is on the disk
        await _keep(office, modes, after, calls=False)
        modes.raised = after
        modes.watch.forget()
    _tell(office, modes, now)


def _after(office: Office, modes: Modes, now: Instant) -> Raised:
    limits, before = office.config.modes, modes.raised
    wanted = called_for(modes.signals, before, now, limits)
    kept = called_for(modes.signals, before, now, limits, EASE)
    after = next_step(before, wanted, kept, now)
    is_new = before.mode is Mode.NORMAL and after.mode is not Mode.NORMAL
    return msgspec.structs.replace(after, raid=fresh_word(office.entropy)) if is_new else after


async def _keep(office: Office, modes: Modes, one: Raised, *, calls: bool) -> None:
    def work(tx: Tx) -> None:
        stored.rise(tx, one, modes.signals)
        if calls and office.config.on_call.url:
            notify.enqueue(tx, CALL, {"mode": one.mode.value, "joins": modes.signals.joins})

    await office.db.write(work)


def _tell(office: Office, modes: Modes, now: Instant) -> None:
    if modes.settle(now):
        office.effects.tell(ModeChanged(standing=modes.now))

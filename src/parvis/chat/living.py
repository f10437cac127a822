"""What makes the square live by the clock: hours that close and open rooms, evenings, and how everybody hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parvis.chat.refusal import NOBODY_THERE, Refusal
from parvis.core import hours
from parvis.core import protocol as p
from parvis.core.clock import DAY, HOUR, Instant
from parvis.core.hours import Interval, Timetable
from parvis.core.ids import RoomId, conversation_of
from parvis.core.lively import lively
from parvis.core.living import LIVELY_DAYS, Evening, Notice, RoomPlan
from parvis.core.settings import Hours
from parvis.core.talk import Room
from parvis.live.bus import EVERYBODY, Packet
from parvis.store import living as stored
from parvis.store.database import Reading

if TYPE_CHECKING:
    from parvis.chat.square import Square


async def load(square: Square) -> None:
    """Ask the store how rooms are kept, which evenings there are and what stands on the board."""
    now = square.means.clock.now()

    def look(conn: Reading) -> tuple[list[RoomPlan], list[Evening], list[Notice]]:
        return stored.plans(conn), stored.evenings(conn, now), stored.notices(conn, now)

    plans, square.evenings, square.notices = await square.means.db.read(look)
    square.plans = {one.room: one for one in plans}
    besides: dict[RoomId, list[Interval]] = {}
    for one in square.evenings:
        besides.setdefault(one.room, []).append((one.starts_at, one.ends_at))
    square.kept += 1
    square.hours.plan({one.room: _hours_of(one) for one in plans}, besides)


def _hours_of(kept: RoomPlan | Hours) -> Timetable:
    """What was read when it was kept; what this version cannot read any more closes nothing."""
    found = hours.read(kept.weekly, kept.dates)
    return found if isinstance(found, Timetable) else hours.ALWAYS


def follow(square: Square) -> None:
    """Keep the hours that the settings in force say."""
    square.hours.keep(_hours_of(square.means.config.hours))


def tend(square: Square) -> None:
    """Every second: whoever is here hears which rooms the clock, or nobody on duty, closed or opened."""
    turned = [room for room in square.rooms.values() if square.told_shut.get(room.id) != square.shut_by(room)]
    for room in turned:
        known, why = square.told_shut.get(room.id), square.shut_by(room)
        square.told_shut[room.id] = why
        if known is not None:
            square.changes += 1
            square.bus.spread(EVERYBODY, Packet(p.encode(_turned(square, room, why))))

    _tell_around(square)


def _tell_around(square: Square) -> None:
    """Everybody hears that somebody came on duty or left, that an evening began or ended, or that lines changed."""
    now = square.means.clock.now()
    going_on = tuple(one.id for one in square.evenings if one.is_on(now))
    around = (square.unattended_since is None, going_on, square.kept)
    if around == square.told_around:
        return
    begun = set(going_on) - set(square.told_around[1] if square.told_around else going_on)
    is_news, square.told_around = square.told_around is not None, around
    if not is_news:
        return
    square.bus.spread(EVERYBODY, Packet(p.encode(p.HouseFrame(on_duty=square.unattended_since is None))))
    for one in square.evenings:
        room = square.rooms.get(one.room)
        if one.id in begun and room is not None:
            square.tell_room_now(conversation_of(room.id), _turned(square, room, "", "square-evening-begins"))


def _turned(square: Square, room: Room, why: str, key: str = "") -> p.RoomChange:
    if not key:
        is_open = square.is_writable(room)
        key = f"square-room-shut-{why}" if why else "square-room-open-room" if is_open else "square-room-close-room"
    return p.RoomChange(
        conv=conversation_of(room.id), mode=square.mode_of(room).value, text_key=key, opens_at=square.opens_at(room)
    )


def shut(square: Square, room: Room) -> Refusal | None:
    """Why nobody may write in a room, if the clock or nobody on duty is why."""
    match square.shut_by(room):
        case "unattended":
            return NOBODY_THERE
        case "hours":
            args = spoken(square, square.hours.of_room(room.id, square.means.clock.now()))
            return Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-room-hours", args=args)
        case _:
            return None


def door(square: Square) -> dict[str, str | int] | None:
    """What fills the sentence about when the door opens; None while its hours leave it open."""
    now = square.hours.of_square(square.means.clock.now())
    return None if now.is_open else spoken(square, now)


def spoken(square: Square, opening: hours.Opening) -> dict[str, str | int]:
    """The hour at which that changes, as sentences are filled."""
    return hours.spoken(opening.until, square.means.clock.now(), square.hours.zone)


def coming(square: Square, room: RoomId | None = None) -> list[Evening]:
    """Evenings that go on or are to come, in one room or everywhere, the next first."""
    now = square.means.clock.now()
    return [one for one in square.evenings if one.ends_at > now and room in (None, one.room)]


def is_of_standing(square: Square, nickname: str) -> bool:
    """Whether somebody who is here under that nickname has earned standing, so that they may welcome people."""
    wanted, now = nickname.casefold(), square.means.clock.now()
    return any(
        square.signals.reputation.step(live.who.classes, now) > 0
        for live in square.live.values()
        if live.visit.profile.nickname.casefold() == wanted
    )


def standing_notices(square: Square) -> list[Notice]:
    """The announcements that are on the board now, the newest first."""
    now = square.means.clock.now()
    return [one for one in square.notices if one.until > now]


async def count(square: Square) -> None:
    """Every minute: the most who were here at once in this hour is kept, and what is lively worked out each hour."""
    now, here = square.means.clock.now(), square.presence.square()
    hour, most = square.counted
    if now // HOUR != hour:
        since = Instant(now - LIVELY_DAYS * DAY)
        counts = await square.means.db.read(lambda conn: stored.hours(conn, since))
        square.lively = lively(counts, now, square.hours.zone)
        hour, most = now // HOUR, 0
    if here > most:
        await square.means.db.write(lambda tx: stored.count_hour(tx, now, here))
    square.counted = hour, max(most, here)

"""How the team keeps the square alive: hours, pace, lines of rooms, evenings, announcements; the ledger has it all."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from parvis.core import hours
from parvis.core.clock import DAY, HOUR, Instant
from parvis.core.ids import RoomId, StaffId, fresh_word
from parvis.core.living import (
    AHEAD_MAX_MS,
    EVENING_MAX_MS,
    LINE_MAX,
    NOTICE_MAX_DAYS,
    PINNED_MAX,
    SLOW_MAX_S,
    Evening,
    Notice,
    RoomPlan,
)
from parvis.core.staff import Act, may
from parvis.core.text import length, tidy_message, tidy_nickname
from parvis.live.effects import SquareKept
from parvis.moderation import team
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import living as stored
from parvis.store import rooms
from parvis.store.writer import Tx

NO_ROOM = Refused(text_key="refuse-keep-room")
NO_TITLE = Refused(text_key="refuse-evening-title")
NO_WORDS = Refused(text_key="refuse-notice-empty")
NOT_KNOWN = Refused(text_key="refuse-evening-host")
"""For a host who is not here under that nickname, or has no standing yet."""
NOBODY = StaffId("")
"""Who announces an evening before somebody does."""
GONE = Refused(text_key="refuse-keep-gone")


async def keep_room(office: Office, who: StaffId, plan: RoomPlan) -> RoomPlan | Refused:
    """Keep a room like this from now on; lines of hours are read first, and texts tidied."""
    table = hours.read(plan.weekly, plan.dates)
    if isinstance(table, hours.Unread):
        return Refused(text_key="refuse-keep-hours", args={"line": table.line[:LINE_MAX]})
    if len(plan.weekly) + len(plan.dates) > hours.LINES_MAX:
        return Refused(text_key="refuse-keep-many", args={"most": hours.LINES_MAX})
    if plan.every_s is not None and not 1 <= plan.every_s <= SLOW_MAX_S:
        return Refused(text_key="refuse-keep-pace", args={"most": SLOW_MAX_S})
    welcome, pinned = tidied(plan.welcome, tidy_nickname), tidied(plan.pinned, tidy_message)
    fault = too_long(welcome, LINE_MAX) or too_long(pinned, PINNED_MAX)
    if fault:
        return fault
    kept = msgspec.structs.replace(plan, welcome=welcome, pinned=pinned, at=office.clock.now(), by=who)

    def work(tx: Tx) -> RoomPlan | Refused:
        if not has_right(tx, who):
            return team.NO_RIGHT
        if not rooms.exists(tx.conn, kept.room):
            return NO_ROOM
        before = next((one.every_s for one in stored.plans(tx.conn) if one.room == kept.room), None)
        stored.keep_plan(tx, kept)
        paced = kept.room if before != kept.every_s else None
        tx.after_commit(office.effects.tell, SquareKept(room=paced))
        return kept

    return await office.db.write(work)


async def announce(office: Office, who: StaffId, one: Evening) -> Evening | Refused:
    """Announce an evening; ``one.host`` is empty where the team itself welcomes people. Its room opens for its time."""
    now = office.clock.now()
    title, words = tidied(one.title, tidy_nickname), tidied(one.words, tidy_message)
    fault = too_long(title, LINE_MAX) or too_long(words, PINNED_MAX)
    if fault or not title:
        return fault or NO_TITLE
    if not now < one.ends_at or not 0 < one.ends_at - one.starts_at <= EVENING_MAX_MS:
        return Refused(text_key="refuse-evening-time", args={"most": EVENING_MAX_MS // HOUR})
    if one.starts_at > now + AHEAD_MAX_MS:
        return Refused(text_key="refuse-evening-far", args={"days": AHEAD_MAX_MS // DAY})
    kept = msgspec.structs.replace(
        one, id=fresh_word(office.entropy), title=title, words=words, host=tidy_nickname(one.host), at=now, by=who
    )

    def work(tx: Tx) -> Evening | Refused:
        if not has_right(tx, who):
            return team.NO_RIGHT
        if not rooms.exists(tx.conn, kept.room):
            return NO_ROOM
        stored.announce(tx, kept)
        tx.after_commit(office.effects.tell, SquareKept())
        return kept

    return await office.db.write(work)


async def call_off(office: Office, who: StaffId, evening: str) -> Refused | None:
    """Take an evening away; what it opened closes again."""

    def work(tx: Tx) -> Refused | None:
        if not has_right(tx, who):
            return team.NO_RIGHT
        if not stored.call_off(tx, evening, who):
            return GONE
        tx.after_commit(office.effects.tell, SquareKept())
        return None

    return await office.db.write(work)


async def write_notice(office: Office, who: StaffId, words: dict[str, str], days: int) -> Notice | Refused:
    """Put an announcement on the board, for so many days."""
    said = tidied(words, tidy_message)
    fault = too_long(said, PINNED_MAX)
    if fault or not said:
        return fault or NO_WORDS
    now = office.clock.now()
    until = Instant(now + min(max(days, 1), NOTICE_MAX_DAYS) * DAY)
    one = Notice(id=fresh_word(office.entropy), words=said, at=now, until=until, by=who)

    def work(tx: Tx) -> Notice | Refused:
        if not has_right(tx, who):
            return team.NO_RIGHT
        stored.pin_notice(tx, one)
        tx.after_commit(office.effects.tell, SquareKept())
        return one

    return await office.db.write(work)


async def take_notice(office: Office, who: StaffId, notice: str) -> Refused | None:
    """Take an announcement off the board."""

    def work(tx: Tx) -> Refused | None:
        if not has_right(tx, who):
            return team.NO_RIGHT
        if not stored.take_notice(tx, notice, who):
            return GONE
        tx.after_commit(office.effects.tell, SquareKept())
        return None

    return await office.db.write(work)


async def plan_of(office: Office, room: RoomId) -> RoomPlan:
    """How a room is kept; nothing at all where nobody touched it."""
    found = await office.db.read(stored.plans)
    return next((one for one in found if one.room == room), RoomPlan(room=room))


def has_right(tx: Tx, who: StaffId) -> bool:
    """Whether somebody may keep the square, asked where it is done."""
    found = team.member(tx, who)
    return found is not None and may(found, Act.KEEP_SQUARE)


def tidied(texts: dict[str, str], tidy: Callable[[str], str]) -> dict[str, str]:
    """Texts in the languages in which something was said."""
    found = {lang: tidy(text) for lang, text in texts.items()}
    return {lang: text for lang, text in found.items() if text}


def too_long(texts: dict[str, str], most: int) -> Refused | None:
    """Why a text cannot stand, or None."""
    return Refused(text_key="refuse-keep-long", args={"max": most}) if any(
        length(text) > most for text in texts.values()
    ) else None  # fmt: skip

"""Saying something, changing it, taking it away, reading back: the path of a message between the door and the store."""

from __future__ import annotations

import asyncio

import msgspec

from parvis.chat import aftercare, board, counting, deeds, frames, living, modes, standing
from parvis.chat.deeds import Deeds
from parvis.chat.refusal import BAD_FRAME, NO_MESSAGE, NOT_YOURS, PAUSED, READ_ONLY, TOO_LATE, UNATTENDED, Refusal
from parvis.chat.rooms import open_room_for
from parvis.chat.square import NEVER, Live, Nudge, Square
from parvis.core import night
from parvis.core import protocol as p
from parvis.core.ids import CommandId, ConversationId, MessageId, fresh_word
from parvis.core.living import BOARD_TALK
from parvis.core.mode import Mode
from parvis.core.policy import Measure
from parvis.core.talk import EDIT_MS, Draft, GoneBy, Message, Outcome, Page, Room, RoomMode, Status
from parvis.core.text import tidy_message
from parvis.core.verdict import Finding, Kind, Ruling, Verdict
from parvis.guard import subject
from parvis.guard.pipeline import DOWN, LETTERS
from parvis.moderation import automatic, holds, omissions, refusals
from parvis.store import talk
from parvis.store.writer import Tx

EDIT_IN_DOUBT = Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-edit-in-doubt")
"""A change is never held: what others have read stays as it is until somebody is sure."""
FIRST_MESSAGES = Finding(check=holds.ROUTINE, ruling=Ruling.HOLD, text_key=holds.FIRST)
"""Why a message waits in a room where first messages do."""
AS_READ = Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-edit-first")
"""Why a first message is not changed once it was read: another text would stand there unread."""


async def say(square: Square, live: Live, command: p.Send) -> Outcome | Refusal:
    """Judge, then release durably; returns after the commit. The room is told by `Square.release`."""
    await _turn(square, command.text)
    conv = ConversationId(command.conv)
    room = _writable(square, live, conv)
    refused = room if isinstance(room, Refusal) else _too_soon(square, live, room, conv)
    if conv == BOARD_TALK:
        command = board.as_line(command)
        refused = refused or await board.may_leave(square, live, command.text)
    if refused is not None:
        return await _known(square, live, command) or refused
    began = square.means.clock.tick()
    outcome = await _say(square, live, command)
    if isinstance(outcome, Outcome) and outcome.status is not Status.REFUSED and square.rules:
        live.said_at[conv] = square.means.clock.now()
    if isinstance(outcome, Outcome):
        counting.note(square.signals, live.who, outcome, square.means.clock.now())
    status = outcome.code if isinstance(outcome, Refusal) else outcome.status
    square.metrics.count_said(status.value, square.means.clock.tick() - began)
    return outcome


async def _turn(square: Square, text: str) -> None:
    """One long text at a time between two looks at all lines: others wait for one of them, never for all there are.

    Before anything is asked, so that a decision taken meanwhile holds. Long texts keep their order among themselves.
    """
    if len(text) > LETTERS:
        async with square.turn:
            await asyncio.sleep(0)


async def _say(square: Square, live: Live, command: p.Send) -> Outcome | Refusal:
    draft = _draft(square, live, command, tidy_message(command.text))
    modes.watch(square, live, draft.text, draft.at)
    verdict = await _judge(square, live, draft.conversation, draft.text, command.cid, draft.mid)
    outcome = await _follow(square, live, draft, verdict)
    if isinstance(outcome, Outcome):
        aftercare.note(square, live.who, outcome, verdict)
    return outcome


async def _follow(square: Square, live: Live, draft: Draft, verdict: Verdict) -> Outcome | Refusal:
    """What a verdict leads to."""
    if not verdict.findings:
        return await _passed(square, live, draft, deeds.Deeds(draft.text))
    if verdict.ruling is Ruling.HOLD:
        return await _held(square, live, draft, verdict.reason or FIRST_MESSAGES, deeds.of(verdict, draft.text))
    if not _is_meant(live, (draft.conversation, None), Nudge(draft.text, draft.cid), verdict):
        return await _refused(square, draft, verdict)
    return await _passed(square, live, draft, deeds.of(verdict, draft.text, meant=verdict.ruling is Ruling.PROMPT))


async def _passed(square: Square, live: Live, draft: Draft, follow: Deeds) -> Outcome:
    """Nothing speaks against it: it gets its place, unless the first messages of this visit are read before they go."""
    if square.rules and await _waits(square, live, draft.conversation):
        return await _held(square, live, draft, FIRST_MESSAGES, follow)
    stored = _as_stored(draft, follow)
    if follow.todo or (stored.notes and stored.notes.meant):
        outcome = await square.means.db.write(lambda tx: _release_and_follow(tx, square, stored, draft.text, follow))
        await asyncio.sleep(0)  # what was told after the commit holds before the next command is looked at
    else:
        outcome = await square.means.db.write_grouped(square.release, stored)
    if not outcome.repeated:
        square.tell_visit(live, lambda pos: frames.status(pos, outcome))
    return outcome


def _release_and_follow(tx: Tx, square: Square, draft: Draft, original: str, follow: Deeds) -> Outcome:
    """Its place, and what a rule does besides, in one transaction; a repeat does nothing."""
    outcome = square.release(tx, [draft])[0]
    if outcome.repeated or outcome.message is None:
        return outcome
    if draft.notes and draft.notes.meant:
        tx.record("prompt.answered", {"mid": draft.mid, "rules": draft.notes.meant})
    if follow.todo:
        occasion = automatic.of_draft(tx, draft, original, outcome.message.n)
        omissions.explain(tx, square.office, occasion, follow.todo, draft.at)
        automatic.follow(tx, square.office, occasion, follow.todo)
    return outcome


def _as_stored(draft: Draft, follow: Deeds) -> Draft:
    if follow.notes is None and follow.text == draft.text:
        return draft
    return msgspec.structs.replace(draft, text=follow.text, notes=follow.notes)


async def _held(square: Square, live: Live, draft: Draft, finding: Finding, follow: Deeds) -> Outcome:
    """It waits for the desk, and its author is told at once."""
    stored = _as_stored(draft, follow)
    outcome = await square.means.db.write(
        lambda tx: holds.hold(tx, square.office, stored, finding, besides=follow.todo, original=draft.text)
    )
    await asyncio.sleep(0)  # as above
    if not outcome.repeated:
        square.tell_visit(live, lambda pos: frames.status(pos, outcome))
    return outcome


async def _waits(square: Square, live: Live, conv: ConversationId) -> bool:
    """Whether this is one of the first messages of a visit in a room where those are read first."""
    left = await _first_left(square, live, conv)
    return left is not None and left > 0


async def _was_read(square: Square, live: Live, conv: ConversationId) -> bool:
    """Whether all that a visit said in such a room was read first, and so stands as it was read."""
    left = await _first_left(square, live, conv)
    return left is not None and left >= 0


async def _first_left(square: Square, live: Live, conv: ConversationId) -> int | None:
    """How many messages of a visit will still be read first in this room; None where none are."""
    room = square.place(conv)
    first = square.rules_of(room.id).amount(Measure.PREMODERATE, square.means.clock.now()) if room else None
    if first is None:
        return None
    visit = live.visit.id
    return first - await square.means.db.read(lambda conn: talk.count_said(conn, visit, conv))


async def _known(square: Square, live: Live, command: p.Send) -> Outcome | None:
    """What became of this ``cid`` before the desk restricted its author or the room: that stays what it was."""
    visit, cid = live.visit.id, CommandId(command.cid)
    return await square.means.db.read(lambda conn: talk.outcome_of(conn, visit, cid))


async def edit(square: Square, live: Live, command: p.EditCommand) -> Message | Refusal:
    """The author puts a new text in place within two minutes; it is judged like a new one."""
    await _turn(square, command.text)
    conv = ConversationId(command.conv)
    room = _writable(square, live, conv)
    if isinstance(room, Refusal):
        return room
    is_line = conv == BOARD_TALK
    limited = board.STAYS if is_line else standing.may_edit(live.restrictions, square.means.clock.now())
    if limited is not None:
        return limited
    if square.rules and await _was_read(square, live, conv):
        return AS_READ
    text = tidy_message(command.text)
    ref = f"edit {command.n} {command.id}"
    verdict = await _judge(square, live, conv, text, ref)
    if verdict.ruling is Ruling.HOLD:
        return EDIT_IN_DOUBT
    if not _is_meant(live, (conv, command.n), Nudge(text, ref), verdict):
        return _as_refusal(verdict)
    follow = deeds.of(verdict, text, meant=verdict.ruling is Ruling.PROMPT)
    now = square.means.clock.now()

    def change(tx: Tx) -> Message | Refusal:
        old = _open_own(tx, live, conv, command.n)
        if isinstance(old, Refusal):
            return old
        if now - old.at > EDIT_MS:
            return TOO_LATE
        new = talk.change_text(tx, old, follow.text, now, follow.notes)
        if follow.todo:
            occasion = automatic.of_message(tx, new, text)
            omissions.explain(tx, square.office, occasion, follow.todo, now)
            automatic.follow(tx, square.office, occasion, follow.todo)
        tx.after_commit(square.tell_room, conv, frames.edit(new))
        tx.after_commit(counting.note_said, square.signals, live.who, new)
        tx.after_commit(aftercare.note_text, square, live.who, verdict, new)
        return new

    return await square.means.db.write(change)


async def delete(square: Square, live: Live, conv: ConversationId, n: int) -> Message | Refusal:
    """The author takes a message away; a tombstone keeps its place."""
    room = open_room_for(square, live, conv)
    if isinstance(room, Refusal):
        return room
    now = square.means.clock.now()

    def take_away(tx: Tx) -> Message | Refusal:
        old = _open_own(tx, live, conv, n)
        if isinstance(old, Refusal):
            return old
        new = talk.remove(tx, old, GoneBy.AUTHOR, now)
        tx.after_commit(square.tell_room, conv, frames.message(new, square.mark_of(new.sender)))
        return new

    return await square.means.db.write(take_away)


async def history(square: Square, live: Live, command: p.Hist) -> Page | Refusal:
    """A stretch of what is kept: before, after or around an ``n``, or the newest."""
    conv = ConversationId(command.conv)
    room = open_room_for(square, live, conv)
    if isinstance(room, Refusal):
        return room
    match command:
        case p.Hist(before=int(n), after=None, around=None):
            return await square.means.db.read(lambda conn: talk.page_before(conn, conv, n, command.limit))
        case p.Hist(before=None, after=int(n), around=None):
            return await square.means.db.read(lambda conn: talk.page_after(conn, conv, n, command.limit))
        case p.Hist(before=None, after=None, around=int(n)):
            return await square.means.db.read(lambda conn: talk.page_around(conn, conv, n, command.limit))
        case p.Hist(before=None, after=None, around=None):
            return await square.means.db.read(lambda conn: talk.page_before(conn, conv, None, command.limit))
    return BAD_FRAME


def _writable(square: Square, live: Live, conv: ConversationId) -> Room | Refusal:
    """The room, if this visit is in it and may write there; asks nothing but memory."""
    room = PAUSED if square.upkeep.is_full else open_room_for(square, live, conv)
    if isinstance(room, Refusal):
        return room
    if live.owes:
        return standing.owing(live.owes)
    if live.restrictions:
        refused = standing.may_write(live.restrictions, room.id, square.means.clock.now())
        if refused is not None:
            return refused
    if square.modes.mode is not Mode.NORMAL:
        refused = modes.may_write(square, live)
        if refused is not None:
            return refused
    if not night.may_write(live.visit.entered_at, square.closed, square.unattended_since):
        return UNATTENDED
    if square.is_writable(room):
        return room
    if room.mode is not RoomMode.OPEN:
        return READ_ONLY
    return living.shut(square, room) or standing.ROOM_CLOSED


def why_not(square: Square, live: Live, conv: ConversationId) -> Refusal | None:
    """Why this visit may not write there now, for a page that offers no form then."""
    found = _writable(square, live, conv)
    return found if isinstance(found, Refusal) else None


def _too_soon(square: Square, live: Live, room: Room, conv: ConversationId) -> Refusal | None:
    """Whether the desk has slowed this room down for whoever just wrote there."""
    if not square.rules:
        return None
    now = square.means.clock.now()
    every_s = square.rules_of(room.id).amount(Measure.SLOW_ROOM, now)
    return standing.too_soon(live.said_at.get(conv, NEVER), every_s, now) if every_s else None


def _draft(square: Square, live: Live, command: p.Send, text: str) -> Draft:
    return Draft(
        sender=live.visit.id, nickname=live.visit.profile.nickname, conversation=ConversationId(command.conv),
        cid=CommandId(command.cid), mid=MessageId(fresh_word(square.names)), text=text,
        at=square.means.clock.now(), re=command.re,
    )  # fmt: skip


async def _judge(
    square: Square, live: Live, conv: ConversationId, text: str, ref: str, mid: MessageId | None = None
) -> Verdict:
    clock = square.means.clock
    now = clock.now()
    draft = subject.message(
        text, visit=live.visit.id, conversation=conv, network=live.network, ref=ref, now=now, tick=clock.tick(),
        context=counting.around(square.means, square.signals, live.who, conv, text, now),
    )  # fmt: skip
    if square.guard.waits_for(draft.kind):
        verdict = await square.guard.judge(draft)
    else:
        verdict = square.guard.judge_now(draft)
    for finding in verdict.findings:
        square.metrics.findings.labels(finding.check, finding.told).inc()
    square.office.hits.note(square.office, verdict, kind=Kind.MESSAGE, who=live.visit.pass_id, ref=mid)
    return verdict


def _is_meant(live: Live, place: tuple[ConversationId, int | None], now: Nudge, verdict: Verdict) -> bool:
    """Whether a text may go: allowed, or asked about once and sent anew as it is.

    A client that lost its line, or a double click, repeats an attempt by itself: that is the same question again.
    """
    if verdict.ruling is not Ruling.PROMPT:
        return verdict.ruling is Ruling.ALLOW
    asked = live.nudged.get(place)
    if asked is not None and asked.text == now.text and asked.ref != now.ref:
        del live.nudged[place]
        return True
    live.nudged[place] = now
    return False


async def _refused(square: Square, draft: Draft, verdict: Verdict) -> Outcome | Refusal:
    """A flood, a check that is down and a question can be tried again; anything else is this ``cid``'s last word.

    A repeat of something decided earlier is told that decision, whatever the guard says of it today.
    """
    earlier = await square.means.db.read(lambda conn: talk.outcome_of(conn, draft.sender, draft.cid))
    if earlier:
        return earlier
    reason = verdict.reason
    if reason is None or reason.retry_ms is not None or reason.text_key == DOWN or verdict.ruling is Ruling.PROMPT:
        return _as_refusal(verdict)

    follow = deeds.of(verdict, draft.text)

    def refuse(tx: Tx) -> Outcome:
        refused = msgspec.structs.replace(draft, notes=follow.notes)
        outcome = talk.refuse(tx, refused, reason.text_key, reason.args)
        if not outcome.repeated:
            refusals.keep(tx, draft, verdict)
            if follow.todo:
                automatic.follow(tx, square.office, automatic.of_draft(tx, draft, draft.text, None), follow.todo)
        return outcome

    outcome = await square.means.db.write(refuse)
    await asyncio.sleep(0)  # as above
    return outcome


def _as_refusal(verdict: Verdict) -> Refusal:
    reason = verdict.reason or Finding(check="guard", ruling=Ruling.REFUSE, text_key=DOWN)
    code = p.ErrCode.RATE if reason.retry_ms is not None else p.ErrCode.FORBIDDEN
    if reason.text_key == DOWN:
        return Refusal(code=p.ErrCode.PAUSED, text_key=DOWN, retry_ms=PAUSED.retry_ms)
    return Refusal(code=code, text_key=reason.text_key, args=reason.args, retry_ms=reason.retry_ms)


def _open_own(tx: Tx, live: Live, conv: ConversationId, n: int) -> Message | Refusal:
    """The message, if this visit wrote it and it is still there."""
    old = talk.find(tx.conn, conv, n)
    if old is None or old.text is None:
        return NO_MESSAGE
    return old if old.sender == live.visit.id or board.is_own(tx.conn, live, old) else NOT_YOURS

"""Saying something, changing it, taking it away, reading back: the path of a message between the door and the store."""

from __future__ import annotations

from parvis.chat import frames, standing
from parvis.chat.refusal import BAD_FRAME, NO_MESSAGE, NOT_YOURS, PAUSED, READ_ONLY, TOO_LATE, UNATTENDED, Refusal
from parvis.chat.rooms import open_room_for
from parvis.chat.square import NEVER, Live, Nudge, Square
from parvis.core import night
from parvis.core import protocol as p
from parvis.core.ids import CommandId, ConversationId, MessageId, fresh_word
from parvis.core.policy import Measure
from parvis.core.talk import EDIT_MS, Draft, GoneBy, Message, Outcome, Page, Room, RoomMode, Status
from parvis.core.text import tidy_message
from parvis.core.verdict import Finding, Ruling, Verdict
from parvis.guard import subject
from parvis.guard.pipeline import DOWN
from parvis.moderation import holds, refusals
from parvis.store import talk
from parvis.store.writer import Tx

EDIT_IN_DOUBT = Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-edit-in-doubt")
"""A change is never held: what others have read stays as it is until somebody is sure."""
FIRST_MESSAGES = Finding(check="premoderate", ruling=Ruling.HOLD, text_key=holds.FIRST)
"""Why a message waits in a room where first messages do."""
AS_READ = Refusal(code=p.ErrCode.FORBIDDEN, text_key="refuse-edit-first")
"""Why a first message is not changed once it was read: another text would stand there unread."""


async def say(square: Square, live: Live, command: p.Send) -> Outcome | Refusal:
    """Judge, then release durably; returns after the commit. The room is told by `Square.release`."""
    conv = ConversationId(command.conv)
    room = _writable(square, live, conv)
    refused = room if isinstance(room, Refusal) else _too_soon(square, live, room, conv)
    if refused is not None:
        return await _known(square, live, command) or refused
    began = square.means.clock.tick()
    outcome = await _say(square, live, command)
    if isinstance(outcome, Outcome) and outcome.status is not Status.REFUSED and square.rules:
        live.said_at[conv] = square.means.clock.now()
    status = outcome.code if isinstance(outcome, Refusal) else outcome.status
    square.metrics.count_said(status.value, square.means.clock.tick() - began)
    return outcome


async def _say(square: Square, live: Live, command: p.Send) -> Outcome | Refusal:
    draft = _draft(square, live, command, tidy_message(command.text))
    verdict = await _judge(square, live, draft.conversation, draft.text, command.cid)
    if verdict.ruling is Ruling.HOLD:
        return await _held(square, live, draft, verdict.reason or FIRST_MESSAGES)
    if not _is_meant(live, (draft.conversation, None), Nudge(draft.text, command.cid), verdict):
        return await _refused(square, draft, verdict)
    if square.rules and await _waits(square, live, draft.conversation):
        return await _held(square, live, draft, FIRST_MESSAGES)
    outcome = await square.means.db.write_grouped(square.release, draft)
    if not outcome.repeated:
        square.tell_visit(live, lambda pos: frames.status(pos, outcome))
    return outcome


async def _held(square: Square, live: Live, draft: Draft, finding: Finding) -> Outcome:
    """It waits for the desk, and its author is told at once."""
    outcome = await square.means.db.write(lambda tx: holds.hold(tx, square.office, draft, finding))
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
    room = square.room(conv)
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
    conv = ConversationId(command.conv)
    room = _writable(square, live, conv)
    if isinstance(room, Refusal):
        return room
    limited = standing.may_edit(live.restrictions, square.means.clock.now()) if live.restrictions else None
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
    now = square.means.clock.now()

    def change(tx: Tx) -> Message | Refusal:
        old = _open_own(tx, live, conv, command.n)
        if isinstance(old, Refusal):
            return old
        if now - old.at > EDIT_MS:
            return TOO_LATE
        new = talk.change_text(tx, old, text, now)
        tx.after_commit(square.tell_room, conv, frames.edit(new))
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
    room = open_room_for(square, live, conv)
    if isinstance(room, Refusal):
        return room
    if live.restrictions:
        refused = standing.may_write(live.restrictions, room.id, square.means.clock.now())
        if refused is not None:
            return refused
    if not night.may_write(live.visit.entered_at, square.closed, square.unattended_since):
        return UNATTENDED
    if square.is_writable(room):
        return room
    return READ_ONLY if room.mode is not RoomMode.OPEN else standing.ROOM_CLOSED


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


async def _judge(square: Square, live: Live, conv: ConversationId, text: str, ref: str) -> Verdict:
    clock = square.means.clock
    draft = subject.message(
        text, visit=live.visit.id, conversation=conv, network=live.network, ref=ref, now=clock.now(), tick=clock.tick()
    )
    if square.guard.waits_for(draft.kind):
        verdict = await square.guard.judge(draft)
    else:
        verdict = square.guard.judge_now(draft)
    for finding in verdict.findings:
        square.metrics.findings.labels(finding.check, finding.told).inc()
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

    def refuse(tx: Tx) -> Outcome:
        outcome = talk.refuse(tx, draft, reason.text_key, reason.args)
        if not outcome.repeated:
            refusals.keep(tx, draft, verdict)
        return outcome

    return await square.means.db.write(refuse)


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
    return old if old.sender == live.visit.id else NOT_YOURS

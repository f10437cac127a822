"""From stored values to the frames of `parvis.v1`."""

from __future__ import annotations

from collections.abc import Callable

from parvis.chat.standing import RoomRules
from parvis.core import protocol as p
from parvis.core.clock import Instant
from parvis.core.ids import VisitId, conversation_of
from parvis.core.people import Mark, Visit
from parvis.core.policy import Measure
from parvis.core.talk import EDIT_MS, PAGE_MAX, TEXT_MAX, GoneBy, Message, Outcome, Page, Room, RoomMode, Standing

LIMITS = p.Limits(text=TEXT_MAX, frame=p.FRAME_MAX, page=PAGE_MAX, edit_ms=EDIT_MS)
MarkOf = Callable[[VisitId], Mark]


def message(item: Message, mark: Mark) -> p.Msg | p.Gone:
    """A released message, or its tombstone."""
    if item.text is None:
        by = item.gone_by or GoneBy.RETENTION
        return p.Gone(conv=item.conversation, n=item.n, rev=item.rev, mid=item.mid, by=by.value)
    author = p.Author(id=item.sender, nick=item.nickname, mark=mark.value)
    return p.Msg(
        conv=item.conversation, n=item.n, rev=item.rev, mid=item.mid, author=author, text=item.text, ts=item.at,
        re=item.re, edited=item.edited_at, card=_card(item),
    )  # fmt: skip


def _card(item: Message) -> str | None:
    return item.notes.card or None if item.notes else None


def _told(outcome: Outcome) -> list[str] | None:
    return list(outcome.notes.told) or None if outcome.notes else None


def edit(item: Message) -> p.Edit:
    """A message with its new text."""
    return p.Edit(
        conv=item.conversation, n=item.n, rev=item.rev, mid=item.mid, text=item.text or "", edited=item.edited_at or 0,
        card=_card(item),
    )  # fmt: skip


def page(content: Page, mark_of: MarkOf, *, re: int | None = None, since: int | None = None) -> p.PageFrame:
    """A stretch of history; with ``since`` the changes that bring a client up to date."""
    now = content.standing
    return p.PageFrame(
        conv=now.conversation, items=[message(item, mark_of(item.sender)) for item in content.items],
        floor_n=now.floor_n, last_n=now.last_n, rev=now.rev, end=content.end, re=re, since=since,
    )  # fmt: skip


def person(visit: Visit, now: Instant) -> p.Person:
    """What a visitor chose to show."""
    profile = visit.profile
    return p.Person(
        id=visit.id, nick=profile.nickname, mark=visit.mark(now).value, band=profile.age_band.value,
        gender=profile.gender.value if profile.gender else None,
    )  # fmt: skip


def me(visit: Visit, now: Instant) -> p.Me:
    """The visitor's own card."""
    other = person(visit, now)
    return p.Me(id=other.id, nick=other.nick, mark=other.mark, band=other.band, gender=other.gender)


def room_state(
    room: Room, standing: Standing, lang: str, here: int, mode: RoomMode, opens_at: Instant | None = None
) -> p.RoomState:
    """One room as a visit sees it, with the mode it is in now, and when its hours open it again."""
    return p.RoomState(
        conv=standing.conversation, name=in_language(room.name, lang), topic=in_language(room.topic, lang),
        kind=room.kind.value, mode=mode.value, sensitive=room.sensitive, joined=standing.joined,
        last_n=standing.last_n, rev=standing.rev, floor_n=standing.floor_n, read_n=standing.read_n, here=here,
        opens_at=opens_at,
    )  # fmt: skip


def room_change(
    room: Room, mode: RoomMode, rules: RoomRules, measure: Measure, now: Instant, *, by_rule: bool = False
) -> p.RoomChange:
    """What the desk did to a room in this mode now, or a rule by itself, for those who are in it."""
    left = rules.strongest(now) if measure is Measure.OPEN_ROOM else None
    key = f"square-room-{(left or measure).value}"
    return p.RoomChange(
        conv=conversation_of(room.id), mode=mode.value,
        text_key=f"{key}-by-rule" if by_rule else key, every_s=rules.amount(Measure.SLOW_ROOM, now),
        first=rules.amount(Measure.PREMODERATE, now),
    )  # fmt: skip


def in_language(texts: dict[str, str], lang: str) -> str:
    """The text in this language, or in the first one there is."""
    return texts.get(lang) or next(iter(texts.values()), "")


def pending(outcome: Outcome) -> p.Pending:
    """What became of a recent send."""
    said = outcome.message
    return p.Pending(
        cid=outcome.cid, conv=outcome.conversation, st=outcome.status.value, text_key=outcome.reason,
        args=outcome.args or None, n=said.n if said else None, mid=said.mid if said else None,
    )  # fmt: skip


def answer(re: int, outcome: Outcome, pos: int) -> p.Ok:
    """What became of this send, to the connection that sent it, with the personal cursor after it."""
    said = outcome.message
    return p.Ok(
        re=re, cid=outcome.cid, st=outcome.status.value, conv=outcome.conversation, text_key=outcome.reason,
        args=outcome.args or None, pos=pos,
        n=said.n if said else None, mid=said.mid if said else None, ts=said.at if said else None,
        told=_told(outcome),
    )  # fmt: skip


def status(pos: int, outcome: Outcome) -> p.StatusFrame:
    """What became of a send, to all connections of its author."""
    said = outcome.message
    return p.StatusFrame(
        pos=pos, cid=outcome.cid, conv=outcome.conversation, st=outcome.status.value, text_key=outcome.reason,
        n=said.n if said else None, mid=said.mid if said else None, told=_told(outcome),
    )  # fmt: skip

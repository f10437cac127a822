"""`parvis.v1`: every frame that crosses the socket, defined once; schema and TypeScript types are generated from here.

Each frame is one JSON object in one text frame, told apart by ``t``. Unknown fields are ignored, on both sides, so that
the protocol can grow. Three families go to the client: answers (``re`` is the ``id`` of the command answered), room
frames (the same bytes for every member: `Msg`, `Edit`, `Gone`, `RoomChange`, `Presence`, `Typing`; `ModeFrame`,
`HouseFrame` for the whole square) and personal frames (`StatusFrame` and `DecisionFrame`, numbered by ``pos``). Two
cursors let a client prove that it missed nothing: ``n`` counts messages of a conversation, ``rev`` counts everything
that happened in it (a release, an edit, a removal), both gapless; ``pos`` counts what was said to this visit alone.
After `Welcome` come `PageFrame` with ``since`` for every conversation whose changes can be proved, then, unless
``resumed``, `State`; a conversation whose ``rev`` there is not the client's is loaded anew.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from parvis.core.closing import Kind
from parvis.core.policy import Reason

VERSION = 1
FRAME_MAX = 16 * 1024
"""Bytes in one frame from a client; a larger one is refused before it is parsed."""
HELLO_SECONDS = 5
"""A connection that has not said `Hello` by then is closed."""
BEAT_SECONDS = 25
"""The server says `Beat` at least this often; a client that heard nothing for 60 s reconnects."""
TABS_MAX = 5
"""Connections of one visit; the oldest is closed with `Bye` ``replaced``."""
CATCH_UP_MAX = 200
"""Changes a resume brings by itself; a client further behind gets `State` and loads a page."""

Cid = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Conv = Annotated[str, Meta(min_length=1, max_length=80)]
Label = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Seen(Struct, frozen=True, kw_only=True):
    """How far a client got in one conversation."""

    n: Count
    rev: Count


# ---------------------------------------------------------------- from the client


class Hello(Struct, frozen=True, kw_only=True, tag_field="t", tag="hello"):
    """First frame, within five seconds; the visit is known by its cookie."""

    v: int
    have: dict[Conv, Seen] = {}
    pos: Count | None = None
    caps: list[str] = []
    lang: str | None = None


class Send(Struct, frozen=True, kw_only=True, tag_field="t", tag="send"):
    """Say something. ``cid`` makes a repeat harmless: it returns the first one's status."""

    id: Label
    conv: Conv
    cid: Cid
    text: str
    re: Count | None = None


class EditCommand(Struct, frozen=True, kw_only=True, tag_field="t", tag="edit"):
    """Change an own message within two minutes; both texts are kept."""

    id: Label
    conv: Conv
    n: Count
    text: str


class DeleteCommand(Struct, frozen=True, kw_only=True, tag_field="t", tag="delete"):
    """Take an own message away; a tombstone keeps its ``n``."""

    id: Label
    conv: Conv
    n: Count


class Hist(Struct, frozen=True, kw_only=True, tag_field="t", tag="hist"):
    """A stretch of history: exactly one of ``before``, ``after``, ``around`` (an ``n``), or none for the newest."""

    id: Label
    conv: Conv
    before: Count | None = None
    after: Count | None = None
    around: Count | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


class Join(Struct, frozen=True, kw_only=True, tag_field="t", tag="join"):
    """Come into a room; answered by `Page` with the last messages."""

    id: Label
    conv: Conv


class Leave(Struct, frozen=True, kw_only=True, tag_field="t", tag="leave"):
    """Go out of a room."""

    id: Label
    conv: Conv


class People(Struct, frozen=True, kw_only=True, tag_field="t", tag="people"):
    """Who is in this room now; answered by `PeoplePage`."""

    id: Label
    conv: Conv


class ReportCommand(Struct, frozen=True, kw_only=True, tag_field="t", tag="report"):
    """Report a message (``conv`` and ``n``), a whole room (``conv``), or somebody (``visit``); answered by `Receipt`.

    ``nickname``: what somebody calls themselves, rather than what they do. A repeat gets the same receipt.
    """

    id: Label
    reason: Reason
    conv: Conv | None = None
    n: Count | None = None
    visit: Annotated[str, Meta(max_length=80)] | None = None
    nickname: bool = False
    note: Annotated[str, Meta(description="Up to 2,000 characters, for the team alone.")] = ""
    illegal: bool = False


class MarkRead(Struct, frozen=True, kw_only=True, tag_field="t", tag="mark"):
    """Everything up to ``n`` has been read. No answer."""

    conv: Conv
    n: Count


class TypingCommand(Struct, frozen=True, kw_only=True, tag_field="t", tag="typing"):
    """Somebody is writing. No answer; dropped first when the line is busy."""

    conv: Conv


class Ack(Struct, frozen=True, kw_only=True, tag_field="t", tag="ack"):
    """Personal frames up to ``pos`` have arrived. No answer."""

    pos: Count


Command = (
    Hello | Send | EditCommand | DeleteCommand | Hist | Join | Leave | People | ReportCommand | MarkRead | TypingCommand
    | Ack
)  # fmt: skip


# ---------------------------------------------------------------- to the client


class Me(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor's own card."""

    id: str
    nick: str
    mark: str
    band: str
    gender: str | None = None


class Limits(Struct, frozen=True, kw_only=True):
    """What a client needs to know to stay polite."""

    text: int
    frame: int
    page: int
    edit_ms: int


class Welcome(Struct, frozen=True, kw_only=True, tag_field="t", tag="welcome"):
    """Answer to `Hello`. ``resumed``: everything since ``have`` and ``pos`` follows, nothing is missing."""

    v: int
    resumed: bool
    pos: int
    me: Me
    limits: Limits
    beat: int
    """Seconds between two `Beat` frames at most."""
    now: int
    """The server's time, milliseconds since 1970."""


class RoomState(Struct, frozen=True, kw_only=True):
    """One room as this visit sees it; ``here`` is a coarse step, not a count."""

    conv: str
    name: str
    topic: str
    kind: str
    mode: str
    sensitive: bool
    joined: bool
    last_n: int
    rev: int
    floor_n: int
    read_n: int
    here: int
    opens_at: int | None = None
    """When a room that its hours have closed opens again, milliseconds since 1970; None for any other."""


class Pending(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of something sent in the last minutes."""

    cid: str
    conv: str
    st: str
    n: int | None = None
    mid: str | None = None
    text_key: str | None = None
    args: dict[str, str | int] | None = None


class State(Struct, frozen=True, kw_only=True, tag_field="t", tag="state"):
    """The whole picture, when it cannot be proved that nothing was missed, and on the first connection."""

    rooms: list[RoomState]
    requests: int
    pending: list[Pending]


class Ok(Struct, frozen=True, kw_only=True, tag_field="t", tag="ok", omit_defaults=True):
    """The command ``re`` is done, and durable."""

    re: int
    cid: str | None = None
    st: str | None = None
    conv: str | None = None
    n: int | None = None
    mid: str | None = None
    ts: int | None = None
    text_key: str | None = None
    args: dict[str, str | int] | None = None
    pos: int | None = None
    """For a send: the personal cursor after it; the `StatusFrame` of the same goes to the author's other tabs."""
    told: list[str] | None = None
    """For a send: text keys of what its author alone is shown, such as help lines, or that a part was left out."""


class Author(Struct, frozen=True, kw_only=True):
    """Who said it; ``mark`` is drawn by the server's client, never by text."""

    id: str
    nick: str
    mark: str


class Msg(Struct, frozen=True, kw_only=True, tag_field="t", tag="msg", rename={"author": "from"}, omit_defaults=True):
    """A released message, in a room frame or in a page."""

    conv: str
    n: int
    rev: int
    mid: str
    author: Author
    text: str
    ts: int
    re: int | None = None
    edited: int | None = None
    """When it was last changed, milliseconds since 1970."""
    card: str | None = None
    """Text key of a neutral note for those who read it, such as how money is asked for on chats; nobody is accused."""


class Edit(Struct, frozen=True, kw_only=True, tag_field="t", tag="edit", omit_defaults=True):
    """A message has a new text."""

    conv: str
    n: int
    rev: int
    mid: str
    text: str
    edited: int
    card: str | None = None


class Gone(Struct, frozen=True, kw_only=True, tag_field="t", tag="gone"):
    """A message is no longer shown; its ``n`` stays taken."""

    conv: str
    n: int
    rev: int
    mid: str
    by: str


class StatusFrame(Struct, frozen=True, kw_only=True, tag_field="t", tag="status", omit_defaults=True):
    """What became of a send, for its author's other connections and for a resume; numbered by ``pos``."""

    pos: int
    cid: str
    conv: str
    st: str
    n: int | None = None
    mid: str | None = None
    text_key: str | None = None
    told: list[str] | None = None


class DecisionFrame(Struct, frozen=True, kw_only=True, tag_field="t", tag="decision"):
    """A statement of reasons for this visit; numbered by ``pos``, and said again at every `Hello` until it was read."""

    pos: int
    kind: str
    """``measure``, ``warning``, ``reversal``, ``answer``, ``room`` or ``room-open``."""
    code: str
    """Opens it at ``/decision``: in a form, or in the fragment ``#c=CODE``; keep it out of paths, queries and logs."""


class PageFrame(Struct, frozen=True, kw_only=True, tag_field="t", tag="page", omit_defaults=True):
    """History, in ascending ``n``; after `Hello` also what happened since, then without ``re`` and with ``since``."""

    conv: str
    items: list[Msg | Gone]
    floor_n: int
    last_n: int
    rev: int
    end: bool
    re: int | None = None
    since: int | None = None
    """For a resume: the ``rev`` from which these changes bring the client up to ``rev``."""


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody present: what they chose to show."""

    id: str
    nick: str
    mark: str
    band: str
    gender: str | None = None


class PeoplePage(Struct, frozen=True, kw_only=True, tag_field="t", tag="people"):
    """Who is here; at most 200 are listed, ``here`` is the coarse step."""

    re: int
    conv: str
    people: list[Person]
    here: int


class RoomChange(Struct, frozen=True, kw_only=True, tag_field="t", tag="room", omit_defaults=True):
    """The desk closed, opened or slowed a room, or lets first messages wait: said to those who are in it.

    Hours that close or open a room, and nobody of the team on duty where that closes rooms, are said to everybody.
    """

    conv: str
    mode: str
    text_key: str
    every_s: int | None = None
    """Seconds between two messages of one visit; None when it is not slowed."""
    first: int | None = None
    """How many first messages of a visit are read before they go; None when none are."""
    opens_at: int | None = None
    """When its hours open it again, milliseconds since 1970; None while they do not close it, or nobody knows."""


class HouseFrame(Struct, frozen=True, kw_only=True, tag_field="t", tag="house", omit_defaults=True):
    """Something around the rooms changed: who watches over them, an evening, a room's lines. Said to everybody.

    What stands in a room besides what is said there is at ``/api/rooms/{room}/around``.
    """

    on_duty: bool
    """Whether somebody of the team is on duty now."""


class ModeFrame(Struct, frozen=True, kw_only=True, tag_field="t", tag="mode", omit_defaults=True):
    """How open the whole square is from now on: said to everybody, and after `Welcome` while it is not ``normal``.

    A client forgets what it was told at each `Welcome`.
    """

    mode: str
    """``normal``, ``careful``, ``newcomers-read``, ``known-only`` or ``read-only``."""
    text_key: str
    until: int | None = None
    """When it ends or is looked at again, milliseconds since 1970; nothing for normal."""


class Receipt(Struct, frozen=True, kw_only=True, tag_field="t", tag="receipt"):
    """The report ``re`` is on the disk, with its evidence. ``code`` opens its answer at ``/receipt``, also later."""

    re: int
    code: str
    due: int
    """Until when a first decision is promised, milliseconds since 1970."""
    repeated: bool = False
    """It had been received before; the code is that one's."""
    warned: bool = False
    """Several reports of this visitor were manifestly unfounded; more of them may be limited (DSA Art. 23(2))."""


class Presence(Struct, frozen=True, kw_only=True, tag_field="t", tag="presence"):
    """Who came and went since the last one, at most every five seconds."""

    conv: str
    came: list[Person]
    went: list[str]
    here: int


class Typing(Struct, frozen=True, kw_only=True, tag_field="t", tag="typing"):
    """Somebody is writing."""

    conv: str
    id: str
    nick: str


class Crowd(Struct, frozen=True, kw_only=True, tag_field="t", tag="crowd"):
    """Coarse head counts of all rooms, by conversation, and newest ``n`` for unread marks."""

    here: dict[str, int]
    last: dict[str, int]


class Beat(Struct, frozen=True, kw_only=True, tag_field="t", tag="beat"):
    """Still there."""

    now: int


class ErrCode(StrEnum):
    """Why a command was not done; the closed list that pages and clients can rely on."""

    BAD = "bad"
    """The frame is not of the protocol."""
    RATE = "rate"
    """Too fast: ``retry_ms`` says when."""
    FORBIDDEN = "forbidden"
    """Not yours to do, or not now."""
    GONE = "gone"
    """There is no such room or message any more."""
    TOO_LATE = "too_late"
    """The two minutes for a change are over."""
    CONSENT = "consent"
    """This room asks for the sensitive-data consent first."""
    PAUSED = "paused"
    """Nothing can be kept right now (disk, check): nothing was said, try again."""


class Err(Struct, frozen=True, kw_only=True, tag_field="t", tag="err", omit_defaults=True):
    """The command ``re`` was not done; ``text_key`` names the sentence to show."""

    code: ErrCode
    text_key: str
    re: int | None = None
    cid: str | None = None
    retry_ms: int | None = None
    args: dict[str, str | int] | None = None
    told: list[str] | None = None
    """Text keys of cards with a way on, such as a proof to be shown first."""


class ByeCode(StrEnum):
    """Why the server closes; each has its WebSocket close code in `CLOSE_CODES`."""

    UNAUTHENTICATED = "unauthenticated"
    RESTRICTED = "restricted"
    REPLACED = "replaced"
    LEFT = "left"
    SLOW = "slow"
    FLOOD = "flood"
    BAD = "bad"
    TOO_BIG = "too_big"
    HELLO = "hello"
    RESTART = "restart"
    CLOSED = "closed"


CLOSE_CODES: dict[ByeCode, int] = {
    ByeCode.REPLACED: 4001,
    ByeCode.SLOW: 4008,
    ByeCode.RESTART: 4009,
    ByeCode.FLOOD: 4029,
    ByeCode.BAD: 4400,
    ByeCode.UNAUTHENTICATED: 4401,
    ByeCode.RESTRICTED: 4403,
    ByeCode.HELLO: 4408,
    ByeCode.LEFT: 4410,
    ByeCode.TOO_BIG: 4413,
    ByeCode.CLOSED: 4451,
}

RESUMABLE = frozenset({ByeCode.SLOW, ByeCode.RESTART, ByeCode.FLOOD, ByeCode.HELLO})
"""After these a client may come back by itself, after ``after_ms``."""


class Bye(Struct, frozen=True, kw_only=True, tag_field="t", tag="bye", omit_defaults=True):
    """Last frame before the server closes.

    ``reason`` comes with `closed` when the whole square is closed: a notice then stands at every address, with status
    451 (judicial), 410 (operator) or 503 (pause). A client shows that notice, at ``/``, and does not come back.
    """

    code: ByeCode
    resume_ok: bool
    after_ms: int
    text_key: str
    reason: Kind | None = None


ServerFrame = (
    Welcome | State | Ok | Msg | Edit | Gone | StatusFrame | DecisionFrame | PageFrame | PeoplePage | Receipt
    | RoomChange | ModeFrame | HouseFrame | Presence | Typing | Crowd | Beat | Err | Bye
)  # fmt: skip

_decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_encoder = msgspec.json.Encoder()


def decode(data: bytes | bytearray | memoryview) -> Command:
    """Bytes of one text frame to a command; raises `msgspec.DecodeError`, also on bad UTF-8."""
    return _decoder.decode(data)


def encode(frame: Struct) -> bytes:
    """A frame to the bytes every receiver gets."""
    return _encoder.encode(frame)


def schema() -> dict[str, object]:
    """JSON Schema (2020-12) of both directions; ``$defs`` holds one schema per frame."""
    (command, frame), parts = msgspec.json.schema_components([Command, ServerFrame], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:parvis:v1",
        "title": "parvis.v1",
        "description": "Frames of the socket at /ws: fromClient are commands, toClient what the server says.",
        "properties": {"fromClient": command, "toClient": frame},
        "$defs": parts,
    }

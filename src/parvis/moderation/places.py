"""Where a report points: a message, a visit, a nickname or a room from inside, or an address as somebody pasted it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from parvis.core.casework import Identity, Subject, SubjectKind, Topic
from parvis.core.ids import ConversationId, RoomId, VisitId, conversation_of, room_of
from parvis.core.talk import Message
from parvis.store import people, rooms, talk
from parvis.store.database import Reading

LOCATION_MAX = 500
"""Characters of one address or place."""
LOCATIONS_MAX = 20
"""Places in one notice."""
N_MAX = 2**53 - 1
_NUMBER = re.compile(r"#?n?(\d{1,16})")
_ROOM = re.compile(r"/square/([^/]+)(?:/.*)?")


class AtMessage(msgspec.Struct, frozen=True, kw_only=True):
    """The message with this ``n``."""

    conversation: ConversationId
    n: int


class AtVisit(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody: what they do, or (``nickname``) only what they call themselves."""

    visit: VisitId
    nickname: bool = False


class AtRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A whole room."""

    room: RoomId


class AtLink(msgspec.Struct, frozen=True, kw_only=True):
    """An address or a place in words that leads to nothing we know by itself."""

    text: str


class AtService(msgspec.Struct, frozen=True, kw_only=True):
    """The square itself."""

    topic: Topic


Place = AtMessage | AtVisit | AtRoom | AtLink | AtService


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a place is for the desk: what is judged, and who is behind it."""

    subject: Subject
    sender: VisitId | None = None
    nickname: str = ""


def lines_of(typed: str) -> list[str]:
    """One place a line, as a form's large field gives them; empty lines and repeats are left out."""
    return list(dict.fromkeys(line for raw in typed.splitlines() if (line := raw.strip())))


def read(text: str, origins: Collection[str]) -> Place:
    """What an address is, when it is one of ours; anything else is kept as it was given."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return AtLink(text=text)
    ours = not parts.scheme and not parts.netloc and text.startswith("/")
    if not ours and f"{parts.scheme}://{parts.netloc}".lower() not in origins:
        return AtLink(text=text)
    asked = {name: values[0] for name, values in parse_qs(parts.query, max_num_fields=20).items()}
    room = _ROOM.fullmatch(parts.path)
    named = ConversationId(asked.get("conv", "")) if room is None else conversation_of(RoomId(unquote(room[1])))
    if room_of(named) is None:
        return AtVisit(visit=VisitId(asked["visit"])) if "visit" in asked else AtLink(text=text)
    number = _NUMBER.fullmatch(asked.get("n") or parts.fragment)
    if number is not None and int(number[1]) <= N_MAX:
        return AtMessage(conversation=named, n=int(number[1]))
    return AtRoom(room=RoomId(room_of(named) or ""))


def find_all(conn: Reading, places: Collection[Place]) -> dict[Place, Found]:
    """What the desk judges at these places; a message, visit or room that is not (or no longer) kept is left out."""
    found: dict[Place, Found] = {}
    wanted = {(place.conversation, place.n) for place in places if isinstance(place, AtMessage)}
    items = talk.find_all(conn, wanted) if wanted else {}
    for place in places:
        one = (
            _of_message(items.get((place.conversation, place.n))) if isinstance(place, AtMessage) else _of(conn, place)
        )
        if one is not None:
            found[place] = one
    return found


def _of_message(item: Message | None) -> Found | None:
    if item is None:
        return None
    subject = Subject(kind=SubjectKind.MESSAGE, ref=item.mid, conversation=item.conversation, n=item.n)
    return Found(subject=subject, sender=item.sender, nickname=item.nickname)


def _of(conn: Reading, place: AtVisit | AtRoom | AtLink | AtService) -> Found | None:
    match place:
        case AtVisit(visit=visit, nickname=nickname):
            known = people.identity_of(conn, visit)
            kind = SubjectKind.NICKNAME if nickname else SubjectKind.VISIT
            subject = Subject(kind=kind, ref=visit)
            return None if known is None else Found(subject=subject, sender=visit, nickname=known.nickname)
        case AtRoom(room=room):
            exists = rooms.exists(conn, room)
            return Found(subject=Subject(kind=SubjectKind.ROOM, ref=room)) if exists else None
        case AtLink(text=text):
            return as_link(text)
        case AtService(topic=topic):
            return Found(subject=Subject(kind=SubjectKind.SERVICE, ref=topic.value))


def as_link(text: str) -> Found:
    """An address that leads to nothing kept: the same address is the same matter."""
    word = hashlib.sha256(text.casefold().encode()).hexdigest()[:20]
    return Found(subject=Subject(kind=SubjectKind.LINK, ref=word))


def author_of(conn: Reading, found: Found) -> Identity | None:
    """Whom a decision would hit, also when the visit itself has been erased meanwhile; None for rooms and addresses."""
    if found.sender is None:
        return None
    return people.identity_of(conn, found.sender) or Identity(visit=found.sender, nickname=found.nickname)

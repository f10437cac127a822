"""What crosses the JSON doors below ``/api``, defined once: bodies, answers, problems; OpenAPI is generated from here.

Times are milliseconds since 1970. Unknown fields are ignored, on both sides, so that the doors can grow. Rooms and
messages are told in the very shapes of the socket's frames (`parvis.core.protocol`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parvis.core.people import OLDEST, Gender
from parvis.core.protocol import Cid, Count, Me, Person, RoomState
from parvis.core.talk import PAGE_MAX, Status

TYPED_MAX = 300
"""Characters of a field that somebody typed."""
Typed = Annotated[str, Meta(max_length=TYPED_MAX)]


# ---------------------------------------------------------------- what is asked


class Nothing(Struct, frozen=True):
    """An empty object: there is nothing to say, but a browser elsewhere must not be able to say it for somebody."""


class VoucherBody(Struct, frozen=True, kw_only=True):
    """A one-time code from a counter."""

    code: Annotated[Typed, Meta(description="The short form, the link form, or the whole link.")]


class EntryBody(Struct, frozen=True, kw_only=True):
    """The entry card; which fields must be there says ``/api/how``."""

    nickname: Annotated[
        Typed, Meta(description="3 to 24 characters, unique by look, judged by the guard.", examples=["Capucine"])
    ]
    age: Annotated[int, Meta(ge=0, le=OLDEST, description="In years; only its band is kept.", examples=[34])]
    gender: Gender | None = None
    gender_consent: Annotated[bool, Meta(description="Without it the gender is not kept (GDPR Art. 9(2)(a)).")] = False
    postal_code: Annotated[Typed, Meta(description="French, five digits; only an area is kept of it.")] = ""


class ConsentBody(Struct, frozen=True, kw_only=True):
    """The consent a sensitive room asks for: an act of its own (GDPR Art. 9(2)(a))."""

    consent: Literal["yes"]


class HistoryQuery(Struct, frozen=True, kw_only=True):
    """A stretch of history: at most one of ``before``, ``after``, ``around``; none of them for the newest."""

    before: Annotated[Count, Meta(description="Messages below this n.")] | UnsetType = UNSET
    after: Annotated[Count, Meta(description="Messages above this n.")] | UnsetType = UNSET
    around: Annotated[Count, Meta(description="This n in the middle.")] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=PAGE_MAX, description="Messages at most.")] = 20


class MessageBody(Struct, frozen=True, kw_only=True):
    """Something to say. ``cid`` makes a repeat harmless: it is answered with the first one's status."""

    cid: Cid
    text: Annotated[str, Meta(description="Up to 2,000 characters; judged by the guard.")]
    re: Annotated[Count, Meta(description="The n of the message it answers.")] | None = None


class TextBody(Struct, frozen=True, kw_only=True):
    """A new text for an own message, within two minutes."""

    text: str


# ---------------------------------------------------------------- what is answered


class Passed(Struct, frozen=True, kw_only=True):
    """The age was checked; the pass itself is in the cookie."""

    expires_at: int


class Entered(Struct, frozen=True, kw_only=True):
    """Somebody is on the square; the visit's secret is in the cookie."""

    visit: Me
    room: Annotated[str, Meta(description="Where people land.")]
    gender_left_out: Annotated[bool, Meta(description="A gender was given without the consent to keep it.")] = False


class Kept(Struct, frozen=True, kw_only=True):
    """One thing that is kept, and for how long, in the reader's language."""

    what: str
    how_long: str


class VisitAnswer(Struct, frozen=True, kw_only=True):
    """Everything that is kept about this visit."""

    visit: Me
    lang: str
    entered_at: int
    area: Annotated[str, Meta(description="The area's name; the postal code itself is not kept.")] | None
    consents: Annotated[list[str], Meta(description="``gender``, ``room:<id>``.")]
    kept: list[Kept]


class RoomsAnswer(Struct, frozen=True, kw_only=True):
    """All rooms as this visit sees them, in the operator's order."""

    rooms: list[RoomState]


class Said(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a message; it is on the disk by now."""

    cid: str
    st: Status
    conv: str
    n: int | None = None
    mid: str | None = None
    ts: int | None = None


class Changed(Struct, frozen=True, kw_only=True):
    """The message that was changed or taken away."""

    conv: str
    n: int


class PeopleAnswer(Struct, frozen=True, kw_only=True):
    """Who is in the room; at most 200 are listed, ``here`` is a coarse step."""

    people: list[Person]
    here: int


class CounterAnswer(Struct, frozen=True, kw_only=True):
    """A counter where age is checked, in the reader's language."""

    name: str
    address: str
    hours: str


class HowAnswer(Struct, frozen=True, kw_only=True):
    """What the door says to anybody: whether it is open, and how to get in."""

    open: bool
    why_closed: Annotated[list[str], Meta(description="What is still missing, in sentences.")]
    age_methods: list[str]
    counters: list[CounterAnswer]
    next_evening: str
    busy_hours: str
    here: Annotated[int, Meta(description="A coarse step of how many are on the square.")]
    required: Annotated[list[str], Meta(description="Fields of the entry card that must be filled in.")]
    genders: list[Gender]
    languages: list[str]


class Ready(Struct, frozen=True, kw_only=True):
    """Whether the store can be read, and whether the public door is open."""

    ready: bool
    open: bool


class Clause(Struct, frozen=True, kw_only=True):
    """A section of the terms, or one of the rules; texts by language."""

    id: str
    title: dict[str, str]
    text: dict[str, str]


class Terms(Struct, frozen=True, kw_only=True):
    """Terms and rules for machines (Regulation (EU) 2022/2065, Art. 14(1))."""

    service: str
    version: str
    languages: list[str]
    page: str
    contact: str
    terms: list[Clause]
    rules: list[Clause]


# ---------------------------------------------------------------- what went wrong


class Fault(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One reason, beside the field it is about."""

    field: str
    text_key: str
    detail: str
    alternative: Annotated[str, Meta(description="A nickname that would pass.")] | None = None


class HelpLine(Struct, frozen=True, kw_only=True):
    """A number to call."""

    number: str
    detail: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why it was not done (RFC 9457). ``text_key`` is for programs, ``detail`` is the sentence for people."""

    title: Annotated[str, Meta(description="The HTTP status in words.")]
    status: int
    text_key: str
    detail: Annotated[str, Meta(description="In the language of the request.")]
    field: str | None = None
    alternative: Annotated[str, Meta(description="A nickname that would pass.")] | None = None
    retry_ms: Annotated[int, Meta(description="When trying again makes sense.")] | None = None
    faults: Annotated[list[Fault], Meta(description="All reasons, when a form has more than one.")] = []
    help: Annotated[list[HelpLine], Meta(description="Who listens, for somebody who is under 18.")] = []

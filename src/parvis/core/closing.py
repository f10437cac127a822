"""A closing of the whole square: its kinds, what the notice says, and what keeps a notice from being one.

The notice is what everybody is answered instead of the square, so it holds all that is needed to answer: no database,
no template and no file beside it (RFC 7725 for status 451).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from parvis.core.clock import DAY, Instant
from parvis.core.ids import StaffId
from parvis.core.logos import Logo

WORDS_MAX = 300
"""Characters of an authority's name, or of a basis."""
TEXT_MAX = 4_000
"""Characters of the closer's own text, in each language."""
URL_MAX = 500
LOGOS_MAX = 8
AGAIN_MAX_MINUTES = 7 * 24 * 60
REVIEW_MS = 183 * DAY
"""When somebody looks again whether what is held must still be: after half a year."""
URL = re.compile(r"[\x21\x23\x25-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+")
"""What may stand between < and > in a Link header (RFC 8288): no blank, quote, bracket or control character,
and no dollar sign, which web servers' files read as a name."""


class Kind(StrEnum):
    """Who closes, and for how long; each outranks the one before."""

    PAUSE = "pause"
    """For a while, after an incident: 503."""
    OPERATOR = "operator"
    """For good, by whoever runs the square: 410, and the pages that people are still owed stay."""
    JUDICIAL = "judicial"
    """By order of an authority: 451 for everything."""

    @property
    def status(self) -> int:
        """The HTTP status of every answer."""
        return STATUS[self]

    @property
    def holds(self) -> bool:
        """Whether nothing may be erased meanwhile."""
        return self is Kind.JUDICIAL

    def outranks(self, other: Kind) -> bool:
        """Whether it may take the other's place without the square opening in between."""
        kinds = tuple(Kind)
        return kinds.index(self) > kinds.index(other)


STATUS = {Kind.PAUSE: 503, Kind.OPERATOR: 410, Kind.JUDICIAL: 451}


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One closing, as it lies in the data folder and in the store."""

    id: str
    kind: Kind
    authority: str
    """Who closes, as people shall read it."""
    basis: str
    """The order, the article, or the reason."""
    day: str
    """Since when: YYYY-MM-DD."""
    blocked_by: str = ""
    """The address of whoever carries the closing out (RFC 7725, section 4); empty for a pause without one."""
    text_fr: str = ""
    text_en: str = ""
    logos: tuple[Logo, ...] = ()
    """Authorities' logos, already made harmless."""
    again_s: int = 3600
    """Of a pause: after how many seconds to ask again."""
    at: Instant
    by: StaffId | None = None
    """Who proposed it; None for the shell."""
    seconded_by: StaffId | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for, before it is a notice; also what two agree to."""

    kind: Kind
    authority: str
    basis: str
    day: str = ""
    blocked_by: str = ""
    text_fr: str = ""
    text_en: str = ""
    logos: tuple[Logo, ...] = ()
    again_minutes: int = 60


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Why it is none: a text key, and what fills it."""

    text_key: str
    args: dict[str, str | int] = {}


def tidied(wanted: Wanted) -> Wanted:
    """The same with blanks where people mean them."""
    return msgspec.structs.replace(
        wanted, authority=" ".join(wanted.authority.split()), basis=" ".join(wanted.basis.split()),
        day=wanted.day.strip(), blocked_by=wanted.blocked_by.strip(), text_fr=_lines(wanted.text_fr),
        text_en=_lines(wanted.text_en),
    )  # fmt: skip


def fault_in(wanted: Wanted) -> Fault | None:
    """The first thing that is wrong with what was asked for; it has been `tidied`."""
    for words, name in ((wanted.authority, "authority"), (wanted.basis, "basis")):
        if not words:
            return Fault(text_key=f"refuse-closing-no-{name}")
        if len(words) > WORDS_MAX:
            return Fault(text_key="refuse-closing-long", args={"most": WORDS_MAX})
    if max(len(wanted.text_fr), len(wanted.text_en)) > TEXT_MAX:
        return Fault(text_key="refuse-closing-long", args={"most": TEXT_MAX})
    if wanted.day and not is_day(wanted.day):
        return Fault(text_key="refuse-closing-day")
    if wanted.blocked_by and not is_address(wanted.blocked_by):
        return Fault(text_key="refuse-closing-url")
    if len(wanted.logos) > LOGOS_MAX:
        return Fault(text_key="refuse-closing-logos", args={"most": LOGOS_MAX})
    if not 1 <= wanted.again_minutes <= AGAIN_MAX_MINUTES:
        return Fault(text_key="refuse-closing-again", args={"most": AGAIN_MAX_MINUTES})
    return None


def notice_of(
    wanted: Wanted, word: str, today: str, origin: str, now: Instant, by: StaffId | None, second: StaffId | None
) -> Notice:
    """The notice: ``word`` becomes its id; what was left out is today, and our own address."""
    return Notice(
        id=word, kind=wanted.kind, authority=wanted.authority, basis=wanted.basis, day=wanted.day or today,
        blocked_by=wanted.blocked_by or origin, text_fr=wanted.text_fr, text_en=wanted.text_en, logos=wanted.logos,
        again_s=wanted.again_minutes * 60, at=now, by=by, seconded_by=second,
    )  # fmt: skip


def unreadable(now: Instant, origin: str) -> Notice:
    """What is shown when a closing lies in the folder and cannot be read: doubt closes the door."""
    return Notice(
        id="", kind=Kind.PAUSE, authority="", basis="", day="", blocked_by=origin, at=now
    )  # fmt: skip


def is_day(typed: str) -> bool:
    """Whether it is a day of the calendar, YYYY-MM-DD."""
    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False


def is_address(typed: str) -> bool:
    """Whether it is a whole web address that can stand in a header."""
    if len(typed) > URL_MAX or not URL.fullmatch(typed):
        return False
    try:
        split = urlsplit(typed)
        return split.scheme in ("https", "http") and bool(split.hostname) and split.port != 0
    except ValueError:
        return False


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))

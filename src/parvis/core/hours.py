"""Opening hours: weekly spans and exceptional dates as people write them, and what is open at an instant.

A span may go past midnight and belongs to the day on which it begins. A date that is named replaces what begins on
that day of the week; an evening that began the day before runs to its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from parvis.core.clock import DAY, MINUTE, Instant

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_FR = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
CLOSED = ("closed", "fermé", "ferme")
HORIZON_DAYS = 62
"""How far ahead an opening is looked for; what opens later has no hour yet."""
LINES_MAX = 40
"""Lines of hours in one list."""
_NUMBER = {name: place for names in (DAYS, DAYS_FR) for place, name in enumerate(names)}
_WEEKLY = re.compile(r"(?P<days>[a-z]{3}(?:\s*[-,]\s*[a-z]{3})*)\s+(?P<spans>\S.*)")
_DATED = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})\s+(?P<spans>\S.*)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_NIGHT = 24 * 60

Interval = tuple[int, int]
"""From this instant up to, and without, that one."""
FOREVER: Interval = (0, 2**62)


class Span(msgspec.Struct, frozen=True):
    """Minutes after midnight; ``end`` may lie beyond 1440, which is the next day."""

    start: int
    end: int


class Timetable(msgspec.Struct, frozen=True):
    """Spans by day of the week (0 is Monday), and those of single dates in their place; empty: always open."""

    weekly: Mapping[int, tuple[Span, ...]] = {}
    dates: Mapping[date, tuple[Span, ...]] = {}

    @property
    def is_always_open(self) -> bool:
        """Whether nothing is said about hours."""
        return not self.weekly and not self.dates


class Unread(msgspec.Struct, frozen=True):
    """A line that says no hours."""

    line: str


class Opening(msgspec.Struct, frozen=True):
    """Open or closed, and until when; None: for as long as can be seen."""

    is_open: bool
    until: Instant | None = None


ALWAYS = Timetable()
OPEN = Opening(is_open=True)


def read(weekly: Iterable[str], dates: Iterable[str]) -> Timetable | Unread:
    """Lines such as ``fri-sat 20:00-02:00`` and ``2026-12-24 closed``; the first one that says nothing comes back."""
    by_day: dict[int, tuple[Span, ...]] = {}
    for line in weekly:
        found = _WEEKLY.fullmatch(line.strip().lower())
        days, spans = (_days(found["days"]), _spans(found["spans"])) if found else (None, None)
        if not days or spans is None:
            return Unread(line)
        for one in days:
            by_day[one] = (*by_day.get(one, ()), *spans)
    by_date: dict[date, tuple[Span, ...]] = {}
    for line in dates:
        dated = _DATED.fullmatch(line.strip().lower())
        when, spans = (_date(dated["date"]), _spans(dated["spans"])) if dated else (None, None)
        if when is None or spans is None:
            return Unread(line)
        by_date[when] = (*by_date.get(when, ()), *spans)
    return Timetable(by_day, by_date)


def intervals(table: Timetable, now: Instant, zone: ZoneInfo) -> list[Interval]:
    """When it is open, from two days ago on, in order and without overlap."""
    if table.is_always_open:
        return [FOREVER]
    today = _local(now, zone).date()
    found: list[Interval] = []
    for ahead in range(-2, HORIZON_DAYS + 1):
        day = today + timedelta(days=ahead)
        # Where only dates are named, the other days are open: the list says what is exceptional.
        usual = table.weekly.get(day.weekday(), ()) if table.weekly else (Span(0, _NIGHT),)
        for span in table.dates.get(day, usual):
            found.append((instant_of(day, span.start, zone), instant_of(day, span.end, zone)))
    return union(found)


def instant_of(day: date, minutes: int, zone: ZoneInfo) -> int:
    """By the wall clock, so that eight in the evening stays eight when summer time begins or ends."""
    ahead, rest = divmod(minutes, _NIGHT)
    wall = datetime(day.year, day.month, day.day, rest // 60, rest % 60, tzinfo=zone) + timedelta(days=ahead)
    return int(wall.timestamp()) * 1000 // MINUTE * MINUTE


def evening_of(day: str, start: str, end: str, zone: ZoneInfo) -> Interval | None:
    """From a date and two times as a form sends them (``2026-12-31``, ``20:00``); past midnight where ``end`` is no
    later than ``start``. None where they say none.
    """
    when, spans = _date(day), _spans(f"{start}-{end}")
    if when is None or not spans:
        return None
    return instant_of(when, spans[0].start, zone), instant_of(when, spans[0].end, zone)


def union(found: Iterable[Interval]) -> list[Interval]:
    """Together, in order; what touches is one."""
    whole: list[Interval] = []
    for start, end in sorted(found):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        elif end > start:
            whole.append((start, end))
    return whole


def both(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """Where both are open."""
    return union((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))


def at(found: Sequence[Interval], now: Instant) -> Opening:
    """What holds at this instant, and when that changes."""
    far = now + (HORIZON_DAYS - 1) * DAY
    for start, end in found:
        if start <= now < end:
            return Opening(is_open=True, until=Instant(end) if end < far else None)
        if start > now:
            return Opening(is_open=False, until=Instant(start))
    return Opening(is_open=False)


def spoken(until: Instant | None, now: Instant, zone: ZoneInfo) -> dict[str, str | int]:
    """What fills a sentence about an hour: ``day`` (today, a day of the week, date or none), ``date`` and ``time``."""
    if until is None:
        return {"day": "none", "date": "", "time": ""}
    then, today = _local(until, zone), _local(now, zone).date()
    ahead = (then.date() - today).days
    day = "today" if ahead == 0 else DAYS[then.weekday()] if ahead < len(DAYS) else "date"
    return {"day": day, "date": f"{then.day}/{then.month:02}", "time": then.strftime("%H:%M")}


def _days(text: str) -> list[int]:
    """Days of the week; nothing where one of the words is none."""
    found: list[int] = []
    for part in re.split(r"\s*,\s*", text):
        ends = [_NUMBER.get(name) for name in re.split(r"\s*-\s*", part)]
        if len(ends) > 2 or None in ends:
            return []
        first, last = ends[0] or 0, ends[-1] or 0
        found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return list(dict.fromkeys(found))


def _spans(text: str) -> tuple[Span, ...] | None:
    """Spans between commas; none for a closed day; None where it says neither."""
    if text in CLOSED:
        return ()
    found: list[Span] = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            return None
        from_h, from_m, to_h, to_m = (int(number) for number in match.groups())
        start, end = from_h * 60 + from_m, to_h * 60 + to_m
        if from_m > 59 or to_m > 59 or start >= _NIGHT or end > _NIGHT:
            return None
        found.append(Span(start, end if end > start else end + _NIGHT))
    return tuple(found)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _local(at: Instant, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)

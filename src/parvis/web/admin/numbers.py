"""How it goes, day by day: counts of nobody as plots and as tables, of days that are over; none under five is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core import daily
from parvis.core.daily import KINDS, LEAST, PLOT_DAYS, Day
from parvis.store import daily as stored
from parvis.web.admin import frame, plots
from parvis.web.admin.plots import Bar, Peak
from parvis.web.house import house_of
from parvis.web.render import BABEL_LOCALES

PAGE = "/admin/numbers"
Said = tuple[str, dict[str, str | int | float]]
"""A sentence: its key, and what fills it."""


@dataclass(frozen=True)
class Cell:
    """One day's value in words; the key of a sentence where it is no number."""

    day: str
    words: str = ""
    key: str = ""


@dataclass(frozen=True)
class Plot:
    """One kind of count over all the days that are shown."""

    kind: str
    bars: list[Bar]
    peak: Peak | None
    label: str
    """The greatest value."""
    said: list[Said]
    cells: list[Cell]


async def numbers(request: Request) -> Response:
    """The last 30 or 90 days that are over."""
    house, most = house_of(request), _most(request)
    zone = ZoneInfo(house.means.config.square.timezone)
    now, kept = house.means.clock.now(), await house.means.db.read(stored.days)
    shown = {one.day: one for one in daily.ended(kept, now, zone, most)}
    today = daily.local_day(now, zone)
    dates = [today - timedelta(days=back) for back in range(most, 0, -1)]
    write = Writer(BABEL_LOCALES[request.state.lang])
    found = [shown.get(one.isoformat()) for one in dates]
    return frame.page(
        request, "admin_numbers.html", spans=PLOT_DAYS, days=most, least=LEAST, counted=len(shown),
        plots=[_counts(kind, dates, found, write) for kind in KINDS] + [_hours(dates, found, write)] if shown else [],
        ends=(write.short(dates[0]), write.short(dates[-1])), width=plots.WIDTH, height=plots.HEIGHT, floor=plots.FLOOR,
    )  # fmt: skip


routes = [Route(PAGE, numbers)]


def _most(request: Request) -> int:
    asked = request.query_params.get("days", "")
    return int(asked) if asked in {str(one) for one in PLOT_DAYS} else PLOT_DAYS[0]


@dataclass(frozen=True)
class Writer:
    """Days and numbers as one language writes them."""

    locale: str

    def short(self, day: date) -> str:
        """Such as 3 Nov."""
        return str(format_date(day, "d MMM", locale=self.locale))

    def long(self, day: date) -> str:
        """With the day of the week, which evenings hang on."""
        return str(format_date(day, "EEE d MMMM", locale=self.locale))

    def number(self, value: float) -> str:
        """With the sign between thousands that is usual."""
        return str(format_decimal(value, locale=self.locale))


def _counts(kind: str, dates: Sequence[date], found: Sequence[Day | None], write: Writer) -> Plot:
    """Of what happened: a count under five is neither drawn nor written, nor to be had from the total."""
    counts = [None if one is None else int(getattr(one, kind)) for one in found]
    told = [None if one is None else daily.told(one) for one in counts]
    hidden = [one is not None and shown is None for one, shown in zip(counts, told, strict=True)]
    whole = daily.total([one for one in counts if one is not None])
    said: list[Said] = []
    if whole.hidden:
        said.append(("numbers-between", {"least": whole.least, "most": whole.most, "hidden": whole.hidden}))
    elif whole.shown:
        said.append(("numbers-sum", {"count": whole.shown}))
    else:
        said.append(("numbers-none", {}))
    return _plot(kind, dates, told, hidden, said, write)


def _hours(dates: Sequence[date], found: Sequence[Day | None], write: Writer) -> Plot:
    """Of the team: hours with somebody on duty are no count of people, and are told as they are."""
    hours = [None if one is None else daily.hours_of(one) for one in found]
    whole = sum(one or 0 for one in hours)
    said: list[Said] = [("numbers-hours", {"hours": write.number(whole), "days": hours.count(0.0)})]
    return _plot("staffed", dates, hours, [False] * len(hours), said, write)


def _plot(
    kind: str, dates: Sequence[date], told: Sequence[float | None], hidden: Sequence[bool], said: list[Said],
    write: Writer,
) -> Plot:  # fmt: skip
    top = plots.peak(told)
    label = write.number(told[top.at] or 0) if top else ""
    if top:
        said.append(("numbers-peak", {"count": label, "day": write.long(dates[top.at])}))
    cells = [_cell(write.long(day), told[at], write.number, hidden=hidden[at]) for at, day in enumerate(dates)]
    return Plot(kind, plots.bars(told, hidden), top, label, said, cells[::-1])


def _cell(day: str, value: float | None, number: Callable[[float], str], *, hidden: bool) -> Cell:
    if hidden:
        return Cell(day, key="numbers-few")
    return Cell(day, key="numbers-not-counted") if value is None else Cell(day, words=number(value))

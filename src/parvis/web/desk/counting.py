"""The desk in numbers, as small plots and as a table that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.clock import DAY
from parvis.core.numbers import HarmNumbers
from parvis.store import desk_numbers
from parvis.web.desk import frame, plots
from parvis.web.desk.frame import now_of
from parvis.web.desk.plots import Whisker
from parvis.web.house import house_of


@dataclass(frozen=True)
class Row:
    """One harm's numbers with its place on the shared scale."""

    numbers: HarmNumbers
    whisker: Whisker | None


async def numbers(request: Request) -> Response:
    """Time to acknowledgement and to the first decision beside the promised clock, backlog, overturns."""
    house, now = house_of(request), now_of(request)
    found = await house.means.db.read(lambda conn: desk_numbers.read(conn, now, house.office.due_ms))
    known = [one for one in found.harms if one.first.count or one.acknowledged.count or one.waiting or one.appeals]
    longest = max([DAY, *(max(one.first.p95, one.promised_ms) for one in known)])
    rows = [
        Row(
            one, plots.whisker(one.first.median, one.first.p95, one.promised_ms, longest) if one.first.count else None
        )
        for one in known
    ]  # fmt: skip
    return frame.page(
        request, "desk_numbers.html", numbers=found, rows=rows, width=plots.WIDTH, height=plots.HEIGHT,
        curve=plots.curve([count for _, count in found.backlog]),
    )  # fmt: skip


routes = [Route("/desk/numbers", numbers)]

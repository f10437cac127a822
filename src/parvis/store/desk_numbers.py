"""Numbers of the desk, counted where the cases are: times per harm, backlog, what waits for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, exists, func, or_, select
from sqlalchemy import case as when
from sqlalchemy.sql.expression import cast

from parvis.core.casework import HELD, Happened, Outcome, Status
from parvis.core.clock import DAY, Instant, day_of
from parvis.core.ids import StaffId
from parvis.core.numbers import NONE, PLOT_DAYS, WINDOW_MS, HarmNumbers, Line, Numbers, Shift, Spread
from parvis.core.policy import HARMS, Harm, Queue
from parvis.store.schema_cases import appeal, case, case_event, report

OPEN = case.c.closed_at.is_(None)
UNDECIDED = and_(OPEN, case.c.first_decided_at.is_(None))
IMMEDIATE = tuple(harm.value for harm, policy in HARMS.items() if policy.immediate)
WAITING = (Status.OPEN.value, Status.CLAIMED.value, Status.REOPENED.value)
OVERTURNED = (Outcome.REVERSED.value, Outcome.PARTLY.value)


# ---------------------------------------------------------------- somebody's shift


def shift(conn: Connection, queues: Iterable[Queue], staff: StaffId, now: Instant) -> Shift:
    """Overdue and immediate cases in these queues, and those that somebody works on."""
    mine = and_(OPEN, case.c.lease_by == staff, case.c.lease_until > now)
    seen = case.c.queue.in_([queue.value for queue in queues])
    late = and_(UNDECIDED, case.c.due_at < now)
    urgent = and_(UNDECIDED, case.c.harm.in_(IMMEDIATE))
    query = select(
        func.coalesce(func.sum(cast(and_(seen, late), Integer)), 0),
        func.coalesce(func.sum(cast(and_(seen, urgent), Integer)), 0),
        func.coalesce(func.sum(cast(mine, Integer)), 0),
    ).where(OPEN)
    overdue, immediate, own = conn.execute(query).one()
    return Shift(overdue=overdue, immediate=immediate, mine=own)


def lines(conn: Connection, queues: Iterable[Queue], now: Instant) -> list[Line]:
    """What waits for its first decision in these queues, by harm and language, the nearest clock first."""
    query = (
        select(
            case.c.queue, case.c.harm, case.c.lang, func.count(), func.min(case.c.due_at), func.min(case.c.opened_at)
        )
        .where(
            UNDECIDED, case.c.queue.in_([queue.value for queue in queues]), case.c.status.in_(WAITING),
            case.c.lease_until <= now,
        )
        .group_by(case.c.queue, case.c.harm, case.c.lang)
    )  # fmt: skip
    found = [
        Line(queue=Queue(queue), harm=Harm(harm), lang=lang, waiting=count, due_at=Instant(due), opened_at=Instant(old))
        for queue, harm, lang, count, due, old in conn.execute(query)
    ]
    return sorted(found, key=lambda line: (not HARMS[line.harm].immediate, line.due_at, line.harm))


def overdue(conn: Connection, now: Instant) -> int:
    """How many cases wait past their clock without a first decision."""
    return conn.execute(select(func.count()).select_from(case).where(UNDECIDED, case.c.due_at < now)).scalar_one()


# ---------------------------------------------------------------- the whole desk


def read(conn: Connection, now: Instant, due_ms: Callable[[Harm], int]) -> Numbers:
    """Everything the numbers page and the metrics tell; ``due_ms`` is the promised clock."""
    since = Instant(now - WINDOW_MS)
    first = _spreads(conn, case.c.first_decided_at - case.c.opened_at, case.c.opened_at >= since)
    heard = _spreads(
        conn, report.c.acknowledged_at - report.c.at, report.c.at >= since, joined=report.c.case == case.c.id
    )  # fmt: skip
    waits = _by_harm(conn, [func.count(), func.sum(cast(case.c.due_at < now, Integer))], [UNDECIDED])
    ended = _appeals(conn, since)
    harms = [
        HarmNumbers(
            harm=harm, promised_ms=due_ms(harm), acknowledged=heard.get(harm, NONE), first=first.get(harm, NONE),
            waiting=waits.get(harm, (0, 0))[0], overdue=waits.get(harm, (0, 0))[1] or 0,
            appeals=ended.get(harm, (0, 0))[0], overturned=ended.get(harm, (0, 0))[1],
        )
        for harm in Harm
    ]  # fmt: skip
    contested = and_(appeal.c.decided_at.is_(None))
    return Numbers(
        at=now, harms=harms, backlog=_backlog(conn, now),
        held=_count(conn, UNDECIDED, case.c.channel.in_(HELD)),
        appeals_waiting=_count(conn, contested, table=appeal),
        appeals_overdue=_count(conn, contested, appeal.c.due_at < now, table=appeal),
    )  # fmt: skip


def _spreads(
    conn: Connection, value: ColumnElement[int], *where: ColumnElement[bool], joined: ColumnElement[bool] | None = None
) -> dict[Harm, Spread]:
    """Median and 95th percentile per harm, by nearest rank, without carrying the times out of the database."""
    kept = [value.is_not(None), *where, *([joined] if joined is not None else [])]
    ranked = select(
        case.c.harm.label("harm"), value.label("value"),
        func.row_number().over(partition_by=case.c.harm, order_by=value).label("rank"),
        func.count().over(partition_by=case.c.harm).label("n"),
    ).where(*kept).subquery()  # fmt: skip

    def at(percent: int) -> ColumnElement[Any]:
        return func.min(when((ranked.c.rank * 100 >= ranked.c.n * percent, ranked.c.value)))

    query = select(ranked.c.harm, func.max(ranked.c.n), at(50), at(95)).group_by(ranked.c.harm)
    return {Harm(harm): Spread(count=n, median=half, p95=most) for harm, n, half, most in conn.execute(query)}


def _by_harm(conn: Connection, counts: list[Any], where: list[ColumnElement[bool]]) -> dict[Harm, tuple[int, ...]]:
    query = select(case.c.harm, *counts).where(*where).group_by(case.c.harm)
    return {Harm(row[0]): tuple(row[1:]) for row in conn.execute(query)}


def _appeals(conn: Connection, since: Instant) -> dict[Harm, tuple[int, int]]:
    turned = func.sum(cast(appeal.c.outcome.in_(OVERTURNED), Integer))
    query = (
        select(case.c.harm, func.count(), turned)
        .join_from(appeal, case, appeal.c.case == case.c.id)
        .where(appeal.c.decided_at >= since)
        .group_by(case.c.harm)
    )
    return {Harm(harm): (count, over) for harm, count, over in conn.execute(query)}


def _backlog(conn: Connection, now: Instant) -> list[tuple[str, int]]:
    """Counted backwards from what is open now, by what was opened and closed on each day."""
    start = Instant((now // DAY - PLOT_DAYS + 1) * DAY)
    opened = _per_day(conn, case.c.opened_at, start)
    closed = _per_day(conn, case.c.closed_at, start)
    left = _count(conn, OPEN)
    curve: list[tuple[str, int]] = []
    for back in range(PLOT_DAYS):
        day = now // DAY - back
        curve.append((day_of(Instant(day * DAY)), left))
        left += closed.get(day, 0) - opened.get(day, 0)
    return curve[::-1]


def _per_day(conn: Connection, column: ColumnElement[Any], start: Instant) -> dict[int, int]:
    day = cast(column / DAY, Integer)
    query = select(day, func.count()).where(column >= start).group_by(day)
    return {int(row[0]): int(row[1]) for row in conn.execute(query)}


def _count(conn: Connection, *where: ColumnElement[bool], table: Any = case) -> int:
    return int(conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


# ---------------------------------------------------------------- immediate cases that nobody sees


def unattended(
    conn: Connection, now: Instant, called_before: Instant, *, limit: int = 200
) -> list[tuple[str, Harm, Instant]]:
    """Immediate cases that wait for a first decision, that nobody works on or was called about since an instant.

    Their id, harm and when they came, the oldest first; when there are more, a later question finds the rest.
    """
    event = case_event.c
    called = exists().where(event.case == case.c.id, event.kind == Happened.CALLED.value, event.at > called_before)
    query = (
        select(case.c.id, case.c.harm, case.c.opened_at)
        .where(
            UNDECIDED, case.c.harm.in_(IMMEDIATE), case.c.status.in_(WAITING),
            or_(case.c.lease_by.is_(None), case.c.lease_until <= now), ~called,
        )
        .order_by(case.c.opened_at)
        .limit(limit)
    )  # fmt: skip
    return [(row.id, Harm(row.harm), Instant(row.opened_at)) for row in conn.execute(query)]

"""Reports as stored: found by the hash of their code, known again when repeated, and how right their senders were."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, or_, select, true, update
from sqlalchemy import case as sql_case

from parvis.core.casework import Channel, DecisionState, Identity, Report
from parvis.core.clock import Instant
from parvis.core.ids import CaseId, FlaggerId, PassId, ReportId, VisitId
from parvis.core.policy import Feature, Measure, Reason
from parvis.store.schema_cases import case, decision, report, sanction
from parvis.store.writer import Tx

FOREVER = Instant(2**62)
PORTION = 500
"""Keys in one statement; SQLite has a limit on the number of variables."""


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """A report with what only the store knows of it."""

    report: Report
    code_hash: str
    dedupe: str
    network: str = ""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody's reports fared: decided, upheld, and manifestly unfounded."""

    decided: int = 0
    upheld: int = 0
    unfounded: int = 0


class Ruled(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided on a case, as far as its reporters are told."""

    state: DecisionState
    measures: list[Measure]
    at: Instant


# ---------------------------------------------------------------- writing


def add(tx: Tx, filings: list[Filing]) -> None:
    """Keep them, acknowledged as of their own instant; IntegrityError for one that is a repeat."""
    if not filings:
        return
    tx.conn.execute(insert(report), [_row(one) for one in filings])
    for one in filings:
        tx.record("report.filed", {"report": one.report.id, "case": one.report.case})


def decide(tx: Tx, of: CaseId, at: Instant, *, upheld: bool) -> int:
    """The case was decided: all its reports are answered. A later decision changes what earlier ones were told."""
    mine = update(report).where(report.c.case == of)
    return tx.conn.execute(mine.values(decided_at=at, upheld=int(upheld))).rowcount


def mark_unfounded(tx: Tx, one: ReportId, *, unfounded: bool) -> bool:
    """A person found it manifestly unfounded, or takes that back; False when there is no such report."""
    changed = tx.conn.execute(update(report).where(report.c.id == one).values(unfounded=int(unfounded))).rowcount == 1
    if changed:
        tx.record("report.unfounded" if unfounded else "report.founded", {"report": one})
    return changed


def _row(one: Filing) -> dict[str, Any]:
    kept = one.report
    who = kept.reporter
    return {
        "id": kept.id, "code_hash": one.code_hash, "case": kept.case, "channel": kept.channel.value,
        "reason": kept.reason.value, "illegal": int(kept.illegal), "note": kept.note,
        "locations": msgspec.json.encode(kept.locations).decode(), "name": kept.name, "email": kept.email,
        "good_faith": int(kept.good_faith), "lang": kept.lang, "at": kept.at, "visit": who.visit if who else None,
        "pass_id": who.pass_id if who else None, "device": who.device if who else None, "network": one.network,
        "flagger": kept.flagger, "dedupe": one.dedupe, "acknowledged_at": kept.at, "notice": kept.notice,
    }  # fmt: skip


# ---------------------------------------------------------------- reading


def find(conn: Connection, one: ReportId) -> Report | None:
    """One report, or None."""
    return next(iter(_reports(conn, report.c.id == one)), None)


def by_code(conn: Connection, code_hash: str) -> list[Report]:
    """All reports of the notice that a code opens, the first first; none for a code that opens nothing."""
    first = conn.execute(select(report.c.id).where(report.c.code_hash == code_hash)).scalar()
    if first is None:
        return []
    return _reports(conn, or_(report.c.id == first, report.c.notice == first))


def of_case(conn: Connection, of: CaseId, limit: int | None = None) -> list[Report]:
    """The reports that joined a case, in the order they came; all of them unless fewer are asked for."""
    return _reports(conn, report.c.case == of, limit)


def known(conn: Connection, keys: Collection[str]) -> dict[str, ReportId]:
    """Which of these repeat keys have been seen, and whose they are: the notice's first report."""
    found: dict[str, ReportId] = {}
    for some in _portions(keys):
        query = select(report.c.dedupe, report.c.id, report.c.notice).where(report.c.dedupe.in_(some))
        found |= {row.dedupe: ReportId(row.notice or row.id) for row in conn.execute(query)}
    return found


def ruled(conn: Connection, cases: Collection[CaseId]) -> dict[CaseId, list[Ruled]]:
    """The decisions that took effect on these cases, the newest last."""
    told = [DecisionState.EXECUTED.value, DecisionState.REVERSED.value]
    query = select(decision).where(decision.c.case.in_(cases), decision.c.state.in_(told)).order_by(decision.c.at)
    found: dict[CaseId, list[Ruled]] = {}
    for row in conn.execute(query):
        choice = msgspec.json.decode(row.choice, type=_Choice)
        one = Ruled(
            state=DecisionState(row.state), measures=[wish.measure for wish in choice.wishes],
            at=Instant(row.executed_at or row.at),
        )  # fmt: skip
        found.setdefault(CaseId(row.case), []).append(one)
    return found


class _Wish(msgspec.Struct):
    measure: Measure


class _Choice(msgspec.Struct):
    wishes: list[_Wish]


def _reports(conn: Connection, where: ColumnElement[bool], limit: int | None = None) -> list[Report]:
    query = select(report).where(where).order_by(report.c.at, report.c.notice.is_not(None), report.c.id).limit(limit)
    return [_report(row) for row in conn.execute(query).mappings()]


def _report(row: RowMapping) -> Report:
    return Report(
        id=ReportId(row["id"]), case=CaseId(row["case"]), channel=Channel(row["channel"]),
        reason=Reason(row["reason"]), note=row["note"], lang=row["lang"], at=Instant(row["at"]),
        illegal=bool(row["illegal"]), locations=msgspec.json.decode(row["locations"], type=list[str]),
        name=row["name"], email=row["email"], good_faith=bool(row["good_faith"]), reporter=_reporter(row),
        flagger=FlaggerId(row["flagger"]) if row["flagger"] else None,
        decided_at=None if row["decided_at"] is None else Instant(row["decided_at"]),
        notice=ReportId(row["notice"]) if row["notice"] else None,
        upheld=None if row["upheld"] is None else bool(row["upheld"]), unfounded=bool(row["unfounded"]),
    )  # fmt: skip


def _reporter(row: RowMapping) -> Identity | None:
    if row["visit"] is None and row["device"] is None:
        return None
    return Identity(
        visit=VisitId(row["visit"] or ""), pass_id=PassId(row["pass_id"]) if row["pass_id"] else None,
        device=row["device"], network=row["network"] or None, lang=row["lang"],
    )  # fmt: skip


# ---------------------------------------------------------------- how right somebody was


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody's reports fared: ever, and in the time that counts for misuse."""

    ever: Record = Record()
    lately: Record = Record()


def tallies(
    conn: Connection, column: Literal["pass_id", "device"], keys: Collection[str], since: Instant
) -> dict[str, Tally]:
    """For each age pass, or each device, how the reports made with it fared."""
    found: dict[str, Tally] = {}
    who, recent = report.c[column], report.c.at >= since
    for some in _portions(keys):
        query = select(
            who.label("who"),
            *_counts("ever", true()),
            *_counts("lately", recent),
        ).where(who.in_(some)).group_by(who)  # fmt: skip
        for row in conn.execute(query).mappings():
            found[row["who"]] = Tally(ever=_counted(row, "ever"), lately=_counted(row, "lately"))
    return found


def _counts(name: str, when: ColumnElement[bool]) -> list[ColumnElement[Any]]:
    def total(what: ColumnElement[Any], of: str) -> ColumnElement[Any]:
        return func.coalesce(func.sum(sql_case((when, what), else_=0)), 0).label(f"{name}_{of}")

    decided = sql_case((report.c.upheld.is_not(None), 1), else_=0)
    return [
        total(decided, "decided"),
        total(func.coalesce(report.c.upheld, 0), "upheld"),
        total(report.c.unfounded, "unfounded"),
    ]


def _counted(row: RowMapping, name: str) -> Record:
    return Record(
        decided=row[f"{name}_decided"], upheld=row[f"{name}_upheld"], unfounded=row[f"{name}_unfounded"]
    )  # fmt: skip


def flagger_record(conn: Connection, who: FlaggerId) -> Record:
    """How a trusted flagger's notices fared."""
    query = _tally(report.c.flagger).where(report.c.flagger == who).group_by(report.c.flagger)
    row = conn.execute(query).mappings().first()
    return _record(row) if row else Record()


def flagger_count(conn: Connection, who: FlaggerId) -> int:
    """How many reports a trusted flagger made."""
    return conn.execute(select(func.count()).select_from(report).where(report.c.flagger == who)).scalar_one()


def flagger_waits(conn: Connection, who: FlaggerId) -> list[int]:
    """Milliseconds from each of a flagger's notices to the first decision on its case, shortest first."""
    wait = case.c.first_decided_at - report.c.at
    query = select(wait).join(case, case.c.id == report.c.case).where(
        report.c.flagger == who, case.c.first_decided_at.is_not(None)
    )  # fmt: skip
    return sorted(max(int(one), 0) for one in conn.execute(query).scalars())


def limits(conn: Connection, keys: Collection[str], now: Instant) -> dict[str, Instant]:
    """Of these age passes and devices, whose reports wait by a person's decision (Art. 23(2)), and until when."""
    found: dict[str, Instant] = {}
    for some in _portions(keys):
        query = select(sanction.c.class_key, sanction.c.ends_at).where(
            sanction.c.class_key.in_(some), sanction.c.measure == Measure.LIMIT.value,
            sanction.c.feature == Feature.REPORT.value, sanction.c.lifted_at.is_(None),
            or_(sanction.c.ends_at.is_(None), sanction.c.ends_at > now),
        )  # fmt: skip
        for row in conn.execute(query):
            end = FOREVER if row.ends_at is None else Instant(row.ends_at)
            found[row.class_key] = max(end, found.get(row.class_key, end))
    return found


def _tally(who: ColumnElement[Any]) -> Any:
    decided = func.count(report.c.upheld)
    return select(
        who.label("who"), decided.label("decided"), func.coalesce(func.sum(report.c.upheld), 0).label("upheld"),
        func.coalesce(func.sum(report.c.unfounded), 0).label("unfounded"),
    )  # fmt: skip


def _record(row: RowMapping) -> Record:
    return Record(decided=row["decided"], upheld=row["upheld"], unfounded=row["unfounded"])


def _portions(keys: Iterable[Any]) -> Iterable[list[Any]]:
    rest = list(keys)
    return (rest[at : at + PORTION] for at in range(0, len(rest), PORTION))

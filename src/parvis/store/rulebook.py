"""What the rules desk keeps: texts are added, and mode changes; nothing is rewritten, so the past can be read back."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, func, insert, select

from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.core.rulebook import ModeChange, RuleText, Why
from parvis.store.schema_rulebook import rule_mode, rule_text
from parvis.store.writer import Tx


def add_text(tx: Tx, one: RuleText) -> None:
    """Keep a version of a rule."""
    tx.conn.execute(
        insert(rule_text).values(rule=one.rule, version=one.version, source=one.source, by=one.by, at=one.at)
    )
    tx.record("rule.written", {"rule": one.rule, "version": one.version, "by": one.by})


def texts_of(conn: Connection, rule: str) -> list[RuleText]:
    """All versions of a rule, the newest first."""
    rows = conn.execute(select(rule_text).where(rule_text.c.rule == rule).order_by(rule_text.c.version.desc()))
    return [_text(row) for row in rows.mappings()]


def texts(conn: Connection) -> list[RuleText]:
    """Every version of every rule of the house's own."""
    rows = conn.execute(select(rule_text).order_by(rule_text.c.rule, rule_text.c.version))
    return [_text(row) for row in rows.mappings()]


def change_mode(tx: Tx, one: ModeChange) -> None:
    """From now on this rule runs in that mode."""
    tx.conn.execute(
        insert(rule_mode).values(
            rule=one.rule, mode=one.mode, why=one.why.value, at=one.at, version=one.version, digest=one.digest,
            reason=one.reason, by=one.by, seconded_by=one.seconded_by,
        )
    )  # fmt: skip
    tx.record("rule.mode", {
        "rule": one.rule, "version": one.version, "mode": one.mode, "why": one.why.value, "digest": one.digest,
        "by": one.by, "seconded_by": one.seconded_by,
    })  # fmt: skip


def modes(conn: Connection) -> dict[str, ModeChange]:
    """What holds for each rule whose mode was ever changed here."""
    newest = select(func.max(rule_mode.c.seq)).group_by(rule_mode.c.rule)
    rows = conn.execute(select(rule_mode).where(rule_mode.c.seq.in_(newest)))
    return {row["rule"]: _change(row) for row in rows.mappings()}


def history(conn: Connection, rule: str, limit: int = 50) -> list[ModeChange]:
    """How a rule came to its mode, the newest first."""
    rows = conn.execute(select(rule_mode).where(rule_mode.c.rule == rule).order_by(rule_mode.c.seq.desc()).limit(limit))
    return [_change(row) for row in rows.mappings()]


def last_change(conn: Connection) -> tuple[int, int]:
    """Two numbers that grow with each mode and each text: whether what runs is still what is written."""
    modes = conn.execute(select(func.coalesce(func.max(rule_mode.c.seq), 0))).scalar_one()
    texts = conn.execute(select(func.count()).select_from(rule_text)).scalar_one()
    return int(modes), int(texts)


def _text(row: RowMapping) -> RuleText:
    return RuleText(
        rule=row["rule"], version=row["version"], source=row["source"], by=StaffId(row["by"]), at=Instant(row["at"])
    )


def _change(row: RowMapping) -> ModeChange:
    return ModeChange(
        rule=row["rule"], mode=row["mode"], why=Why(row["why"]), at=Instant(row["at"]), version=row["version"],
        digest=row["digest"], reason=row["reason"], by=None if row["by"] is None else StaffId(row["by"]),
        seconded_by=None if row["seconded_by"] is None else StaffId(row["seconded_by"]),
    )  # fmt: skip

"""How long each thing is kept: one table that drives both the erasing job and the privacy page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parvis.core.clock import DAY, HOUR, Clock, Instant
from parvis.core.config import Config, line_hours
from parvis.core.daily import COUNT_DAYS
from parvis.core.living import EVENING_DAYS, LIVELY_DAYS, NOTICE_MAX_DAYS
from parvis.core.policy import REFUSAL_DAYS, STEP_UP_DAYS
from parvis.core.rooms import REMEMBER_DAYS
from parvis.store import (
    approvals,
    board,
    cases,
    chosen,
    closings,
    daily,
    desk_traces,
    exhibits,
    living,
    looks,
    modes,
    notify,
    people,
    proposals,
    rule_hits,
    signals,
    staff,
    step_ups,
    talk,
)
from parvis.store.database import Database
from parvis.store.writer import Tx

VOUCHER_AFTERLIFE_MS = 30 * DAY
"""A voucher past its date is remembered a while, so that whoever tries it learns that it has expired."""

INVITE_AFTERLIFE_MS = 30 * DAY
"""An invitation past its date is remembered a while, so that whoever tries it learns that it has expired."""
SAMPLE_DAYS = 30
"""What a second look was shown, and what it found."""
HIT_DAYS = 30
"""What the guard's rules found in texts, without the texts: long enough to try a rule on."""
CALL_DAYS = 30
"""That somebody on call was called, for what kind of matter, and whether it got through."""
STANDING_DAYS = 60
"""Standing earned by talk, counted from the last time something was added; by then it has faded to a twentieth."""
EXPOSURE_DAYS = 90
"""What somebody of the team had before their eyes: long enough to see a hard month."""


@dataclass(frozen=True)
class Rule:
    """What is kept, for how long (text keys for the page), and what erases it; None where time alone does."""

    what: str
    how_long: str
    amount: int
    erase: Callable[[Tx, Instant], int] | None = None
    kept_ms: int = 0


def rules(config: Config) -> list[Rule]:
    """The table. Amounts are in the unit that the text names."""
    keep = config.retention
    return [
        Rule("legal-keep-messages", "legal-hours", keep.room_history_hours, talk.purge_messages,
             keep.room_history_hours * HOUR),
        Rule("legal-keep-visit", "legal-hours-after-leaving", keep.visit_hours, people.purge_visits,
             keep.visit_hours * HOUR),
        Rule("legal-keep-pass", "legal-days", config.age.pass_days, people.purge_passes, 0),
        Rule("legal-keep-nicknames", "legal-days", 1, people.purge_nickname_uses, DAY),
        Rule("legal-keep-vouchers", "legal-days", config.age.voucher_days + VOUCHER_AFTERLIFE_MS // DAY,
             people.purge_vouchers, VOUCHER_AFTERLIFE_MS),
        Rule("legal-keep-staff", "legal-days-after-the-team", keep.staff_days, _purge_staff, keep.staff_days * DAY),
        Rule("legal-keep-browsers", "legal-days", 1, staff.purge_devices, DAY),
        Rule("legal-keep-invites", "legal-days", -(-config.team.invite_hours // 24) + INVITE_AFTERLIFE_MS // DAY,
             staff.purge_invites, INVITE_AFTERLIFE_MS),
        Rule("legal-keep-looks", "legal-days", keep.staff_days, _purge_looks, keep.staff_days * DAY),
        Rule("legal-keep-approvals", "legal-days", keep.staff_days, approvals.purge, keep.staff_days * DAY),
        Rule("legal-keep-modes", "legal-days", keep.staff_days, modes.purge, keep.staff_days * DAY),
        Rule("legal-keep-settings", "legal-days", keep.staff_days, chosen.purge, keep.staff_days * DAY),
        Rule("legal-keep-closings", "legal-days-after-the-end", keep.staff_days, closings.purge, keep.staff_days * DAY),
        Rule("legal-keep-cases", "legal-days-after-closing", keep.case_days, cases.purge, keep.case_days * DAY),
        Rule("legal-keep-exhibits", "legal-as-long-as-the-case", 0, exhibits.purge, 0),
        Rule("legal-keep-calls", "legal-days", CALL_DAYS, notify.purge, CALL_DAYS * DAY),
        Rule("legal-keep-statements", "legal-months", 6, desk_traces.purge_statements, 0),
        Rule("legal-keep-refusals", "legal-days", REFUSAL_DAYS, desk_traces.purge_refusals, REFUSAL_DAYS * DAY),
        Rule("legal-keep-hits", "legal-days", HIT_DAYS, rule_hits.purge, HIT_DAYS * DAY),
        Rule("legal-keep-step-ups", "legal-days", STEP_UP_DAYS, step_ups.purge, STEP_UP_DAYS * DAY),
        Rule("legal-keep-proposals", "legal-days-after-the-end", REMEMBER_DAYS, proposals.purge, REMEMBER_DAYS * DAY),
        Rule("legal-keep-evenings", "legal-days-after-the-evening", EVENING_DAYS, living.purge_evenings,
             EVENING_DAYS * DAY),
        Rule("legal-keep-notices", "legal-until-its-date", NOTICE_MAX_DAYS, living.purge_notices, 0),
        Rule("legal-keep-lines", "legal-hours", line_hours(config), board.purge, line_hours(config) * HOUR),
        Rule("legal-keep-lively", "legal-days", LIVELY_DAYS, living.purge_hours, LIVELY_DAYS * DAY),
        Rule("legal-keep-days", "legal-days", COUNT_DAYS, daily.purge, COUNT_DAYS * DAY),
        Rule("legal-keep-samples", "legal-days", SAMPLE_DAYS, desk_traces.purge_samples, SAMPLE_DAYS * DAY),
        Rule("legal-keep-standing", "legal-days", STANDING_DAYS, signals.purge_standings, STANDING_DAYS * DAY),
        Rule("legal-keep-counters", "legal-memory-hours", 24),
        Rule("legal-keep-exposure", "legal-days", EXPOSURE_DAYS, desk_traces.purge_exposure, EXPOSURE_DAYS * DAY),
        Rule("legal-keep-presence", "legal-seconds", 90),
        Rule("legal-keep-network", "legal-memory-day", 1),
        Rule("legal-keep-backups", "legal-days", config.backup.days),
        Rule("legal-keep-ledger", "legal-ledger-hashes", 0),
    ]  # fmt: skip


async def erase(db: Database, config: Config, clock: Clock) -> dict[str, int]:
    """Erase whatever is past its time; how many rows of what. Nothing while a closing holds what is kept."""
    erased: dict[str, int] = {}
    if await db.read(closings.holds):
        return erased
    now = clock.now()
    for rule in rules(config):
        if rule.erase is not None:
            work, before = rule.erase, Instant(now - rule.kept_ms)
            erased[rule.what] = await db.write(lambda tx, work=work, before=before: work(tx, before))  # type: ignore[misc]
    return erased


def _purge_staff(tx: Tx, before: Instant) -> int:
    """Who left the team, and what is over of those who have not: revoked keys, sign-ins, shifts."""
    over = (staff.purge_keys, staff.purge_sessions, staff.purge_shifts, staff.purge)
    return sum(purge(tx, before) for purge in over)


def _purge_looks(tx: Tx, before: Instant) -> int:
    return looks.purge_events(tx, before) + looks.purge_alarms(tx, before)

"""Looking at private data: noted, with its purpose, before anything is shown; what is unusual raises an alarm."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from parvis.access.means import Means
from parvis.core import looking
from parvis.core.clock import DAY, HOUR, Instant, moment_of
from parvis.core.ids import StaffId, fresh_word
from parvis.core.looking import WORDS_MAX, AccessEvent, Alarm, AlarmKind, Circumstances, Limits, Purpose, Sight
from parvis.core.staff import Act, Staff, may
from parvis.core.verdict import Finding, Ruling
from parvis.store import looks, notify
from parvis.store import staff as people
from parvis.store.writer import Tx

AGAIN_MS = DAY
"""An alarm of the same kind about the same person within that time is the same alarm."""
CALL = "abnormal_looking"
"""The kind of call to the person on call."""


async def look(
    means: Means, staff: Staff, purpose: Purpose, what: Sight,
    object: str,  # noqa: A002 - it is the word for it, and many call it by name
    case: str | None, *, words: str = "",
) -> AccessEvent:  # fmt: skip
    """Note that somebody looks at something private, and why; show it only after this has returned.

    ``object`` is the id of what is looked at, ``case`` the case it belongs to (None is unusual but for the purposes in
    `core.looking.CASELESS`). Raises StoreUnavailable: what cannot be noted cannot be shown.
    """
    now = means.clock.now()
    event_id = fresh_word(means.entropy)
    alarm_ids = {kind: fresh_word(means.entropy) for kind in AlarmKind}

    def work(tx: Tx) -> AccessEvent:
        on_duty = people.is_on_shift(tx.conn, staff.id)
        event = AccessEvent(
            id=event_id, staff=staff.id, at=now, purpose=Purpose(purpose), words=words[:WORDS_MAX], what=Sight(what),
            object=object, case=case, on_duty=on_duty,
        )  # fmt: skip
        looks.add(tx, event)
        tx.record("access.looked", {
            "staff": staff.id, "purpose": event.purpose, "what": event.what, "object": object, "case": case,
        })  # fmt: skip
        around = Circumstances(
            within_hour=looks.count_since(tx.conn, staff.id, Instant(now - HOUR)),
            caseless_today=looks.count_caseless_since(tx.conn, staff.id, Instant(now - DAY)),
            local_hour=moment_of(now).astimezone(ZoneInfo(means.config.square.timezone)).hour, on_duty=on_duty,
        )  # fmt: skip
        caseless = looking.is_caseless(event.purpose, case)
        for kind in sorted(looking.alarms(around, limits_of(means), caseless=caseless)):
            news = raise_alarm(tx, alarm_ids[kind], kind, staff.id, now)
            if news and means.config.on_call.url:
                notify.enqueue(tx, CALL, {"alarm": alarm_ids[kind], "staff": staff.id})
        return event

    return await means.db.write(work)


def raise_alarm(
    tx: Tx, alarm_id: str, kind: AlarmKind, staff_id: StaffId, now: Instant, other: StaffId | None = None
) -> bool:
    """Let administrators know, once a day for the same thing; the count goes on. Whether it is news."""
    fresh = Alarm(id=alarm_id, kind=kind, staff=staff_id, at=now, last_at=now, times=1, other=other)
    if looks.raise_alarm(tx, fresh, Instant(now - AGAIN_MS)):
        second = {"other": other} if other else {}
        tx.record("access.alarm", {"alarm": alarm_id, "kind": kind, "staff": staff_id, **second})
        return True
    return False


async def see_alarm(means: Means, by: Staff, alarm_id: str, words: str) -> Finding | None:
    """An administrator looked into an alarm and says what they found; nobody closes one about themselves."""
    now, said = means.clock.now(), " ".join(words.split())[:WORDS_MAX]

    def work(tx: Tx) -> Finding | None:
        alarm = looks.find_alarm(tx.conn, alarm_id)
        if not may(by, Act.MANAGE_STAFF):
            return _refused("refuse-staff-right")
        if alarm is not None and is_for_others(alarm, by, people.team(tx.conn)):
            return _refused("refuse-alarm-own")
        if not said:
            return _refused("refuse-alarm-words")
        if alarm is None or not looks.see_alarm(tx, alarm_id, by.id, said, now):
            return _refused("refuse-alarm-seen")
        tx.record("access.alarm_seen", {"alarm": alarm_id, "by": by.id})
        return None

    return await means.db.write(work)


def is_for_others(alarm: Alarm, by: Staff, team: list[Staff]) -> bool:
    """Whether somebody leaves an alarm to others because it is about them.

    What is about both administrators of a house that has no third is answered by one of them, in words that stay.
    """
    about = {alarm.staff, alarm.other}
    third = any(may(one, Act.MANAGE_STAFF) for one in team if one.id not in about)
    return by.id in about and (alarm.other is None or third)


async def open_alarms(means: Means) -> list[Alarm]:
    """What administrators still have to look into."""
    return await means.db.read(looks.open_alarms)


def limits_of(means: Means) -> Limits:
    """The thresholds as configured."""
    team = means.config.team
    return Limits(
        per_hour=team.looks_per_hour, caseless_per_day=team.caseless_looks_per_day, night_from=team.night_from,
        night_to=team.night_to,
    )  # fmt: skip


def _refused(text_key: str) -> Finding:
    return Finding(check="staff", ruling=Ruling.REFUSE, text_key=text_key)

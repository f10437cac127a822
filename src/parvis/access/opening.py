"""Why the square may not open yet: without an age check, a legal contact and a team it stays shut, and says so."""

from __future__ import annotations

import msgspec

from parvis.core.config import Config
from parvis.core.staff import Count

STAFF_MIN = 2
"""Enrolled staff, one of them an administrator and one who decides: nobody decides alone or is there every night."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is missing, as a text key and what fills it."""

    text_key: str
    args: dict[str, str | int] = {}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the door waits for; ``reason`` is what of it is missing, None when it is done."""

    name: str
    """``age``, ``legal`` or ``staff``; pages and sentences are called after it."""
    reason: Reason | None


def steps(config: Config, team: Count) -> list[Step]:
    """All that the door waits for, done or not: the one test of whether it opens, and the list that pages show."""
    missing = max(STAFF_MIN - team.total, 0 if team.administrators and team.deciders else 1)
    named = config.legal.operator.strip() and config.legal.contact_email.strip()
    return [
        Step(name="legal", reason=None if named else Reason(text_key="why-closed-legal")),
        Step(name="age", reason=None if config.age.methods else Reason(text_key="why-closed-age")),
        Step(
            name="staff",
            reason=Reason(text_key="why-closed-staff", args={"missing": missing}) if missing else None,
        ),
    ]


def reasons_closed(config: Config, team: Count) -> list[Reason]:
    """All that is still missing; an empty list opens the door."""
    return [step.reason for step in steps(config, team) if step.reason is not None]

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


def reasons_closed(config: Config, team: Count) -> list[Reason]:
    """All that is still missing; an empty list opens the door."""
    found = []
    if not config.age.methods:
        found.append(Reason(text_key="why-closed-age"))
    if not config.legal.operator.strip() or not config.legal.contact_email.strip():
        found.append(Reason(text_key="why-closed-legal"))
    missing = max(STAFF_MIN - team.total, 0 if team.administrators and team.deciders else 1)
    if missing:
        found.append(Reason(text_key="why-closed-staff", args={"missing": missing}))
    return found

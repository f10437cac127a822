"""Whom to call: the numbers on the page of help lines, and on the notice of a closed square."""

from __future__ import annotations

import msgspec


class HelpLine(msgspec.Struct, frozen=True):
    """A number as it is said, the address a telephone understands, and the text key of what it is for."""

    number: str
    href: str
    key: str


HELP_LINES = (
    (
        "help-now",
        (
            HelpLine("112", "tel:112", "help-112"),
            HelpLine("17", "tel:17", "help-17"),
            HelpLine("114", "sms:114", "help-114"),
        ),
    ),
    ("help-young", (HelpLine("3018", "tel:3018", "help-3018"), HelpLine("119", "tel:119", "help-119"))),
    (
        "help-hurt",
        (
            HelpLine("3919", "tel:3919", "help-3919"),
            HelpLine("01 48 06 42 41", "tel:+33148064241", "help-homophobie"),
            HelpLine("116 006", "tel:116006", "help-victimes"),
        ),
    ),
    ("help-dark", (HelpLine("3114", "tel:3114", "help-3114"),)),
)
"""Checked by hand on 2026-11-24; French numbers unless the text says otherwise."""

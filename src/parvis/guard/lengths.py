"""Whether a text is there at all, not too long, and not piled up in a way that breaks other people's screens."""

from __future__ import annotations

from parvis.core.marks import has_pile
from parvis.core.talk import TEXT_MAX
from parvis.core.text import is_blank
from parvis.core.verdict import Finding, Ruling

MARKS_MAX = 8
"""Combining marks in a row; the longest honest stacks (pointed Hebrew, Thai, bare Vietnamese) have four or five."""
LINES_MAX = 40


def judge_length(text: str) -> tuple[Finding, ...]:
    """Not blank, and at most `TEXT_MAX` code points."""
    if len(text) > TEXT_MAX:
        return (_refused("length", "refuse-too-long", max=TEXT_MAX),)
    if is_blank(text):
        return (_refused("length", "refuse-empty"),)
    return ()


def judge_form(text: str) -> tuple[Finding, ...]:
    """At most `MARKS_MAX` combining marks in a row and `LINES_MAX` lines."""
    if text.count("\n") >= LINES_MAX or (not text.isascii() and has_pile(text, MARKS_MAX)):
        return (_refused("form", "refuse-formatting"),)
    return ()


def _refused(check: str, text_key: str, **args: str | int) -> Finding:
    return Finding(check=check, ruling=Ruling.REFUSE, text_key=text_key, args=args)

"""Whether a text is there at all, not too long, and not piled up in a way that breaks other people's screens."""

from __future__ import annotations

import re
import unicodedata

from parvis.core.talk import TEXT_MAX
from parvis.core.text import is_blank
from parvis.core.verdict import Finding, Ruling

MARKS_MAX = 8
"""Combining marks in a row; the longest honest stacks (pointed Hebrew, Thai, bare Vietnamese) have four or five."""
LINES_MAX = 40
_MAYBE_MARKS = re.compile(f"[\u0300-\u1fff\u20d0-\u20ff\u2c00-\U0010ffff]{{{MARKS_MAX + 1},}}")


def judge_length(text: str) -> tuple[Finding, ...]:
    """Not blank, and at most `TEXT_MAX` code points."""
    if len(text) > TEXT_MAX:
        return (_refused("length", "refuse-too-long", max=TEXT_MAX),)
    if is_blank(text):
        return (_refused("length", "refuse-empty"),)
    return ()


def judge_form(text: str) -> tuple[Finding, ...]:
    """At most `MARKS_MAX` combining marks in a row and `LINES_MAX` lines."""
    if text.count("\n") >= LINES_MAX or (not text.isascii() and has_tower(text)):
        return (_refused("form", "refuse-formatting"),)
    return ()


def has_tower(text: str, most: int = MARKS_MAX) -> bool:
    """Whether somewhere more than ``most`` (up to 8) combining marks stand on one letter."""
    if most < MARKS_MAX:
        return _longest_run(text) > most
    return any(_longest_run(stretch) > most for stretch in _MAYBE_MARKS.findall(text))


def _longest_run(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        longest = max(longest, run)
    return longest


def _refused(check: str, text_key: str, **args: str | int) -> Finding:
    return Finding(check=check, ruling=Ruling.REFUSE, text_key=text_key, args=args)

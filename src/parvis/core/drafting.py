"""Templates for the facts of a statement: blanks that must be filled, and what facts may never hold."""

from __future__ import annotations

import re

import msgspec

from parvis.core.casework import FACTS_MAX
from parvis.core.clock import Instant
from parvis.core.ids import StaffId
from parvis.core.policy import Harm

BLANK = "###"
"""Stands in a template where the moderator's own words must go."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME_MAX = 40
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+?\d[\s.\-/]?){9,}")
_CODE = re.compile(r"\b[0-9a-f]{20}\b")


class DraftText(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a template."""

    id: str
    version: int
    harm: Harm
    facts: dict[str, str]
    at: Instant
    by: StaffId | None = None
    """None for those that come with Parvis."""
    retired_at: Instant | None = None


def fault_in_facts(facts: dict[str, str]) -> str | None:
    """Why these facts cannot go into a statement, as a text key; None when they can.

    A statement is read by one person and must not give away another: no address, no number, no id.
    """
    written = [text for text in facts.values() if text.strip()]
    if not written:
        return "refuse-facts-empty"
    for text in written:
        if BLANK in text:
            return "refuse-facts-blank"
        if len(text) > FACTS_MAX:
            return "refuse-facts-long"
        if _EMAIL.search(text) or _NUMBER.search(text) or _CODE.search(text):
            return "refuse-facts-personal"
    return None


def fault_in_template(name: str, facts: dict[str, str], languages: list[str]) -> str | None:
    """Why this cannot be a template, as a text key; None when it can."""
    if not NAME.fullmatch(name) or len(name) > NAME_MAX:
        return "refuse-template-name"
    if any(not facts.get(lang, "").strip() for lang in languages):
        return "refuse-template-languages"
    if any(len(text) > FACTS_MAX for text in facts.values()):
        return "refuse-facts-long"
    return None

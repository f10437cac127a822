"""Whether a nickname or a room name may stand; each rule is a plain function, and all that object are heard."""

from __future__ import annotations

import unicodedata

from precis_i18n import get_profile

from parvis.core.marks import has_pile
from parvis.core.skeleton import mixes_scripts
from parvis.core.text import is_blank
from parvis.core.verdict import Finding, Ruling
from parvis.guard.contacts import holds_link, holds_phone, holds_price
from parvis.guard.minors import claims_age, claims_number, claims_school, without_cared_for
from parvis.guard.reserved import Reserved
from parvis.guard.views import Views

NICK_MIN, NICK_MAX = 3, 24
ROOM_MIN, ROOM_MAX = 2, 40
LETTERS_MIN = 2
MARKS_MAX = 3
"""Marks on one letter of a name: Vietnamese needs two, pointed scripts three."""
_ALLOWED_SIGNS = frozenset(" -_.'’")
_profile = get_profile("NicknameCasePreserved")


def display_form(text: str) -> str | None:
    """The nickname as it will be shown: nickname profile of RFC 8266, capitals kept; None if it cannot be."""
    try:
        shown = _profile.enforce(text)
    except UnicodeEncodeError:
        return None
    return shown if all(_may_stand(char) for char in shown) else None


def judge_nickname(views: Views, year: int, reserved: Reserved) -> tuple[Finding, ...]:
    """All objections to a nickname, gravest first; ``year`` is the current one, for years of birth."""
    minor = claims_age(views) or claims_school(views)
    minor = minor or (not holds_phone(views) and claims_number(views, year))  # digits of a telephone are no age
    found = [_refused("minor")] if minor else []
    found += _shared_objections(views)
    if reserved.holds(views):
        found.append(_refused("reserved"))
    return (*found, *_form_objections(views.text))


def judge_room_name(views: Views) -> tuple[Finding, ...]:
    """All objections to a room's name; none are a bare number ("Paris 15", "Les 17") and parents of teenagers."""
    found = [_refused("minor")] if claims_age(views) or claims_school(without_cared_for(views)) else []
    found += _shared_objections(views)
    if is_blank(views.text) or len(views.text) < ROOM_MIN:
        found.append(Finding(check="room_name", ruling=Ruling.REFUSE, text_key="refuse-empty"))
    elif len(views.text) > ROOM_MAX:
        found.append(
            Finding(check="room_name", ruling=Ruling.REFUSE, text_key="refuse-too-long", args={"max": ROOM_MAX})
        )
    elif "\n" in views.text or has_pile(views.text, MARKS_MAX):
        found.append(Finding(check="room_name", ruling=Ruling.REFUSE, text_key="refuse-formatting"))
    return tuple(found)


def _shared_objections(views: Views) -> list[Finding]:
    found = []
    if holds_phone(views):
        found.append(_refused("phone"))
    if holds_link(views):
        found.append(_refused("link"))
    if holds_price(views):
        found.append(_refused("price"))
    if mixes_scripts(views.text):
        found.append(_refused("mixed"))
    return found


def _form_objections(text: str) -> list[Finding]:
    """Length and characters: letters, marks, digits, space and ``- _ . ' ’``; no emoji, at least two letters."""
    if len(text) < NICK_MIN:
        return [_refused("short")]
    if len(text) > NICK_MAX:
        return [_refused("long")]
    shown = display_form(text)
    if shown is None or sum(char.isalpha() for char in shown) < LETTERS_MIN or has_pile(shown, MARKS_MAX):
        return [_refused("form")]
    return [] if NICK_MIN <= len(shown) <= NICK_MAX else [_refused("long" if len(shown) > NICK_MAX else "short")]


def _may_stand(char: str) -> bool:
    return char in _ALLOWED_SIGNS or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"


def _refused(what: str) -> Finding:
    return Finding(check=f"name_{what}", ruling=Ruling.REFUSE, text_key=f"refuse-nick-{what}")

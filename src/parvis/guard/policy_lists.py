"""Lists shaped like Matrix' moderation policy lists (MSC2313), to take from others and to give them ours.

MSC2313 knows rules about users, rooms and servers: an ``entity`` (a glob), a ``recommendation``, a ``reason``. A list
of words has the same shape under a type of our own, which others may leave alone. Only terms travel: a pattern is no
glob.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import msgspec

from parvis.guard.rules import BadPack, Pack
from parvis.guard.views import Views

TYPE = "org.parvis.policy.rule.text"
USER_TYPES = frozenset({"m.policy.rule.user", "m.room.rule.user", "org.matrix.mjolnir.rule.user"})
"""Names under which lists about users are found in the field; their globs are of use for nicknames."""
BAN = frozenset({"m.ban", "org.matrix.mjolnir.ban"})
ENTITY_MAX = 200
ANY_LETTERS = "[^ ]{0,40}"
"""What ``*`` stands for: the rest of a word."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule says; empty where it was taken back (``entity`` is missing)."""

    entity: str = ""
    recommendation: str = ""
    reason: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One state event of a policy room; other fields are left alone."""

    type: str
    state_key: str
    content: Content


def given(pack: Pack) -> list[Event]:
    """A pack's terms as events; the reason names pack, list and version."""
    return [
        Event(
            type=TYPE, state_key=hashlib.sha256(f"{one.id}\0{term}".encode()).hexdigest()[:32],
            content=Content(entity=term, recommendation="m.ban", reason=f"{pack.pack} {pack.version} {one.id}"),
        )
        for one in pack.lists for term in one.terms
    ]  # fmt: skip


def read_events(text: bytes) -> list[Event]:
    """Events from a JSON list, or from an answer of ``/rooms/{room}/state``; BadPack when it is neither."""
    try:
        return msgspec.json.decode(text, type=list[Event])
    except msgspec.DecodeError as fault:
        raise BadPack(f"These are no events of a policy list (MSC2313): {fault}.") from fault


def taken(events: Iterable[Event], name: str) -> str:
    """One list as it stands in a pack (TOML), of all that a policy list recommends to ban; BadPack for nothing.

    A glob becomes a pattern, anything else a term, both as texts are read. Of a user id only the name counts.
    """
    terms, patterns = set[str](), set[str]()
    for one in events:
        if (one.type == TYPE or one.type in USER_TYPES) and one.content.recommendation in BAN:
            _take(one.content.entity[:ENTITY_MAX], terms, patterns, is_user=one.type in USER_TYPES)
    if not terms and not patterns:
        raise BadPack("Nothing in this policy list can be used: it recommends to ban no user and no text.")
    lines = ["[[list]]", f'id = "{name}"', f"terms = {_toml(sorted(terms))}", f"patterns = {_toml(sorted(patterns))}"]
    return "\n".join(lines) + "\n"


def _take(entity: str, terms: set[str], patterns: set[str], *, is_user: bool) -> None:
    word = entity.removeprefix("@").partition(":")[0] if is_user else entity
    bare = Views(word).bare
    if len(bare.replace("*", "").replace("?", "").strip()) < 3:
        return  # a rule for nearly everybody is no list of words
    if "*" not in bare and "?" not in bare:
        terms.add(bare)
        return
    parts = re.split(r"([*?])", bare)
    patterns.add("\\b" + "".join({"*": ANY_LETTERS, "?": "."}.get(part, re.escape(part)) for part in parts) + "\\b")


def _toml(texts: list[str]) -> str:
    return msgspec.json.encode(texts).decode()

"""Rules and packs as values: what a pack's file may hold, and what must be true of it before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, Protocol

import msgspec

from parvis.core.policy import Harm
from parvis.core.verdict import Kind, Ruling
from parvis.guard.cel import Condition
from parvis.guard.lists import BadPack, filled

SCHEMA = 1
LIST_ID = re.compile(r"[a-z][a-z0-9_]*")
RULE_ID = re.compile(r"[a-z][a-z0-9-]*")
MODE = re.compile(r"draft|shadow|canary:(?:100|[1-9]?[0-9])%|live|suspended|retired")


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What something is called, in both languages."""

    fr: str
    en: str


class WordList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Terms (whole words) and RE2 patterns, written as they are read: `Views.bare`."""

    id: str
    lang: Literal["", "fr", "en"] = ""
    terms: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""
    owner: str = ""
    expires: date | None = None


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"kind": "do"}):
    """What follows from a rule."""

    kind: Literal["allow", "help", "prompt", "hold", "refuse"]
    topic: str = ""
    """Which help lines, for ``help``."""


RULINGS = {
    "allow": Ruling.ALLOW,
    "help": Ruling.ALLOW,
    "prompt": Ruling.PROMPT,
    "hold": Ruling.HOLD,
    "refuse": Ruling.REFUSE,
}


class Breaker(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a rule acts too often to be right. Declared with the rule; whoever counts reads it there."""

    actions_per_day: int
    max_match_rate: float
    min_sample: int


class RuleTest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that a rule must, or must not, match: it travels with the rule."""

    text: str
    expect: Literal["match", "no match"]
    kind: Kind | None = None
    """The first of the rule's ``on`` when left out."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"tests": "test"}):
    """When something holds of a text, what follows, who answers for it, and until when it is to be looked at again."""

    id: str
    title: Title
    harm: Harm
    on: tuple[Kind, ...]
    when: str
    actions: tuple[Act, ...]
    owner: str
    review_by: date
    stage: Literal["sync"] = "sync"
    mode: str = "draft"
    unless: str = ""
    text_key: str = ""
    always: bool = False
    """Asked of every text; only for a condition that can be true where nothing was found."""
    breaker: Breaker | None = None
    tests: tuple[RuleTest, ...] = ()
    version: str = ""
    """The pack's, put in when it is read."""

    @property
    def act(self) -> Act:
        """The strongest thing it does."""
        return max(self.actions, key=lambda one: RULINGS[one.kind])


class Pack(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"lists": "list", "rules": "rule"}
):
    """Lists and rules that belong together; whoever publishes them says who they are and under which licence."""

    schema: int
    pack: str
    version: str
    title: Title
    source: str
    licence: str
    owner: str
    expires: date
    parts: dict[str, str] = {}
    lists: tuple[WordList, ...] = ()
    rules: tuple[Rule, ...] = ()


class RuleEngine(Protocol):
    """What compiles conditions; CEL today (docs/decisions/0024)."""

    def compile(self, text: str) -> Condition:
        """A condition with the attributes it reads; BadCondition when it is none."""
        ...


def read_pack(source: str | bytes) -> Pack:
    """A pack with its parts put into the patterns; BadPack, in one sentence, when it is none."""
    try:
        pack = msgspec.toml.decode(source, type=Pack)
    except msgspec.DecodeError as fault:
        raise BadPack(f"This is no pack: {fault}.") from fault
    if pack.schema != SCHEMA:
        raise BadPack(f"The pack {pack.pack} is of schema {pack.schema}; this server reads {SCHEMA}.")
    parts: dict[str, str] = {}
    for name, part in pack.parts.items():
        parts[name] = filled(part, parts)
    lists = tuple(
        msgspec.structs.replace(
            one, patterns=tuple(filled(pattern, parts) for pattern in one.patterns), source=one.source or pack.source,
            licence=one.licence or pack.licence, owner=one.owner or pack.owner, expires=one.expires or pack.expires,
        )
        for one in pack.lists
    )  # fmt: skip
    rules = tuple(msgspec.structs.replace(one, version=pack.version) for one in pack.rules)
    return msgspec.structs.replace(pack, lists=lists, rules=rules)


def check(lists: Iterable[WordList], rules: Iterable[Rule]) -> None:
    """What types cannot say; BadPack at the first fault."""
    seen: set[str] = set()
    for one in lists:
        _named(one.id, LIST_ID, seen)
    for rule in rules:
        _named(rule.id, RULE_ID, seen)
        if not MODE.fullmatch(rule.mode):
            raise BadPack(f"The rule {rule.id} is in mode {rule.mode}, which there is not.")
        if not rule.actions or not rule.on:
            raise BadPack(f"The rule {rule.id} says not what it is asked of, or does nothing.")
        if rule.act.kind != "allow" and not rule.text_key:
            raise BadPack(f"The rule {rule.id} has no sentence (text_key) for whoever it meets.")


def _named(name: str, form: re.Pattern[str], seen: set[str]) -> None:
    if not form.fullmatch(name):
        raise BadPack(f"{name} is no id: small letters, digits and {'_' if form is LIST_ID else 'hyphens'}.")
    if name in seen:
        raise BadPack(f"Two lists or rules share the id {name}.")
    seen.add(name)

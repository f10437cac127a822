"""Rules and packs as values: what a pack's file may hold, and what must be true of it before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal, Protocol

import msgspec

from parvis.core.policy import HARMS, Feature, Harm
from parvis.core.verdict import Act, Kind, Ruling, Value
from parvis.guard import possible
from parvis.guard.cel import Condition
from parvis.guard.patterns import filled, filled_parts

SCHEMA = 1
LIST_ID = re.compile(r"[a-z][a-z0-9_]*")
RULE_ID = re.compile(r"[a-z][a-z0-9-]*")
MODE = re.compile(r"draft|shadow|canary:(?:100|[1-9]?[0-9])%|live|suspended|retired")


class BadPack(ValueError):
    """A pack that cannot be used; the text says why."""


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


RULINGS = {"prompt": Ruling.PROMPT, "hold": Ruling.HOLD, "refuse": Ruling.REFUSE}
"""What decides about the text itself; every other act goes with a text that is let through, or stopped by another."""
NEEDS: dict[str, tuple[str, ...]] = {
    "help": ("topic",), "limit": ("what", "for_s"), "slow_room": ("every_s", "for_s"), "step_up": ("check",),
}  # fmt: skip
"""What an act cannot do without."""
CHECKS = ("pow", "age")
TOPICS = ("self-harm",)
"""What help lines there are about; each has a sentence beside a message and one at the door (locales)."""
TOLD = frozenset({"prompt", "hold", "refuse", "redact"})
"""Acts of which the author reads a sentence."""
STOPS = frozenset({"prompt", "redact", "hold", "refuse"})
"""Acts that come before delivery or not at all."""
GRACE_DAYS = 30
"""So long after its day a rule goes on as it is: time to look, and to agree."""
LIST_READ = re.compile(r"\b(?:hit|near)\.([a-z0-9_]+)")
NEAR_MAX = 200
"""Characters; what is further away has nothing to do with it."""
SHOWN = frozenset({"help", "warn_recipient"})
"""Acts that are shown beside a message, from the moment it is."""
MODES = ("draft", "shadow", "canary", "live", "suspended", "retired")


class Breaker(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a rule acts too often to be right. Declared with the rule; whoever counts reads it there."""

    actions_per_day: int
    max_match_rate: float
    min_sample: int


class RuleTest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that a rule must, or must not, match, or values at which it must: it travels with the rule."""

    expect: Literal["match", "no match"]
    text: str = ""
    given: dict[str, Value] = {}
    """Values in place of a text's own, and of those around it: who says it, where, how often."""
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
    stage: Literal["sync", "async", "sweep"] = "sync"
    """Before delivery, seconds after it, or by the clock over what was counted."""
    mode: str = "draft"
    unless: str = ""
    near: int = 0
    """For an excuse that must stand near (`near.<list>`): within so many characters of what was found."""
    text_key: str = ""
    always: bool = False
    """Asked of every text; only for a condition that can be true where nothing was found."""
    breaker: Breaker | None = None
    tests: tuple[RuleTest, ...] = ()
    version: str = ""
    """The pack's, put in when it is read."""

    def in_mode(self, mode: str) -> Rule:
        """The same rule in another mode."""
        return self if mode == self.mode else msgspec.structs.replace(self, mode=mode)

    @property
    def ruling(self) -> Ruling:
        """The strongest thing it says of a text."""
        return max((RULINGS.get(one.kind, Ruling.ALLOW) for one in self.actions), default=Ruling.ALLOW)


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
    parts = filled_parts(pack.parts)
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
        if not 0 <= rule.near <= NEAR_MAX:
            raise BadPack(f"The rule {rule.id} calls near what is {rule.near} characters apart: at most {NEAR_MAX}.")
        _able(rule)


def _able(rule: Rule) -> None:
    """Whether what it does can be done."""
    for act in rule.actions:
        for name in NEEDS.get(act.kind, ()):
            if not getattr(act, name):
                raise BadPack(f"The rule {rule.id} wants to {act.kind.replace('_', ' ')}, and does not say {name}.")
        if act.kind == "limit" and act.what not in set(Feature):
            raise BadPack(f"The rule {rule.id} limits {act.what}, which there is not: {', '.join(Feature)}.")
        if act.kind == "step_up" and act.check not in CHECKS:
            raise BadPack(f"The rule {rule.id} asks for {act.check}; there are {' and '.join(CHECKS)}.")
        if act.kind == "help" and act.topic not in TOPICS:
            raise BadPack(f"The rule {rule.id} helps with {act.topic}, of which nothing is said: {', '.join(TOPICS)}.")
        if act.kind in TOLD and not rule.text_key:
            raise BadPack(f"The rule {rule.id} has no sentence (text_key) for whoever it meets.")
        if act.kind in (STOPS | SHOWN) and rule.stage != "sync":
            raise BadPack(f"The rule {rule.id} looks only after delivery (stage {rule.stage}): too late to {act.kind}.")
    idle = possible.objection(rule.on, rule.stage, tuple(act.kind for act in rule.actions))
    if idle:
        raise BadPack(f"The rule {rule.id} {idle}")


def _named(name: str, form: re.Pattern[str], seen: set[str]) -> None:
    if not form.fullmatch(name):
        raise BadPack(f"{name} is no id: small letters, digits and {'_' if form is LIST_ID else 'hyphens'}.")
    if name in seen:
        raise BadPack(f"Two lists or rules share the id {name}.")
    seen.add(name)


def lapses_on(rule: Rule, ends: Mapping[str, date]) -> date:
    """From when on a rule may no longer act unless somebody has looked at it: some days after its review, or after a
    list that it reads has ended, whatever comes first. ``ends`` are the lists' own.
    """
    read = LIST_READ.findall(f"{rule.when} {rule.unless}")
    return min([rule.review_by, *(ends[name] for name in read if name in ends)]) + timedelta(days=GRACE_DAYS)


def may_lapse(rule: Rule) -> bool:
    """Not where life, limb or minors are at stake: what such a rule would let through is worse than a stale word."""
    return not HARMS[rule.harm].immediate


def ends_of(packs: Iterable[Pack]) -> dict[str, date]:
    """When each list ends, which is its pack's day unless it has one of its own."""
    return {one.id: one.expires or pack.expires for pack in packs for one in pack.lists}


def outdated(packs: Iterable[Pack], today: date) -> list[str]:
    """A sentence for each pack and list past its end, and each rule past its review, with what follows from it."""
    packs = list(packs)
    ends = ends_of(packs)
    found = []
    for pack in packs:
        if pack.expires < today:
            found.append(f"The pack {pack.pack} expired on {pack.expires}.")
        found += [
            f"The list {one.id} of {pack.pack} expired on {one.expires}."
            for one in pack.lists
            if one.expires and one.expires < today and one.expires != pack.expires
        ]
        found += [
            f"The rule {one.id} was to be reviewed by {one.review_by}; it is {one.owner}'s. "
            + _follows(one, ends, today)
            for one in pack.rules
            if one.review_by < today and one.mode != "retired"
        ]
    return found


def _follows(rule: Rule, ends: Mapping[str, date], today: date) -> str:
    if not may_lapse(rule):
        return "It acts all the same, for what it is about is too grave."
    day = lapses_on(rule, ends)
    when = f"From {day} on" if today < day else f"Since {day}"
    return f"{when} it only watches, unless the team has decided about it since its review was due."

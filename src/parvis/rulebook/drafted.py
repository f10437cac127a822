"""A rule as somebody writes it at the desk: read, checked beside everything that runs, told apart by digest."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from parvis.core.verdict import Act
from parvis.guard.attributes import declared
from parvis.guard.cel import BadCondition, Cel
from parvis.guard.matching import BadPattern
from parvis.guard.rules import BadPack, Pack, Rule, WordList, check, read_pack
from parvis.guard.trial import failed_tests

HOUSE = "house"
"""The pack of rules that a house wrote itself."""
PARTS = frozenset({"parts", "list", "rule"})
RESTRICTS = frozenset({"redact", "limit", "slow_room", "step_up", "hold", "refuse"})
"""What takes something away from somebody: waking a rule that does it takes two people."""
AWAKE = ("live", "canary")
_HEAD = """schema = 1
pack = "house"
version = "{version}"
title = {{ fr = "Règles de la maison", en = "Rules of the house" }}
source = "house"
licence = "none"
owner = "house"
expires = {expires}
"""
_HEAD_LINES = _HEAD.count("\n")


def read(source: str, version: int, year: int) -> Pack:
    """The pack of one rule that somebody wrote; BadPack, in one sentence with its line, when it is none."""
    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as fault:
        raise BadPack(f"This is no TOML: {fault}.") from fault
    if stray := sorted(found.keys() - PARTS):
        raise BadPack(f"{stray[0]} does not belong here: a rule of the house has [[rule]], [[list]] and [parts] alone.")
    head = _HEAD.format(version=f"h{version}", expires=date(year + 1, 12, 31).isoformat())
    pack = read_pack(head + source)
    if len(pack.rules) != 1:
        raise BadPack(f"One text holds one rule; this one holds {len(pack.rules)}.")
    return pack


def checked(pack: Pack, others: Iterable[Pack]) -> list[str]:
    """What is wrong with a rule beside all others: a name that is taken, a type, a pattern, a test that fails.

    Names are taken by other packs alone; an earlier text of the same rule is to be left out of ``others``.
    """
    around, rule = [*others, pack], pack.rules[0]
    lists = [one for each in around for one in each.lists]
    try:
        check(lists, [one for each in around for one in each.rules])
        return failed_tests([*needed_by(rule, around[:-1], lists), pack], only=rule.id)
    except BadCondition as fault:
        return [f"The rule {rule.id}: {fault}"]
    except (BadPack, BadPattern) as fault:
        return [str(fault)]


def needed_by(rule: Rule, packs: Iterable[Pack], lists: Iterable[WordList]) -> list[Pack]:
    """Of other packs, what a rule reads of them: making all lists ready would take a second at every key.

    ``lists`` are all there are, so that a name nobody knows is told with the one it resembles; BadCondition then.
    """
    engine = Cel(declared(one.id for one in lists))
    reads = frozenset[str]().union(*(engine.compile(text).reads for text in (rule.when, rule.unless) if text))
    names = {name.partition(".")[2] for name in reads}
    return [
        msgspec.structs.replace(pack, rules=(), lists=tuple(one for one in pack.lists if one.id in names))
        for pack in packs
    ]


def digest_of(rule: Rule) -> str:
    """SHA-256 over what a rule asks and does, whatever its mode, its tests and whoever keeps it."""
    said = (
        rule.id, rule.when, rule.unless, rule.stage, rule.always, sorted(one.value for one in rule.on), rule.actions,
        rule.text_key, rule.harm.value,
    )  # fmt: skip
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def restricts(actions: Sequence[Act]) -> bool:
    """Whether any of these takes something away from somebody."""
    return any(one.kind in RESTRICTS for one in actions)


def is_awake(mode: str) -> bool:
    """Whether a rule in this mode acts on anybody."""
    return mode.startswith(AWAKE)


def takes_two(rule: Rule, mode: str) -> bool:
    """Whether this change takes a second person: a rule that restricts begins to act."""
    return is_awake(mode) and restricts(rule.actions)

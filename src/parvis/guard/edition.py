"""All packs made ready at once: never changed, so a text meets all of one edition or all of another."""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parvis.core.policy import HARMS
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard.attributes import HIT, declared
from parvis.guard.cel import BadCondition, Cel, Condition, conjuncts
from parvis.guard.lists import SHIPPED, BadPack
from parvis.guard.matching import Matcher
from parvis.guard.rules import RULINGS, Pack, Rule, RuleEngine, check, read_pack
from parvis.guard.views import Views

SILENT = ("draft", "suspended", "retired")
CANARY_STEPS = 100


@dataclass(frozen=True)
class Made:
    """A rule made ready: its condition, its excuse, and the attributes without one of which it cannot be true."""

    rule: Rule
    when: Condition
    unless: Condition | None
    guards: frozenset[str]
    reads: frozenset[str]

    def matches(self, values: Mapping[str, bool | int | str]) -> bool:
        """Whether it is true and not excused."""
        return self.when.holds(values) and not (self.unless and self.unless.holds(values))


@dataclass(frozen=True)
class Reading:
    """What one text was found to hold: the lists, the rules that match, and the values they read."""

    hits: frozenset[str] = frozenset()
    matched: tuple[Rule, ...] = ()
    values: Mapping[str, bool | int | str] = field(default_factory=dict)
    asked: int = 0
    """How many rules had their condition asked; the others were passed over by their prefilter."""


class Edition:
    """Lists in one matcher, rules by what must be found before they can be true."""

    def __init__(self, packs: Iterable[Pack], *, all_live: bool = False) -> None:
        self.packs = tuple(packs)
        self._all_live = all_live
        """For trials: what watches acts, too."""
        lists = [one for pack in self.packs for one in pack.lists]
        self.rules = tuple(rule for pack in self.packs for rule in pack.rules)
        check(lists, self.rules)
        terms = [(Views(term).bare, one.id) for one in lists for term in one.terms]
        patterns = [(pattern, one.id) for one in lists for pattern in one.patterns]
        if any(not term for term, _ in terms):
            raise BadPack("A list holds a term of which nothing can be read.")
        self._owners = tuple(HIT + owner for _, owner in (*terms, *patterns))
        self._matcher = Matcher([term for term, _ in terms], [pattern for pattern, _ in patterns])
        self._known = declared(one.id for one in lists)
        self._defaults = {name: one.default for name, one in self._known.items()}
        engine = Cel(self._known)
        self._made = tuple(self._make(engine, rule) for rule in self.rules)
        self._by_guard: dict[str, list[int]] = {}
        self._always = [at for at, one in enumerate(self._made) if one.rule.always]
        for at, one in enumerate(self._made):
            for name in one.guards:
                self._by_guard.setdefault(name, []).append(at)

    def read(self, views: Views, kind: Kind, *, asleep: bool = True) -> Reading:
        """Ask everything of a text, whatever its mode; without ``asleep`` no draft, suspended or retired rule."""
        hits = frozenset([self._owners[place] for place in self._matcher.found(views.bare)])
        if not hits and not self._always:
            return Reading()
        places = {at for name in hits for at in self._by_guard.get(name, ())}.union(self._always)
        given: dict[str, bool | int | str] = {"msg.kind": kind.value, "msg.length": len(views.text)}
        matched = []
        values: dict[str, bool | int | str] = {}
        asked = 0
        for at in sorted(places):
            one = self._made[at]
            if kind in one.rule.on and (asleep or one.rule.mode not in SILENT):
                asked += 1
                mine = {name: name in hits if name.startswith(HIT) else given[name] for name in one.reads}
                values |= mine
                if one.matches(mine):
                    matched.append(one.rule)
        return Reading(hits, tuple(matched), values, asked)

    def judge(self, views: Views, kind: Kind, key: str = "") -> tuple[Finding, ...]:
        """What the rules say, the gravest harm first; ``key`` (a conversation) decides who meets a canary.

        A rule in shadow only watches; a draft, a suspended and a retired one are not asked at all.
        """
        reading = self.read(views, kind, asleep=False)
        found = sorted(reading.matched, key=lambda one: -HARMS[one.harm].severity)
        return tuple(self._finding(rule, key) for rule in found)

    def _finding(self, rule: Rule, key: str) -> Finding:
        acts = self._all_live or _acts(rule, key)
        return Finding(
            check=rule.id, ruling=RULINGS[rule.act.kind] if acts else Ruling.ALLOW, text_key=rule.text_key,
            harm=rule.harm, version=rule.version, shadow=not acts,
        )  # fmt: skip

    def _make(self, engine: RuleEngine, rule: Rule) -> Made:
        try:
            when = engine.compile(rule.when)
            unless = engine.compile(rule.unless) if rule.unless else None
            guards = self._guards(engine, rule)
        except BadCondition as fault:
            raise BadPack(f"The rule {rule.id}: {fault}") from fault
        return Made(rule, when, unless, guards, when.reads | (unless.reads if unless else frozenset()))

    def _guards(self, engine: RuleEngine, rule: Rule) -> frozenset[str]:
        """The lists of the part of the condition that is false while none of them is found; the fewest there are."""
        parts = [engine.compile(part) for part in conjuncts(rule.when)]
        guarding = [
            part.reads for part in parts
            if all(name.startswith(HIT) for name in part.reads) and not part.holds(self._pick(part.reads))
        ]  # fmt: skip
        if rule.always:
            return frozenset()
        if not guarding:
            raise BadPack(f"The rule {rule.id} can be true where no list finds anything; if it is to, say so.")
        return min(guarding, key=len)

    def _pick(self, names: Iterable[str]) -> dict[str, bool | int | str]:
        return {name: self._defaults[name] for name in names}


def _acts(rule: Rule, key: str) -> bool:
    """Live rules always; a canary for a fixed part of all keys, and elsewhere it watches."""
    if not rule.mode.startswith("canary:"):
        return rule.mode == "live"
    step = hashlib.sha256(f"{rule.id} {key}".encode()).digest()[0] * CANARY_STEPS // 256
    return step < int(rule.mode.removeprefix("canary:").removesuffix("%"))


def shipped() -> tuple[Pack, ...]:
    """The packs of rules that come with Parvis, by their names."""
    folder = importlib.resources.files("parvis.guard") / "packs"
    files = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml") and one.name != SHIPPED)
    return tuple(read_pack((folder / name).read_bytes()) for name in files)

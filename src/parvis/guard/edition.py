"""All packs made ready at once: never changed, so a text meets all of one edition or all of another."""

from __future__ import annotations

import copy
import functools
import hashlib
import importlib.resources
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from parvis.core.clock import moment_of
from parvis.core.policy import HARMS
from parvis.core.verdict import Finding, Ruling, Value
from parvis.guard import scored
from parvis.guard.attributes import (
    ALWAYS,
    HIT,
    LATER,
    LEARNED,
    MODEL_ON,
    NEAR,
    SAID,
    WORST_SCORE,
    Cost,
    declared,
)
from parvis.guard.breakers import Breakers
from parvis.guard.cel import BadCondition, Cel, Condition, conjuncts
from parvis.guard.extractors import Said
from parvis.guard.found import Found, Span, joined
from parvis.guard.learned import CERTAIN, Learned
from parvis.guard.learned import shipped as shipped_model
from parvis.guard.matching import Matcher
from parvis.guard.patterns import known
from parvis.guard.rules import BadPack, Pack, Rule, RuleEngine, check, read_pack
from parvis.guard.subject import Subject
from parvis.guard.views import Views
from parvis.guard.vocabulary import of_lists

SILENT = ("draft", "suspended", "retired")
TOLD = frozenset(one.name for one in SAID)
CANARY_STEPS = 100
ASKED = 20
"""How often a rule is asked to learn what it costs."""


@dataclass(frozen=True)
class Made:
    """A rule made ready: its condition, its excuse, and the attributes without one of which it cannot be true."""

    rule: Rule
    when: Condition
    unless: Condition | None
    guards: frozenset[str]
    about: frozenset[str]
    """The lists its condition reads: what an excuse must stand near, and what is cited."""

    @property
    def reads(self) -> frozenset[str]:
        """All it reads."""
        return self.when.reads | self.unless.reads if self.unless else self.when.reads

    def matches(self, values: Mapping[str, Value]) -> bool:
        """Whether it is true and not excused."""
        return self.when.holds(values) and not (self.unless and self.unless.holds(values))


@dataclass(frozen=True)
class Match:
    """A rule that matches, what it read, and where its lists found something in the original text."""

    rule: Rule
    values: dict[str, Value]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one text was found to hold: what can be read of it, and the rules that match."""

    features: dict[str, Value] = field(default_factory=dict)
    """Free attributes that are not at their default: lists found, and what else the text says."""
    matches: tuple[Match, ...] = ()
    around: dict[str, Value] = field(default_factory=dict)
    """What rules whose prefilter fired read around it, also where it is at its default: asked once for each text."""
    asked: tuple[str, ...] = ()
    """Rules whose condition was asked; the others were passed over by their prefilter."""
    at_a_loss: tuple[str, ...] = ()
    """Rules that only watch, and could not be worked out."""
    found: Found | None = None

    @property
    def hits(self) -> frozenset[str]:
        """The lists that found something, by their attributes."""
        return frozenset(name for name in self.features if name.startswith(HIT))

    @property
    def matched(self) -> tuple[Rule, ...]:
        """The rules alone."""
        return tuple(one.rule for one in self.matches)

    @property
    def values(self) -> dict[str, Value]:
        """All that the matching rules read."""
        return {name: value for one in self.matches for name, value in one.values.items()}

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places in the original text that rules which match are about."""
        return joined([span for one in self.matches for span in one.spans])

    def spans_of(self, name: str) -> tuple[Span, ...]:
        """Where one list (``hit.x``) found something."""
        return self.found.spans(frozenset({name})) if self.found else ()


NOTHING = Reading()


class Edition:
    """Lists in one matcher, rules by what must be found before they can be true.

    ``modes`` are decisions about single rules that hold instead of what their pack says; ``all_live`` is for trials;
    ``model`` is the learned check, without which its scores are at their defaults.
    """

    def __init__(
        self,
        packs: Iterable[Pack],
        *,
        modes: Mapping[str, str] | None = None,
        all_live: bool = False,
        model: Learned | None = None,
    ) -> None:
        self.packs = tuple(packs)
        self.model = model
        self._all_live = all_live
        lists = [one for pack in self.packs for one in pack.lists]
        decided = modes or {}
        self.rules = tuple(rule.in_mode(decided.get(rule.id, rule.mode)) for pack in self.packs for rule in pack.rules)
        check(lists, self.rules)
        terms = [(Views(term).bare, one.id) for one in lists for term in one.terms]
        patterns = [(pattern, one.id) for one in lists for pattern in one.patterns]
        if any(not term for term, _ in terms):
            raise BadPack("A list holds a term of which nothing can be read.")
        self._owners = tuple(HIT + owner for _, owner in (*terms, *patterns))
        self._matcher = Matcher([term for term, _ in terms], [pattern for pattern, _ in patterns])
        self._vocabulary = of_lists([term for term, _ in terms], [known(pattern).words for pattern, _ in patterns])
        self.known = declared(one.id for one in lists)
        """Every attribute a rule of it can read, by name."""
        self._defaults = {name: one.default for name, one in self.known.items()}
        engine = Cel(self.known)
        self._made = tuple(self._make(engine, rule) for rule in self.rules)
        self._places = {one.rule.id: at for at, one in enumerate(self._made)}
        self._by_guard: dict[str, list[int]] = {}
        self._always: dict[str, list[int]] = {}
        later = [one for one in self._made if one.rule.stage == "async"]
        self.later = frozenset(one.rule.id for one in later)
        """The rules that look at a text after its delivery."""
        self._later_guards = frozenset(name for one in later for name in one.guards)
        self.sweeps = any(rule.stage == "sweep" and rule.mode not in SILENT for rule in self.rules)
        """Whether there are rules over counters."""
        self._around = frozenset(name for name, one in self.known.items() if one.cost is Cost.COUNTER)
        self.looked_up = self._around | {"msg.length"}
        """Attributes that are worked out only for rules whose prefilter fires."""
        self._waiting = any(name in self._around for one in self._made for name in one.guards)
        for at, one in enumerate(self._made):
            if one.rule.always:
                self._always.setdefault(one.rule.stage, []).append(at)
            for name in one.guards:
                self._by_guard.setdefault(name, []).append(at)

    def in_modes(self, modes: Mapping[str, str]) -> Edition:
        """The same packs with other decisions about single rules, at no cost; BadPack for a mode there is not."""
        other = copy.copy(self)
        other.rules = tuple(one.in_mode(modes.get(one.id, one.mode)) for pack in self.packs for one in pack.rules)
        check([one for pack in self.packs for one in pack.lists], other.rules)
        other._made = tuple(replace(made, rule=one) for made, one in zip(self._made, other.rules, strict=True))
        return other

    def scored_by(self, model: Learned | None) -> Edition:
        """The same with another model, or with none, at no cost."""
        other = copy.copy(self)
        other.model = model
        return other

    def read(
        self, subject: Subject, *, asleep: bool = True, stage: str = "sync", out: frozenset[str] = frozenset(),
        before: Mapping[str, Value] | None = None,
    ) -> Reading:  # fmt: skip
        """Ask everything of a text, whatever its mode; without ``asleep`` no draft, suspended or retired rule.

        ``before`` holds scores that were made of this very text: it is not scored a second time.

        A rule that may act and cannot be worked out raises; not one that only watches, or is ``out`` of service.
        """
        subject.views.vocabulary = self._vocabulary
        found = Found(subject.views, self._matcher, self._owners, Said(subject.views, moment_of(subject.now).year))
        features: dict[str, Value] = {**dict.fromkeys(found.hits, True), **found.said.values}
        scores = scored.again(before, self.model) if before else None
        if scores is None and self.model:
            scores = self.model.score(subject.views, features)
        names = [*features, *scored.raised(scores)]
        if self._waiting and subject.context is not None:
            names += subject.context.raised()
        always = self._always.get(stage, ())
        if not names and not always:
            return NOTHING
        features |= scored.as_values(scores, self.model)
        places = {at for name in names for at in self._by_guard.get(name, ())}.union(always)
        matches, asked, lost = [], [], []
        around: dict[str, Value] = {}
        for at in sorted(places):
            one = self._made[at]
            if subject.kind not in one.rule.on or one.rule.stage != stage or not (asleep or self._awake(one.rule)):
                continue
            asked.append(one.rule.id)
            try:
                match = self._ask(one, found, features, subject, around)
            except Exception:
                if self._may_act(one.rule, subject) and one.rule.id not in out:
                    raise  # doubt closes the door, but not because of what only watches
                lost.append(one.rule.id)
            else:
                if match:
                    matches.append(match)
        return Reading(scored.kept(features), tuple(matches), around, tuple(asked), tuple(lost), found)

    def judge(
        self, subject: Subject, *, stage: str = "sync", before: Mapping[str, Value] | None = None
    ) -> tuple[Finding, ...]:
        """What the rules say, the gravest harm first; the conversation decides who meets a canary.

        A rule in shadow only watches; a draft, a suspended and a retired one are not asked at all.
        """
        return self.findings(self.read(subject, asleep=False, stage=stage, before=before), subject)

    def after(self, subject: Subject, before: Mapping[str, Value] | None = None) -> tuple[Finding, ...]:
        """What the rules say that look at a text only after its delivery (stage ``async``).

        ``before`` are the scores it had then, if it is the same text still.
        """
        return self.judge(subject, stage="async", before=before) if self.later else ()

    def looks_again(self, features: Mapping[str, Value]) -> bool:
        """Whether a rule that looks after delivery waits for something that was found."""
        return bool(self.later) and ("async" in self._always or not self._later_guards.isdisjoint(features))

    def findings(self, reading: Reading, subject: Subject, out: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
        """What follows from a reading; rules that are ``out`` of service only watch."""
        found = sorted(reading.matches, key=lambda one: -HARMS[one.rule.harm].severity)
        return tuple(self._finding(one, self._may_act(one.rule, subject) and one.rule.id not in out) for one in found)

    def rule(self, name: str) -> Rule | None:
        """The rule of this id, if it is one."""
        place = self._places.get(name)
        return None if place is None else self.rules[place]

    def ask(self, rule: str, features: Mapping[str, Value]) -> bool:
        """Whether one rule matches what is said of a text that is long gone; what is not said is at its default.

        Where something stood is not kept: what is anywhere in such a text counts as near.
        """
        one = self._made[self._places[rule]]
        values = {name: features.get(name, self._defaults[name]) for name in one.reads}
        for name in one.reads:
            if name.startswith(NEAR) and name not in features:
                values[name] = features.get(HIT + name.removeprefix(NEAR), False)
        return one.matches(values)

    def answer(self, rule: str, kept: Mapping[str, Value]) -> bool | None:
        """`ask` of what was kept; None where it turns on something around the text that nobody looked up then."""
        one = self._made[self._places[rule]]
        if not one.rule.always and one.guards.isdisjoint(kept):
            return False
        unknown = self.looked_up - kept.keys()
        if not one.when.reads.isdisjoint(unknown):
            return None
        matched = self.ask(rule, kept)
        if one.unless is None or one.unless.reads.isdisjoint(unknown):
            return matched
        values = {name: kept.get(name, self._defaults[name]) for name in one.when.reads}
        return None if one.when.holds(values) else False

    def cost_us(self, rule: str) -> float:
        """Microseconds of processor time that one question takes, at the defaults; 0 for one that is not here."""
        if rule not in self._places:
            return 0.0
        one, best = self._made[self._places[rule]], float("inf")
        values = self._pick(one.reads)
        for _ in range(ASKED):
            began = time.perf_counter()
            one.matches(values)
            best = min(best, time.perf_counter() - began)
        return best * 1e6

    def reads(self, rule: str) -> frozenset[str]:
        """The attributes a rule reads."""
        return self._made[self._places[rule]].reads

    def _ask(
        self, one: Made, found: Found, features: dict[str, Value], subject: Subject, around: dict[str, Value]
    ) -> Match | None:
        """The match, if it is one; what excuses it is read only when there is something to excuse."""
        values = self._values(one.when.reads, features, subject, around)
        if not one.when.holds(values):
            return None
        if one.unless:
            values |= self._values(one.unless.reads - values.keys(), features, subject, around)
            for name in one.unless.reads:
                if name.startswith(NEAR):
                    other = HIT + name.removeprefix(NEAR)
                    values[name] = other in features and found.all_near(one.about, frozenset({other}), one.rule.near)
            if one.unless.holds(values) and not self._is_padded(one, found, features, values):
                return None
        return Match(one.rule, scored.with_model(values, features), found.spans(one.about))

    def _is_padded(self, one: Made, found: Found, features: Mapping[str, Value], values: dict[str, Value]) -> bool:
        """Whether what excuses a text are only words put around what was found: asked where a score would excuse it."""
        if one.unless is None or WORST_SCORE not in one.unless.reads or not (self.model and values.get(MODEL_ON)):
            return False
        if one.unless.holds({**values, WORST_SCORE: CERTAIN}):
            return False
        signs = {name: features[name] for name in one.about if name in features}
        values[WORST_SCORE] = self.model.worst(found.stretches(one.about), signs)
        return not one.unless.holds(values)

    def _values(
        self, names: Iterable[str], features: dict[str, Value], subject: Subject, around: dict[str, Value]
    ) -> dict[str, Value]:
        """What a rule reads: of the text, of what is ``around`` it (looked up once, noted there), else the default."""
        values: dict[str, Value] = {}
        for name in names:
            if name in features:
                values[name] = features[name]
            elif name == "msg.kind":
                values[name] = subject.kind.value
            elif name in around:
                values[name] = around[name]
            elif name == "msg.length":
                values[name] = around[name] = len(subject.views.text)
            elif name in self._around and subject.context is not None:
                values[name] = around[name] = subject.context.value(name)
            else:
                values[name] = self._defaults[name]
        return values

    def _may_act(self, rule: Rule, subject: Subject) -> bool:
        return self._all_live or _acts(rule, subject.conversation or "")

    def _awake(self, rule: Rule) -> bool:
        return rule.mode not in SILENT

    def _finding(self, match: Match, acts: bool) -> Finding:
        rule = match.rule
        return Finding(
            check=rule.id, ruling=rule.ruling if acts else Ruling.ALLOW, text_key=rule.text_key, harm=rule.harm,
            version=rule.version, shadow=not acts, actions=rule.actions, values=match.values, spans=match.spans,
        )  # fmt: skip

    def _make(self, engine: RuleEngine, rule: Rule) -> Made:
        try:
            when = engine.compile(rule.when)
            unless = engine.compile(rule.unless) if rule.unless else None
            guards = self._guards(engine, rule)
        except BadCondition as fault:
            raise BadPack(f"The rule {rule.id}: {fault}") from fault
        if rule.stage != "async" and LATER & (when.reads | (unless.reads if unless else frozenset())):
            raise BadPack(f"The rule {rule.id} reads what only a rule of stage async can: {', '.join(sorted(LATER))}.")
        scored.check_alone(rule, when, engine, self.known)
        about = frozenset(name for name in when.reads if name.startswith(HIT) or name in TOLD)
        self._check_near(rule, when, unless, about)
        return Made(rule, when, unless, guards, about)

    def _check_near(self, rule: Rule, when: Condition, unless: Condition | None, about: frozenset[str]) -> None:
        """Whether it is said how near an excuse must stand, and to what, where one must."""
        near = unless is not None and any(name.startswith(NEAR) for name in unless.reads)
        if any(name.startswith(NEAR) for name in when.reads):
            raise BadPack(f"The rule {rule.id} asks in `when` what stands near: only an excuse (`unless`) may.")
        if WORST_SCORE in when.reads or (unless and WORST_SCORE in unless.reads and not about):
            raise BadPack(
                f"The rule {rule.id} reads {WORST_SCORE}: only an excuse (`unless`) may, beside a list in `when`."
            )
        if near and not (rule.near and about):
            raise BadPack(f"The rule {rule.id} excuses what stands near, and does not say near what list, or how near.")
        if rule.near and not near:
            raise BadPack(f"The rule {rule.id} says how near, and none of its excuses must stand near.")

    def _guards(self, engine: RuleEngine, rule: Rule) -> frozenset[str]:
        """What the part of the condition reads that is false while all is at its default; the fewest there are."""
        if rule.always:
            return frozenset()
        parts = [engine.compile(part) for part in conjuncts(rule.when)]
        guarding = [part.reads for part in parts if self._may_guard(part) and not part.holds(self._pick(part.reads))]
        if not guarding:
            raise BadPack(f"The rule {rule.id} can be true where no list finds anything; if it is to, say so.")
        return min(guarding, key=self._how_broad)

    def _how_broad(self, names: frozenset[str]) -> tuple[bool, bool, int]:
        """The less, the better to wait for: scores are rarely raised, a list may be of common words."""
        scores = any(name.startswith(LEARNED) for name in names)
        return any(self.known[name].guarding for name in names) and not scores, not scores, len(names)

    def _may_guard(self, part: Condition) -> bool:
        names = part.reads
        if not names or not all(name not in ALWAYS and self.known[name].is_guard for name in names):
            return False
        return not any(name.startswith(LEARNED) for name in names) or scored.may_guard(part, self.known)

    def _pick(self, names: Iterable[str]) -> dict[str, Value]:
        return {name: self._defaults[name] for name in names}


class Current:
    """The edition in force: read once for each judgement, so that no text meets half of one and half of the next.

    ``breakers`` outlive editions; without them nothing is counted, as in trials.
    """

    def __init__(self, edition: Edition, breakers: Breakers | None = None) -> None:
        self.edition = edition
        self.breakers = breakers
        self.at_a_loss: Counter[str] = Counter()
        """How often a rule that only watches could not be worked out, by its id; the log has the first time of each."""

    def note(self, reading: Reading) -> None:
        """Count what could not be worked out, and harmed nobody."""
        for rule in reading.at_a_loss:
            if not self.at_a_loss[rule]:
                structlog.get_logger("parvis.guard").warning("rule_at_a_loss", rule=rule)
            self.at_a_loss[rule] += 1

    def swap(self, edition: Edition) -> None:
        """From now on texts meet this one; what is being judged meanwhile ends as it began."""
        self.edition = edition


def _acts(rule: Rule, key: str) -> bool:
    """Live rules always; a canary for a fixed part of all keys, and elsewhere it watches."""
    if not rule.mode.startswith("canary:"):
        return rule.mode == "live"
    step = hashlib.sha256(f"{rule.id} {key}".encode()).digest()[0] * CANARY_STEPS // 256
    return step < int(rule.mode.removeprefix("canary:").removesuffix("%"))


def shipped() -> tuple[Pack, ...]:
    """The packs of rules that come with Parvis, by their names."""
    folder = importlib.resources.files("parvis.guard") / "packs"
    files = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(read_pack((folder / name).read_bytes()) for name in files)


@functools.cache
def as_shipped() -> Edition:
    """The edition of what comes with Parvis, made ready once: it never changes, so all may share it."""
    return Edition(shipped(), model=shipped_model())

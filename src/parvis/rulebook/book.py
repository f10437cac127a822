"""What runs right now: the shipped packs, the house's own rules, each in the mode that was decided last."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import structlog

from parvis.core.clock import moment_of
from parvis.core.rulebook import ModeChange, RuleText, Why
from parvis.guard.breakers import Tripped, log_tripped
from parvis.guard.edition import SILENT, Current, Edition
from parvis.guard.learned import Learned
from parvis.guard.matching import BadPattern
from parvis.guard.rules import BadPack, Pack, Rule, ends_of, lapses_on, may_lapse
from parvis.moderation.office import Office
from parvis.rulebook.drafted import HOUSE, digest_of, is_awake, read
from parvis.rulebook.shelf import FOLDER, Shelf
from parvis.store import rulebook as stored

log = structlog.get_logger()
DECIDED_FOR = timedelta(days=182)
"""How long a decision of the team that a rule acts stands in for its review."""


@dataclass(frozen=True)
class Entry:
    """One rule as it stands: where it comes from, what it is, in which mode it runs, and since which decision."""

    rule: Rule
    pack: Pack
    mode: str
    change: ModeChange | None
    """The decision that holds; None where the pack's own mode does."""
    text: RuleText | None = None
    """For a rule of the house: the text that runs."""
    newest: RuleText | None = None
    """And the newest one, which may wait to be woken."""
    lapsed: date | None = None
    """Since when it only watches, because nobody has looked at it in time."""

    @property
    def is_own(self) -> bool:
        """Whether the house wrote it."""
        return self.text is not None

    @property
    def version(self) -> int:
        """Of the house's own text; 0 for a rule of a pack."""
        return self.text.version if self.text else 0

    @property
    def awake(self) -> bool:
        """Whether it acts on anybody."""
        return is_awake(self.mode)


@dataclass
class Rulebook:
    """Built once by `parvis.app`; what it reads goes into ``current``, which every judgement asks."""

    office: Office
    current: Current
    entries: dict[str, Entry] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    """Rules of the house that cannot run beside the packs of today, with the reason; they do nothing."""
    seen: object = None
    """What the book was read from: changes of modes and texts, and the files of the shelf."""
    shelf: Shelf = field(init=False)
    shipped: tuple[Pack, ...] = field(init=False)

    tripped: list[Tripped] = field(default_factory=list)
    """Rules that took themselves out of service in this process, and are not suspended in the store yet."""

    def __post_init__(self) -> None:
        if self.current.breakers is not None:
            self.current.breakers.told = self._hear
        self.shelf = Shelf(self.office.db.folder / FOLDER)
        self.shipped = self.current.edition.packs

    def _hear(self, tripped: Tripped) -> None:
        log_tripped(tripped)
        self.tripped.append(tripped)

    async def refresh(self) -> None:
        """Read the book anew if anything was changed, by this process or another, and once a day."""
        today = moment_of(self.office.clock.now()).date()
        if (await self.office.db.read(stored.last_change), self.shelf.stamp(), today) != self.seen:
            await self.load()

    async def load(self) -> None:
        """Read everything and put it in force at once; what is being judged meanwhile meets the book of before."""
        stamp, today = self.shelf.stamp(), moment_of(self.office.clock.now()).date()
        last, texts, modes = await self.office.db.read(
            lambda conn: (stored.last_change(conn), stored.texts(conn), stored.modes(conn))
        )
        subscribed = await asyncio.to_thread(self.shelf.read)
        sources = Sources(self.shipped, [one.pack for one in subscribed], texts, modes)
        made = await asyncio.to_thread(compose, sources, today, self.current.edition)
        self.current.swap(made.edition)
        self.entries, self.broken, self.seen = made.entries, made.broken | self.shelf.faults, (last, stamp, today)
        for rule, why in self.broken.items():
            log.error("rule_broken", rule=rule, why=why)

    def read(self, source: str, version: int = 0) -> Pack:
        """The pack of one rule of the house; BadPack when the text is none."""
        return read(source, version, moment_of(self.office.clock.now()).year)

    def others_than(self, rule: str) -> list[Pack]:
        """Every pack that runs, without the house's own text of one rule."""
        own = {one.rule.id: one.pack for one in self.entries.values() if one.is_own}
        running = [one for one in self.current.edition.packs if one.pack != HOUSE]
        return [*running, *(pack for name, pack in own.items() if name != rule)]


@dataclass(frozen=True)
class Sources:
    """What a book is made of."""

    shipped: Sequence[Pack]
    subscribed: Sequence[Pack]
    texts: Sequence[RuleText]
    modes: dict[str, ModeChange]


@dataclass(frozen=True)
class Composed:
    """A book made ready."""

    edition: Edition
    entries: dict[str, Entry]
    broken: dict[str, str]


def compose(sources: Sources, today: date, ready: Edition) -> Composed:
    """Everything that runs, from what is shipped, subscribed, written and decided.

    Quick where ``ready``, the edition in force, holds the same packs; else it takes a second. A rule of the house that
    sleeps is in no edition: nobody asks it.
    """
    modes = sources.modes
    entries = {rule.id: _of_pack(rule, pack, modes.get(rule.id)) for pack in sources.shipped for rule in pack.rules}
    own, broken = _of_house(sources, today.year)
    entries |= {name: one for name, one in own.items() if one.mode in SILENT}
    more = {pack.pack: {rule.id: _of_others(rule, pack, modes.get(rule.id)) for rule in pack.rules}
            for pack in sources.subscribed}  # fmt: skip
    more |= {name: {name: one} for name, one in own.items() if one.mode not in SILENT}
    packs = {pack.pack: pack for pack in sources.subscribed} | {name: own[name].pack for name in more if name in own}
    ends = ends_of([*sources.shipped, *packs.values()])
    entries = {name: _reviewed(one, ends, today) for name, one in entries.items()}
    more = {pack: {name: _reviewed(one, ends, today) for name, one in found.items()} for pack, found in more.items()}
    every = entries | {name: one for found in more.values() for name, one in found.items()}
    decided = {name: one.mode for name, one in every.items()}
    failed: dict[str, str] = {}
    if ready.packs == (*sources.shipped, *packs.values()):
        edition = ready.in_modes(decided)
    else:
        edition, failed = _edition(sources.shipped, packs, decided, ready.model)
    for name, found in more.items():
        if name not in failed:
            entries |= found
    return Composed(edition, entries, broken | failed)


def _of_pack(rule: Rule, pack: Pack, change: ModeChange | None) -> Entry:
    """A shipped rule in the mode that was decided here, or in its own.

    To wake a rule is decided about what it does: when a new version of its pack changes that, its own mode holds
    again. What silenced it holds for every version.
    """
    if change is not None and is_awake(change.mode) and change.digest != digest_of(rule):
        change = None
    return Entry(rule, pack, change.mode if change else rule.mode, change)


def _reviewed(one: Entry, ends: dict[str, date], today: date) -> Entry:
    """The same, only watching where nobody has looked at it in time: a review, or a decision of the team since then.

    Such a decision counts for half a year. A rule about what is immediate acts on; the desk shows that it is late.
    """
    day = lapses_on(one.rule, ends)
    if one.change is not None and one.change.why is Why.DECIDED:
        day = max(day, moment_of(one.change.at).date() + DECIDED_FOR)
    if not one.awake or not may_lapse(one.rule) or today < day:
        return one
    return replace(one, mode="shadow", lapsed=day)


def _of_others(rule: Rule, pack: Pack, change: ModeChange | None) -> Entry:
    """A rule of a pack that somebody else publishes: it watches until people here decide that it acts."""
    one = _of_pack(rule, pack, change)
    return one if one.change is not None or not one.awake else Entry(rule, pack, "shadow", None)


def _of_house(sources: Sources, year: int) -> tuple[dict[str, Entry], dict[str, str]]:
    """Rules of the house in the texts that were decided about, and those that are none any more."""
    by_rule: dict[str, list[RuleText]] = {}
    for one in sources.texts:
        by_rule.setdefault(one.rule, []).append(one)
    own: dict[str, Entry] = {}
    broken: dict[str, str] = {}
    for name, versions in by_rule.items():
        change = sources.modes.get(name)
        wanted = change.version if change else versions[-1].version
        text = next((one for one in versions if one.version == wanted), versions[-1])
        try:
            pack = read(text.source, text.version, year)
        except BadPack as fault:
            broken[name] = str(fault)
        else:
            own[name] = Entry(pack.rules[0], pack, change.mode if change else "draft", change, text, versions[-1])
    return own, broken


def _edition(
    shipped: Sequence[Pack], more: dict[str, Pack], modes: dict[str, str], model: Learned | None
) -> tuple[Edition, dict[str, str]]:
    """All of it; what does not fit beside the rest is left out, one by one, and the square goes on."""
    try:
        return Edition([*shipped, *more.values()], modes=modes, model=model), {}
    except (BadPack, BadPattern):
        fitting: list[Pack] = list(shipped)
        broken: dict[str, str] = {}
        for name, pack in more.items():
            try:
                Edition([*fitting, pack])
            except (BadPack, BadPattern) as fault:
                broken[name] = str(fault)
            else:
                fitting.append(pack)
        return Edition(fitting, modes=modes, model=model), broken

"""Rules over conduct, measured on conversations: several messages by several people, in several rooms, over minutes.

Played through the guard alone, with its counters, and without a server: each message is judged with what came before
it; what no rule of conduct would stop is delivered and counted, then looked at again, and its author is swept. Every
rule is asked whatever its mode, so that what is found can decide the mode.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from evaluation.corpus import ROOT
from evaluation.report import table
from parvis.core.clock import DAY, MINUTE, SECOND, Instant
from parvis.core.ids import ConversationId, PassId, VisitId
from parvis.core.verdict import Ruling
from parvis.guard import subject
from parvis.guard.around import Around
from parvis.guard.attributes import ADDRESSED
from parvis.guard.edition import Edition, Match, as_shipped
from parvis.guard.signals import Signals
from parvis.guard.simhash import NONE, OWN_NEAR, differ, simhash
from parvis.guard.trails import Who
from parvis.guard.views import Views

FILE = ROOT / "corpus" / "conduct.txt"
PACK = "parvis.conduct"
BEGAN = Instant(1_795_032_000_000)
HEAD = re.compile(r"== (?P<name>\S+) \| (?P<lang>\w+) \| (?P<expect>act|allow) \| (?P<title>.+)")
LINE = re.compile(r"(?P<who>\w+)(?P<star>\*?) (?P<room>[\w-]+) \+(?P<after>\d+): (?:> (?P<to>\w+) )?(?P<text>.+)")
DAYS_KNOWN, TALKED_WITH = 12, 5


@dataclass(frozen=True)
class Said:
    """One line: who says what, where, how many seconds after the line before; ``to``: whose last message it answers."""

    who: str
    known: bool
    room: str
    after_s: int
    to: str
    text: str


@dataclass
class Conversation:
    """What is said, and whether a rule has to do something about it."""

    name: str
    lang: str
    expect: str
    title: str
    said: list[Said] = field(default_factory=list)


def read() -> list[Conversation]:
    """The corpus; ValueError for a line that is none."""
    found: list[Conversation] = []
    for line in FILE.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, said = HEAD.fullmatch(line), LINE.fullmatch(line)
        if head:
            found.append(Conversation(head["name"], head["lang"], head["expect"], head["title"]))
        elif said and found:
            one = said.groupdict()
            found[-1].said.append(
                Said(one["who"], bool(one["star"]), one["room"], int(one["after"]), one["to"] or "", one["text"])
            )
        else:
            raise ValueError(line)
    return found


class Square:
    """The guard's counters with people on it, and what was delivered to whom."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.signals, self.now = edition, Signals(), BEGAN
        self.rules = {rule.id for pack in edition.packs if pack.pack == PACK for rule in pack.rules}
        self.people: dict[str, Who] = {}
        self.delivered: list[tuple[Said, Instant]] = []

    def come(self, one: Said) -> Who:
        """Somebody, who is new unless the line says that they have standing."""
        if one.who not in self.people:
            who = self.signals.entered(
                VisitId(one.who), PassId(one.who), f"device {one.who}", f"network {one.who}", self.now, self.now
            )
            for day in range(DAYS_KNOWN if one.known else 0):
                at = Instant(self.now - (DAYS_KNOWN - day) * DAY)
                for partner in range(TALKED_WITH):
                    self.signals.reputation.earn(who.classes, f"{partner}", at)
            self.people[one.who] = who
        return self.people[one.who]

    def hear(self, one: Said) -> list[Match]:
        """What the rules of conduct say of a line, when it is sent, a second later and at the next sweep."""
        self.now = Instant(self.now + one.after_s * SECOND)
        who = self.come(one)
        matches = self._ask(one, who, one.text, "sync")
        if all(match.rule.ruling < Ruling.HOLD for match in matches):
            n = len(self.delivered) + 1
            self.signals.said(who, ConversationId(one.room), n, Views(one.text).gist, self.now, earns=False)
            self.delivered.append((one, self.now))
            matches += self._ask(one, who, one.text, "async") + self._ask(one, who, None, "sweep")
        return matches

    def _ask(self, one: Said, who: Who, text: str | None, stage: str) -> list[Match]:
        conv = ConversationId(one.room)
        more = {ADDRESSED: self._addressed(one)} if stage == "async" else {}
        around = Around(self.signals, who, conv, text, self.now, newcomer_ms=10 * MINUTE, more=more)
        said = subject.message(
            text or "", visit=who.visit, conversation=conv, network=who.network, ref="", now=self.now, tick=0.0,
            context=around,
        )  # fmt: skip
        return [match for match in self.edition.read(said, stage=stage).matches if match.rule.id in self.rules]

    def _addressed(self, one: Said) -> int:
        """To how many people or places somebody said nearly this in a day, as `chat.aftercare` counts it."""
        mark = simhash(Views(one.text).gist)
        if mark == NONE:
            return 0
        mine = [said for said, at in self.delivered if said.who == one.who and at > self.now - DAY]
        return len({each.to or each.room for each in mine if differ(simhash(Views(each.text).gist), mark) <= OWN_NEAR})


def met(one: Conversation, edition: Edition | None = None) -> list[str]:
    """The rules of conduct that a conversation meets, in the order in which it does."""
    square = Square(edition or as_shipped())
    return list(dict.fromkeys(match.rule.id for said in one.said for match in square.hear(said)))


def report() -> str:
    """Of each rule: how many harmful and harmless conversations it met; then what was missed and wrongly met."""
    corpus, edition = read(), as_shipped()
    found = {one.name: met(one, edition) for one in corpus}
    right, wrong = Counter[str](), Counter[str]()
    for one in corpus:
        (right if one.expect == "act" else wrong).update(found[one.name])
    modes = {rule.id: rule.mode for pack in edition.packs if pack.pack == PACK for rule in pack.rules}
    rows = [[rule, mode, str(right[rule]), str(wrong[rule])] for rule, mode in modes.items()]
    harmful = [one for one in corpus if one.expect == "act"]
    missed = [one.name for one in harmful if not found[one.name]]
    stopped = [one.name for one in corpus if one.expect == "allow" and found[one.name]]
    return (
        f"{table(['rule', 'mode', 'harmful met', 'harmless met'], rows)}\n\n"
        f"Of {len(harmful)} harmful conversations {len(harmful) - len(missed)} are met; missed: {_names(missed)}. "
        f"Of {len(corpus) - len(harmful)} harmless ones {len(stopped)} are met: {_names(stopped)}.\n"
    )


def _names(found: list[str]) -> str:
    return ", ".join(found) or "none"


if __name__ == "__main__":
    print(report())

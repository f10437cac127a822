"""What the guard costs, in processor time, for one message: its views, its matchers, its conditions, and as a whole.

Views and matchers are measured with 5,000 terms and 300 patterns, all made up; the rest with the shipped packs as they
are. `python -m bench.guarding` prints a line of JSON for each row; `./dev bench` runs it on the server's core.
"""

from __future__ import annotations

import functools
import itertools
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.generator import Figures
from bench.machine import ROOT, BenchError, Cores, prepared
from bench.parvis_server import config_for
from parvis.core.clock import Instant
from parvis.core.ids import ConversationId, VisitId
from parvis.core.text import tidy_message
from parvis.core.verdict import Value
from parvis.guard import standard, subject
from parvis.guard.cel import Condition
from parvis.guard.edition import Current, Edition, shipped
from parvis.guard.held import TooMuch
from parvis.guard.matching import Matcher
from parvis.guard.rules import Pack, read_pack
from parvis.guard.subject import Subject
from parvis.guard.views import Views

NAME = "guard"
ORDINARY, FIRES, LONGEST, READY = "ordinary", "a rule is asked", "long", "packs made ready"
HOSTILE = (
    "marks", "look-alikes", "rare signs", "near matches", "right to left", "bad words", "letters apart", "no words",
)  # fmt: skip
TERMS, PATTERNS = 5_000, 300
MANY_TERMS, MANY_RULES = 50_000, 300
HEAD = """schema = 1
pack = "bench"
version = "1"
title = { fr = "Banc", en = "Bench" }
source = "Parvis"
licence = "AGPL-3.0-or-later"
owner = "bench"
expires = 2099-01-01
"""
RULE = """[[rule]]
id = "{name}"
title = {{ fr = "Banc", en = "Bench" }}
harm = "spam"
on = ["message"]
when = 'hit.l{at} && msg.length < 500'
unless = 'hit.l{other} || msg.kind == "topic"'
mode = "live"
actions = [{{ do = "refuse" }}]
text_key = "refuse-advert"
owner = "bench"
review_by = 2099-01-01
"""
LENGTH, LONG = 60, 2_000
MESSAGES = 400
REPEATS = 9
SYLLABLES = ("ba", "cho", "di", "fran", "gu", "la", "mor", "ne", "pi", "quo", "ras", "su", "ti", "va", "zel")
SENTENCES = """
    bonsoir à toutes et à tous quelqu'un veut parler de cinéma ou de musique ce soir je rentre du travail et j'ai passé
    une belle journée près de la fenêtre avec un thé où es-tu allé l'été dernier yes I think so see you around eight
    near the old market we could walk along the river and talk about books I have not read yet
"""
WORDS = SENTENCES.split()
WORD = re.compile(r"[a-z]{3,}")
NO_WORDS = "abcdefghijklmnopqrstuvwxyz01345@$*!.-    "
LEET = {"a": "4", "e": "3", "o": "0", "i": "1"}
LOOKS = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р"}


def talk(length: int, chance: random.Random) -> str:
    """Whole words by chance, French and English, of at most so many characters, and not many fewer."""
    said = chance.choice(WORDS)
    while len(said) + 1 + len(more := chance.choice(WORDS)) <= length:
        said += " " + more
    return said


def mistyped(text: str, chance: random.Random) -> str:
    """One of its words with two letters changed about, so that it is none."""
    words = text.split()
    at = max(range(len(words)), key=lambda place: (len(words[place]), chance.random()))
    word = words[at]
    words[at] = word[:2] + word[3] + word[2] + word[4:]
    return " ".join(words)


def disguised(text: str, chance: random.Random) -> str:
    """One letter in ten as a digit or as a Cyrillic letter that looks like it."""
    tables = (LEET, LOOKS)
    return "".join(chance.choice(tables).get(one, one) if chance.random() < 0.1 else one for one in text)


def texts() -> dict[str, list[str]]:
    """The rows: messages by what is special about them; the hostile ones are as long as the long ones."""
    chance = random.Random(7)
    few = MESSAGES // 20
    packs = shipped()
    edition = Edition(packs)
    bad = sorted({one for pack in packs for lists in pack.lists for one in WORD.findall(" ".join(lists.patterns))})
    return {
        ORDINARY: _calm(edition, (talk(LENGTH, chance) for _ in itertools.count()))[:MESSAGES],
        FIRES: [
            test.text for pack in packs for rule in pack.rules for test in rule.tests
            if rule.on[0] == "message" and test.expect == "match" and test.text
        ],
        "mistyped": [mistyped(talk(LENGTH, chance), chance) for _ in range(MESSAGES)],
        "disguised": [disguised(talk(LENGTH, chance), chance) for _ in range(MESSAGES)],
        LONGEST: [_harmless(chance) for _ in range(few)],
        "marks": ["e" + "\u0301\u0323" * (LONG // 2)] * few,
        "look-alikes": ["јаі сто" * (LONG // 7)] * few,
        "rare signs": ["".join(chr(0x20000 + chance.randrange(40_000)) for _ in range(LONG)) for _ in range(few)],
        "near matches": [("j'ai 15 an film quand tarif 06 12 34 56 7 ") * (LONG // 42)] * few,
        "right to left": ["\u202eab\u202c" * (LONG // 4)] * few,
        "letters apart": [" ".join(talk(LONG, chance))[:LONG] for _ in range(few)],
        "no words": ["".join(chance.choice(NO_WORDS) for _ in range(LONG)) for _ in range(few)],
        "bad words": [_dense(edition, bad, chance) for _ in range(few)],
    }  # fmt: skip


def _harmless(chance: random.Random) -> str:
    """What many people say, as one text: lines of the corpus about which there is nothing to do."""
    said = ""
    while len(said) < LONG:
        said += chance.choice(_lines()) + " "
    return said[:LONG]


@functools.cache
def _lines() -> list[str]:
    """Harmless messages of the corpus, those that its writers of rules may read."""
    rows = itertools.chain(*(path.read_text("utf-8").splitlines() for path in sorted((ROOT / "corpus").glob("seen-*"))))
    lines = map(json.loads, rows)
    return [one["text"] for one in lines if one["expect"] == "allow" and one["kind"] == "message"]


def _dense(edition: Edition, bad: list[str], chance: random.Random) -> str:
    """As many words of patterns, among others, as a text may have and still be read to its end."""
    share = 0.5
    while True:
        said = (chance.choice(bad if chance.random() < share else WORDS) for _ in range(LONG // 5))
        text = " ".join(said)[:LONG]
        try:
            edition.read(_subject(text))
        except TooMuch:
            share *= 0.9
        else:
            return text


def _calm(edition: Edition, said: Iterator[str]) -> list[str]:
    """Texts of which no rule wants to know more."""
    asked = ((text, edition.read(_subject(text)).asked) for text in said)
    return list(itertools.islice((text for text, rules in asked if not rules), MESSAGES))


def made_up(terms: int, patterns: int, rules: int) -> Pack:
    """Lists of this size in as many parts as there are rules, each with its rule; one list, and no rule, for none."""
    chance = random.Random(11)

    def word(least: int) -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(least, least + 2)))

    words = itertools.islice(dict.fromkeys(word(3) for _ in range(3 * terms)), terms)
    ways = [rf"\b{word(1)}\w{{0,6}}{word(1)}\s+(?:{word(1)}|{word(1)})\s*\d{{1,4}}" for _ in range(patterns)]
    said, parts = list(words), max(rules, 1)
    lists = "".join(
        f'[[list]]\nid = "l{at}"\nterms = {json.dumps(said[at::parts])}\npatterns = {json.dumps(ways[at::parts])}\n'
        for at in range(parts)
    )
    asks = "".join(RULE.format(name=f"r{at}", at=at, other=(at + 1) % rules) for at in range(rules))
    return read_pack(HEAD + lists + asks)


def rows() -> Iterator[tuple[str, Figures]]:
    """Each row's name and, for one message, the microseconds of each step, of what is read for lists, and of it all."""
    lists = made_up(TERMS, PATTERNS, 0).lists[0]
    matcher = Matcher([Views(term).bare for term in lists.terms], lists.patterns)
    edition = Edition(shipped())
    guard = standard.pipeline(config_for(port=1, rooms=1), rules=Current(edition))
    for name, said in texts().items():
        tidy = [tidy_message(text) for text in said]
        bare = [Views(text).bare for text in tidy]
        whole, cel = _cost(lambda text: guard.judge_now(_subject(tidy_message(text))), said), _cel(edition, tidy)
        yield (
            name,
            {
                "letters": statistics.median(map(len, said)),
                "tidy_us": _cost(tidy_message, said),
                "views_us": _cost(lambda text: Views(text).bare, tidy),
                "match_us": _cost(matcher.found, bare),
                "lists_us": _cost(lambda text: matcher.found(Views(tidy_message(text)).bare), said),
                "rules_us": _cost(edition.judge, tidy, _subject),
                "cel_us": cel,
                "us": whole,
            },
        )
    packs = [made_up(MANY_TERMS, PATTERNS, MANY_RULES)]
    yield READY, {"seconds": min(_seconds(lambda: Edition(packs)) for _ in range(3))}


_COUNT = itertools.count()
_VISITS = [VisitId(f"v{number}") for number in range(500)]
_ROOM = ConversationId("r:r0")


def _subject(text: str) -> Subject:
    """The text as the next person in turn says it, half a second after the last."""
    at = next(_COUNT)
    return subject.message(
        text, visit=_VISITS[at % 500], conversation=_ROOM, network="n", ref=str(at), now=Instant(at), tick=at * 0.5
    )


def _cel(edition: Edition, said: list[str]) -> float:
    """Microseconds of conditions alone, for one text: those that were asked, asked again by themselves."""
    asked: list[tuple[Condition, dict[str, Value]]] = []
    holds = Condition.holds

    def note(self: Condition, values: dict[str, Value]) -> bool:
        asked.append((self, dict(values)))
        return holds(self, values)

    Condition.holds = note  # type: ignore[method-assign, assignment]
    for text in said:
        edition.judge(_subject(text))
    Condition.holds = holds  # type: ignore[method-assign]
    return _seconds(lambda: [one.holds(values) for one, values in asked]) / len(said) * 1e6


def _seconds(step: Callable[[], object]) -> float:
    """Processor time of this thread."""
    began = time.thread_time_ns()
    step()
    return (time.thread_time_ns() - began) / 1e9


def _cost(step: Callable[[Any], object], said: list[str], made: Callable[[str], object] = str) -> float:
    """Microseconds of this thread's processor time for one text: the median text, of several turns each.

    What the step is given is ``made`` of the text before the stopwatch runs, whose own time is taken out.
    """
    for text in said[: MESSAGES // 10]:
        step(made(text))  # automata grow as texts come
    costs = []
    for text in said:
        turns = []
        for _ in range(REPEATS):
            one = made(text)
            began = time.thread_time_ns()
            step(one)
            turns.append(time.thread_time_ns() - began)
        costs.append(statistics.median(turns))
    return (statistics.median(costs) - _stopwatch()) / 1e3


@functools.cache
def _stopwatch() -> float:
    """Nanoseconds that pass between two readings of the clock, with nothing done."""
    turns = []
    for _ in range(10_000):
        began = time.thread_time_ns()
        turns.append(time.thread_time_ns() - began)
    return statistics.median(turns)


def measure(place: Cores, *, first: bool) -> Iterator[tuple[str, Figures]]:
    """The rows, measured in a process of its own on the server's core."""
    words = [sys.executable, "-m", "bench.guarding"]
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, preexec_fn=prepared(place.server, first=first)
    )
    if done.returncode:
        raise BenchError(f"The guard could not be measured:\n{done.stderr[-2000:]}")
    for line in done.stdout.splitlines():
        if line.startswith('["'):  # beside the rows stands what the guard has to say, of a text that took too long
            name, figures = json.loads(line)
            yield name, figures


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))

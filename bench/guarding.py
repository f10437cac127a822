"""What the guard costs, in processor time, for one message: view by view, matcher by matcher, and as a whole.

The guard is the standard one with 5,000 more terms and 300 more patterns, all made up, so that the lists have the size
they will have. `python -m bench.guarding` prints a line of JSON for each row; `./dev bench` runs it on the server's
core.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.generator import Figures
from bench.machine import ROOT, BenchError, Cores, prepared
from bench.parvis_server import config_for
from parvis.core.clock import Instant
from parvis.core.ids import ConversationId, VisitId
from parvis.core.policy import Harm
from parvis.core.text import tidy_message
from parvis.guard import edition as packs
from parvis.guard import standard, subject
from parvis.guard.edition import Edition
from parvis.guard.lists import Lists, TermList, shipped
from parvis.guard.matching import Matcher
from parvis.guard.pipeline import Pipeline
from parvis.guard.views import Views

NAME = "guard"
TERMS, PATTERNS = 5_000, 300
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
LEET = {"a": "4", "e": "3", "o": "0", "i": "1"}
LOOKS = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р"}


def talk(length: int, chance: random.Random) -> str:
    """Words by chance, French and English, of about so many characters."""
    said = ""
    while len(said) < length:
        said += chance.choice(WORDS) + " "
    return said[:length].strip()


def disguised(text: str, chance: random.Random) -> str:
    """One letter in ten as a digit or as a Cyrillic letter that looks like it."""
    tables = (LEET, LOOKS)
    return "".join(chance.choice(tables).get(one, one) if chance.random() < 0.1 else one for one in text)


def texts() -> dict[str, list[str]]:
    """The rows: messages by what is special about them."""
    chance = random.Random(7)
    few = MESSAGES // 20
    return {
        "ordinary": [talk(LENGTH, chance) for _ in range(MESSAGES)],
        "disguised": [disguised(talk(LENGTH, chance), chance) for _ in range(MESSAGES)],
        "long": [talk(LONG, chance) for _ in range(few)],
        "marks": ["e" + "\u0301\u0323" * (LONG // 2)] * few,
        "look-alikes": ["јаі сто" * (LONG // 7)] * few,
        "rare signs": ["".join(chr(0x20000 + chance.randrange(40_000)) for _ in range(LONG)) for _ in range(few)],
        "near matches": [("j'ai 15 an film quand tarif 06 12 34 56 7 ") * (LONG // 42)] * few,
    }


def lists_of_size() -> Lists:
    """The shipped lists and the made-up ones."""
    chance = random.Random(11)

    def word(least: int) -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(least, least + 2)))

    terms = tuple({word(2): None for _ in range(3 * TERMS)})[:TERMS]
    patterns = tuple(rf"\b{word(1)}\w{{0,6}}{word(1)}\s+(?:{word(1)}|{word(1)})\s*\d{{1,4}}" for _ in range(PATTERNS))
    return Lists([*shipped(), TermList(id="made-up", harm=Harm.OTHER, terms=terms, patterns=patterns)])


def rows() -> Iterator[tuple[str, Figures]]:
    """Each row's name and, for one message, the microseconds of each step, of what is read for lists, and of it all."""
    lists = lists_of_size()
    rules = standard.rule_check(Edition(packs.shipped()))
    guard = Pipeline([*standard.message_checks(config_for(port=1, rooms=1), lists), rules])
    matcher = Matcher(
        [Views(term).bare for one in lists.all for term in one.terms],
        [pattern for one in lists.all for pattern in one.patterns],
    )
    count = itertools.count()
    visits = [VisitId(f"v{number}") for number in range(500)]
    room = ConversationId("r:r0")

    def judge(text: str) -> None:
        at = next(count)
        guard.judge_now(
            subject.message(
                tidy_message(text), visit=visits[at % 500], conversation=room, network="n",
                ref=str(at), now=Instant(at), tick=at * 0.5,
            )
        )  # fmt: skip

    for name, said in texts().items():
        tidy = [tidy_message(text) for text in said]
        bare = [Views(text).bare for text in tidy]
        yield (
            name,
            {
                "letters": len(said[0]),
                "tidy_us": _cost(tidy_message, said),
                "views_us": _cost(lambda text: Views(text).bare, tidy),
                "match_us": _cost(matcher.found, bare),
                "lists_us": _cost(lambda text: lists.judge(Views(tidy_message(text))), said),
                "us": _cost(judge, said),
            },
        )


def _cost(step: Callable[[str], object], said: list[str]) -> float:
    """Microseconds of this thread's processor time for one text, the median of several turns."""
    turns = []
    for _ in range(REPEATS):
        began = time.thread_time_ns()
        for text in said:
            step(text)
        turns.append((time.thread_time_ns() - began) / len(said) / 1e3)
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
        name, figures = json.loads(line)
        yield name, figures


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))

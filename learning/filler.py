"""Common words in no order, as harmless texts: what nobody has said harm with is not harm for being unknown."""

from __future__ import annotations

import importlib.resources
import random
from collections.abc import Iterator

from parvis.core.verdict import Kind
from parvis.guard.trial import Row

COUNT = 4_000
"""Texts of each language."""
LONGEST = 7
"""Words of such a text at most."""
TOPIC = "filler"
SEED = 17


def filler() -> list[Row]:
    """Short runs of words, the frequent ones more often; the same every time."""
    return [row for lang in ("fr", "en") for row in _in(lang)]


def _in(lang: str) -> Iterator[Row]:
    source = importlib.resources.files("parvis.guard") / "data" / f"words-{lang}.txt"
    words = [one for one in source.read_text("utf-8").splitlines() if one and not one.startswith("#")]
    chance = random.Random(SEED)
    for _ in range(COUNT):
        # The nth word is about as frequent as one in n: an even choice of the logarithm takes them as they are said.
        said = [words[int(len(words) ** chance.random()) - 1] for _ in range(chance.randint(1, LONGEST))]
        yield Row(kind=Kind.MESSAGE, lang=lang, text=" ".join(said), topic=TOPIC, expect="allow")

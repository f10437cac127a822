"""What the learned check reads of a text: its words, how they begin, their neighbours, and what was found.

Training (`learning/`) and service read by this one file, so that a model meets what it was taught.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from parvis.core.verdict import Value
from parvis.guard.restore import BETWEEN
from parvis.guard.views import Views

WORD = re.compile(r"[^\W_]+|[?!€$£+%@]|[^\x00-\x7f]")
"""A run of letters and digits, a sign that says something, or any other character that is not plain."""
SIGNS = frozenset("?!€$£+%@")
WORD_MAX = 24
"""Characters of a word that are looked at."""
MEANT_MAX = 400
"""Characters of a stretch that the encoder is asked about: what it costs grows with them."""
BEGINNING = 5
"""Letters of a longer word that it shares with its kin: "menace", "menaces", "menacer"."""
ADULT = 18
COUNTS = ("msg.phones", "msg.urls", "msg.handles", "msg.prices", "msg.mentions")
AGES = ("msg.age_self", "msg.age_other")


def words(text: str) -> list[str]:
    """The words of a view, in their order; long numbers by how many digits they have."""
    return [_number(one) if one[0].isdigit() else one for one in WORD.findall(text)]


def is_mute(said: Sequence[str]) -> bool:
    """Whether all words are numbers and plain signs: no letter ("15f" has one), and no picture."""
    return all(one.isdigit() or one in SIGNS for one in said)


def meant(views: Views, start: int, end: int, *, turned: bool = False) -> str:
    """The stretch from one of its words to before another, as the encoder of sentences is asked about it.

    With accents and signs, as somebody would read it; from its end where it is ``turned``.
    """
    text = views.mirrored if turned else views.readable
    places = [one.span() for one in WORD.finditer(text)]
    if not turned and len(places) != len(WORD.findall(views.restored)):
        text = views.restored
        places = [one.span() for one in WORD.finditer(text)]
    first = places[start][0] if 0 < start < len(places) else 0
    past = places[end][0] if end < len(places) else len(text)
    said = text[first:past].strip(BETWEEN) if turned else text[first:past]
    return said[:MEANT_MAX]


def pieces(word: str) -> list[str]:
    """A word by itself and, if it is longer, how it begins, marked so that it is taken for no word."""
    word = word[:WORD_MAX]
    return [word, f"^{word[:BEGINNING]}"] if len(word) > BEGINNING else [word]


def neighbours(said: Sequence[str]) -> list[str]:
    """Two words that follow each other, and two with one between them."""
    return [
        *[f"{one} {other}" for one, other in itertools.pairwise(said)],
        *[f"{one} * {other}" for one, other in zip(said, said[2:], strict=False)],
    ]


def signs(found: Mapping[str, Value]) -> list[str]:
    """What lists and extractors found, each as a word of its own; ages as under or of age."""
    made = []
    for name, value in found.items():
        if name in AGES:
            made.append(f"#{name}{'<' if int(value) < ADULT else '>='}{ADULT}")
        elif name in COUNTS or name.startswith("hit."):
            made.append(f"#{name}")
    return made


def _number(word: str) -> str:
    return "0" * min(len(word), 12) if len(word) > 4 and word.isdigit() else word

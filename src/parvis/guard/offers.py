"""What to offer in place of a refused nickname: what is left of it without the offending part, else a calm word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from parvis.core.ids import Entropy
from parvis.guard.minors import AGE

_CALM = (
    "Réverbère", "Fontaine", "Platane", "Lanterne", "Arcade", "Tilleul", "Clocher", "Brume", "Étoile", "Passage",
    "Balcon", "Kiosque", "Galet", "Hirondelle", "Pergola", "Veilleuse",
)  # fmt: skip
_DIGITS = re.compile(r"(?<![^\W\d_])\d+|\d+(?![^\W\d_])")
"""Not those between two letters, where they stand for a letter themselves."""
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_ENDS = " -_.'’"
CALM_TRIES = 20


def alternative_to(text: str, may_stand: Callable[[str], bool], entropy: Entropy) -> str | None:
    """The first proposal that may stand; None when twenty calm words in a row may not."""
    return next((one for one in proposals(text, entropy) if may_stand(one)), None)


def numbered(name: str, entropy: Entropy) -> str:
    """The name with three digits behind it: never an age, never a year."""
    return f"{name}{200 + int.from_bytes(entropy(2), 'big') % 800}"


def proposals(text: str, entropy: Entropy) -> Iterator[str]:
    """Cut forms of the name first, then calm words with a number."""
    seen = {text}
    for cut in _cuts(text):
        if cut not in seen:
            seen.add(cut)
            yield cut
    for _ in range(CALM_TRIES):
        yield numbered(_CALM[entropy(1)[0] % len(_CALM)], entropy)


def _cuts(text: str) -> Iterator[str]:
    ageless = _tidy(AGE.sub(" ", text))
    yield ageless
    yield " ".join(word for word in _tidy(_DIGITS.sub(" ", ageless)).split() if len(word) > 1)
    words = _HUMP.sub(" ", _DIGITS.sub(" ", ageless)).replace("_", " ").replace(".", " ").split()
    yield from (_tidy(word) for word in words)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(_ENDS)

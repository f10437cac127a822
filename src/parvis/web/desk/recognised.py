"""What the guard recognised in a message, in words for whoever decides: which rules acted, and a score, if any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parvis.guard.attributes import LEARNED
from parvis.guard.edition import Edition
from parvis.store.rule_hits import Hit


@dataclass(frozen=True)
class Recognised:
    """``rules`` are titles in the reader's language; ``score`` of a hundred is None where no rule read one."""

    rules: tuple[str, ...]
    score: int | None = None


def in_words(hits: Sequence[Hit], edition: Edition, lang: str) -> Recognised:
    """The titles of these rules, once each, and the highest score of the learned check that one of them read."""
    found = [(hit.rule, edition.rule(hit.rule)) for hit in hits]
    titles = [name if rule is None else rule.title.fr if lang == "fr" else rule.title.en for name, rule in found]
    return Recognised(tuple(dict.fromkeys(titles)), max(_scores(hits), default=None))


def _scores(hits: Sequence[Hit]) -> list[int]:
    read = [value for hit in hits for name, value in hit.read.items() if name.startswith(LEARNED)]
    return [value for value in read if isinstance(value, int) and not isinstance(value, bool) and value]

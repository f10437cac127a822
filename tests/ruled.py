"""A guard with rules of the tests' own, put together as the house does it: mild words, each with one thing it does."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from parvis.chat.square import Square
from parvis.core.config import Config
from parvis.core.verdict import Kind, Ruling
from parvis.guard import standard
from parvis.guard.edition import Current, Edition
from parvis.guard.pipeline import Pipeline
from parvis.guard.rules import Pack, read_pack

HEAD = """
schema = 1
pack = "org.parvis.tests"
version = "2026.11.26"
title = { fr = "Essais", en = "Trials" }
source = "tests"
licence = "CC0-1.0"
owner = "tests"
expires = 2030-01-01
"""


def pack(*rules: tuple[str, str, str, str], mode: str = "live", on: Kind = Kind.MESSAGE) -> Pack:
    """One rule for each word: the word, what it does (TOML), its harm, its sentence."""
    parts = [HEAD]
    for word, actions, harm, text_key in rules:
        parts.append(f"""
[[list]]
id = "{word}"
terms = ["{word}"]

[[rule]]
id = "t-{word}"
title = {{ fr = "{word}", en = "{word}" }}
harm = "{harm}"
on = ["{on.value}"]
when = "hit.{word}"
actions = [{actions}]
text_key = "{text_key}"
owner = "tests"
review_by = 2030-01-01
mode = "{mode}"
""")
    return read_pack("".join(parts))


def guard(config: Config, *rules: tuple[str, str, str, str], mode: str = "live", on: Kind = Kind.MESSAGE) -> Pipeline:
    """The checks of the house, with these rules instead of the shipped ones; what is in doubt waits for the desk."""
    current = Current(Edition([pack(*rules, mode=mode, on=on)]))
    return Pipeline(standard.checks(config, rules=current), doubt=Ruling.HOLD)


@contextlib.contextmanager
def ruled(square: Square, *rules: tuple[str, str, str, str], mode: str = "live") -> Iterator[None]:
    """The square goes by these rules for a while."""
    usual = square.guard
    square.guard = guard(square.means.config, *rules, mode=mode)
    try:
        yield
    finally:
        square.guard = usual

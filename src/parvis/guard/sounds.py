"""How a French word sounds, roughly: words written by ear share it with the words that are meant."""

from __future__ import annotations

import re

_WRITTEN = """
    sch>C sh>C ch>C ph>f qu>k q>k ck>k sce>se sci>si scy>si ce>se ci>si cy>si c>k z>s x>s ge>je gu>g g>j h> ill>y
    eau>o au>o wa>W oi>W oua>W oo>U ou>U w>U oe>e eu>e ain>in ein>in aim>in yn>in ym>in im>in ai>e ei>e ay>e ey>e
    em>an en>an am>an om>on y>i ii>i
"""
_STEPS = tuple((one.split(">")[0], one.split(">")[1]) for one in _WRITTEN.split())
_TWICE = re.compile(r"(.)\1+")
_START = 3
_ENDS = "estdxpr"
"""Letters that are silent at the end of many words."""


def sound(word: str) -> str:
    """The same for ``kinze`` and ``quinze``, for ``koleg`` and ``collège``; no phonetic alphabet, only a key."""
    heard = word
    for written, key in _STEPS:
        heard = heard.replace(written, key)
    heard = _TWICE.sub(r"\1", heard)
    return heard[:_START] + heard[_START:].rstrip(_ENDS)

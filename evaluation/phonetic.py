"""Words as they sound, the way they stand in text messages: French sounds for French, text-speak for English."""

from __future__ import annotations

import random
import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
FRENCH_WORDS = {
    "c'est": "c", "j'ai": "jé", "t'es": "té", "t'as": "ta", "est": "é", "et": "é", "qui": "ki", "que": "ke",
    "quoi": "koi", "pour": "pr", "avec": "avk", "toi": "twa", "moi": "mwa", "tu": "tu", "dans": "ds", "tout": "tt",
    "toujours": "tjrs", "quelqu'un": "kelkun", "beaucoup": "bcp", "vous": "vs", "nous": "ns", "suis": "sui",
    "je": "j", "pas": "pa", "plus": "+", "sans": "san", "mais": "mé", "ses": "cé", "mes": "mé", "tes": "té",
}  # fmt: skip
FRENCH_SOUNDS = (
    (r"eaux?\b", "o"), (r"eau", "o"), (r"aux?\b", "o"), (r"au", "o"), (r"ph", "f"), (r"qu", "k"), (r"ç", "s"),
    (r"c(?=[aoulr])", "k"), (r"(?:ais|ait|aient|ez|er|és|ée|ées)\b", "é"), (r"oi(?!n)", "wa"), (r"ss(?!e\b)", "s"),
    (r"(?<=[a-zéè]{3})(?:es|s|t|e|x)\b", ""), (r"(?<=[a-z])([lnmprt])\1", r"\1"),
)  # fmt: skip
ENGLISH_WORDS = {
    "you": "u", "your": "ur", "you're": "ur", "are": "r", "to": "2", "too": "2", "for": "4", "why": "y", "be": "b",
    "see": "c", "and": "n", "please": "plz", "people": "ppl", "what": "wot", "that": "dat", "the": "da", "this": "dis",
    "with": "wiv", "have": "hav", "because": "cuz", "love": "luv", "some": "sum", "though": "tho", "through": "thru",
    "before": "b4", "great": "gr8", "tonight": "2nite", "tomorrow": "2moro", "know": "kno", "girls": "gurls",
}  # fmt: skip
ENGLISH_SOUNDS = (
    (r"ing\b", "in"), (r"ight", "ite"), (r"ph", "f"), (r"ck", "k"), (r"c(?=[aoulr])", "k"), (r"(?<=\w{3})er\b", "a"),
    (r"ough", "uf"), (r"(?<=[a-z])([lnmprt])\1", r"\1"), (r"s\b(?<=\w{4})", "z"),
)  # fmt: skip
HABIT = 0.75
"""How often a word or a sound that has a shorter spelling gets it."""


def by_ear(text: str, lang: str, chance: random.Random) -> str:
    """The text with the spelling of ``lang``'s text messages; capitals go."""
    words, sounds = (ENGLISH_WORDS, ENGLISH_SOUNDS) if lang == "en" else (FRENCH_WORDS, FRENCH_SOUNDS)

    def write(found: re.Match[str]) -> str:
        word = found[0].lower().replace("’", "'")
        if word in words:
            return words[word] if chance.random() < HABIT else word
        for sound, spelling in sounds:
            if re.search(sound, word) and chance.random() < HABIT:
                word = re.sub(sound, spelling, word)
        return word

    return _WORD.sub(write, text)

"""Makes the list of common French and English words from which the guard tells a word from a disguise.

Run ``python scripts/words.py`` by hand with the PyPI package wordfreq (3.1.1) installed, and commit the result. What
the list is, and what it is not: docs/reference/lists.md.
"""

from __future__ import annotations

from pathlib import Path

from wordfreq import top_n_list, zipf_frequency

from parvis.guard.views import Views

TARGET = Path(__file__).parents[1] / "src" / "parvis" / "guard" / "data"
TAKEN = {"fr": 30_000, "en": 24_000}
LEAST = 2
"""Letters: single ones are no words here, whatever a language makes of them."""
BANDS = 4
"""Steps of frequency for each power of ten; within one, words stand by the alphabet, for that packs well."""
HEADER = """\
# Common words in plain small letters, the most frequent first.
# Made by scripts/words.py from wordfreq 3.1.1 by Robyn Speer (https://github.com/rspeer/wordfreq); do not edit.
# Its data come from Wikipedia, OpenSubtitles 2018 (https://opus.nlpl.eu/OpenSubtitles.php), SUBTLEX, ParaCrawl,
# the Leeds Internet Corpus, Google Books Ngrams (https://books.google.com/ngrams) and others, and are, as this list is,
# under CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/). Changed: accents dropped, frequencies left out.
"""


def words(language: str) -> list[str]:
    """Plain words of a language by their frequency in it."""
    seen: dict[str, float] = {}
    for word in top_n_list(language, TAKEN[language], wordlist="small"):
        for part in Views(word).bare.replace("-", " ").split():
            if len(part) >= LEAST and part.isascii() and part.replace("'", "").isalpha():
                seen[part] = max(seen.get(part, 0.0), zipf_frequency(word, language, wordlist="small"))
    return sorted(seen, key=lambda word: (-round(BANDS * seen[word]), word))


if __name__ == "__main__":
    for one in TAKEN:
        found = words(one)
        (TARGET / f"words-{one}.txt").write_text(HEADER + "\n".join(found) + "\n", encoding="utf-8")
        print(f"{len(found)} words of {one}")

"""Short and phonetic spellings that everybody reads, French and English, and what is meant by each."""

from __future__ import annotations

import importlib.resources

SOURCE = "short.txt"
_PLAIN = str.maketrans("éèêàç", "eeeac")


def _read() -> dict[str, str]:
    source = importlib.resources.files("parvis.guard") / "data" / SOURCE
    lines = source.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ") for line in lines if " = " in line and not line.startswith("#"))
    return {written.translate(_PLAIN): meant for meant, ways in pairs for written in ways.split()}


SHORT = _read()
"""By the spelling, in plain small letters."""

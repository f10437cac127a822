"""Codes that open a receipt or a decision: 128 bits, shown again to whoever is recognised, and never stored.

A code follows from the server's pepper and the id it opens, so that it can be shown a second time; the database holds
only a keyed hash of it, by which it is found. Crockford's base 32 has no I, L, O or U, and reads them as what they
look like.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote

from parvis.core.text import crockford, tidy_code
from parvis.store.keys import Keys

Purpose = Literal["receipt", "decision"]
SIGNS = 26
"""Signs of five bits each that hold 128."""
GROUPS = (5, 4, 4, 4, 4, 5)
TYPED_MAX = 300
"""Characters of what somebody pasted that are looked at: a code, or the whole link with it."""
_FRAGMENT = re.compile(r"[#&?]c=([^&\s]+)")


def code_of(keys: Keys, purpose: Purpose, ref: str) -> str:
    """The code that opens one receipt (``ref``: the report's id) or statement, as printed: ``XXXXX-XXXX-…-XXXXX``."""
    signs = crockford(int(keys.hash(f"{purpose} code", ref)[:32], 16), SIGNS)
    parts, at = [], 0
    for size in GROUPS:
        parts.append(signs[at : at + size])
        at += size
    return "-".join(parts)


def hash_of(keys: Keys, purpose: Purpose, typed: str) -> str:
    """What a code is found by, however it was typed or pasted, also as the whole link ``…#c=CODE``."""
    pasted = _FRAGMENT.search(typed[:TYPED_MAX])
    return keys.hash(f"{purpose} lookup", tidy_code(unquote(pasted[1]) if pasted else typed[:TYPED_MAX]))

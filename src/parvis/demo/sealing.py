"""A key to seal to in a demonstration: both halves lie on this machine, which protects nothing, and is said so."""

from __future__ import annotations

import os
from pathlib import Path

from parvis.access.means import Means
from parvis.demo import seeds
from parvis.legal import keys
from parvis.store.sealing import Pair

FILE = "DEMONSTRATION-private-key.txt"
WARNING = """\
# A key of parvis demo. It lies beside what it seals, so it protects nothing: for trying things out only.
# A real square's private key never touches the server: see docs/operate/keys.md.
"""


async def begin(means: Means, place: Path) -> None:
    """Make a pair unless an earlier demonstration left one here."""
    if not means.keys.sealer.current():
        await keys.begin(means, seeds.LABEL, lambda pair: _put(place / FILE, pair))


def _put(file: Path, pair: Pair) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(f"{WARNING}# {pair.public}\n{pair.secret}\n")

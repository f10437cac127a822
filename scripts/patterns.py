"""Works out beforehand what the guard knows of the shipped packs' patterns (`parvis.guard.patterns`)."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path


def build(root: Path, target: Path) -> None:
    """Leave it in a file; needs nothing but this tree, for a build has no other packages at hand."""
    source = str(root / "src")
    sys.path.insert(0, source)
    try:
        from parvis.guard import patterns
    finally:
        sys.path.remove(source)

    def written() -> Iterator[str]:
        for file in sorted((root / "src" / "parvis" / "guard" / "packs").glob("*.toml")):
            pack = tomllib.loads(file.read_text("utf-8"))
            parts = patterns.filled_parts(pack.get("parts", {}))
            for one in pack.get("list", ()):
                yield from (patterns.filled(pattern, parts) for pattern in one.get("patterns", ()))

    patterns.write(written(), target)

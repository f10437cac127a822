"""The tables of a fresh square, made once by the real migrations and copied for each test that begins with them."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from parvis.store.database import FILE, migrate


def lay(folder: Path) -> None:
    """Put empty tables into a folder that has none yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / FILE).exists():
        (folder / FILE).write_bytes(_made())


@functools.cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        migrate(Path(folder))
        return (Path(folder) / FILE).read_bytes()

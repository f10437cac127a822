"""Data folders as earlier landings left them, taken out of their archives."""

from __future__ import annotations

import tarfile
from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures" / "landings"
LANDINGS = sorted(one.name.removesuffix(".tar.xz") for one in FOLDER.glob("*.tar.xz"))


def unpack(landing: str, into: Path) -> Path:
    """The data folder of a landing, open for its owner only."""
    into.mkdir(mode=0o700)
    with tarfile.open(FOLDER / f"{landing}.tar.xz") as packed:
        packed.extractall(into, filter="data")
    return into

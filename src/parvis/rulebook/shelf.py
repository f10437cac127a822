"""Packs that a house subscribed to: one file each in the data folder, with its signature and the key trusted for it.

A file that does not hold is left out and named; the rest goes on. One file is one pack, so nobody ever reads the
signature of one version beside the text of another.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from parvis.guard.rules import BadPack, Pack, read_pack
from parvis.guard.signed import Signature, verify

FOLDER = "packs"
PACK_MAX = 4_000_000
"""Bytes of a pack."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds."""

    text: str
    """The pack as it was published."""
    signature: Signature
    trusted: str
    """The key that is trusted for it."""
    url: str = ""
    """Where it came from, and where the next version is looked for; nothing for one that came as a file."""


@dataclass(frozen=True)
class Subscribed:
    """One pack on the shelf."""

    name: str
    pack: Pack
    kept: Kept


@dataclass(frozen=True)
class Shelf:
    """All of them."""

    folder: Path
    faults: dict[str, str] = field(default_factory=dict)
    """What was left out at the last look, by name, and why."""

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Changes whenever a file does; cheap enough for every second."""
        try:
            with os.scandir(self.folder) as found:
                stats = [(one.name, one.stat()) for one in found]
        except FileNotFoundError:
            return ()
        return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))

    def read(self) -> list[Subscribed]:
        """Every pack that holds, by name."""
        self.faults.clear()
        found = []
        for path in sorted(self.folder.glob("*.json")):
            try:
                found.append(_read(path))
            except (BadPack, OSError) as fault:
                self.faults[path.stem] = str(fault)
        return found

    def put(self, pack: bytes, signature: Signature, trusted: str, url: str = "") -> Subscribed:
        """Keep a pack, or its next version; BadPack when it does not hold, or another key was trusted for it before."""
        if len(pack) > PACK_MAX:
            raise BadPack(f"A pack has at most {PACK_MAX} bytes; this one has {len(pack)}.")
        verify(pack, signature, trusted)
        one = read_pack(pack)
        name = one.pack.replace("/", "-").strip(".")
        path = self.folder / f"{name}.json"
        if path.exists() and (known := _kept(path).trusted) != trusted:
            raise BadPack(f"For the pack {one.pack} {known} is trusted. If its publisher has changed, remove it first.")
        kept = Kept(text=pack.decode(), signature=signature, trusted=trusted, url=url)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, msgspec.json.encode(kept))
        return Subscribed(name, one, kept)

    def remove(self, name: str) -> bool:
        """Take a pack off the shelf; whether it was there."""
        path = self.folder / f"{name}.json"
        there = "/" not in name and path.exists()
        if there:
            path.unlink()
        return there


def _read(path: Path) -> Subscribed:
    kept = _kept(path)
    verify(kept.text.encode(), kept.signature, kept.trusted)
    return Subscribed(path.stem, read_pack(kept.text), kept)


def _kept(path: Path) -> Kept:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except msgspec.DecodeError as fault:
        raise BadPack(f"{path.name} is no pack that was added here: {fault}.") from fault


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

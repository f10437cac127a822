"""From a backup to a square: opened with the offline key, every part compared, the database proved, put in place."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from parvis.core.errors import ConfigError, Damaged, StoreUnavailable
from parvis.store import archive, backup, integrity
from parvis.store.backup import DATABASE, FORMAT, MANIFEST, PACKED, Manifest
from parvis.store.revision import Revision

MANIFEST_MAX = 1_000_000
PREFIX = ".parvis-restore-"


@dataclass(frozen=True)
class Checked:
    """What was found whole."""

    manifest: Manifest
    is_older: bool
    """Whether it was made before the tables of this Parvis: then `parvis upgrade` comes next."""


def check(file: Path, secret: str, copies: list[Path]) -> Checked:
    """Open a backup in a private place, prove every part of it, and remove it again.

    ``copies`` are heads of the ledger that were kept elsewhere. ConfigError when the key does not open it; Damaged,
    with the part, when it is not whole.
    """
    with _opened(file, secret, copies, Path(tempfile.gettempdir())) as (_, checked):
        return checked


def restore(file: Path, secret: str, to: Path, copies: list[Path]) -> Checked:
    """The same, and what was proved becomes the folder ``to``, which must be new or empty."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ConfigError([f"{to} is there already and not empty. Name a new folder with --to."])
    to.parent.mkdir(parents=True, exist_ok=True)
    with _opened(file, secret, copies, to.resolve().parent) as (place, checked):
        place.rename(to)
    return checked


@contextlib.contextmanager
def _opened(file: Path, secret: str, copies: list[Path], beside: Path) -> Iterator[tuple[Path, Checked]]:
    """A folder for its owner only; overwritten and removed at the end, unless it was put elsewhere meanwhile."""
    if not file.is_file():
        raise ConfigError([f"There is no backup at {file}."])
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
    try:
        yield place, _proved(_unpacked(file, secret, place), file, place, copies)
    finally:
        backup.shred(place)


def _unpacked(file: Path, secret: str, place: Path) -> Manifest:
    """Every part in its place, compared with the manifest."""
    unpacking = _Unpacking(file, place)
    try:
        names = archive.read(file, secret, unpacking.begin, unpacking.expected)
    finally:
        unpacking.close()
    manifest = unpacking.manifest
    if manifest is None:
        raise Damaged(f"{file.name} is no backup of Parvis: its manifest is missing.")
    told = {one.name: one.sha256 for one in manifest.parts}
    for name in (*told, *names[1:]):
        if name not in told:
            raise Damaged(f"{file.name} holds {name}, of which its manifest says nothing.")
        if name not in unpacking.digests:
            raise Damaged(f"{file.name} is damaged: {name} is missing.")
        if unpacking.digests[name].hexdigest() != told[name]:
            raise Damaged(f"{file.name} is damaged in {name}: it is not what the manifest says.")
    return manifest


class _Unpacking:
    """Takes the parts of an archive: the manifest is read, the others go to files and are digested on the way."""

    def __init__(self, file: Path, place: Path) -> None:
        self._file, self._place = file, place
        self._out: BinaryIO | None = None
        self.manifest: Manifest | None = None
        self.expected = [MANIFEST]
        self.digests: dict[str, hashlib._Hash] = {}

    def begin(self, name: str, size: int) -> archive.Sink:
        self.close()
        if name == MANIFEST and not self.digests:
            return self._reading(size)
        if self.manifest is None:
            raise Damaged(f"{self._file.name} is no backup of Parvis: it does not begin with its manifest.")
        path, digest = self._place / name, hashlib.sha256()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._out, self.digests[name] = path.open("xb"), digest
        path.chmod(archive.OWNER_ONLY)
        return _both(digest, self._out)

    def close(self) -> None:
        """Done with the file that is being written; StoreUnavailable when the disk refuses its end."""
        out, self._out = self._out, None
        if out is not None:
            try:
                out.close()
            except OSError as fault:
                raise StoreUnavailable(f"{out.name} could not be written: {fault.strerror or fault}.") from fault

    def _reading(self, size: int) -> archive.Sink:
        if size > MANIFEST_MAX:
            raise Damaged(f"{self._file.name} is damaged in {MANIFEST}: it is far too long.")
        held = bytearray()

        def take(piece: bytes) -> None:
            held.extend(piece)
            if len(held) == size:
                self.manifest = _manifest(self._file, bytes(held))
                self.expected += [one.name for one in self.manifest.parts]

        return take


def _both(digest: hashlib._Hash, out: BinaryIO) -> archive.Sink:
    write = archive.writing(out)

    def take(piece: bytes) -> None:
        digest.update(piece)
        write(piece)

    return take


def _manifest(file: Path, content: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as fault:
        raise Damaged(f"{file.name} is damaged in {MANIFEST}: {fault}.") from fault
    if manifest.format != FORMAT:
        raise Damaged(f"{file.name} has a form ({manifest.format}) that this Parvis does not know.")
    return manifest


def _inflate(file: Path, place: Path) -> None:
    """The database out of its gzip; Damaged when that is not whole."""
    try:
        with gzip.open(place / PACKED) as packed, (place / DATABASE).open("xb") as plain:
            (place / DATABASE).chmod(archive.OWNER_ONLY)
            shutil.copyfileobj(packed, plain, archive.PIECE)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise Damaged(f"{file.name} is damaged in {PACKED}: {fault}.") from fault
    except OSError as fault:
        raise StoreUnavailable(f"{place} could not be written: {fault.strerror or fault}.") from fault
    (place / PACKED).unlink()


def _proved(manifest: Manifest, file: Path, place: Path, copies: list[Path]) -> Checked:
    """The database: whole, with the rows it had, its ledger chained up to the head."""
    _inflate(file, place)
    database = place / DATABASE
    try:
        revision = Revision.of_file(database)
    except sqlite3.Error as fault:
        raise Damaged(f"{file.name} is damaged in {DATABASE}: {fault}.") from fault
    if revision.is_newer:
        raise ConfigError([f"{file.name} was made by a newer Parvis ({manifest.version}); install that one first."])
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(manifest.ledger_key))
    found = integrity.faults(database, place, public, copies)
    if not found and integrity.rows(database) != manifest.rows:
        found = ["Its tables do not have the rows that the manifest counts."]
    if found:
        raise Damaged(f"{file.name} is damaged in {DATABASE}: {found[0]}")
    return Checked(manifest, is_older=not revision.is_current)

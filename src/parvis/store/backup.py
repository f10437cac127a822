"""A backup: one consistent copy of everything a square needs to live again, sealed to keys this server does not hold.

The copy is made while the server runs. In clear it lies for a moment in the data folder, where the database itself is,
and is overwritten afterwards; what leaves the folder is an age file (`parvis.store.archive`). Written, it is read back
from the disk and every part compared: for that, and for nothing else, it is sealed to one more key that is forgotten.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import gzip
import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from parvis.__about__ import __version__
from parvis.core.clock import DAY, Instant
from parvis.core.errors import ConfigError, Damaged, SealingUnavailable, StoreUnavailable
from parvis.store import archive, integrity, ledger, sealing
from parvis.store.archive import Part
from parvis.store.keys import LEDGER_FILE, PEPPER_FILE, Keys
from parvis.store.ledger import Tail
from parvis.store.revision import Revision

FORMAT = 1
MANIFEST, SETTINGS, DATABASE, HEAD = "manifest.json", "parvis.toml", "parvis.db", ledger.HEAD_FILE
PACKED = DATABASE + ".gz"
"""The database in an archive."""
KEYS, PACKS = "keys", "packs"
CLOSED = "closed.json"
"""The notice of a closing: a square that was closed comes back closed."""
LOCK_FILE = "backup.lock"
TEMPORARY = ".backup-"
MARGIN = 16 * 1024 * 1024
"""Bytes left free beyond what the copy takes, so that a backup never fills the disk it is made on."""
NAMED = re.compile(r"parvis-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.age")
LEVEL = 6
"""How hard gzip tries; beyond it gains little and costs much."""
MADE = "backup.made"
"""What the ledger calls it."""


class PartMade(msgspec.Struct, frozen=True):
    """What a manifest says of one part; ``sha256`` is hex."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first part of a backup: what the others are."""

    format: int
    made_at: Instant
    version: str
    revision: str
    entries: int
    """Of the ledger, and the hash of its last one; ``ledger_key`` is the public half that signs its head (base64)."""
    head: str
    ledger_key: str
    rows: dict[str, int]
    parts: list[PartMade]


@dataclass(frozen=True, kw_only=True)
class What:
    """What goes into a backup, and where it goes."""

    folder: Path
    """The data folder."""
    settings: Path | None
    """The configuration file, where there is one."""
    keys: tuple[str, ...]
    """Secret files, seen from the data folder, as the policy of the house allows; see `secrets_of`."""
    to: Path
    keep: int
    days: int


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back."""

    file: Path
    size: int
    sha256: str
    manifest: Manifest


def secrets_of(*others: str) -> tuple[str, ...]:
    """The files of the server's own secrets: with them a restored square goes on, without them passes are void."""
    return (f"{KEYS}/{PEPPER_FILE}", f"{KEYS}/{LEDGER_FILE}", *(one for one in others if one))


# ---------------------------------------------------------------- making one


def make(what: What, keys: Keys, at: Instant) -> Made:
    """Copy, seal, write, read back; then let go of older ones. Blocks; safe beside a running server.

    SealingUnavailable without an offline key, StoreUnavailable when there is no room, Damaged when the database is not
    whole: each a sentence, and nothing new is left behind.
    """
    recipients = [one.key for one in keys.sealer.current()]
    if not recipients:
        raise SealingUnavailable(
            "There is no offline key, and a backup is never written in clear. Make one with: parvis keys init"
        )
    with _alone(what.folder), _private(what.folder) as place:
        _check_room(what)
        tail = _snapshot(what.folder / DATABASE, place / DATABASE)
        ledger.write_head(place, tail, at, keys.ledger)
        faults = integrity.faults(place / DATABASE, place, keys.ledger.public_key(), [])
        if faults:
            raise Damaged(f"The database is not whole, so no backup was made of it: {faults[0]}")
        parts = _parts(what, place)
        manifest = _manifest(parts, place / DATABASE, keys, tail, at)
        made = _written(what.to, [Part(MANIFEST, msgspec.json.encode(manifest)), *parts], manifest, recipients)
    prune(what.to, what.keep, what.days, at)
    return made


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time; what one that was killed left behind is overwritten first."""
    with (folder / LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreUnavailable("Another backup is being made; wait for it.") from None
        for left in folder.glob(TEMPORARY + "*"):
            shred(left)
        yield


@contextlib.contextmanager
def _private(folder: Path) -> Iterator[Path]:
    """A folder for its owner only, whose files are overwritten at the end."""
    place = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder))
    try:
        yield place
    finally:
        shred(place)


def shred(place: Path) -> None:
    """Overwrite what lies in a folder, as SQLite's secure_delete does with rows, and remove it."""
    for file in [one for one in place.rglob("*") if one.is_file()]:
        with contextlib.suppress(OSError), file.open("r+b") as opened:
            left = file.stat().st_size
            while left > 0:
                left -= opened.write(bytes(min(left, archive.PIECE)))
            opened.flush()
            os.fsync(opened.fileno())
    shutil.rmtree(place, ignore_errors=True)


def _check_room(what: What) -> None:
    """StoreUnavailable when the copy would not fit; the sealed file is smaller than the copy, as a rule."""
    try:
        what.to.mkdir(mode=0o700, parents=True, exist_ok=True)
        needed = sum(one.stat().st_size for one in what.folder.glob(DATABASE + "*")) + MARGIN
        for place in (what.folder, what.to):
            free = shutil.disk_usage(place).free
            if free < needed:
                raise StoreUnavailable(
                    f"There is no room for a backup in {place}: it takes about {_mb(needed)}, and {_mb(free)} are free."
                )
    except OSError as fault:
        raise StoreUnavailable(f"{what.to} cannot be used: {fault.strerror or fault}.") from fault


def _mb(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"


def _snapshot(file: Path, copy: Path) -> Tail:
    """One consistent copy, in one step; free pages, with what they may once have held, are left out.

    A copy in several steps begins anew with every write of the server, and never ends (measured: docs/decisions/0033).
    """
    try:
        source = sqlite3.connect(f"file:{file.resolve()}?mode=rw", uri=True)
        try:
            source.execute("PRAGMA busy_timeout = 5000")
            source.execute("VACUUM INTO ?", (str(copy),))
        finally:
            source.close()
    except sqlite3.Error as fault:
        raise StoreUnavailable(f"The database could not be copied: {fault}.") from fault
    copy.chmod(archive.OWNER_ONLY)
    engine = create_engine(f"sqlite:///{copy}", poolclass=NullPool)
    try:
        with engine.connect() as conn:
            return ledger.tail(conn)
    finally:
        engine.dispose()


def _parts(what: What, place: Path) -> list[Part]:
    """Small ones first: whoever reads an archive meets the manifest, then the settings."""
    wanted = [Part(HEAD, place / HEAD)]
    if what.settings is not None and what.settings.is_file():
        wanted.append(Part(SETTINGS, what.settings.read_bytes()))
    public = f"{KEYS}/{sealing.FILE}"
    for name in (public, CLOSED, *what.keys):
        if (what.folder / name).is_file():
            wanted.append(Part(name, (what.folder / name).read_bytes()))
    for file in sorted((what.folder / PACKS).glob("*.json")):
        wanted.append(Part(f"{PACKS}/{file.name}", file.read_bytes()))
    return [*wanted, Part(PACKED, _packed(place / DATABASE, place / PACKED))]


def _packed(copy: Path, into: Path) -> Path:
    """The copy, compressed: about a tenth of it."""
    try:
        with copy.open("rb") as plain, gzip.open(into, "wb", LEVEL) as packed:
            shutil.copyfileobj(plain, packed, archive.PIECE)
    except OSError as fault:
        raise StoreUnavailable(f"{into} could not be written: {fault.strerror or fault}.") from fault
    return into


def _manifest(parts: list[Part], copy: Path, keys: Keys, tail: Tail, at: Instant) -> Manifest:
    public = keys.ledger.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Manifest(
        format=FORMAT, made_at=at, version=__version__, revision=Revision.of_file(copy).name, entries=tail.seq,
        head=tail.hash.hex(), ledger_key=base64.b64encode(public).decode(), rows=integrity.rows(copy),
        parts=[PartMade(one.name, one.size, _digest(one.pieces())) for one in parts],
    )  # fmt: skip


def _digest(pieces: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _written(to: Path, parts: list[Part], manifest: Manifest, recipients: list[str]) -> Made:
    """Under another name until it has been read back."""
    file = to / name_of(manifest.made_at)
    if file.exists():
        raise StoreUnavailable(f"{file} is there already; one backup a second is enough.")
    fresh, once = to / f"{file.name}.part", sealing.fresh_pair()
    fresh.unlink(missing_ok=True)
    archive.write(fresh, parts, [*recipients, once.public], manifest.made_at // 1000)
    try:
        compare(fresh, once.secret, manifest)
        digest = _digest(Part("", fresh).pieces())
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync(to)
    return Made(file, file.stat().st_size, digest, manifest)


def compare(file: Path, secret: str, manifest: Manifest) -> None:
    """Damaged unless every part of an archive is there, and is what the manifest says."""
    found: dict[str, hashlib._Hash] = {}

    def begin(name: str, _size: int) -> archive.Sink:
        found[name] = hashlib.sha256()
        return found[name].update

    archive.read(file, secret, begin, [MANIFEST, *(part.name for part in manifest.parts)])
    for part in manifest.parts:
        if part.name not in found or found[part.name].hexdigest() != part.sha256:
            raise Damaged(f"{file.name} did not read back as it was written, in {part.name}; it was removed again.")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# ---------------------------------------------------------------- those there are


def name_of(at: Instant) -> str:
    """``parvis-2026-11-26T161200Z.age``: by name is by time."""
    return f"parvis-{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%dT%H%M%SZ}.age"


def kept(to: Path) -> list[tuple[Instant, Path]]:
    """The backups in a folder with their times, the oldest first."""
    found = []
    for file in to.glob("parvis-*.age") if to.is_dir() else ():
        if named := NAMED.fullmatch(file.name):
            at = datetime.strptime(named[1], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
            found.append((Instant(int(at.timestamp() * 1000)), file))
    return sorted(found)


def prune(to: Path, keep: int, days: int, now: Instant) -> list[Path]:
    """Remove all but the newest ``keep``, and whatever is older than ``days``: what was erased leaves backups too."""
    there = kept(to)
    newest = {file for _, file in there[-keep:]}
    gone = [file for at, file in there if file not in newest or at < now - days * DAY]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def folder_of(folder: Path, to: str) -> Path:
    """Where backups go: ``backup.to`` is seen from the data folder."""
    if not to:
        raise ConfigError(["backup.to must name a folder."])
    return folder / to

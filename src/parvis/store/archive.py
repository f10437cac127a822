"""A backup's one file: a tar, sealed with age while it is written, so that it never lies anywhere in clear.

``age -d -i KEY FILE | tar x`` opens it anywhere, without Parvis. age seals blocks of 64 KiB, and no two parts share
one: so whatever is damaged, the part that it belongs to can be named, and the others can still be read.
"""

from __future__ import annotations

import os
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyrage

from parvis.core.errors import ConfigError, Damaged, SealingUnavailable, StoreUnavailable

PIECE = 256 * 1024
BLOCK = tarfile.BLOCKSIZE
OWNER_ONLY = 0o600
NAME = re.compile(r"(?=.{1,100}\Z)(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/){0,3}[A-Za-z0-9_][A-Za-z0-9_.-]*")
"""What a part may be called, in the hundred signs a tar has for it.

Whoever knows the public key can seal an archive: no name may lead out of a folder.
"""
SEALED = 64 * 1024
"""Bytes that age seals and proves together (C2SP ``age.md``, payload)."""
HEAD_OF_IT = "its head"
"""What is damaged when not even the first part can be read."""
END_OF_IT = "its end"


@dataclass(frozen=True)
class Part:
    """One file on its way into an archive: what it holds is a file's, or these bytes."""

    name: str
    content: Path | bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size

    def pieces(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


# ---------------------------------------------------------------- writing


def write(file: Path, parts: list[Part], keys: list[str], at_s: int) -> None:
    """Write and sync an archive of these parts, which each of the keys opens alone; nothing that exists is replaced.

    StoreUnavailable when the disk refuses, SealingUnavailable when a key is none; then the file is gone again.
    """
    recipients = [pyrage.x25519.Recipient.from_str(key) for key in keys]
    stream = _Stream(_tar(parts, at_s))
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as out:
            try:
                pyrage.encrypt_io(stream, out, recipients)
            except pyrage.EncryptError as fault:
                raise stream.fault or SealingUnavailable(f"Nothing could be sealed: {fault}.") from fault
            out.flush()
            os.fsync(out.fileno())
            os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # what is verified is what the disk has
    except OSError as fault:
        file.unlink(missing_ok=True)
        raise StoreUnavailable(f"{file} could not be written: {fault.strerror or fault}.") from fault
    except BaseException:
        file.unlink(missing_ok=True)
        raise


class _Stream:
    """Pieces as a file that is read; a fault on the way is kept, because age passes on its words alone."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""
        self.fault: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            return b""
        except Exception as fault:
            self.fault = fault
            raise
        size = len(self._rest) if size < 0 else size
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def _tar(parts: list[Part], at_s: int) -> Iterator[bytes]:
    for part in parts:
        if not NAME.fullmatch(part.name):
            raise ConfigError([f"A file of the name {part.name} cannot be part of a backup."])
        info = tarfile.TarInfo(part.name)
        info.size, info.mtime, info.mode = part.size, at_s, OWNER_ONLY
        yield info.tobuf(tarfile.GNU_FORMAT)
        yield from part.pieces()
        yield bytes(-info.size % BLOCK)
        yield from _gap(BLOCK + info.size + (-info.size % BLOCK))
    yield bytes(2 * BLOCK)


def _gap(written: int) -> Iterator[bytes]:
    """A comment (POSIX pax) that reaches to where the next sealed block begins; every tar reads past it."""
    left = -written % SEALED
    if not left:
        return
    left += SEALED if left < 2 * BLOCK else 0
    info = tarfile.TarInfo("comment")
    info.type, info.size = tarfile.XGLTYPE, left - BLOCK
    yield info.tobuf(tarfile.GNU_FORMAT)
    head = f"{info.size} comment="
    yield f"{head}{'.' * (info.size - len(head) - 1)}\n".encode()


# ---------------------------------------------------------------- reading


Sink = Callable[[bytes], object]
"""Who takes a part, piece by piece."""
Begin = Callable[[str, int], Sink]
"""Called with each part's name and size in bytes; the answer takes what it holds."""


def read(file: Path, secret: str, begin: Begin, expected: list[str]) -> list[str]:
    """Open an archive with a private key and hand its parts out; their names, in order.

    ``expected`` are the names in their order; whoever takes the first part may add those that it tells of.
    ConfigError when the key is not one of its keys; Damaged, with the part, when it is not whole.
    """
    reader = _Reader(begin, expected)
    try:
        with file.open("rb") as sealed:
            pyrage.decrypt_io(sealed, reader, [pyrage.x25519.Identity.from_str(secret)])
    except pyrage.DecryptError as fault:
        if "matching" in str(fault):
            raise ConfigError([f"{file} is not sealed to this key."]) from fault
        raise _damaged(file, HEAD_OF_IT) from fault
    except OSError as fault:
        raise reader.fault or _damaged(file, reader.where) from fault
    if not reader.ended:
        raise _damaged(file, reader.where)
    return reader.names


def _damaged(file: Path, where: str) -> Damaged:
    return Damaged(f"{file.name} is damaged in {where}: it was changed or cut off.")


class _Reader:
    """Takes decrypted bytes as they come, unpacks them, and finds the parts in them."""

    def __init__(self, begin: Begin, expected: list[str]) -> None:
        self._begin, self._expected = begin, expected
        self._held = bytearray()
        self._left = self._padding = 0
        self._sink: Sink = len
        self._over = True
        """Whether the last part was read to its end."""
        self.ended = False
        self.names: list[str] = []
        self.fault: Exception | None = None

    @property
    def where(self) -> str:
        """The part that is being read."""
        if self.names and not self._over:
            return self.names[-1]
        return next((one for one in self._expected if one not in self.names), END_OF_IT)

    def write(self, opened: bytes) -> int:
        self._held += opened
        try:
            while self._step():
                pass
        except Exception as fault:
            self.fault = fault if isinstance(fault, Damaged | StoreUnavailable) else None
            raise OSError(str(fault)) from fault
        return len(opened)

    def flush(self) -> None:
        pass

    def _step(self) -> bool:
        """Use up some of what is held; whether there may be more to do."""
        if self.ended or not self._held:
            return False
        if self._left:
            return self._hand_on()
        if self._padding:
            used = min(self._padding, len(self._held))
            del self._held[:used]
            self._padding -= used
            return True
        return len(self._held) >= BLOCK and self._next()

    def _hand_on(self) -> bool:
        used = min(self._left, len(self._held))
        self._sink(bytes(self._held[:used]))
        del self._held[:used]
        self._left -= used
        self._over = not self._left
        return True

    def _next(self) -> bool:
        block = bytes(self._held[:BLOCK])
        del self._held[:BLOCK]
        if not any(block):
            self.ended = True
            return False
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError) as fault:
            raise Damaged(f"What follows {self.where} is no part of a backup.") from fault
        self._left, self._padding = info.size, -info.size % BLOCK
        if info.type == tarfile.XGLTYPE:
            self._sink = len
            return True
        if not NAME.fullmatch(info.name) or ".." in info.name or info.name in self.names:
            raise Damaged("The backup holds a part with a name that Parvis never gives.")
        self.names.append(info.name)
        self._sink, self._over = self._begin(info.name, info.size), not info.size
        return True


def writing(out: BinaryIO) -> Sink:
    """A sink that writes; StoreUnavailable when the disk refuses."""

    def take(piece: bytes) -> None:
        try:
            out.write(piece)
        except OSError as fault:
            raise StoreUnavailable(f"{out.name} could not be written: {fault.strerror or fault}.") from fault

    return take

"""Sealing to keys that this server does not hold: it can keep such a thing, and never read it again.

The format is age (C2SP ``age.md``, X25519 recipients): ``age -d -i KEY FILE`` opens it anywhere, without Parvis. The
public keys stand in a file that people can read, and that ``age -R`` reads too; each change is also in the ledger.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import msgspec
import pyrage
from sqlalchemy import Connection, select

from parvis.core.errors import ConfigError, SealingUnavailable
from parvis.store.schema import ledger

FILE = "recipients.txt"
ADDED, RETIRED = "keys.added", "keys.retired"
NAME_MAX = 80
HEAD = """\
# Whoever holds the private half of one of these keys can open what Parvis seals from then on.
# Change this file with parvis keys (add, rotate, retire): the ledger must tell of it too.
# Retired keys are commented out: nothing new is sealed to them, and they still open what was.
"""
_KEY = re.compile(r"(#\s*)?(age1[a-z0-9]+)")
_SAID = re.compile(r"#\s*(name|added|retired):\s*(.*)")
_SECRET = re.compile(r"AGE-SECRET-KEY-1[A-Z0-9]+")


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """One public key: who holds the private half, and since when it is sealed to; days are YYYY-MM-DD."""

    key: str
    name: str
    added: str
    retired: str | None = None


@dataclass(frozen=True)
class Pair:
    """A fresh key on its way to paper; ``secret`` must not be kept by whoever made it."""

    public: str
    secret: str = field(repr=False)


class Sealer:
    """The file of recipients, read again whenever it has changed, and what is done with it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[int, int, int] | None = None
        self._known: list[Recipient] = []

    def recipients(self) -> list[Recipient]:
        """All keys, retired ones too, in the order of the file; SealingUnavailable when it cannot be read as one."""
        try:
            stat = self.file.stat()
            seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if seen != self._seen:
                self._known, self._seen = read(self.file.read_text("utf-8")), seen
        except FileNotFoundError:
            self._known, self._seen = [], None
        except (OSError, ValueError) as fault:
            self._seen = None
            raise SealingUnavailable(f"The keys in {self.file} cannot be used: {fault}.") from fault
        return self._known

    def current(self) -> list[Recipient]:
        """The keys that are sealed to now."""
        return [one for one in self.recipients() if one.retired is None]

    def is_ready(self) -> bool:
        """Whether something could be sealed."""
        try:
            return bool(self.current())
        except SealingUnavailable:
            return False

    def seal(self, plaintext: bytes) -> bytes:
        """An age file that each current key opens; SealingUnavailable when there is none: then keep nothing."""
        keys = [one.key for one in self.current()]
        if not keys:
            raise SealingUnavailable("There is no key to seal to. Make one with: parvis keys init")
        return seal(keys, plaintext)

    def keep(self, recipients: list[Recipient]) -> None:
        """Write the file, atomically and synced."""
        fresh = self.file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(written(recipients))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.file)


# ---------------------------------------------------------------- the file


def read(text: str) -> list[Recipient]:
    """The recipients in a file; ValueError, with the line, for anything that is neither a key nor a comment."""
    found: list[Recipient] = []
    said: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if key := _KEY.fullmatch(stripped):
            found.append(_recipient(number, key[2], said, off=bool(key[1])))
            said = {}
        elif about := _SAID.fullmatch(stripped):
            said[about[1]] = about[2].strip()
        elif stripped and not stripped.startswith("#"):
            raise ValueError(f"line {number} is neither a key (age1…) nor a comment")
    keys = [one.key for one in found]
    if len(set(keys)) < len(keys):
        raise ValueError("a key stands there twice")
    return found


def _recipient(number: int, key: str, said: dict[str, str], *, off: bool) -> Recipient:
    retired = said.get("retired")
    if not is_key(key):
        raise ValueError(f"line {number} holds a key with a typing error")
    if off != bool(retired):
        raise ValueError(f"line {number}: a key is commented out exactly when a line above says retired: and the day")
    return Recipient(key=key, name=said.get("name") or key[:12], added=said.get("added", ""), retired=retired)


def written(recipients: list[Recipient]) -> str:
    """The file that says just this."""
    blocks = [HEAD]
    for one in recipients:
        lines = [f"# name: {one.name}", f"# added: {one.added}"]
        lines += [f"# retired: {one.retired}", f"# {one.key}"] if one.retired else [one.key]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


# ---------------------------------------------------------------- age


def fresh_pair() -> Pair:
    """A new key pair, from the system's own randomness."""
    identity = pyrage.x25519.Identity.generate()
    return Pair(public=str(identity.to_public()), secret=str(identity))


def is_key(text: str) -> bool:
    """Whether this is a public age key (X25519), without a typing error."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def seal(keys: list[str], plaintext: bytes, *, armored: bool = False) -> bytes:
    """An age file for these public keys; armored: in letters, for a page or a mail."""
    try:
        recipients = [pyrage.x25519.Recipient.from_str(key) for key in keys]
        return cast("bytes", pyrage.encrypt(plaintext, recipients, armored=armored))
    except (pyrage.RecipientError, pyrage.EncryptError) as fault:
        raise SealingUnavailable(f"Nothing could be sealed: {fault}.") from fault


def secret_in(text: str) -> str:
    """The private key in a file as ``age-keygen`` or the ceremony writes it; ConfigError unless there is just one."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) != 1 or not _SECRET.fullmatch(lines[0]):
        raise ConfigError(["That file holds no private key: one line AGE-SECRET-KEY-1…, and comments with #."])
    return lines[0]


def public_of(secret: str) -> str:
    """The public half of a private key; ConfigError for a typing error."""
    try:
        return str(pyrage.x25519.Identity.from_str(secret).to_public())
    except pyrage.IdentityError as fault:
        raise ConfigError(["The private key has a typing error: compare it with the paper, sign by sign."]) from fault


def unseal(secret: str, sealed: bytes) -> bytes:
    """What was sealed; ConfigError when this private key does not open it, or it was changed."""
    public_of(secret)
    try:
        return cast("bytes", pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)]))
    except pyrage.DecryptError as fault:
        raise ConfigError([f"This key does not open it, or the file is not whole ({fault})."]) from fault


# ---------------------------------------------------------------- what the ledger says


class _Told(msgspec.Struct, frozen=True):
    recipient: str


def told(conn: Connection) -> set[str]:
    """The public keys that are sealed to now, as the ledger tells it."""
    keys: set[str] = set()
    entries = select(ledger.c.kind, ledger.c.body).where(ledger.c.kind.in_([ADDED, RETIRED])).order_by(ledger.c.seq)
    for kind, body in conn.execute(entries):
        key = msgspec.json.decode(body, type=_Told).recipient
        if kind == ADDED:
            keys.add(key)
        else:
            keys.discard(key)
    return keys

"""The server's own secrets, in files nobody else can read: the pepper and the ledger's key; and whom it seals to."""

from __future__ import annotations

import functools
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from parvis.core.errors import ConfigError
from parvis.store import sealing
from parvis.store.sealing import Sealer

PEPPER_FILE = "pepper.key"
LEDGER_FILE = "ledger.key"


@dataclass(frozen=True)
class Keys:
    """Secrets that never enter the database, so that a stolen copy of it cannot be searched for codes or addresses."""

    pepper: bytes
    ledger: Ed25519PrivateKey
    sealer: Sealer
    """Holds public keys only: what it seals, this server cannot read."""

    def hash(self, purpose: str, text: str) -> str:
        """HMAC-SHA256 under a key derived for one purpose, 64 hex characters: equal texts can be found, not read."""
        one = _keyed(self.pepper, purpose).copy()  # `hmac.digest` lets go of the interpreter's lock for 40 bytes
        one.update(text.encode())
        return one.hexdigest()


@functools.lru_cache(maxsize=64)
def _keyed(pepper: bytes, purpose: str) -> hmac.HMAC:
    """HMAC under the key for one purpose, to be copied; there are a dozen, and one more each day."""
    return hmac.new(hmac.digest(pepper, purpose.encode(), "sha256"), digestmod="sha256")


def load_keys(folder: Path) -> Keys:
    """Read both secrets from ``folder``, making what is missing (mode 0600); ConfigError when a file cannot be used."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        pepper = _read_or_make(folder / PEPPER_FILE, lambda: secrets.token_hex(32).encode())
        pem = _read_or_make(folder / LEDGER_FILE, _fresh_pem)
        key = load_pem_private_key(pem, password=None)
        secret = bytes.fromhex(pepper.decode())
    except (OSError, ValueError) as fault:
        raise ConfigError([f"The key files in {folder} cannot be used: {fault}."]) from fault
    if not isinstance(key, Ed25519PrivateKey) or len(secret) != 32:
        raise ConfigError([f"The key files in {folder} are not ones that Parvis wrote."])
    return Keys(secret, key, Sealer(folder / sealing.FILE))


def _fresh_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    content = make()
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return content

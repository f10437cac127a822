"""What a closing leaves to be kept, as a signed bag (BagIt, RFC 8493): counts and proofs, nothing that anybody said."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from parvis.__about__ import __version__
from parvis.core.clock import Instant, day_of
from parvis.core.closing import Notice
from parvis.core.settings import Legal
from parvis.store.ledger import Head

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAGS = "tagmanifest-sha256.txt"
SIGNATURE = f"{TAGS}.sig"
"""Ed25519 by the ledger's key over the tag manifest, and so over everything; base64."""


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """What was there when the square closed."""

    closing: str
    at: Instant
    version: str
    tables: Mapping[str, int]
    """Rows of each table."""
    files: Mapping[str, int]
    """Bytes of each file in the data folder; what is in them is in no bag."""


def bag(
    folder: Path, notice: Notice, head: Head, tables: Mapping[str, int], key: Ed25519PrivateKey, legal: Legal
) -> dict[str, bytes]:
    """Every file of the bag by its path in it."""
    inventory = Inventory(
        closing=notice.id, at=Instant(head.at), version=__version__, tables=tables, files=_files(folder)
    )  # fmt: skip
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    payload = {
        "data/inventory.json": _json(inventory), "data/notice.json": _json(notice), "data/ledger.head": _json(head),
        "data/ledger.pub": public,
    }  # fmt: skip
    tags = {
        "bagit.txt": DECLARATION, "bag-info.txt": _info(payload, notice, head, legal),
        "manifest-sha256.txt": _manifest(payload, "sha256"), "manifest-sha512.txt": _manifest(payload, "sha512"),
    }  # fmt: skip
    sums = _manifest(tags, "sha256")
    return payload | tags | {TAGS: sums, SIGNATURE: base64.b64encode(key.sign(sums)) + b"\n"}


def _files(folder: Path) -> dict[str, int]:
    return {str(one.relative_to(folder)): one.stat().st_size for one in sorted(folder.rglob("*")) if one.is_file()}


def _info(payload: Mapping[str, bytes], notice: Notice, head: Head, legal: Legal) -> bytes:
    """Names from the standard's own list (RFC 8493, section 2.2.2)."""
    size = sum(map(len, payload.values()))
    lines = (
        f"Source-Organization: {' '.join(legal.operator.split())}", f"Contact-Email: {legal.contact_email}",
        f"External-Identifier: {notice.id}", f"External-Description: {notice.basis}",
        f"Bagging-Date: {day_of(Instant(head.at))}", f"Payload-Oxum: {size}.{len(payload)}",
    )  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    lines = (f"{hashlib.new(algorithm, content).hexdigest()}  {name}\n" for name, content in files.items())
    return "".join(lines).encode()


def _json(what: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(what), indent=2) + b"\n"

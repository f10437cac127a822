"""Packs that others publish: signed with Ed25519 (RFC 8032), so that nobody on the way can put words into them."""

from __future__ import annotations

import base64
import binascii

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from parvis.guard.rules import BadPack

DOMAIN = b"parvis.pack.v1\0"
"""What a signature covers begins with this, so that no other signature of the same key can pass for one."""
PREFIX = "ed25519:"


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stands beside a pack as ``NAME.toml.sig``, in JSON."""

    key: str
    """The publisher's public key: ``ed25519:`` and 32 bytes in base64."""
    signature: str
    """64 bytes in base64, over `DOMAIN` and the file as it is."""


def sign(key: Ed25519PrivateKey, pack: bytes) -> Signature:
    """Sign a pack's file."""
    return Signature(key=name_of(key.public_key()), signature=base64.b64encode(key.sign(DOMAIN + pack)).decode())


def name_of(key: Ed25519PublicKey) -> str:
    """A public key as people pass it on."""
    return PREFIX + base64.b64encode(key.public_bytes_raw()).decode()


def verify(pack: bytes, signature: Signature, trusted: str) -> None:
    """BadPack, in one sentence, unless this pack was signed by the key that is trusted for it."""
    if signature.key != trusted:
        raise BadPack(f"This pack is signed by {signature.key}, and not by {trusted}, which is trusted for it.")
    try:
        key = Ed25519PublicKey.from_public_bytes(_decoded(trusted.removeprefix(PREFIX)))
        key.verify(_decoded(signature.signature), DOMAIN + pack)
    except InvalidSignature as fault:
        raise BadPack(
            "The signature does not fit this pack: it was changed on its way, or is another one's."
        ) from fault
    except ValueError as fault:
        raise BadPack(f"{trusted} is no key: it begins with {PREFIX}, and 32 bytes in base64 follow.") from fault


def read_signature(text: bytes) -> Signature:
    """A signature's file; BadPack when it is none."""
    try:
        return msgspec.json.decode(text, type=Signature)
    except msgspec.DecodeError as fault:
        raise BadPack(f"This is no signature of a pack: {fault}.") from fault


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise ValueError(str(fault)) from fault

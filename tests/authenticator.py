"""A passkey made of software: it makes real keys, attests nothing, signs real assertions, as a browser hands them on.

Written from W3C Web Authentication, Level 3 (sections 5.8.1, 6.1, 6.5), not from the library that checks it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40
"""Flags: user present, user verified, backup eligible, backed up, attested credential data."""


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Passkey:
    """One credential: its private key, whose it is, and how far it counts."""

    rp_id: str
    user: bytes
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    count: int = 0

    def cose(self) -> bytes:
        numbers = self.secret.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


@dataclass
class Authenticator:
    """Somebody's key ring, at a browser that shows ``origin``."""

    origin: str
    is_verified: bool = True
    """Whether the person shows a PIN, a finger, a face."""
    counts: bool = True
    """Passkeys that travel between devices do not count."""
    passkeys: list[Passkey] = field(default_factory=list)

    def create(self, options: str) -> str:
        """``navigator.credentials.create()``: a fresh passkey for these options."""
        asked = json.loads(options)
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert {"type": "public-key", "alg": -7} in asked["pubKeyCredParams"]
        one = Passkey(asked["rp"]["id"], unb64(asked["user"]["id"]))
        assert one.id not in [unb64(known["id"]) for known in asked.get("excludeCredentials", [])]
        self.passkeys.append(one)
        return self.create_again(options, one)

    def create_again(self, options: str, one: Passkey) -> str:
        """Answer with a passkey that exists already, as no honest authenticator would."""
        asked = json.loads(options)
        attested = bytes(16) + len(one.id).to_bytes(2, "big") + one.id + one.cose()
        data = self._data(one, AT) + attested
        client = self._client("webauthn.create", asked["challenge"])
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(one, {"clientDataJSON": b64(client), "attestationObject": b64(attestation)})

    def get(self, options: str, passkey: Passkey | None = None) -> str:
        """``navigator.credentials.get()``: the newest passkey that fits, or this one."""
        asked = json.loads(options)
        assert asked["userVerification"] == "required"
        allowed = [unb64(one["id"]) for one in asked.get("allowCredentials", [])]
        fitting = [one for one in self.passkeys if one.rp_id == asked["rpId"] and (not allowed or one.id in allowed)]
        one = passkey or fitting[-1]
        one.count += 1 if self.counts else 0
        data, client = self._data(one, 0), self._client("webauthn.get", asked["challenge"])
        signature = one.secret.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        return self._answer(one, {
            "clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature),
            "userHandle": b64(one.user),
        })  # fmt: skip

    def _data(self, one: Passkey, more: int) -> bytes:
        flags = UP | (UV if self.is_verified else 0) | more
        return hashlib.sha256(one.rp_id.encode()).digest() + bytes([flags]) + one.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said, separators=(",", ":")).encode()

    def _answer(self, one: Passkey, response: dict[str, Any]) -> str:
        return json.dumps({
            "id": b64(one.id), "rawId": b64(one.id), "type": "public-key", "response": response,
            "clientExtensionResults": {}, "authenticatorAttachment": "platform",
        })  # fmt: skip

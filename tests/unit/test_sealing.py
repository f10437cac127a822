"""What Parvis seals is an age file: a reader written here from the specification opens it, and what age sealed opens.

The specification is ``age.md`` of the C2SP; nothing of `pyrage` is used to read.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.store import sealing

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHUNK = 64 * 1024

FROM_AGE_SECRET = "AGE-SECRET-KEY-1V7U5PKWTH4XGWN3FWT6ALY9QM7DE5A43AJS2LSZZJ26SJANS35RQ8VGF6C"
FROM_AGE = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSAyNUJadGZZTzEvSDVPeEh6
NWhBdCtpNHN1RnlJVXdwbTBDZzJTa2prNzJRCjRPOFRRMG9pRHNKc3A0YUZkamJS
S1QyREJlTEdJZ0RFSXNFYjhhd2RXUHMKLS0tIFdBNVBZSXBoQUJFV1ZZMzlZMlhZ
V1ZEdGNmZW5ZL2I2a0JZQXpLMmlaZFEKMRSKz8A1KKcsYgnxyB5BgCBw4vVDcmhv
hqrniZBJuFnqgvKYkqHGqhY2MF65gxKdZ2osKoA=
-----END AGE ENCRYPTED FILE-----
"""
"""Written by the program age 1.1.1 for this key."""


# ---------------------------------------------------------------- a reader of age files


def decoded(secret: str) -> bytes:
    """The 32 bytes of a private key (Bech32 without looking at its checksum)."""
    digits = [BECH32.index(sign) for sign in secret.lower().rpartition("1")[2][:-6]]
    bits = "".join(f"{digit:05b}" for digit in digits)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, 256, 8))


def plain(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def stanzas(header: list[str]) -> Iterator[tuple[list[str], bytes]]:
    """Arguments and body of each recipient."""
    at = 0
    while at < len(header):
        assert header[at].startswith("-> ")
        arguments, body = header[at][3:].split(" "), ""
        while True:
            at += 1
            body += header[at]
            if len(header[at]) < 64:
                break
        yield arguments, plain(body)
        at += 1


def file_key(header: list[str], identity: X25519PrivateKey) -> bytes:
    own = identity.public_key().public_bytes_raw()
    for arguments, body in stanzas(header):
        if arguments[0] == "X25519":
            share = plain(arguments[1])
            shared = identity.exchange(X25519PublicKey.from_public_bytes(share))
            wrapping = derived(shared, share + own, b"age-encryption.org/v1/X25519")
            try:
                return ChaCha20Poly1305(wrapping).decrypt(bytes(12), body, None)
            except InvalidTag:
                continue
    raise LookupError("not for this key")


def read_age(sealed: bytes, secret: str) -> bytes:
    head, _, rest = sealed.partition(b"\n--- ")
    mac, _, payload = rest.partition(b"\n")
    version, *header = head.decode().split("\n")
    assert version == "age-encryption.org/v1"
    key = file_key(header, X25519PrivateKey.from_private_bytes(decoded(secret)))
    wanted = hmac.digest(derived(key, b"", b"header"), head + b"\n---", hashlib.sha256)
    assert hmac.compare_digest(wanted, plain(mac.decode()))
    stream = ChaCha20Poly1305(derived(key, payload[:16], b"payload"))
    body, opened = payload[16:], b""
    pieces = [body[at : at + CHUNK + 16] for at in range(0, len(body), CHUNK + 16)]
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        opened += stream.decrypt(number.to_bytes(11, "big") + bytes([last]), piece, None)
    return opened


# ---------------------------------------------------------------- both ways


@settings(max_examples=30)
@given(st.binary(max_size=3_000), st.integers(1, 4))
def test_whoever_knows_only_the_specification_can_open_what_was_sealed(plaintext: bytes, count: int) -> None:
    pairs = [sealing.fresh_pair() for _ in range(count)]
    sealed = sealing.seal([pair.public for pair in pairs], plaintext)
    assert [read_age(sealed, pair.secret) for pair in pairs] == [plaintext] * count
    with pytest.raises(LookupError):
        read_age(sealed, sealing.fresh_pair().secret)


def test_what_needs_several_pieces_opens_too() -> None:
    pair, plaintext = sealing.fresh_pair(), b"0123456789" * 20_000
    assert read_age(sealing.seal([pair.public], plaintext), pair.secret) == plaintext


def test_what_the_program_age_sealed_opens_here() -> None:
    assert sealing.unseal(FROM_AGE_SECRET, FROM_AGE) == "Scellé par age 1.1.1".encode()
    lines = FROM_AGE.decode().split("\n")[1:-2]
    assert read_age(base64.b64decode("".join(lines)), FROM_AGE_SECRET) == "Scellé par age 1.1.1".encode()


def test_the_letters_of_an_armored_file_hold_the_same() -> None:
    pair = sealing.fresh_pair()
    armored = sealing.seal([pair.public], b"bonsoir", armored=True).decode()
    first, *body, last = armored.strip().split("\n")
    assert (first, last) == ("-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----")
    assert read_age(base64.b64decode("".join(body)), pair.secret) == b"bonsoir"


def test_sealing_twice_gives_two_different_files() -> None:
    pair = sealing.fresh_pair()
    assert sealing.seal([pair.public], b"oui") != sealing.seal([pair.public], b"oui")


@pytest.mark.parametrize("text", ["", "age1", "bonsoir", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_what_is_no_key_is_seen(text: str) -> None:
    assert not sealing.is_key(text)
    assert not sealing.is_key(sealing.fresh_pair().public.upper()), "the file has one spelling"

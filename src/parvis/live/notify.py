"""Calling out to the person on call: one signed POST, and what came of it. The outbox is `parvis.store.notify`.

Signed as https://www.standardwebhooks.com asks: an id that stays the same at each try, the time of the try, and an
HMAC-SHA256 over both and the body. One of the three files that may call out (``docs/decisions``).
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import functools
import hashlib
import hmac
import os
import secrets
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import httpx

from parvis.core.clock import HOUR, MINUTE, SECOND
from parvis.core.errors import ConfigError

TIMEOUT_SECONDS = 10.0
"""For a whole try: resolving, connecting, sending, and the head of the answer."""
GIVE_UP_MS = 24 * HOUR
FIRST_WAIT_MS = 10 * SECOND
LONGEST_WAIT_MS = 10 * MINUTE
PREFIX = "whsec_"
SECRET_BYTES = 32
AGENT = "Parvis"


class Came(StrEnum):
    """What came of a try."""

    DELIVERED = "delivered"
    FAILED = "failed"
    """Try again later."""
    GONE = "gone"
    """The receiver says never to call again (410)."""


@dataclass(frozen=True)
class Answer:
    """What came of a try, and in a few words how; the words name neither the address nor anything it said."""

    came: Came
    words: str


@dataclass(frozen=True)
class Webhook:
    """Where to call, and the secrets that sign: the first is the current one."""

    url: str
    secrets: tuple[bytes, ...] = field(repr=False)


# ---------------------------------------------------------------- the secret


def fresh_secret() -> str:
    """A new signing secret as it stands in a file."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def read_secrets(
    file: Path, setting: str = "on_call.secret_file", mend: str = "parvis notify secret"
) -> tuple[bytes, ...]:
    """The secrets in a file, one a line; ConfigError when it cannot be read, or holds none or something else.

    ``setting`` names the file in sentences, ``mend`` is the command that makes it.
    """
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        found = tuple(_secret(line) for line in lines if line and not line.startswith("#"))
    except FileNotFoundError:
        raise ConfigError([f"{setting}: {file} is missing. Make it with: {mend}"]) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([f"{setting}: {file} cannot be read."]) from fault
    except ValueError:
        raise ConfigError([f"{setting}: {file} must hold lines whsec_… of 24 to 64 bytes."]) from None
    if not found:
        raise ConfigError([f"{setting}: {file} holds no secret."])
    return found


def _secret(line: str) -> bytes:
    try:
        key = base64.b64decode(line.removeprefix(PREFIX), validate=True)
    except binascii.Error as fault:
        raise ValueError from fault
    if not line.startswith(PREFIX) or not 24 <= len(key) <= 64:
        raise ValueError
    return key


def make_secret(file: Path) -> str:
    """Write a fresh secret where none is (for its owner only), and return what stands there."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        read_secrets(file)
        return file.read_text("utf-8").strip()
    made = fresh_secret()
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(made + "\n")
    return made


# ---------------------------------------------------------------- one try


def signatures(hook: Webhook, call: str, seconds: int, body: bytes) -> str:
    """The ``webhook-signature`` header: one signature for each secret, separated by spaces."""
    signed = f"{call}.{seconds}.".encode() + body
    made = (hmac.digest(secret, signed, hashlib.sha256) for secret in hook.secrets)
    return " ".join(f"v1,{base64.b64encode(one).decode()}" for one in made)


async def call_out(hook: Webhook, call: str, seconds: int, body: bytes) -> Answer:
    """Make one call; ``seconds`` is the time of this try since 1970. Never raises for what the other side does."""
    headers = {
        "content-type": "application/json", "user-agent": AGENT, "webhook-id": call,
        "webhook-timestamp": str(seconds), "webhook-signature": signatures(hook, call, seconds, body),
    }  # fmt: skip
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return _judged(await _post(hook.url, headers, body))
    except TimeoutError:
        return Answer(Came.FAILED, f"no answer within {TIMEOUT_SECONDS:.0f} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
        return Answer(Came.FAILED, f"could not be reached ({type(fault).__name__})")


async def _post(url: str, headers: dict[str, str], body: bytes) -> int:
    """The status of the answer; what else it holds is not read. No redirect, no cookie, no proxy, nothing of .netrc."""
    # No time limits of its own: they count from sign to sign, and `call_out` has one for the whole.
    client = httpx.AsyncClient(verify=_trusted(), trust_env=False, follow_redirects=False, timeout=None)  # noqa: S113
    async with client, client.stream("POST", url, content=body, headers=headers) as answer:
        return answer.status_code


@functools.cache
def _trusted() -> ssl.SSLContext:
    """The machine's own list of authorities, so that an operator may add one."""
    return ssl.create_default_context()


def _judged(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(Came.DELIVERED, f"answered {status}")
    if status == httpx.codes.GONE:
        return Answer(Came.GONE, "answered 410: it wants no more calls")
    if 300 <= status < 400:
        return Answer(Came.FAILED, f"answered {status}: a redirect, which is not followed")
    return Answer(Came.FAILED, f"answered {status}")


def wait_ms(tries: int, luck: float) -> int:
    """How long to wait after so many failed tries: three times as long each time, half of it by luck (0 to 1)."""
    longest = min(FIRST_WAIT_MS * 3 ** min(tries - 1, 10), LONGEST_WAIT_MS)
    return int(longest * (0.5 + luck / 2))

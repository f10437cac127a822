"""Somebody's pager as a real HTTP server on this machine, that answers as it is told to."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SILENCE, HANG_UP, DRIP = "silence", "hang up", "drip"
"""Never answers; closes without a word; sends one sign of an answer after the other, and never the last."""


def call_at(url: str, settings: Path) -> None:
    """Write into a file of settings whom to call; other sections have addresses of their own."""
    text = settings.read_text("utf-8")
    head, section, rest = text.partition("[on_call]")
    assert section, "the file that comes with a square has this section"
    settings.write_text(head + section + re.sub(r"(?m)^url = .*$", f'url = "{url}"', rest, count=1), "utf-8")


@dataclass(frozen=True)
class Heard:
    """One call as it came in."""

    request: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    def is_signed_with(self, secret: str) -> bool:
        """What a receiver does by the specification (standard-webhooks.md, "Verifying webhook authenticity")."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = b".".join((self.id.encode(), self.headers["webhook-timestamp"].encode(), self.body))
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        given = [part.split(",", 1) for part in self.headers["webhook-signature"].split(" ")]
        return any(version == "v1" and hmac.compare_digest(wanted, value) for version, value in given)


@dataclass
class Receiver:
    """A server; ``answers`` are used up one by one (a status, or a way not to answer), then it says 204."""

    port: int = 0
    scheme: str = "http"
    answers: list[int | str] = field(default_factory=list)
    location: str = ""
    heard: list[Heard] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}/pager"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            self.heard.append(await _request(reader))
            await self._answer(self.answers.pop(0) if self.answers else 204, reader, writer)
        writer.close()

    async def _answer(self, how: int | str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if how == SILENCE:
            await reader.read()
        elif how == DRIP:
            for _ in range(10_000):
                writer.write(b"H")
                await writer.drain()
                await asyncio.sleep(0.02)
        elif isinstance(how, int):
            moved = f"Location: {self.location}\r\n" if self.location else ""
            writer.write(f"HTTP/1.1 {how} Said\r\n{moved}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()


async def _request(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return Heard(first, headers, await reader.readexactly(int(headers.get("content-length", 0))))


@contextlib.asynccontextmanager
async def receiving(*answers: int | str, tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver that listens for as long as the block lasts."""
    one = Receiver(answers=list(answers), scheme="https" if tls else "http")
    server = await asyncio.start_server(one.take, "localhost", 0, ssl=tls)
    one.port = server.sockets[0].getsockname()[1]
    for other in server.sockets[1:]:
        other.close()
    try:
        yield one
    finally:
        server.close()

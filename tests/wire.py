"""A WebSocket written by hand, byte by byte, for frames that no well-behaved client would send."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

from house import Doors

TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA
FIN = 0x80


def frame(payload: bytes, opcode: int = TEXT, *, flags: int = FIN, claimed: int | None = None) -> bytes:
    """One masked frame (RFC 6455 section 5.2); ``claimed`` is the length its header tells."""
    size = len(payload) if claimed is None else claimed
    mask = os.urandom(4)
    if size < 126:
        head = struct.pack("!BB", flags | opcode, 0x80 | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", flags | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", flags | opcode, 0x80 | 127, size)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def text(**fields: Any) -> bytes:
    return frame(json.dumps(fields).encode())


HELLO = text(t="hello", v=1)


@dataclass
class Wire:
    """The two ends of a TCP connection after the upgrade."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def next(self) -> tuple[int, bytes]:
        """The next frame: its opcode and its payload."""
        async with asyncio.timeout(5):
            first, size = await self.reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return first & 0x0F, await self.reader.readexactly(size)

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next text frame of that kind."""
        while True:
            opcode, payload = await self.next()
            if opcode == TEXT and (told := json.loads(payload))["t"] == kind:
                found: dict[str, Any] = told
                return found

    async def end(self) -> tuple[list[dict[str, Any]], int | None]:
        """Everything said until the server closes, and its close code; None when the line was just cut."""
        told: list[dict[str, Any]] = []
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionResetError):
            while True:
                opcode, payload = await self.next()
                if opcode == CLOSE:
                    return told, struct.unpack("!H", payload[:2])[0]
                if opcode == TEXT:
                    told.append(json.loads(payload))
        return told, None

    async def cut(self) -> None:
        """Wait until nothing more can come."""
        async with asyncio.timeout(5):
            with contextlib.suppress(ConnectionResetError):
                while await self.reader.read(65_536):
                    pass


def request(doors: Doors, cookies: httpx.Cookies | None, *, path: str = "/ws", **headers: str | None) -> bytes:
    """The upgrade's head; a header given as None is left out."""
    fields: dict[str, str | None] = {
        "Host": f"localhost:{doors.port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Origin": doors.origin,
        "Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items()) or None,
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


@contextlib.asynccontextmanager
async def dialled(doors: Doors) -> AsyncIterator[Wire]:
    """A bare connection to the public listener."""
    reader, writer = await asyncio.open_connection("127.0.0.1", doors.port)
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def refusal(doors: Doors, head: bytes) -> tuple[int, str]:
    """The status and the whole answer to an upgrade that is not granted."""
    async with dialled(doors) as wire:
        await wire.send(head)
        async with asyncio.timeout(5):
            answer = (await wire.reader.read(65_536)).decode()
    return int(answer.split(" ")[1]), answer


@contextlib.asynccontextmanager
async def upgraded(doors: Doors, client: httpx.AsyncClient, after: bytes = b"") -> AsyncIterator[Wire]:
    """A WebSocket of this visitor; ``after`` leaves in one packet as soon as the upgrade is granted."""
    async with dialled(doors) as wire:
        await wire.send(request(doors, client.cookies))
        async with asyncio.timeout(5):
            head = await wire.reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        await wire.send(after)
        yield wire

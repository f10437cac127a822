"""A bare broadcaster on picows: rooms and nothing else, one joined write per member and turn of the loop.

`python picows_room.py PORT [each]`; with ``each``, one write per member and message.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server


class Room:
    """Who is there, and what was said in this turn of the loop."""

    def __init__(self) -> None:
        self.members: set[WSTransport] = set()
        self._pending: list[bytes] = []

    def tell(self, frame: bytes) -> None:
        """Write it out now, once per member."""
        for member in self.members:
            member.underlying_transport.write(frame)

    def tell_soon(self, frame: bytes) -> None:
        """Write it out with its neighbours, when the loop has read everything."""
        if not self._pending:
            asyncio.get_running_loop().call_soon(self._flush)
        self._pending.append(frame)

    def _flush(self) -> None:
        said, self._pending = b"".join(self._pending), []
        self.tell(said)


class Member(WSListener):
    """One connection."""

    def __init__(self, room: Room, tell: Callable[[bytes], None]) -> None:
        self._room, self._tell = room, tell

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._room.members.add(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.TEXT:
            self._tell(framed(frame.get_payload_as_bytes()))
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._room.members.discard(transport)


def framed(payload: bytes) -> bytes:
    """An unmasked text frame (RFC 6455 section 5.2), the same for every reader."""
    size = len(payload)
    head = bytes([0x81, size]) if size < 126 else bytes([0x81, 126]) + size.to_bytes(2, "big")
    return head + payload


async def main(port: int, *, each: bool) -> None:
    """Serve until killed."""
    rooms: defaultdict[str, Room] = defaultdict(Room)

    def listener(request: WSUpgradeRequest) -> WSListener:
        room = rooms[parse_qs(urlsplit(request.path.decode()).query)["room"][0]]
        return Member(room, room.tell if each else room.tell_soon)

    server = await ws_create_server(
        listener, "127.0.0.1", port, backlog=4096, enable_auto_ping=False, read_buffer_init_size=2048
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), each="each" in sys.argv))

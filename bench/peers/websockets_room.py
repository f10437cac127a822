"""A broadcaster on `websockets`, with its own `broadcast()`, on uvloop and without compression.

`python websockets_room.py PORT`
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

rooms: defaultdict[str, set[ServerConnection]] = defaultdict(set)


async def talk(connection: ServerConnection) -> None:
    """Everything said goes to everybody in the room."""
    assert connection.request is not None
    room = rooms[parse_qs(urlsplit(connection.request.path).query)["room"][0]]
    room.add(connection)
    try:
        with contextlib.suppress(ConnectionClosed):
            async for text in connection:
                broadcast(room, text)
    finally:
        room.discard(connection)


async def main(port: int) -> None:
    """Serve until killed."""
    async with serve(talk, "127.0.0.1", port, compression=None, ping_interval=None, backlog=4096):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))

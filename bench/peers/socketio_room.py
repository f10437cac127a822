"""A broadcaster on python-socketio (ASGI, uvicorn, httptools, uvloop), WebSocket transport only, no compression.

`python socketio_room.py PORT`
"""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import parse_qs

import socketio
import uvicorn

server = socketio.AsyncServer(async_mode="asgi", transports=["websocket"], http_compression=False, ping_interval=3600)
rooms: dict[str, str] = {}


async def connect(sid: str, environ: dict[str, Any]) -> None:
    """Come into the room named in the address."""
    rooms[sid] = parse_qs(environ["QUERY_STRING"])["room"][0]
    await server.enter_room(sid, rooms[sid])


async def disconnect(sid: str, *_reason: object) -> None:
    """Gone."""
    rooms.pop(sid, None)


async def say(sid: str, said: dict[str, str]) -> None:
    """Everything said goes to everybody in the room."""
    await server.emit("msg", said, room=rooms[sid])


for name, handler in {"connect": connect, "disconnect": disconnect, "say": say}.items():
    server.on(name, handler)

if __name__ == "__main__":
    uvicorn.run(
        socketio.ASGIApp(server), host="127.0.0.1", port=int(sys.argv[1]), backlog=4096, http="httptools",
        loop="uvloop", ws="websockets-sansio", ws_per_message_deflate=False, ws_ping_interval=None, access_log=False,
        log_level="warning",
    )  # fmt: skip

"""A broadcaster as one writes it with Starlette on uvicorn (httptools, uvloop, websockets-sansio), no compression.

`python starlette_room.py PORT`
"""

from __future__ import annotations

import sys
from collections import defaultdict

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

rooms: defaultdict[str, set[WebSocket]] = defaultdict(set)


async def talk(socket: WebSocket) -> None:
    """Everything said goes to everybody in the room, one awaited send after the other."""
    await socket.accept()
    room = rooms[socket.query_params["room"]]
    room.add(socket)
    try:
        while True:
            text = await socket.receive_text()
            for member in tuple(room):
                await member.send_text(text)
    except WebSocketDisconnect:
        pass
    finally:
        room.discard(socket)


if __name__ == "__main__":
    uvicorn.run(
        Starlette(routes=[WebSocketRoute("/ws", talk)]), host="127.0.0.1", port=int(sys.argv[1]), backlog=4096,
        http="httptools", loop="uvloop", ws="websockets-sansio", ws_per_message_deflate=False, ws_ping_interval=None,
        access_log=False, log_level="warning",
    )  # fmt: skip

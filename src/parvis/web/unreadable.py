"""What cannot be read as a request (an unknown method, `CONNECT`, noise) meets the notice too while it stands."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from parvis.web.notice import Notices


def protocol_for(notices: Notices) -> type[asyncio.Protocol]:
    """Uvicorn's protocol; where it would answer 400 by itself, before any application, a closed square answers."""

    class Protocol(HttpToolsProtocol):
        """One connection."""

        def send_400_response(self, msg: str) -> None:
            if notices.shown is None:
                super().send_400_response(msg)
                return
            told = notices.answer("", "", "")
            head = [f"HTTP/1.1 {told.status} {HTTPStatus(told.status).phrase}"]
            head += [f"{name}: {value}" for name, value in told.headers]
            head += [f"Content-Length: {len(told.body)}", "Connection: close", "", ""]
            self.transport.write("\r\n".join(head).encode("latin-1") + told.body)
            self.transport.close()

    return Protocol

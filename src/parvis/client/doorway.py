"""The JSON doors as a client uses them: one call, one connection, and the cookies kept in between."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import ssl
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from parvis.client.faults import refused
from parvis.core.errors import Unavailable

HTTP_SECONDS = 20.0
Given = TypeVar("Given", bound=Struct)


class Doorway:
    """One visitor's way in, and who the square takes them for."""

    def __init__(self, origin: str, lang: str, cookies: Mapping[str, str] | None, tls: ssl.SSLContext | None) -> None:
        self.origin, self.lang, self.tls = origin.rstrip("/"), lang, tls
        self.cookies: dict[str, str] = dict(cookies or {})

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries, the upgrade too."""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Origin": self.origin, "Cookie": jar, "Accept-Language": self.lang}

    async def call(self, method: str, path: str, body: Struct | None, gives: type[Given]) -> Given:
        """One call: RefusedError with its problem, Unavailable when there is no answer within 20 seconds."""
        try:
            status, data = await asyncio.to_thread(self._exchange, method, path, body)
        except (OSError, http.client.HTTPException) as fault:
            raise Unavailable(f"{self.origin} does not answer: {fault}") from fault
        if status >= 400:
            raise refused(status, data)
        return msgspec.json.decode(data or b"{}", type=gives)

    def _exchange(self, method: str, path: str, body: Struct | None) -> tuple[int, bytes]:
        """On a thread of its own."""
        split = urlsplit(self.origin)
        line: http.client.HTTPConnection
        if split.scheme == "https":
            line = http.client.HTTPSConnection(split.netloc, timeout=HTTP_SECONDS, context=self.tls)
        else:
            line = http.client.HTTPConnection(split.netloc, timeout=HTTP_SECONDS)
        with contextlib.closing(line):
            said = msgspec.json.encode(body) if body is not None else None
            line.request(method, path, said, self.headers | {"Content-Type": "application/json"})
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self._keep(cookie)
            return answer.status, answer.read()

    def _keep(self, cookie: str) -> None:
        for name, morsel in SimpleCookie(cookie).items():
            if morsel.value and morsel["max-age"] != "0":
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)

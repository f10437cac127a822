"""One JSON door: what it takes, gives and refuses, said in one place for the server and for `/openapi.json`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.bodies import Nothing
from parvis.web.problems import problem

T = TypeVar("T", bound=Struct)
JSON = "application/json"
PLACE = re.compile(r"at `\$\.([a-z_]+)|field `([a-z_]+)`")
"""Where msgspec says that the fault lies."""


@dataclass(frozen=True)
class Operation(Generic[T]):
    """A row of the interface. The verb's name is the operation's, the first sentence about it its purpose."""

    method: str
    path: str
    verb: Callable[[Request, T], Awaitable[Response]]
    takes: type[T]
    """Read from the query of a GET, from the JSON body of a POST or PATCH; a DELETE takes `Nothing`."""
    gives: type[Struct] | None
    """The body of a 200; None for a 204."""
    refuses: tuple[int, ...] = ()
    """Statuses beyond those that every door of its kind may answer (see `parvis.web.api.openapi`)."""

    @property
    def name(self) -> str:
        """As programs call it."""
        return self.verb.__name__

    @property
    def purpose(self) -> str:
        """One line."""
        return (self.verb.__doc__ or "").strip().splitlines()[0]

    @property
    def has_body(self) -> bool:
        """Whether it is asked with JSON."""
        return self.method in ("POST", "PATCH")


def routes_of(operations: Iterable[Operation[Any]]) -> list[Route]:
    """One route for each path, so that a 405 names every method there is."""
    by_path: dict[str, dict[str, Operation[Any]]] = {}
    for one in operations:
        by_path.setdefault(one.path, {})[one.method] = one
    return [Route(path, _endpoint(methods), methods=list(methods)) for path, methods in by_path.items()]


def _endpoint(methods: dict[str, Operation[Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        operation = methods["GET" if request.method == "HEAD" else request.method]
        taken = await _read(request, operation)
        return taken if isinstance(taken, Response) else await operation.verb(request, taken)

    return answer


async def _read(request: Request, operation: Operation[Any]) -> Struct | Response:
    """What came, as the struct the verb takes, or the problem with it."""
    try:
        if operation.has_body:
            return _sure(msgspec.json.decode(await request.body(), type=operation.takes))
        if operation.takes is Nothing:
            return Nothing()
        return _sure(msgspec.convert(dict(request.query_params), operation.takes, strict=False))
    except (ValueError, RecursionError) as fault:  # msgspec's faults, bad UTF-8, nesting without end
        return misread(request, str(fault))


def _sure(taken: Any) -> Struct:
    assert isinstance(taken, Struct)
    return taken


def misread(request: Request, fault: str) -> Response:
    """422 with the field, where there is one."""
    place = PLACE.search(fault)
    name = place[1] or place[2] if place else None
    if name is None:
        return problem(request, 422, "api-body")
    return problem(request, 422, "api-field", {"field": name}, field=name)


def given(body: Struct | None = None) -> Response:
    """200 with a body, or 204."""
    return Response(status_code=204) if body is None else Response(msgspec.json.encode(body), 200, media_type=JSON)

"""OpenAPI 3.1 of every JSON door, made from the table of operations and the one route table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import msgspec
from msgspec import Struct

from parvis.core import bodies
from parvis.core.closing import STATUS
from parvis.core.protocol import VERSION
from parvis.web import cookies
from parvis.web.api.operation import JSON, Operation
from parvis.web.api.operations import OPERATIONS
from parvis.web.gate import Asked, Need, need_of
from parvis.web.problems import MEDIA

Document = dict[str, Any]
REF = "#/components/schemas/{name}"
INTRODUCTION = """\
Everything the square's own pages do, program by program: there is no private door. What is said while it happens comes
over the WebSocket at `/ws`, described in `/asyncapi.json`; both are readable at `/docs`.

- **Who you are** is two HttpOnly cookies: the age pass, set by `POST /api/age/voucher`, and the visit, set by
  `POST /api/enter`. There is no account, no key and no token in any address. Under https their names begin with
  `__Host-`. Trusted flaggers bring a token of their own, in `Authorization: Bearer`.
- **Reporting** is open to anybody, inside or not: `POST /api/reports`. The code in its answer is the only way back to
  it, at `POST /api/receipt`.
- **The team** signs in with passkeys, on pages; `/api/staff/passkey` and `/api/desk/...` are what the scripts of those
  pages ask. What the team does is done by forms, which work without a script, and is written into the access log.
- **Decisions** about a visit come with a code, in a `decision` frame: `POST /api/decision` gives the reasons,
  `POST /api/decision/appeal` contests them, also after the visit.
- **Language**: sentences are in the language of `Accept-Language`, or of the cookie set by the pages.
- **What changes something** must carry `Content-Type: application/json` (POST, PATCH; `{}` where there is nothing to
  say), and an `Origin`, where there is one, that is the square's own. No CORS is granted.
- **Problems** are `application/problem+json` (RFC 9457): `text_key` for programs, `detail` for people.
- **Times** are milliseconds since 1970; unknown fields are ignored, on both sides.
- **Pace** is shared with the socket: 429 says when to come back.
- **Closed**: a square may be closed as a whole, for a while (503), for good (410) or by order (451). Every door then
  answers the same notice; `/api/decision` and `/api/receipt` stay open behind a 410.
"""
PATH_PARAMETERS: dict[str, Document] = {
    "room": {"schema": {"type": "string"}, "description": "The room's id, such as `accueil`."},
    "proposal": {"schema": {"type": "string"}, "description": "The proposal's id."},
    "n": {
        "schema": {"type": "integer", "minimum": 0, "maximum": 2**53 - 1},
        "description": "The message's place in the room.",
    },
}
MEANINGS = {
    401: "No age pass, or no living visit; for a trusted flagger, no token that is known.",
    403: "Not yours to do, not from our pages, or not before a consent; under 18, with numbers to call.",
    404: "No such room or message, or no longer.",
    408: "The body took too long.",
    409: "Somebody was first, or it is too late.",
    410: "The square has closed for good.",
    413: "The body is larger than 64 KiB.",
    415: "The body is not `application/json`.",
    422: "The body or the query is not as described, or the guard refused it.",
    429: "Too fast: Retry-After says when.",
    451: "The square was closed by order of an authority (RFC 7725).",
    503: "Nothing can be kept right now, or the square is not open, or closed for a while; nothing was done.",
}
CLOSED = tuple(sorted(STATUS.values()))
"""What a closing of the whole square answers at every door, papers included (`parvis.web.notice`)."""
HEADERS = {
    401: {
        "WWW-Authenticate": {"description": "Which cookie, or which token, is missing.", "schema": {"type": "string"}}
    },
    429: {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
    451: {"Link": {"description": 'Who carries it out, with rel="blocked-by".', "schema": {"type": "string"}}},
    503: {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
}


@dataclass(frozen=True)
class Paper:
    """A JSON document that anybody may fetch; it takes nothing and refuses nothing."""

    path: str
    name: str
    purpose: str
    gives: type[Struct] | None = None
    """None: an object whose shape is described elsewhere."""
    media: str = JSON
    also: int | None = None
    """A second status with the same body."""


PAPERS = [
    Paper("/terms.json", "terms", "Terms and rules by language, under the version in force.", bodies.Terms),
    Paper("/readyz", "ready", "Whether the store can be read, and whether the door is open.", bodies.Ready, also=503),
    Paper("/openapi.json", "openapi", "This document."),
    Paper("/asyncapi.json", "asyncapi", "The socket at /ws, as AsyncAPI 3."),
    Paper("/protocol.json", "protocol", "JSON Schema of every frame of the socket."),
    Paper("/manifest.webmanifest", "manifest", "The web app's manifest (W3C).", media="application/manifest+json"),
]


def document(needs: Mapping[str, Asked], origin: str) -> Document:
    """The whole description, for a square at ``origin``."""
    _, schemas = msgspec.json.schema_components(_kinds(), ref_template=REF)
    paths: dict[str, Document] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, need_of(needs[one.path]))
    for paper in PAPERS:
        paths.setdefault(paper.path, {})["get"] = _paper(paper)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Parvis", "version": str(VERSION), "summary": "The JSON doors of a square without accounts.",
            "description": INTRODUCTION, "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": origin}],
        "tags": [{"name": name} for name in ("door", "rooms", "reports", "team", "papers")],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": security_schemes(origin, "apiKey") | _other_schemes(origin),
            "responses": {f"Problem{status}": _problem(status) for status in MEANINGS},
        },
    }  # fmt: skip


def security_schemes(origin: str, kind: str) -> Document:
    """The two cookies, as OpenAPI and AsyncAPI call them."""
    prefix = _prefix(origin)
    return {
        "pass": {
            "type": kind, "in": "cookie", "name": prefix + cookies.PASS,
            "description": "The age pass: somebody who is an adult. Set by POST /api/age/voucher.",
        },
        "visit": {
            "type": kind, "in": "cookie", "name": prefix + cookies.VISIT,
            "description": "The visit: somebody on the square. Set by POST /api/enter.",
        },
    }  # fmt: skip


def _other_schemes(origin: str) -> Document:
    """What the team and trusted flaggers come with."""
    return {
        "staff": {
            "type": "apiKey", "in": "cookie", "name": _prefix(origin) + cookies.STAFF,
            "description": "A sign-in of the team: by a passkey at /staff, and by nothing else.",
        },
        "flagger": {
            "type": "http", "scheme": "bearer",
            "description": "A trusted flagger's token (Regulation (EU) 2022/2065, Art. 22), given by the operator.",
        },
    }  # fmt: skip


def _prefix(origin: str) -> str:
    return "__Host-" if origin.startswith("https:") else ""


def statuses(one: Operation[Any], need: Need) -> list[int]:
    """Every problem this door may answer."""
    found = {*CLOSED, *one.refuses}
    if need in (Need.PASS, Need.VISIT, Need.FLAGGER):
        found.add(401)
    if one.method != "GET" or need is Need.STAFF:
        found.add(403)
    if one.has_body:
        found |= {408, 413, 415, 422}
    if one.takes is not bodies.Nothing:
        found.add(422)
    return sorted(found)


def _kinds() -> list[type[Struct]]:
    """Every shape that is sent or answered whole; those inside them come along."""
    given = {one.gives for one in OPERATIONS} | {one.gives for one in PAPERS}
    taken = {one.takes for one in OPERATIONS if one.has_body}
    refused: set[type[Struct]] = {bodies.Problem, bodies.ClosedProblem}
    kinds = {kind for kind in given | taken | refused if kind is not None}
    return sorted(kinds, key=lambda kind: kind.__name__)


def _operation(one: Operation[Any], need: Need) -> Document:
    answers: Document = {"200": _content("Done.", one.gives)} if one.gives else {"204": {"description": "Done."}}
    for status in statuses(one, need):
        answers[str(status)] = _refused(status)
    tag = _tag(one.path)
    described: Document = {
        "operationId": one.name,
        "summary": one.purpose,
        "tags": [tag],
        "security": _security(need, tag),
        "responses": answers,
    }
    parameters = [*_path_parameters(one.path), *([] if one.has_body else _query_parameters(one.takes))]
    if parameters:
        described["parameters"] = parameters
    if one.has_body:
        schema = {"$ref": REF.format(name=one.takes.__name__)}
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return described


def _tag(path: str) -> str:
    if path.startswith(("/api/staff", "/api/desk")):
        return "team"
    if "/rooms" in path:
        return "rooms"
    return "reports" if path.startswith(("/api/report", "/api/receipt", "/api/decision", "/api/flagger")) else "door"


def _paper(paper: Paper) -> Document:
    answers: Document = {"200": _content("The document.", paper.gives, paper.media)}
    for status in CLOSED:
        answers[str(status)] = _refused(status)
    if paper.also:
        answers[str(paper.also)] = _either(
            "The store does not answer, or the square is closed for a while.", paper.gives
        )
    return {
        "operationId": paper.name, "summary": paper.purpose, "tags": ["papers"], "security": [], "responses": answers,
    }  # fmt: skip


def _security(need: Need, tag: str) -> list[dict[str, list[str]]]:
    if need < Need.PASS:
        return [{}, {"staff": []}] if tag == "team" else []
    if need in (Need.FLAGGER, Need.STAFF):
        return [{need.name.lower(): []}]
    return [{"pass": []} if need is Need.PASS else {"pass": [], "visit": []}]


def _content(words: str, kind: type[Struct] | None, media: str = JSON) -> Document:
    schema = {"$ref": REF.format(name=kind.__name__)} if kind else {"type": "object"}
    return {"description": words, "content": {media: {"schema": schema}}}


def _either(words: str, kind: type[Struct] | None) -> Document:
    """The paper's own body, or a problem."""
    described = _content(words, kind)
    described["content"] |= _content(words, bodies.Problem, MEDIA)["content"]
    return described


def _refused(status: int) -> Document:
    return {"$ref": f"#/components/responses/Problem{status}"}


def _problem(status: int) -> Document:
    described = _content(MEANINGS[status], bodies.ClosedProblem if status in (410, 451) else bodies.Problem, MEDIA)
    described["description"] = f"{HTTPStatus(status).value}: {MEANINGS[status]}"
    return described | ({"headers": HEADERS[status]} if status in HEADERS else {})


def _path_parameters(path: str) -> list[Document]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, **PATH_PARAMETERS[name]} for name in names]


def _query_parameters(kind: type[Struct]) -> list[Document]:
    _, parts = msgspec.json.schema_components([kind])
    found = []
    for name, schema in parts[kind.__name__]["properties"].items():
        words = schema.pop("description", "")
        found.append({"name": name, "in": "query", "required": False, "description": words, "schema": schema})
    return found

"""AsyncAPI 3.0 of the socket at ``/ws``, made from `parvis.core.protocol`: what a client and the square may say."""

from __future__ import annotations

import ast
import inspect
import textwrap
from enum import StrEnum
from typing import Any, get_args
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from parvis.core import protocol as p
from parvis.web.api.openapi import REF, Document, security_schemes
from parvis.web.i18n import Texts

CHANNEL = "#/channels/square"
COMMANDS: tuple[type[Struct], ...] = get_args(p.Command)
FRAMES: tuple[type[Struct], ...] = get_args(p.ServerFrame)
ANSWERS: dict[type[Struct], tuple[type[Struct], ...]] = {
    p.Hello: (p.Welcome, p.Bye),
    p.Send: (p.Ok, p.Err),
    p.EditCommand: (p.Ok, p.Err),
    p.DeleteCommand: (p.Ok, p.Err),
    p.Hist: (p.PageFrame, p.Err),
    p.Join: (p.PageFrame, p.Err),
    p.Leave: (p.Ok, p.Err),
    p.People: (p.PeoplePage, p.Err),
    p.ReportCommand: (p.Receipt, p.Err),
}
"""What answers a command; those that are not here have no answer."""
RULES = f"""\

- **Opening**: the two cookies of `/openapi.json`, and an `Origin` that is the square's own. Otherwise the upgrade is
  answered 401 or 403.
- **Frames** are text in UTF-8, whole, and at most {p.FRAME_MAX} bytes from a client. Anything else closes, as RFC 6455
  has it: 1002 for a fragment or a reserved bit, 1003 for what is binary, 1007 for what is no UTF-8; what is too large
  with `too_big`, and with 1009 beyond four times the size. Text that is none of these commands is answered with `err`,
  code `bad`, and the line lives.
- **Hello** comes first, within {p.HELLO_SECONDS} seconds. A visit has at most {p.TABS_MAX} connections; the oldest
  is closed as `replaced`.
- **Beat** comes at least every {p.BEAT_SECONDS} seconds; reconnect when nothing came for 60.
- **Coming back**: say Hello with what you `have`. Up to {p.CATCH_UP_MAX} changes in a room are brought by themselves.
  Send again, with the same `cid`, whatever was not answered: it is said once.
- **Bye** is the last frame. When `resume_ok`, come back after `after_ms`, plus a random part.
"""


def document(origin: str, texts: Texts) -> Document:
    """The whole description, for a square at ``origin``; ``texts`` say in English what each closing means."""
    split = urlsplit(origin)
    kinds = [*COMMANDS, *FRAMES]
    _, schemas = msgspec.json.schema_components(kinds, ref_template=REF)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parvis",
            "version": str(p.VERSION),
            "description": inspect.cleandoc(p.__doc__ or "") + "\n" + RULES,
            "license": {"name": "AGPL-3.0-or-later"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "square": {
                "host": split.netloc,
                "protocol": "wss" if split.scheme == "https" else "ws",
                "description": "Both cookies must be there.",
                "security": [{"$ref": f"#/components/securitySchemes/{name}"} for name in ("pass", "visit")],
            }
        },
        "channels": {
            "square": {
                "address": "/ws",
                "title": "parvis.v1",
                "description": "One connection of one visit; all rooms it is in.",
                "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"} for kind in kinds},
                "bindings": {"ws": {"method": "GET", "headers": _upgrade_headers(), "bindingVersion": "0.1.0"}},
            }
        },
        "operations": {**{_key("receive", kind): _heard(kind) for kind in COMMANDS},
                       **{_key("send", kind): _operation("send", kind) for kind in FRAMES}},
        "components": {
            "messages": {kind.__name__: _message(kind) for kind in kinds},
            "schemas": _documented(schemas, texts),
            "securitySchemes": security_schemes(origin, "httpApiKey"),
        },
    }  # fmt: skip


def tag_of(kind: type[Struct]) -> str:
    """The ``t`` by which a frame is told apart."""
    return str(kind.__struct_config__.tag)


def members(codes: type[StrEnum]) -> dict[str, str]:
    """What stands below each member of an enumeration in its source."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(codes))).body
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for line, below in zip(body.body, body.body[1:], strict=False):
        match line, below:
            case ast.Assign(value=ast.Constant(value=str(code))), ast.Expr(value=ast.Constant(value=str(words))):
                found[code] = words
    return found


def _key(action: str, kind: type[Struct]) -> str:
    return f"{action}{kind.__name__}"


def _operation(action: str, kind: type[Struct]) -> Document:
    return {
        "action": action,
        "channel": {"$ref": CHANNEL},
        "summary": _summary(kind),
        "messages": [{"$ref": f"{CHANNEL}/messages/{kind.__name__}"}],
    }


def _heard(kind: type[Struct]) -> Document:
    described = _operation("receive", kind)
    if kind in ANSWERS:
        messages = [{"$ref": f"{CHANNEL}/messages/{one.__name__}"} for one in ANSWERS[kind]]
        described["reply"] = {"channel": {"$ref": CHANNEL}, "messages": messages}
    return described


def _message(kind: type[Struct]) -> Document:
    return {
        "name": tag_of(kind),
        "title": kind.__name__,
        "summary": _summary(kind),
        "payload": {"$ref": REF.format(name=kind.__name__)},
    }


def _summary(kind: type[Struct]) -> str:
    return " ".join((kind.__doc__ or "").split())


def _upgrade_headers() -> Document:
    said = {"Origin": "The square's own address.", "Cookie": "The age pass and the visit."}
    return {
        "type": "object",
        "properties": {name: {"type": "string", "description": words} for name, words in said.items()},
        "required": list(said),
    }


def _documented(schemas: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """The frames' schemas, with what each closing and each refusal means.

    AsyncAPI knows `discriminator` only as a plain name; the ``t`` of each frame says as much.
    """
    byes = {code.value: texts.text("en", f"bye-{code.value}") for code in p.ByeCode}
    schemas = _without(schemas, "discriminator")
    schemas["ByeCode"] |= {
        "x-meanings": byes,
        "x-close-codes": {code.value: number for code, number in p.CLOSE_CODES.items()},
        "x-resumable": sorted(code.value for code in p.RESUMABLE),
    }
    schemas["ErrCode"] |= {"x-meanings": members(p.ErrCode)}
    return schemas


def _without(part: Any, name: str) -> Any:
    if isinstance(part, dict):
        return {key: _without(value, name) for key, value in part.items() if key != name}
    return [_without(one, name) for one in part] if isinstance(part, list) else part

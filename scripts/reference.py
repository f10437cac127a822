"""Sets out every JSON door, frame and shape as a page of the handbook, from the two documents that programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parvis.web.api import views

Document = dict[str, Any]
ASKS = {
    "": "Open to anybody.",
    "pass": "Asks for an age pass.",
    "visit": "Asks for a visit.",
    "flagger": "Asks for a trusted flagger's token.",
    "staff": "For the team, signed in, with the right to it.",
}
HEAD = """# Doors and frames, one by one

Made by `./dev generate` from [openapi.json](openapi.json) and [asyncapi.json](asyncapi.json), which are made from the
code that answers. A running server shows the same at `/docs`. How a conversation goes over the socket is told in
[Protocol](protocol.md).
"""


def page(http: Document, socket: Document) -> str:
    """The page `docs/reference/api.md`."""
    parts = [
        HEAD,
        "## JSON doors\n",
        str(http["info"]["description"]),
        *_doors(http),
        "### Statuses\n",
        _table(("status", "meaning"), (_status(one) for one in http["components"]["responses"].values())),
        "### Shapes of the doors\n",
        *_shapes(http, 4),
        "## The socket\n",
        str(socket["info"]["description"]),
        "### What a client sends\n",
        _frames(socket, "receive"),
        "### What the server sends\n",
        _frames(socket, "send"),
        "### Shapes of the frames\n",
        *_shapes(socket, 4),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _doors(http: Document) -> Iterator[str]:
    said = {one["operationId"]: one["summary"] for methods in http["paths"].values() for one in methods.values()}
    for door in views.http(http).doors:
        yield f"### `{door.method} {door.path}`\n"
        facts = [_plain(said[door.id]), ASKS[door.asks]]
        facts += [f"{verb} {_linked(name)}." for verb, name in (("Takes", door.takes), ("Gives", door.gives)) if name]
        yield " ".join([*facts, f"Answers {', '.join(door.statuses)}."]) + "\n"


def _status(said: Document) -> tuple[str, str]:
    status, _, meaning = str(said["description"]).partition(": ")
    return status, meaning


def _frames(socket: Document, action: str) -> str:
    def rows() -> Iterator[tuple[str, str, str, str]]:
        for one in socket["operations"].values():
            if one["action"] == action:
                name = _name(one["messages"][0])
                answers = ", ".join(f"`{_name(reply)}`" for reply in one.get("reply", {}).get("messages", []))
                yield f"`{socket['components']['messages'][name]['name']}`", f"`{name}`", one["summary"], answers

    return _table(("`t`", "shape", "meaning", "answered by"), rows())


def _shapes(document: Document, depth: int) -> Iterator[str]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        yield f"{'#' * depth} `{name}`\n"
        if schema.get("description"):
            yield _plain(schema["description"]) + "\n"
        if schema.get("properties"):
            yield _table(("field", "kind", "must be there", "meaning"), _fields(schema))
        meanings = schema.get("x-meanings", {})
        if schema.get("enum"):
            yield _table(("value", "meaning"), ((_code(one), meanings.get(one, "")) for one in schema["enum"]))


def _fields(schema: Document) -> Iterator[tuple[str, str, str, str]]:
    required = schema.get("required", [])
    for name, of in schema["properties"].items():
        kind = " ".join(_code(word) if address else word for word, address in views.kinds(of))
        kind = kind.replace(" null", ", or null")
        yield f"`{name}`", kind, "yes" if name in required else "", of.get("description", "")


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("--",) * len(head), *rows]
    return "\n".join("| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in row) + " |" for row in lines) + "\n"


def _linked(shape: str) -> str:
    """Shapes of the doors stand before those of the frames, so that a name's first heading is the door's."""
    return f"[`{shape}`](#{shape.lower()})"


def _code(value: object) -> str:
    return f"`{value}`" if value != "" else '`""`'


def _plain(text: str) -> str:
    """One line, in which nothing outside code is taken for a tag or a sign of Markdown."""
    parts = re.split(r"(`+[^`]+`+)", " ".join(text.split()))
    return "".join(one if one.startswith("`") else re.sub(r"([<*_\[\]^])", r"\\\1", one) for one in parts)


def _name(reference: Document) -> str:
    return str(reference["$ref"]).rsplit("/", 1)[-1]

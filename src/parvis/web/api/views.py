"""From the two documents to what the page ``/docs`` shows: every door and every frame, each shape once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from parvis.web.api.openapi import Document

CODE = re.compile(r"(`+)(.+?)\1")
STRONG = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Field:
    """One field of a shape; ``kinds`` are words and, with an address, names of other shapes."""

    name: str
    kinds: list[tuple[str, str]]
    required: bool
    words: Markup


@dataclass(frozen=True)
class Shape:
    """An object, or a closed list of values with what each means."""

    name: str
    words: Markup
    fields: list[Field]
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class Door:
    """One operation. ``asks`` is nothing, ``pass``, ``visit``, ``flagger`` or ``staff``."""

    id: str
    method: str
    path: str
    words: Markup
    asks: str
    parameters: list[Field]
    takes: str
    gives: str
    statuses: list[str]


@dataclass(frozen=True)
class Frame:
    """One frame of the socket, and what answers it."""

    tag: str
    name: str
    words: Markup
    answers: list[str]


@dataclass(frozen=True)
class Http:
    """The page's first half."""

    introduction: list[list[Markup]]
    doors: list[Door]
    statuses: list[tuple[str, Markup]]
    shapes: list[Shape]


@dataclass(frozen=True)
class Socket:
    """The page's second half."""

    introduction: list[list[Markup]]
    heard: list[Frame]
    said: list[Frame]
    shapes: list[Shape]


def http(document: Document) -> Http:
    """OpenAPI, to read."""
    doors = [_door(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]
    schemas: Document = document["components"]["schemas"]
    statuses = [("200", marked("Done; the body is what the door gives.")), ("204", marked("Done; there is no body."))]
    statuses += [_problem(said) for said in document["components"]["responses"].values()]
    shapes = [_shape(*pair) for pair in sorted(schemas.items())]
    return Http(blocks(document["info"]["description"]), doors, statuses, shapes)


def socket(document: Document) -> Socket:
    """AsyncAPI, to read; shapes that HTTP has too are left to it by the template's anchors."""
    frames: dict[str, list[Frame]] = {"receive": [], "send": []}
    for one in document["operations"].values():
        frames[one["action"]].append(_frame(document, one))
    schemas: Document = document["components"]["schemas"]
    introduction = blocks(document["info"]["description"])
    return Socket(introduction, frames["receive"], frames["send"], [_shape(*pair) for pair in sorted(schemas.items())])


def blocks(text: str) -> list[list[Markup]]:
    """Paragraphs (of one part) and lists (of several) out of the few signs of Markdown that the documents use."""
    found: list[list[Markup]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        items = re.split(r"(?m)^- ", part)
        found.append([marked(item) for item in items[1:]] if len(items) > 1 else [marked(part)])
    return found


def marked(text: str) -> Markup:
    """Escaped text with its code and its strong words."""
    safe = str(escape(" ".join(text.split())))
    return Markup(STRONG.sub(r"<strong>\1</strong>", CODE.sub(r"<code>\2</code>", safe)))  # noqa: S704 - escaped above


def _door(path: str, method: str, one: Document) -> Door:
    asked = one["security"][0] if one["security"] else {}
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    done = one["responses"].get("200", {}).get("content", {})
    given = next((_name(kind["schema"]) for kind in done.values() if "$ref" in kind["schema"]), "")
    return Door(
        id=one["operationId"], method=method.upper(), path=path, words=marked(one["summary"]),
        asks=next((name for name in ("staff", "flagger", "visit", "pass") if name in asked), ""),
        parameters=[_parameter(parameter) for parameter in one.get("parameters", [])],
        takes=_name(body) if body else "", gives=given,
        statuses=list(one["responses"]),
    )  # fmt: skip


def _problem(said: Document) -> tuple[str, Markup]:
    status, _, meaning = str(said["description"]).partition(": ")
    return status, marked(meaning)


def _parameter(one: Document) -> Field:
    return Field(one["name"], [(one["in"], ""), *kinds(one["schema"])], one["required"], marked(one["description"]))


def _frame(document: Document, one: Document) -> Frame:
    name = _name(one["messages"][0])
    message = document["components"]["messages"][name]
    replies = [_name(reply) for reply in one.get("reply", {}).get("messages", [])]
    return Frame(message["name"], name, marked(one["summary"]), replies)


def _shape(name: str, schema: Document) -> Shape:
    required = schema.get("required", [])
    fields = [
        Field(key, kinds(of), key in required, marked(of.get("description", "")))
        for key, of in schema.get("properties", {}).items()
    ]
    return Shape(name, marked(schema.get("description", "")), fields, _values(schema))


def _values(schema: Document) -> list[tuple[str, str]]:
    """For a closed list, each value and what is known of it."""
    meanings, numbers = schema.get("x-meanings", {}), schema.get("x-close-codes", {})
    resumable = schema.get("x-resumable", [])
    found = []
    for value in schema.get("enum", []):
        number = [f"{numbers[value]}."] if value in numbers else []
        returns = ["The client may come back by itself."] if value in resumable else []
        found.append((str(value), " ".join([*number, meanings.get(value, ""), *returns])))
    return found


def kinds(of: Document) -> list[tuple[str, str]]:
    """A schema's type in words, and the address of the shape where it is one."""
    if "$ref" in of:
        return [(_name(of), f"#{_name(of)}")]
    if "anyOf" in of:
        return [word for one in of["anyOf"] for word in kinds(one)]
    if "enum" in of:
        return [(f"“{value}”", "") for value in of["enum"]]
    if of.get("type") == "array":
        return [("list of", ""), *kinds(of["items"])]
    if of.get("type") == "object":
        values = of.get("additionalProperties")
        return [("object of", ""), *kinds(values)] if values else [("object", "")]
    return [(f"{of.get('type', 'anything')}{_limits(of)}", "")]


def _limits(of: dict[str, Any]) -> str:
    if "minimum" in of:
        return f" {of['minimum']}–{of['maximum']}" if "maximum" in of else f" ≥ {of['minimum']}"
    if "pattern" in of:
        return f" like {of['pattern']}"
    return f" ≤ {of['maxLength']} characters" if "maxLength" in of else ""


def _name(reference: Document) -> str:
    return str(reference["$ref"]).rsplit("/", 1)[-1]

"""Writes what is made from one source (types, schema, manual) into its files, or with --check says which are stale."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import reference as doors  # noqa: E402 - beside this file
from parvis.cli import app as command_line  # noqa: E402 - the source tree, not an installed copy
from parvis.core import manual, protocol  # noqa: E402
from parvis.core.config import Config  # noqa: E402
from parvis.web.api.reference import Reference  # noqa: E402
from parvis.web.i18n import Texts  # noqa: E402
from parvis.web.routes import NEEDS  # noqa: E402

JSON_TYPES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


COMMANDS_HEAD = """# Commands

Made by `./dev generate` from the command line itself; `--help` says the same. Commands that touch data take
`--config FILE` (the configuration; default: `parvis.toml` in `--data`, else here) and `--data DIR` (database and keys;
default: what the configuration says). They may run while the server runs. Status 0: done; 2: it could not be done, and
a sentence on standard error says why; 1: looked, and found something wrong.
"""


def targets() -> dict[Path, str]:
    """Every generated file and what it must hold."""
    reference = Reference(NEEDS, Config().square.origin, Texts(("en",)))
    return {
        ROOT / "frontend/src/square/protocol.d.ts": typescript(protocol.schema()),
        ROOT / "docs/reference/protocol.schema.json": pretty(protocol.schema()),
        ROOT / "docs/reference/openapi.json": pretty(reference.http),
        ROOT / "docs/reference/asyncapi.json": pretty(reference.socket),
        ROOT / "docs/reference/api.md": doors.page(reference.http, reference.socket),
        ROOT / "docs/reference/settings.md": manual.manual_markdown(),
        ROOT / "docs/reference/commands.md": commands(),
    }


def pretty(document: dict[str, object]) -> str:
    """JSON as it is kept in Git."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def commands() -> str:
    """Every command with its options, as the command line itself explains them; what each takes alike is told once."""
    told = command_line.generate_docs(output_format="markdown")
    told = told[told.index("\n## parvis ") :]  # before it: the same list as here, in another order
    for shared in ("config", "data"):
        told = re.sub(rf"^[*] `--{shared} PATH`.*\n", "", told, flags=re.MULTILINE)
    told = re.sub(
        r"^[*][*]Parameters[*][*]:\n\n(?=#|\Z)|^[*][*]Commands[*][*]:\n\n([*] .*\n)+", "", told, flags=re.MULTILINE
    )
    told = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", told, flags=re.MULTILINE)).strip()
    return f"{COMMANDS_HEAD}\n{told}\n"


def typescript(schema: dict[str, object]) -> str:
    """Interfaces for all frames, told apart by ``t``, from the JSON Schema."""
    lines = ["// Made by `./dev generate` from src/parvis/core/protocol.py. Do not edit.", ""]
    parts = schema["$defs"]
    assert isinstance(parts, dict)
    for name, part in parts.items():
        lines += _declared(name, part)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    lines.append(f"export type Command = {_type(properties['fromClient'])};")
    lines.append(f"export type ServerFrame = {_type(properties['toClient'])};")
    return "\n".join(lines) + "\n"


def _declared(name: str, part: dict[str, object]) -> list[str]:
    comment = str(part.get("description", "")).split("\n")[0]
    head = [f"/** {comment} */"] if comment else []
    if "enum" in part:
        return [*head, f"export type {name} = {_type(part)};", ""]
    required = part.get("required", [])
    fields = part["properties"]
    assert isinstance(required, list)
    assert isinstance(fields, dict)
    body = [f"  {field}{'' if field in required else '?'}: {_type(of)};" for field, of in fields.items()]
    return [*head, f"export interface {name} {{", *body, "}", ""]


def _type(of: object) -> str:
    assert isinstance(of, dict)
    if "$ref" in of:
        return str(of["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in of:
        return " | ".join(_type(one) for one in of["anyOf"])
    if "enum" in of:
        return " | ".join(json.dumps(one) for one in of["enum"])
    if of.get("type") == "array":
        inner = _type(of["items"])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if of.get("type") == "object":
        return f"Record<string, {_type(of['additionalProperties'])}>"
    return JSON_TYPES[str(of["type"])]


def main() -> int:
    """Write, or check."""
    check = "--check" in sys.argv[1:]
    stale = [path for path, text in targets().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(targets()[path], "utf-8")
    if check and stale:
        print("Run ./dev generate and commit what it writes.")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

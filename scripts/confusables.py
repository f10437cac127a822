"""Makes the table of look-alike characters (UTS #39) from the Unicode data inside a Node.js program.

Run ``python scripts/confusables.py NODE`` by hand when a new Unicode version is wanted, and commit the result.
Unicode's confusables.txt is in no package that the build uses; ICU, which Node.js carries whole, holds the same table
in a compact form (see uspoof_impl.h in ICU, format version 2).
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "parvis" / "core" / "data" / "confusables.tsv"
MAGIC = struct.pack("<I", 0x3845FDEF)
FORMAT_VERSION = 2
WORD, UNIT = 4, 2
"""Bytes of a key and of a UTF-16 code unit."""
FEWEST = 6_000
"""Unicode 15 has 6,311 entries, Unicode 17 has 6,565; fewer means the table was misread."""


def read_table(data: bytes) -> dict[str, str]:
    """Each look-alike with its prototype; ValueError when the bytes hold no table of the known format."""
    start = data.find(MAGIC)
    if start < 0:
        raise ValueError("no confusables table in this file (a Node.js built without its own ICU data?)")
    version, _, keys_at, key_count, values_at, value_count, text_at, text_length = struct.unpack_from(
        "<8I", data, start + WORD
    )
    if version != FORMAT_VERSION:
        raise ValueError(f"confusables table of unknown format version {version}")
    keys = struct.unpack_from(f"<{key_count}I", data, start + keys_at)
    values = struct.unpack_from(f"<{value_count}H", data, start + values_at)
    text = data[start + text_at : start + text_at + UNIT * text_length]
    table = {}
    for key, value in zip(keys, values, strict=True):
        length = (key >> 24) + 1  # in UTF-16 code units; a lone unit stands in place of its offset
        prototype = text[UNIT * value : UNIT * (value + length)].decode("utf-16-le") if length > 1 else chr(value)
        table[chr(key & 0xFFFFFF)] = prototype
    return table


def points(text: str) -> str:
    """Code points in hexadecimal, as Unicode writes them."""
    return " ".join(f"{ord(char):04X}" for char in text)


def header(versions: dict[str, str]) -> str:
    """Where the table comes from, and on what terms."""
    return f"""# Look-alike characters and their prototypes (UTS #39, "MA" table), Unicode {versions["unicode"]}.
# Made by scripts/confusables.py from ICU {versions["icu"]} inside Node.js {versions["node"]}; do not edit.
# Copyright © Unicode, Inc., under the Unicode License v3: see UNICODE-LICENSE.txt beside this file.
# look-alike <TAB> prototype, in hexadecimal code points
"""


def write(node: Path, target: Path) -> int:
    """Writes the table found in a Node.js program and says how many look-alikes it holds."""
    asked = subprocess.run([node, "-p", "JSON.stringify(process.versions)"], check=True, capture_output=True, text=True)
    table = read_table(node.read_bytes())
    if len(table) < FEWEST or table["\u0430"] != "a" or table["m"] != "rn":
        raise ValueError("the confusables table reads wrongly")
    lines = (f"{points(char)}\t{points(prototype)}\n" for char, prototype in sorted(table.items()))
    target.write_text(header(json.loads(asked.stdout)) + "".join(lines), encoding="utf-8")
    return len(table)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/confusables.py NODE")
    print(f"{write(Path(sys.argv[1]).resolve(), TARGET)} look-alikes")

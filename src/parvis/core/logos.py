"""An authority's logo made harmless: an SVG drawn anew from what only draws, a PNG stripped to its picture.

Both are shown as ``data:`` addresses inside ``img``, where browsers run no script and load nothing; what could do
either is left out all the same, so that a saved page is as harmless as the one we send.
"""

from __future__ import annotations

import re
import struct
import zlib
from xml.etree import ElementTree

import msgspec

SIZE_MAX = 256 * 1024
"""Bytes of one file."""
SIDE_MAX = 4_000
"""Pixels of a PNG's side."""
ELEMENTS_MAX = 5_000
DEPTH_MAX = 40
PNG = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB"})
"""What draws; comments, dates, places and programs' names are left out (PNG, section 11.3)."""
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
DRAWS = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc",
    "defs", "use", "symbol", "clipPath", "mask", "linearGradient", "radialGradient", "stop", "pattern",
})  # fmt: skip
SAYS = frozenset({
    "id", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy", "width", "height",
    "viewBox", "preserveAspectRatio", "points", "transform", "fill", "fill-rule", "fill-opacity", "stroke",
    "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset",
    "stroke-opacity", "opacity", "clip-path", "clip-rule", "clipPathUnits", "mask", "maskUnits", "maskContentUnits",
    "gradientUnits", "gradientTransform", "spreadMethod", "offset", "stop-color", "stop-opacity", "patternUnits",
    "patternTransform", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "letter-spacing",
    "color", "display", "visibility", "version",
})  # fmt: skip
STYLED = SAYS & {
    "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-opacity", "opacity", "clip-path", "clip-rule", "stop-color",
    "stop-opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "color", "display",
}  # fmt: skip
"""What of a ``style`` becomes attributes."""
ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#|['\"]?#)", re.IGNORECASE)
ESCAPES = re.compile(r"[\\<>{}@]|/\*|expression|javascript", re.IGNORECASE)


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """A harmless picture; ``name`` says what it is for those who do not see it."""

    name: str
    media: str
    """``image/svg+xml`` or ``image/png``."""
    data: bytes


class BadLogo(ValueError):
    """No logo: the words are the reason, to be read after the file's name."""


def logo(name: str, content: bytes) -> Logo:
    """The picture in a file's content; BadLogo when it is none, or too large."""
    if len(content) > SIZE_MAX:
        raise BadLogo(f"is larger than {SIZE_MAX // 1024} KB")
    said = " ".join(re.split(r"[-_\s]+", name)).strip() or "logo"
    if content.startswith(PNG):
        return Logo(name=said, media="image/png", data=_png(content))
    if b"<svg" in content[:SIZE_MAX]:
        return Logo(name=said, media="image/svg+xml", data=_svg(content))
    raise BadLogo("is neither SVG nor PNG")


# ---------------------------------------------------------------- PNG


def _png(content: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    seen: list[bytes] = []
    while at < len(content):
        kind, body, after = _chunk(content, at)
        if not seen and kind != b"IHDR":
            raise BadLogo("is a damaged PNG")
        if kind == b"IHDR":
            _measure(body)
        if kind in KEPT:
            kept.append(content[at:after])
        seen.append(kind)
        at = after
        if kind == b"IEND":
            break
    if not {b"IDAT", b"IEND"} <= set(seen):
        raise BadLogo("is a damaged PNG")
    return b"".join(kept)


def _chunk(content: bytes, at: int) -> tuple[bytes, bytes, int]:
    if at + 12 > len(content):
        raise BadLogo("is a damaged PNG")
    (size,) = struct.unpack_from(">I", content, at)
    after = at + 12 + size
    if after > len(content):
        raise BadLogo("is a damaged PNG")
    kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
    if zlib.crc32(kind + body) != struct.unpack_from(">I", content, after - 4)[0]:
        raise BadLogo("is a damaged PNG")
    return kind, body, after


def _measure(header: bytes) -> None:
    if len(header) != 13 or not all(0 < side <= SIDE_MAX for side in struct.unpack_from(">II", header)):
        raise BadLogo(f"has a side of more than {SIDE_MAX} pixels, or none")


# ---------------------------------------------------------------- SVG


def _svg(content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    if re.search(r"<!(DOCTYPE|ENTITY)[^>]*\[", text, re.IGNORECASE) or "<!ENTITY" in text.upper():
        raise BadLogo("declares entities")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - entities were refused just above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise BadLogo("is a damaged SVG") from None
    if root.tag != f"{{{SVG}}}svg":
        raise BadLogo("is a damaged SVG")
    drawn = _drawn(root, 0, [0])
    ElementTree.register_namespace("", SVG)
    return bytes(ElementTree.tostring(drawn, encoding="utf-8", xml_declaration=False))


def _drawn(one: ElementTree.Element, depth: int, count: list[int]) -> ElementTree.Element:
    """The same element, of what only draws; what is unknown goes with all that is in it."""
    count[0] += 1
    if depth > DEPTH_MAX or count[0] > ELEMENTS_MAX:
        raise BadLogo("is too intricate a drawing")
    fresh = ElementTree.Element(one.tag, _attributes(one))
    fresh.text, fresh.tail = one.text, one.tail
    for child in one:
        space, _, name = str(child.tag).rpartition("}")
        if space == f"{{{SVG}" and name in DRAWS:
            fresh.append(_drawn(child, depth + 1, count))
    return fresh


def _attributes(one: ElementTree.Element) -> dict[str, str]:
    found = {name: value for name, value in one.attrib.items() if name in SAYS}
    for part in one.attrib.get("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() in STYLED:
            found[name.strip()] = value.strip()
    inward = one.attrib.get(XLINK, one.attrib.get("href", ""))
    if inward.startswith("#"):
        found["href"] = inward
    return {name: value for name, value in found.items() if not (ELSEWHERE.search(value) or ESCAPES.search(value))}

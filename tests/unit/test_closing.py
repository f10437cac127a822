"""What makes a notice, and what a logo may bring along."""

from __future__ import annotations

import struct
import zlib

import msgspec
import pytest

from parvis.core import closing
from parvis.core.closing import Kind, Wanted
from parvis.core.logos import PNG, SIZE_MAX, BadLogo, logo

GOOD = Wanted(
    kind=Kind.JUDICIAL, authority="Tribunal", basis="Ordonnance", blocked_by="https://tribunal.example/12?a=b"
)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, None),
        ({"authority": " \n "}, "refuse-closing-no-authority"),
        ({"basis": ""}, "refuse-closing-no-basis"),
        ({"basis": "x" * 301}, "refuse-closing-long"),
        ({"text_en": "x" * 4_001}, "refuse-closing-long"),
        ({"day": "26/11/2026"}, "refuse-closing-day"),
        ({"day": "2026-02-30"}, "refuse-closing-day"),
        ({"again_minutes": 0}, "refuse-closing-again"),
        *(
            ({"blocked_by": address}, "refuse-closing-url")
            for address in (
                "tribunal.example", "ftp://tribunal.example", "https://", "javascript:alert(1)", "https://a b.example",
                'https://a.example/">x', "https://a.example/\r\nSet-Cookie: a=b", "https://a.example:99999/",
                "https://[::1/", "https://a.example/$host", "https://é.example/",
            )
        ),
    ],
)  # fmt: skip
def test_a_notice_needs_somebody_a_reason_and_true_dates_and_addresses(
    changes: dict[str, object], key: str | None
) -> None:
    fault = closing.fault_in(closing.tidied(msgspec.structs.replace(GOOD, **changes)))
    assert (fault.text_key if fault else None) == key


def test_only_a_stricter_closing_takes_anothers_place() -> None:
    pairs = {(one.value, other.value) for one in Kind for other in Kind if one.outranks(other)}
    assert pairs == {("judicial", "operator"), ("judicial", "pause"), ("operator", "pause")}
    assert [(kind.status, kind.holds) for kind in Kind] == [(503, False), (410, False), (451, True)]


# ---------------------------------------------------------------- logos


def svg(inside: str, outside: str = "") -> bytes:
    head = (
        f'{outside}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
    )
    return f'{head} onload="alert(1)">{inside}</svg>'.encode()


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<image href='https://evil.example/x.png'/>",
        "<use xlink:href='https://evil.example/x.svg#a'/>",
        "<path d='M0 0' onclick='alert(1)' fill='url(https://evil.example/x)'/>",
        "<path d='M0 0' style='fill: url(//evil.example/x); background: url(evil.example)'/>",
        "<style>@import 'https://evil.example'</style>",
        "<a href='javascript:alert(1)'><path d='M0 0'/></a>",
        "<animate attributeName='href' to='evil'/>",
        "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>evil</x:script>",
    ],
)
def test_what_could_run_or_load_is_not_in_the_drawing_any_more(harm: str) -> None:
    drawn = logo("x", svg(harm + "<path d='M1 1' fill='#fff'/>")).data.decode()
    assert 'd="M1 1"' in drawn
    assert not any(word in drawn for word in ("evil", "alert", "script", "onload", "onclick", "foreign", "image"))


def test_a_drawing_keeps_what_draws() -> None:
    inside = (
        "<defs><linearGradient id='a'><stop offset='0' stop-color='#123'/></linearGradient></defs>"
        "<rect fill='url(#a)' width='9' height='9' style='stroke: #000; stroke-width: 2'/><use xlink:href='#a'/>"
    )
    drawn = logo("x", svg(inside, "<?xml version='1.0'?>")).data.decode()
    for kept in ('fill="url(#a)"', 'stroke="#000"', 'stroke-width="2"', 'href="#a"', 'stop-color="#123"'):
        assert kept in drawn


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes, side: int = 1) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"".join([PNG, head, *extra, chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")])


def test_a_png_loses_what_is_said_beside_the_picture() -> None:
    bare = png()
    assert logo("x", png(chunk(b"tEXt", b"Author\0Somebody"), chunk(b"eXIf", b"place")) + b"<script>").data == bare
    assert logo("mairie_de-lille", bare).name == "mairie de lille"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"GIF89a", "neither SVG nor PNG"),
        (b"", "neither SVG nor PNG"),
        (b"x" * (SIZE_MAX + 1), "larger than"),
        (png()[:-20], "damaged PNG"),
        (png().replace(b"IDAT", b"IDAX"), "damaged PNG"),
        (png(side=5_000), "side of more than"),
        (PNG + chunk(b"IEND", b""), "damaged PNG"),
        (svg("<path"), "damaged SVG"),
        (svg("", "<!DOCTYPE x [<!ENTITY a 'b'>]>"), "declares entities"),
        (b"<html><svg/></html>", "damaged SVG"),
        (svg("<g>" * 60 + "</g>" * 60), "too intricate"),
        (svg("<path/>" * 6_000), "too intricate"),
    ],
)
def test_what_is_no_logo_says_why(content: bytes, why: str) -> None:
    with pytest.raises(BadLogo, match=why):
        logo("x", content)

"""What gets printed: entry cards to cut out, and a poster; whole HTML files that need nothing from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import segno
from babel.dates import format_date
from markupsafe import Markup

from parvis.web.render import BABEL_LOCALES, Renderer

PER_SHEET = 8
"""Cards of 90 × 64 mm on an A4 sheet: two columns, four rows."""
COUNTERS_SHOWN = 6
"""More would push the QR code off the poster; the page behind it shows them all."""
INK = "#12151c"


@dataclass(frozen=True)
class Card:
    """One voucher in clear, on its way to paper; both dates are the first day on which it no longer works."""

    short: str
    link: str
    short_before: date
    link_before: date


@dataclass(frozen=True)
class Voice:
    """One language on paper; pages speak one, paper may speak two side by side."""

    lang: str
    t: Callable[..., str]

    def day(self, at: date) -> str:
        """A day in words."""
        return format_date(at, "long", locale=BABEL_LOCALES[self.lang])


def cards(pages: Renderer, printed: Sequence[Card], langs: Sequence[str], progress: Callable[[int], None]) -> str:
    """An HTML file of A4 sheets with crop marks. ``progress`` hears how many QR codes are drawn."""
    faces: list[tuple[Card, Markup]] = []
    for done, card in enumerate(printed, 1):
        faces.append((card, qr(card_link(pages.config.square.origin, card.link))))
        progress(done)
    sheets = [faces[start : start + PER_SHEET] for start in range(0, len(faces), PER_SHEET)]
    return _paper(pages, "cards.html", langs, sheets=sheets)


def poster(pages: Renderer, langs: Sequence[str]) -> str:
    """An HTML file of one A4 sheet: what this is, how to get in, where; its QR code leads to the page, to no code."""
    found = pages.config.counters
    return _paper(
        pages,
        "poster.html",
        langs,
        qr=qr(pages.config.square.origin + "/how"),
        counters=found[:COUNTERS_SHOWN],
        more=len(found) > COUNTERS_SHOWN,
        next_evening=pages.config.door.next_evening,
    )


def card_link(origin: str, code: str) -> str:
    """The link on a card. The code stands in the fragment: browsers never send that to any server or log."""
    return f"{origin}/age#v={code}"


def qr(content: str) -> Markup:
    """A QR code (error correction M or better, quiet zone of 4 modules) as an SVG element that fills its box."""
    code = segno.make(content, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=4, dark=INK, light="#ffffff", svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn from modules, holds none of the content's text


def short_address(origin: str) -> str:
    """What a person types: the host, and the port where it is an unusual one."""
    return urlsplit(origin).netloc


def _paper(pages: Renderer, template: str, langs: Sequence[str], **context: object) -> str:
    voices = [Voice(lang, partial(pages.texts.text, lang)) for lang in langs]
    address = short_address(pages.config.square.origin)
    return pages.render(template, langs[0], voices=voices, address=address, **context)

"""The pages anybody may read: how to get in, rules, terms, legal, privacy and help lines."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parvis.core.config import Config, is_loopback
from parvis.core.policy import RULES, TERMS_VERSION
from parvis.legal import retention
from parvis.web.help_lines import HELP_LINES
from parvis.web.house import house_of
from parvis.web.i18n import Texts

TERMS = (
    "terms-place",
    "terms-door",
    "terms-limits",
    "terms-check",
    "terms-people",
    "terms-contest",
    "terms-words",
    "terms-change",
)
"""Text keys of the sections of the terms; each has a `-title` too."""

PRIVACY = ("privacy-why", "privacy-others", "privacy-rights", "privacy-contact")
"""Text keys of the sections of the privacy page after its tables; each has a `-title` too."""


async def how(request: Request) -> Response:
    """How to get in: counters, hours, the next evening."""
    house = house_of(request)
    config = house.means.config
    return house.pages.page(request, "how.html", counters=config.counters, next_evening=config.door.next_evening)


async def rules(request: Request) -> Response:
    """The numbered rules."""
    return house_of(request).pages.page(request, "rules.html", rules=RULES)


async def terms(request: Request) -> Response:
    """The terms in words."""
    return house_of(request).pages.page(request, "terms.html", sections=TERMS, version=TERMS_VERSION)


async def terms_json(request: Request) -> Response:
    """The terms for machines, as Article 14(1) asks."""
    house = house_of(request)
    return JSONResponse(terms_document(house.texts, house.means.config))


async def legal(request: Request) -> Response:
    """The imprint and the points of contact (Regulation (EU) 2022/2065, Art. 11 and 12)."""
    house = house_of(request)
    return house.pages.page(request, "legal.html", languages=spoken(house.texts, house.means.config))


async def privacy(request: Request) -> Response:
    """What is kept and for how long, and everybody's rights (GDPR, Art. 13)."""
    house = house_of(request)
    config = house.means.config
    return house.pages.page(
        request, "privacy.html", retention=kept_rows(house.texts, config, request.state.lang), sections=PRIVACY,
        model_host=model_host(config),
    )  # fmt: skip


def model_host(config: Config) -> str:
    """Where another machine reads messages that a rule met (`parvis.guard.remote`); empty while none does."""
    host = urlsplit(config.model.url).hostname or ""
    return "" if is_loopback(host) else host


async def help_lines(request: Request) -> Response:
    """Numbers to call."""
    return house_of(request).pages.page(request, "help_lines.html", groups=HELP_LINES)


def terms_document(texts: Texts, config: Config) -> dict[str, object]:
    """Terms and rules by language, under the same version as the page."""
    languages = config.square.languages

    def both(keys: tuple[str, ...]) -> list[dict[str, object]]:
        return [
            {
                "id": key.partition("-")[2],
                "title": {lang: texts.text(lang, f"{key}-title") for lang in languages},
                "text": {lang: texts.text(lang, key) for lang in languages},
            }
            for key in keys
        ]

    return {
        "service": config.square.name,
        "version": TERMS_VERSION,
        "languages": languages,
        "page": f"{config.square.origin}/terms",
        "contact": config.legal.contact_email,
        "terms": both(TERMS),
        "rules": both(RULES),
        "house_rules": config.square.house_rules,
    }


def spoken(texts: Texts, config: Config) -> str:
    """The languages people and authorities may write in, each by its own name."""
    return ", ".join(texts.text(lang, f"common-lang-{lang}") for lang in config.square.languages)


def kept_rows(texts: Texts, config: Config, lang: str) -> list[tuple[str, str]]:
    """What is kept (a text key) and how long (in words), from the table that also drives the erasing."""
    return [(rule.what, texts.text(lang, rule.how_long, n=rule.amount)) for rule in retention.rules(config)]


routes = [
    Route("/how", how),
    Route("/rules", rules),
    Route("/terms", terms),
    Route("/terms.json", terms_json),
    Route("/legal", legal),
    Route("/privacy", privacy),
    Route("/help-lines", help_lines),
]

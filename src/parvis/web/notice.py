"""What everybody is answered while the square is closed: made ready once, then handed out without asking anything.

No database, no template, no cookie and no log line is touched by an answer (RFC 7725 for 451; the page's look is
inline, allowed by its hash, and its pictures are inside it, so that it needs no second address).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from importlib.resources import files

import msgspec
from babel.dates import format_date
from markupsafe import Markup
from starlette.types import ASGIApp, Receive, Scope, Send

from parvis.core.bodies import ClosedProblem
from parvis.core.closing import Kind, Notice
from parvis.live.metrics import Metrics
from parvis.web.help_lines import HELP_LINES
from parvis.web.i18n import LANGUAGES, Texts, wishes
from parvis.web.middleware import PERMISSIONS
from parvis.web.render import BABEL_LOCALES, Renderer

ROBOTS = "/robots.txt"
NOBODY_READS = b"User-agent: *\nDisallow: /\n"
OWED = ("/decision", "/receipt", "/legal", "/privacy", "/transparency", "/api/decision", "/api/receipt")
"""What people are owed after a square has closed of itself: what was decided about them, and how to contest it."""
NEEDED = ("/static", "/favicon.svg", "/lang")
"""What those pages cannot do without."""
PAPERS = (".json", ".webmanifest", "/readyz")
"""What programs fetch beside the doors below `/api`; a person who opens one reads the page."""
HTML, PROBLEM = "text/html; charset=utf-8", "application/problem+json"


@dataclass(frozen=True)
class Answer:
    """A whole answer, ready to be sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Notices:
    """The notice in this process; ``shown`` is None while the square is open, and then a request costs nothing more."""

    def __init__(self, pages: Renderer, *, secure: bool, metrics: Metrics | None = None) -> None:
        both = set(LANGUAGES) <= set(pages.texts.languages)
        self._pages = pages if both else Renderer(Texts(LANGUAGES), pages.config)
        self._first = pages.config.square.languages[0]
        self._secure = secure
        self._metrics = metrics
        self._answers: dict[tuple[str, str], Answer] = {}
        self._root: dict[str, Answer] = {}
        self.shown: Notice | None = None

    def show(self, notice: Notice | None) -> None:
        """Make everything ready; only then does anybody see it."""
        if notice is not None:
            self._answers = {
                (kind, lang): self._made(notice, kind, lang) for kind in (HTML, PROBLEM) for lang in LANGUAGES
            }
            headers = (*self.headers(notice), ("Content-Type", "text/plain; charset=utf-8"))
            self._answers["robots", ""] = Answer(200, headers, NOBODY_READS)
        self.shown = notice

    def lets_pass(self, path: str) -> bool:
        """Whether a path is answered as ever: only after an operator's own closing, and only what people are owed."""
        shown = self.shown
        if shown is None:
            return True
        return shown.kind is Kind.OPERATOR and any(
            path == one or path.startswith(one + "/") for one in (*OWED, *NEEDED)
        )

    def answer(
        self, path: str, accept_language: str, accept: str, method: str = "GET", *, has_cookie: bool = False
    ) -> Answer:
        """What is answered there, in the language that is wished for first; `shown` is not None."""
        if path == ROBOTS and method in ("GET", "HEAD"):
            return self._answers["robots", ""]
        wished = (tag.split("-", 1)[0] for tag in wishes(accept_language))
        lang = next((one for one in wished if one in LANGUAGES), self._first)
        media = PROBLEM if path.startswith("/api/") or _wants_json(path, accept) else HTML
        found = self._answers[media, lang]
        if path == "/" and method in ("GET", "HEAD") and self.shown and self.shown.kind is Kind.OPERATOR:
            found = Answer(200, found.headers, found.body)
        if has_cookie and self.shown and self.shown.kind is not Kind.PAUSE:
            found = Answer(found.status, (*found.headers, ("Clear-Site-Data", '"cache", "storage"')), found.body)
        if self._metrics is not None:
            self._metrics.notices.inc()
        return found

    def page(self, notice: Notice, lang: str) -> str:
        """The page, the wished language first."""
        order = [lang, *(other for other in LANGUAGES if other != lang)]
        return self._pages.render(
            "closed.html", lang, style=Markup(style()), logos=_pictures(notice), is_known=bool(notice.id),  # noqa: S704
            sides=[(one, Markup(self._side(notice, one))) for one in order],  # noqa: S704 - our own template's
        )  # fmt: skip

    def facts(self, notice: Notice, lang: str) -> ClosedProblem:
        """The same for programs."""
        key = f"closed-title-{notice.kind}"
        return ClosedProblem(
            title=HTTPStatus(notice.kind.status).phrase, status=notice.kind.status, text_key=key,
            detail=self._pages.texts.text(lang, key), kind=notice.kind.value, authority=notice.authority,
            basis=notice.basis, day=notice.day, blocked_by=notice.blocked_by,
            text={"fr": notice.text_fr, "en": notice.text_en},
        )  # fmt: skip

    def headers(self, notice: Notice) -> tuple[tuple[str, str], ...]:
        """What stands on every answer, whatever it is about."""
        digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; frame-ancestors 'none'; "
            "base-uri 'none'; form-action 'none'"
        )
        told = [
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", policy),
            ("X-Robots-Tag", "noindex"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", PERMISSIONS),
            ("Vary", "Accept, Accept-Language"),
        ]
        if notice.kind is Kind.JUDICIAL:
            told.append(("Link", f'<{notice.blocked_by}>; rel="blocked-by"'))
        if notice.kind is Kind.PAUSE:
            told.append(("Retry-After", str(notice.again_s)))
        if self._secure:
            told.append(("Strict-Transport-Security", "max-age=31536000"))
        return tuple(told)

    def _made(self, notice: Notice, media: str, lang: str) -> Answer:
        others = [one for one in LANGUAGES if one != lang]
        spoken = ", ".join([lang, *others]) if media == HTML else lang
        body = self.page(notice, lang).encode() if media == HTML else msgspec.json.encode(self.facts(notice, lang))
        headers = (*self.headers(notice), ("Content-Type", media), ("Content-Language", spoken))
        return Answer(notice.kind.status, headers, body)

    def _side(self, notice: Notice, lang: str) -> str:
        return self._pages.render(
            "closed_side.html", lang, notice=notice, groups=HELP_LINES, day=_day(notice.day, lang),
            text=notice.text_fr if lang == "fr" else notice.text_en,
            is_elsewhere=notice.blocked_by not in ("", self._pages.config.square.origin),
        )  # fmt: skip


class Shutter:
    """The outermost layer of the public listener: while a notice is shown, nothing behind it is reached.

    ``app`` is everything else, and nothing where the square was closed before its store could be opened.
    """

    def __init__(self, app: ASGIApp, *, notices: Notices) -> None:
        self._app, self._notices = app, notices

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._notices.shown is None or scope["type"] != "http" or self._notices.lets_pass(scope["path"]):
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        told = self._notices.answer(
            scope["path"], asked.get(b"accept-language", ""), asked.get(b"accept", ""), scope["method"],
            has_cookie=b"cookie" in asked,
        )  # fmt: skip
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in told.headers]
        headers.append((b"content-length", str(len(told.body)).encode()))
        await send({"type": "http.response.start", "status": told.status, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else told.body
        await send({"type": "http.response.body", "body": body})


def style() -> str:
    """The page's look, as it stands between its tags."""
    return (files("parvis.web") / "static" / "closed.css").read_text("utf-8")


def _asked(scope: Scope) -> Mapping[bytes, str]:
    return {name: value.decode("latin-1") for name, value in scope["headers"]}


def _wants_json(path: str, accept: str) -> bool:
    return ("json" in accept or path.endswith(PAPERS)) and "text/html" not in accept


def _pictures(notice: Notice) -> list[tuple[str, str]]:
    """Name and ``data:`` address of each logo."""
    return [
        (one.name, f"data:{one.media};base64,{base64.b64encode(one.data).decode()}") for one in notice.logos
    ]  # fmt: skip


def _day(typed: str, lang: str) -> str:
    return format_date(date.fromisoformat(typed), "long", locale=BABEL_LOCALES[lang]) if typed else ""

"""From a template and its context to an HTML answer, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from parvis.core.clock import Instant, moment_of
from parvis.core.config import Config
from parvis.core.errors import Unavailable
from parvis.web.i18n import Argument, Texts

BABEL_LOCALES = {"fr": "fr", "en": "en_GB"}
"""How dates are written in each of our languages."""
DIST = Path(__file__).parent / "dist"
"""Where the build puts the client; `frontend/vite.config.ts` names the same folder."""


class Renderer:
    """Fills templates. ``lantern`` answers whether somebody from the team is on duty at this moment, ``narrowed`` with
    the text about the service mode, or nothing while it is normal.
    """

    def __init__(
        self,
        texts: Texts,
        config: Config,
        *,
        demo: bool = False,
        source_url: str = "",
        lantern: Callable[[], bool] = lambda: False,
        narrowed: Callable[[], str] = lambda: "",
        dist: Path = DIST,
    ) -> None:
        self.texts = texts
        self.config = config
        self._lantern = lantern
        self._narrowed = narrowed
        self._client = Client(dist)
        self._environment = Environment(
            loader=PackageLoader("parvis.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["local"] = local
        self._environment.filters["json"] = plain_json
        self._environment.filters["day"] = day
        self._environment.filters["hour"] = hour
        self._environment.filters["paragraphs"] = paragraphs
        self._environment.filters["cut"] = str.splitlines
        self._environment.globals.update(
            asset=self._client.asset,
            styles=self._client.styles,
            square=config.square,
            legal=config.legal,
            demo=demo,
            source_url=source_url,
        )

    def renew(self, config: Config) -> None:
        """These settings from now on, on every page."""
        self.config = config
        self._environment.globals.update(square=config.square, legal=config.legal)

    def lantern_lit(self) -> bool:
        """Whether somebody from the team is on duty at this moment."""
        return self._lantern()

    def page(self, request: Request, template: str, /, status: int = 200, **context: object) -> HTMLResponse:
        """A whole page. ``request.state`` brings lang, csrf and visit where the middleware has set them."""
        state = request.state
        around: dict[str, object] = {
            "csrf": getattr(state, "csrf", ""),
            "visit": getattr(state, "visit", None),
            "path": request.url.path,
            "status": status,
        }
        lang = getattr(state, "lang", self.config.square.languages[0])
        return HTMLResponse(self.render(template, lang, **(around | context)), status_code=status)

    def render(self, template: str, lang: str, /, **context: object) -> str:
        """The text of a template without a request behind it, as for paper."""
        around: dict[str, object] = {
            "lang": lang,
            "other_langs": [other for other in self.config.square.languages if other != lang],
            "lantern_lit": self._lantern(),
            "mode_key": self._narrowed(),
            "t": partial(self._translated, lang),
        }
        return self._environment.get_template(template).render(around | context)

    def _translated(self, lang: str, key: str, /, **args: Argument) -> Markup:
        """Our own texts hold no markup (a test sees to it), so escaping what is filled in makes the whole safe."""
        safe = {name: escape(value) if isinstance(value, str) else value for name, value in args.items()}
        return Markup(self.texts.text(lang, key, **safe))  # noqa: S704 - see above


class Client:
    """What the build made of `frontend/`: from a source's name to the address of its hashed file."""

    def __init__(self, dist: Path) -> None:
        self._path = dist / ".vite" / "manifest.json"
        self._manifest: dict[str, dict[str, object]] | None = None

    def asset(self, name: str) -> str:
        """The address of a built file, such as ``asset("src/style.css")``."""
        return f"/static/{self._entry(name)['file']}"

    def styles(self, name: str) -> list[str]:
        """The addresses of the style sheets that a script brings along."""
        found = self._entry(name).get("css", [])
        return [f"/static/{file}" for file in found] if isinstance(found, list) else []

    def _entry(self, name: str) -> dict[str, object]:
        if self._manifest is None:
            self._manifest = self._read()
        if name not in self._manifest:
            raise Unavailable(f"The web client was built without {name}. Build it again: ./dev setup, or pip install .")
        return self._manifest[name]

    def _read(self) -> dict[str, dict[str, object]]:
        try:
            found: dict[str, dict[str, object]] = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Unavailable("The web client has not been built. Build it: ./dev setup, or pip install .") from None
        return found


def plain_json(value: object) -> str:
    """A value as JSON writes it, for a log."""
    return json.dumps(value, ensure_ascii=False)


@pass_context
def local(context: Context, value: object) -> str:
    """An operator's text in the reader's language: texts by language code, or one text for everybody."""
    if not isinstance(value, Mapping):
        return str(value or "")
    spoken = [value.get(context["lang"]), *value.values()]
    return next((str(text) for text in spoken if text), "")


@pass_context
def day(context: Context, at: Instant) -> str:
    """The day of an instant in words, by the square's clock."""
    return format_date(_by_the_squares_clock(context, at), "long", locale=BABEL_LOCALES[context["lang"]])


@pass_context
def hour(context: Context, at: Instant) -> str:
    """Hour and minute of an instant, by the square's clock."""
    return _by_the_squares_clock(context, at).strftime("%H:%M")


def _by_the_squares_clock(context: Context, at: Instant) -> datetime:
    return moment_of(at).astimezone(ZoneInfo(context["square"].timezone))


def paragraphs(text: Markup) -> list[Markup]:
    """A long text cut where it has empty lines; already escaped, as `t` gives it."""
    return [part for part in text.split("\n\n") if part.strip()]

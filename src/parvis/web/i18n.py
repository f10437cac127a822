"""Every sentence a person reads, in each language: Fluent files in, text out, and which language to speak."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Resource, Term

LANGUAGES = ("fr", "en")
"""The languages Parvis speaks, the one written first at the front."""

Argument = str | int | float


def locales() -> Traversable:
    """The folder that holds one folder of Fluent files for each language."""
    return files("parvis") / "locales"


class Texts:
    """All texts of all languages, read once at the start.

    ``isolating`` puts invisible direction marks round what is filled in: right for HTML, wrong for plain text.
    """

    def __init__(self, languages: Sequence[str] = LANGUAGES, *, strict: bool = False, isolating: bool = True) -> None:
        self.languages = tuple(languages)
        self._strict = strict
        self._bundles = {lang: bundle_of(lang, isolating=isolating) for lang in self.languages}

    def text(self, lang: str, key: str, /, **args: Argument) -> str:
        """The sentence called ``key``. LookupError when no language has it, or (strict) when ``lang`` has not.

        In service a sentence missing in one language is shown in another: better than a bare key. Strict also raises
        ValueError when an argument is missing.
        """
        for candidate in (lang, *self.languages):
            bundle = self._bundles.get(candidate)
            if bundle is not None and bundle.has_message(key):
                return self._filled(bundle, key, args)
            if self._strict:
                break
        raise LookupError(f"no text called {key!r} in {lang!r}")

    def _filled(self, bundle: FluentBundle, key: str, args: dict[str, Argument]) -> str:
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise LookupError(f"{key!r} has no text of its own")
        filled, faults = bundle.format_pattern(pattern, args)
        if self._strict and faults:
            raise ValueError(f"{key!r}: {faults[0]}")
        return str(filled)


@functools.cache
def bundle_of(lang: str, *, isolating: bool) -> FluentBundle:
    """One language's texts, read once for all who speak it.

    ValueError for a file Fluent cannot read or an id that stands twice.
    """
    bundle = FluentBundle([lang], use_isolating=isolating)
    seen: set[str] = set()
    for name, resource in resources_of(lang):
        for entry in resource.body:
            if isinstance(entry, Junk):
                raise ValueError(f"{lang}/{name}: cannot be read near {entry.content!r}")
            if isinstance(entry, Message | Term):
                if entry.id.name in seen:
                    raise ValueError(f"{lang}/{name}: {entry.id.name!r} stands twice")
                seen.add(entry.id.name)
        bundle.add_resource(resource)
    return bundle


@functools.cache
def resources_of(lang: str) -> tuple[tuple[str, Resource], ...]:
    """Name and parsed content of each Fluent file of a language, by name; nobody changes what is read."""
    found = [entry for entry in (locales() / lang).iterdir() if entry.name.endswith(".ftl")]
    by_name = sorted(found, key=lambda file: file.name)
    return tuple((entry.name, FluentParser().parse(entry.read_text(encoding="utf-8"))) for entry in by_name)


def choose(accept_language: str, cookie: str | None, offered: Sequence[str]) -> str:
    """The language to answer in: what was chosen here before, else the browser's best wish, else the first offered."""
    if cookie in offered:
        return str(cookie)
    for tag in wishes(accept_language):
        if tag == "*":
            break
        primary = tag.split("-", 1)[0]
        if primary in offered:
            return primary
    return offered[0]


def wishes(accept_language: str) -> list[str]:
    """The tags of an Accept-Language header, best first, without refused (q=0) and unreadable ones (RFC 9110)."""
    weighed: list[tuple[float, str]] = []
    for part in accept_language.lower().split(",")[:20]:
        tag, _, parameter = part.partition(";")
        quality = weight_of(parameter)
        if tag.strip() and quality > 0:
            weighed.append((quality, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]


def weight_of(parameter: str) -> float:
    """``q=0.8`` as 0.8; nothing said is 1, nonsense is 0."""
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if name.strip() == "q" and 0.0 <= quality <= 1.0 else 0.0

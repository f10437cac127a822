"""Every sentence stands in every language, says the same things, keeps to the voice of the house, and is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import visitor as fluent_visitor
from fluent.syntax.ast import BaseNode, Message, TextElement, VariableReference

from parvis.web.i18n import LANGUAGES, Texts, choose, resources_of

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "parvis"
CLIENT = ROOT / "frontend" / "src"
FRONT, *OTHERS = LANGUAGES

CALL = re.compile(r"""\bt\(\s*["']([a-z][a-zA-Z0-9_-]*)["']\s*([~+]?)""")
"""A call with a literal key; a sign after it means that the key is only the beginning."""
LITERAL = re.compile(r"""["']([a-z][a-z0-9]*(?:[-_][a-z0-9_]+)+)["']""")
BEGINNING = re.compile(r"""(?:[`"']|f")([a-z][a-z0-9-]*-)(?:\$\{|["']\s*[~+]|\{)""")
ASKED_IN_PYTHON = re.compile(r"(refuse|bye|why-closed|page-error|legal-keep|rules|terms|help)-[a-z0-9_-]+")


class Variables(fluent_visitor.Visitor):
    """Collects the names of the arguments a sentence wants."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - Fluent's naming
        self.names.add(node.id.name)


class Words(fluent_visitor.Visitor):
    """Collects what is said, without the names of arguments."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def visit_TextElement(self, node: TextElement) -> None:  # noqa: N802 - Fluent's naming
        self.parts.append(node.value)


def messages(lang: str) -> dict[str, dict[str, Message]]:
    """By file name, then by key."""
    return {
        name: {entry.id.name: entry for entry in resource.body if isinstance(entry, Message)}
        for name, resource in resources_of(lang)
    }


ALL = {lang: messages(lang) for lang in LANGUAGES}
KEYS = {key for entries in ALL[FRONT].values() for key in entries}


def wanted_by(node: BaseNode) -> set[str]:
    visitor = Variables()
    visitor.visit(node)
    return visitor.names


def sentences() -> Iterator[tuple[str, str, str]]:
    """Language, key and words of every text."""
    for lang, by_file in ALL.items():
        for entries in by_file.values():
            for key, entry in entries.items():
                words = Words()
                words.visit(entry)
                yield lang, key, " ".join(words.parts)


def sources() -> Iterator[tuple[Path, str]]:
    """Everything that may ask for a text."""
    for folder, patterns in ((PACKAGE, ("*.py", "*.html", "*.toml")), (CLIENT, ("*.ts", "*.svelte"))):
        for pattern in patterns:
            for path in sorted(folder.rglob(pattern)):
                yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def strings_in(source: str) -> Iterator[str]:
    """The string constants of a Python file, docstrings included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_known(key: str) -> bool:
    return key in KEYS


def begins_a_key(start: str) -> bool:
    return any(key.startswith(start) for key in KEYS)


@pytest.mark.parametrize("other", OTHERS)
def test_every_text_stands_in_every_language(other: str) -> None:
    assert {name: sorted(entries) for name, entries in ALL[other].items()} == {
        name: sorted(entries) for name, entries in ALL[FRONT].items()
    }


@pytest.mark.parametrize("other", OTHERS)
def test_a_text_wants_the_same_arguments_in_every_language(other: str) -> None:
    differing = [
        (key, sorted(wanted_by(entry)), sorted(wanted_by(ALL[other][name][key])))
        for name, entries in ALL[FRONT].items()
        for key, entry in entries.items()
        if wanted_by(entry) != wanted_by(ALL[other][name][key])
    ]
    assert differing == []


def test_texts_hold_no_markup_so_that_filling_them_in_stays_safe() -> None:
    assert [(lang, key) for lang, key, words in sentences() if re.search(r'[<>&"]', words)] == []


def test_nobody_is_shouted_at() -> None:
    assert [(lang, key) for lang, key, words in sentences() if "!" in words] == []


def test_apostrophes_are_typographic() -> None:
    assert [(lang, key) for lang, key, words in sentences() if re.search(r"\w'\w", words)] == []


def test_french_signs_do_not_fall_to_the_next_line() -> None:
    assert [key for lang, key, words in sentences() if lang == "fr" and re.search(r" [:;?»]|« ", words)] == []


def test_every_text_that_is_asked_for_exists() -> None:
    missing: list[tuple[str, str]] = []
    for path, source in sources():
        for key, sign in CALL.findall(source):
            if not (begins_a_key(key) if sign else is_known(key)):
                missing.append((str(path), key))
        if path.suffix == ".py":
            asked = (text for text in strings_in(source) if ASKED_IN_PYTHON.fullmatch(text))
            missing += [(str(path), key) for key in asked if not is_known(key) and not begins_a_key(key)]
    assert missing == []


def test_no_text_is_left_unused() -> None:
    exact: set[str] = set()
    beginnings: set[str] = set()
    for _, source in sources():
        exact.update(LITERAL.findall(source))
        beginnings.update(BEGINNING.findall(source))
    unused = {
        key
        for key in KEYS
        if key not in exact
        and key.removesuffix("-title") not in exact
        and not any(key.startswith(start) for start in beginnings)
    }
    assert sorted(unused) == []


def test_a_text_that_only_one_language_has_is_shown_in_that_one() -> None:
    lenient = Texts(("fr",))
    assert lenient.text("en", "common-leave") == "Partir"
    with pytest.raises(LookupError):
        Texts(("fr",), strict=True).text("en", "common-leave")


def test_a_text_that_nobody_wrote_is_a_bug_and_not_a_bare_key() -> None:
    with pytest.raises(LookupError):
        Texts().text("fr", "common-nobody-wrote-this")


def test_a_missing_argument_is_noticed_in_tests() -> None:
    with pytest.raises(ValueError, match="refuse-too-long"):
        Texts(strict=True).text("fr", "refuse-too-long")


@pytest.mark.parametrize(
    ("header", "cookie", "chosen"),
    [
        ("", None, "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", None, "en"),
        ("fr-CA;q=0.4, en;q=0.9", None, "en"),
        ("de, *;q=0.5", None, "fr"),
        ("en;q=0, fr;q=0.1", None, "fr"),
        ("en;q=nonsense", None, "fr"),
        ("en", "fr", "fr"),
        ("en", "xx", "en"),
    ],
)
def test_a_browser_is_answered_in_its_best_language_unless_the_reader_chose(
    header: str, cookie: str | None, chosen: str
) -> None:
    assert choose(header, cookie, ["fr", "en"]) == chosen

"""Makes the handbook at ``/help`` out of `docs/`: Sphinx and MyST read the pages, plain HTML comes out.

A page `keys.md` is English; `keys.fr.md` beside it is the same page in French. Whatever Sphinx warns of (a link that
leads nowhere, a heading that skips a level) stops the build. No theme, script or style of Sphinx is taken over: the
server puts each body into the frame of its own pages.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import tempfile
import warnings
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urldefrag, urljoin

ROOT = Path(__file__).resolve().parent.parent
FRONT = "README"
FRENCH = ".fr"
SETTINGS: dict[str, Any] = {
    "extensions": ["myst_parser"],
    "root_doc": FRONT,
    "source_suffix": {".md": "markdown"},
    "myst_heading_anchors": 4,
    # `site:rules` is the page /rules of the square the reader is on.
    "myst_url_schemes": {"http": None, "https": None, "mailto": None, "tel": None, "site": "/{{path}}"},
    "html_permalinks": False,
    "html_copy_source": False,
    "highlight_language": "none",
    "smartquotes": False,
    # Pages are found by their folder, not by a tree that each would have to stand in; a generated page may begin low.
    "suppress_warnings": ["toc.not_included", "toc.not_readable", "misc.highlighting_failure"],
}
SERVED = {"protocol.schema.json": "/protocol.json", "openapi.json": "/openapi.json", "asyncapi.json": "/asyncapi.json"}
"""Files that pages link to and every server has at an address of its own."""
HREF = re.compile(r'(?<= href=")([^"]*)(?=")')
CLASSES = re.compile(
    r' class="(?:reference|download|simple|docutils|std|doc|internal|external|notranslate|align-\w+)[\w\s-]*"'
)
SOURCE = re.compile(r"\[([^\]]*)\]\((?:\.\./)+(?:src|tests|scripts|deploy)/[^)]*\)")
"""A link to a file of the source tree, which no server serves."""
SPAN = re.compile(r'<span(?: class="(?!c1")[\w -]*")?>([^<]*)</span>')
"""What Sphinx marks word by word; of code, only remarks stay marked."""

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
LABELLED = 3
"""From so many columns on, a table is laid out row by row where the screen is narrow, and each cell says what it is."""


class HandbookError(Exception):
    """What Sphinx found wrong, one warning a line."""


def build(root: Path, out: Path) -> None:
    """Write every page of `docs/` into ``out``; HandbookError when one of them has a fault."""
    pages = pages_of(root)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(pages, ensure_ascii=False, indent=0), "utf-8")


def pages_of(root: Path) -> list[dict[str, str]]:
    """Name, language, title and HTML of every page; names are addresses below ``/help``."""
    with tempfile.TemporaryDirectory() as scratch:
        source, made = Path(scratch, "docs"), Path(scratch, "made")
        shutil.copytree(root / "docs", source)
        shutil.copy(root / "ARCHITECTURE.md", source / "build" / "architecture.md")
        for page in source.rglob("*.md"):
            text = page.read_text("utf-8").replace("(../../ARCHITECTURE.md)", "(architecture.md)")
            page.write_text(SOURCE.sub(r"\1", text), "utf-8")
        _run_sphinx(source, made)
        names = sorted(path.relative_to(source).with_suffix("").as_posix() for path in source.rglob("*.md"))
        return [_page(name, json.loads((made / f"{name}.fjson").read_text("utf-8"))) for name in names]


def _run_sphinx(source: Path, made: Path) -> None:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    heard = io.StringIO()
    # MyST still uses what a later Sphinx will remove; the bounds in pyproject.toml keep the two that fit each other.
    with docutils_namespace(), warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        app = Sphinx(
            str(source), None, str(made), str(made / ".doctrees"), "json", confoverrides=SETTINGS, status=None,
            warning=heard, freshenv=True,
        )  # fmt: skip
        app.build(force_all=True)
    complaints = heard.getvalue().replace(f"{source}/", "docs/").strip()
    if complaints:
        raise HandbookError(complaints)


def _page(name: str, found: dict[str, Any]) -> dict[str, str]:
    lang = "fr" if name.endswith(FRENCH) else "en"
    body = HREF.sub(lambda match: _address(name, match[1]), str(found["body"]))
    body = TABLE.sub(lambda match: _labelled(match[0]), SPAN.sub(r"\1", CLASSES.sub("", body)))
    return {"name": _plain(name), "lang": lang, "title": re.sub(r"<[^>]+>", "", str(found["title"])), "body": body}


def _labelled(table: str) -> str:
    """A table of many columns with the name of its column on each cell but the first, and what it is in so many words.

    Laid out as anything but a table, a browser would no longer tell screen readers that it is one.
    """
    heads = [re.sub(r"<[^>]+>", "", head).strip().replace('"', "&quot;") for head in HEAD.findall(table)]
    if len(heads) < LABELLED:
        return table
    labels = ["", *(f' data-label="{head}"' if head else "" for head in heads[1:])]

    def row(match: re.Match[str]) -> str:
        left = iter(labels)
        return re.sub(r"<td\b", lambda _: f'<td role="cell"{next(left)}', match[0])

    table = ROW.sub(row, table).replace("<tr", '<tr role="row"').replace("<th ", '<th role="columnheader" scope="col" ')
    table = re.sub(r"<(thead|tbody)>", r'<\1 role="rowgroup">', table)
    return table.replace("<table>", '<table class="labelled" role="table">', 1)


def _plain(name: str) -> str:
    """A page's address below ``/help``: without its language, and a folder for the page that opens it."""
    path = PurePosixPath(name.removesuffix(FRENCH))
    return path.parent.as_posix().removeprefix(".") if path.name == FRONT else path.as_posix()


def _address(name: str, target: str) -> str:
    """Where a link of the page ``name`` leads once served; other sites and places in the page stay as they are."""
    if not target or target[0] in "#/" or re.match(r"[a-z]+:", target):
        return target
    served = SERVED.get(PurePosixPath(target).name)
    if served:
        return served
    absolute, fragment = urldefrag(urljoin(f"/help/{name}/", target))
    plain = _plain(absolute.removeprefix("/help/").strip("/"))
    address = f"/help/{plain}".rstrip("/")
    return f"{address}#{fragment}" if fragment else address


if __name__ == "__main__":
    try:
        build(ROOT, ROOT / "src" / "parvis" / "web" / "handbook" / "pages.json")
    except HandbookError as fault:
        sys.exit(str(fault))

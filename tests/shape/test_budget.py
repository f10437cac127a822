"""What a poor phone must load: a small script, and nothing from anywhere else."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from parvis.web.render import DIST

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "parvis" / "web" / "templates"
STATIC = ROOT / "src" / "parvis" / "web" / "static"
SCRIPT_MAX = 40 * 1000
LATER_MAX = 5 * 1000
"""What is loaded when somebody wants it, such as the sheet for reporting: on a bad line it must come in a moment."""
STYLE_MAX = 20 * 1000
MANIFEST: dict[str, dict[str, object]] = json.loads((DIST / ".vite" / "manifest.json").read_text("utf-8"))

NAMESPACES = frozenset({"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML",
                        "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/1999/xlink",
                        "http://www.w3.org/2000/xmlns/"})  # fmt: skip
"""Names that look like addresses; nothing is loaded from them."""
PLAIN_LINKS = frozenset({"www.internet-signalement.gouv.fr"})
"""Where a link may lead that a person follows on purpose."""
EXPLAINED = frozenset({"svelte.dev"})
"""Addresses inside error messages of libraries, never opened."""


def loaded_with(entry: str, *, later: bool = False) -> set[str]:
    """Every script that a page with this entry loads; ``later``: also what it loads only when somebody wants it."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        chunk = MANIFEST[waiting.pop()]
        if str(chunk["file"]) not in found:
            found.add(str(chunk["file"]))
            for more in ("imports", "dynamicImports") if later else ("imports",):
                names = chunk.get(more, [])
                assert isinstance(names, list)
                waiting += names
    return {name for name in found if name.endswith(".js")}


def weight(names: set[str]) -> int:
    """Bytes on the way, as a server with gzip sends them."""
    return sum(len(gzip.compress((DIST / name).read_bytes(), 9, mtime=0)) for name in names)


def styles_of(*entries: str) -> set[str]:
    found = {str(MANIFEST["src/style.css"]["file"])}
    for entry in entries:
        names = MANIFEST[entry].get("css", [])
        assert isinstance(names, list)
        found |= set(names)
    return found


def test_the_square_loads_at_most_forty_kilobytes_of_script() -> None:
    names = loaded_with("src/square.ts")
    assert names
    assert weight(names) <= SCRIPT_MAX


def test_what_the_square_loads_later_comes_in_a_moment() -> None:
    at_start = loaded_with("src/square.ts")
    later = loaded_with("src/square.ts", later=True) - at_start
    assert later, "the sheet for reporting"
    assert max(weight({name}) for name in later) <= LATER_MAX


def test_the_door_needs_next_to_nothing() -> None:
    assert weight(loaded_with("src/door.ts")) <= 2_000


def test_the_teams_script_is_its_own_and_small() -> None:
    assert weight(loaded_with("src/staff.ts")) <= 3_000
    assert not loaded_with("src/staff.ts") & loaded_with("src/square.ts")


def test_the_styles_stay_small() -> None:
    assert weight(styles_of("src/square.ts")) <= STYLE_MAX


def addresses(source: str) -> set[str]:
    """Whole addresses, also those without a scheme."""
    return set(re.findall(r"""(?:https?:|wss?:|(?<=["'(=]))//[a-zA-Z0-9][^\s"'`)<>\\,;]*""", source))


def elsewhere(source: str) -> set[str]:
    found = {one for one in addresses(source) if one.rstrip("/") not in {name.rstrip("/") for name in NAMESPACES}}
    return {one for one in found if (urlsplit(one).hostname or "") not in EXPLAINED}


def test_the_search_for_addresses_finds_them() -> None:
    assert elsewhere('fetch("https://cdn.example/x.js")') == {"https://cdn.example/x.js"}
    assert elsewhere('src="//cdn.example/x.js"') == {"//cdn.example/x.js"}
    assert elsewhere('xmlns="http://www.w3.org/2000/svg"') == set()


def test_no_built_file_names_another_site() -> None:
    built = [path for path in (DIST / "assets").iterdir() if path.suffix in (".js", ".css", ".ftl", ".svg")]
    assert built
    assert {(path.name, one) for path in built for one in elsewhere(path.read_text("utf-8"))} == set()


def test_no_style_loads_anything_at_all() -> None:
    for path in (DIST / "assets").glob("*.css"):
        source = path.read_text("utf-8")
        assert re.findall(r"url\((?![\"']?#)[^)]*\)|@import|@font-face", source) == [], path.name


def test_no_page_loads_from_another_site_and_links_lead_only_where_they_are_meant_to() -> None:
    links = re.compile(r'<a\b[^>]*href="(https?://[^"]+)"')
    for path in [*TEMPLATES.glob("*.html"), *STATIC.iterdir()]:
        source = path.read_text("utf-8")
        meant = {link for link in links.findall(source) if urlsplit(link).hostname in PLAIN_LINKS}
        assert (path.name, elsewhere(source) - meant) == (path.name, set())


def test_no_page_carries_script_or_style_that_the_policy_forbids() -> None:
    for path in TEMPLATES.glob("*.html"):
        source = path.read_text("utf-8")
        scripts = re.findall(r"<script\b([^>]*)>", source)
        assert [one for one in scripts if "src=" not in one and "application/json" not in one] == [], path.name
        handlers = re.findall(r"""\son[a-z]+=["']""", source)
        assert handlers == [], path.name
        if path.name not in ("cards.html", "poster.html", "ceremony.html", "closed.html"):
            assert not re.search(r"<style\b|\sstyle=", source), path.name

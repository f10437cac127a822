"""The notice as files for any web server: the page in each order of languages, and what two servers need for it."""

from __future__ import annotations

import msgspec

from parvis.core.closing import Notice
from parvis.web.i18n import LANGUAGES
from parvis.web.notice import NOBODY_READS, Notices

NGINX = """# The notice of a closed square, for nginx: status {status} for every path and method, but for robots.txt.
# The map belongs into http {{ … }}, the rest into server {{ … }}; put this folder's path in place of /srv/closed.
map $http_accept_language $closed_page {{
    default /index.{first}.html;
    "~*^{other}" /index.{other}.html;
}}

root /srv/closed;
access_log off;
error_page {status} $closed_page;
error_page 405 ={status} $closed_page;
location = /robots.txt {{
{headers}
}}
location ~ ^/index\\.(fr|en)\\.html$ {{
    internal;
{headers}
}}
location / {{
    return {status};
}}
"""
CADDY = """# The notice of a closed square, for Caddy: status {status} for every path and method, but for robots.txt.
# Belongs into the site's block; put this folder's path in place of /srv/closed.
root * /srv/closed
header {{
{headers}
}}
@robots {{
    path /robots.txt
    method GET HEAD
}}
handle @robots {{
    file_server
}}
handle {{
    error {status}
}}
handle_errors {{
    header {{
{deeper}
    }}
    @other header_regexp Accept-Language (?i)^{other}
    rewrite @other /index.{other}.html
    @first not header_regexp Accept-Language (?i)^{other}
    rewrite @first /index.{first}.html
    method GET
    file_server {{
        status {status}
    }}
}}
"""


def exported(notices: Notices, notice: Notice, first: str) -> dict[str, str]:
    """Contents by file name; ``first`` is the language for those who wish for none of ours."""
    other = next(lang for lang in LANGUAGES if lang != first)
    headers = notices.headers(notice)
    near, deep = (_lines(headers, f"{' ' * depth}{{}} {{}}") for depth in (4, 8))
    said = {"status": notice.kind.status, "first": first, "other": other}
    pages = {f"index.{lang}.html": notices.page(notice, lang) for lang in LANGUAGES}
    return pages | {
        "index.html": pages[f"index.{first}.html"],
        "robots.txt": NOBODY_READS.decode(),
        "notice.json": msgspec.json.format(msgspec.json.encode(notices.facts(notice, first))).decode() + "\n",
        "nginx.conf": NGINX.format(headers=_lines(headers, "    add_header {} {} always;"), **said),
        "Caddyfile": CADDY.format(headers=near, deeper=deep, **said),
    }


def _lines(headers: tuple[tuple[str, str], ...], form: str) -> str:
    return "\n".join(form.format(name, _quoted(value)) for name, value in headers)


def _quoted(value: str) -> str:
    """In both servers' files a backslash keeps a quote from ending the word; no address holds `$` or a brace."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

"""What a program is told when something was not done: problem documents (RFC 9457) in the language of the request."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from parvis.core.bodies import Fault, HelpLine, Problem
from parvis.core.verdict import Finding
from parvis.web import cookies, i18n
from parvis.web.house import house_of

API = "/api/"
"""Everything below speaks JSON, its faults too; every other door answers with pages."""
MEDIA = "application/problem+json"
CHALLENGE = 'Cookie realm="parvis", form-action="/age", cookie-name="parvis_pass"'
"""RFC 9110, section 15.5.2: a 401 says how to come in. The door is `/age`, or `/api/age/voucher`."""
BEARER = 'Bearer realm="parvis"'
"""RFC 6750, section 3."""
PAUSED_MS = 5_000
CLOSED_MS = 3_600_000
ISOLATES = dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069))
"""Direction marks that Fluent puts round what is filled in: right in HTML, noise in a JSON string."""

Args = dict[str, str | int]


def speaks_json(request: Request) -> bool:
    """Whether whoever asks is a program."""
    return request.url.path.startswith(API)


def problem(
    request: Request,
    status: int,
    text_key: str,
    args: Args | None = None,
    *,
    field: str | None = None,
    alternative: str | None = None,
    retry_ms: int | None = None,
    faults: list[Fault] | None = None,
    help_lines: list[HelpLine] | None = None,
    until: int | None = None,
    decision: str | None = None,
    challenge: str = CHALLENGE,
) -> Response:
    """One problem document. ``retry_ms`` also becomes Retry-After, in whole seconds; ``challenge`` goes with a 401."""
    body = Problem(
        title=HTTPStatus(status).phrase, status=status, text_key=text_key, detail=sentence(request, text_key, args),
        field=field, alternative=alternative, retry_ms=retry_ms, faults=faults or [], help=help_lines or [],
        until=until, decision=decision,
    )  # fmt: skip
    headers = {"Retry-After": str(-(-retry_ms // 1000))} if retry_ms else {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = challenge
    return Response(msgspec.json.encode(body), status, headers, MEDIA)


def paused(request: Request) -> Response:
    """The store does not answer: nothing was done."""
    return problem(request, 503, "refuse-paused", retry_ms=PAUSED_MS)


def found(request: Request, field: str, finding: Finding) -> Fault:
    """A finding as a reason beside its field."""
    return Fault(
        field=field, text_key=finding.text_key, detail=sentence(request, finding.text_key, finding.args),
        alternative=finding.alternative,
    )  # fmt: skip


def sentence(request: Request, text_key: str, args: Args | None = None) -> str:
    """The text in the request's language, as plain as a program may show it anywhere."""
    return plain(house_of(request).texts.text(language(request), text_key, **(args or {})))


def plain(text: str) -> str:
    """Without the direction marks."""
    return text.translate(ISOLATES)


def language(request: Request) -> str:
    """What the gate found out, or what it would: a fault may come before it."""
    house = house_of(request)
    known: str | None = getattr(request.state, "lang", None)
    return known or i18n.choose(
        request.headers.get("accept-language", ""), cookies.read_cookie(request, house, cookies.LANG),
        house.means.config.square.languages,
    )  # fmt: skip

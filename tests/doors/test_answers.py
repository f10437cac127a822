"""What every answer carries and what none may: headers, cookies, caches, addresses and logs without secrets."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
import structlog
from sqlalchemy import text
from websockets.asyncio.client import connect

from house import Doors, Line, easy, open_doors, submit, token
from parvis.access.age import voucher
from parvis.core.config import Config
from parvis.web import middleware
from parvis.web.render import DIST

BUILT = json.loads((DIST / ".vite" / "manifest.json").read_text("utf-8"))["src/square.ts"]["file"]
HTTPS = "https://chat.example.org"
DAY = 24 * 3600

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def faults_of(answer: httpx.Response) -> list[str]:
    """What is missing in an answer's headers."""
    faults = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("content-security-policy", "")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    wanted = {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
        "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    faults += [name for name, value in wanted.items() if rules.get(name) != value]
    if any(loose in policy for loose in ("unsafe", "*", "data:", "http://*")):
        faults.append(f"loose policy: {policy}")
    for feature in ("camera", "microphone", "geolocation"):
        if f"{feature}=()" not in answer.headers.get("permissions-policy", ""):
            faults.append(feature)
    if "cache-control" not in answer.headers:
        faults.append("cache-control")
    if "server" in answer.headers:
        faults.append("says what it runs on")
    return faults


async def test_every_answer_carries_the_security_headers(open_house: Doors) -> None:
    async with (
        open_house.client() as stranger,
        open_house.staying("Achille") as visitor,
        open_house.private() as inside,
    ):
        csrf = token((await stranger.get("/how")).text)
        big = b"a=" + b"a" * 70_000
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answers = {
            200: [await stranger.get("/"), await visitor.get("/square/nuit"), await stranger.get(f"/static/{BUILT}")],
            303: [await stranger.get("/square"), await stranger.post("/lang", data={"csrf": csrf})],
            403: [await stranger.post("/lang")],
            404: [await stranger.get("/no"), await stranger.get("/static/no.js"), await inside.get("/square")],
            405: [await stranger.put("/how"), await stranger.post("/healthz"), await inside.post("/metrics")],
            413: [await stranger.post("/lang", content=big, headers=form)],
            422: [await stranger.post("/age/voucher", data={"csrf": csrf})],
            426: [await visitor.get("/ws")],
        }
        answers[200] += [await stranger.get(path) for path in ("/healthz", "/readyz", "/protocol.json", "/robots.txt")]
        answers[200] += [await stranger.head("/how"), await inside.get("/metrics"), await inside.get("/readyz")]
        answers[404].append(await stranger.post("/no"))
    found = {(status, answer.url.path, answer.status_code): faults_of(answer)
             for status, group in answers.items() for answer in group}  # fmt: skip
    assert found == {(status, path, status): [] for status, path, _ in found}


async def test_a_bug_is_answered_with_a_page_like_any_other(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors, doors.client(**{"Accept-Language": "en"}) as client:
        texts, doors.house.texts = doors.house.texts, None  # type: ignore[assignment]  # the bug
        with structlog.testing.capture_logs() as logs:
            answer = await client.get("/privacy")
        assert [one["route"] for one in logs if one["event"] == "request_failed"] == ["/privacy"]
        assert (answer.status_code, faults_of(answer)) == (500, [])
        assert "Something broke on our side" in answer.text and "Traceback" not in answer.text
        doors.house.texts = texts
        assert (await client.get("/privacy")).status_code == 200
        async with doors.private() as inside:
            metrics = (await inside.get("/metrics")).text
        assert re.search(r'parvis_requests_total\{method="GET",route="/privacy",status="500"\} 1\.0', metrics)


async def test_an_answer_that_takes_too_long_is_given_up(open_house: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_house.staying("Adèle") as client:
        with structlog.testing.capture_logs(), monkeypatch.context() as impatient:
            impatient.setattr(middleware, "ANSWER_SECONDS", 0.0)
            answer = await client.get("/square")
        assert (answer.status_code, faults_of(answer)) == (500, [])
        assert "<h1>" in answer.text
        assert (await client.get("/square")).status_code == 200


# ---------------------------------------------------------------- cookies


def behind_tls(config: Config) -> Config:
    return msgspec.structs.replace(easy(config), square=msgspec.structs.replace(config.square, origin=HTTPS))


def cookies_of(answer: httpx.Response) -> dict[str, Morsel[str]]:
    jar: dict[str, Morsel[str]] = {}
    for line in answer.headers.get_list("set-cookie"):
        jar.update(SimpleCookie(line))
    return jar


async def walk_in(doors: Doors, origin: str) -> dict[str, Morsel[str]]:
    """From the door to the square with a cookie jar kept by hand; every cookie that was set."""
    jar: dict[str, Morsel[str]] = {}
    async with httpx.AsyncClient(base_url=doors.origin) as client:

        async def ask(method: str, path: str, **form: str) -> httpx.Response:
            headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in jar.items()), "Origin": origin}
            answer = await client.request(method, path, data=form or None, headers=headers)
            client.cookies.clear()
            jar.update(cookies_of(answer))
            return answer

        csrf = token((await ask("GET", "/age")).text)
        await ask("POST", "/age/voucher", csrf=csrf, code=await doors.code())
        await ask("POST", "/lang", csrf=csrf, lang="en", next="/")
        entered = await ask("POST", "/enter", csrf=csrf, nickname="Agnès", age="34")
        assert entered.headers["location"] == "/square/accueil"
        assert (await ask("GET", "/square/accueil")).status_code == 200
        left = await ask("POST", "/leave", csrf=csrf)
        assert left.status_code == 303
    return jar


NAMES = {"pass", "visit", "device", "lang"}


async def test_cookies_in_the_clear_are_out_of_reach_of_scripts_and_other_sites(open_house: Doors) -> None:
    jar = await walk_in(open_house, open_house.origin)
    assert set(jar) == {f"parvis_{name}" for name in NAMES}
    for name, one in jar.items():
        assert (name, one["httponly"], one["samesite"].lower(), one["path"]) == (name, True, "lax", "/")
        assert (name, one["domain"], one["secure"]) == (name, "", "")
    ages = {name: int(one["max-age"]) for name, one in jar.items()}
    assert ages == {
        "parvis_pass": 30 * DAY, "parvis_visit": 0, "parvis_device": 365 * DAY, "parvis_lang": 365 * DAY,
    }  # fmt: skip


async def test_under_tls_cookies_are_bound_to_this_host_and_never_sent_in_the_clear(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True, shape=behind_tls) as doors:
        jar = await walk_in(doors, HTTPS)
        assert set(jar) == {f"__Host-parvis_{name}" for name in NAMES}
        for name, one in jar.items():
            assert (name, one["httponly"], one["samesite"].lower(), one["path"]) == (name, True, "lax", "/")
            assert (name, one["domain"], one["secure"]) == (name, "", True)
        async with doors.client() as client:
            answer = await client.get("/how")
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
            assert "connect-src 'self' wss://chat.example.org;" in answer.headers["content-security-policy"]
            csrf = cookies_of(answer)["__Host-parvis_device"].value
            forged = {"Cookie": f"parvis_device={csrf}"}
            assert "__Host-parvis_device" in str((await client.get("/how", headers=forged)).headers), "no plain name"


async def test_in_the_clear_nothing_promises_tls(open_house: Doors) -> None:
    async with open_house.client() as client:
        answer = await client.get("/how")
    assert "strict-transport-security" not in answer.headers
    assert f"connect-src 'self' ws://localhost:{open_house.port};" in answer.headers["content-security-policy"]


async def test_the_device_cookie_is_given_once_and_says_nothing(open_house: Doors) -> None:
    async with open_house.client() as one, open_house.client() as two:
        first = cookies_of(await one.get("/how"))["parvis_device"].value
        assert "set-cookie" not in (await one.get("/how")).headers
        assert first != cookies_of(await two.get("/how"))["parvis_device"].value
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first)
        for path in ("/healthz", "/robots.txt", f"/static/{BUILT}"):
            async with open_house.client() as passer_by:
                assert "set-cookie" not in (await passer_by.get(path)).headers, "a file needs no cookie"


# ---------------------------------------------------------------- caches


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-store"),
        ("/square/nuit", "no-store"),
        ("/me", "no-store"),
        ("/age", "no-store"),
        ("/nothing", "no-store"),
        ("/static/nothing.js", "no-store"),
        ("/readyz", "no-store"),
        (f"/static/{BUILT}", "public, max-age=31536000, immutable"),
        ("/favicon.svg", "public, max-age=3600"),
        ("/robots.txt", "public, max-age=3600"),
        ("/protocol.json", "public, max-age=3600"),
    ],
)
async def test_what_is_about_somebody_stays_in_no_cache(
    open_house: Doors, visitor: httpx.AsyncClient, path: str, kept: str
) -> None:
    assert (await visitor.get(path)).headers["cache-control"] == kept


@pytest.fixture(scope="module")
async def visitor(open_house: Doors) -> AsyncIterator[httpx.AsyncClient]:
    async with open_house.staying("Aliénor") as client:
        yield client


# ---------------------------------------------------------------- addresses


async def test_no_secret_ever_stands_in_an_address(open_house: Doors) -> None:
    issued = (await voucher.issue(open_house.house.means, 1, "test")).vouchers[0]
    seen: list[str] = []

    async def note(answer: httpx.Response) -> None:
        await answer.aread()
        seen.append(str(answer.request.url))
        seen.append(answer.headers.get("location", ""))
        seen.extend(re.findall(r'(?:href|action|src)="([^"]*)"', answer.text))

    async with open_house.client() as client:
        client.event_hooks["response"].append(note)
        await submit(client, "/age", "/age/voucher", code=issued.short)
        await submit(client, "/", "/enter", nickname="Amandine", age="34")
        for path in ("/square", "/square/nuit", "/me", "/how", "/rules"):
            await client.get(path)
        csrf = token((await client.get("/me")).text)
        secrets = [csrf, issued.link, issued.short, issued.short.replace("-", "")]
        secrets += [client.cookies[f"parvis_{name}"] for name in ("pass", "visit", "device")]
        await submit(client, "/square/nuit", "/square/nuit/say", text="bonsoir", cid="a1")
        await submit(client, "/me", "/leave")
    addresses = "\n".join(seen)
    assert len(seen) > 100 and "/square/nuit" in addresses
    assert [secret for secret in secrets if secret in addresses] == []


async def test_a_code_in_an_address_is_not_taken(open_house: Doors) -> None:
    """Only the link's fragment may carry it, and a browser never sends that."""
    issued = (await voucher.issue(open_house.house.means, 1, "test")).vouchers[0]
    async with open_house.client() as client:
        answer = await client.get(f"/age?v={issued.link}&code={issued.link}")
        assert issued.link not in answer.text and "parvis_pass" not in client.cookies


async def test_pages_lead_nowhere_else_by_themselves(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with open_house.client() as stranger:
        for client, path in ((stranger, "/"), (stranger, "/how"), (visitor, "/square/nuit"), (visitor, "/square")):
            page = (await client.get(path)).text
            loaded = re.findall(r'<(?:script|link|img|iframe|source|form)\b[^>]*?(?:src|href|action)="([^"]*)"', page)
            assert loaded and [one for one in loaded if urlsplit(one).netloc] == []
            assert "style=" not in page and " onclick" not in page


# ---------------------------------------------------------------- health and numbers


async def test_numbers_are_for_the_private_listener_alone(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/metrics")).status_code == 404
    async with open_house.private() as inside:
        numbers = await inside.get("/metrics")
        assert numbers.status_code == 200
        assert "parvis_requests_total" in numbers.text and "parvis_say_seconds" in numbers.text
        assert 'parvis_learned_texts_total{outcome="failed"}' in numbers.text, "before there is one"
        assert "Aliénor" not in numbers.text and "nuit" not in numbers.text and "127.0.0.1" not in numbers.text
        for path in ("/square", "/age", "/static/x", "/ws", "/protocol.json"):
            assert (path, (await inside.get(path)).status_code) == (path, 404)
        assert (await inside.get("/")).headers["location"].startswith(("/admin", "/staff")), "the team's own door"


async def test_an_invented_path_or_method_makes_no_new_number(open_house: Doors) -> None:
    async with open_house.client() as stranger, open_house.private() as inside:
        for at in range(3):
            await stranger.get(f"/invented-{at}")
        numbers = (await inside.get("/metrics")).text
    assert "invented" not in numbers and 'route="unknown"' in numbers


async def test_a_server_that_lives_and_can_read_says_so(open_house: Doors) -> None:
    async with open_house.client() as anybody, open_house.private() as inside:
        for client in (anybody, inside):
            assert (await client.get("/healthz")).text == "ok\n"
            assert (await client.get("/readyz")).json() == {"ready": True, "open": True}


async def test_a_store_that_cannot_be_read_is_not_ready_and_recovers_by_itself(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors, doors.staying("Anselme") as client:
        await _sql(doors, "ALTER TABLE conversation RENAME TO mislaid")
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()) == (503, {"ready": False, "open": False})
        assert (await client.get("/healthz")).status_code == 200, "alive all the same"
        room = await client.get("/square")
        assert (room.status_code, faults_of(room)) == (503, [])
        assert "ne peut rien garder" in room.text
        await _sql(doors, "ALTER TABLE mislaid RENAME TO conversation")
        assert (await client.get("/readyz")).status_code == 200
        assert (await client.get("/square")).status_code == 200


async def _sql(doors: Doors, statement: str) -> None:
    await doors.house.means.db.write(lambda tx: tx.conn.execute(text(statement)).closed)


# ---------------------------------------------------------------- logs


SAID = "une phrase que personne ne doit lire"


async def test_the_log_knows_nobody(tmp_path: Path) -> None:
    """A whole evening in another process: enter, be refused, talk, flood, leave; then read all it logged."""
    command = [sys.executable, "-m", "parvis", "demo", "--json", "--data", str(tmp_path), "--vouchers", "3"]
    errors = tmp_path.with_suffix(".log")
    with errors.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command, "--port", str(20_000 + os.getpid() % 20_000), stdout=subprocess.PIPE, stderr=log
        )
    assert process.stdout
    async with asyncio.timeout(30):
        said = json.loads(await process.stdout.readline())
    try:
        secrets = await _evening(said["url"], said["vouchers"])
    finally:
        process.terminate()
        async with asyncio.timeout(15):
            rest = await process.stdout.read()
            await process.wait()
    logged = errors.read_text("utf-8")
    requests = [json.loads(line) for line in logged.splitlines() if '"request"' in line]
    assert len(requests) > 15 and {"route", "method", "status", "ms"} <= set(requests[0])
    assert any(one["route"] == "/square/{room}/say" for one in requests), "the door, not who stood there"
    assert [secret for secret in secrets if secret in logged] == []
    assert rest == b"", "and nothing more on standard output"


async def _evening(url: str, vouchers: list[str]) -> list[str]:
    port = urlsplit(url).port
    async with httpx.AsyncClient(base_url=url) as client, httpx.AsyncClient(base_url=url) as young:
        await submit(client, "/age", "/age/voucher", code="0000-0000-0000")
        await submit(client, "/age", "/age/voucher", code=vouchers[0])
        await submit(client, "/", "/enter", nickname="Antoinette14ans", age="34")
        await submit(client, "/", "/enter", nickname="Antoinette", age="34", postal_code="69003", gender="woman")
        await client.get("/square/nuit")
        await submit(client, "/square/nuit", "/square/nuit/say", text=SAID, cid="secretcid1")
        await client.get(f"/{SAID.replace(' ', '-')}?q=Antoinette")
        await submit(young, "/age", "/age/voucher", code=vouchers[1])
        await submit(young, "/", "/enter", nickname="Augustin", age="16")
        jar = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = {"Cookie": jar, "Origin": url}
        async with connect(f"ws://localhost:{port}/ws", additional_headers=headers) as ws:
            line = Line(ws)
            welcome = await line.hello()
            for at in range(10):
                await line.say(f"{SAID} {at}", f"secretcid{at + 2}", "nuit")
            await line.ask("edit", conv="r:nuit", n=1, text=f"{SAID}, corrigée")
            await line.ws.send(f"{SAID} sans forme")
            await line.ws.send("{" * 70_000)
            await line.closed()
        tokens = [value for name, value in [*client.cookies.items(), *young.cookies.items()]]
        await submit(client, "/me", "/leave")
    words = ["phrase", "Antoinette", "Augustin", "69003", "127.0.0.1", "secretcid", welcome["me"]["id"]]
    return [*words, *tokens, *vouchers[:2], vouchers[0].replace("-", "")]

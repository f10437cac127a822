"""The JSON doors: a whole evening without a page, who may open which, and every way to be told no."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections.abc import AsyncIterator
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import msgspec
import pytest
from sqlalchemy import func, select

from house import Doors, easy, open_doors, token
from parvis.access.age import codes
from parvis.chat.square import Pace
from parvis.core.bodies import Problem
from parvis.core.buckets import Buckets, Rate
from parvis.core.config import Config
from parvis.core.staff import Role
from parvis.moderation import flaggers
from parvis.store import schema
from parvis.store.database import FILE
from parvis.web.api.operations import OPERATIONS
from parvis.web.gate import Need, need_of
from parvis.web.routes import NEEDS, PRIVATE_ROUTES, PUBLIC_ROUTES
from team import as_staff, enrol

ROOM = "/api/rooms/accueil"
NAMES = (f"Passante {one}" for one in ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "Lima",
                                       "Mike", "Oscar"))  # fmt: skip
PUBLISHED = Path(__file__).parents[2] / "frontend" / "node_modules"
"""Where the standards' own schemas are, as their makers publish them."""
PARAMETER = re.compile(r"\{[^}]*\}")
JSON = {"Content-Type": "application/json"}


def unhurried(config: Config) -> Config:
    """A whole module of tests comes from one network."""
    rates = msgspec.structs.replace(config.guard, entries_per_network_per_hour=10_000)
    return msgspec.structs.replace(config, guard=rates)


@pytest.fixture(scope="module")
async def square(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("api"), demo=True, shape=unhurried) as opened:
        yield opened


@pytest.fixture
async def stranger(square: Doors) -> AsyncIterator[httpx.AsyncClient]:
    async with square.client(**{"Accept-Language": "en"}) as client:
        yield client


async def pass_of(doors: Doors, client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/age/voucher", json={"code": await doors.code()})
    assert answer.status_code == 200, answer.text


async def come_in(doors: Doors, client: httpx.AsyncClient, nickname: str, **more: Any) -> dict[str, Any]:
    await pass_of(doors, client)
    answer = await client.post("/api/enter", json={"nickname": nickname, "age": 34, **more})
    assert answer.status_code == 200, answer.text
    entered: dict[str, Any] = answer.json()
    return entered


async def say(client: httpx.AsyncClient, text: str, cid: str) -> httpx.Response:
    return await client.post(f"{ROOM}/messages", json={"cid": cid, "text": text})


def problem(answer: httpx.Response, status: int, text_key: str) -> Problem:
    """The answer is this problem, in the form RFC 9457 gives it."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    said = msgspec.json.decode(answer.content, type=Problem)
    assert (said.status, said.text_key) == (status, text_key)
    assert said.detail
    assert said.title
    return said


# ---------------------------------------------------------------- an evening


async def test_an_evening_without_a_page(square: Doors, stranger: httpx.AsyncClient) -> None:
    me = (await come_in(square, stranger, "Aurore"))["visit"]
    assert (me["nick"], me["band"], me["mark"]) == ("Aurore", "25-34", "new")
    rooms = (await stranger.get("/api/rooms")).json()["rooms"]
    assert (rooms[0]["conv"], rooms[0]["name"], rooms[0]["joined"]) == ("r:accueil", "Welcome", False)
    assert (await stranger.post(f"{ROOM}/join", json={})).json()["t"] == "page"
    said = (await say(stranger, "Bonsoir la place", "aurore-1")).json()
    assert said["st"] == "delivered"
    page = (await stranger.get(f"{ROOM}/messages", params={"around": said["n"], "limit": 1})).json()
    assert [(item["text"], item["from"]["nick"]) for item in page["items"]] == [("Bonsoir la place", "Aurore")]
    here = (await stranger.get(f"{ROOM}/people")).json()["people"]
    assert "Aurore" in [person["nick"] for person in here], "whoever reads along is seen to be there"
    changed = await stranger.patch(f"{ROOM}/messages/{said['n']}", json={"text": "Bonsoir à toute la place"})
    assert changed.json() == {"conv": "r:accueil", "n": said["n"]}
    assert (await stranger.request("DELETE", f"{ROOM}/messages/{said['n']}")).status_code == 200
    page = (await stranger.get(f"{ROOM}/messages", params={"around": said["n"], "limit": 1})).json()
    assert [(item["t"], item["by"]) for item in page["items"]] == [("gone", "author")]
    assert (await stranger.post(f"{ROOM}/leave", json={})).status_code == 204
    assert (await stranger.post("/api/leave", json={})).status_code == 204
    problem(await stranger.get("/api/me"), 401, "api-no-visit")
    assert "parvis_pass" in stranger.cookies, "coming back takes the card alone"


async def test_what_is_said_at_a_door_is_heard_on_the_socket(square: Doors, stranger: httpx.AsyncClient) -> None:
    await come_in(square, stranger, "Bérénice")
    await stranger.post(f"{ROOM}/join", json={})
    async with square.talking("Corentin") as corentin:
        said = (await say(stranger, "Est-ce que ça s’entend ?", "b-1")).json()
        heard = await corentin.next("msg")
        assert (heard["n"], heard["mid"], heard["from"]["nick"]) == (said["n"], said["mid"], "Bérénice")
        again = (await say(stranger, "Encore", "b-1")).json()
        assert again == said, "the same cid is said once"


async def test_what_is_kept_is_told_and_a_consent_can_be_taken_back(square: Doors, stranger: httpx.AsyncClient) -> None:
    entered = await come_in(square, stranger, "Daphné", gender="woman", gender_consent=True, postal_code="69003")
    assert entered["visit"]["gender"] == "woman"
    assert not entered["gender_left_out"]
    rainbow = "/api/rooms/arc-en-ciel"
    problem(await stranger.post(f"{rainbow}/join", json={}), 403, "refuse-consent")
    assert (await stranger.post(f"{rainbow}/consent", json={"consent": "yes"})).status_code == 204
    assert (await stranger.post(f"{rainbow}/join", json={})).status_code == 200
    me = (await stranger.get("/api/me")).json()
    assert "Lyon" in me["area"]
    assert me["consents"] == ["gender", "room:arc-en-ciel"]
    assert all(row["what"] and row["how_long"] for row in me["kept"])
    assert (await stranger.request("DELETE", f"{rainbow}/consent")).status_code == 204
    problem(await stranger.get(f"{rainbow}/messages"), 403, "refuse-not-here")
    assert (await stranger.request("DELETE", "/api/me/gender")).status_code == 204
    me = (await stranger.get("/api/me")).json()
    assert me["consents"] == []
    assert "gender" not in me["visit"]


async def test_a_gender_without_consent_is_left_out_and_said_so(square: Doors, stranger: httpx.AsyncClient) -> None:
    entered = await come_in(square, stranger, "Églantine", gender="other")
    assert entered["gender_left_out"]
    assert "gender" not in entered["visit"]


async def test_anybody_may_ask_how_to_get_in(stranger: httpx.AsyncClient) -> None:
    how = (await stranger.get("/api/how")).json()
    assert (how["open"], how["why_closed"], how["age_methods"]) == (True, [], ["voucher"])
    assert (how["required"], how["languages"]) == (["nickname", "age"], ["fr", "en"])
    assert "woman" in how["genders"]


async def test_the_cookies_are_those_of_the_pages(square: Doors, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/api/age/voucher", json={"code": await square.code()})
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("parvis_pass=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await stranger.get("/")).status_code == 200
    assert 'name="nickname"' in (await stranger.get("/")).text, "the pages know the pass too"
    assert answer.json()["expires_at"] > 1_700_000_000_000


async def test_every_answer_wears_the_security_headers_and_is_not_kept(stranger: httpx.AsyncClient) -> None:
    for path in ("/api/how", "/api/me", "/api/nothing", "/openapi.json", "/docs"):
        answer = await stranger.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers
        if path.startswith("/api/"):
            assert answer.headers["cache-control"] == "no-store"


# ---------------------------------------------------------------- who


WELL_ASKED: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/api/age/voucher"): {"code": "nobody printed this"},
    ("POST", "/api/enter"): {"nickname": "x", "age": 34},
    ("POST", "/api/rooms/proposals"): {"name": {"fr": "Échecs"}, "topic": {"fr": "Parties et finales."}},
    ("POST", "/api/rooms/{room}/consent"): {"consent": "yes"},
    ("POST", "/api/rooms/{room}/messages"): {"cid": "who", "text": "Bonsoir"},
    ("PATCH", "/api/rooms/{room}/messages/{n}"): {"text": "Bonsoir"},
    ("POST", "/api/reports"): {"reason": "hate", "locations": ["https://a.example"], "good_faith": True},
    ("POST", "/api/flagger/reports"): {"reason": "hate", "locations": ["https://a.example"], "good_faith": True},
    ("POST", "/api/receipt"): {"code": "nobody's"},
    ("POST", "/api/decision"): {"code": "nobody's"},
    ("POST", "/api/decision/appeal"): {"code": "nobody's", "text": "Relisez"},
    ("POST", "/api/decision/refusal"): {"cid": "never-sent"},
    ("POST", "/api/staff/passkey"): {"what": "sign-in"},
    ("POST", "/api/desk/rules/check"): {"source": "[[rule]]"},
}
LET_IN = {
    "/api/age/voucher": 422, "/api/enter": 422, "POST /api/rooms/proposals": 422,
    "/api/rooms/proposals/{proposal}": 404, "/api/leave": 204, "/api/me/gender": 204,
    "/api/rooms/{room}/leave": 204, "/api/rooms/{room}/consent": 204, "/api/rooms/{room}/messages/{n}": 404,
    "/api/receipt": 404, "/api/decision": 404, "/api/decision/appeal": 404, "/api/decision/refusal": 404,
}  # fmt: skip
"""What somebody this door is for is answered by it in the test below, where that is not 200."""


async def knock(client: httpx.AsyncClient, method: str, path: str) -> tuple[int, str]:
    asked = path.replace("{room}", "nuit").replace("{n}", "999")
    if method in ("GET", "DELETE"):
        answer = await client.request(method, asked)
    else:
        answer = await client.request(method, asked, json=WELL_ASKED.get((method, path), {}))
    kind = answer.headers.get("content-type", "")
    return answer.status_code, answer.json()["text_key"] if kind.startswith("application/problem") else ""


ENDING = {("DELETE", "/api/rooms/{room}/consent"): 1, ("POST", "/api/rooms/{room}/leave"): 1, ("POST", "/api/leave"): 2}
IN_ORDER = sorted(OPERATIONS, key=lambda one: (ENDING.get((one.method, one.path), 0), "join" not in one.path))


async def test_each_door_answers_only_those_it_is_for(square: Doors) -> None:
    visitor = await square.visitor("Faustine")
    holder = await square.adult()
    registered = await flaggers.add(square.house.office, "Une association", "contact@asso.example")
    assert isinstance(registered, flaggers.Registered)
    bearer = {"Authorization": f"Bearer {registered.token}"}
    async with (
        square.client() as stranger, aclosing(holder), aclosing(visitor), square.client(**bearer) as flagger,
        square.client() as lead, square.client() as trainee,
    ):  # fmt: skip
        as_staff(lead, await enrol(square.house.means, "Margot", Role.LEAD))
        as_staff(trainee, await enrol(square.house.means, "Gaétan", Role.TRAINEE))
        for one in IN_ORDER:
            need = need_of(NEEDS[one.path])
            if need is Need.STAFF:
                for client, key in ((stranger, "staff"), (visitor, "staff"), (trainee, "right")):
                    assert await knock(client, one.method, one.path) == (403, f"api-no-{key}"), one
                assert (await knock(lead, one.method, one.path))[0] == 200, one
                continue
            if need is Need.FLAGGER:
                for client in (stranger, holder, visitor):
                    assert await knock(client, one.method, one.path) == (401, "api-no-flagger"), one
                assert (await knock(flagger, one.method, one.path))[0] == 200, one
                continue
            expected = (LET_IN.get(f"{one.method} {one.path}", LET_IN.get(one.path, 200)),)
            seen = [await knock(client, one.method, one.path) for client in (stranger, holder, visitor)]
            if need >= Need.PASS:
                assert seen[0] == (401, "api-no-pass"), one
            if need is Need.VISIT:
                assert seen[1] == (401, "api-no-visit"), one
            asked = [status for place, (status, _) in enumerate(seen) if place >= need - 1]
            assert set(asked) == set(expected), (one.method, one.path, seen)


async def test_a_401_says_how_to_come_in(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/api/me")
    problem(answer, 401, "api-no-pass")
    assert answer.headers["www-authenticate"].startswith("Cookie ")
    flagging = await stranger.get("/api/flagger/standing")
    problem(flagging, 401, "api-no-flagger")
    assert flagging.headers["www-authenticate"].startswith("Bearer ")


# ---------------------------------------------------------------- calls from elsewhere


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
async def test_a_call_from_another_site_does_nothing(
    square: Doors, stranger: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    code = await square.code()
    refused = await stranger.post("/api/age/voucher", json={"code": code}, headers=headers)
    problem(refused, 403, "api-foreign")
    assert "parvis_pass" not in stranger.cookies
    own = {"Origin": square.origin, "Sec-Fetch-Site": "same-origin"}
    assert (await stranger.post("/api/age/voucher", json={"code": code}, headers=own)).status_code == 200


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"]
)
async def test_what_a_form_elsewhere_could_send_is_not_read(
    square: Doors, stranger: httpx.AsyncClient, kind: str
) -> None:
    await come_in(square, stranger, next(NAMES))
    for path in ("/api/leave", f"{ROOM}/join"):
        answer = await stranger.post(path, content=b"{}", headers={"Content-Type": kind} if kind else {})
        problem(answer, 415, "api-not-json")
    assert (await stranger.get("/api/me")).status_code == 200, "still here"


async def test_the_content_type_may_name_its_charset(square: Doors, stranger: httpx.AsyncClient) -> None:
    await come_in(square, stranger, "Hippolyte")
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert (await stranger.post(f"{ROOM}/join", content=b"{}", headers=headers)).status_code == 200


async def test_a_removal_from_another_site_does_nothing(square: Doors, stranger: httpx.AsyncClient) -> None:
    await come_in(square, stranger, "Isaure", gender="woman", gender_consent=True)
    answer = await stranger.request("DELETE", "/api/me/gender", headers={"Origin": "https://evil.example"})
    problem(answer, 403, "api-foreign")
    assert (await stranger.get("/api/me")).json()["consents"] == ["gender"]


# ---------------------------------------------------------------- what is wrong with it


@pytest.mark.parametrize(
    ("body", "text_key", "field"),
    [
        (b"", "api-body", None),
        (b"[]", "api-body", None),
        (b"{", "api-body", None),
        (b"[" * 30_000, "api-body", None),
        (b'{"code":"\xff"}', "api-body", None),
        (b"{}", "api-field", "code"),
        (b'{"code":1}', "api-field", "code"),
        (b'{"code":"' + b"x" * 301 + b'"}', "api-field", "code"),
    ],
)
async def test_a_body_that_is_not_as_described_is_told_which_field(
    stranger: httpx.AsyncClient, body: bytes, text_key: str, field: str | None
) -> None:
    answer = await stranger.post("/api/age/voucher", content=body, headers=JSON)
    assert problem(answer, 422, text_key).field == field


async def test_a_body_without_end_is_refused(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/api/age/voucher", content=b"x" * 70_000, headers=JSON)
    problem(answer, 413, "page-error-413")


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=101", "limit"), ("before=x", "before"), ("after=-1", "after"),
     ("around=null", "around"), ("before=1&after=2", "around")],
)  # fmt: skip
async def test_a_query_that_is_not_as_described_is_told_which_field(
    square: Doors, stranger: httpx.AsyncClient, query: str, field: str
) -> None:
    await come_in(square, stranger, next(NAMES))
    assert problem(await stranger.get(f"{ROOM}/messages?{query}"), 422, "api-field").field == field


async def test_sentences_are_in_the_language_of_the_request(square: Doors) -> None:
    said = {}
    for lang in ("fr", "en"):
        async with square.client(**{"Accept-Language": lang}) as client:
            said[lang] = problem(await client.post("/api/age/voucher", json={"code": "x"}), 422, "refuse-code-unknown")
            missing = problem(await client.get("/api/nothing"), 404, "page-error-404")
            assert ("adresse" in missing.detail) == (lang == "fr")
    assert said["fr"].detail.startswith("Ce code n’est pas connu")
    assert said["en"].detail.startswith("This code is not known")


async def test_what_is_not_there_says_so(square: Doors, stranger: httpx.AsyncClient) -> None:
    await come_in(square, stranger, "Katell")
    await stranger.post(f"{ROOM}/join", json={})
    for method, path in (
        ("POST", "/api/rooms/nulle-part/join"), ("POST", "/api/rooms/nulle-part/leave"),
        ("DELETE", "/api/rooms/nulle-part/consent"),
    ):  # fmt: skip
        problem(await stranger.request(method, path, content=b"{}", headers=JSON), 404, "refuse-no-room")
    for n in ("999999", "x", "-1", "9" * 5_000):
        problem(await stranger.request("DELETE", f"{ROOM}/messages/{n}"), 404, "refuse-gone")


async def test_a_405_names_every_method_there_is(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.put(f"{ROOM}/messages")
    problem(answer, 405, "page-error-405")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


async def test_somebody_elses_message_is_not_ones_own(square: Doors, stranger: httpx.AsyncClient) -> None:
    await come_in(square, stranger, "Léopold")
    await stranger.post(f"{ROOM}/join", json={})
    async with square.talking("Mahaut") as mahaut:
        n = (await mahaut.say("C’est à moi", "m-1"))["n"]
        problem(await stranger.patch(f"{ROOM}/messages/{n}", json={"text": "à moi"}), 403, "refuse-not-yours")
        problem(await stranger.request("DELETE", f"{ROOM}/messages/{n}"), 403, "refuse-not-yours")


async def test_the_guards_reasons_are_told(square: Doors, stranger: httpx.AsyncClient) -> None:
    await come_in(square, stranger, "Noé")
    await stranger.post(f"{ROOM}/join", json={})
    assert problem(await say(stranger, "", "n-1"), 422, "refuse-empty").field == "text"
    long = problem(await say(stranger, "a" * 2_001, "n-2"), 422, "refuse-too-long")
    assert long.detail == "This was not sent: it is longer than 2,000 characters. Shorten it, or send it in parts."


# ---------------------------------------------------------------- the entry card


async def test_a_taken_nickname_is_a_conflict_with_a_way_out(square: Doors, stranger: httpx.AsyncClient) -> None:
    async with aclosing(await square.visitor("Ombeline")):
        await pass_of(square, stranger)
        said = problem(await stranger.post("/api/enter", json={"nickname": "OMBELINE", "age": 40}), 409,
                       "refuse-nick-taken")  # fmt: skip
        assert said.field == "nickname"
        assert said.alternative
        again = await stranger.post("/api/enter", json={"nickname": said.alternative, "age": 40})
        assert again.json()["visit"]["nick"] == said.alternative


async def test_a_card_with_several_faults_names_them_all(square: Doors, stranger: httpx.AsyncClient) -> None:
    await pass_of(square, stranger)
    body = {"nickname": "ab", "age": 40, "postal_code": "6900"}
    said = problem(await stranger.post("/api/enter", json=body), 422, "refuse-nick-short")
    assert {fault.field: fault.text_key for fault in said.faults} == {
        "nickname": "refuse-nick-short", "postal_code": "refuse-postal-form",
    }  # fmt: skip


async def visits_kept(doors: Doors) -> int:
    return await doors.house.means.db.read(
        lambda conn: conn.execute(select(func.count()).select_from(schema.visit)).scalar_one()
    )


async def test_somebody_under_18_reads_who_listens_and_nothing_is_kept(
    square: Doors, stranger: httpx.AsyncClient
) -> None:
    await pass_of(square, stranger)
    before = await visits_kept(square)
    answer = await stranger.post("/api/enter", json={"nickname": "Perle", "age": 15})
    said = problem(answer, 403, "minor-lede")
    assert [line.number for line in said.help] == ["3018", "119"]
    assert all(line.detail for line in said.help)
    assert "parvis_visit" not in stranger.cookies
    assert await visits_kept(square) == before


async def test_whoever_said_15_shows_a_new_card_before_they_come_in_as_19(
    square: Doors, stranger: httpx.AsyncClient
) -> None:
    await pass_of(square, stranger)
    problem(await stranger.post("/api/enter", json={"nickname": "Perle", "age": 15}), 403, "minor-lede")
    said = problem(await stranger.post("/api/enter", json={"nickname": "Nacre", "age": 19}), 403, "minor-before")
    assert [line.number for line in said.help] == ["3018", "119"]
    await pass_of(square, stranger)
    assert (await stranger.post("/api/enter", json={"nickname": "Nacre", "age": 71})).status_code == 200


async def test_a_code_works_once(square: Doors, stranger: httpx.AsyncClient) -> None:
    code = await square.code()
    assert (await stranger.post("/api/age/voucher", json={"code": code})).status_code == 200
    async with square.client() as other:
        problem(await other.post("/api/age/voucher", json={"code": code}), 409, "refuse-code-used")
        assert "parvis_pass" not in other.cookies


# ---------------------------------------------------------------- too fast, not open, out of order


async def test_guessing_codes_is_slowed_down_and_told_for_how_long(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors, doors.client() as guesser:
        for _ in range(doors.house.means.config.guard.code_tries_per_network_per_10min):
            guess = codes.draw_short(secrets.token_bytes)  # without a slip, but nobody printed it
            problem(await guesser.post("/api/age/voucher", json={"code": guess}), 422, "refuse-code-unknown")
        answer = await guesser.post("/api/age/voucher", json={"code": await doors.code()})
        said = problem(answer, 429, "refuse-slow-down")
        assert said.retry_ms
        assert int(answer.headers["retry-after"]) == -(-said.retry_ms // 1000)


async def test_the_pace_is_the_sockets(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors, doors.client() as client:
        doors.house.square.paces[Pace.ASK] = Buckets(Rate(3, 3_600.0))
        await come_in(doors, client, "Quentin")
        async with doors.socket(client) as line:
            await line.hello()
            assert (await line.ask("join", conv="r:accueil"))["t"] == "page"
            assert (await client.get("/api/rooms")).status_code == 200
            assert (await client.get(f"{ROOM}/people")).status_code == 200
            answer = await client.get(f"{ROOM}/messages")
            assert problem(answer, 429, "refuse-rate").retry_ms
            assert int(answer.headers["retry-after"]) > 1_000
            assert (await line.ask("people", conv="r:accueil"))["code"] == "rate"


async def test_a_shut_square_says_so_to_programs_too(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=False) as doors, doors.client(**{"Accept-Language": "en"}) as client:
        how = (await client.get("/api/how")).json()
        assert not how["open"]
        assert len(how["why_closed"]) == 2
        for one in OPERATIONS:
            status, text_key = await knock(client, one.method, one.path)
            if need_of(NEEDS[one.path]) in (Need.PASS, Need.VISIT) or one.path == "/api/age/voucher":
                assert (status, text_key) == (503, "api-closed"), one
            else:
                assert status != 503, "how to get in, and reporting, are open to anybody at any time"
        code = await doors.code()
        problem(await client.post("/api/age/voucher", json={"code": code}), 503, "api-closed")
    async with open_doors(tmp_path, demo=True) as doors, doors.client() as client:
        assert (await client.post("/api/age/voucher", json={"code": code})).status_code == 200, "the card stayed good"


@pytest.mark.slow
async def test_a_store_that_does_not_take_anything_is_a_503_and_nothing_was_said(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors:
        visitor = await doors.visitor("Rosalie")
        async with aclosing(visitor):
            visitor.timeout = httpx.Timeout(30)
            await visitor.post(f"{ROOM}/join", json={})
            with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")  # somebody else holds the file
                answer = await say(visitor, "Bonsoir", "r-1")
                other.execute("ROLLBACK")
            problem(answer, 503, "refuse-paused")
            assert int(answer.headers["retry-after"]) > 0
            assert (await visitor.get(f"{ROOM}/messages")).json()["items"] == []
            assert (await say(visitor, "Bonsoir", "r-1")).json()["st"] == "delivered"


# ---------------------------------------------------------------- the reference


@pytest.mark.parametrize("who", ["stranger", "visitor", "colleague"])
async def test_everything_that_answers_with_json_is_described(tmp_path: Path, who: str) -> None:
    """Every route of both listeners by every method, asked as a page of ours would ask and as a program would."""
    routes = {(method, route.path) for route in (*PUBLIC_ROUTES, *PRIVATE_ROUTES) for method in route.methods or ()}
    public = {route.path for route in PUBLIC_ROUTES}
    async with open_doors(tmp_path, demo=True, shape=easy) as doors, doors.client() as client:
        if who == "visitor":
            await come_in(doors, client, "Sidonie")
        if who == "colleague":
            as_staff(client, await enrol(doors.house.means, "Odile"))
        described = (await client.get("/openapi.json")).json()["paths"]
        missing, spoke = set(), set()
        for method, path in sorted(routes, key=lambda door: ("leave" in door[1] or "sign-out" in door[1], door)):
            origin = doors.origin if path in public else doors.private_origin
            asked = origin + PARAMETER.sub("none", path)
            ways: list[dict[str, Any]] = [{}]
            if method in ("POST", "PATCH"):
                csrf = token((await client.get(f"{origin}/how")).text)
                ways = [{"json": {}}, {"data": {"csrf": csrf}, "headers": {"Origin": origin}}]
            for sent in ways:
                answer = await client.request(method, asked, **sent)
                if "json" in answer.headers.get("content-type", ""):
                    spoke.add(path)
                    if ("get" if method == "HEAD" else method.lower()) not in described.get(path, {}):
                        missing.add((method, path))
        assert missing == set()
        assert {one.path for one in OPERATIONS if one.gives} <= spoke, "a program is answered as one, whoever it is"


@pytest.mark.parametrize(
    ("paper", "schema"),
    [
        ("/openapi.json", "@seriousme/openapi-schema-validator/schemas/v3.1/schema.json"),
        ("/asyncapi.json", "@asyncapi/specs/schemas/3.0.0.json"),
    ],
)
async def test_both_documents_are_valid(stranger: httpx.AsyncClient, paper: str, schema: str) -> None:
    told = (await stranger.get(paper)).json()
    standard = jsonschema_rs.validator_for(json.loads((PUBLISHED / schema).read_text("utf-8")))
    assert [f"{list(one.instance_path)}: {one.message}"[:300] for one in standard.iter_errors(told)] == []
    told["info"].pop("title")
    assert not standard.is_valid(told), "it would be seen"


async def test_the_reference_names_the_square_it_is_fetched_from(square: Doors, stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/openapi.json")).json()["servers"] == [{"url": square.origin}]
    socket = (await stranger.get("/asyncapi.json")).json()["servers"]["square"]
    assert f"http://{socket['host']}" == square.origin


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_the_reference_can_be_read_by_anybody_without_a_script(square: Doors, lang: str) -> None:
    async with square.client(**{"Accept-Language": lang}) as stranger:
        page = (await stranger.get("/docs")).text
    assert "<script" not in page
    assert ("Les portes pour programmes" in page) == (lang == "fr")
    for one in OPERATIONS:
        assert f"{one.method} {one.path}" in page
        assert one.purpose.replace("’", "'") in page.replace("&#39;", "'").replace("&amp;", "&")
    for frame in ("hello", "status", "presence", "bye"):
        assert f"<code>{frame}</code>" in page

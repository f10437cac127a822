"""Who may open which door: every path and method, for a stranger, somebody with a pass, and a visitor."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from house import Doors, easy, open_doors, token
from parvis.web.gate import Need, need_of
from parvis.web.problems import API
from parvis.web.render import DIST
from parvis.web.routes import NEEDS, PRIVATE_ROUTES, PUBLIC_ROUTES

BUILT = json.loads((DIST / ".vite" / "manifest.json").read_text("utf-8"))["src/style.css"]["file"]
LANDING = "303 /square/accueil"
DOOR = "303 /"


@dataclass(frozen=True)
class Row:
    """What each of three people is answered: a status, and where it leads."""

    method: str
    path: str
    stranger: str
    holder: str
    visitor: str
    asked: str = ""
    """The address asked for, where the path has a hole in it."""
    form: tuple[tuple[str, str], ...] = ()


def public(path: str, asked: str = "") -> Row:
    return Row("GET", path, "200", "200", "200", asked)


BEHIND = sorted(
    (method, route.path)
    for route in PUBLIC_ROUTES
    if need_of(NEEDS[route.path]) is Need.STAFF and not route.path.startswith(API)
    for method in (route.methods or set()) - {"HEAD"}
)
"""The team's doors: shut to everybody here; `test_staff_by_route.py` has the table of roles."""

TABLE = [
    Row("GET", "/", "200", "200", LANDING),
    Row("GET", "/age", "200", DOOR, DOOR),
    Row("POST", "/age/voucher", "422", "422", "422", form=(("code", "not a code"),)),
    Row("POST", "/enter", DOOR, "422", "422", form=(("nickname", ""),)),
    Row("POST", "/lang", "303 /how", "303 /how", "303 /how", form=(("lang", "fr"), ("next", "/how"))),
    *(
        public(f"/{page}")
        for page in (
            "how", "rules", "terms", "terms.json", "legal", "privacy", "help-lines", "report", "receipt", "decision",
            "healthz", "readyz", "favicon.svg", "favicon.ico", "robots.txt", "manifest.webmanifest", "protocol.json",
            "docs", "help", "openapi.json", "asyncapi.json",
        )
    ),
    Row("POST", "/decision", "404", "404", "404", form=(("code", "not a code"),)),
    Row("POST", "/decision/appeal", "404", "404", "404", form=(("code", "not a code"), ("text", "relisez"))),
    Row("POST", "/decision/file", "404", "404", "404", form=(("code", "not a code"),)),
    Row("POST", "/decision/refusal", "404", "404", "404", form=(("mid", "0" * 20),)),
    public("/report/answers"),
    Row("POST", "/report", "422", "422", "422", form=(("reason", ""),)),
    *(
        Row("POST", f"/receipt{rest}", "404", "404", "404", form=(("code", "nobody's"),))
        for rest in ("", "/file", "/appeal")
    ),
    public("/help/{path:path}", asked="/help/operate/keys"),
    public("/static/{path:path}", asked=f"/static/{BUILT}"),
    public("/staff"),
    public("/staff/invite"),
    *(Row("POST", f"/staff/{door}", "422", "422", "422") for door in ("sign-in", "invite", "enrol")),
    *(Row(method, path, "403", "403", "403", asked=path.replace("{id}", "x")) for method, path in BEHIND),
    Row("GET", "/ws", DOOR, DOOR, "426"),
    Row("GET", "/square", DOOR, DOOR, "200"),
    Row("GET", "/square/{room}", DOOR, DOOR, "200", asked="/square/nuit"),
    Row("GET", "/square/{room}/consent", DOOR, DOOR, "200", asked="/square/arc-en-ciel/consent"),
    Row("POST", "/square/{room}/consent", DOOR, DOOR, "303 /square/arc-en-ciel",
        asked="/square/arc-en-ciel/consent", form=(("consent", "yes"),)),
    Row("POST", "/square/{room}/say", DOOR, DOOR, "303 /square/nuit?seen=1#last",
        asked="/square/nuit/say", form=(("text", "bonsoir"), ("cid", "r1"))),
    Row("POST", "/square/{room}/leave", DOOR, DOOR, "303 /square", asked="/square/nuit/leave"),
    Row("GET", "/check", DOOR, DOOR, "200"),
    Row("POST", "/check/work", DOOR, DOOR, "422", form=(("proof", "nothing"),)),
    Row("POST", "/check/age", DOOR, DOOR, "422", form=(("code", "not a code"),)),
    Row("GET", "/board", DOOR, DOOR, "200"),
    Row("POST", "/board", DOOR, DOOR, "422", form=(("cid", ""), ("text", "")),),
    Row("POST", "/board/take", DOOR, DOOR, "404", form=(("n", "0"),)),
    Row("GET", "/propose", DOOR, DOOR, "200"),
    Row("POST", "/propose", DOOR, DOOR, "422", form=(("name-fr", ""),)),
    Row("POST", "/propose/withdraw", DOOR, DOOR, "404", form=(("proposal", "nobody's"),)),
    Row("GET", "/me", DOOR, DOOR, "200"),
    Row("POST", "/me/consent", DOOR, DOOR, "303 /me", form=(("withdraw", "room:arc-en-ciel"),)),
    Row("POST", "/leave", DOOR, DOOR, DOOR),
]  # fmt: skip
"""In an order in which one visitor can go through all of them."""

SHUT = {"GET": {"/square", "/square/nuit", "/square/arc-en-ciel/consent", "/ws", "/me", "/check", "/propose", "/board"}}
"""What does not answer a GET without a visit; everything else in the table is a public page or file."""


@pytest.fixture(scope="module")
async def people(open_house: Doors) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    async with (
        open_house.client() as stranger,
        open_house.holding() as holder,
        open_house.staying("Capucine") as visitor,
    ):
        yield {"stranger": stranger, "holder": holder, "visitor": visitor}


def answered(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.headers.get('location', '')}".strip()


async def knock(doors: Doors, client: httpx.AsyncClient, row: Row) -> str:
    """Ask as a page of ours would, with the form token of this device."""
    asked = row.asked or row.path
    if row.method == "GET":
        return answered(await client.get(asked))
    csrf = token((await client.get("/how")).text)
    return answered(await client.post(asked, data={"csrf": csrf, **dict(row.form)}, headers={"Origin": doors.origin}))


def doors_of(routes: list[Route]) -> set[tuple[str, str]]:
    return {(method, route.path) for route in routes for method in (route.methods or set()) - {"HEAD"}}


def test_every_door_there_is_has_a_row() -> None:
    pages = [route for route in PUBLIC_ROUTES if not route.path.startswith(API)]  # test_api.py has the others' table
    assert {(row.method, row.path) for row in TABLE} == doors_of(pages)


def test_the_private_listener_has_what_the_team_needs_and_no_door_to_the_square() -> None:
    private = {path for _, path in doors_of(PRIVATE_ROUTES)}
    assert {"/healthz", "/readyz", "/metrics", "/admin", "/admin/closing", "/desk", "/staff"} <= private
    assert {path for path in private if need_of(NEEDS[path]) in (Need.PASS, Need.VISIT, Need.FLAGGER)} == set()
    assert {path for _, path in doors_of(PUBLIC_ROUTES) if path.startswith("/admin") or path == "/metrics"} == set()


@pytest.mark.parametrize("who", ["stranger", "holder", "visitor"])
async def test_each_door_answers_whom_it_is_for(
    open_house: Doors, people: dict[str, httpx.AsyncClient], who: str
) -> None:
    seen = {(row.method, row.path): await knock(open_house, people[who], row) for row in TABLE}
    assert seen == {(row.method, row.path): getattr(row, who) for row in TABLE}


async def test_without_a_pass_only_the_listed_doors_answer(open_house: Doors) -> None:
    listed = {
        "/", "/age", "/how", "/rules", "/terms", "/terms.json", "/legal", "/privacy", "/help-lines", "/report",
        "/report/answers", "/receipt", "/decision", "/healthz", "/readyz", "/favicon.svg", "/favicon.ico",
        "/robots.txt",
        "/manifest.webmanifest", "/protocol.json", "/docs", "/help",
        "/help/operate/keys", "/openapi.json", "/asyncapi.json", f"/static/{BUILT}",
        "/staff", "/staff/invite",
    }  # fmt: skip
    async with open_house.client() as stranger:
        asked = {row.asked or row.path for row in TABLE if row.method == "GET"}
        assert {path for path in asked if (await stranger.get(path)).status_code == 200} == listed


async def test_an_address_that_does_not_exist_says_so_to_everybody(open_house: Doors) -> None:
    async with open_house.client() as stranger, open_house.staying("Blaise") as visitor:
        for client in (stranger, visitor):
            for path in ("/nothing", "/how/", "/square/nuit/other", "/static/", "/static/../.vite/manifest.json"):
                answer = await client.get(path)
                assert (path, answer.status_code) == (path, 404)
                assert "<h1>" in answer.text, "a page, not a bare line"
        assert (await visitor.get("/square/nulle-part")).status_code == 404
        assert (await stranger.get("/static/%2e%2e/.vite/manifest.json")).status_code == 404


async def test_a_door_of_another_kind_says_that_it_is_one(open_house: Doors) -> None:
    async with open_house.client() as stranger:
        for path in ("/how", "/healthz", "/square"):
            assert (path, (await stranger.post(path)).status_code) == (path, 405)
        for path in ("/enter", "/leave", "/age/voucher", "/lang"):
            assert (path, (await stranger.get(path)).status_code) == (path, 405)
        assert (await stranger.request("PUT", "/how")).status_code == 405
        assert (await stranger.request("OPTIONS", "/how")).status_code == 405


async def test_asking_for_the_head_alone_is_answered_alike_and_without_a_body(open_house: Doors) -> None:
    async with open_house.client() as stranger, open_house.staying("Delphine") as visitor:
        for row in TABLE:
            if row.method == "GET":
                for client in (stranger, visitor):
                    asked = row.asked or row.path
                    whole, head = await client.get(asked), await client.head(asked)
                    assert (row.path, answered(head), head.content) == (row.path, answered(whole), b"")


# ---------------------------------------------------------------- a square that is not open yet


@pytest.fixture(scope="module")
async def shut_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Doors, dict[str, str]]]:
    """A square that is served before it has a team, and the cookies of somebody who was in before."""
    folder: Path = tmp_path_factory.mktemp("shut")
    async with open_doors(folder, demo=True, shape=easy) as before, before.staying("Eustache") as former:
        cookies = dict(former.cookies)
    async with open_doors(folder, demo=False) as doors:
        yield doors, cookies


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("fr", ["Pas encore ouvert", "l’adresse", "l’équipe"]),
        ("en", ["Not open yet", "contact address of whoever answers", "more people on the team"]),
    ],
)
async def test_a_square_without_a_team_says_why_it_is_shut(
    shut_house: tuple[Doors, dict[str, str]], lang: str, sentences: list[str]
) -> None:
    doors, _ = shut_house
    async with doors.client(**{"Accept-Language": lang}) as stranger:
        page = (await stranger.get("/")).text
        assert f'lang="{lang}"' in page
        assert [one for one in sentences if one not in page] == []
        assert 'href="/age"' not in page, "no way in is offered"
        assert 'href="/how"' in page, "but the way to get ready is"


async def test_nobody_comes_in_while_the_square_is_shut_not_even_who_was_in_before(
    shut_house: tuple[Doors, dict[str, str]],
) -> None:
    doors, cookies = shut_house
    async with doors.client() as former:
        former.cookies.update(cookies)
        csrf = token((await former.get("/how")).text)
        for path in SHUT["GET"]:
            assert (path, answered(await former.get(path))) == (path, DOOR)
        assert (await former.get("/")).status_code == 200
        for path in ("/enter", "/square/nuit/say", "/leave"):
            sent = await former.post(
                path, data={"csrf": csrf, "nickname": "Gaspard", "age": "40", "text": "hé", "cid": "1"}
            )
            assert (path, answered(sent)) == (path, DOOR)
        spent = await former.post("/age/voucher", data={"csrf": csrf, "code": await doors.code()})
        assert spent.status_code == 503
        assert "parvis_pass" not in spent.headers.get("set-cookie", "")


async def test_a_card_that_is_tried_while_the_square_is_shut_stays_good(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=False) as shut, shut.client() as client:
        code = await shut.code()
        csrf = token((await client.get("/how")).text)
        assert (await client.post("/age/voucher", data={"csrf": csrf, "code": code})).status_code == 503
    async with open_doors(tmp_path, demo=True) as opened, opened.client() as client:
        csrf = token((await client.get("/age")).text)
        assert answered(await client.post("/age/voucher", data={"csrf": csrf, "code": code})) == DOOR


async def test_what_anybody_may_read_is_there_while_the_square_is_shut(
    shut_house: tuple[Doors, dict[str, str]],
) -> None:
    doors, _ = shut_house
    async with doors.client() as stranger:
        for row in TABLE:
            asked = row.asked or row.path
            if row.method == "GET" and row.stranger == "200":
                assert (row.path, (await stranger.get(asked)).status_code) == (row.path, 200)
        assert (await stranger.get("/readyz")).json() == {"ready": True, "open": False}

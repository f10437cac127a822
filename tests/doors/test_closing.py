"""A closed square: every route, every method, an upgrade and an old socket meet the notice, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from house import Doors, easy, open_doors, submit, token
from parvis.core import bodies
from parvis.core.closing import Kind, Notice
from parvis.core.logos import logo
from parvis.core.staff import RIGHTS, Act, Role
from parvis.legal import closing
from parvis.live import closing as file
from parvis.store import closings
from parvis.web.gate import Need, need_of
from parvis.web.problems import API
from parvis.web.routes import NEEDS, PRIVATE_ROUTES, PUBLIC_ROUTES
from team import Colleague, as_staff, enrol
from wire import Wire, dialled, refusal, request, upgraded

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE", "QUERY")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#036"/></svg>'
ORDER = "https://tribunal.example/ordre-12"


def notice(kind: Kind = Kind.JUDICIAL, **changes: object) -> Notice:
    usual: dict[str, object] = {
        "id": "c" * 20, "kind": kind, "authority": "Tribunal judiciaire de Lille", "basis": "Ordonnance n° 12",
        "day": "2026-11-26", "blocked_by": ORDER, "text_fr": "Texte <b>de l’ordre</b>.", "text_en": "The order’s text.",
        "logos": (logo("tribunal-de-lille", SVG),), "at": 1_795_000_000_000,
    }  # fmt: skip
    return Notice(**(usual | changes))  # type: ignore[arg-type]


@contextlib.contextmanager
def closed(doors: Doors, kind: Kind = Kind.JUDICIAL, **changes: object) -> Iterator[None]:
    """Closed in this process for as long as the block lasts."""
    doors.house.square.closing.close(notice(kind, **changes))
    try:
        yield
    finally:
        doors.house.square.closing.open()


def paths() -> list[str]:
    """Every path of both listeners' tables, with its holes filled, and some that are none."""
    filled = (route.path.replace("{path:path}", "assets/x.js") for route in [*PUBLIC_ROUTES, *PRIVATE_ROUTES])
    known = {path.replace("{", "").replace("}", "") for path in filled} - {"/robots.txt"}
    return sorted(
        known | {"/nothing", "/robots.txt/", "//robots.txt", "/Robots.txt", "/.well-known/x", "/%72obots.txt2"}
    )


async def ask(wire: Wire, method: str, path: str, headers: str = "") -> tuple[int, str]:
    """One request on a line that stays open; the status and the head of the answer, in small letters."""
    await wire.send(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    async with asyncio.timeout(5):
        head = (await wire.reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = int(head.split("content-length: ")[1].split("\r\n")[0])
        if method != "HEAD":
            await wire.reader.readexactly(size)
    return int(head.split(" ")[1]), head


async def ask_all(doors: Doors, asked: list[tuple[str, str, str]]) -> list[tuple[int, str]]:
    """The answers in order, from many lines at a time."""

    async def some(part: list[tuple[str, str, str]]) -> list[tuple[int, str]]:
        async with dialled(doors) as wire:
            return [await ask(wire, *one) for one in part]

    parts = [asked[at : at + 50] for at in range(0, len(asked), 50)]
    return [one for part in await asyncio.gather(*map(some, parts)) for one in part]


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_path_and_every_method_answers_with_the_notice(open_house: Doors, kind: Kind) -> None:
    async with open_house.staying(f"Passant {kind.status}") as visitor:
        jar = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        with closed(open_house, kind):
            asked = [
                (method, path, cookie)
                for path in paths()
                if kind is not Kind.OPERATOR or not (path == "/" or open_house.house.notices.lets_pass(path))
                for method in METHODS
                for cookie in ("", f"Cookie: {jar}\r\n")
            ]
            told = await ask_all(open_house, asked)
    assert len(asked) > 1_500
    wrong = [(one[:2], status) for one, (status, _) in zip(asked, told, strict=True) if status != kind.status]
    assert wrong == []
    assert all("x-robots-tag: noindex" in head and "set-cookie" not in head for _, head in told)


@pytest.mark.parametrize("path", ["/ws", "/", "/api/me", "/robots.txt/"])
async def test_an_upgrade_is_refused_with_the_notice_on_any_path(open_house: Doors, path: str) -> None:
    async with open_house.staying(f"Monte {path.strip('/.').replace('/', ' ')[:6] or 'rien'}") as visitor:
        with closed(open_house):
            for origin in (open_house.origin, "https://elsewhere.example", None):
                head = request(open_house, visitor.cookies, path=path, Origin=origin)
                status, answer = await refusal(open_house, head)
                assert (status, f'<{ORDER}>; rel="blocked-by"' in answer) == (451, True)
                assert "Tribunal judiciaire de Lille" in answer or path.startswith("/api")
            async with dialled(open_house) as wire:  # another protocol than WebSocket
                await wire.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
                assert (await wire.reader.readline()).startswith(b"HTTP/1.1 451")


async def test_old_sockets_hear_why_and_are_closed_before_or_after_hello(open_house: Doors) -> None:
    async with (
        open_house.talking("Ancienne") as line,
        open_house.staying("Muet") as mute,
        open_house.socket(mute) as silent,
    ):
        await asyncio.sleep(0.05)
        with closed(open_house, Kind.PAUSE):
            for one in (line, silent):
                assert await one.closed() == 4451
                [bye] = [frame for frame in one.seen if frame["t"] == "bye"]
                assert (bye["code"], bye["reason"], bye["resume_ok"]) == ("closed", "pause", False)


async def test_what_an_old_socket_says_after_the_closing_is_not_heard(open_house: Doors) -> None:
    async with open_house.staying("Tardive") as client, upgraded(open_house, client) as wire:
        with closed(open_house):
            await wire.send(b"\x81\x85\0\0\0\0hello")
            told, code = await wire.end()
        assert ([frame["t"] for frame in told], code) == (["bye"], 4451)


async def test_a_connection_that_was_open_before_meets_the_notice_on_its_next_request(open_house: Doors) -> None:
    async with open_house.client() as client:
        assert (await client.get("/how")).status_code == 200
        csrf = token((await client.get("/how")).text)
        with closed(open_house):
            assert (await client.get("/how")).status_code == 451
            assert (await client.post("/lang", data={"csrf": csrf, "lang": "en"})).status_code == 451
        assert (await client.get("/how")).status_code == 200


async def test_robots_are_told_to_stay_away_and_only_that_file_is_answered(open_house: Doors) -> None:
    async with open_house.client() as client:
        with closed(open_house):
            told = await client.get("/robots.txt")
            assert (told.status_code, told.text) == (200, "User-agent: *\nDisallow: /\n")
            assert (await client.head("/robots.txt")).status_code == 200
            assert (await client.post("/robots.txt")).status_code == 451


async def test_the_notice_says_by_whom_on_what_basis_since_when_in_both_languages(open_house: Doors) -> None:
    with closed(open_house):
        for wish, first in (("fr", "fr"), ("en-GB,en;q=0.9,fr;q=0.1", "en"), ("de", "fr"), ("", "fr")):
            async with open_house.client(**{"Accept-Language": wish}) as client:
                answer = await client.get("/square/accueil")
            page = answer.text
            assert f'<html lang="{first}">' in page and answer.headers["content-language"].startswith(first)
            order = [page.index(f'<article id="{lang}"') for lang in ("fr", "en")]
            assert (order == sorted(order)) is (first == "fr")
            for words in (
                "Tribunal judiciaire de Lille", "Ordonnance n° 12", "26 novembre 2026", "26 November 2026", ORDER,
                "Texte &lt;b&gt;de l’ordre&lt;/b&gt;.", "The order’s text.", "tel:3018", "tel:116006", "tel:17",
                'alt="tribunal de lille"', "data:image/svg+xml;base64,",
            ):  # fmt: skip
                assert words in page
            assert "<script" not in page and "http://localhost" not in page and 'src="/' not in page


async def test_the_answers_headers_are_those_of_the_law_and_of_a_page_that_loads_nothing(open_house: Doors) -> None:
    async with open_house.client() as client:
        with closed(open_house):
            headers = (await client.get("/")).headers
        assert headers["link"] == f'<{ORDER}>; rel="blocked-by"'
        assert headers["cache-control"] == "no-store" and headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script" not in headers["content-security-policy"]
        assert "retry-after" not in headers and "set-cookie" not in headers
        with closed(open_house, Kind.PAUSE, again_s=900):
            headers = (await client.get("/")).headers
        assert (headers["retry-after"], "link" in headers) == ("900", False)


async def test_a_program_is_told_the_same_facts_as_a_problem_document(open_house: Doors) -> None:
    async with open_house.client(**{"Accept-Language": "en"}) as client:
        with closed(open_house):
            for answer in (
                await client.post("/api/enter", json={}),
                await client.get("/terms.json", headers={"Accept": "application/json"}),
            ):
                told = answer.json()
                assert answer.headers["content-type"] == "application/problem+json"
                assert (told["status"], told["kind"], told["authority"], told["basis"], told["day"]) == (
                    451, "judicial", "Tribunal judiciaire de Lille", "Ordonnance n° 12", "2026-11-26",
                )  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_documented_door_says_that_it_may_be_closed_and_how(open_house: Doors, kind: Kind) -> None:
    """What stands in the interface's description is what a closed square answers, papers included."""
    async with open_house.client() as client:
        described = (await client.get("/openapi.json")).json()
        shape = described["components"]["responses"][f"Problem{kind.status}"]["content"]["application/problem+json"]
        expected = "Problem" if kind is Kind.PAUSE else "ClosedProblem"
        assert shape["schema"] == {"$ref": f"#/components/schemas/{expected}"}
        with closed(open_house, kind):
            for path, methods in described["paths"].items():
                if open_house.house.notices.lets_pass(path):
                    continue
                for method, door in methods.items():
                    answer = await client.request(method, path.replace("{", "").replace("}", ""))
                    assert str(answer.status_code) in door["responses"], (method, path)
                    assert answer.headers["content-type"] == "application/problem+json", (method, path)
                    told = msgspec.convert(answer.json(), bodies.ClosedProblem)
                    assert (told.status, told.kind) == (kind.status, kind)


async def test_a_person_who_opens_a_paper_reads_the_page(open_house: Doors) -> None:
    async with open_house.client(Accept="text/html,application/xhtml+xml,*/*;q=0.8") as client:
        with closed(open_house):
            assert (await client.get("/terms.json")).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("head", ["CONNECT example.org:443 HTTP/1.1", "BREW / HTTP/1.1", "GET nowhere", "\x16\x03\x01"])
async def test_what_is_hardly_a_request_is_answered_like_one(open_house: Doors, head: str) -> None:
    with closed(open_house):
        status, answer = await refusal(open_house, f"{head}\r\nHost: x\r\n\r\n".encode())
    assert (status, "blocked-by" in answer, "Ordonnance" in answer) == (451, True, True)
    assert (await refusal(open_house, f"{head}\r\nHost: x\r\n\r\n".encode()))[0] == 400


async def test_head_has_the_pages_length_and_no_body(open_house: Doors) -> None:
    async with open_house.client() as client:
        with closed(open_house):
            whole, head = await client.get("/x"), await client.head("/x")
    assert (head.status_code, head.content) == (451, b"")
    assert head.headers["content-length"] == str(len(whole.content))


async def test_nobody_who_reads_the_notice_is_logged_and_no_store_is_asked(
    open_house: Doors, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    db = type(open_house.house.means.db)

    async def asked(*_: object) -> object:
        raise AssertionError("the store was asked")

    async with open_house.staying("Discret") as client:
        capfd.readouterr()
        with closed(open_house):
            monkeypatch.setattr(db, "read", asked)
            monkeypatch.setattr(db, "glance", asked)
            before = open_house.house.metrics.notices._value.get()
            for path in ("/", "/square/accueil", "/api/me", "/decision"):
                assert (await client.get(path)).status_code == 451
            monkeypatch.undo()
            assert open_house.house.metrics.notices._value.get() == before + 4
        heard = capfd.readouterr()
    assert "request" not in heard.out + heard.err


async def test_after_an_operators_own_closing_decisions_reports_and_imprint_stay(open_house: Doors) -> None:
    async with open_house.client() as client:
        with closed(open_house, Kind.OPERATOR):
            assert (await client.get("/")).status_code == 200
            assert (await client.post("/")).status_code == 410
            for path in ("/decision", "/receipt", "/legal", "/privacy"):
                page = await client.get(path)
                assert (path, page.status_code) == (path, 200)
            assert (await submit(client, "/decision", "/decision", code="nobody's")).status_code == 404
            for path in ("/report", "/how", "/age", "/staff", "/desk", "/api/reports", "/decisions", "/metrics"):
                assert (path, (await client.get(path)).status_code) == (path, 410)


# ---------------------------------------------------------------- the team's doors meanwhile


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=easy, by_the_clock=True) as doors:
        yield doors


async def two(doors: Doors) -> tuple[Colleague, Colleague]:
    """Two administrators, neither let in by the other."""
    return tuple([await enrol(doors.house.means, name) for name in ("Ada", "Boris")])  # type: ignore[return-value]


async def act(doors: Doors, who: Colleague, **form: str) -> httpx.Response:
    async with doors.private(**{"Accept-Language": "fr"}) as client:
        return await submit(as_staff(client, who), "/admin/closing", "/admin/closing", **form)


async def test_two_administrators_close_and_open_on_the_private_listener(alone: Doors) -> None:
    ada, boris = await two(alone)
    form = {
        "do": "close", "kind": "judicial", "authority": "Parquet de Paris", "basis": "Ordonnance", "blocked_by": ORDER,
        "words": "reçue par huissier",
    }  # fmt: skip
    assert (await act(alone, ada, **form)).status_code == 303
    async with alone.client() as visitor:
        assert (await visitor.get("/how")).status_code == 200, "one alone closes nothing"
        assert (await act(alone, ada, do="agree")).status_code == 409
        assert (await act(alone, boris, do="agree")).status_code == 409, "not before looking"
        assert (await act(alone, boris, do="look")).status_code == 303
        assert (await act(alone, boris, do="agree", words="vu l’ordre")).status_code == 303
        assert (await visitor.get("/how")).status_code == 451
        assert (await visitor.get("/staff")).status_code == 451
        kept = await alone.house.means.db.read(closings.standing)
        assert kept is not None and kept.head is not None and kept.review_at is not None
        assert (kept.notice.by, kept.notice.seconded_by) == (ada.staff.id, boris.staff.id)
        async with alone.private(**{"Accept-Language": "fr"}) as desk:
            as_staff(desk, boris)
            for path in ("/desk", "/staff/me", "/staff/team", "/desk/appeals", "/admin/closing", "/readyz"):
                assert (path, (await desk.get(path)).status_code) == (path, 200)
        assert (await act(alone, boris, do="reopen", words="ordonnance levée")).status_code == 303
        assert (await act(alone, ada, do="look")).status_code == 303
        assert (await act(alone, ada, do="agree")).status_code == 303
        assert (await visitor.get("/how")).status_code == 200
    assert file.read(alone.house.means.db.folder) is None


async def test_a_form_with_a_fault_says_which_and_keeps_what_was_written(alone: Doors) -> None:
    ada, _ = await two(alone)
    form = {"do": "close", "kind": "pause", "authority": "Nous", "basis": "", "words": "panne"}
    for change, sentence in (
        ({}, "Dites sur quel fondement"),
        ({"basis": "Panne", "blocked_by": "pas une adresse"}, "L’adresse doit être entière"),
        ({"basis": "Panne", "day": "2026-02-30"}, "AAAA-MM-JJ et doit exister"),
        ({"basis": "Panne", "again": "0"}, "Le délai va de 1"),
        ({"basis": "Panne", "words": " "}, "Écrivez pourquoi"),
    ):
        answer = await act(alone, ada, **(form | change))
        assert (answer.status_code, sentence in answer.text, 'value="Nous"' in answer.text) == (409, True, True)


async def test_a_file_in_the_folder_closes_a_running_server_and_its_going_opens_it_only_if_the_row_agrees(
    alone: Doors,
) -> None:
    office, folder = alone.house.office, alone.house.means.db.folder
    async with alone.talking("Temoin") as line:
        file.write(folder, notice())
        assert await line.closed() == 4451
    async with alone.client() as visitor:
        assert (await visitor.get("/")).status_code == 451
        await eventually(lambda: kept_of(alone), "the server wrote the row")
        (folder / file.FILE).unlink()
        await eventually(lambda: exists(folder / file.FILE), "a file that was lost is made again")
        assert (await visitor.get("/")).status_code == 451
        await office.db.write(lambda tx: closings.end(tx, office.clock.now(), None, None, "test"))
        file.remove(folder)
        await eventually(lambda: answers(visitor, 200), "open again")


async def test_a_file_that_cannot_be_read_closes_all_the_same(alone: Doors) -> None:
    (alone.house.means.db.folder / file.FILE).write_text("{", "utf-8")
    async with alone.client() as visitor:
        await eventually(lambda: answers(visitor, 503), "doubt closes")
        page = (await visitor.get("/")).text
        assert "fermée pour le moment" in page and "closed for the moment" in page
        (alone.house.means.db.folder / file.FILE).unlink()
        await eventually(lambda: answers(visitor, 200), "nothing stands in the store")


async def test_two_words_drawn_by_two_people_open_from_the_machine(alone: Doors) -> None:
    ada, boris = await two(alone)
    office, folder = alone.house.office, alone.house.means.db.folder
    file.write(folder, notice(Kind.PAUSE))
    await eventually(lambda: kept_of(alone), "kept")
    pages = [(await act(alone, who, do="code")).text for who in (ada, ada, boris)]
    codes = [page.split('<code class="code">')[1].split("<")[0] for page in pages]
    assert codes[0] == codes[1] != codes[2]
    for wrong in ([codes[0]], codes[:2], [codes[0], "2-aaaa-aaaa-aaaa-aaaa"]):
        refused = await closing.reopen_with(office, wrong, "")
        assert getattr(refused, "text_key", "").startswith("refuse-closing")
    assert isinstance(await closing.reopen_with(office, [codes[2], codes[0].upper()], "réparé"), closings.Kept)
    async with alone.client() as visitor:
        await eventually(lambda: answers(visitor, 200), "open again")


@pytest.mark.parametrize("role", list(Role))
async def test_on_the_private_listener_too_nothing_is_reachable_with_less_than_its_role(
    open_house: Doors, role: Role
) -> None:
    one = await enrol(open_house.house.means, f"Privé {role.value}", role)
    staffed = [route for route in PRIVATE_ROUTES if need_of(NEEDS[route.path]) is Need.STAFF]
    async with open_house.private(**{"Accept-Language": "fr"}) as client:
        as_staff(client, one)
        wrong = []
        for route in staffed:
            if "GET" not in (route.methods or ()):
                continue
            need = NEEDS[route.path]
            allowed = not isinstance(need, Act) or need in RIGHTS[role]
            answer = await client.get(route.path.replace("{", "").replace("}", ""))
            shut = "api-no-right" if route.path.startswith(API) else "Une porte de l’équipe"
            if (answer.status_code == 403 and shut in answer.text) is allowed:
                wrong.append((route.path, allowed))
        assert wrong == []
    async with open_house.private() as stranger:
        assert {
            (await stranger.get(route.path)).status_code for route in staffed if "GET" in (route.methods or ())
        } == {403}


async def kept_of(doors: Doors) -> bool:
    return await doors.house.means.db.read(closings.standing) is not None


async def exists(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)


async def answers(client: httpx.AsyncClient, status: int) -> bool:
    return (await client.get("/")).status_code == status


async def eventually(holds: object, why: str) -> None:
    async with asyncio.timeout(5):
        while not await holds():  # type: ignore[operator]
            await asyncio.sleep(0.02)
    assert why

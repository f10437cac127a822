"""Reporting through every door: from the square, by a stranger's form or program, by a flagger; and reading the end."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import func, select

from house import Doors, open_doors, submit
from parvis.client.visitor import Client
from parvis.core.bodies import Problem
from parvis.core.casework import NOTE_MAX, Case, Channel
from parvis.core.config import Config
from parvis.core.ids import CaseId, StaffId
from parvis.core.policy import Harm, Measure, Reason
from parvis.moderation import flaggers, service
from parvis.moderation.reports import told_of
from parvis.store import cases as stored_cases
from parvis.store.schema_cases import case, report

CODE = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{4}){4}-[0-9A-Z]{5}")
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}</textarea>"
GOOD: dict[str, Any] = {"reason": "hate", "locations": ["https://a.example/1"], "good_faith": True}


def unhurried(config: Config) -> Config:
    """A whole module of tests comes from one network."""
    desk = msgspec.structs.replace(
        config.desk, reports_per_visit_per_10min=10_000, reports_per_network_per_10min=10_000
    )
    rates = msgspec.structs.replace(config.guard, entries_per_network_per_hour=10_000)
    return msgspec.structs.replace(config, desk=desk, guard=rates)


@pytest.fixture(scope="module")
async def square(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("reports"), demo=True, shape=unhurried) as opened:
        yield opened


@pytest.fixture
async def stranger(square: Doors) -> AsyncIterator[httpx.AsyncClient]:
    async with square.client(**{"Accept-Language": "fr"}) as client:
        yield client


def problem(answer: httpx.Response, status: int, text_key: str) -> Problem:
    said = msgspec.json.decode(answer.content, type=Problem)
    assert (answer.status_code, said.text_key) == (status, text_key), answer.text
    return said


async def kept(doors: Doors) -> int:
    def count(conn: Any) -> int:
        return int(conn.execute(select(func.count()).select_from(report)).scalar_one())

    return await doors.house.means.db.read(count)


async def case_of(doors: Doors, code: str) -> CaseId:
    """The case of the newest report; the code itself is stored nowhere."""

    def look(conn: Any) -> tuple[str, set[str]]:
        row = conn.execute(select(report).order_by(report.c.at.desc(), report.c.id)).first()
        return str(row.case), {str(value) for value in row}

    of, stored = await doors.house.means.db.read(look)
    assert code not in stored
    return CaseId(of)


# ---------------------------------------------------------------- from the square


async def test_a_visitor_reports_over_the_socket_and_reads_the_receipt_without_the_visit(
    square: Doors, stranger: httpx.AsyncClient
) -> None:
    async with square.talking("Aurore") as aurore, square.talking("Basile") as basile:
        said = await basile.say("une méchanceté", "b1")
        sent = await aurore.ask("report", conv="r:accueil", n=said["n"], reason="harassment", note="il insiste")
        again = await aurore.ask("report", conv="r:accueil", n=said["n"], reason="harassment", note="il insiste")
        assert (sent["t"], again["code"], again["repeated"]) == ("receipt", sent["code"], True)
        heard = {frame["t"] for frame in await basile.rest()}
        assert heard <= {"msg", "typing", "crowd", "beat", "presence"}, "nobody is told who reported"
        for fields in ({}, {"n": 1}, {"visit": "x" * 20, "conv": "r:accueil"}):
            bad = await aurore.ask("report", reason="harassment", **fields)
            assert (bad["t"], bad["code"]) == ("err", "bad"), fields
        service_ = await aurore.ask("report", conv="r:accueil", reason="service")
        assert service_["code"] == "bad"
        long = await aurore.ask("report", conv="r:accueil", n=said["n"], reason="spam", note="x" * (NOTE_MAX + 1))
        assert (long["code"], long["text_key"], long["args"]) == ("bad", "refuse-report-note-long", {"max": NOTE_MAX})
    answer = await stranger.post("/api/receipt", json={"code": sent["code"]})
    told = answer.json()
    assert (told["due_at"], told["reason"], told["decided"]) == (sent["due"], "harassment", False)
    assert [part["kind"] for part in told["parts"]] == ["message"]
    page = await submit(stranger, "/receipt", "/receipt", code=sent["code"].lower())
    assert page.status_code == 200 and "il insiste" in page.text and "Insultes" in page.text


async def test_a_bot_reports_with_the_client(square: Doors) -> None:
    async with Client(square.origin, lang="fr") as bot:
        await bot.redeem(await square.code())
        await bot.enter("Automate", 40)
        await bot.join("nuit")
        said = await bot.say("nuit", "quelque chose")
        receipt = await bot.report(Reason.SPAM, room="nuit", n=said.n)
        assert CODE.fullmatch(receipt.code) and not receipt.warned
        assert (await bot.report(Reason.SPAM, room="nuit")).code != receipt.code


async def test_without_javascript_each_message_leads_to_the_form_and_the_form_to_a_receipt(square: Doors) -> None:
    async with square.talking("Corentin") as corentin, square.staying("Diane") as diane:
        said = await corentin.say("à signaler", "c1")
        page = (await diane.get("/square/accueil")).text
        link = f"/report?conv=r%3Aaccueil&amp;n={said['n']}"
        assert link in page
        form = (await diane.get(unescape(link))).text
        assert "à signaler" in form and "Corentin" in form and 'name="good_faith"' not in form
        assert 'value="service"' not in form
        sent = await submit(
            diane, unescape(link), "/report", conv="r:accueil", n=str(said["n"]), reason="sexual", note="non voulu"
        )
        assert sent.status_code == 200 and CODE.search(sent.text) and "C’est reçu" in sent.text
        person = re.search(r"Corentin</b>.{0,300}?/report\?visit=([0-9a-f]{20})", page, re.S)
        assert person and "Corentin" in (await diane.get(f"/report?visit={person[1]}")).text
        sent = await submit(
            diane, f"/report?visit={person[1]}", "/report", visit=person[1], reason="impersonation", nickname="yes"
        )
        assert "Un pseudo" in sent.text


async def test_what_is_said_in_a_room_is_not_read_through_the_form_from_outside_it(
    square: Doors, stranger: httpx.AsyncClient
) -> None:
    async with square.talking("Edmond", "lyon") as edmond, square.staying("Flore") as flore:
        said = await edmond.say("entre nous", "e1", "lyon")
        asked = f"/report?conv=r%3Alyon&n={said['n']}"
        for client in (stranger, flore):
            page = await client.get(asked)
            assert page.status_code == 200 and "entre nous" not in page.text and "Edmond" not in page.text
        assert f"{square.origin}/square/lyon#{said['n']}" in (await stranger.get(asked)).text


# ---------------------------------------------------------------- from outside


async def test_a_stranger_s_notice_by_form_with_everything_the_law_names(
    square: Doors, stranger: httpx.AsyncClient
) -> None:
    form = {
        "reason": "hate", "locations": "https://a.example/x\n\n  salon Accueil, 22 h, pseudo Bidule  ", "note": NASTY,
        "illegal": "yes", "name": NASTY, "email": "a@b.example",
    }  # fmt: skip
    missing = await submit(stranger, "/report", "/report", **form)
    assert missing.status_code == 422 and "de bonne foi" in missing.text
    assert "salon Accueil" in missing.text, "nothing typed is lost"
    assert "<script>alert" not in missing.text and "<img src=x" not in missing.text and "49" not in CODE.sub("", "")
    sent = await submit(stranger, "/report", "/report", good_faith="yes", **form)
    assert sent.status_code == 200 and sent.headers["cache-control"] == "no-store"
    assert "<script>alert" not in sent.text and "&lt;script&gt;" in sent.text and "a@b.example" not in sent.text
    found = CODE.search(sent.text)
    assert found
    file = await submit(stranger, "/receipt", "/receipt/file", code=found[0])
    assert file.headers["content-type"].startswith("text/plain") and "attachment" in file.headers["content-disposition"]
    assert found[0] in file.text and "salon Accueil" in file.text and "\u2068" not in file.text
    wrong = await submit(stranger, "/receipt", "/receipt", code=found[0][:-1])
    assert wrong.status_code == 404 and "n’ouvre rien" in wrong.text


@pytest.mark.parametrize(
    ("change", "status", "key", "field"),
    [
        ({"good_faith": False}, 422, "refuse-report-good-faith", "good_faith"),
        ({"locations": []}, 422, "refuse-report-no-place", "locations"),
        ({"note": "x" * (NOTE_MAX + 1)}, 422, "refuse-report-note-long", "note"),
        ({"email": "personne"}, 422, "refuse-report-email", "email"),
        ({"reason": "because"}, 422, "api-field", "reason"),
        ({"topic": "weather"}, 422, "api-field", "topic"),
        ({"reason": "service"}, 422, "refuse-report-no-words", "note"),
    ],
)
async def test_what_a_program_s_notice_lacks_is_told_by_field(
    square: Doors, stranger: httpx.AsyncClient, change: dict[str, Any], status: int, key: str, field: str
) -> None:
    before = await kept(square)
    answer = await stranger.post("/api/reports", json=GOOD | change)
    assert problem(answer, status, key).field == field
    assert await kept(square) == before


async def test_a_note_of_a_megabyte_is_refused_with_one_sentence(square: Doors, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/api/reports", json=GOOD | {"note": "x" * 1_000_000})
    assert "trop gros" in problem(answer, 413, "page-error-413").detail
    csrf = re.search(r'name="csrf" value="([^"]+)"', (await stranger.get("/report")).text)
    assert csrf
    page = await stranger.post("/report", data={"csrf": csrf[1], "reason": "hate", "note": "x" * 1_000_000})
    assert page.status_code == 413 and "trop gros" in page.text


async def test_a_program_s_notice_and_its_end(square: Doors, stranger: httpx.AsyncClient) -> None:
    office = square.house.office
    taken = (await stranger.post("/api/reports", json=GOOD | {"locations": ["https://a.example/end"]})).json()
    of = await case_of(square, taken["code"])
    told = (await stranger.post("/api/receipt", json={"code": f"{square.origin}/receipt#c={taken['code']}"})).json()
    assert (told["decided"], told["parts"][0]["results"], told["contest_until"]) == (False, [], None)
    assert CODE.fullmatch(taken["code"]) and taken["due_at"] > 1_700_000_000_000
    await office.db.write(lambda tx: told_of(tx, of, [Measure.NOTHING], office.clock.now()))


async def test_a_form_or_call_from_another_site_reports_nothing(square: Doors, stranger: httpx.AsyncClient) -> None:
    before = await kept(square)
    elsewhere = {"Origin": "https://evil.example"}
    problem(await stranger.post("/api/reports", json=GOOD, headers=elsewhere), 403, "api-foreign")
    plain = {"Content-Type": "text/plain"}
    problem(await stranger.post("/api/reports", content=msgspec.json.encode(GOOD), headers=plain), 415, "api-not-json")
    assert (await stranger.post("/report", data={"reason": "hate"}, headers=elsewhere)).status_code == 403
    assert (await stranger.post("/receipt", data={"code": "x"})).status_code == 403, "without the form's token"
    assert await kept(square) == before


# ---------------------------------------------------------------- about the square


async def test_a_report_about_the_square_is_answered_where_everybody_reads(
    square: Doors, stranger: httpx.AsyncClient
) -> None:
    sent = await submit(
        stranger, "/report?reason=service", "/report", reason="service", topic="minors", good_faith="yes",
        note="Votre place laisse entrer des mineurs.",
    )  # fmt: skip
    found = CODE.search(sent.text)
    assert found and "La place elle-même" in sent.text
    of = await case_of(square, found[0])
    assert "Aucune réponse" in (await stranger.get("/report/answers")).text
    question = {"fr": f"Qui entre {NASTY}"}
    await service.answer(square.house.office, StaffId("s" * 20), of, question, {"fr": "Des adultes vérifiés."})
    public = (await stranger.get("/report/answers")).text
    assert "Des adultes vérifiés." in public and "<script>alert" not in public
    assert "laisse entrer des mineurs" not in public.partition("<main")[2].partition("Qui entre")[2]
    assert "Des adultes vérifiés." in (await submit(stranger, "/receipt", "/receipt", code=found[0])).text


# ---------------------------------------------------------------- trusted flaggers


async def test_a_flagger_s_door(square: Doors, stranger: httpx.AsyncClient) -> None:
    registered = await flaggers.add(square.house.office, "SOS Exemple", "contact@sos.example")
    assert isinstance(registered, flaggers.Registered)
    bearer = {"Authorization": f"Bearer {registered.token}"}
    taken = await stranger.post("/api/flagger/reports", json=GOOD, headers=bearer)
    assert taken.status_code == 200
    of = await case_of(square, taken.json()["code"])

    def channel(conn: Any) -> tuple[str, str]:
        found = select(case.c.channel, report.c.flagger).join(report, report.c.case == case.c.id).where(
            case.c.id == of, report.c.flagger.is_not(None)
        )  # fmt: skip
        row = conn.execute(found).first()
        return str(row.channel), str(row.flagger)

    assert (await square.house.means.db.read(channel))[1] == registered.flagger.id
    standing = (await stranger.get("/api/flagger/standing", headers=bearer)).json()
    assert standing == {"notices": 1, "decided": 0, "upheld": 0, "accuracy": None, "median_ms": None}
    for wrong in ({}, {"Authorization": "Bearer"}, {"Authorization": f"Basic {registered.token}"},
                  {"Authorization": f"Bearer {registered.token}x"}):  # fmt: skip
        problem(await stranger.get("/api/flagger/standing", headers=wrong), 401, "api-no-flagger")


async def test_a_flagger_goes_before_others_only_within_its_field(square: Doors, stranger: httpx.AsyncClient) -> None:
    registered = await flaggers.add(square.house.office, "SOS Exemple", "contact@sos.example", [Harm.HATE])
    assert isinstance(registered, flaggers.Registered)
    bearer = {"Authorization": f"Bearer {registered.token}"}
    channels = []
    for reason in ("hate", "spam"):
        notice = GOOD | {"reason": reason, "locations": [f"https://ailleurs.example/{reason}"]}
        taken = await stranger.post("/api/flagger/reports", json=notice, headers=bearer)
        of = await case_of(square, taken.json()["code"])

        def look(conn: Any, of: CaseId = of) -> Case | None:
            return stored_cases.find(conn, of)

        channels.append(await square.house.means.db.read(look))
    assert [one.channel for one in channels if one] == [Channel.FLAGGER, Channel.OUTSIDER]


# ---------------------------------------------------------------- floods, and what is kept of codes


async def test_floods_are_told_when_to_come_back_and_guessing_is_slowed(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors, doors.client(**{"Accept-Language": "fr"}) as stranger:
        limit = doors.house.means.config.desk.reports_per_visit_per_10min
        await stranger.get("/report")
        statuses = [
            (await stranger.post("/api/reports", json=GOOD | {"note": f"{at}"})).status_code for at in range(limit + 1)
        ]
        assert statuses == [200] * limit + [429]
        flood = await stranger.post("/api/reports", json=GOOD)
        assert flood.status_code == 429 and int(flood.headers["retry-after"]) > 0
        page = await submit(stranger, "/report", "/report", reason="hate", locations="x", good_faith="yes")
        assert page.status_code == 429 and "pas encore reçu" in page.text
        guesses = [(await stranger.post("/api/receipt", json={"code": f"guess {at}"})).status_code for at in range(21)]
        assert guesses == [404] * 20 + [429]


async def test_no_code_and_no_token_is_written_to_the_log(
    square: Doors, stranger: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    taken = (await stranger.post("/api/reports", json=GOOD)).json()
    await submit(stranger, "/receipt", "/receipt", code=taken["code"])
    await stranger.get("/api/flagger/standing", headers={"Authorization": "Bearer secret-token"})
    written = "".join(capfd.readouterr())
    assert taken["code"] not in written and "secret-token" not in written

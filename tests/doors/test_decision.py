"""Reading a decision and contesting it, at its own door: by code, by cookie, after a ban, and by nobody else."""

from __future__ import annotations

import html
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import structlog

from desk import decide, identity_of, open_case
from house import Doors, easy, open_doors, submit, token
from parvis.core.casework import Identity, Statement, Wish
from parvis.core.clock import DAY
from parvis.core.ids import fresh_word
from parvis.core.policy import Measure
from parvis.moderation import appeals, statements


@pytest.fixture(scope="module")
async def open_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("decision"), demo=True, shape=easy) as opened:
        yield opened


async def hit(doors: Doors, who: Identity, *measures: Measure) -> tuple[Statement, str]:
    """A decision about somebody, and the code of its statement."""
    office = doors.house.office
    wishes = [Wish(measure=one, for_ms=7 * DAY if one is Measure.SUSPEND else None) for one in measures]
    one = (await decide(office, await open_case(office, author=who), wishes, addressee=who))[1]
    return one, statements.code_of(office, one.id)


def words(page: httpx.Response) -> str:
    return html.unescape(re.sub("[\u2068\u2069]", "", re.sub(r"<[^>]+>", " ", page.text)))


async def test_the_author_reads_why_and_can_contest_without_typing_the_code(open_house: Doors) -> None:
    async with open_house.staying("Capucine") as author:
        who = await identity_of(open_house, author)
        _, code = await hit(open_house, who, Measure.REMOVE)
        listed = await author.get("/decision")
        assert "Ce qui vous est adressé" in listed.text
        assert f'name="code" value="{code}"' in listed.text
        letter = await submit(author, "/decision", "/decision", code=code)
        assert letter.status_code == 200
        said = words(letter)
        for part in (
            "a été retiré",
            "Une insulte, à peine.",
            "Modération n°\u00a012",
            "règle 2",
            "Qui signale n’est jamais",
        ):
            assert part in said
        answer = await author.post(
            "/decision/appeal", data={"csrf": token(letter.text), "code": code, "text": "C’était une blague."},
            headers={"Origin": open_house.origin},
        )  # fmt: skip
        assert answer.status_code == 200
        assert "C’était une blague." in words(answer)
        assert 'action="/decision/appeal"' not in answer.text, "one appeal for each decision"


async def test_a_stranger_with_the_code_reads_it_and_without_it_finds_nothing(open_house: Doors) -> None:
    async with open_house.staying("Violette") as author:
        _, code = await hit(open_house, await identity_of(open_house, author), Measure.WARN)
    async with open_house.client(**{"Accept-Language": "en"}) as stranger:
        assert "Adressé" not in (await stranger.get("/decision")).text
        letter = await submit(stranger, "/decision", "/decision", code=f" {code.lower().replace('-', ' ')} ")
        assert "This is a warning." in words(letter)
        link = await submit(stranger, "/decision", "/decision", code=f"{open_house.origin}/decision#c={code}")
        assert "This is a warning." in words(link), "the whole link will do, too"


@pytest.mark.parametrize("typed", ["", "K7QF", "0" * 26, "’; DROP TABLE statement; --", "<script>alert(1)</script>"])
async def test_whatever_is_typed_a_wrong_code_gets_the_same_answer(open_house: Doors, typed: str) -> None:
    async with open_house.client() as stranger:
        answer = await submit(stranger, "/decision", "/decision", code=typed)
        assert answer.status_code == 404
        assert "Aucune décision ne s’ouvre avec ce code." in words(answer)
        assert "<script>alert" not in answer.text


async def test_the_letter_is_a_file_with_the_code_on_it(open_house: Doors) -> None:
    async with open_house.staying("Églantine") as author:
        _, code = await hit(open_house, await identity_of(open_house, author), Measure.SUSPEND)
        saved = await submit(author, "/decision", "/decision/file", code=code)
        assert saved.headers["content-disposition"] == 'attachment; filename="decision.txt"'
        assert saved.headers["content-type"] == "text/plain; charset=utf-8"
        assert code in saved.text
        assert "> Une insulte, à peine." in saved.text
        assert not re.search("[\u2068\u2069]", saved.text)
        assert max(len(line) for line in saved.text.splitlines()) <= 76


async def test_an_appeal_without_words_or_with_too_many_is_not_taken(open_house: Doors) -> None:
    async with open_house.staying("Primevère") as author:
        _, code = await hit(open_house, await identity_of(open_house, author), Measure.REMOVE)
        empty = await submit(author, "/decision", "/decision/appeal", code=code, text="  \n ")
        assert empty.status_code == 422
        assert "Il manque votre explication." in words(empty)
        long = await submit(author, "/decision", "/decision/appeal", code=code, text="a" * 5_001)
        assert long.status_code == 422
        assert "a" * 5_001 in long.text, "nothing typed is lost"
        huge = await submit(author, "/decision", "/decision/appeal", code=code, text="a" * 1_000_000)
        assert huge.status_code == 413


async def test_hostile_words_stay_words(open_house: Doors) -> None:
    async with open_house.staying("Lavande") as author:
        _, code = await hit(open_house, await identity_of(open_house, author), Measure.REMOVE)
        text = '</blockquote><img src=x onerror="alert(1)">'
        answer = await submit(author, "/decision", "/decision/appeal", code=code, text=text)
        assert "<img" not in answer.text
        assert html.escape(text, quote=False).split("onerror")[0] in answer.text.replace("&#34;", '"')


async def test_codes_cannot_be_guessed_for_long(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors, doors.client() as guesser:
        shown = await guesser.get("/decision")
        form, origin = {"csrf": token(shown.text)}, {"Origin": doors.origin}
        statuses = [
            (await guesser.post("/decision", data=form | {"code": f"{guess:026d}"}, headers=origin)).status_code
            for guess in range(25)
        ]
        assert set(statuses[:20]) == {404}
        assert statuses[-1] == 429
        assert "Trop d’essais" in words(await guesser.post("/decision", data=form | {"code": "x"}, headers=origin))


async def test_whoever_has_the_code_may_read_as_often_as_they_like(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=True) as doors, doors.staying("Jacinthe") as author:
        _, code = await hit(doors, await identity_of(doors, author), Measure.REMOVE)
        form, origin = {"csrf": token((await author.get("/decision")).text), "code": code}, {"Origin": doors.origin}
        seen = [(await author.post("/decision", data=form, headers=origin)).status_code for _ in range(30)]
        assert set(seen) == {200}


async def test_no_code_is_found_in_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with structlog.testing.capture_logs() as kept:
        async with open_doors(tmp_path, demo=True) as doors, doors.staying("Pervenche") as author:
            _, code = await hit(doors, await identity_of(doors, author), Measure.REMOVE)
            await submit(author, "/decision", "/decision", code=code)
            await submit(author, "/decision", "/decision/appeal", code=code, text="Relisez, merci.")
            await submit(author, "/decision", "/decision/file", code=code)
            await submit(author, "/decision", "/decision", code=code + "7")
    logged = json.dumps(kept, default=str) + "\n".join(
        record.getMessage() for record in caplog.records if record.name != "httpx"
    )
    assert {"/decision", "/decision/appeal", "/decision/file"} <= {str(one.get("route")) for one in kept}
    for secret in (code, code.replace("-", ""), code.lower(), "Relisez", "Pervenche", "insulte"):
        assert secret not in logged


async def refused(doors: Doors, author: httpx.AsyncClient, text: str) -> str:
    """Say something that the guard refuses; where its reasons are asked for."""
    csrf = token((await author.get("/square/accueil")).text)
    said = await author.post(
        "/square/accueil/say", data={"csrf": csrf, "text": text, "cid": fresh_word()}, headers={"Origin": doors.origin}
    )  # fmt: skip
    assert said.status_code == 422
    found = re.search(r'name="mid" value="([0-9a-f]{20})"', (await author.get("/decision")).text)
    assert found
    return found[1]


async def test_the_reasons_of_a_refusal_are_given_once_and_can_be_contested(open_house: Doors) -> None:
    async with open_house.staying("Muguet") as author:
        mid = await refused(open_house, author, "x" * 2_001)
        letter = await submit(author, "/decision", "/decision/refusal", mid=mid)
        assert letter.status_code == 200
        said = words(letter)
        for part in ("dépasse 2", "par un programme, sans personne", "x" * 2_001, "Un programme, seul."):
            assert part in said, part
        again = await submit(author, "/decision", "/decision/refusal", mid=mid)
        code = re.compile(r'class="code-shown">([^<]+)<')
        first, second = code.search(letter.text), code.search(again.text)
        assert first
        assert second
        assert first[1] == second[1], "one request, one statement"
        contested = await submit(author, "/decision", "/decision/appeal", code=first[1], text="Je voulais tout dire.")
        assert "Votre réclamation" in words(contested)
    waiting = await appeals.waiting(open_house.house.office)
    assert "Je voulais tout dire." in [one.text for one in waiting]


async def test_nobody_else_can_ask_why_somebodys_message_was_refused(open_house: Doors) -> None:
    async with open_house.staying("Anémone") as author, open_house.staying("Gentiane") as other:
        mid = await refused(open_house, author, "y" * 2_001)
        asked = await submit(other, "/decision", "/decision/refusal", mid=mid)
        assert asked.status_code == 404
        assert "y" * 50 not in asked.text
        assert "n’est plus gardé" in words(asked)


# ---------------------------------------------------------------- in the session


async def test_an_open_line_hears_of_a_decision_at_once_on_every_tab(open_house: Doors) -> None:
    async with (
        open_house.staying("Bleuet") as author,
        open_house.socket(author) as one,
        open_house.socket(author) as two,
    ):
        await one.hello()
        await two.hello()
        _, code = await hit(open_house, await identity_of(open_house, author), Measure.WARN)
        told = await one.next("decision")
        assert (told["kind"], told["code"]) == ("warning", code)
        async with open_house.socket(author) as two:
            await two.hello()
            assert (await two.next("decision"))["code"] == code
            _, other = await hit(open_house, await identity_of(open_house, author), Measure.WARN)
            assert (await one.next("decision"))["code"] == (await two.next("decision"))["code"] == other


async def test_whoever_was_away_hears_at_every_hello_until_it_was_read(open_house: Doors) -> None:
    async with open_house.staying("Coquelicot") as author:
        who = await identity_of(open_house, author)
        _, code = await hit(open_house, who, Measure.REMOVE)
        for _ in range(2):
            async with open_house.socket(author) as line:
                await line.hello()
                assert (await line.next("decision"))["code"] == code
        plain = await author.get("/square/accueil")
        assert "Une mesure qui vous concerne a été prise." in words(plain), "without JavaScript too"
        await submit(author, "/decision", "/decision", code=code)
        async with open_house.socket(author) as line:
            await line.hello()
            assert [frame["t"] for frame in await line.rest() if frame["t"] == "decision"] == []
        assert "Une mesure qui vous concerne" not in words(await author.get("/square/accueil"))


async def test_a_line_that_broke_for_a_moment_is_told_what_it_missed(open_house: Doors) -> None:
    async with open_house.staying("Bouton d’or") as author:
        async with open_house.socket(author) as line:
            welcome = await line.hello()
        _, code = await hit(open_house, await identity_of(open_house, author), Measure.REMOVE)
        async with open_house.socket(author) as line:
            await line.hello(pos=welcome["pos"])
            told = await line.next("decision")
            assert told["code"] == code
            assert told["pos"] > welcome["pos"]


async def test_nobody_else_in_the_room_hears_of_it(open_house: Doors) -> None:
    async with open_house.talking("Genêt") as other, open_house.staying("Ajonc") as author:
        await hit(open_house, await identity_of(open_house, author), Measure.REMOVE)
        assert [frame for frame in await other.rest() if frame["t"] == "decision"] == []


async def test_reasons_asked_for_are_not_announced_a_second_time(open_house: Doors) -> None:
    async with open_house.staying("Myosotis") as author, open_house.socket(author) as line:
        await line.hello()
        mid = await refused(open_house, author, "z" * 2_001)
        await submit(author, "/decision", "/decision/refusal", mid=mid)
        assert [frame for frame in await line.rest() if frame["t"] == "decision"] == []


# ---------------------------------------------------------------- at the door


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.BAN])
async def test_who_is_kept_out_meets_the_reasons_at_every_way_in(open_house: Doors, measure: Measure) -> None:
    async with open_house.staying(f"Iris-{measure.value}") as author:
        one, code = await hit(open_house, await identity_of(open_house, author), measure)
        for path in ("/", "/age"):
            met = await author.get(path, follow_redirects=True)
            assert met.status_code == 403
            said = words(met)
            for part in (
                "Vous ne pouvez",
                "Un message traite une personne",
                "règle 2",
                "contester",
                "Lire la décision",
            ):
                assert part in said, (path, part)
            assert ("avant le" in said) is (measure is Measure.SUSPEND)
        for action, form in (("/enter", {"nickname": "Autre-nom", "age": "34"}), ("/age/voucher", {"code": "x"})):
            met = await submit(author, "/report", action, **form)
            assert met.status_code == 403
            assert f'value="{code}"' in met.text
        letter = await submit(author, "/", "/decision", code=code)
        assert "Contester" in words(letter)
        found = await statements.by_code(open_house.house.office, code)
        assert found is not None
        assert found.delivered_at is not None, "shown at the door is told"
        assert one.delivered_at is None


async def test_reasons_are_met_in_english_too_and_never_by_the_neighbours(open_house: Doors) -> None:
    async with open_house.staying("Dahlia") as author, open_house.client(**{"Accept-Language": "en"}) as neighbour:
        await hit(open_house, await identity_of(open_house, author), Measure.SUSPEND)
        author.headers["Accept-Language"] = "en"
        assert "You cannot come in before" in words(await author.get("/"))
        assert (await neighbour.get("/")).status_code == 200


# ---------------------------------------------------------------- for programs


async def test_a_program_reads_the_reasons_and_contests_them_by_the_code_alone(open_house: Doors) -> None:
    async with open_house.staying("Tulipe") as author:
        _, code = await hit(open_house, await identity_of(open_house, author), Measure.SUSPEND)
    async with open_house.client(**{"Accept-Language": "en"}) as program:
        answer = await program.post("/api/decision", json={"code": code})
        assert answer.status_code == 200
        told = answer.json()
        assert (told["kind"], told["rule"], told["decided_by"], told["may_contest"]) == ("measure", 2, 12, True)
        assert told["measures"][0]["measure"] == "suspend"
        assert any("A message calls somebody names." in part["paragraphs"] for part in told["letter"])
        assert "Tulipe" not in answer.text
        empty = await program.post("/api/decision/appeal", json={"code": code, "text": " "})
        assert (empty.status_code, empty.json()["text_key"]) == (422, "refuse-appeal-empty")
        for _ in range(2):
            lodged = await program.post("/api/decision/appeal", json={"code": code, "text": "Please look again."})
            assert lodged.status_code == 200
            assert lodged.json()["appeal"]["text"] == "Please look again."
            assert lodged.json()["may_contest"] is False
        wrong = await program.post("/api/decision", json={"code": code[:-1] + "?"})
        assert (wrong.status_code, wrong.json()["text_key"]) == (404, "decision-unknown")


async def test_a_program_asks_why_its_message_was_refused_by_the_cid_it_gave(open_house: Doors) -> None:
    async with open_house.staying("Zinnia") as author, open_house.staying("Nigelle") as other:
        assert (await author.post("/api/rooms/accueil/join", json={})).status_code == 200
        said = await author.post("/api/rooms/accueil/messages", json={"cid": "long-one", "text": "w" * 2_001})
        assert said.json()["text_key"] == "refuse-too-long"
        told = await author.post("/api/decision/refusal", json={"cid": "long-one"})
        assert told.status_code == 200
        assert (told.json()["kind"], told.json()["automated"]) == ("refusal", "AUTOMATED_DECISION_FULLY")
        again = await author.post("/api/decision/refusal", json={"cid": "long-one"})
        assert again.json()["code"] == told.json()["code"]
        elsewhere = await other.post("/api/decision/refusal", json={"cid": "long-one"})
        assert (elsewhere.status_code, elsewhere.json()["text_key"]) == (404, "refuse-why-gone")

"""What rules do besides their ruling, at the doors: over sockets, without JavaScript, as JSON, at the desk."""

from __future__ import annotations

import html
import json
import re
from collections.abc import AsyncIterator

import altcha
import httpx
import msgspec
import pytest

from house import Doors, easy, open_doors, submit, token
from moderator import moderating
from parvis.core.config import Config
from parvis.core.rooms import ProposalState
from parvis.core.verdict import Kind
from parvis.moderation import appeals, statements
from parvis.store import proposals
from ruled import guard, ruled

HELP = ("triste", '{ do = "help", topic = "self-harm" }', "self-harm", "help-self-harm")
CARD = ("virement", '{ do = "warn_recipient" }', "scam", "prompt-elsewhere")
LEAVE_OUT = ("secret", '{ do = "redact" }', "privacy", "told-left-out")
WORK = ("robot", '{ do = "step_up", check = "pow" }', "spam", "refuse-advert")
AGE = ("cadet", '{ do = "step_up", check = "age" }', "minor-present", "refuse-minor")
SLOW = ("foule", '{ do = "slow_room", every_s = 20, for_s = 300 }', "spam", "refuse-advert")
ASK_NAME = ("ailleurs", '{ do = "prompt" }', "scam", "prompt-elsewhere")
LIMIT = ("tapage", '{ do = "limit", what = "write-in-room", for_s = 600 }', "spam", "refuse-advert")


def quick(config: Config) -> Config:
    """Nobody waits an hour before they propose a room."""
    return easy(
        msgspec.structs.replace(config, proposals=msgspec.structs.replace(config.proposals, minutes_here=0, standing=0))
    )


@pytest.fixture(scope="module")
async def open_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("acting"), demo=True, shape=quick) as doors:
        with ruled(doors.house.square, HELP, CARD, LEAVE_OUT, WORK, AGE, SLOW, LIMIT):
            yield doors


def words(page: httpx.Response) -> str:
    return html.unescape(re.sub("[\u2068\u2069]", "", re.sub(r"<[^>]+>", " ", page.text)))


async def test_over_sockets_help_is_for_one_and_a_card_for_all(open_house: Doors) -> None:
    async with open_house.talking("Alix", "nuit") as one, open_house.talking("Bruno", "nuit") as other:
        told = await one.say("je suis triste ce soir", "c1", "nuit")
        assert told["told"] == ["help-self-harm"]
        assert "told" not in await other.next("msg")
        await one.say("fais-moi un virement", "c2", "nuit")
        assert (await other.next("msg"))["card"] == "card-money"
        left_out = await one.say("mon secret à moi", "c3", "nuit")
        assert left_out["told"] == ["told-left-out"]
        assert (await other.next("msg"))["text"] == "mon […] à moi"


async def test_words_that_were_left_out_stand_there_again_when_it_was_contested_with_success(open_house: Doors) -> None:
    office = open_house.house.office
    async with open_house.staying("Odile") as author, open_house.socket(author) as line:
        await line.hello()
        await line.ask("join", conv="r:musique")
        async with open_house.talking("Petra", "musique") as reader, moderating(open_house, "Boris") as boris:
            said = await line.say("mon secret de famille", "c1", "musique")
            assert (await reader.next("msg"))["text"] == "mon […] de famille"
            visit = next(
                one.visit for one in open_house.house.square.live.values() if one.visit.profile.nickname == "Odile"
            )
            (one,) = await statements.of_identity(office, visit.pass_id, None)
            code = statements.code_of(office, one.id)
            await submit(author, "/decision", "/decision/appeal", code=code, text="Cela ne montre personne.")
            (waiting,) = [each for each in await appeals.waiting(office) if each.statement == one.id]
            path = f"/desk/appeals/{waiting.id}"
            page = await boris.get(path)
            assert "le message montre de nouveau les mots cités ici" in html.unescape(page)
            assert "mon secret de famille" in page
            assert 'value="reversed"' in page and 'value="partly"' not in page
            answer = {"answer-fr": "C’est vrai.", "answer-en": "That is true."}
            assert (await boris.post(path, outcome="reversed", **answer)).status_code == 303
            edit = await reader.next("edit")
            assert (edit["n"], edit["text"]) == (said["n"], "mon secret de famille")
        async with open_house.talking("Quentin", "musique") as late:
            told = await late.ask("hist", conv="r:musique", limit=10)
            assert [item["text"] for item in told["items"] if item["n"] == said["n"]] == ["mon secret de famille"]
        (newest, _) = await statements.of_identity(office, visit.pass_id, None)
        for lang, sentence in (("fr", "montre de nouveau tous ses mots"), ("en", "shows its own words again")):
            author.headers["Accept-Language"] = lang
            author.cookies.set("lang", lang)
            letter = await submit(author, "/decision", "/decision", code=statements.code_of(office, newest.id))
            assert sentence in words(letter)


async def test_a_limit_comes_with_its_letter_and_stops_the_next_message(open_house: Doors) -> None:
    async with open_house.talking("Tapageur", "lyon") as one:
        assert (await one.say("un tapage", "c1", "lyon"))["st"] == "delivered"
        refused = await one.say("encore", "c2", "lyon")
        assert refused["text_key"] == "refuse-limited-room-minutes"
        assert any(frame["t"] == "decision" for frame in [*one.seen, *await one.rest()])


async def test_a_room_is_slowed_by_a_program_and_those_who_are_there_hear_it(open_house: Doors) -> None:
    async with open_house.talking("Foule-Une", "lille") as one, open_house.talking("Foule-Deux", "lille") as other:
        await one.say("quelle foule", "c1", "lille")
        changed = await other.next("room")
        assert (changed["text_key"], changed["every_s"]) == ("square-room-slow-room-by-rule", 20)


async def test_work_is_asked_before_the_next_message_and_done_at_its_page(open_house: Doors) -> None:
    async with open_house.staying("Robotin") as visitor, open_house.socket(visitor) as line:
        await line.hello()
        await line.ask("join", conv="r:accueil")
        assert (await line.say("un robot ?", "c1"))["told"] == ["told-step-up-pow"]
        refused = await line.say("et moi", "c2")
        assert (refused["text_key"], refused["told"]) == ("refuse-step-up-pow", ["told-step-up-pow"])
        page = await visitor.get("/check")
        asked = json.loads(html.unescape(re.search(r'name="proof" value="([^"]+)"', page.text)[1]))  # type: ignore[index]
        challenge = altcha.Challenge.from_dict(asked["challenge"])
        solution = altcha.solve_challenge(challenge)
        assert solution is not None
        proof = json.dumps({"challenge": asked["challenge"], "solution": solution.to_dict()})
        form = {"csrf": token(page.text), "proof": proof}
        done = await visitor.post("/check/work", data=form, headers={"Origin": open_house.origin})
        assert (done.status_code, done.headers["location"]) == (303, "/check")
        assert "Rien ne vous est demandé" in words(await visitor.get("/check"))
        assert (await line.say("et moi", "c3"))["st"] == "delivered"


async def test_the_adult_proof_is_shown_again_without_javascript(open_house: Doors) -> None:
    async with open_house.staying("Cadette") as visitor:
        said = await submit(visitor, "/square/nuit", "/square/nuit/say", text="cadet", cid="n1")
        assert said.status_code == 200
        assert 'href="/check"' in said.text and "vous devrez montrer encore une fois que vous êtes adulte" in words(
            said
        )
        refused = await submit(visitor, "/square/nuit", "/square/nuit/say", text="encore", cid="n2")
        assert "/decision#why" not in refused.text, "nothing was decided that would have reasons"
        assert refused.status_code == 403 and 'href="/check"' in refused.text and ">encore</textarea>" in refused.text
        wrong = await submit(visitor, "/check", "/check/age", code="not a code")
        assert wrong.status_code == 422
        done = await submit(visitor, "/check", "/check/age", code=await open_house.code())
        assert done.status_code == 303
        free = await submit(visitor, "/square/nuit", "/square/nuit/say", text="encore", cid="n3")
        assert free.status_code == 303


async def test_a_nickname_is_asked_about_at_the_door_once_by_form_and_by_json(open_house: Doors) -> None:
    usual, house = open_house.house.guard, open_house.house
    house.guard = guard(house.means.config, ASK_NAME, on=Kind.NICKNAME)
    try:
        async with open_house.holding() as one, open_house.holding() as other:
            asked = await submit(one, "/", "/enter", nickname="Rose d’ailleurs", age="34")
            assert asked.status_code == 422 and "envoyez la fiche encore une fois" in words(asked)
            meant = re.search(r'name="meant" value="([^"]+)"', asked.text)
            assert meant is not None
            form = {"nickname": "Rose d’ailleurs", "age": "34", "meant": html.unescape(meant[1])}
            assert (await submit(one, "/", "/enter", **form)).status_code == 303
            card: dict[str, object] = {"nickname": "Lys d’ailleurs", "age": 34}
            refused = await other.post("/api/enter", json=card)
            assert (refused.status_code, refused.json()["text_key"]) == (422, "prompt-nickname")
            assert (await other.post("/api/enter", json=card | {"meant": True})).status_code == 200
        await house.office.hits.write(house.office)
        kinds = await house.means.db.read(
            lambda conn: conn.exec_driver_sql("SELECT kind FROM rule_hit WHERE rule = 't-ailleurs'").scalars().all()
        )
        assert kinds == ["nickname"] * 4, "the rules desk sees what rules met at the door"
    finally:
        house.guard = usual


async def test_help_lines_for_a_nickname_are_shown_before_the_rooms_on_the_page_and_by_json(open_house: Doors) -> None:
    usual, house = open_house.house.guard, open_house.house
    house.guard = guard(house.means.config, HELP, on=Kind.NICKNAME)
    try:
        async with open_house.holding() as one, open_house.holding() as other:
            page = await submit(one, "/", "/enter", nickname="Trop triste", age="34")
            assert page.status_code == 200 and "3114" in words(page) and 'href="/square/accueil"' in page.text
            assert (await one.get("/square/accueil")).status_code == 200, "in all the same"
            answer = await other.post("/api/enter", json={"nickname": "Un triste", "age": 40})
            assert answer.status_code == 200, answer.text
            assert "3114" in answer.json()["told"][0]
    finally:
        house.guard = usual


async def test_a_card_and_a_left_out_part_stand_on_the_page_without_javascript(open_house: Doors) -> None:
    async with open_house.staying("Plume") as writer, open_house.staying("Lecture") as reader:
        said = await submit(writer, "/square/lyon", "/square/lyon/say", text="un virement secret", cid="p1")
        assert "a été remplacé par […]" in words(said) and 'class="sq-card"' not in said.text, "not beside one's own"
        page = await reader.get("/square/lyon")
        assert "personne n’a besoin de votre argent" in words(page) and "un virement […]" in words(page)


async def test_the_desk_shows_what_a_rule_did_and_that_nobody_did_it(open_house: Doors) -> None:
    async with open_house.talking("Encore-Un", "marseille") as one, moderating(open_house, "Dana") as dana:
        assert (await one.say("quel tapage encore", "c1", "marseille"))["st"] == "delivered"
        case = await open_house.house.means.db.read(
            lambda conn: conn.exec_driver_sql(
                "SELECT d.\"case\" FROM decision d WHERE d.by = 'guard' ORDER BY d.at DESC LIMIT 1"
            ).scalar()
        )
        shown = html.unescape(await dana.get(f"/desk/case/{case}"))
        assert "Limiter une fonction" in shown and "La décision prend effet" in shown


# ---------------------------------------------------------------- rooms


async def proposal_of(doors: Doors, name: str) -> str:
    found = await doors.house.means.db.read(lambda conn: proposals.in_state(conn, ProposalState.WAITING))
    return next(one.id for one in found if name in one.name.values())


async def test_a_room_goes_from_a_form_to_the_desk_and_opens(open_house: Doors) -> None:
    async with open_house.staying("Chatte") as visitor, moderating(open_house, "Anne") as anne:
        form = {"name-fr": "Les chats", "topic-fr": "Nos compagnons à moustaches"}
        assert (await submit(visitor, "/propose", "/propose", **form)).status_code == 303
        assert "Attend une réponse" in words(await visitor.get("/propose"))
        one = await proposal_of(open_house, "Les chats")
        desk = await anne.get("/desk/rooms")
        assert "Nos compagnons à moustaches" in html.unescape(desk)
        done = await anne.post(
            "/desk/rooms", proposal=one, do="approve", **{"name-en": "Cats", "topic-en": "Our whiskered friends"}
        )
        assert done.status_code == 303
        listed = {room["name"]: room for room in (await visitor.get("/api/rooms")).json()["rooms"]}
        assert listed["Les chats"]["conv"].startswith("r:les-chats-")
        english = await visitor.get("/api/rooms", headers={"Accept-Language": "en"})
        assert "Cats" in {room["name"] for room in english.json()["rooms"]}
        room = listed["Les chats"]["conv"].removeprefix("r:")
        assert (await visitor.get(f"/square/{room}")).status_code == 200
        assert "Votre salon est ouvert" in words(await visitor.get("/decision"))
        closed = await anne.post("/desk/rooms", room=room, do="close", **{"reasons-fr": "Plus personne n’y veille."})
        assert closed.status_code == 303
        assert (await visitor.get(f"/square/{room}")).status_code == 404


async def test_a_proposal_as_json_is_declined_with_reasons_that_are_read_there_and_in_the_letter(
    open_house: Doors,
) -> None:
    async with open_house.staying("Jasone") as visitor, moderating(open_house, "Boris") as boris:
        body = {"name": {"fr": "Les bateaux"}, "topic": {"fr": "Voiles et ports"}}
        made = await visitor.post("/api/rooms/proposals", json=body)
        assert (made.status_code, made.json()["state"]) == (200, "waiting")
        again = await visitor.post("/api/rooms/proposals", json=body)
        assert (again.status_code, again.json()["text_key"]) == (422, "refuse-proposal-waits")
        bare = await boris.post("/desk/rooms", proposal=made.json()["id"], do="decline")
        assert bare.status_code == 422 and "Écrivez les raisons" in html.unescape(bare.text)
        words_for_it = {"reasons-fr": "Le salon Nuit en parle déjà.", "rule": "6"}
        assert (
            await boris.post("/desk/rooms", proposal=made.json()["id"], do="decline", **words_for_it)
        ).status_code == 303
        (told,) = (await visitor.get("/api/rooms/proposals")).json()["proposals"]
        assert (told["state"], told["reasons"]) == ("declined", {"fr": "Le salon Nuit en parle déjà."})
        listed = await visitor.get("/decision")
        code = re.search(r'name="code" value="([^"]+)"', listed.text)
        assert code
        letter = words(await submit(visitor, "/decision", "/decision", code=code[1]))
        for part in ("Les bateaux", "n’ouvrira pas", "Le salon Nuit en parle déjà.", "règle 6"):
            assert part in letter, part
        gone = await visitor.delete(f"/api/rooms/proposals/{made.json()['id']}")
        assert gone.status_code == 404, "it has had its answer"

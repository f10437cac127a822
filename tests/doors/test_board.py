"""A line on the board of a nearly empty square: left, read, refused, held, reported, taken back, gone in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from deciding import doubtful
from house import Doors, easy, open_doors, submit
from moderator import moderating
from parvis.chat import living
from parvis.core.casework import Channel
from parvis.core.clock import HOUR, FakeClock, Instant
from parvis.core.config import Config
from parvis.core.living import BOARD, BOARD_TALK, LINE_MAX
from parvis.core.policy import Measure
from parvis.core.settings import Board, Hours
from parvis.core.staff import Role
from parvis.legal import retention
from parvis.live.effects import Restricted
from parvis.store import cases
from parvis.store import talk as stored
from team import enrol

LINE = "Je serai là jeudi, envie de parler de jazz"
ABOUT = f"/report?conv=r%3A{BOARD.id}&amp;n=1"


def shaped(config: Config) -> Config:
    return msgspec.structs.replace(easy(config), board=Board(hours=24, lines_each=2), hours=Hours())


@pytest.fixture
def night() -> FakeClock:
    return FakeClock(datetime(2026, 11, 26, 22, 0, tzinfo=UTC))


@pytest.fixture
async def doors(tmp_path: Path, night: FakeClock) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=shaped, clock=night) as opened:
        yield opened


async def leave(client: httpx.AsyncClient, text: str = LINE, cid: str = "l1") -> httpx.Response:
    return await submit(client, "/board", "/board", text=text, cid=cid)


async def test_a_line_is_read_by_whoever_comes_next_and_taken_back_by_its_author(doors: Doors) -> None:
    async with doors.staying("Noa") as noa, doors.staying("Lou") as lou:
        assert "Aucun mot" in (await noa.get("/board")).text
        assert (await leave(noa)).status_code == 303
        assert (await leave(noa)).status_code == 303, "a double click is the same line"
        page = (await lou.get("/board")).text
        assert page.count(LINE) == 1 and "Noa" in page and ABOUT in page and "Reprendre ce mot" not in page
        assert LINE in (await lou.get("/square")).text and LINE in (await lou.get("/square/accueil")).text
        around = (await lou.get("/api/rooms/accueil/around")).json()
        assert around["board"] and LINE in [one["words"] for one in around["lines"]]
        assert (await submit(lou, "/board", "/board/take", n="1")).status_code == 403
        assert ABOUT not in (await noa.get("/board")).text
        assert (await submit(noa, "/board", "/board/take", n="1")).status_code == 303
        assert LINE not in (await lou.get("/board")).text + (await lou.get("/square")).text


async def test_the_board_is_in_no_list_and_nobody_goes_in(doors: Doors) -> None:
    async with doors.staying("Noa") as noa:
        assert BOARD.id not in (await noa.get("/api/rooms")).text
        headers = {"Origin": doors.origin}
        joined = await noa.post(f"/api/rooms/{BOARD.id}/join", json={}, headers=headers)
        assert joined.status_code == 404
        assert (await noa.get(f"/square/{BOARD.id}")).headers["location"] == "/board"


async def test_too_long_and_too_many_are_refused_by_every_door(doors: Doors, night: FakeClock) -> None:
    async with doors.staying("Noa") as noa:
        long = await leave(noa, "a b " * LINE_MAX, "l0")
        assert long.status_code == 422 and "trop long" in long.text and "a b a b" in long.text, "what was typed stays"
        for number in (1, 2):
            assert (await leave(noa, f"{LINE}, le {number}", f"l{number}")).status_code == 303
            night.advance(timedelta(minutes=1))
        await submit(noa, "/board", "/board/take", n="1")
        assert (await leave(noa, "Et encore un mot", "l3")).status_code == 403, "one that was taken back counts"
        said = {"cid": "l4", "text": "Par une autre porte"}
        url, headers = f"/api/rooms/{BOARD.id}/messages", {"Origin": doors.origin}
        assert (await noa.post(url, json=said, headers=headers)).status_code == 403
        changed = await noa.patch(f"{url}/2", json={"text": "Autre chose"}, headers=headers)
        assert changed.status_code == 403 and "ne se modifie pas" in changed.text


async def test_while_the_square_is_lively_a_line_is_said_in_a_room(doors: Doors) -> None:
    everybody = [await doors.visitor(f"Invite{letter}") for letter in "abcde"]
    try:
        for one in everybody:
            await one.get("/square/accueil")
        page = (await everybody[0].get("/board")).text
        assert 'action="/board"' not in page and "dites-le dans un salon" in page
        url, headers = f"/api/rooms/{BOARD.id}/messages", {"Origin": doors.origin}
        said = await everybody[0].post(url, json={"cid": "c1", "text": LINE}, headers=headers)
        assert said.status_code == 403
        assert (await everybody[0].get("/api/rooms/accueil/around")).json()["board"] == ""
    finally:
        for one in everybody:
            await one.aclose()


async def test_a_line_is_judged_like_a_message_and_a_refusal_can_be_explained(doors: Doors) -> None:
    async with doors.staying("Noa") as noa, doors.staying("Lou") as lou:
        refused = await leave(noa, "J’ai 15 ans, qui veut parler")
        assert refused.status_code == 422 and "/decision#why" in refused.text
        assert "15 ans" not in (await lou.get("/board")).text


async def test_what_the_guard_doubts_waits_and_is_read_once_the_desk_lets_it_go(doors: Doors) -> None:
    await enrol(doors.house.means, "Boris")
    await enrol(doors.house.means, "Claire")
    await doors.house.recount()
    async with doors.staying("Noa") as noa, doors.staying("Lou") as lou:
        with doubtful(doors):
            held = await leave(noa, "hum hum")
        assert held.status_code == 202 and "attend d’être lu" in held.text
        assert "hum hum" not in (await lou.get("/board")).text
        async with moderating(doors, "Anne", Role.MODERATOR) as anne:
            found = await doors.house.means.db.read(lambda conn: cases.by_number(conn, 1))
            assert found is not None and found.channel is Channel.GUARD
            await anne.claim(found.id)
            assert (await anne.confirm(found.id, Measure.RELEASE.value)).status_code == 303
        assert "hum hum" in (await lou.get("/board")).text
        assert "attend d’être lu" not in (await noa.get("/board")).text


async def test_whoever_may_not_write_leaves_no_line(doors: Doors) -> None:
    async with doors.staying("Noa") as noa:
        await noa.get("/board")
        [live] = doors.house.square.live.values()
        now = doors.house.means.clock.now()
        live.restrictions = [Restricted(visit=live.visit.id, measure=Measure.MUTE, until=Instant(now + HOUR))]
        page = (await noa.get("/board")).text
        assert 'action="/board"' not in page
        said, headers = {"cid": "c1", "text": LINE}, {"Origin": doors.origin}
        assert (await noa.post(f"/api/rooms/{BOARD.id}/messages", json=said, headers=headers)).status_code == 403


async def test_a_reported_line_is_a_case_and_what_the_desk_takes_away_is_gone_with_reasons(doors: Doors) -> None:
    await enrol(doors.house.means, "Boris")
    async with (
        doors.staying("Noa") as noa,
        doors.staying("Lou") as lou,
        moderating(doors, "Anne", Role.MODERATOR) as anne,
    ):
        await leave(noa)
        form = (await lou.get(ABOUT.replace("&amp;", "&"))).text
        assert LINE in form, "whoever reports sees what"
        report = {"reason": "harassment", "message": {"conv": BOARD_TALK, "n": 1}}
        filed = await lou.post("/api/reports", json=report, headers={"Origin": doors.origin})
        assert filed.status_code == 200, filed.text
        found = await doors.house.means.db.read(lambda conn: cases.by_number(conn, 1))
        assert found is not None and found.channel is Channel.VISITOR
        await anne.claim(found.id)
        page = await anne.get(f"/desk/case/{found.id}")
        assert LINE in page and "Le tableau" in page
        done = await anne.confirm(found.id, Measure.REMOVE.value)
        assert done.status_code == 303
        assert LINE not in (await lou.get("/board")).text
        assert "/decision" in (await noa.get("/square/accueil")).text, "its author is told, with reasons"


async def test_lines_are_erased_when_their_time_is_over(doors: Doors, night: FakeClock) -> None:
    means = doors.house.means
    async with doors.staying("Noa") as noa:
        await leave(noa)
        await noa.post("/api/rooms/accueil/join", json={}, headers={"Origin": doors.origin})
        night.advance(timedelta(hours=11))
        await retention.erase(means.db, means.config, means.clock)
        assert LINE in (await noa.get("/board")).text
        short = msgspec.structs.replace(means.config, board=Board(hours=10))
        await doors.house.renew(short)
        assert LINE not in (await noa.get("/board")).text, "no longer shown, whatever the erasing job did"
        await retention.erase(means.db, means.config, means.clock)
        kept = await means.db.read(lambda conn: stored.find(conn, BOARD_TALK, 1))
        assert kept is None
        await doors.house.renew(msgspec.structs.replace(short, board=Board(hours=0)))
        assert (await noa.get("/board")).status_code == 404 and "/board" not in (await noa.get("/square")).text


async def test_a_closed_square_takes_no_line(tmp_path: Path, night: FakeClock) -> None:
    def evenings(config: Config) -> Config:
        return msgspec.structs.replace(shaped(config), hours=Hours(weekly=["thu 20:00-23:30"]))

    async with (
        open_doors(tmp_path / "hours", demo=True, shape=evenings, clock=night) as doors,
        doors.staying("Noa") as noa,
    ):
        assert (await leave(noa)).status_code == 303
        night.advance(timedelta(hours=1))
        living.tend(doors.house.square)
        page = (await noa.get("/board")).text
        assert 'action="/board"' not in page and LINE in page, "it is read all the same"
        said = {"cid": "c2", "text": "Trop tard"}
        url, headers = f"/api/rooms/{BOARD.id}/messages", {"Origin": doors.origin}
        assert (await noa.post(url, json=said, headers=headers)).status_code == 403

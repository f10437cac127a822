"""An evening with opening and closing hours, by a clock that moves when told: at the door, in rooms, at the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from house import FAULT, Doors, easy, open_doors, submit, token
from moderator import moderating
from parvis.chat import living
from parvis.core.clock import DAY, FakeClock, Instant
from parvis.core.config import Config
from parvis.core.settings import Hours
from parvis.core.staff import Role
from parvis.store import living as stored
from team import as_staff, enrol

AFTERNOON = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
"""Half past seven of a Friday in Paris; the square opens at eight."""


def shaped(config: Config) -> Config:
    hours = Hours(weekly=["fri-sat 20:00-23:00"], dates=["2026-11-28 closed"])
    return msgspec.structs.replace(easy(config), hours=hours)


@pytest.fixture
def friday() -> FakeClock:
    return FakeClock(AFTERNOON)


@pytest.fixture
async def doors(tmp_path: Path, friday: FakeClock) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=shaped, clock=friday) as opened:
        yield opened


def tick(doors: Doors, clock: FakeClock, **by: int) -> None:
    """Time passes, and the job that looks at the clock each second has looked."""
    clock.advance(timedelta(**by))
    living.tend(doors.house.square)


async def test_the_door_says_when_it_opens_and_opens_by_the_clock(doors: Doors, friday: FakeClock) -> None:
    async with doors.client(**{"Accept-Language": "fr"}) as stranger, doors.holding() as outside:
        assert "Elle ouvre aujourd’hui à" in (await stranger.get("/")).text
        page = await outside.get("/")
        assert "La place est fermée pour le moment" in page.text and 'name="nickname"' not in page.text
        headers = {"Origin": doors.origin}
        csrf = token((await outside.get("/how")).text)
        sent = await outside.post("/enter", data={"csrf": csrf, "nickname": "Noa", "age": "30"}, headers=headers)
        assert sent.status_code == 503
        called = await outside.post("/api/enter", json={"nickname": "Noa", "age": 30}, headers=headers)
        assert called.status_code == 503 and "door-hours" in called.text
        how = (await stranger.get("/api/how")).json()
        opens = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
        assert how["open"] is False and how["opens_at"] == opens.timestamp() * 1000
        friday.advance(timedelta(minutes=30))
        how = (await stranger.get("/api/how")).json()
        assert how["open"] is True and how["opens_at"] is None
        assert (await submit(outside, "/", "/enter", nickname="Noa", age="30")).status_code == 303


async def test_hours_set_on_a_page_shut_door_and_rooms_at_once_for_who_is_in(tmp_path: Path, friday: FakeClock) -> None:
    async with open_doors(tmp_path, demo=True, shape=easy, clock=friday) as doors:
        ada, _ = await enrol(doors.house.means, "Ada"), await enrol(doors.house.means, "Boris")
        async with doors.talking("Alix") as line, doors.private(**{"Accept-Language": "fr"}) as admin:
            assert (await line.say("Bonsoir", "c1"))["t"] == "ok"
            page, hours = "/admin/settings/hours", {"hours-weekly": "ven 20:00-23:00\r\n\r\nsam 20:00-02:00"}
            wrong = await submit(as_staff(admin, ada), page, page, **{"hours-weekly": "vendredi soir"})
            assert (
                wrong.status_code == 422 and "Il faut des lignes comme" in wrong.text and "vendredi soir" in wrong.text
            )
            assert (await submit(admin, page, page, **hours, **{"desk-unattended_closes": "entry"})).status_code == 303
            assert "attend" not in (await admin.get(page + "?kept=1")).text.split("<form")[0]
            tick(doors, friday)
            told = await line.next("room")
            assert (told["mode"], told["text_key"]) == ("read_only", "square-room-shut-hours")
            assert (await line.say("Encore là", "c2"))["text_key"] == "refuse-room-hours"
            async with doors.client(**{"Accept-Language": "fr"}) as stranger:
                assert "Elle ouvre aujourd’hui à" in (await stranger.get("/")).text
                assert doors.house.means.config.desk.unattended_closes == ["entry"]
                assert (await submit(admin, page, page, **{"hours-weekly": ""})).status_code == 303
                assert "Elle ouvre aujourd’hui à" not in (await stranger.get("/")).text


async def test_it_says_so_in_english(doors: Doors) -> None:
    async with doors.client(**{"Accept-Language": "en"}) as stranger:
        assert "It opens today at" in (await stranger.get("/")).text


async def test_at_closing_time_rooms_are_read_only_live_and_without_javascript(doors: Doors, friday: FakeClock) -> None:
    tick(doors, friday, minutes=31)
    async with doors.talking("Alix") as line, doors.staying("Noa") as plain:
        assert (await line.say("Bonsoir", "c1"))["t"] == "ok"
        assert (await plain.get("/square/accueil")).text.count('id="sq-text"') == 1
        tick(doors, friday, hours=3)
        told = await line.next("room")
        saturday_is_closed = datetime(2026, 12, 4, 19, 0, tzinfo=UTC).timestamp() * 1000
        assert (told["mode"], told["text_key"]) == ("read_only", "square-room-shut-hours")
        assert told["opens_at"] == saturday_is_closed
        refused = await line.say("Encore là", "c2")
        assert (refused["t"], refused["text_key"]) == ("err", "refuse-room-hours")
        assert refused["args"] == {"day": "date", "date": "4/12", "time": "20:00"}
        page = await plain.get("/square/accueil")
        assert 'id="sq-text"' not in page.text and "Il ouvre le" in page.text and "4/12" in page.text
        lobby = await plain.get("/square")
        assert "Ouvre le" in lobby.text
        friday.advance(timedelta(days=6, hours=21))
        living.tend(doors.house.square)
        again = await line.next("room")
        assert (again["mode"], again["text_key"]) == ("open", "square-room-open-room")
        assert "opens_at" not in again


async def test_the_team_sets_the_hours_of_one_room_and_they_hold_at_once(doors: Doors, friday: FakeClock) -> None:
    tick(doors, friday, minutes=31)
    await enrol(doors.house.means, "Boris")
    async with moderating(doors, "Anne", Role.MODERATOR) as anne, doors.talking("Alix", "nuit") as line:
        assert "Vie des salons" in await anne.get("/desk/keeping")
        wrong = await anne.post("/desk/keeping/nuit", weekly="vendredi soir")
        assert wrong.status_code == 422 and "vendredi soir" in wrong.text
        assert (await anne.post("/desk/keeping/jardin", weekly="")).status_code == 404
        done = await anne.post("/desk/keeping/nuit", weekly="ven 21:00-23:00", every_s="30")
        assert done.status_code == 303, FAULT.findall(done.text)
        told = [await line.next("room"), await line.next("room")]
        assert [one["text_key"] for one in told] == ["square-room-shut-hours", "square-room-slow-room"]
        assert told[0]["mode"] == told[1]["mode"] == "read_only" and told[1]["every_s"] == 30
        assert "ven 21:00-23:00" in await anne.get("/desk/keeping")
        tick(doors, friday, hours=1)
        assert (await line.next("room"))["mode"] == "open"
        assert (await line.say("Bonsoir", "c1", "nuit"))["t"] == "ok"
        slow = await line.say("Et encore", "c2", "nuit")
        assert (slow["t"], slow["text_key"]) == ("err", "refuse-room-slow")
    square = doors.house.square
    square.plans.clear()
    await square.open()
    assert [(room, plan.every_s) for room, plan in square.plans.items()] == [("nuit", 30)], "it is stored"


async def test_a_room_has_a_welcome_and_rules_in_the_readers_language(doors: Doors, friday: FakeClock) -> None:
    tick(doors, friday, minutes=31)
    await enrol(doors.house.means, "Boris")
    lines = {"welcome-fr": "Installez-vous.", "welcome-en": "Have a seat.", "pinned-fr": "Pas de <spoilers>."}
    async with moderating(doors, "Anne", Role.MODERATOR) as anne, doors.staying("Noa") as noa:
        assert (await anne.post("/desk/keeping/ecrans", weekly="", **lines)).status_code == 303
        page = await noa.get("/square/ecrans")
        assert "Installez-vous." in page.text and "Pas de &lt;spoilers&gt;." in page.text
        around = (await noa.get("/api/rooms/ecrans/around")).json()
        assert [(one["kind"], one["words"]) for one in around["lines"]] == [
            ("welcome", "Installez-vous."), ("pinned", "Pas de <spoilers>."),
        ]  # fmt: skip
        assert (await noa.get("/api/rooms/accueil/around")).json()["lines"] == []
        assert (await noa.get("/api/rooms/jardin/around")).status_code == 404
        too_long = await anne.post("/desk/keeping/ecrans", **{"welcome-fr": "a" * 141})
        assert too_long.status_code == 422


async def test_an_evening_is_announced_opens_its_room_and_ends(doors: Doors, friday: FakeClock) -> None:
    """On the Saturday on which the square is closed."""
    tick(doors, friday, minutes=31)
    await enrol(doors.house.means, "Boris")
    wanted = {"title-fr": "Chansons", "words-fr": "On écoute, on devine.", "room": "musique"}
    when = {"day": "2026-11-28", "from": "15:00", "to": "17:00"}
    async with (
        moderating(doors, "Anne", Role.MODERATOR) as anne,
        doors.talking("Alix", "musique") as line,
        doors.client(**{"Accept-Language": "fr"}) as stranger,
    ):
        assert (await anne.post("/desk/evenings", do="announce", **wanted, day="demain")).status_code == 422
        unknown = await anne.post("/desk/evenings", do="announce", host="Alix", **wanted, **when)
        assert unknown.status_code == 422 and "pas encore fait connaissance" in unknown.text
        assert (
            await anne.post("/desk/evenings", do="announce", **(wanted | {"room": "jardin"}), **when)
        ).status_code == 422
        done = await anne.post("/desk/evenings", do="announce", **wanted, **when)
        assert done.status_code == 303
        tick(doors, friday)
        assert (await line.next("house"))["on_duty"] is False
        door = (await stranger.get("/")).text
        assert "Chansons" in door and "Samedi à" not in door and "samedi à" in door and "avec l’équipe" in door
        tick(doors, friday, hours=3)
        assert {one["text_key"] for one in await line.rest() if one["t"] == "room"} == {"square-room-shut-hours"}
        tick(doors, friday, hours=16)
        told = [frame for frame in (await line.rest()) if frame["t"] in ("room", "house")]
        ours = [one for one in told if one.get("conv") == "r:musique"]
        assert [one["text_key"] for one in ours] == ["square-evening-begins", "square-room-open-room"]
        assert {one["mode"] for one in ours} == {"open"}
        assert "La place est fermée" not in (await stranger.get("/")).text
        assert (await line.say("Bonjour", "c1", "musique"))["t"] == "ok"
        tick(doors, friday, hours=2)
        assert (await line.say("Encore", "c2", "musique"))["text_key"] == "refuse-room-hours"
        assert "Chansons" not in (await stranger.get("/")).text


async def test_an_evening_that_is_called_off_opens_nothing(doors: Doors, friday: FakeClock) -> None:
    await enrol(doors.house.means, "Boris")
    async with moderating(doors, "Anne", Role.MODERATOR) as anne:
        form = {"title-fr": "Chansons", "room": "musique", "day": "2026-11-28", "from": "15:00", "to": "17:00"}
        await anne.post("/desk/evenings", do="announce", **form)
        [one] = doors.house.square.evenings
        assert (await anne.post("/desk/evenings", do="end", evening=one.id)).status_code == 303
        assert (await anne.post("/desk/evenings", do="end", evening=one.id)).status_code == 422
        friday.advance(timedelta(hours=20))
        assert doors.house.hours is not None, "the square stays closed that day"


async def test_what_the_team_announces_is_read_above_the_rooms_until_its_date(doors: Doors, friday: FakeClock) -> None:
    tick(doors, friday, minutes=31)
    await enrol(doors.house.means, "Boris")
    async with moderating(doors, "Anne", Role.MODERATOR) as anne, doors.staying("Noa") as noa:
        assert (await anne.post("/desk/board", do="write", **{"words-fr": "  "})).status_code == 422
        assert (
            await anne.post("/desk/board", do="write", days="1", **{"words-fr": "Le jardin rouvre."})
        ).status_code == 303
        assert "Le jardin rouvre." in (await noa.get("/square")).text
        friday.advance(timedelta(minutes=1))
        await anne.post("/desk/board", do="write", days="9", **{"words-fr": "À jeudi."})
        [newest, first] = doors.house.square.notices
        assert (await anne.post("/desk/board", do="end", notice=newest.id)).status_code == 303
        assert living.standing_notices(doors.house.square) == [first]
        friday.advance(timedelta(days=1))
        assert living.standing_notices(doors.house.square) == [], "its day is over"


async def test_an_empty_square_says_when_it_is_lively(doors: Doors, friday: FakeClock) -> None:
    tick(doors, friday, minutes=31)
    square, means = doors.house.square, doors.house.means
    for week in range(1, 5):
        then = Instant(means.clock.now() - week * 7 * DAY)
        await means.db.write(lambda tx, then=then: stored.count_hour(tx, then, 20))  # type: ignore[misc]
    await living.count(square)
    async with doors.staying("Noa") as noa, doors.client(**{"Accept-Language": "fr"}) as stranger:
        for page in ((await noa.get("/square")).text, (await stranger.get("/")).text):
            assert "vendredi, de" in page and "20" in page and "21" in page
        await noa.get("/square/accueil")
    friday.advance(timedelta(minutes=1))
    await living.count(square)
    counted = await means.db.read(lambda conn: stored.hours(conn, Instant(means.clock.now() - DAY)))
    assert list(counted.values()) == [1], "this hour is counted, once"

"""What the desk decides is felt at once on every open line, and at the door by whoever is away, under any nickname."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack

import msgspec
import pytest

from caseload import ANNE, BORIS, deciding, enrol
from deciding import case_on, decide, doubtful, later_office
from house import Doors, Line, easy, open_doors, submit
from parvis.core.casework import HELD, Case, Decision, Wish
from parvis.core.clock import DAY, HOUR, SECOND
from parvis.core.config import Config
from parvis.core.ids import RoomId, conversation_of
from parvis.core.policy import HOLD_MS, Feature, Measure, Queue
from parvis.moderation import actions, cases, holds
from parvis.moderation.office import Office

ACCUEIL = RoomId("accueil")
MUTE = Wish(measure=Measure.MUTE, for_ms=HOUR)
SUSPEND = Wish(measure=Measure.SUSPEND, for_ms=3 * DAY)


@pytest.fixture
def doubt() -> Iterator[ExitStack]:
    """What is changed about the guard is as before when the test ends."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
async def doors(tmp_path):  # type: ignore[no-untyped-def]
    def unhurried(config: Config) -> Config:
        return easy(config)

    async with open_doors(tmp_path, demo=True, shape=unhurried) as opened:
        await enrol(opened.house.office)
        await opened.house.recount()
        yield opened


async def test_a_mute_is_felt_by_the_next_message_on_every_line_and_says_so(doors: Doors) -> None:
    office = doors.house.office
    async with doors.staying("Alix") as client, doors.socket(client) as line, doors.socket(client) as other:
        for one in (line, other):
            await one.hello()
        await line.ask("join", conv="r:accueil")
        said = await line.say("avant", "c1")
        await decide(office, await case_on(office, said["mid"]), MUTE)
        for one in (line, other):
            refused = await one.say("après", f"c2-{id(one)}")
            assert (refused["t"], refused["code"]) == ("err", "forbidden")
            assert refused["text_key"] == "refuse-muted-minutes" and refused["args"] == {"count": 61}
        again = await line.say("avant", "c1")
        assert (again["t"], again["st"], again["n"]) == ("ok", "delivered", said["n"]), "what was said stays said"
        edited = await line.ask("edit", conv="r:accueil", n=said["n"], text="autrement")
        assert edited["text_key"] == "refuse-muted-minutes"
        gone = await line.ask("delete", conv="r:accueil", n=said["n"])
        assert gone["t"] == "ok", "one's own words can always be taken away"


async def test_a_limit_takes_one_feature_and_nothing_else(doors: Doors) -> None:
    office = doors.house.office
    async with doors.talking("Alix") as line:
        said = await line.say("avant", "c1")
        edit = Wish(measure=Measure.LIMIT, feature=Feature.EDIT, for_ms=3 * DAY)
        await decide(office, await case_on(office, said["mid"]), edit)
        assert (await line.say("après", "c2"))["t"] == "ok"
        refused = await line.ask("edit", conv="r:accueil", n=said["n"], text="autrement")
        assert (refused["text_key"], refused["args"]) == ("refuse-limited-edit-days", {"count": 4})
    async with doors.talking("Camille") as line:
        said = await line.say("avant", "c1")
        here = Wish(measure=Measure.LIMIT, feature=Feature.WRITE_IN_ROOM, room=ACCUEIL, for_ms=HOUR)
        await decide(office, await case_on(office, said["mid"]), here)
        assert (await line.say("ici", "c2"))["text_key"] == "refuse-limited-room-minutes"
        await line.ask("join", conv="r:musique")
        assert (await line.say("ailleurs", "c3", room="musique"))["t"] == "ok"


async def test_a_removed_message_goes_everywhere_at_once_and_comes_back_with_its_place(doors: Doors) -> None:
    office = doors.house.office
    async with doors.talking("Alix") as line, doors.talking("Camille") as reader:
        said = await line.say("de travers", "c1")
        await reader.next("msg")
        case = await case_on(office, said["mid"])
        decision = await decide(office, case, Wish(measure=Measure.REMOVE))
        gone = await reader.next("gone")
        assert (gone["n"], gone["by"]) == (said["n"], "moderation")
        await actions.undo(office, ANNE, decision.id)
        back = await reader.next("msg")
        assert (back["n"], back["rev"], back["text"]) == (said["n"], gone["rev"] + 1, "de travers")


async def test_who_is_suspended_loses_every_line_and_meets_the_reasons_at_the_door_under_any_name(
    doors: Doors,
) -> None:
    office = doors.house.office
    async with doors.staying("Alix") as client, doors.socket(client) as line, doors.socket(client) as other:
        for one in (line, other):
            await one.hello()
        await line.ask("join", conv="r:accueil")
        said = await line.say("de trop", "c1")
        await decide(office, await case_on(office, said["mid"]), SUSPEND)
        assert (await line.closed(), line.bye) == (4403, "restricted")
        assert (await other.closed(), other.bye) == (4403, "restricted")
        door = await client.get("/")
        assert door.status_code == 403 and "Vous ne pouvez pas entrer avant le" in door.text
        under = await submit(client, "/report", "/enter", nickname="Camille", age="34")
        assert under.status_code == 403 and "Lire la décision" in under.text
        letter = await client.post(
            "/decision", data={"csrf": _field(under.text, "csrf"), "code": _field(under.text, "code")},
            headers={"Origin": doors.origin},
        )  # fmt: skip
        assert letter.status_code == 200 and "noms blessants" in letter.text
        with contextlib.suppress(Exception):
            async with doors.socket(client) as closed:
                assert (await closed.hello())["code"] == "unauthenticated"


async def test_a_new_age_pass_on_the_same_device_opens_no_door_and_another_device_does(doors: Doors) -> None:
    office = doors.house.office
    async with doors.staying("Alix") as client, doors.socket(client) as line:
        await line.hello()
        await line.ask("join", conv="r:accueil")
        said = await line.say("de trop", "c1")
        await decide(office, await case_on(office, said["mid"]), SUSPEND)
        await line.closed()
        for name in [name for name in client.cookies if "pass" in name or "visit" in name]:
            client.cookies.delete(name)
        stranger = await client.get("/")
        assert stranger.status_code == 403, "met before any age check"
        code = await doors.code()
        proved = await submit(client, "/report", "/age/voucher", code=code)
        assert proved.status_code == 403, "told before the card is used up"
        async with doors.client() as friend:
            assert (await submit(friend, "/age", "/age/voucher", code=code)).status_code == 303
            client.cookies.update({name: value for name, value in friend.cookies.items() if "pass" in name})
        again = await submit(client, "/report", "/enter", nickname="Dany", age="40")
        assert again.status_code == 403 and "une autre carte" in again.text
    async with doors.staying("Eden") as neighbour:
        assert (await neighbour.get("/square/accueil")).status_code == 200, "the same network is nobody's fault"


async def test_a_program_reads_why_it_is_kept_out_and_keeps_its_card(doors: Doors) -> None:
    office = doors.house.office
    async with doors.staying("Alix") as client, doors.socket(client) as line:
        await line.hello()
        await line.ask("join", conv="r:accueil")
        said = await line.say("de trop", "c1")
        await decide(office, await case_on(office, said["mid"]), SUSPEND)
        await line.closed()
        code = await doors.code()
        tried = await client.post("/api/age/voucher", json={"code": code}, headers={"Origin": doors.origin})
        assert tried.status_code == 403 and tried.json()["until"] > said["ts"]
        entered = await client.post("/api/enter", json={"nickname": "Camille", "age": 34})
        assert entered.status_code == 403 and entered.json()["decision"] == tried.json()["decision"]
        letter = await client.post("/api/decision", json={"code": entered.json()["decision"]})
        assert letter.status_code == 200 and "noms blessants" in letter.text
    async with doors.client() as friend:
        kept = await friend.post("/api/age/voucher", json={"code": code})
        assert kept.status_code == 200, "nobody had used it up"


async def test_the_network_of_somebody_shut_out_is_only_slowed_and_only_for_a_day(tmp_path) -> None:  # type: ignore[no-untyped-def]
    def six_an_hour(config: Config) -> Config:
        rates = msgspec.structs.replace(easy(config).guard, entries_per_network_per_hour=12)
        return msgspec.structs.replace(config, guard=rates)

    async with open_doors(tmp_path, demo=True, shape=six_an_hour) as doors:
        office = doors.house.office
        await enrol(office)
        async with doors.talking("Alix") as line:
            said = await line.say("de trop", "c1")
            await decide(office, await case_on(office, said["mid"]), SUSPEND)
        for name in ("Camille", "Dany"):
            async with doors.staying(name):
                pass
        async with doors.holding() as client:
            slow = await submit(client, "/", "/enter", nickname="Eden", age="34")
            assert slow.status_code == 429


async def test_a_suspension_that_is_over_lets_in_again(doors: Doors) -> None:
    office = doors.house.office
    async with doors.staying("Alix") as client, doors.socket(client) as line:
        await line.hello()
        await line.ask("join", conv="r:accueil")
        said = await line.say("de trop", "c1")
        case = await case_on(office, said["mid"])
        decision = await decide(office, case, SUSPEND)
        await line.closed()
        assert (await client.get("/")).status_code == 403
        await office.db.write(lambda tx: actions.reverse(tx, office, decision, BORIS))
        assert (await client.get("/")).status_code == 200
        back = await submit(client, "/", "/enter", nickname="Alix", age="34")
        assert back.status_code == 303


async def test_somebody_away_when_it_was_decided_is_told_on_coming_back(doors: Doors) -> None:
    office = doors.house.office
    async with doors.staying("Alix") as client:
        async with doors.socket(client) as line:
            await line.hello()
            await line.ask("join", conv="r:accueil")
            said = await line.say("avant", "c1")
        doors.house.square.live.clear()  # as after a restart: nothing in memory
        await decide(office, await case_on(office, said["mid"]), MUTE)
        async with doors.socket(client) as line:
            await line.hello()
            assert (await line.say("après", "c2"))["text_key"] == "refuse-muted-minutes"


# ---------------------------------------------------------------- rooms


async def test_a_room_is_closed_slowed_and_opened_for_everybody_in_words(doors: Doors) -> None:
    office = doors.house.office
    async with doors.talking("Alix") as line, doors.talking("Camille") as reader:
        said = await line.say("bonsoir", "c1")
        case = await case_on(office, said["mid"])
        await decide(office, case, Wish(measure=Measure.CLOSE_ROOM, room=ACCUEIL))
        told = await reader.next("room")
        assert (told["mode"], told["text_key"]) == ("read_only", "square-room-close-room")
        assert (await line.say("encore", "c2"))["text_key"] == "refuse-room-closed"
        again = await case_on(office, said["mid"])
        await decide(office, again, Wish(measure=Measure.OPEN_ROOM, room=ACCUEIL))
        assert (await reader.next("room"))["mode"] == "open"
        assert (await line.say("encore", "c2"))["t"] == "ok"
        slow = Wish(measure=Measure.SLOW_ROOM, room=ACCUEIL, every_s=30)
        await decide(office, await case_on(office, said["mid"]), slow)
        assert (await reader.next("room"))["every_s"] == 30
        assert (await line.say("une fois", "c3"))["t"] == "ok"
        waits = await line.say("deux fois", "c4")
        assert (waits["code"], waits["text_key"]) == ("rate", "refuse-room-slow")
        assert 0 < waits["retry_ms"] <= 30 * SECOND
        assert (await line.say("une fois", "c3"))["st"] == "delivered"
        assert (await reader.say("moi aussi", "c1"))["t"] == "ok", "each visit has its own pause"


async def test_first_messages_wait_for_the_desk_in_a_premoderated_room(doors: Doors) -> None:
    office = doors.house.office
    async with doors.talking("Alix") as line, doors.talking("Camille") as reader:
        said = await line.say("bonsoir", "c1")
        first = Wish(measure=Measure.PREMODERATE, room=ACCUEIL, every_s=1)
        await decide(office, await case_on(office, said["mid"]), first)
        assert (await reader.next("room"))["first"] == 1
        assert (await line.say("encore moi", "c2"))["st"] == "delivered", "a visit that has spoken here is known"
        held = await reader.say("première fois", "c1")
        assert (held["st"], held["text_key"], held.get("n")) == ("held", "held-first", None)
        await release(office, line, reader, "première fois")
        n = doors.house.square.newest[conversation_of(ACCUEIL)]
        refused = await reader.ask("edit", conv="r:accueil", n=n, text="tout autre chose")
        assert refused["text_key"] == "refuse-edit-first", "what was read stands as it was read"
        assert (await reader.say("et maintenant", "c2"))["st"] == "delivered"


# ---------------------------------------------------------------- holds


async def waiting_case(office: Office) -> Case:
    found = await cases.next_for(office, ANNE, list(Queue), ["fr"])
    assert found is not None and found.channel in HELD
    return found


async def release(office: Office, room: Line, author: Line, text: str) -> None:
    """The desk lets it go: it takes its place now, the room hears it, its author on all lines."""
    case = await waiting_case(office)
    decided = await actions.take(office, ANNE, deciding(case, Wish(measure=Measure.RELEASE), facts={}))
    assert isinstance(decided, Decision), decided
    while (heard := await room.next("msg"))["text"] != text:
        pass
    status = await author.next("status")
    assert (status["st"], status["n"], status["mid"]) == ("delivered", heard["n"], heard["mid"])


async def test_what_the_guard_doubts_waits_and_is_told_to_its_author_alone(doubt: ExitStack, doors: Doors) -> None:
    office = doors.house.office
    doubt.enter_context(doubtful(doors))
    async with doors.talking("Alix") as line, doors.talking("Camille") as reader:
        held = await line.say("hum hum", "c1")
        assert (held["st"], held["text_key"]) == ("held", "held-doubt")
        assert (await line.say("hum hum", "c1"))["st"] == "held", "a repeat of the same cid waits with it"
        assert (await line.say("sûr", "c2"))["n"] == 1, "what waits leaves no hole"
        assert [frame["text"] for frame in await reader.rest() if frame["t"] == "msg"] == ["sûr"]
        await release(office, reader, line, "hum hum")
        again = await line.say("hum hum", "c1")
        assert (again["st"], again["n"]) == ("delivered", 2)


async def test_what_waits_is_shown_after_coming_back(doubt: ExitStack, doors: Doors) -> None:
    doubt.enter_context(doubtful(doors))
    async with doors.staying("Alix") as client:
        async with doors.socket(client) as line:
            await line.hello()
            await line.ask("join", conv="r:accueil")
            await line.say("hum", "c1")
        async with doors.socket(client) as line:
            await line.hello()
            state = await line.next("state")
            assert state["pending"] == [
                {"cid": "c1", "conv": "r:accueil", "st": "held", "text_key": "held-doubt"}
            ]  # fmt: skip


async def test_what_the_desk_refuses_is_told_with_reasons_and_never_delivered(doubt: ExitStack, doors: Doors) -> None:
    office = doors.house.office
    doubt.enter_context(doubtful(doors))
    async with doors.talking("Alix") as line, doors.talking("Camille") as reader:
        await line.say("hum", "c1")
        case = await waiting_case(office)
        alone = await actions.take(office, ANNE, deciding(case, Wish(measure=Measure.WARN)))
        assert not isinstance(alone, Decision) and alone.text_key == "refuse-choice-still-held"
        await decide(office, case, Wish(measure=Measure.REFUSE))
        status = await line.next("status")
        assert (status["st"], status["text_key"]) == ("refused", "refuse-by-team")
        assert (await line.say("hum", "c1"))["st"] == "refused"
        assert [frame for frame in await reader.rest() if frame["t"] == "msg"] == []
        seen = await cases.view(office, case.id)
        assert seen is not None and seen.statements[0].quoted == "hum"


async def test_what_nobody_reads_in_time_is_refused_and_never_delivered(doubt: ExitStack, doors: Doors) -> None:
    office = doors.house.office
    doubt.enter_context(doubtful(doors))
    async with doors.talking("Alix") as line:
        await line.say("hum", "c1")
        assert await holds.end_overdue(office) == 0
        late = later_office(office, HOLD_MS)
        assert await holds.end_overdue(late) == 1
        assert await holds.end_overdue(late) == 0
        status = await line.next("status")
        assert (status["st"], status["text_key"]) == ("refused", "refuse-hold-over")
        assert await cases.next_for(office, ANNE, list(Queue), ["fr"]) is None, "its case is closed"


async def test_without_a_desk_doubt_refuses(doubt: ExitStack, tmp_path) -> None:  # type: ignore[no-untyped-def]
    async with open_doors(tmp_path, demo=True) as doors:
        await doors.house.recount()
        doubt.enter_context(doubtful(doors))
        async with doors.talking("Alix") as line:
            assert (await line.say("hum", "c1"))["st"] == "refused"


def _field(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]
